"""Where a figure comes from, in words: for the panel of the review page and for ``gen explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.editions import Edition
from generator.figures.arithmetic import as_printed, unrounded
from generator.figures.phrasing import WAN, digits_of, printed, scaled, trimmed
from generator.figures.residues import RESIDUE
from generator.model import Cell, Fact, Facts, Figure, Unit, rounded

BLANK = "空白"
_MOST_DIGITS = 12
_TEXT_SHOWN = 60


class Source(Struct, frozen=True):
    """A cell of the workbook: what stands in it, in the sheet's unit, and its label.

    ``origin`` is the place of the file from which it was taken over, "" where it was typed.
    """

    cell: Cell
    value: str
    label: str
    origin: str = ""


class Explanation(Struct, frozen=True):
    """A figure taken apart.

    ``words`` and ``values`` are the formula with names and with numbers ("" for a figure that
    stands in a cell), ``rounding`` the step from the exact value to the printed one.
    ``otherwise`` tells both values where the printed amounts give another one than the unrounded.
    """

    label: str
    value: str
    words: str
    values: str
    rounding: str
    otherwise: str
    cells: tuple[Cell, ...]
    basis: str
    missing: str
    parts: tuple[Figure, ...]


class Sources:
    """Every cell that was read, by its place."""

    def __init__(self, facts: Facts) -> None:
        self._origins = facts.origins
        self._known: dict[Cell, tuple[Fact, str]] = {}
        for table in facts.tables.values():
            for row in table.rows:
                for fact in row.cells.values():
                    if fact.cell.address or fact.given:
                        self._known.setdefault(fact.cell, (fact, table.unit))

    def __getitem__(self, cell: Cell) -> Source:
        return self.get(cell) or Source(cell, "表中没有这一格", "")

    def __iter__(self) -> Iterator[Source]:
        return (self[cell] for cell in self._known)

    def get(self, cell: Cell) -> Source | None:
        """The cell if the program reads it."""
        if cell not in self._known:
            return None
        fact, unit = self._known[cell]
        return Source(cell, _shown(fact, unit), fact.label, self._origins.get(cell, ""))


def _shown(fact: Fact, unit: str) -> str:
    """What stands in a cell, as the person sees it there."""
    value = fact.value
    if value is None:
        return BLANK
    if not isinstance(value, Decimal):
        return "合计" if value == "total" else str(value)  # the code of a row of totals
    if fact.unit is Unit.YUAN:
        return f"{trimmed(value / WAN) if unit == '万元' else trimmed(value)} {unit}"
    return f"{trimmed(value)}{_UNITS[fact.unit]}"


_UNITS = {Unit.RATIO: "", Unit.COUNT: "", Unit.SCORE: " 分"}


def shortened(text: str) -> str:
    """A text on one line, cut where it is long."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _TEXT_SHOWN else f"{flat[:_TEXT_SHOWN]}…"


def explain(figure: Figure, edition: Edition) -> Explanation:
    """Take one figure apart; its parts stay figures."""
    inner = _inner(figure)
    absolute = figure.formula == "abs"
    residue = inner.formula == RESIDUE
    inner = inner.parts[0] if residue else inner
    words, values = _formula(inner, edition, absolute)
    result, rounding = _result(figure, edition)
    after = (
        f"{_number(inner, edition)}，是四舍五入的尾差，作为 0"
        if residue
        else _after(figure, edition)
    )
    return Explanation(
        label=figure.label,
        value=result,
        words=words,
        values=f"{values} = {after}" if values and figure.given else values,
        rounding=rounding,
        otherwise=otherwise(figure, edition),
        cells=figure.cells,
        basis=figure.basis,
        missing=figure.missing,
        parts=tuple(map(unrounded, inner.parts)),
    )


def _inner(figure: Figure) -> Figure:
    """The figure before its sign was taken off."""
    while figure.formula == "abs":
        figure = figure.parts[0]
    return figure


def printed_number(figure: Figure, edition: Edition) -> str:
    """The number as the draft prints it in a sentence, without its unit."""
    if figure.value is None:
        return BLANK
    return trimmed(printed(figure, edition))


# --- the formula -----------------------------------------------------------------------------


def _formula(figure: Figure, edition: Edition, absolute: bool) -> tuple[str, str]:
    """The formula in names and in numbers, without its result."""
    formula, parts = figure.formula, figure.parts
    if formula == "count":
        return f"数一数：{len(figure.cells)} 个单元格", ""
    if formula.startswith("×"):
        return f"{parts[0].label} × {formula[1:]}（超过 100% 的按 100% 计）", (
            f"{_number(parts[0], edition)} × {formula[1:]}"
        )
    if formula == "/":
        return _joined(parts, "÷", edition, absolute)
    if formula == "-":
        larger_first = tuple(reversed(parts)) if absolute and _falls(parts) else parts
        return _joined(larger_first, "−", edition, False)
    if formula and set(formula) <= {"+", "-"}:
        return _signed(parts, _signs(figure), edition)
    return "", ""


