"""政府采购 and 国有资产: amounts and counts behind the labels of their sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from generator.history.papers.clauses import MONEY, Clauses, money
from generator.history.papers.folding import Folded, folded, number
from generator.history.papers.gathered import Gathered
from generator.history.papers.sections import PaperSections
from generator.model import regex

_PART = "其中:"
_UNITS = regex(r"\([辆台批个人][^)]*\)$")
_KINDS = {"sme_goods": "货物", "sme_works": "工程", "sme_services": "服务"}
_VEHICLES = regex(r"共有车辆(\d+)辆")
_OTHER_USE = regex(r"其他用车主要(?:是|为|用于)([^;。]+)")


def take_holdings(sections: PaperSections, clauses: Clauses, gathered: Gathered) -> None:
    """Both sheets; a section that is not there leaves them blank."""
    _take_procurement(sections.lines("procurement"), gathered)
    _take_assets(sections.lines("assets"), gathered)


def _take_procurement(lines: Iterable[Folded], gathered: Gathered) -> None:
    text = "".join(line.text for line in lines)
    for line in gathered.edition.blocks["procurement"][1].lines:
        if line.live:
            continue
        label = re.escape(folded(line.label).removeprefix(_PART))
        if kind := _KINDS.get(line.key):
            label = rf"{kind}(?:采购)?授予中小企业合同金额"
        # 授予中小企业合同金额 stands behind 货物采购 too: there it is the one of the goods.
        before = "(?<!采购)" if line.key == "sme" else ""
        if found := re.search(rf"{before}{label}(?:为|共)?{MONEY}", text):
            gathered.put("procurement", line.key, "value", money(found[1], found[2]))


def _take_assets(lines: list[Folded], gathered: Gathered) -> None:
    text = "".join(line.text for line in lines)
    block = gathered.edition.blocks["assets"][1]
    uses = [line for line in block.lines if line.kind == "count" and line.indent]
    counts = {line.key: _count(text, line.label) for line in uses}
    stated = _VEHICLES.search(text)
    if stated and sum(count or 0 for count in counts.values()) == int(stated[1]):
        counts = {key: count or Decimal(0) for key, count in counts.items()}  # those not named
    elif stated:
        why = f"写了车辆 {stated[1]} 辆，与各种用车加起来不等"
        gathered.miss("assets", uses[0].key, "value", why)
    for key, count in counts.items():
        gathered.put("assets", key, "value", count)
    for other in block.lines:
        if other.kind == "count" and not other.indent and not other.live:
            gathered.put("assets", other.key, "value", _count(text, other.label))
    for line in lines:
        if found := _OTHER_USE.search(line.text):
            gathered.put("assets", "other_use", "value", line.cut(*found.span(1)))


def _count(text: str, label: str) -> Decimal | None:
    """The count behind a label, whose unit the label may name at its end."""
    bare = re.escape(_UNITS.sub("", folded(label)))
    found = re.search(rf"{bare}(?:为|共)?(\d+)[辆台]", text)
    return number(found[1]) if found else None
