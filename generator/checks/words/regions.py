"""Provinces, cities, districts and counties in names and texts, apart from words that end alike."""

from __future__ import annotations

import re
from functools import lru_cache

_REGION = re.compile(r"[\u4e00-\u9fa5]{2,4}?(?:省|自治区|市|自治州|区|县|旗)")
# Grounds that end in 区 and are no district: 社区, 校区, 自然保护区.
_GROUND = re.compile(r"(?:[社小园校院景库灌片厂街]|保护)区$")
# What makes an ordinary word of 区, 市 or 县, whatever the district is called: 各区, 开发区,
# 贫困县, 中心城区.  The names of districts hardly ever end so.
_ORDINARY = re.compile(
    r"(?:[各全本我该每个两三四五六七八九十多地分考展赛灾疫辖郊城新老大小强级和与及对内外部在]"
    r"|开发|高新|经开|自贸|保税|综保|示范|试验|实验|先行|合作|功能|工业|商业|生活|居住|核心|中心|旅游|度假|风景"
    r"|贫困|文明|先进|试点|重点|边境|民族)[区市县]$"
)


@lru_cache(maxsize=64)
def regions(name: str) -> tuple[str, ...]:
    """The regions in a unit's name, from the largest down."""
    return tuple(region for region in _REGION.findall(name) if not _GROUND.search(region))


@lru_cache(maxsize=64)
def region_and_office(name: str) -> tuple[str, str]:
    """The last region of a name and what follows it; two "" where it has none."""
    found = regions(name)
    return (found[-1], name.split(found[-1], 1)[1]) if found else ("", "")


def ordinary(word: str) -> bool:
    """True for 各区, 开发区, 校区: words that end like the name of a district and are none."""
    return bool(_ORDINARY.search(word) or _GROUND.search(word))
