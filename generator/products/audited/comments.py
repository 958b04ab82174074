"""A copy of a Word paper with a comment at each place of which something is told."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from zipfile import BadZipFile, ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

from generator.checks import by_cause
from generator.checks.engine import telling
from generator.document.comments import AUTHOR, FIXED_DATE, INITIALS
from generator.document.rendering import zipped
from generator.history.audited import Audit, PaperSpot
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.folding import folded
from generator.model import Finding, InputProblem, Severity
from generator.workbook.package import Element

_UNREADABLE = (KeyError, ValueError, AttributeError, BadZipFile)  # what python-docx raises


def commented(path: Path, found: Audit) -> bytes:
    """The Word file with the findings as comments; those without a place stand at its beginning.

    Raises InputProblem where the file is not one that can be given comments.
    """
    try:
        document = docx.Document(str(path))
        blocks = _elements(document, found.paper.blocks)
        for lead, others in by_cause(found.findings):
            spot = next((s for c in lead.cells if (s := found.spots.get(c))), None)
            _comment(document, _paragraph(document, blocks, spot), _lines(lead, others))
        return _saved(document)
    except _UNREADABLE as error:
        told = f"{path.name}：这份文件里放不进批注"
        remedy = "用 Word 或 WPS 另存为 .docx 再试；核对结果见页面或 --json。"
        raise InputProblem([Finding("I50", Severity.ERROR, told, remedy=remedy)]) from error


def _lines(lead: Finding, others: Sequence[Finding]) -> Iterator[str]:
    yield telling.headline(lead)
    yield from (detail.line("  ") for detail in telling.details(lead))
    if others:
        yield telling.related(others[0])
    yield from map(telling.short, others)


def _comment(document: Document, paragraph: Paragraph, lines: Iterator[str]) -> None:
    runs = paragraph.runs or [paragraph.add_run()]
    comment = document.add_comment(runs, "\n".join(lines), author=AUTHOR, initials=INITIALS)
    comment._comment_elm.set(qn("w:date"), FIXED_DATE)


def _saved(document: Document) -> bytes:
    """The file with fixed dates: the same paper gives the same copy."""
    raw = io.BytesIO()
    document.save(raw)
    with ZipFile(raw) as package:
        names = tuple(package.namelist())
        return zipped({name: package.read(name) for name in names}, names)


_BETWEEN = 12  # paragraphs that a page may put between two parts of a table


# --- where the blocks of the paper stand in the file -------------------------------------------


def _elements(document: Document, blocks: Sequence[PaperBlock]) -> list[list[Element]]:
    """For each block its paragraph, or the tables of which it was made; none where it is not found.

    Both are in the order of the file; a paragraph may hold several blocks, a block that was joined
    takes several tables.
    """
    waiting = list(_body(document.element.body))
    found, at, taken = list[list[Element]](), 0, set[int]()
    for block in blocks:
        free = (n for n in range(at, len(waiting)) if n not in taken)
        place = next((n for n in free if _is(waiting[n], block)), None)
        if place is None:
            found.append([])
            continue
        at = place if isinstance(block, Passage) else place + 1
        parts = [place] if isinstance(block, Passage) else _parts(document, waiting, place, block)
        taken.update(parts[1:])
        found.append([waiting[n] for n in parts])
    return found


def _parts(
    document: Document, waiting: Sequence[Element], place: int, block: PaperTable
) -> list[int]:
    """Where the tables stand of which a block was made; pages may have put words between."""
    parts, rows, at = [place], len(Table(waiting[place], document).rows), place + 1
    while rows < block.height and at < min(parts[-1] + _BETWEEN, len(waiting)):
        if waiting[at].tag == qn("w:tbl"):
            parts.append(at)
            rows += len(Table(waiting[at], document).rows)
        at += 1
    return parts


def _body(parent: Element) -> Iterator[Element]:
    """Paragraphs and tables, past what only stands around them."""
    for element in parent:
        if element.tag in (qn("w:p"), qn("w:tbl")):
            yield element
        elif element.tag != qn("w:sectPr"):
            yield from _body(element)


def _is(element: Element, block: PaperBlock) -> bool:
    if not isinstance(block, Passage):
        return bool(element.tag == qn("w:tbl"))
    if element.tag != qn("w:p"):
        return False
    style = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    contents = style is not None and style.get(qn("w:val"), "").upper().startswith("TOC")
    texts = (node.text or "" for node in element.iter(qn("w:t")))
    return not contents and folded(block.text) in folded("".join(texts))


def _paragraph(
    document: Document, blocks: list[list[Element]], spot: PaperSpot | None
) -> Paragraph:
    """The paragraph of a place; the first one with words where it is not known."""
    elements = blocks[spot.block] if spot else []
    if not elements or spot is None:
        return next((p for p in document.paragraphs if p.text.strip()), document.add_paragraph())
    if elements[0].tag == qn("w:p"):
        return Paragraph(elements[0], document)
    row = max(spot.row, 1)
    for element in elements:
        table = Table(element, document)
        if row <= len(table.rows):
            return _cell(table, row, spot.column)
        row -= len(table.rows)
    return _cell(Table(elements[-1], document), 1, 1)


def _cell(table: Table, row: int, column: int) -> Paragraph:
    cells = table.rows[row - 1].cells
    wanted = cells[column - 1] if 0 < column <= len(cells) else None
    if wanted is None:
        wanted = next((cell for cell in cells if cell.text.strip()), cells[0])
    first: Paragraph = wanted.paragraphs[0]
    return first
