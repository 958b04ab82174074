"""What the readers of the official tables share."""

from __future__ import annotations

from collections import Counter

from generator.editions.schema import Form, FormColumn, FormRow, counts
from generator.model import Cell, Fact, Unit
from generator.workbook.reading.heads import without_money
from generator.workbook.reading.official.aside import columns_aside
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import label_key, short


def absent(sheet: str, label: str, *declared: FormColumn | FormRow) -> Fact:
    """A cell that the sheet does not have: blank."""
    return Fact(None, Cell(sheet, ""), label, Unit.COUNT if counts(*declared) else Unit.YUAN)


def read_number(
    reader: SheetReader,
    place: tuple[int, int],
    label: str,
    computed: bool,
    *declared: FormColumn | FormRow,
) -> Fact:
    """An amount in 元, or a count where the row or the column says so."""
    row, column = place
    if counts(*declared):
        return reader.count(row, column, label, computed)
    return reader.amount(row, column, label, computed)


def report_words(reader: SheetReader, row: int, column: int, shown: str) -> None:
    """A row with an amount and without a code: 小计, a note, or a code that was forgotten."""
    what = f"「{short(shown)}」一行有数，没有科目编码" if shown else "这一行没有科目编码"
    remedy = (
        "是科目的，补上编码；是小计、说明的，清除这一行的数。"
        if shown
        else "补上编码，或清除这一行。"
    )
    reader.problems.add("I05", what, reader.grid.cell(row, column), remedy=remedy)


def labelled_columns(form: Form, reader: SheetReader, rows: range, start: int) -> dict[str, int]:
    """Column key → sheet column, by header label, else by the printed 栏次."""
    grid = reader.grid
    aside = columns_aside(form, grid, rows, start)
    stacks = {
        column: [without_money(text) for row in rows if (text := grid.header(row, column))]
        for column in range(start, grid.width + 1)
        if column not in aside
    }
    found: dict[str, int] = {}
    labels = Counter(column.label for column in form.columns)
    for column in form.columns:
        alone = form.numbered or labels[column.label] == 1
        place = _match(column, stacks, set(found.values()), alone)
        if place is None:
            reader.problems.add("I03", f"找不到「{column.label}」一栏", Cell(form.sheet, ""))
        else:
            found[column.key] = place
    return found


def _match(
    column: FormColumn, stacks: dict[int, list[str]], taken: set[int], alone: bool
) -> int | None:
    """The sheet column of a column; by its label ``alone`` where that tells it from the others."""
    labels = {label_key(name) for name in column.names}
    groups = [label_key(g) for g in column.path[:-1]]
    named = [c for c, stack in stacks.items() if labels & set(stack) and c not in taken]
    grouped = [c for c in named if all(group in stacks[c] for group in groups)]
    numbered = [c for c, stack in stacks.items() if stack and stack[-1] == str(column.no)]
    for candidates in (grouped, named if alone else []):
        agreeing = [c for c in candidates if c in numbered]
        if agreeing or candidates:
            return (agreeing or candidates)[0]
    unnamed = [c for c in numbered if stacks[c] == [str(column.no)]]
    return unnamed[0] if unnamed else None


def summed(form: Form) -> set[str]:
    """The keys of the columns that the form computes from others."""
    targets = {formula.target for formula in form.formulas if formula.axis == "栏"}
    return {column.key for column in form.columns if column.no in targets}
