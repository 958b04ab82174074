"""Tables as an .xlsx to print and to tick off: A4 landscape, one page wide, headings repeated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from generator.document.rendering import zipped
from generator.products.checklist.styles import (
    HEADING,
    NOTE,
    NUMBERS,
    OPEN,
    TEXT,
    TITLE,
    WORD,
    CellStyle,
    Colour,
    styles,
)
from generator.workbook.widths import height_for

_TOP = 3  # title, note, heading
_LONGEST = 32767  # characters of a cell
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FOOTER = "&amp;C&amp;9第 &amp;P 页，共 &amp;N 页"


@dataclass(frozen=True)
class Column:
    """A column: its heading and its width in characters.

    ``word``: single words in the middle; ``colours``: the colour that some of them stand on.
    ``open``: to be filled in, also where the sheet is protected.
    """

    label: str
    width: int
    word: bool = False
    colours: Mapping[str, Colour] | None = None
    open: bool = False

    def look(self, text: str) -> CellStyle:
        """How a cell with that text looks."""
        if self.open:
            return OPEN
        return WORD[(self.colours or {}).get(text, "")] if self.word else TEXT


@dataclass(frozen=True)
class PrintedSheet:
    """A table with a sheet to itself; rows that are too short end with blank cells."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def right(self) -> str:
        """The letter of the last column."""
        return _letter(len(self.columns))

    @property
    def bottom(self) -> int:
        """The number of the last row."""
        return _TOP + len(self.rows)


def packed(title: str, source: str, tables: Sequence[PrintedSheet]) -> bytes:
    """The file; ``source`` stands above each table.  The same content gives the same bytes."""
    sheets = [f"worksheets/sheet{number}.xml" for number in range(1, len(tables) + 1)]
    parts = {
        "[Content_Types].xml": _content_types(sheets),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": _properties(title),
        "xl/workbook.xml": _workbook(tables),
        "xl/_rels/workbook.xml.rels": _relationships(
            *((f"{_OFFICE}/worksheet", sheet) for sheet in sheets),
            (f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": styles(),
    }
    for sheet, table in zip(sheets, tables, strict=True):
        parts[f"xl/{sheet}"] = _worksheet(table, source)
    return zipped({n: f"{_HEAD}{xml}".encode() for n, xml in parts.items()}, tuple(parts))


# --- the sheets --------------------------------------------------------------------------------


def _worksheet(table: PrintedSheet, source: str) -> str:
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}" customWidth="1"/>'
        for number, column in enumerate(table.columns, start=1)
    )
    return (
        f'<worksheet xmlns="{_SHEET}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{table.right}{table.bottom}"/>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{_TOP}" topLeftCell="A{_TOP + 1}" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(_rows(table, source))}</sheetData>"
        f'<autoFilter ref="A{_TOP}:{table.right}{table.bottom}"/>'
        '<printOptions horizontalCentered="1"/>'
        '<pageMargins left="0.5" right="0.5" top="1" bottom="1" header="0.5" footer="0.5"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
        f"<headerFooter><oddFooter>{_FOOTER}</oddFooter></headerFooter></worksheet>"
    )


def _rows(table: PrintedSheet, source: str) -> Iterator[str]:
    yield f'<row r="1">{_cell("A1", f"核对表：{table.name}", TITLE)}</row>'
    yield f'<row r="2">{_cell("A2", source, NOTE)}</row>'
    columns = [(_letter(number), c) for number, c in enumerate(table.columns, start=1)]
    heads = (_cell(f"{letter}{_TOP}", c.label, HEADING) for letter, c in columns)
    yield f'<row r="{_TOP}">{"".join(heads)}</row>'
    for number, row in enumerate(table.rows, start=_TOP + 1):
        full = row + ("",) * (len(columns) - len(row))
        placed = list(zip(columns, full, strict=True))
        cells = (_cell(f"{letter}{number}", text, c.look(text)) for (letter, c), text in placed)
        high = max(height_for(text, c.width) for (_, c), text in placed)
        yield f'<row r="{number}" ht="{high:g}">{"".join(cells)}</row>'


def _cell(address: str, text: str, look: CellStyle) -> str:
    """Text is text, also when it begins with ``=``."""
    start = f'<c r="{address}" s="{NUMBERS[look]}"'
    if not text:
        return f"{start}/>"
    words = escape(text[:_LONGEST], quote=False)
    return f'{start} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def _letter(number: int) -> str:
    """A, B, C …: the tables have fewer columns than there are letters."""
    return chr(ord("A") + number - 1)


# --- what holds them together ------------------------------------------------------------------


def _workbook(tables: Sequence[PrintedSheet]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(table.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, table in enumerate(tables, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm.{name}" localSheetId="{number}"{hidden}>'
        f"'{escape(table.name)}'!{area}</definedName>"
        for number, table in enumerate(tables)
        for name, hidden, area in (
            ("_FilterDatabase", ' hidden="1"', f"$A${_TOP}:${table.right}${table.bottom}"),
            ("Print_Area", "", f"$A$1:${table.right}${table.bottom}"),
            ("Print_Titles", "", f"${_TOP}:${_TOP}"),
        )
    )
    return (
        f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>"
    )


def _content_types(sheets: Sequence[str]) -> str:
    kinds = [
        ("xl/workbook.xml", f"{_TYPES}.sheet.main+xml"),
        ("xl/styles.xml", f"{_TYPES}.styles+xml"),
        *((f"xl/{sheet}", f"{_TYPES}.worksheet+xml") for sheet in sheets),
        (
            "docProps/core.xml",
            "application/vnd.openxmlformats-package.core-properties+xml",
        ),
    ]
    parts = "".join(f'<Override PartName="/{n}" ContentType="{kind}"/>' for n, kind in kinds)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    """Kind and target of each, numbered from rId1."""
    entries = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{entries}</Relationships>'


def _properties(title: str) -> str:
    """Title and author, with a fixed time."""
    times = "".join(
        f'<dcterms:{what} xsi:type="dcterms:W3CDTF">2000-01-01T00:00:00Z</dcterms:{what}>'
        for what in ("created", "modified")
    )
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title, quote=False)}</dc:title><dc:creator>gen</dc:creator>{times}"
        "</cp:coreProperties>"
    )
