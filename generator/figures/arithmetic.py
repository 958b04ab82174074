"""Arithmetic on figures: every result records its parts and thereby its cells.

A blank cell of an official form means nil, so it counts as zero in sums and differences as
long as at least one part is given; a result of blanks alone stays blank.

What a reader can recompute from the page (changes, rates, shares) is made of amounts as printed:
``as_printed`` gives them, and the result remembers in ``exact`` what the unrounded ones give.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.seams import title
from generator.model import Cell, Fact, Figure, Text, Unit, rounded

Direction = Literal["up", "down", "flat", "from_zero", "to_zero", "none", "unknown"]
Wording = Literal["up", "down", "up_bare", "down_bare", "flat", "from_zero", "to_zero", "unknown"]


def from_fact(fact: Fact, basis: str = "") -> Figure:
    """The figure that stands in a cell."""
    value = fact.value if isinstance(fact.value, Decimal) else None
    return Figure(
        value,
        fact.unit,
        fact.label,
        (fact.cell,),
        basis=basis,
        missing="" if fact.given else "空白",
    )


def text_from(fact: Fact) -> Text:
    """The words that stand in a cell, "" when blank."""
    return Text(fact.text, fact.cell)


def title_from(fact: Fact) -> Text:
    """A name or a heading that the document numbers itself: without a number, without stops."""
    return Text(title(fact.text), fact.cell)


ROUNDED = "≈"


def as_printed(figure: Figure, places: int) -> Figure:
    """The figure as the draft prints it, with ``places`` decimals of its value: of 元, of a score.

    −2 are hundreds of 元.  Itself where rounding changes nothing.
    """
    if figure.value is None:
        return figure
    value = rounded(figure.value, places)
    if value == figure.value:
        return figure
    value = value.quantize(Decimal(1)) if places < 0 else value
    return replace(figure, value=value, formula=ROUNDED, parts=(figure,))


def unrounded(figure: Figure) -> Figure:
    """The figure that ``as_printed`` was given."""
    return figure.parts[0] if figure.formula == ROUNDED else figure


def _exactly(figure: Figure) -> Decimal:
    """What the unrounded amounts give; blank counts as zero."""
    source = unrounded(figure)
    return source.amount if source.exact is None else source.exact


def _beside(figure: Figure, exact: Decimal | None) -> Figure:
    """The figure with what the unrounded amounts give, where that is something else."""
    return figure if exact in (None, figure.value) else replace(figure, exact=exact)


def cells_of(parts: Iterable[Figure]) -> tuple[Cell, ...]:
    """The cells of several figures, each once, in order."""
    return tuple(dict.fromkeys(cell for part in parts for cell in part.cells))


def total(label: str, parts: Iterable[Figure], basis: str = "") -> Figure:
    """The sum; blank when every part is blank."""
    kept = tuple(parts)
    given = [part for part in kept if part.value is not None]
    found = Figure(
        sum((part.amount for part in given), Decimal(0)) if given else None,
        kept[0].unit if kept else Unit.YUAN,
        label,
        cells_of(kept),
        "+",
        kept,
        basis,
        "" if given else "各项都空白",
    )
    return _beside(found, sum(map(_exactly, given), Decimal(0)) if given else None)


def signed_total(label: str, terms: Iterable[tuple[int, Figure]], basis: str = "") -> Figure:
    """A sum with signs, for printed formulas such as 6=1+2-3."""
    kept = tuple(terms)
    if all(sign > 0 for sign, _ in kept):
        return total(label, (part for _, part in kept), basis)
    parts = tuple(part for _, part in kept)
    given = any(part.given for part in parts)
    value = sum((sign * part.amount for sign, part in kept), Decimal(0)) if given else None
    signs = "".join("+" if sign > 0 else "-" for sign, _ in kept)
    missing = "" if given else "各项都空白"
    return Figure(value, parts[0].unit, label, cells_of(parts), signs, parts, basis, missing)


def difference(label: str, this: Figure, other: Figure, basis: str = "") -> Figure:
    """``this - other``, blank counting as zero."""
    parts = (this, other)
    value = this.amount - other.amount
    found = Figure(value, this.unit, label, cells_of(parts), "-", parts, basis)
    return _beside(found, _exactly(this) - _exactly(other))


def magnitude(figure: Figure) -> Figure:
    """The same figure without its sign, for 增加/减少 sentences."""
    if figure.value is None or figure.value > 0 or (not figure.value and figure.exact is None):
        return figure
    return Figure(
        abs(figure.value),
        figure.unit,
        figure.label,
        figure.cells,
        "abs",
        (figure,),
        figure.basis,
        exact=None if figure.exact is None else abs(figure.exact),
        of_whole=figure.of_whole,
    )


def share(label: str, part: Figure, whole: Figure, basis: str = "") -> Figure:
    """A part of a whole, or what was carried out of a plan: no value when either is negative."""
    found = replace(ratio(label, part, whole, basis), of_whole=True)
    if found.value is not None and (part.amount < 0 or whole.amount < 0):
        return replace(found, value=None, exact=None, missing="有负数，不计算比例")
    return found


def shares(label: str, parts: Iterable[Figure], whole: Figure) -> list[Figure]:
    """What each part makes of the whole; none of them has a value when one part is negative."""
    kept = list(parts)
    found = [share(f"{part.label}{label}", part, whole) for part in kept]
    if all(part.amount >= 0 for part in kept):
        return found
    refused = "有负数，不计算比例"
    return [replace(figure, value=None, exact=None, missing=refused) for figure in found]


def ratio(label: str, part: Figure, whole: Figure, basis: str = "") -> Figure:
    """``part / whole`` as a ratio; no value when the denominator is nil."""
    parts = (part, whole)
    cells = cells_of(parts)
    if whole.nil:
        reason = f"{whole.label}{'为零' if unrounded(whole).nil else '不足最小单位'}"
        return Figure(None, Unit.RATIO, label, cells, "/", parts, basis, reason)
    found = Figure(part.amount / whole.amount, Unit.RATIO, label, cells, "/", parts, basis)
    return _beside(found, _exactly(part) / _exactly(whole))


class Shared(Struct, frozen=True):
    """Whose reason a change shares: what that is called, its amount, and whether it prints.

    ``own`` is what stands in the change's own cell: blank, or 同上.
    """

    name: str
    amount: Figure
    printed: bool
    own: Text


class Change(Struct, frozen=True):
    """This figure against another one (last year's, or the budget).

    ``amount`` and ``rate`` carry no sign; the sign is in ``direction``.  ``rate`` has no value
    when ``base`` prints as zero or either side is negative.  ``reason`` is what the person
    wrote, possibly ""; ``optional`` where none is due.  A direction is unknown when ``base`` must
    be given and is not, or as long as the official tables are blank.
    ``published`` is what was published for last year where ``base`` corrects it for the reason
    ``correction``; else None.  ``shared`` where the reason was typed for another change.  Of a
    change against 年初预算, ``full`` is the one against 全年预算 where that is another amount.
    """

    this: Figure
    base: Figure
    amount: Figure
    rate: Figure
    direction: Direction
    reason: Text
    optional: bool = False
    published: Figure | None = None
    correction: Text | None = None
    shared: Shared | None = None
    full: Change | None = None

    @property
    def own(self) -> Text:
        """What was typed for this change itself."""
        return self.shared.own if self.shared else self.reason

    @property
    def up(self) -> bool:
        """True when this exceeds the base, a nil base included."""
        return self.direction in ("up", "from_zero")

    @property
    def down(self) -> bool:
        """True when this is below the base, down to nil included."""
        return self.direction in ("down", "to_zero")

    @property
    def flat(self) -> bool:
        """True when the two are equal as printed, both nil included."""
        return self.direction in ("flat", "none")

    @property
    def needs_reason(self) -> bool:
        """True when a disclosure must say why (143号文：增减变化要说明)."""
        return not self.flat and self.direction != "unknown" and not self.optional

    @property
    def explained(self) -> bool:
        """True when the sentence goes on with the reason: one is due, or one was typed.

        Not that of a difference which does not show: 持平 has no 主要原因.
        """
        if self.hidden:
            return False
        return self.needs_reason or (self.direction != "none" and bool(self.reason))

    @property
    def hidden(self) -> bool:
        """True when the two print alike and yet are not equal."""
        return self.flat and self.amount.exact is not None

    @property
    def wording(self) -> Wording:
        """The key of the wording: the direction, ``_bare`` where there is no rate."""
        if self.direction == "none":
            return "flat"
        if self.rate.value is None and self.direction == "up":
            return "up_bare"
        if self.rate.value is None and self.direction == "down":
            return "down_bare"
        return self.direction


def change(
    label: str, this: Figure, base: Figure, reason: Text, visible: Decimal, basis: str = ""
) -> Change:
    """Compare two amounts, as they are given: unrounded, or as printed.

    ``visible`` is the smallest amount in 元 that the draft shows (half of the last printed
    decimal); a difference below it is flat.
    """
    gap = difference(f"{label}增减额", this, base, basis)
    return Change(
        unrounded(this),
        unrounded(base),
        magnitude(gap),
        _rate(f"{label}增减率", this, base, gap, visible),
        _direction(this, base, gap.amount, visible),
        reason,
    )


def _rate(label: str, this: Figure, base: Figure, gap: Figure, visible: Decimal) -> Figure:
    """The rate without its sign; none against a base that prints as zero, or with a negative.

    A fall is a share of the base: by 100 % it falls to nothing.
    """
    found = replace(magnitude(ratio(label, gap, base)), of_whole=gap.amount < 0)
    if found.value is None:
        return found
    if abs(base.amount) < visible:
        return replace(found, value=None, exact=None, missing=f"{base.label}不足最小单位")
    if this.amount < 0 or base.amount < 0:
        return replace(found, value=None, exact=None, missing="有负数，不计算比例")
    return found


def _direction(this: Figure, base: Figure, gap: Decimal, visible: Decimal) -> Direction:
    this_nil, base_nil = abs(this.amount) < visible, abs(base.amount) < visible
    if this_nil and base_nil:
        return "none"
    if abs(gap) < visible:
        return "flat"
    if base_nil:
        return "from_zero" if gap > 0 else "down"
    if this_nil:
        return "to_zero" if gap < 0 else "up"
    return "up" if gap > 0 else "down"
