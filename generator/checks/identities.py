"""Identities between the nine tables, one line each, as data.

An entry is: rule id, name, left place, right places, relation.  A place is
``form.row.column``; ``*`` as row stands for every 类 of the right side's form, ``#`` for
every 项.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from generator.checks.comparing import Claim, exact
from generator.checks.context import Context
from generator.checks.rule import AT_LEAST, ENVELOPE, Look, Rule
from generator.figures.accounts import basis_of
from generator.model import Severity


@dataclass(frozen=True)
class Identity:
    """``left`` = (or ≥) sum of ``right``."""

    rule: str
    name: str
    left: str
    right: tuple[str, ...]
    at_least: bool = False


def _equal(rule: str, name: str, left: str, *right: str) -> Identity:
    return Identity(rule, name, left, right)


def _at_least(rule: str, name: str, left: str, *right: str) -> Identity:
    return Identity(rule, name, left, right, at_least=True)


IDENTITIES: tuple[Identity, ...] = (
    _equal(
        "X01",
        "{totals.mark}本年收入合计 = {income.mark}合计",
        "totals.income.amount",
        "income.total.total",
    ),
    _equal(
        "X02",
        "{income.mark}财政拨款收入 = {totals.mark}三项财政拨款收入之和",
        "income.total.fiscal",
        "totals.general.amount",
        "totals.fund.amount",
        "totals.capital.amount",
    ),
    _equal(
        "X02",
        "{totals.mark}一般公共预算财政拨款收入 = {fiscal.mark}",
        "totals.general.amount",
        "fiscal.general.amount",
    ),
    _equal(
        "X02",
        "{totals.mark}政府性基金预算财政拨款收入 = {fiscal.mark}",
        "totals.fund.amount",
        "fiscal.fund.amount",
    ),
    _equal(
        "X02",
        "{totals.mark}国有资本经营预算财政拨款收入 = {fiscal.mark}",
        "totals.capital.amount",
        "fiscal.capital.amount",
    ),
    _equal(
        "X03",
        "{totals.mark}上级补助收入 = {income.mark}",
        "totals.superior.amount",
        "income.total.superior",
    ),
    _equal(
        "X03",
        "{totals.mark}事业收入 = {income.mark}",
        "totals.business.amount",
        "income.total.business",
    ),
    _equal(
        "X03",
        "{totals.mark}经营收入 = {income.mark}",
        "totals.operating.amount",
        "income.total.operating",
    ),
    _equal(
        "X03",
        "{totals.mark}附属单位上缴收入 = {income.mark}",
        "totals.affiliated.amount",
        "income.total.affiliated",
    ),
    _equal(
        "X03", "{totals.mark}其他收入 = {income.mark}", "totals.other.amount", "income.total.other"
    ),
    _equal(
        "X04",
        "{totals.mark}本年支出合计 = {expenditure.mark}合计",
        "totals.expenditure.amount",
        "expenditure.total.total",
    ),
    _equal(
        "X05",
        "{totals.mark}{name} = {expenditure.mark}{name}",
        "totals.*.amount",
        "expenditure.*.total",
    ),
    _equal(
        "X06",
        "{fiscal.mark}本年支出合计 = {general.mark}＋{fund.mark}＋{capital.mark}本年支出",
        "fiscal.expenditure.total",
        "general.total.total",
        "fund.total.expenditure",
        "capital.total.total",
    ),
    _equal(
        "X07",
        "{fiscal.mark}一般公共预算支出 = {general.mark}合计",
        "fiscal.expenditure.general",
        "general.total.total",
    ),
    _equal(
        "X07",
        "{fiscal.mark}{name}（一般公共预算）= {general.mark}",
        "fiscal.*.general",
        "general.*.total",
    ),
    _equal(
        "X08",
        "{fiscal.mark}政府性基金支出 = {fund.mark}合计",
        "fiscal.expenditure.fund",
        "fund.total.expenditure",
    ),
    _equal(
        "X08",
        "{fiscal.mark}{name}（政府性基金）= {fund.mark}",
        "fiscal.*.fund",
        "fund.*.expenditure",
    ),
    _equal(
        "X08",
        "{fiscal.mark}国有资本经营支出 = {capital.mark}合计",
        "fiscal.expenditure.capital",
        "capital.total.total",
    ),
    _equal(
        "X08",
        "{fiscal.mark}{name}（国有资本经营）= {capital.mark}",
        "fiscal.*.capital",
        "capital.*.total",
    ),
    _equal(
        "X09",
        "{fund.mark}年初结转和结余 = {fiscal.mark}",
        "fund.total.opening",
        "fiscal.opening_fund.amount",
    ),
    _equal(
        "X09",
        "{fund.mark}本年收入 = {fiscal.mark}政府性基金收入",
        "fund.total.income",
        "fiscal.fund.amount",
    ),
    _equal(
        "X09",
        "{fund.mark}年末结转和结余 = {fiscal.mark}",
        "fund.total.closing",
        "fiscal.closing.fund",
    ),
    _equal(
        "X10",
        "{general.mark}基本支出 = {basic.mark}人员经费＋公用经费",
        "general.total.basic",
        "basic.personnel.amount",
        "basic.public.amount",
    ),
    _at_least(
        "X11",
        "{expenditure.mark}基本支出应不小于 {general+fund+capital.mark}基本支出",
        "expenditure.total.basic",
        "general.total.basic",
        "fund.total.basic",
        "capital.total.basic",
    ),
    _at_least(
        "X11",
        "{expenditure.mark}项目支出应不小于 {general+fund+capital.mark}项目支出",
        "expenditure.total.project",
        "general.total.project",
        "fund.total.project",
        "capital.total.project",
    ),
    _at_least(
        "X11",
        "{expenditure.mark}{name}：基本支出应不小于 {general+fund+capital.mark}",
        "expenditure.#.basic",
        "general.#.basic",
        "fund.#.basic",
        "capital.#.basic",
    ),
    _at_least(
        "X11",
        "{expenditure.mark}{name}：项目支出应不小于 {general+fund+capital.mark}",
        "expenditure.#.project",
        "general.#.project",
        "fund.#.project",
        "capital.#.project",
    ),
    _at_least(
        "X12",
        "{totals.mark}{name}应不小于 {fiscal.mark}{name}",
        "totals.*.amount",
        "fiscal.*.total",
    ),
    _at_least(
        "X14",
        "{three_public.mark}因公出国（境）费应不小于 {basic.mark} 30212",
        "three_public.row.outturn_abroad",
        "basic.30212.amount",
    ),
    _at_least(
        "X14",
        "{three_public.mark}公务用车购置费应不小于 {basic.mark} 31013",
        "three_public.row.outturn_purchase",
        "basic.31013.amount",
    ),
    _at_least(
        "X14",
        "{three_public.mark}公务用车运行维护费应不小于 {basic.mark} 30231",
        "three_public.row.outturn_running",
        "basic.30231.amount",
    ),
    _at_least(
        "X14",
        "{three_public.mark}公务接待费应不小于 {basic.mark} 30217",
        "three_public.row.outturn_reception",
        "basic.30217.amount",
    ),
    *(
        Identity(
            "B04",
            f"{{fiscal.mark}}{name}：年初结转和结余＋本年收入 = 本年支出＋年末结转和结余",
            f"fiscal.total_expenditure.{key}",
            (f"fiscal.{key}.amount", f"fiscal.opening_{key}.amount"),
        )
        for key, name in (
            ("general", "一般公共预算"),
            ("fund", "政府性基金"),
            ("capital", "国有资本经营"),
        )
    ),
)


def expand(context: Context, identities: Iterable[Identity]) -> Iterator[Look]:
    """The claims of some identities, over the codes of the workbook."""
    for identity in identities:
        for row in _rows(context, identity):
            yield _claim(context, identity, row)


def _rows(context: Context, identity: Identity) -> list[str]:
    """What the wildcard of an identity stands for: the codes of either side."""
    places = [place.split(".") for place in (identity.left, *identity.right)]
    lengths = {"*": 3, "#": 7}
    wildcard = places[0][1]
    if wildcard not in lengths:
        return [wildcard]
    rows = {
        row.key
        for form_id, _, _ in places
        for row in context.accounts.facts[form_id].rows
        if row.key.isdigit() and len(row.key) == lengths[wildcard]
    }
    return sorted(rows)


def _claim(context: Context, identity: Identity, row: str) -> Claim:
    accounts = context.accounts
    places = [_place(place, row) for place in (identity.left, *identity.right)]
    left, *right = (context.amount(place) for place in places)
    form_id, line, column = places[0].split(".")
    name = identity.name.replace(
        "{name}", f"{row} {accounts.name_of(row)}" if row.isdigit() else ""
    )
    return Claim(
        name,
        left,
        tuple((1, figure) for figure in right),
        basis_of(accounts.edition.form(form_id), line, column),
        exact(accounts, *(place.split(".")[0] for place in places)),
        identity.at_least,
    )


def _place(place: str, row: str) -> str:
    return place.replace("*", row).replace("#", row)


def _of(context: Context, rule: str) -> Iterator[Look]:
    return expand(context, (identity for identity in IDENTITIES if identity.rule == rule))


def _rule(rule: str, title: str, basis: str, *covers: str, at_least: bool = False) -> Rule:
    return Rule(
        rule,
        title,
        Severity.ERROR,
        basis,
        partial(_of, rule=rule),
        "两边都没有填数",
        AT_LEAST if at_least else ENVELOPE,
        covers or (rule,),
    )


RULES = (
    _rule(
        "X01",
        "本年收入合计：{totals.mark} = {income.mark}",
        "{totals}{totals.income}行",
        "X1",
        "E20",
    ),
    _rule(
        "X02",
        "财政拨款收入：{totals.mark} = {income.mark} = {fiscal.mark}",
        "{totals}{totals.general}至{totals.capital}行",
        "X2",
        "E20",
    ),
    _rule(
        "X03",
        "非财政收入：{totals.mark} = {income.mark}",
        "{totals}{totals.superior}至{totals.other}行",
        "X3",
        "E20",
    ),
    _rule(
        "X04",
        "本年支出合计：{totals.mark} = {expenditure.mark}",
        "{totals}{totals.expenditure}行",
        "X4",
        "E20",
    ),
    _rule(
        "X05",
        "各类支出：{totals.mark} = {expenditure.mark}",
        "{totals}{totals.201}至{totals.234}行",
        "X5",
        "E20",
    ),
    _rule(
        "X06",
        "财政拨款支出：{fiscal.mark} = {general+fund+capital.mark}",
        "{fiscal}{fiscal.expenditure}行",
        "X6",
        "E20",
    ),
    _rule(
        "X07",
        "一般公共预算支出：{fiscal.mark} = {general.mark}",
        "{fiscal}{fiscal/general}栏",
        "X7",
        "E20",
    ),
    _rule(
        "X08",
        "政府性基金、国有资本经营支出：{fiscal.mark} = {fund,capital.mark}",
        "{fiscal}{fiscal/fund}、{fiscal/capital}栏",
        "X8",
        "E29",
    ),
    _rule("X09", "政府性基金收入和结转：{fund.mark} = {fiscal.mark}", "{fund}合计行", "X9", "E29"),
    _rule(
        "X10", "基本支出：{general.mark} = {basic.mark}", "{general}{general/basic}栏", "X10", "E20"
    ),
    _rule(
        "X11",
        "财政拨款支出不超过全部支出（逐项）",
        "{expenditure}{expenditure/basic}、{expenditure/project}栏",
        "X11",
        at_least=True,
    ),
    _rule(
        "X12",
        "财政拨款支出不超过全部支出（逐类）",
        "{totals}{totals.201}至{totals.234}行",
        "X12",
        at_least=True,
    ),
    _rule(
        "X14",
        "“三公”经费不小于其中基本支出部分",
        "{three_public}{three_public/outturn_abroad}至{three_public/outturn_reception}栏",
        "X14",
        "E30",
        at_least=True,
    ),
    _rule(
        "B04",
        "各类资金收支结转平衡",
        "{fiscal}{fiscal.general}至{fiscal.capital}、{fiscal.opening_general}至{fiscal.opening_capital}、{fiscal.total_expenditure}行",
        "04-d",
    ),
)
