"""What the charts show, and that the template's charts take any data and stay valid."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import openpyxl
import pytest
from docx import Document
from lxml import etree

from generator.document.charts import ChartData, ChartSeries, charts, fill
from generator.editions import load
from generator.editions.money import Money
from generator.figures.arithmetic import change, ratio
from generator.figures.disclosure import Disclosure
from generator.figures.totals import Balance, Fiscal, Overview, Share, Structure
from generator.model import Figure, Text, Unit

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

# The order that the schema of DrawingML charts demands, for what `fill` touches.
ORDER = {
    "ser": "idx order tx spPr explosion invertIfNegative pictureOptions dPt dLbls trendline "
    "errBars cat val shape extLst",
    "dPt": "idx invertIfNegative marker bubble3D explosion spPr pictureOptions extLst",
    "dLbls": "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator showLeaderLines leaderLines extLst",
    "dLbl": "idx delete layout tx numFmt spPr txPr dLblPos showLegendKey showVal showCatName "
    "showSerName showPercent showBubbleSize separator extLst",
    "strRef": "f strCache",
    "numRef": "f numCache",
    "strCache": "ptCount pt",
    "numCache": "formatCode ptCount pt",
}


# --- from the disclosure to the charts -----------------------------------------------------


def figure(wan: str | None) -> Figure:
    return Figure(None if wan is None else Decimal(wan) * 10000, Unit.YUAN, "数")


def structure(**parts: str) -> Structure:
    whole = figure(str(sum((Decimal(v) for v in parts.values()), Decimal(0))))
    named = [(name, figure(value)) for name, value in parts.items()]
    shares = tuple(Share(Text(n), f, ratio("占比", f, whole)) for n, f in named)
    return Structure(whole, change("合计", whole, whole, Text(""), Decimal(50)), shares)


def disclosed(
    income: Structure, prior: str | None = "243.02", total: str | None = "233.37"
) -> Disclosure:
    this = figure(total)
    against = change("总计", this, figure(prior), Text(""), Decimal(50))
    balance = Balance(True, against, (), ())
    unit = SimpleNamespace(year=Text("2023"), prior_year=Text("2022"))
    record = SimpleNamespace(
        unit=unit,
        overview=Overview(this, this, against, balance),
        income=income,
        expenditure=structure(基本支出="198.37", 项目支出="35"),
        fiscal=Fiscal(this, this, against, balance, ()),
    )
    return cast(Disclosure, record)


def income_chart(**parts: str) -> ChartData | None:
    return charts(disclosed(structure(**parts)), Money())["图2"]


def shown(data: ChartData | None) -> dict[str, list[Decimal | None]]:
    assert data is not None
    return {series.name: list(data.values(series)) for series in data.series}


def test_totals_of_both_years_stand_side_by_side() -> None:
    drawn = charts(disclosed(structure(财政拨款收入="233.37")), Money())
    both = [Decimal("243.02"), Decimal("233.37")]
    assert list(drawn) == ["图1", "图2", "图3", "图4"]
    assert shown(drawn["图1"]) == {"收入总计": both, "支出总计": both}
    assert shown(drawn["图4"]) == {"财政拨款收入总计": both, "财政拨款支出总计": both}
    assert drawn["图1"] is not None
    assert drawn["图1"].categories == ("2022年度", "2023年度")


def test_amounts_are_rounded_half_up() -> None:
    data = income_chart(财政拨款收入="1.005", 其他收入="0.994999")
    assert shown(data) == {"收入决算": [Decimal("1.01"), Decimal("0.99")]}


def test_a_chart_without_a_positive_amount_is_not_drawn() -> None:
    empty = structure()
    assert charts(disclosed(empty), Money())["图2"] is None
    drawn = charts(disclosed(empty, prior="0", total="0"), Money())
    assert drawn["图1"] is None and drawn["图4"] is None
    assert charts(disclosed(empty, prior=None, total=None), Money())["图1"] is None


def test_a_negative_part_is_not_drawn() -> None:
    assert income_chart(财政拨款收入="10", 其他收入="-0.5") is None


def test_a_year_that_is_zero_is_drawn_and_one_that_is_blank_leaves_the_chart_out() -> None:
    drawn = charts(disclosed(structure(), prior="0"), Money())["图1"]
    assert shown(drawn)["收入总计"] == [Decimal("0.00"), Decimal("233.37")]
    assert charts(disclosed(structure(), prior=None), Money())["图1"] is None


def test_a_slice_below_two_percent_goes_unlabelled() -> None:
    data = income_chart(财政拨款收入="96.01", 事业收入="2", 其他收入="1.99")
    assert data is not None
    assert data.unlabelled == {2}
    assert "其他收入" in data.categories


# --- from the data to the chart part and its workbook --------------------------------------


@pytest.fixture(scope="module")
def template() -> dict[str, tuple[bytes, bytes]]:
    """Name of the chart → chart part and embedded workbook, as the template has them."""
    document: Any = Document(str(load("2023").template))
    found = {}
    for label in document.element.iter(f"{WP}docPr"):
        for chart in label.getparent().iter(f"{C}chart"):
            part = document.part.related_parts[chart.get(f"{R}id")]
            link = etree.fromstring(part.blob).find(f"{C}externalData").get(f"{R}id")
            found[label.get("name")] = (part.blob, part.related_parts[link].blob)
    return found


def test_the_template_has_the_charts_that_are_filled(
    template: dict[str, tuple[bytes, bytes]],
) -> None:
    assert set(template) >= set(charts(disclosed(structure(其他收入="1")), Money()))


def pie(*values: str | None, unlabelled: frozenset[int] = frozenset()) -> ChartData:
    names = tuple(f"第{i}类 & <收入>" for i in range(len(values)))
    return ChartData(
        names,
        (ChartSeries("收入决算", tuple(map(figure, values))),),
        Money(),
        unlabelled=unlabelled,
    )


def columns(**series: list[str | None]) -> ChartData:
    rows = tuple(ChartSeries(name, tuple(map(figure, values))) for name, values in series.items())
    return ChartData(("2022年度", "2023年度"), rows, Money())


CASES = {
    "one slice": ("图2", pie("233.37")),
    "five slices": ("图2", pie("10", "20", "30", "40", "50")),
    "more slices than the template": ("图3", pie(*"123456789")),
    "thin slices": ("图2", pie("99", "0.5", "0.5", unlabelled=frozenset({1, 2}))),
    "two series": ("图1", columns(收入总计=["243.02", "233.37"], 支出总计=["243.02", "1"])),
    "one series": ("图1", columns(收入总计=["0.01", "99999999.99"])),
    "four series": ("图4", columns(甲=["1", "2"], 乙=["3", "4"], 丙=["5", "6"], 丁=["7", "8"])),
    "blank and zero": ("图1", columns(收入总计=[None, "5"], 支出总计=["0", "5"])),
}


@pytest.fixture(params=list(CASES.values()), ids=list(CASES))
def filled(
    request: pytest.FixtureRequest, template: dict[str, tuple[bytes, bytes]]
) -> tuple[ChartData, Any, bytes]:
    name, data = request.param
    chart, workbook = fill(*template[name], data)
    return data, etree.fromstring(chart), workbook


def cached(element: Any, points: int) -> list[str | None]:
    cache = element[0][-1]
    assert cache.find(f"{C}ptCount").get("val") == str(points)
    found = {int(p.get("idx")): p.findtext(f"{C}v") for p in cache.iter(f"{C}pt")}
    return [found.get(i) for i in range(points)]


def test_the_chart_shows_the_data(filled: tuple[ChartData, Any, bytes]) -> None:
    data, chart, _ = filled
    elements, count = list(chart.iter(f"{C}ser")), len(data.categories)
    assert len(elements) == len(data.series)
    for element, series in zip(elements, data.series, strict=True):
        values = [None if v is None else str(v) for v in data.values(series)]
        assert cached(element.find(f"{C}tx"), 1) == [series.name]
        assert cached(element.find(f"{C}cat"), count) == list(data.categories)
        assert cached(element.find(f"{C}val"), count) == values


def test_the_workbook_holds_what_the_chart_refers_to(
    filled: tuple[ChartData, Any, bytes],
) -> None:
    data, chart, workbook = filled
    book = openpyxl.load_workbook(io.BytesIO(workbook))
    assert book.sheetnames == ["Sheet1"]
    for element, series in zip(chart.iter(f"{C}ser"), data.series, strict=True):
        values = [None if v is None else float(v) for v in data.values(series)]
        assert referred(book, element.find(f"{C}tx")) == [series.name]
        assert referred(book, element.find(f"{C}cat")) == list(data.categories)
        assert referred(book, element.find(f"{C}val")) == values


def referred(book: openpyxl.Workbook, element: Any) -> list[object]:
    sheet, cells = element.findtext(f".//{C}f").split("!")
    found: Any = book[sheet][cells.replace("$", "")]
    return [row[0].value for row in found] if isinstance(found, tuple) else [found.value]


def test_the_chart_stays_valid(filled: tuple[ChartData, Any, bytes]) -> None:
    _, chart, _ = filled
    for tag, order in ORDER.items():
        for element in chart.iter(f"{C}{tag}"):
            places = [order.split().index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), tag
    numbers = [
        s.find(f"{C}{t}").get("val") for t in ("idx", "order") for s in chart.iter(f"{C}ser")
    ]
    assert numbers == [str(i) for i in range(len(numbers) // 2)] * 2


def test_every_slice_has_a_style_of_the_template(
    template: dict[str, tuple[bytes, bytes]],
) -> None:
    before = slices(template["图3"][0])
    after = slices(fill(*template["图3"], pie(*"1234567"))[0])
    assert list(after) == [str(i) for i in range(7)]
    assert list(after.values()) == [list(before.values())[i % len(before)] for i in range(7)]


@pytest.mark.parametrize(("chart", "styled"), [("图1", ["1"]), ("图2", [])])
def test_no_style_is_made_up_for_columns_and_for_slices_without_any(
    template: dict[str, tuple[bytes, bytes]], chart: str, styled: list[str]
) -> None:
    """One column may have a colour of its own: the others do not take it over."""
    root, workbook = etree.fromstring(template[chart][0]), template[chart][1]
    for point in root.findall(f".//{C}dPt"):
        point.getparent().remove(point)
    for index in styled:
        point = etree.Element(f"{C}dPt")
        etree.SubElement(point, f"{C}idx", val=index)
        etree.SubElement(point, f"{C}spPr")
        root.find(f".//{C}ser").insert(4, point)
    data = ChartData(tuple("甲乙丙"), (ChartSeries("数", (figure("1"),) * 3),), Money())
    assert list(slices(fill(etree.tostring(root), workbook, data)[0])) == styled


def slices(chart: bytes) -> dict[str, bytes]:
    points = etree.fromstring(chart).iter(f"{C}dPt")
    return {p.find(f"{C}idx").get("val"): etree.tostring(p.find(f"{C}spPr")) for p in points}


def test_only_the_thin_slices_lose_their_label(template: dict[str, tuple[bytes, bytes]]) -> None:
    data = pie("98", "1", "1", unlabelled=frozenset({1, 2}))
    once = fill(*template["图2"], data)
    labels = etree.fromstring(once[0]).findall(f".//{C}dLbl")
    taken_off = [x.find(f"{C}idx").get("val") for x in labels if x.find(f"{C}delete") is not None]
    assert taken_off == ["1", "2"]
    again = etree.fromstring(fill(*once, pie("1", "1", "1"))[0])
    assert again.find(f".//{C}dLbl") is None


def test_a_label_that_was_moved_or_typed_over_follows_the_data_again(
    template: dict[str, tuple[bytes, bytes]],
) -> None:
    chart, workbook = template["图2"]
    root = etree.fromstring(chart)
    for index in (2, 0):  # there are two slices: none has the number 2
        label = (
            '<c:dLbl xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart">'
            f'<c:idx val="{index}"/><c:layout/><c:tx/><c:spPr/><c:showVal val="1"/></c:dLbl>'
        )
        root.find(f".//{C}dLbls").insert(0, etree.fromstring(label))
    kept = etree.fromstring(fill(etree.tostring(root), workbook, pie("1", "2"))[0])
    (only,) = kept.findall(f".//{C}dLbl")
    assert [etree.QName(child).localname for child in only] == ["idx", "spPr", "showVal"]


@pytest.mark.parametrize("labels", ["", '<c:dLbls xmlns:c="{}"><c:delete val="1"/></c:dLbls>'])
def test_a_chart_without_labels_stays_without(
    template: dict[str, tuple[bytes, bytes]], labels: str
) -> None:
    chart, workbook = template["图2"]
    root = etree.fromstring(chart)
    given = root.find(f".//{C}ser/{C}dLbls")
    if labels:
        given.addnext(etree.fromstring(labels.format(C[1:-1])))
    given.getparent().remove(given)
    thin = pie("99", "1", unlabelled=frozenset({1}))
    after = etree.fromstring(fill(etree.tostring(root), workbook, thin)[0])
    assert after.find(f".//{C}ser//{C}dLbl") is None


def test_the_rest_of_the_chart_is_the_templates(
    template: dict[str, tuple[bytes, bytes]],
) -> None:
    slice_count = len(slices(template["图2"][0]))
    for name, data in (("图1", CASES["two series"][1]), ("图2", pie(*["1"] * slice_count))):
        assert without_data(template[name][0]) == without_data(fill(*template[name], data)[0])


def without_data(chart: bytes) -> bytes:
    root = etree.fromstring(chart)
    for tag in ("tx", "cat", "val"):
        for element in list(root.iter(f"{C}{tag}")):
            if element.getparent().tag == f"{C}ser":
                element.getparent().remove(element)
    return cast(bytes, etree.tostring(root, method="c14n"))


def test_nothing_of_the_sample_stays(filled: tuple[ChartData, Any, bytes]) -> None:
    _, chart, workbook = filled
    with zipfile.ZipFile(io.BytesIO(workbook)) as book:
        everything = "".join(book.read(name).decode() for name in book.namelist())
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in book.infolist())
    assert "上级补助收入" not in everything + etree.tostring(chart, encoding="unicode")


def test_the_same_data_gives_the_same_bytes(template: dict[str, tuple[bytes, bytes]]) -> None:
    data = pie("1", "2", "3")
    once = fill(*template["图2"], data)
    assert fill(*template["图2"], data) == once
    assert fill(*once, data) == once


def test_a_workbook_that_is_no_xlsx_is_replaced(
    template: dict[str, tuple[bytes, bytes]],
) -> None:
    _, workbook = fill(template["图2"][0], b"\xd0\xcf\x11\xe0", pie("1", "2"))
    assert openpyxl.load_workbook(io.BytesIO(workbook))["Sheet1"]["B3"].value == 2


def test_a_chart_without_series_is_refused(template: dict[str, tuple[bytes, bytes]]) -> None:
    root = etree.fromstring(template["图2"][0])
    for element in list(root.iter(f"{C}ser")):
        element.getparent().remove(element)
    with pytest.raises(ValueError, match="没有数据系列"):
        fill(etree.tostring(root), b"", pie("1"))


def test_a_scatter_chart_is_refused(template: dict[str, tuple[bytes, bytes]]) -> None:
    chart = template["图1"][0].replace(b"c:val>", b"c:yVal>")
    with pytest.raises(ValueError, match="类型不合适"):
        fill(chart, b"", pie("1"))
