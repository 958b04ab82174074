"""Provinces, cities, districts and counties in names and texts, apart from words that end alike."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from generator.checks.words.lexicon import Lexicon
from generator.model import HAN, regex

_REGION = regex(rf"{HAN}{{2,4}}?(?:省|自治区|市|自治州|区|县|旗)")
_GROUND = "(?:{grounds})区$"
_ORDINARY = "(?:{ordinary_places})[区市县]$"


@lru_cache(maxsize=64)
def regions(name: str, words: Lexicon) -> tuple[str, ...]:
    """The regions in a unit's name, from the largest down."""
    ground = words.compiled(_GROUND)
    return tuple(region for region in _REGION.findall(name) if not ground.search(region))


def region_and_office(name: str, words: Lexicon) -> tuple[str, str]:
    """The last region of a name and what follows it; two "" where it has none."""
    found = regions(name, words)
    return (found[-1], name.split(found[-1], 1)[1]) if found else ("", "")


def ordinary(word: str, words: Lexicon) -> bool:
    """True for 各区, 开发区, 校区: words that end like the name of a district and are none.

    The names of districts hardly ever end so.
    """
    return any(words.compiled(find).search(word) for find in (_ORDINARY, _GROUND))


@lru_cache(maxsize=1)
def _divisions() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Province, prefecture ("" where there is none between), and the districts and counties in it."""
    lines = Path(__file__).with_name("divisions.txt").read_text("utf-8").splitlines()
    found, province = list[tuple[str, str, tuple[str, ...]]](), ""
    for line in lines:
        if line.startswith("  "):
            prefecture, _, below = line.rpartition("：")
            found.append((province, prefecture.strip(), tuple(below.split())))
        elif not line.startswith("#"):
            province = line
    return tuple(found)


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    """Every prefecture, district and county whose name has two characters before its kind."""
    names = (name for _, city, below in _divisions() for name in (city, *below))
    return frozenset(name for name in names if len(name) > 2)


def real(word: str) -> str:
    """The name of a prefecture, district or county with which a word ends; "" if there is none."""
    return next((word[at:] for at in range(len(word) - 2) if word[at:] in _names()), "")


@lru_cache(maxsize=8)
def related(own: tuple[str, ...]) -> frozenset[str]:
    """The regions above and below one whose names are ``own``; empty where it is not known."""
    found = set[str]()
    for province, city, below in _divisions():
        if own[-1] in below and set(own[:-1]) <= {province, city}:
            found |= {province, city, own[-1]}
        elif own[-1] in (province, city):
            found |= {province, city, *below}
    return frozenset(found - {""})
