"""What a mistake typed into a paper is."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.helpers.wordpaper import WordPaper, retyped

from .sites import CellSite, Site

Change = Callable[[WordPaper], None]


@dataclass(frozen=True)
class PaperPlant:
    """One mistake in a paper, told where a place begins with one of ``places``."""

    kind: str
    paper: str
    name: str
    places: tuple[str, ...]
    change: Change

    @property
    def title(self) -> str:
        return f"{self.kind}：{self.name}（{self.paper}）"


def words(site: Site, new: str) -> Change:
    """Other words at a site."""

    def change(paper: WordPaper) -> None:
        _, _, paragraph = list(paper.paragraphs())[site.paragraph]
        text = paragraph.text
        assert text[site.start : site.end] == site.text
        retyped(paragraph, text[: site.start] + new + text[site.end :])

    return change


def cell(site: CellSite, new: str) -> Change:
    """Another text in a cell."""

    def change(paper: WordPaper) -> None:
        paper.cell(site.table, site.row, site.column, new)

    return change


# --- slips of the hand -----------------------------------------------------------------------


def digit(text: str, chance: random.Random) -> str:
    """One digit is another one, so that the number is off by more than a rounding."""
    places = [n for n, sign in enumerate(text) if sign.isdigit()]
    whole = [n for n in places if n < (text.find(".") if "." in text else len(text))] or places
    at = chance.choice(whole)
    other = chance.choice([d for d in "123456789" if d != text[at]])
    return text[:at] + other + text[at + 1 :]


def swapped(text: str, chance: random.Random) -> str:
    """Two digits beside each other exchanged; "" where there are no two different ones."""
    pairs = [
        n for n in range(len(text) - 1) if text[n : n + 2].isdigit() and text[n] != text[n + 1]
    ]
    if not pairs:
        return ""
    at = chance.choice(pairs)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def lost(text: str, chance: random.Random) -> str:
    """A digit before the point is lost; "" for numbers of one digit."""
    whole = text.partition(".")[0]
    if len(whole) < 2 or not whole.isdigit():
        return ""
    at = chance.randrange(len(whole))
    kept = whole[:at] + whole[at + 1 :]
    return "" if kept.startswith("0") else text.replace(whole, kept, 1)


def shifted(text: str, _: random.Random) -> str:
    """The decimal point one place to the right."""
    value = Decimal(text.replace(",", "")) * 10
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def in_yuan(text: str, _: random.Random) -> str:
    """The number of 元 before 万元."""
    return f"{Decimal(text.replace(',', '')) * 10000:f}".split(".")[0]


def cut_off(text: str, _: random.Random) -> str:
    """A rate without its decimals where rounding would give the next one; "" else."""
    whole, _point, rest = text.partition(".")
    return whole if rest and rest[0] >= "6" else ""


def enough(text: str) -> bool:
    """True for a number of some digits."""
    return len(re.sub(r"\D", "", text)) >= 3
