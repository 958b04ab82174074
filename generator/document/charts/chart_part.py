"""Filling the template's chart: the data inside the chart part, styles untouched."""

from __future__ import annotations

from collections.abc import Collection
from copy import deepcopy
from string import ascii_uppercase
from typing import Any

from lxml import etree

from generator.document.charts.data import ChartData, ChartSeries
from generator.document.charts.workbook import SHEET, fill_workbook

Element = Any  # an lxml element; lxml has no types

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PIES = {f"{_C}{kind}" for kind in ("pieChart", "pie3DChart", "ofPieChart", "doughnutChart")}


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
    return xml, fill_workbook(workbook, data)


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


def _fill_series(element: Element, index: int, series: ChartSeries, data: ChartData) -> None:
    numbers, order = element.find(f"{_C}val"), element.find(f"{_C}order")
    if numbers is None:
        raise ValueError("图表的类型不合适：要用柱形图、条形图、折线图、饼图等按类别画的图")
    for place in (element.find(f"{_C}idx"), order):
        place.set("val", str(index))
    _fit_points(element, len(data.categories))
    _fit_labels(element, len(data.categories), data.unlabelled)
    column, last = ascii_uppercase[index + 1], len(data.categories) + 1  # categories in A
    values = [None if v is None else f"{v:f}" for v in data.values(series)]
    code = "0." + "0" * data.money.digits if data.money.digits else "0"
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
    etree.SubElement(reference, f"{_C}f").text = f"{SHEET}!{cells}"
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
