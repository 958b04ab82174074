"""Collecting everything that is wrong with a workbook before giving up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from msgspec import Struct, field

from generator.model import Cell, Fact, Finding, Severity, Unit, Value, listed
from generator.workbook.reading import values
from generator.workbook.reading.characters import boxes, unprintable
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.rescaled import shown_otherwise
from generator.workbook.reading.residues import money
from generator.workbook.reading.showing import on_screen

_NO_DATE_MEANT = (
    "是日期就不必改；本来不是的（例如 7-24 变成了日期），先把格式设为「文本」，再重新输入。"
)

T = TypeVar("T", bound=Value)
_YUAN, _TEN_THOUSAND = Decimal(1), Decimal(10000)

_REMEDIES = {
    "I02": "工作表的名称要与填表说明里的目录一致。",
    "I03": "对照用 gen new 新建的工作簿，补上这个标题。",
    "I04": "改成数字；没有数就留空。",
    "I05": "改正编码。",
    "I06": "按「2024-10-11」的样子填写日期。",
    "I07": "从下拉选项中选一个。",
    "I08": "取消合并单元格，每行各填各的。",
    "I09": "用 Excel 或 WPS 打开工作簿，保存一次再运行。",
    "I10": "改正这一格。",
    "I11": "填写这一格。",
    "I30": "把格式设为「文本」，再照屏幕上的样子重新输入。",
}


class Problems(Struct):
    """Findings of reading.  Errors make the workbook unusable; hints do not."""

    findings: list[Finding] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    """What an older workbook does not have yet: sheets, columns and lines, read as blank."""
    rescaled: list[tuple[Cell, str]] = field(default_factory=list)
    """Numbers of which the screen shows another one, with what it shows."""

    def add(self, rule: str, message: str, *cells: Cell, remedy: str = "") -> None:
        """An error; ``remedy`` defaults to the rule's usual one."""
        where = f"{cells[0]} " if cells else ""
        finding = Finding(
            rule,
            Severity.ERROR,
            f"{where}{message}",
            cells,
            remedy=remedy or _REMEDIES.get(rule, ""),
        )
        self.findings.append(finding)

    def renamed(self, old: str, new: str, cell: Cell) -> None:
        """A hint: a label of an older workbook, understood."""
        remedy = "可以把标题改成现在的名称；不改也照样能读。"
        self.hint("I16", f"「{old}」现在叫「{new}」，已照「{new}」读", cell, remedy)

    def hint(self, rule: str, message: str, cell: Cell, remedy: str) -> None:
        """Something that does not stop the build."""
        self.note(rule, Severity.HINT, message, (cell,), remedy)

    def warn(self, rule: str, message: str, cell: Cell, remedy: str) -> None:
        """Something that does not stop the build and should be looked at."""
        self.note(rule, Severity.WARNING, message, (cell,), remedy)

    def note(
        self, rule: str, weight: Severity, message: str, cells: Sequence[Cell], remedy: str
    ) -> None:
        """A hint or a warning about cells, told together."""
        told = f"{listed(cells)} {message}"
        self.findings.append(Finding(rule, weight, told, tuple(cells), remedy=remedy))

    @property
    def fatal(self) -> bool:
        """True when the workbook cannot be used."""
        return any(f.severity is Severity.ERROR for f in self.findings)


