"""第三部分 十三 and 第六部分: the self-evaluation forms of the unit and of its projects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from msgspec import Struct

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import cells_of, from_fact, text_from, title_from, total
from generator.model import Cell, Figure, Row, Text, Tick, Unit


class Indicator(Struct, frozen=True):
    """One row of an indicator table.

    ``level1_first`` and ``level2_first`` say where a vertically merged cell starts.
    """

    level1: Text
    level1_first: bool
    level2: Text
    level2_first: bool
    level3: Text
    target: Text
    result: Text
    score: Figure


class Goal(Struct, frozen=True):
    """A yearly goal of the unit with its weight and indicators."""

    number: int
    text: Text
    weight: Figure
    indicators: tuple[Indicator, ...]


class Execution(Struct, frozen=True):
    """预算执行情况: 预算数 (A), 执行数 (B), 执行率 (B/A) and its score (满分按版式, 超过 100% 按 100% 计)."""

    budget: Figure
    outturn: Figure
    rate: Figure
    score: Figure

    @property
    def unfunded(self) -> bool:
        """True for a project that a zero in both cells says has no money."""
        given = self.budget.given and self.outturn.given
        return given and self.budget.nil and self.outturn.nil


class Evaluation(Struct, frozen=True):
    """部门（单位）整体支出绩效自评."""

    basic_total: Figure
    project_total: Figure
    execution: Execution
    goals: tuple[Goal, ...]
    score: Figure
    work_summary: Text
    summary: Text
    deviation: Text
    improvement: Text


class Project(Struct, frozen=True):
    """One project's self-evaluation; the ticks are the form's check boxes."""

    name: Text
    supervisor: Text
    operator: Text
    departmental: Tick
    special_fund: Tick
    continuing: Tick
    new: Tick
    perennial: Tick
    extended: Tick
    one_off: Tick
    execution: Execution
    indicators: tuple[Indicator, ...]
    score: Figure
    results: Text
    deviation: Text
    improvement: Text


class Projects(Struct, frozen=True):
    """All projects; ``outturn`` is the money that was self-evaluated.

    ``general_only``: all 项目支出 of the unit is paid from the general budget (公开03表2栏 =
    公开05表3栏), so that the self-evaluation may be called one of that budget.
    """

    none: bool
    general_only: bool
    count: Figure
    outturn: Figure
    projects: tuple[Project, ...]


def evaluation(accounts: Accounts) -> Evaluation:
    """The unit's form; the score is execution plus indicators."""
    execution = _execution(
        accounts,
        accounts.given("performance", "budget"),
        accounts.given("performance", "outturn"),
    )
    goals = tuple(_goals(accounts.facts["goals"].rows))
    scores = [i.score for goal in goals for i in goal.indicators]
    return Evaluation(
        basic_total=accounts.amount("expenditure", "total", "basic"),
        project_total=accounts.amount("expenditure", "total", "project"),
        execution=execution,
        goals=goals,
        score=total("整体绩效总分", map(accounts.printed, [execution.score, *scores])),
        work_summary=accounts.text("performance", "work_summary"),
        summary=accounts.text("performance", "summary"),
        deviation=accounts.text("performance", "deviation"),
        improvement=accounts.text("performance", "improvement"),
    )


def projects(accounts: Accounts) -> Projects:
    """The projects in the workbook's order, each with the indicators that name it."""
    rows = accounts.facts["projects"].rows
    found = tuple(_project(accounts, row) for row in rows)
    cells: tuple[Cell, ...] = tuple(row["name"].cell for row in rows)
    everything, general, *others = (
        accounts.amount(form, "total", "project")
        for form in ("expenditure", "general", "fund", "capital")
    )
    # However little another fund paid, it is no rounding: its own form shows it. And whatever sums
    # of rounded cells may come to, the two forms must not print clearly different amounts.
    alone = not any(map(accounts.shows, others))
    one_digit = 2 * accounts.visible
    near = abs(everything.amount - general.amount) <= one_digit
    same = near and accounts.same(everything, general, ("expenditure", "general"))
    return Projects(
        general_only=alone and same,
        none=not found,
        count=Figure(Decimal(len(found)), Unit.COUNT, "项目数", cells, "count"),
        outturn=total("项目执行数合计", [p.execution.outturn for p in found]),
        projects=found,
    )


def _project(accounts: Accounts, row: Row) -> Project:
    execution = _execution(accounts, from_fact(row["budget"]), from_fact(row["outturn"]))
    own = [r for r in accounts.facts["indicators"].rows if r["project"].value == row["name"].value]
    indicators = tuple(_indicators(own))
    scores = [indicator.score for indicator in indicators]

    def box(key: str, column: str) -> Tick:
        word = accounts.edition.choices_of("projects", column).get(key, "")
        return Tick(Text(word, row[column].cell), bool(word) and row[column].text == word)

    return Project(
        name=title_from(row["name"]),
        supervisor=text_from(row["supervisor"]) or accounts.text("profile", "supervisor"),
        operator=text_from(row["operator"]) or accounts.text("profile", "name"),
        departmental=box("departmental", "category"),
        special_fund=box("special_fund", "category"),
        continuing=box("continuing", "attribute"),
        new=box("new", "attribute"),
        perennial=box("perennial", "type"),
        extended=box("extended", "type"),
        one_off=box("one_off", "type"),
        execution=execution,
        indicators=indicators,
        score=total("项目总分", map(accounts.printed, [execution.score, *scores])),
        results=text_from(row["results"]),
        deviation=text_from(row["deviation"]),
        improvement=text_from(row["improvement"]),
    )


def _execution(accounts: Accounts, budget: Figure, outturn: Figure) -> Execution:
    """A budget that is given and prints as 0.00 has a rate of the exact amounts.

    Without one the full marks would stay 100 while those of the execution are not counted.
    """
    rate = accounts.executed("执行率", outturn, budget)
    points = accounts.edition.execution_points
    score = Figure(
        _capped(rate.value, points),
        Unit.SCORE,
        "执行率得分",
        cells_of([rate]),
        f"×{points}",
        (rate,),
        missing=rate.missing,
        exact=_capped(rate.exact, points),
    )
    return Execution(budget, outturn, rate, score)


def _capped(rate: Decimal | None, points: int) -> Decimal | None:
    """The score of a rate of execution: more than 100 % counts as 100 %."""
    return None if rate is None else min(rate, Decimal(1)) * points


def _goals(rows: Iterable[Row]) -> Iterator[Goal]:
    for number, (_, group) in enumerate(groupby(rows, lambda r: r["goal"].value), start=1):
        own = list(group)
        text, weight = text_from(own[0]["goal"]), from_fact(own[0]["weight"])
        yield Goal(number, text, weight, tuple(_indicators(own)))


def _indicators(rows: Iterable[Row]) -> Iterator[Indicator]:
    above: tuple[str, str] = ("", "")
    for row in rows:
        level1, level2 = row["level1"].text, row["level2"].text
        first1 = level1 != above[0]
        yield Indicator(
            level1=text_from(row["level1"]),
            level1_first=first1,
            level2=text_from(row["level2"]),
            level2_first=first1 or level2 != above[1],
            level3=text_from(row["level3"]),
            target=text_from(row["target"]),
            result=text_from(row["result"]),
            score=from_fact(row["score"]),
        )
        above = (level1, level2)
