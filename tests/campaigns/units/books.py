"""The accounts of a random unit in 分: what came in, was spent and is left over, 项 by 项."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import catalogue
from .unit import Dice

SIZES = {"tiny": (1.0, 4.3), "small": (3.0, 5.8), "mid": (4.0, 7.2), "large": (5.0, 8.3)}
INCOMES = ("superior", "business", "operating", "affiliated", "other")
SPENDING = ("basic", "project", "to_superior", "operating", "to_affiliated")


@dataclass
class Account:
    """One 项 of one kind of budget.  Opening + income = basic + project + closing."""

    opening: int = 0
    basic: int = 0
    project: int = 0
    closing: int = 0

    @property
    def spent(self) -> int:
        return self.basic + self.project

    @property
    def income(self) -> int:
        return self.spent + self.closing - self.opening


@dataclass
class Books:
    """Fiscal accounts by kind of budget and 项; other money by kind and 项.

    Other money: ``opening`` + incomes + ``surplus_used`` = spending + ``allocation`` + ``closing``.
    """

    fiscal: dict[str, dict[str, Account]] = field(default_factory=dict)
    incomes: dict[str, dict[str, int]] = field(default_factory=dict)
    spending: dict[str, dict[str, int]] = field(default_factory=dict)
    opening: int = 0
    surplus_used: int = 0
    allocation: int = 0
    closing: int = 0

    def fiscal_sum(self, fund: str, what: str) -> int:
        return sum(getattr(account, what) for account in self.fiscal[fund].values())


def keep_books(dice: Dice, institution: bool, new: bool, codes: list[str]) -> Books:
    """Random accounts.  ``institution``: a 事业单位, which may earn money of its own.

    A ``new`` unit has nothing left over from last year.  ``codes`` are the 项 that it uses.
    """
    low, high = SIZES[dice.random.choices(list(SIZES), weights=(2, 3, 4, 2))[0]]
    books = Books(fiscal={fund: {} for fund in catalogue.FUNDS})
    if dice.chance(0.94):
        books.fiscal["general"] = _general(dice, low, high, new, codes)
    if dice.chance(0.4):
        books.fiscal["fund"] = _funded(dice, catalogue.OF_FUND, low, high, new)
    if dice.chance(0.25):
        books.fiscal["capital"] = _funded(dice, catalogue.OF_CAPITAL, low, high, new)
    spent = sum(books.fiscal_sum(fund, "spent") for fund in catalogue.FUNDS)
    if institution and (dice.chance(0.6) or not spent):
        _earn(books, dice, low, high, new, codes, INCOMES, SPENDING)
    elif dice.chance(0.3) or not spent:
        _earn(books, dice, low, high, new, codes, ("superior", "other"), ("basic", "project"))
    return books


def _general(
    dice: Dice, low: float, high: float, new: bool, known: list[str]
) -> dict[str, Account]:
    count = dice.random.choice((1, 2, 4, 7, 12, 20, 30))
    codes = dice.random.sample(known, min(count, len(known)))
    huge = dice.chance(0.06)
    accounts = {}
    for code in codes:
        account = Account()
        kind = dice.random.random()
        if kind < 0.7:
            account.basic = dice.amount(low, min(high, 6.7))
        if kind > 0.45:
            account.project = dice.amount(low, high)
        if dice.chance(0.08):  # prints as nothing, or nearly
            account = Account(project=dice.amount(-2, 1.9))
        accounts[code] = account
    if huge:
        accounts[codes[0]].project = dice.amount(9.3, 10.2)
    if dice.chance(0.9):  # a unit of nothing but trifles does not exist
        accounts[codes[0]].basic += dice.amount(4.3, 5.5)
    else:
        accounts[codes[0]].project += dice.amount(4.3, 5.5)
    for code, account in accounts.items():
        if catalogue.NAMES[code] == catalogue.RUNNING_COSTS:
            account.basic, account.project = account.spent, 0
    if dice.chance(0.5):
        _carry(dice, accounts.values(), new)
    return accounts


def _funded(
    dice: Dice, names: Iterable[str], low: float, high: float, new: bool
) -> dict[str, Account]:
    items = [code for code in names if len(code) == 7]
    accounts = {}
    for code in dice.random.sample(items, dice.whole(1, len(items))):
        account = Account(project=dice.amount(low, high))
        if dice.chance(0.1):
            account.basic = dice.amount(low, high)
        if dice.chance(0.08):
            account = Account(project=dice.amount(-2, 1.9))
        accounts[code] = account
    if dice.chance(0.6):
        _carry(dice, accounts.values(), new)
    if dice.chance(0.15) and not new:  # nothing was spent, all is left over
        left = dice.amount(low, high)
        accounts[next(iter(accounts))] = Account(opening=left, closing=left)
    return accounts


def _carry(dice: Dice, accounts: Iterable[Account], new: bool) -> None:
    for account in accounts:
        if dice.chance(0.4):
            account.closing = dice.part(max(account.spent, 10 * dice.quantum))
        if dice.chance(0.4) and not new:
            account.opening = dice.part(account.spent + account.closing)


def _earn(
    books: Books,
    dice: Dice,
    low: float,
    high: float,
    new: bool,
    known: list[str],
    incomes: tuple[str, ...],
    spending: tuple[str, ...],
) -> None:
    """Other money comes in, is spent and is left over."""
    used = [code for accounts in books.fiscal.values() for code in accounts if code[:3] != "223"]
    codes = sorted({*used[:5], *dice.random.sample(known, 2)})
    kinds = dice.random.sample(incomes, dice.whole(1, len(incomes)))
    for kind in kinds:
        chosen = dice.random.sample(codes, dice.whole(1, min(3, len(codes))))
        books.incomes[kind] = dice.split(dice.amount(low, min(high, 7.5)), chosen)
    rest = sum(sum(parts.values()) for parts in books.incomes.values())
    if dice.chance(0.4) and not new:
        books.opening = dice.amount(low, min(high, 7))
    if dice.chance(0.25) and len(spending) > 2:
        books.surplus_used = dice.amount(low, min(high, 6))
    rest += books.opening + books.surplus_used
    if not ("operating" in kinds or books.opening):
        spending = tuple(kind for kind in spending if kind != "operating")
    spent = rest if dice.chance(0.35) else dice.part(rest)
    columns = dice.random.sample(spending, dice.whole(1, len(spending)))
    if "operating" in kinds:  # what earns it costs something
        spent = spent or rest
        columns = ["operating", *(column for column in columns if column != "operating")]
    books.spending = _spread(dice, spent, columns, codes)
    rest -= spent
    if rest and len(incomes) > 2 and dice.chance(0.4):
        books.allocation = dice.part(rest)
    books.closing = rest - books.allocation


def _spread(
    dice: Dice, spent: int, columns: list[str], codes: list[str]
) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for column, amount in dice.split(spent, columns).items():
        running = catalogue.RUNNING_COSTS if column == "project" else ""
        fit = [code for code in codes if catalogue.NAMES[code] != running]
        chosen = dice.random.sample(fit, dice.whole(1, min(3, len(fit))))
        found[column] = dice.split(amount, chosen)
    return dict(found)
