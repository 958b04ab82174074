"""Holds what the program read against what openpyxl finds in the same file."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from .books import GUIDE
from .cells import letters, place
from .reading import Entry, Grid, Seen
from .records import Made, Read, Told

_BLANK = frozenset({"", "-", "--", "—", "——", "–", "*", "/", "无", "0"})
_WIDE = {0xFF10 + digit: str(digit) for digit in range(10)} | str.maketrans(
    "，．－＋（）−﹣　\xa0", ",.-+()--  "
)
_PLAIN = ("General", "@")


@dataclass
class Verdict:
    """``silent``: what is wrong without a word; ``unjudged``: cells whose format decides."""

    silent: list[str] = field(default_factory=list)
    judged: int = 0
    unjudged: int = 0


def judge(
    made: Made, seen: Seen, base_made: Made, base_seen: Seen, broken: bool = False
) -> Verdict:
    """Compare what was read, what was printed and what was not read.

    ``broken``: no office program wrote the file.  Where openpyxl finds nothing in a cell of it, in
    another namespace for example, the program may have read what stood there before.
    """
    told = _Told([f for f in made.findings if f not in base_made.findings])
    verdict = Verdict()
    as_before = set(base_made.read) if broken else set()
    _cells(made, seen, told, as_before, verdict)
    _printed(made, seen, told, as_before, verdict)
    verdict.silent += _lost(made, seen, base_made, base_seen, told)
    verdict.silent += _astray(made, seen, base_made, base_seen, told)
    return verdict


class _Told:
    """What the new findings are about."""

    def __init__(self, findings: list[Told]) -> None:
        cells = {cell for finding in findings for cell in finding.cells}
        self.cells = {cell for cell in cells if cell[1]}
        self.sheets = {sheet for sheet, address in cells if not address}
        self.rows = {(sheet, place(address)[0]) for sheet, address in self.cells}
        self.messages = " ".join(finding.message for finding in findings)

    def cell(self, sheet: str, address: str) -> bool:
        """True when a finding names the cell, or its whole sheet."""
        return (sheet, address) in self.cells or self.sheet(sheet)

    def row(self, sheet: str, row: int) -> bool:
        """True when a finding names something in the row, or the whole sheet."""
        return (
            (sheet, row) in self.rows
            or self.sheet(sheet)
            or f"{sheet} 第 {row} 行" in self.messages
        )

    def sheet(self, sheet: str) -> bool:
        """True when a finding is about the sheet."""
        return sheet in self.sheets or f"「{sheet}」" in self.messages


# --- what was read, against what stands there ------------------------------------------------


def _cells(made: Made, seen: Seen, told: _Told, as_before: set[Read], verdict: Verdict) -> None:
    grids = seen.sheets
    for read in made.read:
        entry = grids.get(read.sheet, {}).get(place(read.address))
        if read.row == "total" and read.kind in ("text", "blank"):
            continue  # 合计 stands where others have a code
        verdict.judged += 1
        if _agrees(read, entry, grids.get(read.sheet, {})):
            continue
        if told.cell(read.sheet, read.address) or (entry is None and read in as_before):
            continue
        if read.kind == "text" and entry and entry.kind == "n" and entry.shown not in _PLAIN:
            verdict.unjudged += 1
            continue
        there = "空白" if entry is None else f"{entry.value!r}（{entry.shown}）"
        verdict.silent.append(
            f"读错 {read.sheet}!{read.address} {read.table}.{read.row}.{read.column}："
            f"程序 {read.value!r}，单元格 {there}"
        )


def _agrees(read: Read, entry: Entry | None, grid: Grid) -> bool:
    if read.kind == "blank":
        return entry is None or _nothing(entry)
    if entry is None:
        return read.kind == "text" and _same_code(read, grid)
    if read.kind in ("amount", "number"):
        number = _number(entry.value)
        factor = 10000 if read.kind == "amount" and read.money == "万元" else 1
        return number is not None and abs(number * factor - read.value) <= Decimal("0.005")
    if read.kind == "date":
        return bool(_day(entry.value) == read.value)
    return _same_text(read, entry, grid)


def _nothing(entry: Entry) -> bool:
    return _bare(str(entry.value)) in _BLANK or entry.shown == ";;;"


def _number(value: Any) -> Decimal | None:
    """The one number that stands in a cell, None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return Decimal(f"{value:.15g}")
    if not isinstance(value, str):
        return None
    text = _visible(value).translate(_WIDE).strip()
    if text.strip("- ") == "" or text in _BLANK:
        return Decimal(0)
    match = re.fullmatch(r"\( ?([\d.,]+) ?\)", text)
    text = f"-{match[1]}" if match else text
    if not re.fullmatch(r"[+-]? ?(\d+|\d{1,3}([, ]\d{3})+)?(\.\d+)?", text):
        return None
    try:
        return Decimal(text.replace(",", "").replace(" ", ""))
    except InvalidOperation:
        return None


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = re.findall(r"\d+", unicodedata.normalize("NFKC", str(value)))
    try:
        return date(*map(int, parts[:3])) if len(parts) == 3 else None
    except ValueError:
        return None


