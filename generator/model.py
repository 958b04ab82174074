"""The nouns of the program: frozen records that every other module speaks in.

Money is ``Decimal`` in 元, rates are plain ratios (0.0397 for 3.97 %), counts are
whole numbers.  ``None`` as a value always means "nothing stands there": a blank cell,
or a figure that cannot be formed (``Figure.missing`` says which).

``gc=False``: nothing here leads back to itself, so that the collector need not look through the
hundred thousands of a large workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import cache
from typing import Any, AnyStr, TypeVar, cast

from msgspec import Struct, field
from msgspec.structs import force_setattr

from generator.kept.expressions import compiled

Value = Decimal | str | date | None


def rounded(value: Decimal, digits: int) -> Decimal:
    """``value`` with ``digits`` decimals, half up (四舍五入).  The one rounding of the program.

    What rounds to nothing has no sign: never -0.00.
    """
    found = value.quantize(_last_place(digits), rounding=ROUND_HALF_UP)
    return found if found else abs(found)


@cache
def _last_place(digits: int) -> Decimal:
    """A one in the last of so many decimals."""
    return Decimal(1).scaleb(-digits)


class UnusedRegex:
    """A regular expression until it is used; then its methods are those of the compiled one."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self._text: Any = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(compiled(self._text, self._flags), name)
        setattr(self, name, found)
        return found


_Made = TypeVar("_Made")


def made_once(kept: dict[str, Any], name: str, make: Callable[[], _Made]) -> _Made:
    """What ``make`` gives, worked out when it is first asked for under this name."""
    if name not in kept:
        kept[name] = make()
    return cast("_Made", kept[name])


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression that is compiled when it is first used.

    A command needs half of them, and compiling all takes longer than the imports.
    """
    return cast("re.Pattern[AnyStr]", UnusedRegex(text, flags))


HAN = r"[^\W\d_a-zA-Z\u00aa-\u04ff\u2150-\u2188\u2460-\u249b\u3000-\u33ff\uff21-\uff5a]"
"""One Chinese character, also a rare one of a name, for expressions.

