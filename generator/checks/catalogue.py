"""The catalogue: every rule, in the order in which they are run and listed."""

from __future__ import annotations

from generator.checks.engine import equations
from generator.checks.engine.rule import Rule, closed
from generator.checks.subjects import (
    agreement,
    belonging,
    budgets,
    carried,
    codes,
    columns,
    conditional,
    evaluation,
    filling,
    holdings,
    kinds,
    lastyear,
    meanings,
    operating,
    pasted,
    projects,
    reasons,
    sizes,
    spending,
    targets,
    three_budgets,
    units,
    within,
)
from generator.checks.words.rules import of_group
from generator.editions import Edition
from generator.model import Finding, InputProblem, Severity

TEXT_GROUPS = ("文字", "印出来的句子", "名称和年度", "个人信息和涉密", "文字里的数字")
GROUPS: tuple[tuple[str, tuple[Rule, ...]], ...] = (
    ("表内关系", within.RULES),
    ("表间关系", equations.RULES),
    ("有条件的关系", conditional.RULES),
    ("上年数", lastyear.RULES),
    ("年初预算", budgets.RULES),
    ("粘贴", (*pasted.RULES, *columns.RULES)),
    ("金额的大小", sizes.RULES),
    ("由上年结转的数和行", carried.RULES),
    ("“三公”经费", (*spending.RULES, *three_budgets.RULES)),
    ("机关运行经费", operating.RULES),
    ("政府采购、国有资产", holdings.RULES),
    ("预算绩效", (*evaluation.RULES, *projects.RULES, *targets.RULES, *agreement.RULES)),
    ("科目", (*codes.RULES, *kinds.RULES, *meanings.RULES)),
    ("填报、日期", filling.RULES),
    ("单位和表头", (*units.RULES, *belonging.RULES)),
    ("增减原因", reasons.RULES),
    *((name, of_group(name)) for name in TEXT_GROUPS),
)
RULES = closed(rule for _, rules in GROUPS for rule in rules)
BY_ID = {rule.id: rule for rule in RULES}


def rules_of(edition: Edition) -> tuple[Rule, ...]:
    """Every rule that an edition has not switched off, in its words, and those of its own tables.

    Raises InputProblem where the edition speaks of a rule that there is not.
    """
    return edition.once("rules", lambda: _rules_of(edition))


def _rules_of(edition: Edition) -> tuple[Rule, ...]:
    own = {relation.id for relation in edition.relations}
    if unknown := "、".join(sorted(edition.rules.keys() - BY_ID.keys() - own)):
        raise _misdeclared(edition, f"edition.toml 的 rules 里有 {unknown}，没有这条规则")
    off = {key for key, change in edition.rules.items() if change.off}
    beyond = (*within.rules_beyond(edition), *equations.rules_beyond(edition))
    return tuple(rule.of(edition) for rule in (*RULES, *beyond) if rule.id not in off)


def _misdeclared(edition: Edition, fault: str) -> InputProblem:
    message = f"版式「{edition.id}」的数据有误：{fault}"
    remedy = f"检查 {edition.folders[0]} 里的文件；gen rules 列出全部编号。"
    return InputProblem([Finding("版式", Severity.ERROR, message, remedy=remedy)])
