"""年初预算 and 全年预算: what their totals are made of."""

from __future__ import annotations

from collections.abc import Iterator

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import from_fact, total
from generator.figures.budget_items import ItemBudget
from generator.figures.budget_rows import FORMS, meant, rows
from generator.model import Cell, Fact, Row, Severity


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


def unused(context: Context) -> Iterator[Look]:
    """What the 合计 row states is that of a kind of budget; of several kinds nobody could tell."""
    accounts = context.accounts
    kinds = [form_id for form_id in FORMS if rows(accounts, form_id)]
    common = accounts.facts["budget"]["total"]
    own_columns = accounts.facts["budget_totals"][FORMS[0]].cells
    stated = [common[key] for key in common.cells if key in own_columns and common[key].given]
    for fact in stated if len(kinds) > 1 else ():
        own = [_kind(accounts, form_id, fact, common) for form_id in kinds]
        if fact is common["budget"] and (_even(context, kinds) or any(o.given for o in own)):
            yield Right((fact.cell,))
        else:
            yield _misplaced(context, fact, own)


def _kind(accounts: Accounts, form_id: str, fact: Fact, common: Row) -> Fact:
    """The cell of 各类预算合计 that stands for a cell of the 合计 row."""
    column = next(key for key, other in common.cells.items() if other is fact)
    return accounts.facts["budget_totals"][form_id][column]


def _even(context: Context, kinds: list[str]) -> bool:
    """True when the 合计 is the sum of all rows to the last digit."""
    parts = [row["budget"] for form_id in kinds for row in rows(context.accounts, form_id)]
    stated = from_fact(context.accounts.facts["budget"]["total"]["budget"])
    return total("合计", map(from_fact, parts)).amount == stated.amount


def _misplaced(context: Context, fact: Fact, own: list[Fact]) -> Wrong:
    form_id = meant(context.accounts)
    lines = {
        line.key: line.label for line in context.accounts.edition.blocks["budget_totals"][1].lines
    }
    used = f"正文作为{lines[form_id]}的合计印出" if form_id else "正文没有用上"
    where = "、".join(str(entry.cell) for entry in own)
    return Wrong(
        f"表里有几类预算，「合计」一行填了{fact.label.rpartition('·')[2]}，{used}",
        (fact.cell,),
        f"属于哪一类预算，就填到「各类预算合计」的那一行（{where}）。",
        severity=Severity.HINT if fact.value is not None and not fact.text else None,
    )


def not_the_outturn(context: Context) -> Iterator[Look]:
    """年初预算数 is not what was spent in the end, 项 by 项."""
    made = context.disclosure
    items = (*made.general.items, *made.fund.budgets, *made.capital.budgets)
    typed = [item for item in items if item.plan.initial.given and not item.plan.outturn.nil]
    if len(typed) < _SEVERAL:
        return
    cells = tuple(cell for item in typed for cell in item.plan.initial.cells)
    if any(item.plan.initial.amount != item.plan.outturn.amount for item in typed):
        yield Right(cells)
    else:
        sheet = context.accounts.facts["budget"].sheet
        message = f"{len(typed)} 个科目的年初预算数与决算数一分不差，像是照抄了决算数"
        remedy = "填写年初批复的预算数；确实全部相同的，在核对说明里写明。"
        yield Wrong(message, cells, remedy, explains=(Cell(sheet, ""),))


_SEVERAL = 4


RULES = (
    Rule(
        "B12",
        "年初预算数不是照抄决算数",
        Severity.WARNING,
        "年初批复的预算",
        not_the_outturn,
        "有年初预算和决算的科目不到 4 个",
        "每一项都一分不差即提示",
        ("X23",),
    ),
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
    Rule(
        "B11",
        "几类预算的合计分别填",
        Severity.WARNING,
        "年初预算 各类预算合计",
        unused,
        "合计一行没有填，或只有一类预算",
        WORDS,
        ("X23",),
    ),
)
