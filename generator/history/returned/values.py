"""What a cell has to say for an edit: words put into its text, a number in the unit of its sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from generator.editions.money import Money
from generator.editions.schema import InputColumn
from generator.figures.arithmetic import ROUNDED, unrounded
from generator.figures.phrasing import WAN, trimmed
from generator.history.differences.reading import PARAGRAPHS, flat
from generator.history.returned.model import CellChange
from generator.model import Cell, Fact, Figure, Unit, Value, regex

_NUMBER = regex(r"[-−]?[0-9][0-9,，]*(?:\.[0-9]+)?")
_DATE = regex(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_MARKER = "【"
_MOST_SHOWN = 4


def text_change(
    fact: Fact | None, printed: str, start: int, end: int, new: str
) -> CellChange | None:
    """The change of a cell whose ``printed`` words become ``new`` from start up to end.

    Its lines may be printed as the paragraphs of a cell.  None where the printed words do not stand in the cell just once.
    """
    if fact is None:
        return None
    wanted = printed[:start] + new + printed[end:]
    if isinstance(fact.value, date):
        day = _day(wanted)
        return None if day is None else CellChange(fact.cell, fact.value, day)
    if fact.value is None and printed.startswith(_MARKER):
        return None if _MARKER in wanted else CellChange(fact.cell, None, wanted or None)
    if not isinstance(fact.value, str):
        return None
    text = fact.text
    forms = (_as_printed(text), (flat(text), range(len(text) + 1)))
    found = next(((f.index(printed), at) for f, at in forms if f.count(printed) == 1), None)
    if found is None:
        return None
    at, spots = found
    first, last = spots[at + start], spots[at + end]
    if start == 0 and end == len(printed) and not new and "\n" in text:  # a line goes as a whole
        first, last = (first - 1, last) if first else (first, last + 1)
    value = text[:first] + new + text[last:]
    return CellChange(fact.cell, text, value.strip() or None, first, last, new)


def _as_printed(text: str) -> tuple[str, list[int]]:
    """A text as a row prints it, and where in the text each of its signs stands, and its end."""
    form, spots, at = "", list[int](), 0
    for line in text.splitlines(keepends=True):
        words = line.strip()
        begin = at + line.index(words)
        if words and form:
            form += PARAGRAPHS
            # before the mark the line above ends, behind it this one begins
            spots += [spots[-1] + 1] * (len(PARAGRAPHS) - 1) + [begin - 1]
        form += flat(words)
        spots += range(begin, begin + len(words))
        at += len(line)
    return form, [*spots, spots[-1] + 1 if spots else 0]


def _day(words: str) -> date | None:
    found = _DATE.fullmatch(words.strip())
    try:
        return None if found is None else date(*map(int, found.groups()))
    except ValueError:
        return None


def is_number(text: str) -> bool:
    """True for a number as it is printed."""
    return _NUMBER.fullmatch(text.strip()) is not None


def _value(text: str) -> Decimal:
    return Decimal(text.strip().replace(",", "").replace("，", "").replace("−", "-"))


def number_change(
    figure: Figure, facts: Mapping[Cell, Fact], wanted: str, currency: str, money: Money
) -> CellChange | None:
    """The change of the cell in which a printed number was typed; None for a computed one.

    ``currency`` is what the amounts of its sheet are typed in, ``money`` what they are printed in.
    """
    source = unrounded(figure)
    if source.formula or len(source.cells) != 1 or not is_number(wanted):
        return None
    fact = facts.get(source.cells[0])
    if fact is None or not isinstance(fact.value, Decimal | None) or source.unit is Unit.RATIO:
        return None
    old = None if fact.value is None else _typed(fact.value, source.unit, currency)
    new = _value(wanted)
    if source.unit is Unit.YUAN:
        new = _typed(new * money.of_yuan, source.unit, currency)
    return CellChange(fact.cell, old, new)


def cell_value(column: InputColumn, words: str, currency: str, money: Money) -> Value:
    """What a cell of a column has to say for printed words; None for none that it can say."""
    said = words.strip()
    if column.kind == "choice":
        return said if said in column.choices.values() else None
    if column.kind == "date":
        return _day(said)
    if column.kind in ("amount", "count", "score", "rate"):
        if not is_number(said):
            return None
        amount = column.kind == "amount"
        return _typed(_value(said) * money.of_yuan, Unit.YUAN, currency) if amount else _value(said)
    return said or None


def _typed(value: Decimal, unit: Unit, currency: str) -> Decimal:
    """A number as it stands in the sheet."""
    return value / WAN if unit is Unit.YUAN and currency == "万元" else value


def what_it_takes(figure: Figure, wanted: str, units: Mapping[str, str], money: Money) -> str:
    """What a computed number comes from, and what its cells would have to be."""
    told = f"「{figure.label}」由 {len(figure.cells)} 格算出"
    if not is_number(wanted) or figure.value is None or figure.unit is not Unit.YUAN:
        return told
    gap = _value(wanted) * money.of_yuan - figure.value
    weights = [(cell, _weight(figure, cell)) for cell in figure.cells[:_MOST_SHOWN]]
    needed = [
        f"{cell} 须{'增加' if gap * weight > 0 else '减少'}{_shown(abs(gap), units, cell)}"
        for cell, weight in weights
        if weight
    ]
    return f"{told}；只改一格的话，" + "，或 ".join(needed) if needed and gap else told


def _shown(amount: Decimal, units: Mapping[str, str], cell: Cell) -> str:
    currency = units.get(cell.sheet, "万元")
    return f" {trimmed(_typed(amount, Unit.YUAN, currency))} {currency}"


def _weight(figure: Figure, cell: Cell) -> int:
    """How often a cell is added up in a figure, negative where it is taken off; 0: not known."""
    if cell not in figure.cells:
        return 0
    parts, formula = figure.parts, figure.formula
    if not formula:
        return 1
    if formula == ROUNDED or (formula == "+" and parts):
        return sum(_weight(part, cell) for part in parts)
    if formula == "abs":
        sign = -1 if (parts[0].value or 0) < 0 else 1
        return sign * _weight(parts[0], cell)
    if formula == "-" and len(parts) == 2:
        return _weight(parts[0], cell) - _weight(parts[1], cell)
    if set(formula) <= {"+", "-"} and len(formula) == len(parts):
        return _signed(parts, formula, cell)
    return 0


def _signed(parts: Sequence[Figure], signs: Iterable[str], cell: Cell) -> int:
    pairs = zip(parts, signs, strict=True)
    return sum((1 if sign == "+" else -1) * _weight(part, cell) for part, sign in pairs)
