"""第三部分 九至十二: 三公, 机关运行经费, 政府采购, 国有资产."""

from __future__ import annotations

from dataclasses import dataclass

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import Change, change, ratio, total
from generator.model import Figure, Text


@dataclass(frozen=True)
class ThreePublicItem:
    """One line of 三公: 年初预算, 全年预算 (公开09表预算数), 决算, last year."""

    initial_budget: Figure
    full_budget: Figure
    outturn: Figure
    completion: Figure
    share: Figure
    change: Change
    budget_change: Change

    @property
    def nil(self) -> bool:
        """True when nothing was spent."""
        return self.outturn.nil


@dataclass(frozen=True)
class ThreePublic:
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


@dataclass(frozen=True)
class Operating:
    """十、机关运行经费."""

    this: Figure
    change: Change


@dataclass(frozen=True)
class Procurement:
    """十一、政府采购, by contract amounts.  Shares of SMEs are of the total."""

    nil: bool
    total: Figure
    goods: Figure
    works: Figure
    services: Figure
    sme: Figure
    sme_share: Figure
    small: Figure
    small_share: Figure


@dataclass(frozen=True)
class Vehicles:
    """Vehicles of one use."""

    name: Text
    count: Figure


@dataclass(frozen=True)
class Assets:
    """十二、国有资产占用.  ``blank``: nothing stated, which is not the same as zero."""

    blank: bool
    vehicles: Figure
    by_use: tuple[Vehicles, ...]
    other_use: Text
    equipment: Figure


def three_public(accounts: Accounts) -> ThreePublic:
    """Shares are of the total 决算; completion is 决算 / 全年预算."""
    lines = accounts.edition.blocks["three_public"][1].lines
    items = {line.key: _three_public_item(accounts, line.key, line.label) for line in lines}
    counts = accounts.facts["three_public_counts"]
    keys = accounts.edition.blocks["three_public_counts"][1].lines
    whole = items["total"]
    return ThreePublic(
        empty=whole.outturn.nil and whole.full_budget.nil and whole.initial_budget.nil,
        counts={k.key: accounts.given(counts.id, k.key) for k in keys if k.kind != "long"},
        uses={k.key: accounts.text(counts.id, k.key) for k in keys if k.kind == "long"},
        **items,
    )


_OUTTURN = {"total": ("outturn", "budget")}


def _three_public_item(accounts: Accounts, key: str, label: str) -> ThreePublicItem:
    spent_key, budget_key = _OUTTURN.get(key, (f"outturn_{key}", f"budget_{key}"))
    spent = accounts.amount("09", "row", spent_key)
    full = accounts.amount("09", "row", budget_key)
    initial = accounts.given("three_public", key, "budget")
    reason = accounts.text("three_public", key, "budget_reason")
    return ThreePublicItem(
        initial_budget=initial,
        full_budget=full,
        outturn=spent,
        completion=ratio(f"{label}完成预算", spent, full),
        share=ratio(f"{label}占比", spent, accounts.amount("09", "row", "outturn")),
        change=accounts.against_prior(label, spent, key, "three_public"),
        budget_change=change(f"{label}与预算", spent, full, reason, accounts.visible),
    )


def operating(accounts: Accounts) -> Operating:
    """机关运行经费 against last year."""
    this = accounts.given("operating", "operating", "this")
    against = accounts.against_prior("机关运行经费", this, "operating", "operating")
    return Operating(this, against)


def procurement(accounts: Accounts) -> Procurement:
    """A blank total is the sum of goods, works and services."""
    goods, works, services, stated, sme, small = (
        accounts.given("procurement", key)
        for key in ("goods", "works", "services", "total", "sme", "small")
    )
    whole = stated if stated.given else total("政府采购支出总额", [goods, works, services])
    return Procurement(
        whole.nil,
        whole,
        goods,
        works,
        services,
        sme,
        ratio("授予中小企业合同金额占比", sme, whole),
        small,
        ratio("授予小微企业合同金额占比", small, whole),
    )


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


def assets(accounts: Accounts) -> Assets:
    """A blank number of vehicles is the sum over their uses."""
    labels = {line.key: line.label for line in accounts.edition.blocks["assets"][1].lines}
    by_use = tuple(Vehicles(Text(labels[key]), accounts.given("assets", key)) for key in _USES)
    stated = accounts.given("assets", "vehicles")
    vehicles = stated if stated.given else total("车辆合计", [use.count for use in by_use])
    equipment = accounts.given("assets", "equipment")
    return Assets(
        blank=not vehicles.given and not equipment.given,
        vehicles=vehicles,
        by_use=by_use,
        other_use=accounts.text("assets", "other_use"),
        equipment=equipment,
    )
