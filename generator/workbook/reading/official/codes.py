"""公开02, 03, 05, 07, 08表: a row for each 功能分类 code."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from generator.editions.schema import Form
from generator.model import Cell, Fact, Row
from generator.workbook.reading.notes import (
    TOTALS,
    first_filled,
    looks_like_code,
    numbered,
    without_notes,
)
from generator.workbook.reading.official.shared import (
    absent,
    labelled_columns,
    read_number,
    report_words,
    summed,
)
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import SheetReader
from generator.workbook.reading.values import code as parse_code


class _Columns(NamedTuple):
    """Where in the sheet the parts of the code, the name and the columns of the form stand.

    ``summed`` are those that the form computes from others; ``every``: all of them from left to
    right.
    """

    codes: list[int]
    name: int
    amounts: dict[str, int]
    summed: set[str]
    every: list[int]


def read_codes(form: Form, reader: SheetReader) -> Iterator[Row]:
    """One row a code, and 合计; what cannot be found or read goes to the problems."""
    grid = reader.grid
    name_at = next(grid.find("科目名称"), None)
    if name_at is None:
        reader.problems.add("I03", "找不到「科目名称」标题", Cell(form.sheet, ""))
        return
    header, name = name_at
    if not any(not _counts_rows(grid, header, c) for c in range(1, name)):
        reader.problems.add("I03", "「科目名称」左边没有科目编码一栏", grid.cell(header, name))
        return
    reader.know(range(header, header + 1), [name])
    codes = [c for c in range(1, name) if not _counts_rows(grid, header, c)]
    reader.know(range(1, grid.height + 1), set(range(1, name)) - set(codes))
    first = _first_code_row(grid, header, codes, name)
    amounts = labelled_columns(form, reader, range(header - 2, first), name + 1)
    columns = _Columns(codes, name, amounts, summed(form), [*codes, name, *amounts.values()])
    seen: dict[str, int] = {}
    for row in without_notes(grid, first, TOTALS):
        yield from _code_row(form, reader, row, columns, seen)
    if "total" not in seen:
        reader.problems.add("I03", "找不到「合计」这一行", Cell(form.sheet, ""))
    _check_parents(reader, codes, seen)


def _counts_rows(grid: Grid, header: int, column: int) -> bool:
    """True for a column left of the codes that numbers the rows."""
    rows = range(header - 2, header + 3)
    return any(grid.header(row, column) in ("序号", "行次") for row in rows)


def _first_code_row(grid: Grid, header: int, codes: list[int], name: int) -> int:
    for row in range(header + 1, grid.height + 1):
        words = [grid.label(row, c) for c in (*codes, name)]
        if _says_total(words) or (parse_code([words[0]])[0] and words[-1] != "栏次"):
            return row
    return grid.height + 1


def _code_row(
    form: Form, reader: SheetReader, row: int, columns: _Columns, seen: dict[str, int]
) -> Iterator[Row]:
    grid, codes, name = reader.grid, columns.codes, columns.name
    if grid.row_blank(row, columns.every):
        return
    key = _row_key(reader, row, codes, name)
    if key is None:
        return
    _report_merges(reader, row, columns.every[len(codes) :])
    if key in seen:
        message = (
            f"编码 {key} 重复（第 {seen[key]} 行已有）" if key != "total" else "「合计」出现了两次"
        )
        where = grid.cell(row, first_filled(grid, row, (*codes, name)))
        reader.problems.add("I05", message, where, remedy="合并或删除重复的行。")
        return
    seen[key] = row
    title = "合计" if key == "total" else grid.label(row, name) or key
    facts = {"name": reader.text(row, name, "科目名称")}
    facts["code"] = Fact(key, grid.cell(row, first_filled(grid, row, (*codes, name))), "科目编码")
    for column in form.columns:
        label = f"{title}·{column.label}"
        if column.key not in columns.amounts:
            facts[column.key] = absent(form.sheet, label, column)
            continue
        computed = key == "total" or len(key) < 7 or column.key in columns.summed
        place = (row, columns.amounts[column.key])
        facts[column.key] = read_number(reader, place, label, computed, column)
    yield Row(key, facts)


def _says_total(words: list[str]) -> bool:
    """True for 合计 in the columns of code and name, also where it stands in several of them."""
    return TOTALS.issuperset(filter(None, words)) and any(words)


def _row_key(reader: SheetReader, row: int, codes: list[int], name: int) -> str | None:
    """The code of a row, or total; None for words, which are told where they have an amount.

    Signatures below a table and heads that a page prints again are words alone.
    """
    grid = reader.grid
    words = [grid.label(row, c) for c in (*codes, name)]
    if _says_total(words):
        reader.know(rows=range(row, row + 1), columns=[*codes, name])
        return "total"
    shown = next(filter(None, words), "")
    if any(looks_like_code(word) for word in words[:-1]):
        return reader.code(row, codes, "").text or None
    right = range(name + 1, grid.width + 1)
    if words[-1] in ("科目名称", "栏次"):
        reader.know(rows=range(row, row + 1), columns=[*codes, name, *right])
    elif numbered(grid, row, right):
        report_words(reader, row, first_filled(grid, row, (*codes, name)), shown)
    return None


def _report_merges(reader: SheetReader, row: int, columns: list[int]) -> None:
    """Report, once each, merged ranges that join this row or its amounts with others."""
    merged = reader.grid.merged
    for column in columns:
        place, below, beside = (row, column), (row + 1, column), (row, column + 1)
        joined = merged.get(below) == place or (
            merged.get(beside) == place and column + 1 in columns
        )
        if joined:
            message = "这里是合并单元格，看不出是哪一行的数"
            reader.problems.add("I08", message, reader.grid.cell(row, column))


def _check_parents(reader: SheetReader, codes: list[int], seen: dict[str, int]) -> None:
    for key, row in seen.items():
        if key != "total" and len(key) > 3 and key[:-2] not in seen:
            kind = "款" if len(key) == 7 else "类"
            reader.problems.add(
                "I05",
                f"科目 {key} 没有它的上级{kind} {key[:-2]} 一行",
                reader.grid.cell(row, first_filled(reader.grid, row, codes)),
                remedy=f"在它上面补一行 {key[:-2]}，金额可以留空。",
            )
