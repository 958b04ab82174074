"""Figures → native Word charts: what each chart shows, and the template's chart filled with it.

The template holds the charts with sample data, so that office staff restyle them in Word or
WPS.  Only the data is replaced here: the copy inside the chart part and the embedded workbook
that opens with 编辑数据.  Nothing of the sample data stays behind in either.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Collection, Iterable
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal
from string import ascii_uppercase
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from generator.figures.disclosure import Disclosure
from generator.figures.totals import Part
from generator.model import Figure
from generator.phrasing import WAN, rounded

Element = Any  # an lxml element; lxml has no types

SMALL_SHARE = Decimal("0.02")  # a thinner slice of a pie has no room for a label

# --- what the charts show -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Series:
    """One row of columns, or the slices of a pie: a figure for each category."""

    name: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """What a chart shows: amounts in ``unit`` with ``digits`` decimals.

    ``unlabelled`` are the positions of the categories whose label is left off.
    """

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    digits: int
    unit: str = "万元"
    unlabelled: frozenset[int] = frozenset()

    def values(self, series: Series) -> tuple[Decimal | None, ...]:
        """The numbers as drawn; None where nothing stands."""
        return tuple(_value(figure, self.digits) for figure in series.figures)

    @property
    def drawable(self) -> bool:
        """True when something can be seen and nothing is negative."""
        numbers = [n for series in self.series for n in self.values(series) if n is not None]
        return max(numbers, default=Decimal(0)) > 0 and min(numbers) >= 0


def _value(figure: Figure, digits: int) -> Decimal | None:
    return None if figure.value is None else rounded(figure.value / WAN, digits)


def charts(disclosure: Disclosure, digits: int) -> dict[str, ChartData | None]:
    """The charts of the document by name; None where one cannot be drawn sensibly."""
    drawn = {name: chart(disclosure, digits) for name, chart in CHARTS.items()}
    return {name: data if data.drawable else None for name, data in drawn.items()}


def _totals(disclosure: Disclosure, digits: int) -> ChartData:
    overview = disclosure.overview
    base = overview.change.base  # both sides of last year's balance
    income = Series("收入总计", (base, overview.total))
    expenditure = Series("支出总计", (base, overview.expenditure_total))
    return ChartData(_years(disclosure), (income, expenditure), digits)


def _income(disclosure: Disclosure, digits: int) -> ChartData:
    return _structure("收入决算", disclosure.income.parts, digits)


def _expenditure(disclosure: Disclosure, digits: int) -> ChartData:
    return _structure("支出决算", disclosure.expenditure.parts, digits)


def _fiscal_totals(disclosure: Disclosure, digits: int) -> ChartData:
    fiscal = disclosure.fiscal
    both = (fiscal.change.base, fiscal.total)  # 公开04表 32行=64行: one figure for both sides
    income, expenditure = Series("财政拨款收入总计", both), Series("财政拨款支出总计", both)
    return ChartData(_years(disclosure), (income, expenditure), digits)


CHARTS: dict[str, Callable[[Disclosure, int], ChartData]] = {
    "图1": _totals,
    "图2": _income,
    "图3": _expenditure,
    "图4": _fiscal_totals,
}


def _years(disclosure: Disclosure) -> tuple[str, str]:
    return f"{disclosure.unit.prior_year}年度", f"{disclosure.unit.year}年度"


def _structure(name: str, parts: tuple[Part, ...], digits: int) -> ChartData:
    amounts = [part.amount.amount for part in parts]
    limit = SMALL_SHARE * sum(amounts)
    return ChartData(
        tuple(str(part.name) for part in parts),
        (Series(name, tuple(part.amount for part in parts)),),
        digits,
        unlabelled=frozenset(i for i, amount in enumerate(amounts) if amount < limit),
    )


# --- the chart part -----------------------------------------------------------------------

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PIES = {f"{_C}{kind}" for kind in ("pieChart", "pie3DChart", "ofPieChart", "doughnutChart")}
_SHEET = "Sheet1"


def fill(chart_xml: bytes, workbook: bytes, data: ChartData) -> tuple[bytes, bytes]:
    """The chart part and the embedded workbook with ``data`` in place of what they show.

    Colours, labels, fonts and axes stay as the template has them; series and slices beyond
    those of the template are copies.  The same input gives the same bytes.  Raises ValueError
    for a chart without series of values by category.
    """
    root = etree.fromstring(chart_xml, _PARSER)
    elements = _fit_series(root, len(data.series))
    for index, (element, series) in enumerate(zip(elements, data.series, strict=True)):
        _fill_series(element, index, series, data)
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return xml, _fill_workbook(workbook, data)


def _fit_series(root: Element, count: int) -> list[Element]:
    """As many ``c:ser`` as needed; an added one gets an automatic colour of its own."""
    found = list(root.iter(f"{_C}ser"))
    if not found:
        raise ValueError("图表里没有数据系列")
    for surplus in found[count:]:
        surplus.getparent().remove(surplus)
    for _ in range(len(found), count):
        added = deepcopy(found[-1])
        _drop(added, "spPr", "dPt")
        found[-1].addnext(added)
        found.append(added)
    for group in {element.getparent() for element in found[:count]}:
        _drop(group, "extLst")  # series that a filter hides, with their data
    return found[:count]


def _fill_series(element: Element, index: int, series: Series, data: ChartData) -> None:
    numbers, order = element.find(f"{_C}val"), element.find(f"{_C}order")
    if numbers is None:
        raise ValueError("图表的类型不合适：要用柱形图、条形图、折线图、饼图等按类别画的图")
    for place in (element.find(f"{_C}idx"), order):
        place.set("val", str(index))
    _fit_points(element, len(data.categories))
    _fit_labels(element, len(data.categories), data.unlabelled)
    column, last = ascii_uppercase[index + 1], len(data.categories) + 1  # categories in A
    values = [None if v is None else f"{v:f}" for v in data.values(series)]
    code = "0." + "0" * data.digits if data.digits else "0"
    _drop(element, "tx", "cat", "extLst")
    order.addnext(_data("tx", "str", f"${column}$1", [series.name]))
    numbers.addprevious(_data("cat", "str", f"$A$2:$A${last}", data.categories))
    numbers.addprevious(_data("val", "num", f"${column}$2:${column}${last}", values, code))
    element.remove(numbers)


def _data(
    tag: str, kind: str, cells: str, values: Collection[str | None], code: str = ""
) -> Element:
    """``c:tx``, ``c:cat`` or ``c:val``: where the data stands in the workbook, and a copy."""
    parent = etree.Element(f"{_C}{tag}")
    reference = etree.SubElement(parent, f"{_C}{kind}Ref")
    etree.SubElement(reference, f"{_C}f").text = f"{_SHEET}!{cells}"
    cache = etree.SubElement(reference, f"{_C}{kind}Cache")
    if code:
        etree.SubElement(cache, f"{_C}formatCode").text = code
    etree.SubElement(cache, f"{_C}ptCount", val=str(len(values)))
    for index, value in enumerate(values):
        if value is not None:
            point = etree.SubElement(cache, f"{_C}pt", idx=str(index))
            etree.SubElement(point, f"{_C}v").text = value
    return parent


def _fit_points(element: Element, count: int) -> None:
    """Styled points for ``count`` categories; the slices of a pie repeat the template's."""
    styled = {_index(point): point for point in element.findall(f"{_C}dPt")}
    for index, point in styled.items():
        _drop(point, "extLst")
        if index >= count:
            element.remove(point)
    if element.getparent().tag not in _PIES or not styled:
        return
    period, last = max(styled) + 1, styled[max(styled)]
    for index in range(period, count):
        if index % period in styled:
            added = deepcopy(styled[index % period])
            added.find(f"{_C}idx").set("val", str(index))
            last.addnext(added)
            last = added


