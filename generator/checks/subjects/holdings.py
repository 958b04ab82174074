"""政府采购 and 国有资产: sums, parts, and what must be said about them."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import AT_LEAST, COUNTED, ENVELOPE, WORDS, Look, Reads, Rule
from generator.checks.subjects.spending import summed
from generator.figures.arithmetic import cells_of
from generator.model import Severity


def procurement_total(context: Context) -> Iterator[Look]:
    """总额 = 货物 + 工程 + 服务; SME part = its three parts when they are given."""
    stated = context.given("procurement", "total")
    parts = [context.given("procurement", key) for key in _KINDS]
    if stated.given:
        yield summed(context, "政府采购支出总额 = 货物＋工程＋服务", stated, parts)
    sme = context.given("procurement", "sme")
    sme_parts = [context.given("procurement", f"sme_{key}") for key in _KINDS]
    if any(part.given for part in sme_parts):
        yield summed(context, "授予中小企业合同金额 = 货物＋工程＋服务", sme, sme_parts)


_KINDS = ("goods", "works", "services")


def procurement_parts(context: Context) -> Iterator[Look]:
    """SME ≤ total, 小微 ≤ SME, each SME part ≤ its part."""
    whole = context.disclosure.procurement.total
    given = {k: context.given("procurement", k) for k in (*_KINDS, "sme", "small")}
    pairs = [(whole, given["sme"]), (given["sme"], given["small"])]
    pairs += [(given[key], context.given("procurement", f"sme_{key}")) for key in _KINDS]
    for large, small in pairs:
        if not small.nil:
            yield summed(
                context, f"{large.label}应不小于{small.label}", large, [small], at_least=True
            )


def procurement_sme(context: Context) -> Iterator[Look]:
    """With procurement, the amounts awarded to SMEs must be stated (0 when none)."""
    if context.disclosure.procurement.total.nil:
        return
    figures = [context.given("procurement", key) for key in ("sme", "small")]
    lacking = [figure for figure in figures if not figure.given]
    if lacking:
        labels = "".join(f"「{figure.label}」" for figure in lacking)
        yield Wrong(f"有政府采购支出，没有填{labels}", cells_of(lacking), "填写金额；没有的填 0。")
    else:
        yield Right(cells_of(figures))


def procurement_size(context: Context) -> Iterator[Look]:
    """What was procured is within what was spent."""
    total, spent = context.disclosure.procurement.total, context.amount("expenditure.total.total")
    if not total.nil and not context.accounts.unfilled:
        yield replace(
            summed(
                context,
                "{expenditure.mark}本年支出合计应不小于政府采购支出总额",
                spent,
                [total],
                at_least=True,
            ),
            remedy="核对金额和单位；按合同金额统计、跨年支付的，在核对说明里写明。",
        )


def vehicles(context: Context) -> Iterator[Look]:
    """车辆合计 = Σ uses."""
    stated = context.given("assets", "vehicles")
    if stated.given:
        parts = [use.count for use in context.disclosure.assets.by_use]
        yield summed(context, "车辆合计 = 各类用车之和", stated, parts)


def stated(context: Context) -> Iterator[Look]:
    """Where assets are stated at all, the number of vehicles and of equipment is."""
    made = context.disclosure.assets
    if made.blank:
        return
    for figure in (made.vehicles, made.equipment):
        if figure.given:
            yield Right(figure.cells)
        else:
            message = f"国有资产没有填「{figure.label}」"
            yield Wrong(message, figure.cells, "填写数量，没有的填 0；正文中暂时印出待补充的标记。")


def owned_part(context: Context) -> Iterator[Look]:
    """保有量 of 三公 and cars bought are part of all vehicles."""
    whole = context.disclosure.assets.vehicles
    for line in ("cars_owned", "cars_bought"):
        part = context.given("three_public_counts", line)
        if not part.nil:
            name = f"国有资产车辆合计应不小于{part.label}"
            yield summed(context, name, whole, [part], at_least=True)


def other_use(context: Context) -> Iterator[Look]:
    """其他用车 are explained."""
    count = context.given("assets", "other_vehicles")
    text = context.disclosure.assets.other_use
    if text.cell is None or (count.nil and not text):
        return
    if count.nil:
        message = "没有其他用车，写了主要用途"
        yield Wrong(message, (text.cell, *count.cells), "清除用途，或填写其他用车的数量。")
    elif text:
        yield Right((text.cell,))
    else:
        cells = (text.cell, *count.cells)
        message, remedy = "有其他用车，没有写主要用途", "写明其他用车的用途。"
        yield Wrong(message, cells, remedy, severity=Severity.TODO, blank=cells[:1])


_E, _W = Severity.ERROR, Severity.WARNING
RULES = (
    Rule(
        "G01",
        "政府采购总额 = 货物＋工程＋服务",
        _E,
        "政府采购",
        procurement_total,
        "没有填总额，或没有政府采购",
        ENVELOPE,
        ("X25",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "G02",
        "授予中小企业、小微企业金额是其中数",
        _E,
        "政府采购",
        procurement_parts,
        "没有授予中小企业的金额",
        AT_LEAST,
        ("X25", "E22"),
        reads=Reads.INPUTS,
    ),
    Rule(
        "G03",
        "有政府采购须填授予中小企业金额",
        Severity.TODO,
        "部门决算公开要求列明授予中小企业合同金额",
        procurement_sme,
        "没有政府采购",
        WORDS,
        ("E10",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "G04",
        "政府采购总额不超过本年支出",
        _W,
        "{expenditure}合计",
        procurement_size,
        "没有政府采购",
        AT_LEAST,
        ("X25", "E26"),
    ),
    Rule(
        "A01",
        "车辆合计 = 各类用车之和",
        _E,
        "国有资产",
        vehicles,
        "没有填车辆合计，由程序算出",
        COUNTED,
        ("X26",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "A02",
        "公务用车保有量、购置数不超过车辆合计",
        _W,
        "国有资产",
        owned_part,
        "没有公务用车",
        COUNTED,
        ("X26", "E42"),
        reads=Reads.INPUTS,
    ),
    Rule(
        "A03",
        "其他用车写明用途",
        _W,
        "国有资产",
        other_use,
        "没有其他用车",
        WORDS,
        ("E42",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "A04",
        "车辆数、设备数都要写明",
        Severity.TODO,
        "部门决算公开要求说明国有资产占用情况",
        stated,
        "国有资产全部空着，正文写明没有占用",
        WORDS,
        ("E42",),
        reads=Reads.INPUTS,
    ),
)
