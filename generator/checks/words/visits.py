"""Clauses that speak of other units and districts for a reason: visits, joint work, help."""

from __future__ import annotations

import re

from generator.checks.words.clauses import clause

# 赴江夏区, 会同江夏区, 学习江夏区经验: what stands before the name.
_TOWARDS = re.compile(
    r"(?:赴|前往|会同|协同|联合|协助|配合|支援|帮扶|对口|对接|走访|参观|观摩|借鉴|接收|邀请|转发|来自|流[入出]"
    r"|学习(?!贯彻|教育|培训))[^，。；]{0,16}$"
)
# 江夏区一行来访, 江夏区对口协作: what stands after it.
_COMING = re.compile(
    r"来访|来我|来校|来院|来局|来函|前来|一行|考察|学习交流|交流学习|观摩|参观|结对|结为|协作|对口|联合|转诊|跟岗|迁[入出]|籍"
)
# 与江夏区签订协议 takes both.
_WITH = re.compile(r"[与和同跟](?=[^，。；]{0,8}$)")
_TOGETHER = re.compile(r"签|联|共|合作|建立|开展|互")


def visited(text: str, start: int, end: int) -> bool:
    """True when the clause tells why it speaks of the place or unit ``text[start:end]``."""
    before, after = clause(text, start, end)
    if _TOWARDS.search(before) or _COMING.search(after):
        return True
    return bool(_WITH.search(before) and _TOGETHER.search(after))
