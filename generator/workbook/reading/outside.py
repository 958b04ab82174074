"""What stands on a sheet outside everything that was read: told with its place, never dropped.

The readers mark what they read and the labels that belong to it (``SheetReader``); the rest is
looked at here.  Titles, units, notes and signatures are no news.  An amount in a row that
nobody read is an error, one beside what was read a warning, other words a hint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from generator.editions.schema import Form, InputSheet
from generator.model import Cell, Severity, regex
from generator.workbook.reading.notes import is_remark, words_of
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.opinions import is_opinions
from generator.workbook.reading.origin import GUIDE
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.subordinates import is_of_department
from generator.workbook.reading.values import amount, error, label_key, short, whole

_PAGES = 100  # a smaller whole number alone in a row below the table is the page's
_OF_A_ROW = frozenset({"I03", "I05"})  # told of a row that is not read for it
_UNIT_BEHIND = regex(r"(?<=\d)\s*[十百千万亿]*元\s*$")
_ALONE = "要公开的数填到表里的格子；自己用的可以不管，最好移到别的工作簿。"


class _Rest(NamedTuple):
    """A place that was not read, and what stands there."""

    row: int
    column: int
    text: str
    amount: bool
    broken: bool


class _Area(NamedTuple):
    """The rows and the last column that were read."""

    rows: frozenset[int]
    width: int


def tell_rest(sheet: Form | InputSheet, head: range, reader: SheetReader) -> None:
    """Everything on a sheet that no reader took, apart from what its rows were told for."""
    if _torn(reader) or (isinstance(sheet, Form) and not reader.read):
        return
    read = reader.read or {(head.stop, 0)}  # a list without entries: all below is outside
    area = _Area(frozenset([row for row, _ in read]), max([column for _, column in read]))
    # With the header, of a form also its numbers.
    head = range(head.start, max(head.stop + 1, min(area.rows) if isinstance(sheet, Form) else 0))
    rest = list(_rest(head, area, reader, isinstance(sheet, Form)))
    lost = [e for e in rest if e.amount and e.row not in area.rows and e.row not in head]
    lost = [e for e in lost if e.column <= area.width]
    rows = dict.fromkeys(entry.row for entry in lost)
    for row in rows:
        _tell_row(reader, [entry for entry in lost if entry.row == row])
    beside = [entry for entry in rest if entry.amount and entry not in lost]
    _tell(reader, "I35", Severity.WARNING, beside, "在表的外面有数，没有读", _ALONE)
    words = [e for e in rest if not e.amount and e.row not in rows and _is_news(e, area, sheet)]
    remedy = "要公开的内容填到表里的格子；给自己看的可以不管。"
    _tell(reader, "I36", Severity.HINT, words, "写在表的外面，没有读", remedy)


def _torn(reader: SheetReader) -> bool:
    """True where headers or rows were not found: what is outside cannot be told then."""
    findings = reader.problems.findings
    return any(f.rule == "I03" and f.cells[0].sheet == reader.grid.sheet for f in findings)


def _rest(head: range, area: _Area, reader: SheetReader, official: bool) -> Iterator[_Rest]:
    grid = reader.grid
    findings = reader.problems.findings
    told = {cell for finding in findings for cell in finding.cells}
    of_rows = {cell for finding in findings if finding.rule in _OF_A_ROW for cell in finding.cells}
    places = sorted(set(grid.values) - reader.read - reader.known)
    placed = grid.values if of_rows else ()
    rows_told = {row for row, column in placed if grid.cell(row, column) in of_rows}
    for row, column in places:
        if row in rows_told or grid.cell(row, column) in told:
            continue
        text = grid.label(row, column)
        value = grid.values[row, column]
        if official and isinstance(value, str):  # words there may be a note, 12.50万元 is none
            value = _UNIT_BEHIND.sub("", value)
        amount = _is_amount(value, row in head)
        if amount and official and row > max(area.rows) and _is_page(grid, row, text):
            continue
        yield _Rest(row, column, text, amount, bool(error(text)) or (row, column) in grid.errors)


def _is_amount(value: object, in_head: bool) -> bool:
    """True for a number that is not zero; in a head, where codes and years stand, with decimals."""
    shown, problem = amount(value)
    if problem:  # larger than any amount
        return not in_head and isinstance(value, int | float) and not isinstance(value, bool)
    if not shown:
        return False
    return not in_head or shown != shown.to_integral_value()


def _is_page(grid: Grid, row: int, text: str) -> bool:
    page = whole(text)
    return len(words_of(grid, row)) == 1 and page is not None and page < _PAGES


def _tell_row(reader: SheetReader, entries: list[_Rest]) -> None:
    """A row that was not read although it has amounts."""
    grid, row = reader.grid, entries[0].row
    shown = "、".join(map(short, words_of(grid, row)))
    cells = [grid.cell(entry.row, entry.column) for entry in entries]
    remedy = "属于这张表的，移到表里（附注以上，有编码或项目名称的一行）；不是的，清除这一行。"
    reader.problems.add("I35", f"这一行在表的外面，没有读：{short(shown)}", *cells, remedy=remedy)


def _tell(
    reader: SheetReader, rule: str, weight: Severity, entries: list[_Rest], what: str, remedy: str
) -> None:
    if entries:
        cells = [reader.grid.cell(entry.row, entry.column) for entry in entries]
        reader.problems.note(rule, weight, what, cells, remedy)


def _is_news(entry: _Rest, area: _Area, sheet: Form | InputSheet) -> bool:
    """True for words that may have been meant for the table.

    Above and below an official table stand its title, notes and signatures; the labels of
    公开01 and 04 differ from place to place.  A formula error belongs nowhere.
    """
    if entry.broken:
        return True
    if entry.row < min(area.rows) or is_remark(entry.text):
        return False
    if isinstance(sheet, InputSheet):
        return True
    inside = entry.row <= max(area.rows)
    return inside and (sheet.layout != "lines" or entry.column > area.width)


def tell_sheets(
    grids: Mapping[str, Grid], declared: Iterable[Form | InputSheet], problems: Problems
) -> None:
    """Sheets that are none of the workbook's and hold amounts."""
    known = {label_key(GUIDE)}
    for sheet in declared:
        names = (sheet.sheet,) if isinstance(sheet, Form) else (sheet.name, *sheet.also)
        known.update(map(label_key, names))
    for grid in grids.values():
        if label_key(grid.sheet) == label_key(GUIDE):
            _tell_guide(grid, problems)
    strange = [
        grid
        for grid in grids.values()
        if label_key(grid.sheet) not in known
        and not is_opinions(grid.sheet)
        and not is_of_department(grid.sheet)
    ]
    cells = [Cell(grid.sheet, "") for grid in strange if _has_amounts(grid)]
    # Where a sheet is missing, the strange one may be it under another name: I02 guesses so.
    if cells and not any(finding.rule == "I02" for finding in problems.findings):
        remedy = "要公开的数填到本工作簿的表里；自己用的表可以不管。"
        message = "不是本工作簿的表，里面有数，没有读"
        problems.note("I39", Severity.HINT, message, cells, remedy)


def _tell_guide(grid: Grid, problems: Problems) -> None:
    """Amounts among the explanations, whose own numbers stand in the first column."""
    places = [
        p for p, value in sorted(grid.values.items()) if p[1] > 1 and _is_amount(value, False)
    ]
    if places:
        cells = [grid.cell(*place) for place in places]
        problems.note("I35", Severity.WARNING, "这张表不填数，没有读", cells, _ALONE)


def _has_amounts(grid: Grid) -> bool:
    numbers = (v for v in grid.values.values() if isinstance(v, int | float))
    return any(_is_amount(value, False) for value in numbers if not isinstance(value, bool))