def _same_text(read: Read, entry: Entry, grid: Grid) -> bool:
    said, there = _bare(str(read.value)), _bare(_general(entry.value))
    if said == there:
        return True
    year = re.sub("年度?$|-", "", there) == said
    return said.isdigit() and (year or _same_code(read, grid))


def _same_code(read: Read, grid: Grid) -> bool:
    """True for a code that stands in one cell or in three."""
    row, column = place(read.address)
    parts = [grid[row, c] for c in range(column, column + 3) if (row, c) in grid]
    joined = "".join(re.sub(r"\D", "", _bare(_general(part.value))) for part in parts)
    return str(read.value).isdigit() and joined.startswith(str(read.value))


def _general(value: Any) -> str:
    """A number as a cell without a format shows it, any other value as text."""
    if isinstance(value, float):
        shown = f"{Decimal(f'{value:.15g}'):f}"
        return shown.rstrip("0").rstrip(".") if "." in shown else shown
    return str(value).upper() if isinstance(value, bool) else str(value)


def _visible(text: str) -> str:
    """Without escapes of control characters and without what shows as nothing."""
    text = re.sub(r"_x([0-9A-Fa-f]{4})_", lambda match: chr(int(match[1], 16)), text)
    kept = (c for c in text if unicodedata.category(c) not in ("Cf", "Cn", "Cs") and c != "\xad")
    return "".join(c for c in kept if c in "\n\t " or unicodedata.category(c) != "Cc")


def _bare(text: str) -> str:
    """A text made comparable."""
    return "".join(unicodedata.normalize("NFKC", _visible(text)).split())


# --- what was printed ------------------------------------------------------------------------


def _printed(made: Made, seen: Seen, told: _Told, as_before: set[Read], verdict: Verdict) -> None:
    units = {(read.sheet, read.address): read for read in made.read}
    for label, text, (sheet, address) in made.printed:
        match = re.fullmatch(r"([−-]?[\d,.]+)(万元|%|分|)", text)
        entry = seen.sheets.get(sheet, {}).get(place(address)) if address else None
        read = units.get((sheet, address))
        if match is None or read is None or match[2] == "%" or told.cell(sheet, address):
            continue
        if entry is None and read in as_before:
            continue
        verdict.judged += 1
        number = Decimal(0) if entry is None else _number(entry.value)
        shown = Decimal(match[1].replace("−", "-").replace(",", ""))
        if number is not None and match[2] == "万元":
            number = number / (1 if read.money == "万元" else 10000)
        if number is None or not _rounds(number, shown):
            there = "空白" if entry is None else repr(entry.value)
            verdict.silent.append(f"印错 {label} {text}：{sheet}!{address} 是 {there}")


def _rounds(number: Decimal, shown: Decimal) -> bool:
    for digits in range(7):
        step = Decimal(1).scaleb(-digits)
        if number.quantize(step, ROUND_HALF_UP) == shown:
            return digits >= 2 or number == shown or -int(shown.as_tuple().exponent) >= digits
    return False


# --- what was not read -----------------------------------------------------------------------


def _unread(made: Made, seen: Seen) -> dict[str, Counter[str]]:
    return {
        _bare(sheet): Counter(_bare(_general(e.value)) for at, e in _rest(made, sheet, grid))
        for sheet, grid in seen.sheets.items()
    }


def _rest(made: Made, sheet: str, grid: Grid) -> Iterator[tuple[tuple[int, int], Entry]]:
    read = {at for r in made.read if r.sheet == sheet for at in _places(r, grid)}
    yield from ((at, entry) for at, entry in sorted(grid.items()) if at not in read)


