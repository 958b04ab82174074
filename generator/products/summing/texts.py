"""What the units wrote, side by side: reasons, duties and the like are not added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.editions.schema import Block, InputSheet
from generator.model import Row
from generator.products.checklist.book import Column, PrintedSheet, packed
from generator.workbook.reading.facts import Workbook

_WORDS = ("text", "long")
_COLUMNS = (
    Column("哪一行", 30),
    Column("栏目", 18),
    Column("单位", 30),
    Column("内容", 80),
    Column("单元格", 16),
)
# What says who a unit is, what a term means: not for the department's own text.
_OWN = ("profile", "glossary", "subjects", "units")


def texts_of(department: str, units: Sequence[Workbook]) -> bytes | None:
    """The workbook: a sheet for each input sheet, its texts line by line, unit under unit.

    None where the units wrote nothing.  The same content gives the same bytes.
    """
    if not units:
        return None
    sheets = [
        PrintedSheet(sheet.name, _COLUMNS, rows)
        for sheet in units[0].edition.sheets
        if (rows := tuple(_rows(sheet, units)))
    ]
    if not sheets:
        return None
    source = "各单位工作簿里的文字，供部门撰写时参考；改这里没有用，改部门的工作簿。"
    return packed(f"{department} 各单位文字", source, sheets)


def _rows(sheet: InputSheet, units: Sequence[Workbook]) -> Iterator[tuple[str, ...]]:
    for block in sheet.blocks:
        if block.id not in _OWN:
            yield from (
                sorted(_texts(block, units), key=lambda row: row[0])
                if block.key
                else _texts(block, units)
            )


def _texts(block: Block, units: Sequence[Workbook]) -> Iterator[tuple[str, ...]]:
    """Fixed lines: each line with all units; lists: unit after unit, as each ordered its own."""
    if block.kind == "list":
        for unit in units:
            for row in unit.facts[block.id].rows:
                yield from _of_row(block, _name_of(block, row), row, unit)
        return
    for line in block.lines:
        for unit in units:
            table = unit.facts[block.id]
            if line.key in table:
                yield from _of_row(block, line.label, table[line.key], unit)


def _name_of(block: Block, row: Row) -> str:
    """What tells a row of a list apart: its code and name, else its first words."""
    words = [row.cells[key].text for key in (block.key, "name") if key in row.cells]
    first = next((fact.text for fact in row.cells.values() if fact.text), "")
    return " ".join(filter(None, words)) or first[:30]


def _of_row(block: Block, name: str, row: Row, unit: Workbook) -> Iterator[tuple[str, ...]]:
    kinds = {column.key: column for column in block.columns}
    line = next((line for line in block.lines if line.key == row.key), None)
    who = unit.facts["profile"]["name"]["value"].text
    for key, fact in row.cells.items():
        column = kinds.get(key)
        kind = line.kind if block.kind == "fields" and line else column.kind if column else ""
        if kind in _WORDS and fact.text and key not in ("name", "group"):
            label = column.label if column is not None and block.kind != "fields" else ""
            yield name, label, who, fact.text, str(fact.cell)
