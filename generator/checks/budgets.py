"""年初预算 and 全年预算: what their totals are made of."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.context import Context
from generator.checks.looks import Right, Wrong
from generator.checks.rule import WORDS, Look, Rule
from generator.figures.budget_items import ItemBudget
from generator.model import Severity


def full_year(context: Context) -> Iterator[Look]:
    """The full-year budget of a kind is known: no 项 was spent beyond what is given for it."""
    made = context.disclosure
    for name, account, items in (
        ("一般公共预算", made.general, made.general.items),
        ("政府性基金预算", made.fund, made.fund.budgets),
        ("国有资本经营预算", made.capital, made.capital.budgets),
    ):
        if account.unadjusted:
            yield _untold(name, account.unadjusted)
        elif any(item.plan.adjusted for item in items):
            yield Right(tuple(item.asked for item in items if item.plan.adjusted))


def _untold(name: str, items: tuple[ItemBudget, ...]) -> Wrong:
    many = f"等 {len(items)} 个科目" if len(items) > 1 else ""
    return Wrong(
        f"{name}的全年预算合计算不出来：{items[0].name}{many}的决算数大于预算数",
        tuple(dict.fromkeys(item.asked for item in items)),
        "在「全年预算数」一栏填写调整后的预算数（有追加的都要填）；正文合计暂时只写年初预算。",
    )


RULES = (
    Rule(
        "B10",
        "填了全年预算数的，各项都填到",
        Severity.WARNING,
        "年初预算 全年预算数",
        full_year,
        "没有填全年预算数",
        WORDS,
        ("X23",),
    ),
)
