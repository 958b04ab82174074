"""What rounding does on the paper: numbers that come out otherwise in 元, shares beside 100 %."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from generator.document import Draft
from generator.editions import Edition
from generator.figures.disclosure import Disclosure
from generator.figures.phrasing import printed, trimmed
from generator.model import Figure
from generator.products.review.catalogue import figure_key
from generator.products.review.explaining import otherwise
from generator.products.review.model import ShareList

_WHOLE = Decimal(100)
Note = tuple[str, str]  # what it is about, and what is said of it


def share_lists(made: Disclosure) -> tuple[ShareList, ...]:
    """The lists of the text whose shares make a whole."""
    three = made.three_public
    found = (
        ShareList("本年收入各项占比", tuple(part.share for part in made.income.parts)),
        ShareList("本年支出各项占比", tuple(part.share for part in made.expenditure.parts)),
        ShareList("一般公共预算财政拨款支出各类占比", tuple(c.share for c in made.general.classes)),
        ShareList(
            "“三公”经费各项占比",
            tuple(item.share for item in (three.abroad, three.cars, three.reception)),
        ),
    )
    return tuple(entry for entry in found if any(share.given for share in entry.shares))


def roundings(draft: Draft, lists: Iterable[ShareList], edition: Edition) -> tuple[Note, ...]:
    """Notes on rounding, for who adds up or computes again; none where everything agrees."""
    return (*_unequal(lists, edition), *_otherwise(draft.printed, edition))


def _unequal(lists: Iterable[ShareList], edition: Edition) -> Iterator[Note]:
    for entry in lists:
        shown = [printed(share, edition) for share in entry.shares if share.given]
        total = sum(shown, Decimal(0))
        if total != _WHOLE and abs(total - _WHOLE) <= len(shown) * _least(edition) / 2:
            yield entry.name, f"印出的相加为 {trimmed(total)}%，是四舍五入的尾差，不用凑成 100%"


def _least(edition: Edition) -> Decimal:
    return Decimal(1).scaleb(-edition.percent_digits)


def _otherwise(figures: Sequence[Figure], edition: Edition) -> Iterator[Note]:
    seen = set()
    for figure in figures:
        key = figure_key(figure)
        if key not in seen:
            seen.add(key)
            told = otherwise(figure, edition)
            if told:
                yield figure.label, told