Said by what a letter is not: a class of all 20,000 takes a millisecond to compile, each time.
"""


class Severity(StrEnum):
    """How much a finding weighs.  Errors make ``gen build`` exit with 1.

    TODO: nothing is wrong, something is not filled in yet.
    """

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"
    TODO = "todo"

    @property
    def chinese(self) -> str:
        """The word a person reads."""
        words = {"error": "错误", "warning": "警告", "hint": "提示", "todo": "待填"}
        return words[self.value]

    @property
    def serious(self) -> bool:
        """True for what contradicts, or is unusual: errors and warnings."""
        return self in (Severity.ERROR, Severity.WARNING)


WEIGHTS = (Severity.ERROR, Severity.WARNING, Severity.HINT)
"""The severities of what is told one by one, the heaviest first."""


class Unit(StrEnum):
    """What a figure counts."""

    YUAN = "元"
    RATIO = "比率"
    COUNT = "个"
    SCORE = "分"


class Cell(Struct, frozen=True, order=True, gc=False):
    """A place in the workbook, for example ``公开01表!D12``; "" as address: the whole sheet."""

    sheet: str
    address: str

    def __str__(self) -> str:
        return f"{self.sheet}!{self.address}" if self.address else self.sheet


# Control characters, the ones that turn a line's direction, halves of characters, and the
# noncharacters of Unicode, with which the program marks where a number comes from.
_UNSHOWABLE = regex(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def showable(text: str) -> str:
    """The text without characters that show nothing and can only do harm where it is shown."""
    return _UNSHOWABLE.sub("", text)


_SHORTEST_SPAN = 4
_LETTERS = regex(r"([A-Z]+)(\d+)")


def spans(cells: Iterable[Cell]) -> tuple[str, ...]:
    """Cells as a person reads them: four and more below each other as ``整体绩效!G13:G24``."""
    runs: list[list[Cell]] = []
    for cell in cells:
        if runs and _next_row(runs[-1][-1]) == cell:
            runs[-1].append(cell)
        else:
            runs.append([cell])
    return tuple(text for run in runs for text in _span(run))


def listed(cells: Sequence[Cell], separator: str = "、", most: int = 6) -> str:
    """The cells in a row, spans together; with more than ``most`` of them, how many there are."""
    parts = spans(cells)
    shown = separator.join(parts[:most])
    if len(parts) <= most:
        return shown
    return f"{shown}{separator if separator.isspace() else ' '}等 {len(cells)} 格"


def _next_row(cell: Cell) -> Cell | None:
    match = _LETTERS.fullmatch(cell.address)
    return Cell(cell.sheet, f"{match[1]}{int(match[2]) + 1}") if match else None


def _span(run: list[Cell]) -> list[str]:
    if len(run) < _SHORTEST_SPAN:
        return [str(cell) for cell in run]
    return [f"{run[0]}:{run[-1].address}"]


class Fact(Struct, frozen=True, gc=False):
    """What one cell says.

    ``value`` is a Decimal in 元 for amounts (converted from the sheet's unit), a Decimal
    for counts and scores, a date, a text without surrounding blanks, or None for blank.
    ``last_year``: the words that stood there in last year's workbook, "" where none were left.
    """

    value: Value
    cell: Cell
    label: str = ""
    unit: Unit = Unit.YUAN
    last_year: str = ""

    @property
    def given(self) -> bool:
        """True when something stands in the cell; a zero is given, a blank is not."""
        return self.value is not None

    @property
    def text(self) -> str:
        """The text of a text cell, "" when blank."""
        return self.value if isinstance(self.value, str) else ""


class Figure(Struct, frozen=True, gc=False):
    """A number that knows where it comes from.

    A figure read from a cell has no ``formula``; a derived one names its operation and its
    ``parts``.  ``cells`` are all the cells that can change it, blank ones included.
    ``value`` None: ``missing`` says in Chinese why (空白, 上年为零 …).
    ``exact`` is what the unrounded amounts give where ``value`` was computed from the amounts as
    printed and is something else, None otherwise.  ``of_whole``: a share of a whole, or what was
    carried out of a plan; 100 % then says that the two amounts are equal.
    """

    value: Decimal | None
    unit: Unit
    label: str
    cells: tuple[Cell, ...] = ()
    formula: str = ""
    parts: tuple[Figure, ...] = ()
    basis: str = ""
    missing: str = ""
    exact: Decimal | None = None
    of_whole: bool = False

    def __bool__(self) -> bool:
        raise TypeError(f"「{self.label}」是数字，不能直接当作条件；请用 .nil、.given 等")

    @property
    def given(self) -> bool:
        """True when there is a number, zero included."""
        return self.value is not None

    @property
    def nil(self) -> bool:
        """True for blank and for zero: the official forms print both as an empty cell."""
        return self.value is None or self.value == 0

    @property
    def amount(self) -> Decimal:
        """The number for arithmetic on official forms, where a blank cell counts as zero."""
        return Decimal(0) if self.value is None else self.value


class Text(Struct, frozen=True, gc=False):
    """Words that a person typed, with their cell."""

    value: str
    cell: Cell | None = None

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


class Tick(Struct, frozen=True, gc=False):
    """A check box: the choice for which it stands, with the cell that chooses, and whether it did.

    It counts as true where it is ticked.
    """

    choice: Text
    chosen: bool

    def __bool__(self) -> bool:
        return self.chosen


class Typed(Struct, frozen=True, gc=False):
    """Where in a printed line the words of a cell stand, from ``start`` up to ``end``."""

    start: int
    end: int
    cell: Cell


class Line(Struct, frozen=True, gc=False):
    """A line of the draft as it is printed; ``typed`` are the words of it that a person typed."""

    text: str
    typed: tuple[Typed, ...]
    in_table: bool = False


class Side(Struct, frozen=True, gc=False):
    """One side of a comparison: the value, amounts in 元, and the cells it comes from."""

    value: Decimal
    cells: tuple[Cell, ...]


class Mismatch(Struct, frozen=True):
    """Two values that disagree.

    ``tolerance`` is what rounding alone can make of them, as large a difference as it may be.
    ``currency`` is what their amounts were typed in, 元 or 万元, and are told in; the values
    themselves are in 元.
    """

    left: Side
    right: Side
    tolerance: Decimal
    unit: Unit
    currency: str = "万元"

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides, the one that is claimed of first."""
        return self.left, self.right

    @property
    def difference(self) -> Decimal:
        """How far the sides are apart, never negative."""
        return abs(self.left.value - self.right.value)

    @property
    def rounding(self) -> bool:
        """True when rounding alone can have made it (尾差)."""
        return 0 < self.difference <= self.tolerance


class SlipKind(StrEnum):
    """The usual slips of the hand."""

    UNROUNDED = "unrounded"
    SIGN = "sign"
    CURRENCY = "currency"
    SWAPPED_DIGITS = "swapped_digits"
    DECIMAL_POINT = "decimal_point"
    LOST_DIGIT = "lost_digit"
    WRONG_ROW = "wrong_row"


class Slip(Struct, frozen=True):
    """A slip recognised in the numbers.

    ``part`` is the cell where it was made, None for the left side of the comparison;
    ``meant`` the one where the number belongs that was typed a row too high or too low.
    """

    kind: SlipKind
    part: Cell | None = None
    meant: Cell | None = None


class Finding(Struct, frozen=True):
    """Something a person should look at.

    ``basis`` names form and row or the regulation.  ``mismatch`` are the values that disagree and
    ``slip`` what they look like; None where a finding is not a comparison.  ``accepted`` is the
    reason for which the person lets it stand, "" if none; ``lapsed`` says in Chinese why a reason
    that was given does not hold.  ``cause`` is the cell that is likely wrong where several
    findings have one cause; ``explains`` are the cells, or whole sheets, whose other findings follow
    from this one.  ``blank`` are the cells to fill in, where others are named beside them.
    ``checks.engine.telling`` puts all of it into words.
    """

    rule: str
    severity: Severity
    message: str
    cells: tuple[Cell, ...] = ()
    basis: str = ""
    mismatch: Mismatch | None = None
    slip: Slip | None = None
    remedy: str = ""
    accepted: str = ""
    lapsed: str = ""
    cause: Cell | None = None
    explains: tuple[Cell, ...] = ()
    blank: tuple[Cell, ...] = ()

    def __post_init__(self) -> None:
        # Whatever a message quotes (a head, a title, a file name) goes to terminals, pages and
        # comments: it must neither forge a mark of provenance nor turn the line around.
        for name in ("message", "remedy", "accepted", "lapsed"):
            force_setattr(self, name, showable(getattr(self, name)))

    @property
    def sides(self) -> tuple[Side, ...]:
        """The values that disagree; none where a finding is not a comparison."""
        return self.mismatch.sides if self.mismatch else ()


class InputProblem(Exception):
    """The input cannot be used.  Carries every finding that was collected before giving up."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("；".join(f.message for f in self.findings))


class Row(Struct, frozen=True):
    """One row of a form or input sheet, as read: column key → fact."""

    key: str
    cells: dict[str, Fact] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Fact:
        return self.cells[column]


class Table(Struct, frozen=True):
    """One form or block of an input sheet, as read; ``unit`` is what its amounts were given in.

    ``heads`` are the texts above the header of an official form (title, 部门：…), as pasted.
    """

    id: str
    sheet: str
    rows: tuple[Row, ...]
    by_key: dict[str, Row]
    unit: str = "万元"
    heads: tuple[Fact, ...] = ()

    def __getitem__(self, key: str) -> Row:
        return self.by_key[key]

    def __contains__(self, key: str) -> bool:
        return key in self.by_key


class Facts(Struct, frozen=True):
    """Everything the workbook says: table id → table.  ``asked`` are the sheets looked at.

    ``origins`` says in Chinese from which place of which file the value of a cell was taken over.
    """

    tables: dict[str, Table]
    asked: set[str] = field(default_factory=set)
    origins: dict[Cell, str] = field(default_factory=dict)

    def __getitem__(self, table: str) -> Table:
        found = self.tables[table]
        self.asked.add(found.sheet)
        return found


class Unread(Struct, frozen=True):
    """What could not be read: single cells, and sheets of which rows may be missing."""

    cells: frozenset[Cell]
    sheets: frozenset[str]

    def touches(self, cells: Iterable[Cell]) -> bool:
        """True when one of the cells could not be read or may not be the whole."""
        return any(cell in self.cells or cell.sheet in self.sheets for cell in cells)
