"""Columns that were pasted into each other's place: one finding for all that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, islice
from typing import NamedTuple

from msgspec.structs import replace

from generator.checks.engine import equations
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule, outcomes
from generator.checks.subjects import within
from generator.editions.schema import Form
from generator.figures.accounts import Accounts
from generator.model import Cell, Fact, Facts, Row, Severity, Table, Value

_RULES = (*within.SUMS, *equations.RULES)
_MOST = 3  # tables that are put right before it is no longer a slip
_FEWEST = 3  # relations that fail before it is more than a wrong cell
_LEFT = 10  # of as many failed relations one may still fail when the columns are put right


class _Slipped(NamedTuple):
    """How a table may have been pasted wrongly: what to say, and how to put it right.

    ``lost`` are the cells whose values fell off the edge: nobody can tell what stood there.
    """

    said: str
    columns: tuple[str, ...]
    undo: Callable[[Table], Table]
    lost: frozenset[Cell] = frozenset()


def misplaced(context: Context) -> Iterator[Look]:
    """Every column of a table stands under its own heading, and beside its own rows."""
    found: dict[str, _Slipped] = {}
    now = context
    many = any(_many(context, form) for form in context.accounts.edition.forms)
    while many and context.guesses and len(found) < _MOST and (best := _likeliest(now)):
        form, slipped = best
        found[form.id] = slipped
        now = _undone(now, form, slipped)
    for form in context.accounts.edition.forms:
        if form.id in found:
            yield _told(form, context.accounts.facts[form.id], found[form.id])
        elif context.accounts.has_amounts(form.id):
            yield Right((Cell(form.sheet, ""),))


def _likeliest(context: Context) -> tuple[Form, _Slipped] | None:
    """The way of pasting that leaves the least unexplained; None where none or several do."""
    good = [
        ((_count(_failures(after), slipped.lost), len(slipped.lost)), form, slipped)
        for form in context.accounts.edition.forms
        for slipped, after in _explanations(context, form)
    ]
    least = min((left for left, _, _ in good), default=None)
    best = [(form, slipped) for left, form, slipped in good if left == least]
    return best[0] if len(best) == 1 else None


def _explanations(context: Context, form: Form) -> Iterator[tuple[_Slipped, Context]]:
    """The ways of pasting a table that explain nearly all that fails in it, with it put right."""
    if not context.accounts.has_amounts(form.id) or not _many(context, form):
        return
    failures = {rule.id: list(_failures(context, form, (rule,))) for rule in _RULES}
    failed = list(chain.from_iterable(failures.values()))
    rules = sorted(_RULES, key=lambda rule: not failures[rule.id])  # what failed soon fails again
    for slipped in _ways(form, context.accounts.facts[form.id]):
        before = _count(failed, slipped.lost)
        if before >= _FEWEST:
            after = _undone(context, form, slipped)
            most = before // _LEFT
            if _count(_failures(after, form, rules), slipped.lost, most) <= most:
                yield slipped, after


def _undone(context: Context, form: Form, slipped: _Slipped) -> Context:
    tables = context.accounts.facts.tables
    facts = Facts({**tables, form.id: slipped.undo(tables[form.id])})
    accounts = Accounts(facts, context.accounts.edition)
    return Context(accounts, context.disclosure, guesses=False)  # only what fails is counted


def _failures(
    context: Context, form: Form | None = None, rules: Iterable[Rule] = _RULES
) -> Iterator[Wrong]:
    """The relations that fail by more than rounding, all of them or those of a form."""
    for rule in rules:
        for look in outcomes(rule, context):
            if isinstance(look, Wrong) and not look.rounding and _names(look, form):
                yield look


def _names(wrong: Wrong, form: Form | None) -> bool:
    return form is None or any(cell.sheet == form.sheet for cell in wrong.cells)


def _many(context: Context, form: Form) -> bool:
    """True where several relations of a form fail, and not all by the same amount."""
    found = list(_failures(context, form))
    gaps = {wrong.mismatch.difference for wrong in found if wrong.mismatch}
    return len(found) >= _FEWEST and len(gaps) > 1


def _count(failures: Iterable[Wrong], lost: frozenset[Cell], enough: int | None = None) -> int:
    """How many relations fail apart from lost cells; one more than ``enough`` will do."""
    failed = (wrong for wrong in failures if lost.isdisjoint(wrong.cells))
    return sum(1 for _ in islice(failed, None if enough is None else enough + 1))


# --- ways in which a table is pasted wrongly ---------------------------------------------------


def _ways(form: Form, table: Table) -> Iterator[_Slipped]:
    labels = _labels(form)
    filled = [key for key in labels if any(_value(row, key) is not None for row in table.rows)]
    for one, other in combinations(filled, 2):
        said = f"「{labels[one]}」和「{labels[other]}」两栏像是填反了"
        yield _Slipped(said, (one, other), _exchanging(one, other))
    if form.layout != "codes":
        return
    keys = tuple(labels)
    for said, sources, edge in (
        ("右移", (*keys[1:], ""), keys[-1]),
        ("左移", ("", *keys[:-1]), keys[0]),
    ):
        lost = frozenset(row[edge].cell for row in table.rows)
        yield _Slipped(f"各栏像是都{said}了一栏", keys, _moving(keys, sources), lost)
    for key in filled:
        for said, rows, edge_row in (("下移", 1, table.rows[-1]), ("上移", -1, table.rows[0])):
            lost = frozenset({edge_row[key].cell})
            told = f"「{labels[key]}」一栏像是{said}了一行"
            yield _Slipped(told, (key,), _lifting(key, rows), lost)


def _labels(form: Form) -> dict[str, str]:
    """The columns of a form that may be taken for each other."""
    columns = [
        *form.columns,
        *(c for side in form.sides if len(side.columns) > 1 for c in side.columns),
    ]
    return {column.key: column.label for column in columns}


def _value(row: Row, column: str) -> Value:
    return row[column].value if column in row.cells else None


def _exchanging(one: str, other: str) -> Callable[[Table], Table]:
    return _moving((one, other), (other, one))


def _moving(keys: tuple[str, ...], sources: tuple[str, ...]) -> Callable[[Table], Table]:
    """Each column takes what stands in its source, nothing where that is ""."""

    def undo(table: Table) -> Table:
        return _with(table, [_moved(row, keys, sources) for row in table.rows])

    return undo


def _moved(row: Row, keys: tuple[str, ...], sources: tuple[str, ...]) -> Row:
    if not row.cells.keys() >= set(keys):
        return row
    made = {
        key: replace(row[key], value=_value(row, source))
        for key, source in zip(keys, sources, strict=True)
    }
    return Row(row.key, {**row.cells, **made})


def _lifting(column: str, rows: int) -> Callable[[Table], Table]:
    """A column takes what stands so many rows below."""

    def undo(table: Table) -> Table:
        values = [_value(row, column) for row in table.rows]
        shifted = [*values[rows:], None] if rows > 0 else [None, *values[:rows]]
        made = [
            Row(row.key, {**row.cells, column: _put(row[column], value)})
            for row, value in zip(table.rows, shifted, strict=True)
        ]
        return _with(table, made)

    return undo


def _put(fact: Fact, value: Value) -> Fact:
    return replace(fact, value=value)


def _with(table: Table, rows: list[Row]) -> Table:
    return replace(table, rows=tuple(rows), by_key={row.key: row for row in rows})


def _told(form: Form, table: Table, slipped: _Slipped) -> Wrong:
    """One finding that stands for all that fails in the table."""
    row = next((r for r in table.rows if r.cells.keys() >= set(slipped.columns)), table.rows[0])
    cells = tuple(row[key].cell for key in slipped.columns if key in row.cells)
    remedy = "重新粘贴这张表，逐栏核对；改正后再看其余的问题。"
    explains = (Cell(form.sheet, ""),)
    return Wrong(f"{form.sheet}{slipped.said}", cells, remedy, explains=explains)


RULES = (
    Rule(
        "F10",
        "各栏填在自己的位置",
        Severity.ERROR,
        "公开各表的栏次",
        misplaced,
        "决算表没有填",
        WORDS,
        ("E19", "E20"),
    ),
)
