"""What can still be said of a workbook that has cells which cannot be read.

An unreadable cell may hold anything.  What is said in spite of it must neither name the cell
nor a figure made of it, and must be the same whatever stands there: the rules are therefore
run again with other values in its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.checks.engine.claims import Claim, examine
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import Look, Outcome, Reads, Rule, looks_of, tested
from generator.editions import Edition
from generator.editions.schema import InputColumn, InputRow
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import cells_of
from generator.figures.disclosure import disclosure
from generator.model import Cell, Fact, Facts, Row, Table, Unread, Value

_NUMBERS = (Decimal(0), Decimal(12_345_678))
_DATES = (date(2000, 1, 2), date(2099, 12, 30))
_IN_DOUBT = Unknown("要用到读不了的格子", unread=True)
_TEXTS = ("某项", "另一项")


class Doubt(Struct, frozen=True):
    """What could not be read, and the workbook with other values in its place."""

    unread: Unread
    others: tuple[Context, ...]

    def looks(self, rule: Rule, context: Context) -> Iterator[Outcome]:
        """What a rule says, as unknown where it depends on what could not be read."""
        torn = self._torn(rule, context)
        elsewhere = [[_key(look) for look in looks_of(rule, other)] for other in self.others]
        looked = 0
        for look in tested(rule, context):
            outcome = examine(look, lambda: context.beside) if isinstance(look, Claim) else look
            looked += 1
            if outcome is None or isinstance(outcome, Unknown):
                yield outcome
            elif (
                torn
                or self._named(rule, outcome, context)
                or self._depends(look, outcome, elsewhere)
            ):
                yield _IN_DOUBT
            else:
                yield outcome
        if any(len(said) != looked for said in elsewhere):
            yield _IN_DOUBT  # there is more to look at when the cell is filled

    def _depends(self, look: Look, outcome: Right | Wrong, elsewhere: list[list[object]]) -> bool:
        """True where an unreadable cell is part of it, or another value there would undo it."""
        sure = isinstance(outcome, Right) or all(_key(outcome) in said for said in elsewhere)
        return not sure or self.unread.touches((*_cells(look), *outcome.cells))

    def _named(self, rule: Rule, outcome: Right | Wrong, context: Context) -> bool:
        """True where the words are about a sheet in doubt: that nothing stands there, say."""
        message = outcome.message if isinstance(outcome, Wrong) else ""
        message = context.accounts.edition.worded(message)
        said = f"{rule.title} {rule.basis} {message}"
        return any(sheet in said for sheet in self.unread.sheets)

    def _torn(self, rule: Rule, context: Context) -> bool:
        """True for a rule that reads a sheet of which rows may be missing, or every number."""
        if rule.reads is Reads.NUMBERS:
            return True
        if not self.unread.sheets or rule.reads is Reads.CELLS:
            return False
        asked = context.accounts.facts.asked
        asked.clear()
        for _ in rule.test(context):
            pass
        return not self.unread.sheets.isdisjoint(asked)


def doubt_of(accounts: Accounts, unread: Unread) -> Doubt:
    """The doubt that unreadable cells cast on a workbook."""
    others = []
    for number in range(len(_NUMBERS)):
        facts = _filled(accounts.facts, accounts.edition, unread, number)
        varied = Accounts(facts, accounts.edition)
        others.append(Context(varied, disclosure(varied)))
    return Doubt(unread, tuple(others))


def _key(look: Outcome) -> object:
    if not isinstance(look, Wrong):
        return None
    return look.message, look.cells, look.mismatch.sides if look.mismatch else ()


def _cells(look: Look | None) -> tuple[Cell, ...]:
    if isinstance(look, Claim):
        return cells_of([look.left, *(figure for _, figure in look.right)])
    return look.cells if look is not None else ()


def _filled(facts: Facts, edition: Edition, unread: Unread, number: int) -> Facts:
    """The facts with a value in each unreadable cell."""
    tables = {}
    for key, table in facts.tables.items():
        rows = [_filled_row(row, table, edition, unread, number) for row in table.rows]
        by_key = {row.key: row for row in rows}
        tables[key] = replace(table, rows=tuple(rows), by_key=by_key)
    return Facts(tables, origins=facts.origins)


def _filled_row(row: Row, table: Table, edition: Edition, unread: Unread, number: int) -> Row:
    if not any(fact.cell in unread.cells for fact in row.cells.values()):
        return row
    return Row(
        row.key,
        {
            column: replace(
                fact, value=_other(fact, _declared(table, row, column, edition), number)
            )
            if fact.cell in unread.cells
            else fact
            for column, fact in row.cells.items()
        },
    )


def _declared(
    table: Table, row: Row, column: str, edition: Edition
) -> InputColumn | InputRow | None:
    """The declaration of a cell of an input sheet; None in an official table."""
    if table.id not in edition.blocks:
        return None
    block = edition.blocks[table.id][1]
    entries: Iterable[InputColumn | InputRow] = (
        block.lines if block.kind == "fields" else block.columns
    )
    wanted = row.key if block.kind == "fields" else column
    return next((entry for entry in entries if entry.key == wanted), None)


def _other(fact: Fact, declared: InputColumn | InputRow | None, number: int) -> Value:
    kind = declared.kind if declared else "amount"
    if kind in ("amount", "count", "score"):
        return _NUMBERS[number]
    if kind == "choice" and declared and declared.choices:
        return list(declared.choices.values())[-1 if number else 0]
    if kind == "date":
        return _DATES[number]
    return _TEXTS[number] if kind in ("text", "long", "rate") else fact.value