def _places(read: Read, grid: Grid) -> Iterator[tuple[int, int]]:
    """The place of what was read; of a code also the next two, where it may stand."""
    row, column = place(read.address)
    yield row, column
    if read.column == "code" and read.value and _same_code(read, grid):
        for at in (column + 1, column + 2):
            if (row, at) in grid and _bare(_general(grid[row, at].value)).isdigit():
                yield row, at


def _lost(made: Made, seen: Seen, base_made: Made, base_seen: Seen, told: _Told) -> Iterator[str]:
    """What stands in the workbook, was not there before among what is not read, and is not told."""
    before = _unread(base_made, base_seen)
    for sheet, grid in seen.sheets.items():
        if sheet == GUIDE or grid is base_seen.sheets.get(sheet):
            continue
        left = Counter(before.get(_bare(sheet), {}))
        rows = [place(r.address)[0] for r in made.read if r.sheet == sheet]
        for at, entry in _rest(made, sheet, grid):
            text = _bare(_general(entry.value))
            if left[text] > 0:
                left[text] -= 1
                continue
            if _nothing(entry) or told.row(sheet, at[0]):
                continue
            if not rows and sheet not in base_seen.sheets and not _amounts(grid):
                continue  # a sheet of its own without a number
            if _beside(sheet, at[0], rows) and not _in_decimals(entry.value, sheet):
                continue
            yield f"漏读 {sheet}!{letters(at[1])}{at[0]} {entry.value!r}"
    there = {_bare(sheet) for sheet in seen.sheets}
    for sheet in base_seen.sheets.keys() - {GUIDE}:
        if (
            _bare(sheet) not in there
            and not told.sheet(sheet)
            and any(r.sheet == sheet for r in base_made.read)
        ):
            yield f"漏读 整张工作表 {sheet}"


def _amounts(grid: Grid) -> bool:
    return any(isinstance(entry.value, int | float) for entry in grid.values())


def _beside(sheet: str, row: int, rows: list[int]) -> bool:
    """Above the table, and below an official one, stand titles, numbers of columns and notes."""
    return not rows or row < min(rows) or (sheet.startswith("公开") and row > max(rows))


def _in_decimals(value: Any, sheet: str) -> bool:
    """True for an amount near an official table: not the number of a column, a page or a year."""
    number = _number(value)
    if number is None or not number.is_finite() or not sheet.startswith("公开"):
        return False
    return number != number.to_integral_value() and abs(number) >= Decimal("0.005")


# --- rows and columns that are not what they were --------------------------------------------


def _astray(made: Made, seen: Seen, base_made: Made, base_seen: Seen, told: _Told) -> Iterator[str]:
    """Numbers of fixed lines that stand beside, or below, another label than before."""
    before = {(r.table, r.row, r.column): r for r in base_made.read if r.kind != "text"}
    for now in made.read:
        was = before.get((now.table, now.row, now.column))
        grid, old = seen.sheets.get(now.sheet), base_seen.sheets.get(was.sheet if was else "")
        if was is None or grid is None or old is None or grid is old or now.row.isdigit():
            continue
        if now.kind in ("blank", "text") or told.row(now.sheet, place(now.address)[0]):
            continue
        for step, what in (((0, -1), "行"), ((-1, 0), "列")):
            label, old_label = _label(grid, now, step), _label(old, was, step)
            if label != old_label and old_label not in _labels(grid, now, step):
                yield (
                    f"错位 {now.sheet}!{now.address} {now.table}.{now.row}.{now.column}："
                    f"{what}标题是「{label}」，原来是「{old_label}」"
                )


def _label(grid: Grid, read: Read, step: tuple[int, int]) -> str:
    """The nearest words left of a cell, or above it."""
    return next(_labels(grid, read, step), "")


def _labels(grid: Grid, read: Read, step: tuple[int, int]) -> Iterator[str]:
    """The words left of a cell, or above it, the nearest first."""
    row, column = place(read.address)
    while row > 0 and column > 0:
        row, column = row + step[0], column + step[1]
        entry = grid.get((row, column))
        if entry is not None and isinstance(entry.value, str) and _number(entry.value) is None:
            yield _bare(entry.value)
