"""The workbook inside a chart, which opens with 编辑数据: written fresh, styles kept."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from decimal import Decimal
from html import escape
from string import ascii_uppercase

from generator.document.charts.data import ChartData

SHEET = "Sheet1"
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
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'
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


def fill_workbook(template: bytes, data: ChartData) -> bytes:
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
    names = [f"单位：{data.money.currency}", *(series.name for series in data.series)]
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
    return f'<c t="inlineStr"><is><t>{escape(text, quote=False)}</t></is></c>'


def _number(value: Decimal | None) -> str:
    return "<c/>" if value is None else f"<c><v>{value:f}</v></c>"