class SheetReader(Struct, frozen=True):
    """Reads single cells of one sheet, whose amounts are in ``unit`` (万元 or 元)."""

    grid: Grid
    problems: Problems
    unit: str
    read: set[tuple[int, int]] = field(default_factory=set)
    """The places that were read."""
    known: set[tuple[int, int]] = field(default_factory=set)
    """The labels and numbers of lines that belong to what was read; see ``outside``."""
    carried: set[tuple[int, int]] = field(default_factory=set)
    """Places of a merged cell beside its first one, read as what that cell says."""

    def know(self, rows: range, columns: Iterable[int]) -> None:
        """Labels and numbers of lines that belong to the table."""
        self.known.update((row, column) for column in columns for row in rows)

    @property
    def factor(self) -> Decimal:
        """What turns an amount of the sheet into 元."""
        return _YUAN if self.unit == "元" else _TEN_THOUSAND

    def amount(self, row: int, column: int, label: str, computed: bool) -> Fact:
        """An amount in 元.  ``computed``: a total, whose uncalculated formula counts as blank."""
        self.refuse_merged(row, column)
        found = self._number(row, column, label, values.amount, computed, self.unit)
        value = None if found is None else money(found * self.factor)
        return Fact(value, self.grid.cell(row, column), label)

    def count(self, row: int, column: int, label: str, computed: bool) -> Fact:
        """A count of things; ``computed`` as of an amount."""
        self.refuse_merged(row, column)
        found = self._number(row, column, label, values.count, computed)
        return Fact(found, self.grid.cell(row, column), label, Unit.COUNT)

    def score(self, row: int, column: int, label: str, shared: bool = False) -> Fact:
        """Points; ``shared`` by all rows that a merged cell spans."""
        if shared:
            row = self._merged_from(row, column)
        else:
            self.refuse_merged(row, column)
        found = self._number(row, column, label, values.number)
        return Fact(found, self.grid.cell(row, column), label, Unit.SCORE)

    def _number(
        self,
        row: int,
        column: int,
        label: str,
        parse: Callable[..., tuple[Decimal | None, str]],
        computed: bool = False,
        unit: str = "",
    ) -> Decimal | None:
        """``unit``: that of an amount."""
        place = (row, column)
        value = self._value("I04", place, label, computed)
        if value is None:
            return None
        percent = self._percent(place)
        read = parse(value, percent, unit) if unit else parse(value, percent)
        found = self._sound("I04", place, label, *read)
        if found:
            shown = shown_otherwise(self.grid, place, unit, found)
            if shown is not None:
                self.problems.rescaled.append((self.grid.cell(row, column), shown))
        return found

    def _percent(self, place: tuple[int, int]) -> str:
        """The percentage that the cell shows, "" for none."""
        return on_screen(self.grid, place).text if place in self.grid.percent else ""

    def text(
        self, row: int, column: int, label: str, computed: bool = False, lines: bool = False
    ) -> Fact:
        """Words, on one line unless ``lines``; what cannot be printed is told."""
        row = self._merged_from(row, column)
        place, cell, found = (row, column), self.grid.cell(row, column), None
        value = self._value("I10", place, label, computed)
        if value is not None:
            read = values.text(self._on_screen(place, label, value), lines)
            found = self._sound("I10", place, label, *read)
        if found is not None:
            self._report_characters(value, cell)
        last_year = self.grid.last_year(row, column)
        return Fact(found, cell, label, last_year=last_year)

    def _on_screen(self, place: tuple[int, int], label: str, value: Any) -> str:
        """What the cell shows; what cannot be known or may surprise is told."""
        if isinstance(value, str) and place not in self.grid.looks.formats:
            return value
        cell, shown = self.grid.cell(*place), on_screen(self.grid, place)
        if shown.unclear:
            self.problems.add("I30", f"{label}看不出屏幕上显示成什么（{shown.unclear}）", cell)
        elif shown.date:
            message = f"是日期，照屏幕上的样子写「{shown.text}」"
            self.problems.hint("I31", f"{label}{message}", cell, _NO_DATE_MEANT)
        elif not shown.text.strip() and value != 0:
            message = f"{label}里有内容，但格式使它不显示，当作空白"
            self.problems.hint("I33", message, cell, "要印出来的，把格式改为「常规」或「文本」。")
        return shown.text

    def _report_characters(self, value: Any, cell: Cell) -> None:
        if not isinstance(value, str):
            return
        if unprintable(value):
            self.problems.hint("I12", "含有不可见的控制字符，已略去。", cell, "重新输入这一格。")
        if found := boxes(value):
            message = f"含有多半印不出来的字符：{'、'.join(found)}"
            self.problems.warn("I32", message, cell, "删去，或改成汉字、常用符号。")

    def day(self, row: int, column: int, label: str) -> Fact:
        """A date."""
        row = self._merged_from(row, column)
        place = (row, column)
        read = values.day(self._value("I06", place, label))
        found = self._sound("I06", place, label, *read)
        return Fact(found, self.grid.cell(row, column), label)

    def year(self, row: int, column: int, label: str) -> Fact:
        """A year, kept as text."""
        row = self._merged_from(row, column)
        place = (row, column)
        value = self._value("I10", place, label)
        read = values.year(value, "" if value is None else self._percent(place))
        found = self._sound("I10", place, label, *read)
        return Fact(found, self.grid.cell(row, column), label)

    def choice(self, row: int, column: int, label: str, choices: tuple[str, ...]) -> Fact:
        """One of the choices, written in any width."""
        fact = self.text(row, column, label)
        known = {values.label_key(choice): choice for choice in choices}
        key = values.label_key(fact.value)
        if fact.value is not None and key not in known:
            options = "、".join(choices)
            self.problems.add("I07", f"{label}「{fact.value}」不在选项中（{options}）", fact.cell)
            return Fact(None, fact.cell, label)
        return Fact(known.get(key), fact.cell, label)

    def code(self, row: int, columns: list[int], label: str, digits: int = 0) -> Fact:
        """A classification code, at the first cell of it; ``digits`` demands that length."""
        grid, places = self.grid, [(row, column) for column in columns]
        self.read.update(places)
        self.carried.update(places[1:])  # one code, merged or not
        errors = [place for place in places if place in grid.errors] if grid.errors else []
        filled = [place for place in places if grid.label(*place)]
        at = (errors or filled or places)[0]
        cell = grid.cell(*at)
        if errors:
            self.problems.add("I05", f"{label}{grid.errors[at]}", cell)
            return Fact(None, cell, label)
        found, problem = values.code([grid.values.get(place) for place in places])
        if not grid.percent.isdisjoint(places) and not problem:
            problem = "是百分数，不是科目编码"
        if found and digits and len(found) != digits:
            problem = f"「{found}」应是 {digits} 位的项级科目编码"
        if problem:
            self.problems.add("I05", f"{label}{problem}", cell)
            return Fact(None, cell, label)
        return Fact(found, cell, label)

    def _merged_from(self, row: int, column: int) -> int:
        """The first row of a cell merged over rows: its words count for each of them.

        A title that is merged with what stands below it remains a title.
        """
        if (row, column) not in self.grid.merged:
            return row
        top, left = self.grid.merged[row, column]
        if left != column or (top, left) in self.known:
            return row
        if top != row:
            self.carried.add((row, column))
        return top

    def refuse_merged(self, row: int, column: int, whose: str = "哪一行的数") -> None:
        """Report, once, what is merged over rows of which only one can own it."""
        if (row, column) not in self.grid.merged:
            return
        top, left = self.grid.merged[row, column]
        if left == column and top != row and self.grid.label(top, column):
            self.refuse_joined(self.grid.cell(top, column), whose)

    def refuse_joined(self, cell: Cell, whose: str) -> None:
        """Report, once, a merged cell of which nobody can say whose it is."""
        if not any(f.rule == "I08" and cell in f.cells for f in self.problems.findings):
            self.problems.add("I08", f"这里是合并单元格，看不出是{whose}", cell)

    def _value(self, rule: str, place: tuple[int, int], label: str, computed: bool = False) -> Any:
        """What stands at a place; None for nothing, and for what is told to be unreadable."""
        grid = self.grid
        self.read.add(place)
        if place in grid.uncomputed:
            if not computed:
                cell = grid.cell(*place)
                self.problems.add("I09", f"{label}是没有计算过的公式，读不到结果", cell)
            return None
        if place in grid.errors:
            self._sound(rule, place, label, None, grid.errors[place])
            return None
        return grid.values.get(place)

    def _sound(
        self, rule: str, place: tuple[int, int], label: str, found: T | None, problem: str
    ) -> T | None:
        """What was found, and told what is wrong with it."""
        if problem:
            self.problems.add(rule, f"{label}{problem}", self.grid.cell(*place))
        return found
