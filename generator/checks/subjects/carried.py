"""What the roll-over carried: last year's figures with their corrections, rows to confirm."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from generator.checks.engine.claims import exact
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.figures.accounts import Accounts
from generator.figures.arithmetic import cells_of
from generator.model import Fact, Figure, Mismatch, Row, Severity, Side, Text


class _Carried(Struct, frozen=True):
    """Last year's figure, what was published for it, and the reason of a correction.

    ``same``: both print alike.
    """

    prior: Figure
    published: Figure
    reason: Text
    in_yuan: bool
    same: bool

    def wrong(self, what: str, remedy: str) -> Wrong:
        """A finding that tells both figures."""
        reason = (self.reason.cell,) if self.reason.cell else ()
        return Wrong(
            f"{self.prior.label}{what}",
            (*cells_of((self.prior, self.published)), *reason),
            remedy,
            Mismatch(
                Side(self.prior.amount, self.prior.cells),
                Side(self.published.amount, self.published.cells),
                Decimal(0),
                self.prior.unit,
                "元" if self.in_yuan else "万元",
            ),
        )


def _published(accounts: Accounts) -> Iterator[_Carried]:
    for table, (_, block) in accounts.edition.blocks.items():
        if any(column.key == "published" for column in block.columns):
            in_yuan = exact(accounts, table)
            for line in block.lines:
                published = accounts.given(table, line.key, "published")
                prior = accounts.stated(table, line.key, "prior")
                asked = line.needs("prior") and not prior.given  # R01 asks for it
                if published.given and not asked:
                    reason = accounts.text(table, line.key, "correction")
                    # What was published was printed: what prints alike is no correction.
                    same = accounts.alike(prior, published)
                    yield _Carried(prior, published, reason, in_yuan, same)


def unexplained(context: Context) -> Iterator[Look]:
    """Last year's figure is the published one, or a reason says why not."""
    for carried in _published(context.accounts):
        if carried.same or carried.reason:
            yield Right(carried.prior.cells)
        else:
            remedy = "改回公开的数；确要更正的，在「上年数更正原因」一格写明原因。"
            yield carried.wrong("与上年公开的数不同，没有写更正原因", remedy)


def corrected(context: Context) -> Iterator[Look]:
    """Corrections with a reason are reported: the disclosure states them."""
    for carried in _published(context.accounts):
        if carried.same or not carried.reason:
            yield Right(carried.prior.cells)
        else:
            said = f"已更正，原因：{carried.reason.value}"
            yield carried.wrong(said, "正文写明这一更正；核对有没有更正的依据。")


def idle(context: Context) -> Iterator[Look]:
    """A reason stands where nothing was corrected."""
    for carried in _published(context.accounts):
        prior, cell = carried.prior, carried.reason.cell
        if not carried.reason or cell is None:
            continue
        if carried.same:
            message = f"{prior.label}与上年公开的数相同，却写了更正原因"
            yield Wrong(message, (cell, *prior.cells), "核对上年决算数；没有更正就清除原因。")
        else:
            yield Right((cell,))


EXACT = "须完全相等，没有允许误差"


def unused(context: Context) -> Iterator[Look]:
    """A 项 without any amount: carried over and not needed this year, or not filled in."""
    accounts = context.accounts
    spent: set[str] = set()
    for form in accounts.edition.forms:
        listed = form.layout == "codes" and accounts.has_amounts(form.id)  # else N03 says so
        for row in accounts.code_rows(form.id, 7) if listed else ():
            amounts = [row[column.key] for column in form.columns]
            if any(fact.given for fact in amounts):
                spent.add(row.key)
            yield _confirmed(form.sheet, row, amounts)
    for row in accounts.facts["budget"].rows if accounts.has_amounts("budget") else ():
        if row.key != "total" and row.key not in spent:
            amounts = [row[column] for column in ("budget", "full_budget") if column in row.cells]
            yield _confirmed(accounts.facts["budget"].sheet, row, amounts)


def _confirmed(sheet: str, row: Row, amounts: list[Fact]) -> Look:
    cells = (row["code"].cell,)
    if any(fact.given for fact in amounts):
        return Right(cells)
    message = f"{sheet} {row.key}{row['name'].text} 一行没有金额"
    return Wrong(message, cells, "填写金额；由上年结转、今年没有的科目，删去这一行。")


_BASIS = "上年决算公开的数"
_IDLE = "没有由上年工作簿结转的上年公开数"
RULES = (
    Rule(
        "Y01",
        "上年数 = 上年公开的数",
        Severity.WARNING,
        _BASIS,
        unexplained,
        _IDLE,
        EXACT,
        ("X19",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "Y02",
        "更正了的上年数",
        Severity.HINT,
        _BASIS,
        corrected,
        _IDLE,
        EXACT,
        ("X19",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "Y03",
        "没有更正不写更正原因",
        Severity.HINT,
        _BASIS,
        idle,
        "没有写更正原因",
        WORDS,
        ("X19",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "Y04",
        "列出的科目有金额",
        Severity.WARNING,
        "{income,expenditure,general,fund,capital}，年初预算",
        unused,
        "没有列出科目",
        WORDS,
        ("02-c",),
        reads=Reads.INPUTS,
    ),
)
