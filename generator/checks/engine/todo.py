"""What is still to be filled in, sheet by sheet: neither wrong nor right yet."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from generator.checks.engine.context import Context
from generator.editions import Edition
from generator.editions.schema import Form
from generator.model import Cell, Finding, Severity, spans

NOT_BEGUN = "还空着"
_MOST = 6


class SheetTodo(Struct, frozen=True):
    """What a sheet still lacks: ``cells`` to fill in, and ``said`` of what has no cell yet."""

    sheet: str
    cells: tuple[Cell, ...] = ()
    said: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """How many things there are to do."""
        return len(self.cells) + len(self.said)

    @property
    def text(self) -> str:
        """上年数：还差 6 格（B4:B9）."""
        return f"{self.sheet}：{'；'.join(self.parts)}"

    @property
    def parts(self) -> tuple[str, ...]:
        """The same without the name of the sheet."""
        said = _first(self.said, "；", "处")
        if not self.cells:
            return (said,)
        places = [span.removeprefix(f"{self.sheet}!") for span in spans(self.cells)]
        cells = f"还差 {len(self.cells)} 格（{_first(places, '、', '')}）"
        return (cells, said) if said else (cells,)


def _first(parts: Iterable[str], separator: str, unit: str) -> str:
    """The first of many, and that there are more."""
    every = list(parts)
    shown = separator.join(every[:_MOST])
    if len(every) <= _MOST:
        return shown
    return f"{shown} 等 {len(every)} {unit}" if unit else f"{shown} 等"


def filled(context: Context, todo: Iterable[SheetTodo]) -> tuple[int, int]:
    """How many sheets are filled in, and how many a year takes; the second never changes.

    A sheet that may be blank by right is filled in as soon as that can be told.
    """
    sheets = context.accounts.edition.to_fill
    open_ = context.unbegun | {sheet.sheet for sheet in todo}
    return sum(name not in open_ for name in sheets), len(sheets)


def total(todo: Iterable[SheetTodo]) -> int:
    """How many things there are to do altogether."""
    return sum(sheet.count for sheet in todo)


def to_fill(finding: Finding) -> bool:
    """True for what is only not filled in yet; what follows from something goes with that."""
    led = finding.cause is not None and finding.cause not in finding.blank
    return finding.severity is Severity.TODO and not led


def by_sheet(findings: Iterable[Finding], edition: Edition) -> tuple[SheetTodo, ...]:
    """What the findings ask for, in the order of the sheets."""
    cells: dict[str, dict[Cell, None]] = {}
    said: dict[str, dict[str, None]] = {}
    for finding in findings:
        if to_fill(finding):
            for cell in finding.blank or finding.cells:
                if cell.address:
                    cells.setdefault(cell.sheet, {})[cell] = None
                else:
                    words = finding.message.removeprefix(cell.sheet)
                    said.setdefault(cell.sheet, {})[words] = None
    for sheet in cells:  # 还差 11 格；还空着 would deny the cells that are named
        said.get(sheet, {}).pop(NOT_BEGUN, None)
    names = [entry.sheet if isinstance(entry, Form) else entry.name for entry in edition.in_order]
    found = [*names, *(name for name in (*cells, *said) if name not in names)]
    return tuple(
        SheetTodo(name, _in_rows(cells.get(name, ())), tuple(said.get(name, ())))
        for name in dict.fromkeys(found)
        if name in cells or said.get(name)
    )


def _in_rows(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells column by column, from top to bottom."""
    return tuple(sorted(cells, key=_place))


def _place(cell: Cell) -> tuple[int, str, int]:
    letters = cell.address.rstrip("0123456789")
    return len(letters), letters, int(cell.address[len(letters) :] or 0)
