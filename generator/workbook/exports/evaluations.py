"""Self-evaluation forms and the list of key work: what stands beside and below their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from msgspec import Struct, field

from generator.editions import Edition
from generator.model import Fact, Row, Unit, regex
from generator.workbook.reading import values
from generator.workbook.reading.characters import TICKED, UNTICKED
from generator.workbook.reading.heads import years_in
from generator.workbook.reading.opening import Grid

FormKind = Literal["whole", "project", "key_work"]

# The labels of single cells, as they begin, with the keys of the input sheets.
_FIELDS = {
    "whole": {
        "偏差大或目标未完成原因分析": "deviation",
        "改进措施及结果应用方案": "improvement",
    },
    "project": {
        "项目名称": "name",
        "主管部门": "supervisor",
        "项目实施单位": "operator",
        "项目类别": "category",
        "项目属性": "attribute",
        "项目类型": "type",
        "偏差大或目标未完成原因分析": "deviation",
        "改进措施及结果应用方案": "improvement",
    },
}
_COLUMNS = {
    "一级指标": "level1",
    "二级指标": "level2",
    "三级指标": "level3",
    "年初目标值": "target",
    "年度指标值": "target",
    "指标值": "target",
    "实际完成值": "result",
    "全年实际完成值": "result",
    "全年完成值": "result",
    "分值": "points",
    "指标分值": "points",
    "得分": "score",
}
_LABELS = {label for labels in _FIELDS.values() for label in labels}
_KEY_WORK = {"重要事项": "item", "工作内容及目标": "target", "完成情况": "result"}
_GOAL = regex(r"^年度目标\d*[:]?(?:\((?P<weight>[\d.]+)分\))?:?$")
_MONEY = regex(r"\((万?元)\)")
_ENDS = ("总分", "偏差大或目标未完成", "改进措施", "合计", "注:", "说明")


class Evaluated(Struct):
    """What a form says, by the keys of the input sheets.

    ``fields`` of the unit or the project; amounts are in 元.  ``rows`` are goals with their
    indicators, indicators of the project, or key work.
    """

    kind: FormKind
    owner: str = ""
    years: tuple[str, ...] = ()
    fields: dict[str, Fact] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The project's name, "" for other forms."""
        return self.fields["name"].text if "name" in self.fields else ""

    @property
    def said(self) -> list[tuple[str, object]]:
        """Everything that it says, apart from where."""
        rows = [fact for row in self.rows for fact in row.cells.items()]
        return [(key, fact.value) for key, fact in (*self.fields.items(), *rows)]


def read_evaluation(grid: Grid, title: str, edition: Edition) -> Evaluated | None:
    """The form on a grid, of an export or of a paper; None for a table of another kind."""
    kind = _kind(grid)
    if kind is None:
        return None
    texts = [value for value in grid.values.values() if isinstance(value, str)][:12]
    found = Evaluated(kind, years=tuple(y for t in (title, *texts[:3]) for y in years_in(t)))
    if kind == "key_work":
        found.rows.extend(_list(grid, _KEY_WORK))
        return found
    for key, place in _labelled(grid, _FIELDS[kind]):
        found.fields[key] = _said(grid, place, key, edition)
    owner = next((p for k, p in _labelled(grid, {"单位名称": "owner"})), None)
    found.owner = "" if owner is None else str(grid.values.get(owner, "")).strip()
    found.fields |= dict(_budget(grid, found.problems))
    found.rows.extend(_indicators(grid, found.problems))
    found.fields = {key: fact for key, fact in found.fields.items() if fact.given}
    return found


def _kind(grid: Grid) -> FormKind | None:
    places = {_short(grid.label(*place)): place for place in grid.values}
    labels = set(places)
    if {"三级指标", "项目名称"} <= labels and places["三级指标"][0] == places["项目名称"][0]:
        return None  # a list of many projects
    if "三级指标" in labels and "项目名称" in labels:
        return "project"
    if "三级指标" in labels and ({"单位名称", "部门整体支出总额", "整体支出总额"} & labels):
        return "whole"
    return "key_work" if set(_KEY_WORK) <= labels else None


def _short(text: str) -> str:
    """A label without the letter, unit or points in brackets behind it."""
    return re.sub(r"\([^()]*\)|[:*]", "", text)


