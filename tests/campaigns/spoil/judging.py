"""Holds what the program read and printed against what openpyxl finds in the same file."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property

from .cells import place
from .meaning import amount, bare, day, general, nil, number, rounded, shown_as
from .money import money_of
from .reading import Entry, Grid, Seen
from .records import Made, Printed, Read, Told

_PLAIN = ("General", "@")
_TOTALS = frozenset({"合计", "合计:", "总计", "总计:"})
NOTE = re.compile(
    "(?:备注|附注|注|说明)(?:[:(]|$)|(?:本表|本单位|本部门).*(?:数据|情况|反映)|制表人:"
)
FINEST = Decimal("1e-8")  # what lies behind the eighth decimal is left of binary fractions
_MONEY = {"元": 1, "万元": 10000}


@dataclass
class Verdict:
    """``silent``: what is wrong without a word; ``let``: why something was not held against it."""

    silent: list[str] = field(default_factory=list)
    judged: int = 0
    let: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Case:
    """A spoilt workbook as the program and as openpyxl read it, each beside the unspoilt one.

    ``broken``: no office program wrote the file.
    """

    made: Made
    seen: Seen
    base_made: Made
    base_seen: Seen
    broken: bool = False

    @cached_property
    def told(self) -> Findings:
        """What the program says of this workbook and not of the unspoilt one."""
        before = set(self.base_made.findings)
        return Findings([f for f in self.made.findings if f not in before])

    @cached_property
    def before(self) -> frozenset[Read]:
        """What was read of the unspoilt workbook."""
        return frozenset(self.base_made.read)

    def touched(self, sheet: str) -> bool:
        """False for a sheet in which openpyxl sees what it sees in the unspoilt workbook."""
        return sheet not in self._untouched

    def changed(self, sheet: str) -> bool:
        """True for a sheet that openpyxl sees otherwise, or that the program reads otherwise."""
        return self.touched(sheet) or sheet in self._otherwise

    def unseen(self, read: Read) -> bool:
        """True in a file that no office program wrote, where openpyxl sees nothing of a sheet, whose
        reference is spoilt, say, and the program what stood in this very cell before."""
        return self.broken and read in self.before and not self.seen.sheets.get(read.sheet)

    @cached_property
    def _otherwise(self) -> set[str]:
        return {read.sheet for read in self.before ^ set(self.made.read)}

    @cached_property
    def _untouched(self) -> set[str]:
        before = self.base_seen.sheets
        return {name for name, grid in self.seen.sheets.items() if grid == before.get(name)}

    @cached_property
    def same_money(self) -> set[str]:
        """The sheets whose unit is the one of the unspoilt workbook."""
        before = _units(self.base_seen)
        return {sheet for sheet, unit in self.money.items() if unit == before.get(sheet)}

    @cached_property
    def money(self) -> dict[str, str | None]:
        """The unit of each sheet."""
        return {sheet: money_of(sheet, self.seen, self.base_seen) for sheet in self.seen.sheets}


class Findings:
    """What findings are about."""

    def __init__(self, findings: list[Told]) -> None:
        cells = {cell for finding in findings for cell in finding.cells}
        self.cells = {cell for cell in cells if cell[1]}
        self.sheets = {sheet for sheet, address in cells if not address}
        # What merged cells cover is told, and not read.
        self.covered = {c for f in findings if f.rule == "I46" for c in f.cells}
        # A column or a row of which the whole is told by its first cell.
        self.columns = {
            (sheet, place(address)[1])
            for finding in findings
            for sheet, address in finding.cells
            if finding.rule == "I16" and address
        }
        self.messages = " ".join(finding.message for finding in findings)

    def cell(self, sheet: str, address: str) -> bool:
        """True when a finding names the cell, or its whole sheet."""
        return (sheet, address) in self.cells or sheet in self.sheets

    def missing(self, sheet: str) -> bool:
        """True when a finding says that a sheet is missing, or names it."""
        return sheet in self.sheets or f"「{sheet}」" in self.messages


def judge(case: Case) -> Verdict:
    """Compare what was read, what was printed and what was not read."""
    from .losing import astray, lost, unprinted  # these look at the same case

    if case.told.covered:
        case = replace(case, seen=case.seen.without(case.told.covered))
    verdict = Verdict()
    _cells(case, verdict)
    _printed(case, verdict)
    verdict.silent += unprinted(case)
    verdict.silent += lost(case, verdict.let)
    verdict.silent += astray(case)
    return verdict


# --- what was read, against what stands there ------------------------------------------------


def _cells(case: Case, verdict: Verdict) -> None:
    for read in case.made.read:
        verdict.judged += 1
        if read in case.before and not case.touched(read.sheet) and read.sheet in case.same_money:
            continue  # as in the unspoilt workbook, of which ``tests/test_spoil.py`` judges all
        grid = case.seen.sheets.get(read.sheet, {})
        entry = grid.get(place(read.address))
        if agrees(read, entry, grid, case.money.get(read.sheet)):
            continue
        if case.told.cell(read.sheet, read.address):
            continue
        if _as_before(case, read, entry, verdict):
            continue
        if read.kind == "text" and entry and entry.kind in "nd" and entry.shown not in _PLAIN:
            shown = shown_as(entry, str(read.value))
            if shown is None:
                verdict.let["由格式决定"] += 1
            if shown is not False:
                continue
        there = "空白" if entry is None else f"{entry.value!r}（{entry.shown}）"
        verdict.silent.append(
            f"读错 {read.sheet}!{read.address} {read.table}.{read.row}.{read.column}："
            f"程序 {read.value!r}，单元格 {there}"
        )


@cache
def _units(seen: Seen) -> dict[str, str | None]:
    return {sheet: money_of(sheet, seen, seen) for sheet in seen.sheets}


def _as_before(case: Case, read: Read, entry: Entry | None, verdict: Verdict) -> bool:
    """A file that no office program wrote, where openpyxl finds nothing and the program finds what
    stood in this very cell before: it understands elements of another namespace, for example."""
    if case.broken and entry is None and read in case.before:
        verdict.let["openpyxl 没有看到"] += 1
        return True
    return False


def agrees(read: Read, entry: Entry | None, grid: Grid, money: str | None) -> bool:
    """True where the program read what stands in the cell."""
    if read.kind == "blank":
        text = "" if entry is None else bare(general(entry.value))
        label = read.row == "total" and text in _TOTALS
        # 公开09 without its row: what would be read is named by the row below the numbers.
        note = read.sheet == "公开09表" and NOTE.match(text) is not None
        return entry is None or blank(entry) or label or note
    if entry is None:
        return False
    if read.kind == "amount":
        found = amount(entry.value, money)
        return found is not None and money in _MONEY and _same_amount(read, found * _MONEY[money])
    if read.kind == "number":
        found = number(entry.value)
        return found is not None and abs(found - read.value) <= FINEST
    if read.kind == "date":
        return bool(day(entry.value) == read.value)
    return _same_text(read, entry, grid)


def _same_amount(read: Read, there: Decimal) -> bool:
    """In 元: what is less than half a 分 is nothing."""
    return read.value == 0 if nil(there) else bool(abs(there - read.value) <= 10000 * FINEST)


def blank(entry: Entry) -> bool:
    """True for the signs that stand for nothing, and for a format that shows nothing."""
    signs = isinstance(entry.value, str) and number(entry.value) == 0 and "0" not in entry.value
    return signs or not bare(str(entry.value)) or entry.shown == ";;;"


def _same_text(read: Read, entry: Entry, grid: Grid) -> bool:
    said, there = bare(str(read.value)), bare(general(entry.value))
    if re.fullmatch(r"-?\d(\.\d+)?E[+-]\d+", said):  # as a spreadsheet shows 10²⁰
        return Decimal(said) == number(entry.value)
    year = "year" in (read.row, read.column) and re.sub("年度?$", "", there) == said
    return said == there or year or (read.column == "code" and same_code(read, grid))


def same_code(read: Read, grid: Grid) -> bool:
    """True for a code, or 合计, that begins in the cell: in one, or in 类, 款 and 项."""
    return bool(code_places(read, grid))


def code_places(read: Read, grid: Grid) -> list[tuple[int, int]]:
    """Where a code, or 合计, stands that begins in the cell; [] where it does not."""
    row, column = place(read.address)
    places = [(row, c) for c in range(column, column + 4) if (row, c) in grid]
    parts = [bare(general(grid[at].value)).replace("-", "") for at in places]
    if read.row == "total":
        return places[:1] if parts and parts[0] in _TOTALS else []
    joined = ""
    for count, part in enumerate(parts, 1):
        if not part.isascii() or not part.isdigit():
            break
        joined = part if part.startswith(joined) else joined + part.zfill(2)
        if joined == read.value:
            return places[:count]
    return []


# --- what was printed ------------------------------------------------------------------------


def _printed(case: Case, verdict: Verdict) -> None:
    known = set(case.base_made.printed)
    for figure in case.made.printed:
        verdict.judged += 1
        if figure in known and not case.touched(figure.sheet) and figure.sheet in case.same_money:
            continue
        if case.told.cell(figure.sheet, figure.address):
            continue
        entry = None
        if figure.address:
            entry = case.seen.sheets.get(figure.sheet, {}).get(place(figure.address))
        if entry is None and case.broken and figure in known:
            verdict.let["openpyxl 没有看到"] += 1
            continue
        if not _prints(figure, entry, case.money.get(figure.sheet)):
            there = "空白" if entry is None else repr(entry.value)
            where = f"{figure.sheet}!{figure.address}"
            verdict.silent.append(f"印错 {figure.label} {figure.text}：{where} 是 {there}")


def _prints(figure: Printed, entry: Entry | None, money: str | None) -> bool:
    """True for the number of the cell: an amount in 万元 to two decimals, points to two at most."""
    match = re.fullmatch(r"([−-]?[\d,.]+)(万元|分|)", figure.text)
    there = Decimal(0) if entry is None else amount(entry.value, money)
    if match is None or there is None:
        return False
    shown = Decimal(match[1].replace("−", "-").replace(",", ""))
    if match[2] != "万元":
        return shown == there or (match[2] == "分" and shown == rounded(there, 2))
    return money in _MONEY and shown == rounded(there * _MONEY[money] / 10000, 2)
