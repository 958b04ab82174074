"""What must be filled in, and the dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.editions import first_edition
from generator.editions.schema import Block, InputColumn, InputRow, InputSheet
from generator.figures.arithmetic import from_fact
from generator.model import Cell, Fact, Row, Severity, regex


def required(context: Context) -> Iterator[Look]:
    """Cells that the forms declare as required."""
    for block_id in context.accounts.edition.blocks:
        yield from required_in(context, block_id)


def required_in(context: Context, block_id: str) -> Iterator[Look]:
    """The required cells of one block of an input sheet, a list column by column."""
    sheet, block = context.accounts.edition.blocks[block_id]
    if waived(context, block) or not context.asks(sheet.id):
        return
    if block.kind == "list":
        yield from _required_in_list(context, sheet, block)
    else:
        yield from _required_lines(context, block)
    yield from _needed_in_rows(context, block)


def waived(context: Context, block: Block) -> bool:
    """True when a line says that the block does not concern this unit, or is still to say it."""
    if not block.waived:
        return False
    table, line, waiving = block.waived
    said = context.accounts.chosen(table, line)
    lines = {entry.key: entry for entry in context.accounts.edition.blocks[table][1].lines}
    return said == waiving or (not said and bool(lines[line].required))


def _required_lines(context: Context, block: Block) -> Iterator[Look]:
    table = context.accounts.facts[block.id]
    labels = {column.key: column.label for column in block.columns}
    due = {line.key for line in block.lines if _due(context, line)}
    for column in table.rows[0].cells if table.rows else ():
        needed = [
            table[line.key][column] for line in block.lines if line.needs(column) or line.key in due
        ]
        if len(needed) > _SINGLY and not any(fact.given for fact in needed):
            yield _column_blank(block.title or table.sheet, labels[column], needed)
            continue
        for fact in needed:
            yield _filled(fact.given, fact.label or labels[column], fact.cell)


def _due(context: Context, line: InputRow) -> bool:
    """True for a line that an amount elsewhere makes required."""
    return bool(line.needed_if) and not context.amount(line.needed_if).nil


def _needed_in_rows(context: Context, block: Block) -> Iterator[Look]:
    """Columns that only the edition has, where another one makes them required.

    Of those that the program has the reasons are asked for by rules of their own.
    """
    asking = [column for column in block.columns if column.needed_if]
    known = _own_columns(context, block.id) if asking else frozenset()
    for column in asking:
        if column.key not in known:
            for row in context.accounts.facts[block.id].rows:
                fact = row[column.key]
                if row.key != "total" and (fact.given or _moved(context, block, column, row)):
                    yield _filled(fact.given, fact.label or column.label, fact.cell)


def _own_columns(context: Context, block_id: str) -> frozenset[str]:
    """The columns that a block has in the program's own edition."""
    own = context.accounts.edition.once("first edition", first_edition).blocks.get(block_id)
    return frozenset(column.key for column in own[1].columns) if own else frozenset()


def _moved(context: Context, block: Block, column: InputColumn, row: Row) -> bool:
    """True where the column that is asked about is not nil: typed, or the gap between two typed."""
    asked = next(c for c in block.columns if c.key == column.needed_if)
    if not asked.live:
        return not from_fact(row[asked.key]).nil
    gaps = _GAP.findall(asked.live)
    pairs = [(from_fact(row[a]), from_fact(row[b])) for a, b in gaps if {a, b} <= row.cells.keys()]
    return any(not context.accounts.alike(one, other) for one, other in pairs)


_GAP = regex(r"N\(\[(\w+)\]\)-N\(\[(\w+)\]\)")
_SINGLY = 2  # so many blank cells of a column are told one by one


def _column_blank(title: str, label: str, needed: list[Fact]) -> Wrong:
    cells = tuple(fact.cell for fact in needed)
    message = f"「{title}」的「{label}」一栏没有填"
    return Wrong(message, cells, "填写这一栏。")


def _required_in_list(context: Context, sheet: InputSheet, block: Block) -> Iterator[Look]:
    rows = [row for row in context.accounts.facts[block.id].rows if row.key != "total"]
    if block.required:
        yield _filled(bool(rows), block.title or sheet.title, Cell(sheet.name, ""))
    for column in block.columns:
        if column.required and not column.live:
            for row in rows:
                yield _filled(row[column.key].given, column.label, row[column.key].cell)


def _filled(given: bool, label: str, cell: Cell) -> Look:
    if given:
        return Right((cell,))
    remedy = "填写这一格。" if cell.address else "填写这张表。"
    return Wrong(f"没有填「{label}」", (cell,), remedy)


def deadline(context: Context) -> Iterator[Look]:
    """0 ≤ 公开日期 − 批复日期 ≤ the edition's limit, in days."""
    profile = context.accounts.facts["profile"]
    approved, published = profile["approval_date"]["value"], profile["publish_date"]["value"]
    missing = [f for f in (approved, published) if not isinstance(f.value, date)]
    if missing:
        names = "、".join(f"{fact.label}（{fact.cell}）" for fact in missing)
        yield Unknown(f"没有填{names}", tuple(fact.cell for fact in missing))
        return
    yield _within(context, approved, published)


def _within(context: Context, approved: Fact, published: Fact) -> Look:
    assert isinstance(approved.value, date) and isinstance(published.value, date)
    days, limit = (
        (published.value - approved.value).days,
        context.accounts.edition.publish_within_days,
    )
    cells = (published.cell, approved.cell)
    if days < 0:
        return Wrong(f"公开日期比批复日期早 {-days} 天", cells, "核对两个日期。")
    if days > limit:
        message = f"公开日期在批复后第 {days} 天，超过 {limit} 天"
        return Wrong(message, cells, "核对两个日期；确已逾期的，在核对说明里写明原因。")
    return Right(cells)


def after_year(context: Context) -> Iterator[Look]:
    """批复 and 公开 happen in the year after the report's."""
    for line in ("approval_date", "publish_date"):
        fact = context.accounts.facts["profile"][line]["value"]
        if not isinstance(fact.value, date):
            continue
        if fact.value.year == context.year + 1:
            yield Right((fact.cell,))
        else:
            message = f"{fact.label}是 {fact.value:%Y-%m-%d}，{context.year} 年度决算应在 {context.year + 1} 年"
            yield Wrong(message, (fact.cell,), "核对日期和决算年度。")


_E, _W = Severity.ERROR, Severity.WARNING
RULES = (
    Rule(
        "R01",
        "必填的格子",
        Severity.TODO,
        "填报要求",
        required,
        "没有必填的格子",
        WORDS,
        ("E03", "E07", "E09"),
        reads=Reads.CELLS,
    ),
    Rule(
        "D01",
        "批复后按期公开",
        _W,
        "《预算法》第十四条：批复后二十日内公开",
        deadline,
        "",
        "以版式规定的天数为限",
        ("E01",),
        reads=Reads.CELLS,
    ),
    Rule(
        "D02",
        "批复、公开在次年",
        _E,
        "基本信息",
        after_year,
        "没有填日期",
        WORDS,
        ("E18",),
        reads=Reads.CELLS,
    ),
)