def _labelled(grid: Grid, known: dict[str, str]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Key → the place right of its label."""
    seen: set[str] = set()
    for place in sorted(grid.values):
        label = _short(grid.label(*place))
        key = known.get(label)
        if key is None or key in seen:
            continue
        right = _beside(grid, place)
        if right is not None:
            seen.add(key)
            yield key, right


def _beside(grid: Grid, place: tuple[int, int]) -> tuple[int, int] | None:
    """The next cell to the right that is not under the same merged one.

    A grid without merged cells, of a PDF, may have blank ones between: there the next filled one.
    """
    row, column = place
    tops = (grid.merged.get((row, at), (row, at)) for at in range(column + 1, grid.width + 2))
    right = [top for top in tops if top != grid.merged.get(place, place)]
    filled = next((top for top in right if top in grid.values), None)
    if not grid.merged and filled is not None and _short(grid.label(*filled)) not in _LABELS:
        return filled
    return right[0] if right else None


def _said(grid: Grid, place: tuple[int, int], key: str, edition: Edition) -> Fact:
    value = grid.values.get(place)
    text, _ = values.text(value if value is None else str(value))
    cell = grid.cell(*place)
    if key in ("category", "attribute", "type"):
        choices = edition.choices_of("projects", key).values()
        return Fact(_ticked(text or "", choices), cell, key)
    return Fact(text, cell, key)


def _ticked(text: str, choices: Iterable[str]) -> str | None:
    """The one choice with a tick behind or before it; alone on the line it needs none."""
    named = [choice for choice in choices if choice in text]
    marks = re.findall(rf"[{TICKED}{UNTICKED}]", text)
    if not marks:
        return named[0] if len(named) == 1 and len(text) < len(named[0]) + 4 else None
    behind = [c for c in named if re.search(rf"{re.escape(c)}\s*[{TICKED}]", text)]
    before = [c for c in named if re.search(rf"[{TICKED}]\s*(?:\d+[.、]\s*)?{re.escape(c)}", text)]
    found = behind if re.search(rf"[{TICKED}{UNTICKED}]\s*$", text.strip()) else before or behind
    return found[0] if len(found) == 1 else None


def _budget(grid: Grid, problems: list[str]) -> Iterator[tuple[str, Fact]]:
    """预算数 and 执行数 in the row below their heads, in 元."""
    heads = {
        "预算数": "budget",
        "全年预算数": "budget",
        "执行数": "outturn",
        "全年执行数": "outturn",
    }
    found = {heads[s]: p for p in sorted(grid.values) if (s := _short(grid.label(*p))) in heads}
    money = next((m[1] for p in sorted(grid.values) if (m := _MONEY.search(grid.label(*p)))), "")
    for key, (row, column) in found.items():
        place = (row + 1, column)
        amount, problem = values.amount(grid.values.get(place), unit=money)
        if problem or (amount is not None and not money):
            what = problem or "没有写明是元还是万元"
            problems.append(f"{grid.cell(*place)} {what}")
            continue
        factor = 1 if money == "元" else 10000
        yield key, Fact(None if amount is None else amount * factor, grid.cell(*place), key)


def _indicators(grid: Grid, problems: list[str]) -> Iterator[Row]:
    goal: dict[str, Fact] = {}
    columns: dict[str, int] = {}
    for row in range(1, grid.height + 1):
        labels = {c: _short(grid.label(row, c)) for c in range(1, grid.width + 1)}
        if "三级指标" in labels.values():
            columns = {_COLUMNS[t]: c for c, t in labels.items() if t in _COLUMNS}
            continue
        if (found := _goal(grid, row)) is not None:
            goal, columns = found, {}
            continue
        if any(text.startswith(_ENDS) for text in labels.values() if text):
            columns = {}
        if columns and grid.label(row, columns["level3"]):
            yield Row(str(row), {**goal, **_row(grid, row, columns, problems)})


def _goal(grid: Grid, row: int) -> dict[str, Fact] | None:
    for column in range(1, grid.width + 1):
        match = _GOAL.match(grid.label(row, column))
        if match is None:
            continue
        place = _beside(grid, (row, column))
        if place is None:
            return None
        text, _ = values.text(grid.values.get(place))
        weight, _ = values.number(match["weight"])
        facts = {"goal": Fact(text, grid.cell(*place), "goal")}
        return facts | {"weight": Fact(weight, grid.cell(row, column), "weight", Unit.SCORE)}
    return None


def _row(grid: Grid, row: int, columns: dict[str, int], problems: list[str]) -> dict[str, Fact]:
    facts = {}
    for key, column in columns.items():
        place = grid.merged.get((row, column), (row, column))
        value, cell = grid.values.get(place), grid.cell(*place)
        if key in ("points", "score"):
            score, problem = values.number(value)
            if problem:
                problems.append(f"{cell} {problem}")
            facts[key] = Fact(score, cell, key, Unit.SCORE)
        else:
            facts[key] = Fact(values.text(_shown(value))[0], cell, key)
    return facts


def _shown(value: object) -> str | None:
    if value is None:
        return None
    number = values.significant(value) if isinstance(value, int | float) else None
    return str(value) if number is None else f"{number:f}"


def _list(grid: Grid, known: dict[str, str]) -> Iterator[Row]:
    header = next(row for row, _ in grid.find("重要事项"))
    columns = {
        known[t]: c
        for c in range(1, grid.width + 1)
        if (t := _short(grid.label(header, c))) in known
    }
    for row in range(header + 1, grid.height + 1):
        facts = {}
        for key, column in columns.items():
            place = grid.merged.get((row, column), (row, column))
            text, _ = values.text(_shown(grid.values.get(place)))
            facts[key] = Fact(text, grid.cell(*place), key)
        if facts["item"].given and facts["result"].given:
            yield Row(str(row), facts)
