"""Entering values: what may be written, what stands there already, what is left to a person."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from generator.model import Finding, InputProblem, Severity, Value, regex
from generator.workbook.changing.book import Book
from generator.workbook.changing.entries import CellEntry, Entered, Growth, NewSheet, Standing
from generator.workbook.changing.growing import CannotGrow, grown_formula
from generator.workbook.changing.saving import refuse_open, replace_workbook
from generator.workbook.changing.sheet_part import SheetPart, moved
from generator.workbook.changing.stale import CellSpot, Looking, formula_of, looking, stale
from generator.workbook.package import Damaged, Element, TooMuch
from generator.workbook.reading.cells import Place, place_of
from generator.workbook.reading.number_formats import is_date
from generator.workbook.reading.opening import content_of, package_of
from generator.workbook.reading.stored import Broken, dated, serial, stored_value
from generator.workbook.reading.strings import text_of, words
from generator.workbook.reading.values import amount, day, label_key, number, short

UNREADABLE = (Damaged, TooMuch, LookupError, ValueError, StopIteration, TypeError)

_ACCEPTED = "核对说明"
# A cell or an area, and nothing else.
_MENTION = regex(r"(?P<sheet>[^!]+)!(?P<area>[$A-Za-z0-9:]+)")


def enter(
    path: Path,
    entries: Sequence[CellEntry],
    replace: bool = False,
    growth: Sequence[Growth] = (),
    sheets: Sequence[NewSheet] = (),
) -> Entered:
    """Write values into a workbook that a person may have filled.

    A cell in which something else stands is left as it is and listed, unless ``replace`` is said;
    a formula without a result, or whose result is nothing or zero, counts as blank.  All cells are
    written or none; the workbook as it was is kept beside it.  ``growth`` are rows that are put in
    or taken out first: places of entries are those afterwards.  ``sheets`` are made where the workbook has none
    of that name.  Raises InputProblem when the workbook
    cannot be read, is open in another program or cannot be written, and ValueError for an entry of
    a sheet that is not there or of a place under a merged cell.
    """
    refuse_open(path)
    content = content_of(path)
    package = package_of(path, content)
    try:
        book = Book(content, package)
        for sheet in sheets:
            book.add(sheet)
        desk = _Desk(book)
        desk.open({*(e.cell.sheet for e in entries), *(rows.sheet for rows in growth)})
        for rows in growth:
            desk.grow(rows)
    except UNREADABLE as error:
        message, remedy = f"{path.name}：内容已损坏，没有改动它", "用 Excel 或 WPS 打开并另存一次。"
        raise InputProblem([Finding("I01", Severity.ERROR, message, remedy=remedy)]) from error
    except CannotGrow as error:
        raise _too_short(path, error, growth) from error
    for entry in entries:
        desk.take(entry, replace)
    changed = bool(desk.written or growth)
    backup = replace_workbook(path, content, desk.packed()) if changed else None
    return Entered(tuple(desk.written), tuple(desk.equal), tuple(desk.differing), backup)


class NoRoom(InputProblem):
    """Rows cannot be put in on a sheet; ``reason`` is why, in Chinese."""

    reason = ""


def _too_short(path: Path, error: CannotGrow, growth: Sequence[Growth]) -> NoRoom:
    rows = "、".join(f"「{g.sheet}」第 {g.after} 行下面加 {g.count} 行" for g in growth)
    message = f"{path.name}：要在{rows}，但{error}，没有改动工作簿"
    remedy = "用 Excel 或 WPS 在表里插入这么多行，保存，再运行。"
    found = NoRoom([Finding("I20", Severity.ERROR, message, remedy=remedy)])
    found.reason = str(error)
    return found


class _Desk:
    """One workbook on which entries are made."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._strings = book.strings()
        self._formats = book.styles().formats
        self._epoch = book.epoch
        self._names: dict[str, str] = {}
        self._over_formula = False
        self.written: list[CellEntry] = []
        self.equal: list[CellEntry] = []
        self.differing: list[Standing] = []

    def open(self, sheets: Iterable[str]) -> None:
        """Read the sheets on which something is to be written; one that is not there waits."""
        for name in sheets:
            with contextlib.suppress(KeyError):
                self._names[name] = self._book.named(name)
                self._book.sheet(self._names[name])

    def grow(self, rows: Growth) -> None:
        """Put rows in or take them out.  Raises CannotGrow where that cannot be followed."""
        name, gone = self._names[rows.sheet], range(rows.after + 1, rows.after + 1 - rows.count)
        cells = self._book.sheet(name).cells() if gone else ()
        self._forget([(name, place) for place, _ in cells if place[0] in gone])
        self._book.grow(name, rows.after, rows.count)
        with contextlib.suppress(KeyError):
            self._follow(self._book.named(_ACCEPTED), name, rows)

    def _follow(self, own: str, name: str, rows: Growth) -> None:
        """The sheet 核对说明 names cells as words: those below stand elsewhere now."""
        sheet = self._book.sheet(own)
        for place, cell in list(sheet.cells()):
            said = self._stands(cell)
            match = _MENTION.fullmatch(said.strip()) if isinstance(said, str) else None
            if match and label_key(match["sheet"].strip("'")) == label_key(name):
                area = grown_formula(match["area"], name, name, rows.after, rows.count)
                if area != match["area"]:
                    sheet.set_text(place, f"{match['sheet']}!{area}")
                    self._book.keep_change(own)

    def take(self, entry: CellEntry, replace: bool) -> None:
        """Write an entry, or note why not."""
        if entry.cell.sheet not in self._names:
            raise ValueError(f"no sheet {entry.cell.sheet}")
        sheet, place = self._book.sheet(self._names[entry.cell.sheet]), place_of(entry.cell.address)
        if sheet.covered(place):
            raise ValueError(f"{entry.cell} lies under a merged cell")
        cell = sheet.cell(place)
        stands = self._stands(cell)
        replace = replace or entry.over
        if _same(entry.value, stands, exact=replace):
            self.equal.append(entry)
        elif sheet.in_array(place) or not (replace or self._blank(cell, stands)):
            self.differing.append(Standing(entry, self._shown(sheet, place, stands)))
        else:
            self._over_formula |= formula_of(cell) is not None
            self._write(sheet, place, entry)
            self.written.append(entry)

    def _stands(self, cell: Element | None) -> Any:
        """What a cell says; the text of what cannot be read."""
        if cell is None:
            return None
        kind = cell.get("t", "n")
        item = cell.find("{*}is")
        said = "".join(map(words, cell.iterfind("{*}v")))
        if kind == "inlineStr":
            return "" if item is None else text_of(item)
        try:
            value = stored_value(kind, said, self._strings)
        except Broken:
            return said
        shown = self._format(cell)
        if kind == "n" and value is not None and is_date(shown):
            return dated(value, shown, self._epoch)
        return value

    def _format(self, cell: Element | None) -> str:
        style = "" if cell is None else cell.get("s", "0")
        known = style.isdigit() and int(style) < len(self._formats)
        return self._formats[int(style)] if known else ""

    def _blank(self, cell: Element | None, stands: Any) -> bool:
        if label_key(stands) == "":
            return True
        return formula_of(cell) is not None and stands == 0

    def _shown(self, sheet: SheetPart, place: Place, stands: Any) -> str:
        if sheet.in_array(place):
            return "几格共用的数组公式"
        if isinstance(stands, date):
            return f"{stands:%Y-%m-%d}"
        found = number(stands)[0] if isinstance(stands, int | float) else None
        shown = short(str(stands)) if found is None else f"{found:f}"
        return f"公式，结果是 {shown}" if formula_of(sheet.cell(place)) is not None else shown

    def _write(self, sheet: SheetPart, place: Place, entry: CellEntry) -> None:
        value, like = entry.value, place_of(entry.like) if entry.like else None
        if value is None:
            sheet.clear(place)
        elif isinstance(value, Decimal):
            sheet.set_number(place, _plain(value), like)
        elif isinstance(value, date):
            self._write_date(sheet, place, value, like)
        else:
            sheet.set_text(place, value, like)

    def _write_date(self, sheet: SheetPart, place: Place, value: date, like: Place | None) -> None:
        if is_date(self._format(sheet.cell(place))):
            sheet.set_number(place, f"{serial(value, self._epoch):.12g}", like)
        else:
            sheet.set_text(place, f"{value:%Y-%m-%d}", like)

    def packed(self) -> bytes:
        """The file with what was written, without results of formulas that are no longer true."""
        spots = [(self._names[e.cell.sheet], place_of(e.cell.address)) for e in self.written]
        for sheet, _ in spots:
            self._book.keep_change(sheet)
        self._forget(spots)
        if self._over_formula:
            self._book.drop_calculation_order()
        self._book.calculate_on_opening()
        return self._book.packed()

    def _forget(self, spots: Sequence[CellSpot]) -> None:
        """Drop the results of formulas that depend on cells which change or go."""
        if not (spots and self._book.has_results()):
            return
        for sheet, place in stale(dict(self._formulas()), spots):
            if self._book.sheet(sheet).forget_result(place):
                self._book.keep_change(sheet)

    def _formulas(self) -> Iterator[tuple[CellSpot, Looking]]:
        """All formulas with what they look at."""
        names = [*self._book.defined_names()]
        for sheet in self._book.names:
            part = self._book.sheet(sheet)
            masters: dict[str, tuple[Place, str]] = {}
            for place, formula in part.formulas():
                text = formula.text or ""
                if formula.get("t") == "shared" and text:
                    masters[formula.get("si", "")] = place, text
                elif formula.get("t") == "shared" and formula.get("si") in masters:
                    at, master = masters[formula.get("si", "")]
                    text = moved(master, at, place)
                yield (sheet, place), looking(text, sheet, names)


def _same(value: Value, stands: Any, exact: bool) -> bool:
    """True where a cell says the same already; ``exact``: also to the width of its signs."""
    if value is None:
        return label_key(stands) == ""
    if isinstance(value, Decimal):
        return label_key(stands) != "" and amount(stands)[0] == value
    if isinstance(value, date):
        return day(stands)[0] == value
    return str(stands).strip() == value.strip() if exact else label_key(stands) == label_key(value)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
