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
    _equal("X01", "01表本年收入合计 = 02表合计", "01.income.amount", "02.total.total"),
    _equal(
        "X02",
        "02表财政拨款收入 = 01表三项财政拨款收入之和",
        "02.total.fiscal",
        "01.general.amount",
        "01.fund.amount",
        "01.capital.amount",
    ),
    _equal("X02", "01表一般公共预算财政拨款收入 = 04表", "01.general.amount", "04.general.amount"),
    _equal("X02", "01表政府性基金预算财政拨款收入 = 04表", "01.fund.amount", "04.fund.amount"),
    _equal(
        "X02", "01表国有资本经营预算财政拨款收入 = 04表", "01.capital.amount", "04.capital.amount"
    ),
    _equal("X03", "01表上级补助收入 = 02表", "01.superior.amount", "02.total.superior"),
    _equal("X03", "01表事业收入 = 02表", "01.business.amount", "02.total.business"),
    _equal("X03", "01表经营收入 = 02表", "01.operating.amount", "02.total.operating"),
    _equal("X03", "01表附属单位上缴收入 = 02表", "01.affiliated.amount", "02.total.affiliated"),
    _equal("X03", "01表其他收入 = 02表", "01.other.amount", "02.total.other"),
    _equal("X04", "01表本年支出合计 = 03表合计", "01.expenditure.amount", "03.total.total"),
    _equal("X05", "01表{name} = 03表{name}", "01.*.amount", "03.*.total"),
    _equal(
        "X06",
        "04表本年支出合计 = 05表＋07表＋08表本年支出",
        "04.expenditure.total",
        "05.total.total",
        "07.total.expenditure",
        "08.total.total",
    ),
    _equal("X07", "04表一般公共预算支出 = 05表合计", "04.expenditure.general", "05.total.total"),
    _equal("X07", "04表{name}（一般公共预算）= 05表", "04.*.general", "05.*.total"),
    _equal("X08", "04表政府性基金支出 = 07表合计", "04.expenditure.fund", "07.total.expenditure"),
    _equal("X08", "04表{name}（政府性基金）= 07表", "04.*.fund", "07.*.expenditure"),
    _equal("X08", "04表国有资本经营支出 = 08表合计", "04.expenditure.capital", "08.total.total"),
    _equal("X08", "04表{name}（国有资本经营）= 08表", "04.*.capital", "08.*.total"),
    _equal("X09", "07表年初结转和结余 = 04表", "07.total.opening", "04.opening_fund.amount"),
    _equal("X09", "07表本年收入 = 04表政府性基金收入", "07.total.income", "04.fund.amount"),
    _equal("X09", "07表年末结转和结余 = 04表", "07.total.closing", "04.closing.fund"),
    _equal(
        "X10",
        "05表基本支出 = 06表人员经费＋公用经费",
        "05.total.basic",
        "06.personnel.amount",
        "06.public.amount",
    ),
    _at_least(
        "X11",
        "03表基本支出应不小于 05＋07＋08表基本支出",
        "03.total.basic",
        "05.total.basic",
        "07.total.basic",
        "08.total.basic",
    ),
    _at_least(
        "X11",
        "03表项目支出应不小于 05＋07＋08表项目支出",
        "03.total.project",
        "05.total.project",
        "07.total.project",
        "08.total.project",
    ),
    _at_least(
        "X11",
        "03表{name}：基本支出应不小于 05＋07＋08表",
        "03.#.basic",
        "05.#.basic",
        "07.#.basic",
        "08.#.basic",
    ),
    _at_least(
        "X11",
        "03表{name}：项目支出应不小于 05＋07＋08表",
        "03.#.project",
        "05.#.project",
        "07.#.project",
        "08.#.project",
    ),
    _at_least("X12", "01表{name}应不小于 04表{name}", "01.*.amount", "04.*.total"),
    _at_least(
        "X14", "09表因公出国（境）费应不小于 06表 30212", "09.row.outturn_abroad", "06.30212.amount"
    ),
    _at_least(
        "X14", "09表公务用车购置费应不小于 06表 31013", "09.row.outturn_purchase", "06.31013.amount"
    ),
    _at_least(
        "X14",
        "09表公务用车运行维护费应不小于 06表 30231",
        "09.row.outturn_running",
        "06.30231.amount",
    ),
    _at_least(
        "X14", "09表公务接待费应不小于 06表 30217", "09.row.outturn_reception", "06.30217.amount"
    ),
    *(
        Identity(
            "B04",
            f"04表{name}：年初结转和结余＋本年收入 = 本年支出＋年末结转和结余",
            f"04.total_expenditure.{key}",
            (f"04.{key}.amount", f"04.opening_{key}.amount"),
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
    name = identity.name.format(name=f"{row} {accounts.name_of(row)}" if row.isdigit() else "")
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
    _rule("X01", "本年收入合计：01表 = 02表", "公开01表27行", "X1", "E20"),
    _rule("X02", "财政拨款收入：01表 = 02表 = 04表", "公开01表1至3行", "X2", "E20"),
    _rule("X03", "非财政收入：01表 = 02表", "公开01表4至8行", "X3", "E20"),
    _rule("X04", "本年支出合计：01表 = 03表", "公开01表58行", "X4", "E20"),
    _rule("X05", "各类支出：01表 = 03表", "公开01表32至57行", "X5", "E20"),
    _rule("X06", "财政拨款支出：04表 = 05＋07＋08表", "公开04表59行", "X6", "E20"),
    _rule("X07", "一般公共预算支出：04表 = 05表", "公开04表3栏", "X7", "E20"),
    _rule("X08", "政府性基金、国有资本经营支出：04表 = 07、08表", "公开04表4、5栏", "X8", "E29"),
    _rule("X09", "政府性基金收入和结转：07表 = 04表", "公开07表合计行", "X9", "E29"),
    _rule("X10", "基本支出：05表 = 06表", "公开05表2栏", "X10", "E20"),
    _rule("X11", "财政拨款支出不超过全部支出（逐项）", "公开03表2、3栏", "X11", at_least=True),
    _rule("X12", "财政拨款支出不超过全部支出（逐类）", "公开01表32至57行", "X12", at_least=True),
    _rule(
        "X14", "“三公”经费不小于其中基本支出部分", "公开09表8至12栏", "X14", "E30", at_least=True
    ),
    _rule("B04", "各类资金收支结转平衡", "公开04表1至3、29至31、64行", "04-d"),
)
