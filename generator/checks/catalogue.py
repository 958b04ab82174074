"""The catalogue: every rule, in the order in which they are run and listed."""

from __future__ import annotations

from generator.checks import (
    budgets,
    carried,
    codes,
    conditional,
    dating,
    evaluation,
    filling,
    holdings,
    identities,
    lastyear,
    meanings,
    naming,
    operating,
    printed,
    privacy,
    quoted,
    reasons,
    sentences,
    sizes,
    spending,
    targets,
    units,
    within,
    wording,
)
from generator.checks.rule import Rule, closed
from generator.editions import Edition

GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("表内关系", within.RULES),
    ("表间关系", identities.RULES),
    ("有条件的关系", conditional.RULES),
    ("上年数", lastyear.RULES),
    ("年初预算", budgets.RULES),
    ("金额的大小", sizes.RULES),
    ("由上年结转的数和行", carried.RULES),
    ("“三公”经费", spending.RULES),
    ("机关运行经费", operating.RULES),
    ("政府采购、国有资产", holdings.RULES),
    ("预算绩效", (*evaluation.RULES, *targets.RULES)),
    ("科目", (*codes.RULES, *meanings.RULES)),
    ("填报、日期", filling.RULES),
    ("单位和表头", units.RULES),
    ("增减原因", reasons.RULES),
    ("文字", (*wording.RULES, *sentences.RULES)),
    ("印出来的句子", printed.RULES),
    ("名称和年度", (*naming.RULES, *dating.RULES)),
    ("个人信息和涉密", privacy.RULES),
    ("文字里的数字", quoted.RULES),
)
# Rules about the official tables: before these are filled in they have nothing to say.
_ABOUT_TABLES = (
    within,
    identities,
    conditional,
    lastyear,
    budgets,
    sizes,
    spending,
    operating,
    codes,
    meanings,
    reasons,
)
FROM_TABLES = frozenset(
    {rule.id for module in _ABOUT_TABLES for rule in module.RULES} - {"O04", "R06"}
    | {"G04", "K05", "K07", "K08", "K09"}
)
RULES = closed(rule for _, rules in GROUPS for rule in rules)
BY_ID = {rule.id: rule for rule in RULES}


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """Every rule in the words of an edition."""
    return tuple(rule.of(edition) for rule in RULES)
