"""Provinces, cities, districts and counties in names and texts, apart from words that end alike."""

from __future__ import annotations

import re
from functools import lru_cache

from generator.checks.words.lexicon import Lexicon

_REGION = re.compile(r"[\u4e00-\u9fa5]{2,4}?(?:省|自治区|市|自治州|区|县|旗)")
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