def _fit_labels(element: Element, count: int, unlabelled: Collection[int]) -> None:
    """Take off the labels of ``unlabelled``; the others keep their style, not their place."""
    labels = element.find(f"{_C}dLbls")
    if labels is None or labels.find(f"{_C}delete") is not None:
        return
    single = {index: _no_label(index) for index in unlabelled}
    for label in labels.findall(f"{_C}dLbl"):
        labels.remove(label)
        if _index(label) < count and label.find(f"{_C}delete") is None:
            _drop(label, "layout", "tx", "extLst")  # fitted to the sample, or typed over it
            single.setdefault(_index(label), label)
    labels[:0] = [single[index] for index in sorted(single)]


def _no_label(index: int) -> Element:
    label = etree.Element(f"{_C}dLbl")
    etree.SubElement(label, f"{_C}idx", val=str(index))
    etree.SubElement(label, f"{_C}delete", val="1")
    return label


def _index(element: Element) -> int:
    return int(element.find(f"{_C}idx").get("val"))


def _drop(parent: Element, *tags: str) -> None:
    for tag in tags:
        for child in parent.findall(f"{_C}{tag}"):
            parent.remove(child)


# --- the embedded workbook ----------------------------------------------------------------

_STYLES = "xl/styles.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{_TYPE}.worksheet+xml"/>'
        f'<Override PartName="/{_STYLES}" ContentType="{_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>'
        f'<sheet name="{_SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_LINKS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2"'
        f' Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>'
    ),
    _STYLES: (  # only where the template's workbook has none
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font/></fonts><fills count="2">'
        '<fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="1"><xf xfId="0"/></cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}


def _fill_workbook(template: bytes, data: ChartData) -> bytes:
    """A workbook of one sheet.  Only the look is kept: other sheets, names, tables and the
    author's name must not reach the public.
    """
    parts = {name: (_HEAD + xml).encode() for name, xml in _PARTS.items()}
    parts |= _styles_of(template)
    parts["xl/worksheets/sheet1.xml"] = (_HEAD + _sheet(data)).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:  # stored: the document compresses it
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name)  # dated 1980-01-01, always
            entry.create_system = 0
            package.writestr(entry, content)
    return stream.getvalue()


def _styles_of(template: bytes) -> dict[str, bytes]:
    stream = io.BytesIO(template)
    if not zipfile.is_zipfile(stream):  # an old .xls
        return {}
    with zipfile.ZipFile(stream) as package:
        return {_STYLES: package.read(_STYLES)} if _STYLES in package.namelist() else {}


def _sheet(data: ChartData) -> str:
    names = [f"单位：{data.unit}", *(series.name for series in data.series)]
    rows = [_row(1, map(_text, names))]
    columns = [data.values(series) for series in data.series]
    for index, category in enumerate(data.categories):
        numbers = (_number(column[index]) for column in columns)
        rows.append(_row(index + 2, [_text(category), *numbers]))
    widths = '<cols><col min="1" max="9" width="22" customWidth="1"/></cols>'
    return f'<worksheet xmlns="{_MAIN}">{widths}<sheetData>{"".join(rows)}</sheetData></worksheet>'


def _row(number: int, cells: Iterable[str]) -> str:
    placed = (
        cell.replace("<c", f'<c r="{ascii_uppercase[column]}{number}"', 1)
        for column, cell in enumerate(cells)
    )
    return f'<row r="{number}">{"".join(placed)}</row>'


def _text(text: str) -> str:
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def _number(value: Decimal | None) -> str:
    return "<c/>" if value is None else f"<c><v>{value:f}</v></c>"
