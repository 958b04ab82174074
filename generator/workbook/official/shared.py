"""What the readers of the official tables share."""

from __future__ import annotations

from generator.forms import Column, Form
from generator.model import Cell, Fact
from generator.workbook.opening import Grid
from generator.workbook.problems import SheetReader
from generator.workbook.values import label_key

END = ("注", "说明")


def absent(sheet: str, label: str) -> Fact:
    """A cell that the sheet does not have: blank."""
    return Fact(None, Cell(sheet, ""), label)


def is_note(grid: Grid, row: int) -> bool:
    """True where the notes below a table begin."""
    words = next((grid.label(row, c) for c in range(1, grid.width + 1) if grid.label(row, c)), "")
    return words.startswith(END)


def labelled_columns(form: Form, reader: SheetReader, rows: range, start: int) -> dict[str, int]:
    """Column key → sheet column, by header label, else by the printed 栏次."""
    grid = reader.grid
    stacks = {
        column: [text for row in rows if (text := grid.header(row, column))]
        for column in range(start, grid.width + 1)
    }
    found: dict[str, int] = {}
    for column in form.columns:
        place = _match(column, stacks, set(found.values()))
        if place is None:
            reader.problems.add("I03", f"找不到「{column.label}」一栏", Cell(form.sheet, ""))
        else:
            found[column.key] = place
    return found


def _match(column: Column, stacks: dict[int, list[str]], taken: set[int]) -> int | None:
    labels = {label_key(name) for name in column.names}
    groups = [label_key(g) for g in column.path[:-1]]
    named = [c for c, stack in stacks.items() if labels & set(stack) and c not in taken]
    grouped = [c for c in named if all(group in stacks[c] for group in groups)]
    numbered = [c for c, stack in stacks.items() if stack and stack[-1] == str(column.no)]
    for candidates in (grouped, named):
        agreeing = [c for c in candidates if c in numbered]
        if agreeing or candidates:
            return (agreeing or candidates)[0]
    unnamed = [c for c in numbered if stacks[c] == [str(column.no)]]
    return unnamed[0] if unnamed else None


def summed(form: Form) -> set[str]:
    """The keys of the columns that the form computes from others."""
    targets = {formula.target for formula in form.formulas if formula.axis == "栏"}
    return {column.key for column in form.columns if column.no in targets}
