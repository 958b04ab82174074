"""Many findings that one thing in an official table causes: a column exchanged, a cell left blank."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence

from msgspec.structs import replace

from generator.checks import by_cause
from generator.model import Cell, Finding, Severity, regex

_LETTERS = regex(r"[A-Z]+")
_MANY, _SEVERAL = 4, 2  # rules on tables that have a column, or a cell, in common
Group = tuple[Finding, ...]


def by_columns(findings: Iterable[Finding], sheets: frozenset[str]) -> list[Finding]:
    """The findings; those of ``_MANY`` causes that share a column of a table told as one."""
    groups = [(lead, *others) for lead, others in by_cause(findings)]
    groups = _shared(groups, _MANY, lambda cell: _column(cell, sheets), _torn)
    groups = _shared(groups, _SEVERAL, lambda cell: _single(cell, sheets), lambda *_: None)
    return [finding for group in groups for finding in group]


def _column(cell: Cell, sheets: frozenset[str]) -> Hashable:
    letters = _LETTERS.match(cell.address)
    return (cell.sheet, letters[0]) if letters and cell.sheet in sheets else None


def _single(cell: Cell, sheets: frozenset[str]) -> Hashable:
    return cell if cell.address and cell.sheet in sheets else None


def _shared(
    groups: Sequence[Group],
    least: int,
    key: Callable[[Cell], Hashable],
    lead: Callable[[Cell, int], Finding | None],
) -> list[Group]:
    """The groups, the largest set of those that have something in common as one."""
    holders: dict[Hashable, list[int]] = {}
    for number, group in enumerate(groups):
        if group[0].severity is not Severity.HINT:
            shown = {k for cell in _named(group) if (k := key(cell)) is not None}
            for one in shown:
                holders.setdefault(one, []).append(number)
    counts = {one: sum(_on_tables(groups[n]) for n in numbers) for one, numbers in holders.items()}
    best = max(counts, key=lambda one: counts[one], default=None)
    if best is None or counts[best] < least:
        return list(groups)
    taken = [groups[number] for number in holders[best]]
    cause = next(cell for group in taken for cell in _named(group) if key(cell) == best)
    first = lead(cause, len(taken))
    members = [*filter(None, (first,)), *(finding for group in taken for finding in group)]
    made = tuple(replace(member, cause=cause) for member in members)
    rest = [group for number, group in enumerate(groups) if number not in holders[best]]
    return [made, *_shared(rest, least, key, lead)]


def _on_tables(group: Group) -> bool:
    """True for what the rules say of tables; several sentences may each be wrong by themselves."""
    return group[0].rule[0] not in "PW"


def _named(group: Group) -> list[Cell]:
    """The cells of a group."""
    cells = [cell for f in group for cell in (*f.cells, *(c for s in f.sides for c in s.cells))]
    return list(dict.fromkeys(cells))


def _torn(cause: Cell, count: int) -> Finding:
    told = f"{cause.sheet} 这一栏有 {count} 处不符，像是整栏错位，或与别的栏对调"
    remedy = "对照决算报表核对整栏；改正后再核对。"
    return Finding("Q11", Severity.ERROR, told, (cause,), remedy=remedy)