def _signs(figure: Figure) -> str:
    """The sign of each part of a sum, or of a difference of two."""
    if len(figure.formula) == len(figure.parts):
        return figure.formula
    return "+-" if figure.formula == "-" else "+" * len(figure.parts)


def _falls(parts: Sequence[Figure]) -> bool:
    return parts[0].amount < parts[1].amount


def _joined(
    parts: Sequence[Figure], sign: str, edition: Edition, absolute: bool
) -> tuple[str, str]:
    names = f" {sign} ".join(part.label for part in parts)
    return names, f" {sign} ".join(_number(part, edition, absolute) for part in parts)


def _signed(parts: Sequence[Figure], signs: str, edition: Edition) -> tuple[str, str]:
    shown = [" − " if sign == "-" else " ＋ " for sign in signs]
    names = "".join(s + part.label for s, part in zip(shown, parts, strict=True))
    numbers = "".join(s + _number(part, edition) for s, part in zip(shown, parts, strict=True))
    return names.removeprefix(" ＋ ").strip(), numbers.removeprefix(" ＋ ").strip()


def _number(figure: Figure, edition: Edition, absolute: bool = False) -> str:
    """A number inside a formula: amounts as printed, in 元 or 万元, with all their digits."""
    if figure.value is None:
        return BLANK
    value = abs(scaled(figure, edition)) if absolute else scaled(figure, edition)
    if figure.unit is Unit.RATIO:
        return f"{_quotient(value)}%"
    return f"({trimmed(value)})" if value < 0 else trimmed(value)


def _quotient(value: Decimal) -> str:
    """A quotient with so many digits that nobody mistakes it: all of them when they are few."""
    return trimmed(rounded(value, 4))


# --- the result ------------------------------------------------------------------------------


def _unit(figure: Figure, edition: Edition) -> str:
    if figure.unit is Unit.YUAN:
        return f" {edition.currency}"
    return "%" if figure.unit is Unit.RATIO else _UNITS[figure.unit]


def _result(figure: Figure, edition: Edition) -> tuple[str, str]:
    """The printed value with its unit, and how it was rounded."""
    if figure.value is None:
        return figure.missing or BLANK, ""
    digits, unit = digits_of(figure, edition), _unit(figure, edition)
    value = f"{printed_number(figure, edition)}{unit}"
    if rounded(scaled(figure, edition), digits) == scaled(figure, edition):
        return value, f"不需要舍入（{digits} 位小数之内）"
    before = f"{_telling(figure, edition, digits)}{unit}"
    return value, f"四舍五入到 {digits} 位小数：{before} → {value}"


def otherwise(figure: Figure, edition: Edition) -> str:
    """What the printed and the unrounded amounts give, where the draft would print them unlike."""
    inner = _inner(figure)
    if figure.value is None:
        return ""
    if figure.exact is not None:
        return _both(figure, replace(figure, value=figure.exact), edition)
    if set(inner.formula) <= {"+", "-"} and len(inner.parts) > 1 and inner.unit is Unit.YUAN:
        shown = _sum_as_printed(inner, edition)
        shown = shown if inner is figure else abs(shown)
        return _both(replace(figure, value=shown), figure, edition)
    return ""


def _both(by_printed: Figure, by_exact: Figure, edition: Edition) -> str:
    one, other = (printed_number(figure, edition) for figure in (by_printed, by_exact))
    if one == other:
        return ""
    unit = _unit(by_printed, edition)
    return f"按印出的数计算为 {one}{unit}；按元计算为 {other}{unit}"


def _sum_as_printed(figure: Figure, edition: Edition) -> Decimal:
    """The sum or difference of the parts as printed, in 元."""
    shown = (as_printed(part, edition.money.places).amount for part in figure.parts)
    signs = _signs(figure)
    return sum((-v if sign == "-" else v for sign, v in zip(signs, shown, strict=True)), Decimal(0))


def _after(figure: Figure, edition: Edition) -> str:
    """What follows the equals sign: ``3.97% → 4%``, or the exact result alone."""
    digits, unit = digits_of(figure, edition), _unit(figure, edition)
    shown = f"{printed_number(figure, edition)}{unit}"
    if rounded(scaled(figure, edition), digits) == scaled(figure, edition):
        return shown
    return f"{_telling(figure, edition, digits)}{unit} → {shown}"


def _telling(figure: Figure, edition: Edition, digits: int) -> str:
    """The value with the fewest further digits from which the same rounding follows."""
    exact = scaled(figure, edition)
    for more in range(digits + 1, _MOST_DIGITS):
        shown = rounded(exact, more)
        if rounded(shown, digits) == rounded(exact, digits) and trimmed(shown) != trimmed(
            rounded(exact, digits)
        ):
            return trimmed(shown)
    return trimmed(rounded(exact, _MOST_DIGITS))
