"""第三部分 九至十二: 三公, 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.editions.schema import Block, InputRow
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, difference, total
from generator.figures.reasons import Entry
from generator.model import Figure, Text


class ThreePublicItem(Struct, frozen=True):
    """One line of 三公: 年初预算, 全年预算 (公开09表预算数), 决算, last year.

    ``completion`` is of the full-year budget, or of the initial one where 公开09表 has none:
    ``of_initial`` then.  ``budget_change`` is against the same budget, or against the initial
    one where the full year's was met exactly and the initial one was not: ``from_initial``;
    ``budget_name`` is what that budget is called.
    ``unsplit``: only the total was given of the initial budget, what this line had is not known.
    """

    name: Text
    initial_budget: Figure
    unsplit: bool
    full_budget: Figure
    outturn: Figure
    of_initial: bool
    completion: Figure
    share: Figure
    change: Change
    from_initial: bool
    budget_name: str
    budget_change: Change

    @property
    def nil(self) -> bool:
        """True when nothing was spent."""
        return self.outturn.nil

    @property
    def nothing(self) -> bool:
        """True when nothing was planned and nothing spent this year."""
        return self.nil and self.initial_budget.nil and self.full_budget.nil and not self.unsplit

    @property
    def idle(self) -> bool:
        """True when nothing was planned or spent, this year or last."""
        return self.nothing and self.change.flat


class ThreePublic(Struct, frozen=True):
    """九、财政拨款“三公”经费 (公开09表).  ``empty``: no budget and no expenditure at all."""

    empty: bool
    total: ThreePublicItem
    abroad: ThreePublicItem
    cars: ThreePublicItem
    purchase: ThreePublicItem
    running: ThreePublicItem
    reception: ThreePublicItem
    counts: dict[str, Figure]
    uses: dict[str, Text]

    @property
    def items(self) -> tuple[ThreePublicItem, ...]:
        """The total and its parts."""
        return self.total, self.abroad, self.cars, self.purchase, self.running, self.reception


class Operating(Struct, frozen=True):
    """十、机关运行经费."""

    this: Figure
    change: Change


class Procurement(Struct, frozen=True):
    """十一、政府采购, by contract amounts.

    ``sme_share`` is of the total, ``small_share`` of what SMEs won; ``by_kind`` are the kinds
    bought, with the share of each that SMEs won where it is stated.
    """

    nil: bool
    total: Figure
    goods: Figure
    works: Figure
    services: Figure
    sme: Figure
    sme_share: Figure
    small: Figure
    small_share: Figure
    by_kind: tuple[Purchase, ...]


class Purchase(Struct, frozen=True):
    """货物, 工程 or 服务, and how much of it SMEs won."""

    name: Text
    sme: Figure
    share: Figure


class Vehicles(Struct, frozen=True):
    """Vehicles of one use."""

    name: Text
    count: Figure


class Assets(Struct, frozen=True):
    """十二、国有资产占用.  ``blank``: nothing stated, which is not the same as zero.

    ``by_use`` are the uses that have vehicles.
    """

    blank: bool
    vehicles: Figure
    by_use: tuple[Vehicles, ...]
    other_use: Text
    equipment: Figure


_ITEMS = ("total", "abroad", "cars", "purchase", "running", "reception")


def three_public(accounts: Accounts) -> ThreePublic:
    """Shares are of the total 决算."""
    grid = accounts.edition.blocks["three_public_items"][1]
    items = {key: _three_public_item(accounts, grid.lines, grid.line(key)) for key in _ITEMS}
    block = accounts.edition.blocks["three_public_counts"][1]
    whole = items["total"]
    return ThreePublic(
        empty=whole.outturn.nil and whole.full_budget.nil and whole.initial_budget.nil,
        counts=_counts(accounts, block),
        uses={k.key: accounts.text(block.id, k.key) for k in block.lines if k.kind == "long"},
        **items,
    )


def _counts(accounts: Accounts, block: Block) -> dict[str, Figure]:
    """The counts typed, and ``domestic_…``: all reception without the foreign part of it."""
    counts = {k.key: accounts.given(block.id, k.key) for k in block.lines if k.kind != "long"}
    for what, label in (("batches", "国内公务接待批次"), ("people", "国内公务接待人次")):
        whole, foreign = counts[f"reception_{what}"], counts[f"foreign_{what}"]
        rest = difference(label, whole, foreign)
        counts[f"domestic_{what}"] = rest if whole.given else replace(rest, value=None)
    return counts


_OUTTURN = {"total": ("outturn", "budget")}


def _budgets(accounts: Accounts, key: str) -> tuple[Figure, Figure, Figure]:
    """Of a line of 三公: the initial budget, the full-year budget, what was spent."""
    spent_key, full_key = _OUTTURN.get(key, (f"outturn_{key}", f"budget_{key}"))
    return (
        accounts.stated("three_public_items", key, "budget"),
        accounts.amount("three_public", "row", full_key),
        accounts.amount("three_public", "row", spent_key),
    )


def _of_initial(accounts: Accounts, lines: tuple[InputRow, ...], key: str) -> bool:
    """True when a line is compared with the initial budget.

    The place says so of all, or the full-year one of the line is not known.  So is a total as soon as one of its lines is and had expenditure: its sum says too little.
    """
    initial, full, _ = _budgets(accounts, key)
    if accounts.edition.three_public_against == "initial":
        return True
    parts = next(line.of for line in lines if line.key == key)
    if any(_of_initial(accounts, lines, p) and not _budgets(accounts, p)[2].nil for p in parts):
        return True
    return full.nil and (not initial.nil or accounts.unsplit("three_public_items", key, "budget"))


def _budget_changes(accounts: Accounts, lines: tuple[InputRow, ...]) -> dict[str, Entry]:
    """What was spent on each line against the budget that it is compared with."""
    return {
        line.key: Entry(line.name, _budget_change(accounts, lines, line)[1], line.reason_from)
        for line in lines
    }


def _budget_change(
    accounts: Accounts, lines: tuple[InputRow, ...], line: InputRow
) -> tuple[bool, Change]:
    """Whether a line is compared with the initial budget, and the comparison."""
    initial, full, spent = _budgets(accounts, line.key)
    reason = accounts.text("three_public_items", line.key, "budget_reason")
    against_full, against_initial = (
        accounts.against(f"{line.label}与预算", spent, budget, reason) for budget in (full, initial)
    )
    if accounts.unsplit("three_public_items", line.key, "budget"):
        against_initial = replace(against_initial, direction="unknown")
    met = against_full.flat and not initial.nil and not against_initial.flat
    from_initial = met or _of_initial(accounts, lines, line.key)
    against = against_initial if from_initial else against_full
    return from_initial, replace(against, optional=line.told_by_parts)


def _budget_name(accounts: Accounts, initial: bool) -> str:
    """年初预算 or 全年预算, as the sheet calls it."""
    key = "budget" if initial else "full_budget"
    columns = accounts.edition.blocks["three_public_items"][1].columns
    return next((c.label for c in columns if c.key == key), "预算数").removesuffix("数")


def _three_public_item(
    accounts: Accounts, lines: tuple[InputRow, ...], line: InputRow
) -> ThreePublicItem:
    key, label = line.key, line.label
    initial, full, spent = _budgets(accounts, key)
    of_initial = _of_initial(accounts, lines, key)
    from_initial, _ = _budget_change(accounts, lines, line)
    told = accounts.told("budget_reason", lambda: _budget_changes(accounts, lines))
    return ThreePublicItem(
        name=Text("“三公”经费" if key == "total" else label),
        initial_budget=initial,
        unsplit=accounts.unsplit("three_public_items", key, "budget"),
        full_budget=full,
        outturn=spent,
        of_initial=of_initial,
        completion=accounts.share(f"{label}完成预算", spent, initial if of_initial else full),
        share=accounts.share(
            f"{label}占比", spent, accounts.amount("three_public", "row", "outturn")
        ),
        change=replace(
            accounts.against_prior(label, spent, key, "three_public_items"),
            optional=line.told_by_parts,
        ),
        from_initial=from_initial,
        budget_name=_budget_name(accounts, from_initial),
        budget_change=told[key],
    )


def operating(accounts: Accounts) -> Operating:
    """机关运行经费 against last year."""
    this = accounts.given("operating", "operating", "this")
    against = accounts.against_prior("机关运行经费", this, "operating", "operating")
    return Operating(this, against)


def procurement(accounts: Accounts) -> Procurement:
    """A blank total is the sum of goods, works and services; a blank one of these is nil.

    It is not known what it was where the three do not make up the total that is stated.
    """
    goods, works, services, stated, sme, small = (
        accounts.optional("procurement", key)
        for key in ("goods", "works", "services", "total", "sme", "small")
    )
    summed = total("政府采购支出总额", [goods, works, services])
    whole = stated if stated.given else summed
    if abs(whole.amount - summed.amount) <= accounts.rounding(3, "procurement"):
        goods, works, services = map(_known, (goods, works, services))
    return Procurement(
        whole.nil,
        whole,
        goods,
        works,
        services,
        sme,
        accounts.share("授予中小企业合同金额占比", sme, whole),
        small,
        accounts.share("授予小微企业合同金额占比", small, sme),
        tuple(_purchases(accounts)),
    )


def _known(figure: Figure) -> Figure:
    """A blank amount as the zero that it means."""
    return figure if figure.given else replace(figure, value=Decimal(0))


def _purchases(accounts: Accounts) -> Iterator[Purchase]:
    for key in ("goods", "works", "services"):
        name = _label(accounts, "procurement", key).removesuffix("支出")
        bought, sme = (
            accounts.given("procurement", key),
            accounts.optional("procurement", f"sme_{key}"),
        )
        if accounts.shows(bought) and accounts.shows(sme):
            yield Purchase(Text(name), sme, accounts.share(f"{name}授予中小企业占比", sme, bought))


def _label(accounts: Accounts, block: str, key: str) -> str:
    return accounts.edition.blocks[block][1].line(key).label


_USES = (
    "minister",
    "leader",
    "confidential",
    "emergency",
    "enforcement",
    "special",
    "retired",
    "other_vehicles",
)


def _other_use(accounts: Accounts) -> Text:
    """What 其他用车 serve, where the edition asks for it."""
    asked = any(line.key == "other_use" for line in accounts.edition.blocks["assets"][1].lines)
    return accounts.text("assets", "other_use") if asked else Text("")


def assets(accounts: Accounts) -> Assets:
    """A blank number of vehicles is the sum over their uses."""
    by_use = [
        Vehicles(Text(_label(accounts, "assets", k)), accounts.given("assets", k)) for k in _USES
    ]
    stated = accounts.given("assets", "vehicles")
    vehicles = stated if stated.given else total("车辆合计", [use.count for use in by_use])
    equipment = accounts.given("assets", "equipment")
    return Assets(
        blank=not vehicles.given and not equipment.given,
        vehicles=vehicles,
        by_use=tuple(use for use in by_use if not use.count.nil),
        other_use=_other_use(accounts),
        equipment=equipment,
    )
