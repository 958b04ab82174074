"""Amounts in sentences of the paper's own that stand behind the name of a cell of a table.

Which sentence of the edition it is does not matter: in the section on income, 事业收入 is that of the
table of income.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from generator.figures.accounts import Accounts
from generator.figures.phrasing import scaled
from generator.history.audited.judging import Judge, decimals, quoted
from generator.history.audited.lines import AuditLine, Sentence, Token
from generator.history.audited.slots import SentencePair, pieces
from generator.history.papers.blocks import Passage
from generator.history.papers.clauses import MONEY
from generator.history.papers.plans import ITEM
from generator.history.papers.sections import record_under, titles_of
from generator.model import Cell, Figure, Finding, Mismatch, Severity, Side, Unit, regex, rounded

# Record of a section → the words before an amount, and the cell that it is.
_LABELS: dict[str, tuple[tuple[str, str], ...]] = {
    "overview": (
        ("收入总计|收、?支总计|收入支出总计", "totals.total_income.amount"),
        ("(?<!收入)(?<!收、)(?<!收)支出总计", "totals.total_expenditure.amount"),
        ("本年收入合计", "totals.income.amount"),
        ("本年支出合计", "totals.expenditure.amount"),
    ),
    "income": (
        ("收入合计", "income.total.total"),
        ("财政拨款收入", "income.total.fiscal"),
        ("上级补助收入", "income.total.superior"),
        ("事业收入", "income.total.business"),
        ("经营收入", "income.total.operating"),
        ("附属单位上缴收入", "income.total.affiliated"),
        ("其他收入", "income.total.other"),
    ),
    "expenditure": (
        ("支出合计", "expenditure.total.total"),
        ("基本支出", "expenditure.total.basic"),
        ("项目支出", "expenditure.total.project"),
        ("上缴上级支出", "expenditure.total.to_superior"),
        ("经营支出", "expenditure.total.operating"),
        ("对附属单位补助支出", "expenditure.total.to_affiliated"),
    ),
    "fiscal": (("财政拨款收入总计|财政拨款收、?支总计|财政拨款收入支出总计", "fiscal.total_income.amount"),),
    "general": (("一般公共预算财政拨款支出", "general.total.total"),),
    "fund": (
        ("年初结转和结余", "fund.total.opening"),
        ("本年收入", "fund.total.income"),
        ("本年支出", "fund.total.expenditure"),
        ("年末结转和结余", "fund.total.closing"),
    ),
    "capital": (("本年支出", "capital.total.total"),),
    "three_public": (
        ("因公出国\\(境\\)费(?:用)?", "three_public.row.outturn_abroad"),
        ("公务用车购置(?:及|和)运行(?:维护)?费", "three_public.row.outturn_cars"),
        ("公务用车购置费?", "three_public.row.outturn_purchase"),
        ("公务用车运行(?:维护)?费?", "three_public.row.outturn_running"),
        ("公务接待费", "three_public.row.outturn_reception"),
    ),
}  # fmt: skip
_NOTHING = Decimal(0)
_BEHIND = r"(?:支出)?(?:决算)?(?:数)?(?:各|均|合计|共计|共)?(?:为|是)?"
_BEFORE = regex(r"(?:上年|20\d\d年度?|去年)[^;。,]{0,12}$")  # another year's


class LabelledAmount(Struct, frozen=True):
    """An amount of a line, and the figure that it is by the words before it."""

    sentence: Sentence
    token: Token
    figure: Figure

    def agrees(self, judge: Judge) -> bool:
        """True where both are the same as far as the paper writes decimals."""
        ours = self.token.value or _NOTHING
        exact = abs(scaled(self.figure, judge.edition))
        return rounded(exact, min(decimals(ours), 2)) == abs(ours)


def labelled(
    accounts: Accounts, pairs: Sequence[SentencePair], alone: Iterable[Sentence], judge: Judge
) -> list[LabelledAmount]:
    """The amounts that no sentence of the edition was held against, as far as they have labels."""
    open_ = [(pair.paper, token) for pair in pairs for token in pieces(pair)]
    open_ += [(s, token) for s in alone for token in s.body if token.value is not None]
    found = list[LabelledAmount]()
    for sentence, token in open_:
        line = sentence.line
        if line.row or line.titles or ITEM.match(line.text):
            continue
        figure = _figure(accounts, line, token, judge)
        if figure is not None and not judge.doubtful(figure):
            found.append(LabelledAmount(sentence, token, figure))
    return found


def _figure(accounts: Accounts, line: AuditLine, token: Token, judge: Judge) -> Figure | None:
    record = record_under(Passage(line.heading, True), titles_of(judge.edition)) or ""
    for pattern, place in _patterns(record):
        for found in pattern.finditer(line.text):
            said = found.start("amount") == token.start
            if said and not _BEFORE.search(line.text, 0, found.start()):
                form, row, column = place.split(".")
                return accounts.amount(form, row, column)
    return None


@lru_cache(maxsize=32)
def _patterns(record: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(rf"(?:{words}){_BEHIND}(?P<amount>(?={MONEY}))"), place)
        for words, place in _LABELS.get(record, ())
    )


def differing(found: Iterable[LabelledAmount], judge: Judge) -> Iterator[Finding]:
    """Those that are not what the table says."""
    for one in found:
        if one.agrees(judge):
            continue
        end = one.token.start + len(one.token.text)
        where, place = (
            quoted(one.sentence, one.token.start, end),
            judge.places.line(one.sentence.line),
        )
        said = one.token.value or _NOTHING
        meant = scaled(one.figure, judge.edition)
        currency = judge.edition.currency
        told = f"「{where}」：{one.figure.label}：写的是 {one.token.text}{currency}，应为 {meant}{currency}"
        sides = (
            Side(said * judge.edition.money.of_yuan, (place,)),
            Side(one.figure.amount, one.figure.cells),
        )
        mismatch = Mismatch(*sides, _NOTHING, Unit.YUAN)
        cells: tuple[Cell, ...] = (place, *one.figure.cells)
        remedy = "改正这个数；表里的数才是错的，改正表。"
        yield Finding("Q01", Severity.ERROR, told, cells, "公开稿里的表", mismatch, remedy=remedy)
