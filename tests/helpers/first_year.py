"""A first year with the program: what is still to be typed after last year's paper and the exports.

The workbook of an example is what the unit has to state.  Its own draft, dated one year earlier,
is last year's paper; its nine tables are exported, its self-evaluation forms and key work are
Word files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from lxml import etree

from generator.editions.schema import Form
from generator.pipeline import derive, render_draft, whole_paper
from generator.products.filling import FillReport, fill_in
from generator.products.next_year import roll_over
from generator.workbook.reading.facts import Unreadable, Workbook, read_workbook
from generator.workbook.writing import write_workbook
from tests.helpers.exports import LAYOUTS, write_export
from tests.helpers.reviewer import ReviewedFile, W, text_of

Statement = tuple[str, str, str, object]
"""Block or form, line ("" in a list), column, value; the value is "" where only its being there counts."""


@dataclass(frozen=True)
class FirstYear:
    """``stated``: how many cells the workbook of the example has; ``left``: those to be typed."""

    forms: tuple[Form, ...]
    stated: int
    left: Counter[Statement]
    report: FillReport
    told: str

    @property
    def by_block(self) -> Counter[str]:
        """How many are left in which block."""
        found = Counter[str]()
        for (block, *_), count in self.left.items():
            found[block] += count
        return found


def first_year(example: Path, folder: Path) -> FirstYear:
    """Play the first year of a unit."""
    source = read_workbook(example)
    year = int(source.facts["profile"]["year"]["value"].text)
    paper = _paper_of_last_year(example, source, year, folder)
    book = folder / f"{year}.xlsx"
    currency = source.facts["profile"]["currency"]["value"].text
    content, told = roll_over(paper, source.edition, year, currency, folder, whole_paper)
    write_workbook(source.edition, book, year, content)
    exports = write_export(source, LAYOUTS[1], folder / "exports")
    report = fill_in(book, [*exports, _forms(source, folder)], _no_office)
    try:
        made = read_workbook(book)
    except Unreadable as problem:
        made = problem.rest
    wanted, found = Counter(_stated(source)), Counter(_stated(made))
    return FirstYear(source.edition.forms, wanted.total(), wanted - found, report, told)


def _no_office(_content: bytes) -> bytes:
    raise AssertionError("LibreOffice is not needed")


def _paper_of_last_year(example: Path, source: Workbook, year: int, folder: Path) -> Path:
    earlier = folder / "earlier.xlsx"
    book = openpyxl.load_workbook(example)
    cell = source.facts["profile"]["year"]["value"].cell
    book[cell.sheet][cell.address] = year - 1
    book.save(earlier)
    read = read_workbook(earlier)
    _, made = derive(read)
    paper = folder / f"{year - 1}年度部门决算公开.docx"
    paper.write_bytes(render_draft(read.edition, made, final=True).docx)
    return paper


def _forms(source: Workbook, folder: Path) -> Path:
    """A Word file with nothing but the self-evaluation forms and the table of key work."""
    _, made = derive(source)
    path = folder / "绩效自评表和重点工作.docx"
    path.write_bytes(render_draft(source.edition, made, final=True).docx)
    file = ReviewedFile(path)
    body = file.root.find(f"{W}body")
    for element in list(body):
        words = text_of(element)
        kept = element.tag == f"{W}tbl" and ("三级指标" in words or "重要事项" in words)
        if not kept and element.tag != f"{W}sectPr":
            body.remove(element)
        elif kept:
            element.addnext(etree.Element(f"{W}p"))
    return file.save(path)


def _stated(book: Workbook) -> Iterator[Statement]:
    """What a person types or takes over from elsewhere, cell by cell."""
    for form in book.edition.forms:
        for row in book.facts.tables[form.id].rows:
            fixed = form.layout in ("lines", "items", "single")
            for key, fact in row.cells.items():
                if fact.given and not (fixed and key in ("code", "name")):
                    yield form.id, row.key, key, fact.value
    for _, block in book.edition.blocks.values():
        listed = block.kind == "list"
        carries = {
            (line.key, column.key): line.carry or column.carry
            for line in block.lines
            for column in block.columns
        }
        live = {column.key for column in block.columns if column.live} | {"published"}
        for row in book.facts.tables[block.id].rows:
            for key, fact in row.cells.items():
                if key in live or not fact.given or not fact.cell.address or row.key == "total":
                    continue
                taken = carries.get((row.key, key), "").startswith(("{", "["))
                value = fact.text.rstrip("。") if isinstance(fact.value, str) else fact.value
                yield block.id, "" if listed else row.key, key, "" if taken else value
