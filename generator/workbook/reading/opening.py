"""Opening a workbook that may be anything: a missing, locked, renamed or hostile file.

The result is one ``Grid`` per sheet: plain values by place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from generator.model import Cell, Finding, InputProblem, Severity
from generator.workbook.package import MEGABYTE, Damaged, Package, TooMuch
from generator.workbook.reading import kinds
from generator.workbook.reading.cells import (
    Hidden,
    Looks,
    Range,
    Sheet,
    column_letters,
    read_sheets,
)
from generator.workbook.reading.characters import cleaned, printable
from generator.workbook.reading.kinds import Kind
from generator.workbook.reading.limits import MOST_FILE, MOST_MERGED, Overfull
from generator.workbook.reading.values import label_key

# Rows and columns that may lie blank before what stands behind them is out of reach.
_FAR_ROW, _FAR_COLUMN = 2000, 100
# How the comment begins that a roll-over leaves beside a cell to be written anew.
LAST_YEAR = "上年："
# What the names of lock files put around the workbook's: Excel and WPS, LibreOffice, WPS.
_LOCKS = (("~$", ""), (".~lock.", "#"), (".~", ""))
_FILL = "是决算软件导出的表，用 gen fill 工作簿 {name} 取进填报工作簿。"
# What reading raises on a workbook that Excel did not write.
_UNREADABLE = (LookupError, OverflowError, StopIteration, TypeError, ValueError)


class Grid(Struct):
    """One sheet: ``values[(row, column)]``, both from 1.  A cell of spaces alone is blank.

    ``percent`` are the places shown as a percentage; ``uncomputed`` holds formula cells that
    were never calculated; ``errors`` says what is wrong with a cell of which only that is known;
    ``merged`` maps every place of a merged range of ``ranges`` to its first place; ``covered`` is
    what other programs left in the rest of a range, where no screen shows it; ``notes`` are the
    comments beside cells; ``looks`` are the number formats.  What stands thousands of rows below
    everything else, or as far to the right, is in ``far`` and not in ``values``, so that ``height``
    times ``width`` places can be looked at.
    """

    sheet: str
    values: dict[tuple[int, int], Any]
    percent: frozenset[tuple[int, int]]
    uncomputed: frozenset[tuple[int, int]]
    ranges: Iterable[Range] = ()
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)
    hidden: Hidden = field(default_factory=Hidden)
    formulas: frozenset[tuple[int, int]] = frozenset()
    height: int = 0
    width: int = 0
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    far: dict[tuple[int, int], Any] = field(default_factory=dict)
    covered: dict[tuple[int, int], Any] = field(default_factory=dict)
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)
    _places: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Raises Overfull for merged ranges of hundreds of thousands of places."""
        filled = {p: text for p, value in self.values.items() if (text := label_key(value))}
        rows, columns = {row for row, _ in filled}, {column for _, column in filled}
        self.height, self.width = _reach(rows, _FAR_ROW), _reach(columns, _FAR_COLUMN)
        if max(rows, default=0) > self.height or max(columns, default=0) > self.width:
            near = {p: t for p, t in filled.items() if p[0] <= self.height and p[1] <= self.width}
            self.far = {place: self.values[place] for place in filled if place not in near}
            filled = near
        if len(filled) < len(self.values):
            self.values = {place: self.values[place] for place in filled}
        self._texts = filled
        for place in sorted(filled):
            self._places.setdefault(filled[place], []).append(place)
        self._merge()

    def _merge(self) -> None:
        """Map the places of merged ranges as far as something stands beside them."""
        area = 0
        for top, left, bottom, right in self.ranges:
            rows = range(top, min(bottom, self.height) + 1)
            columns = range(left, min(right, self.width) + 1)
            area += len(rows) * len(columns)
            if area > MOST_MERGED:
                raise Overfull(self.sheet, f"合并单元格太大，超过 {MOST_MERGED:,} 格")
            self.merged.update(((row, column), (top, left)) for row in rows for column in columns)
        hidden = [place for place, top in self.merged.items() if place != top]
        for place in filter(self.values.__contains__, hidden):
            self.covered[place] = self.values.pop(place)
            self._places[self._texts.pop(place)].remove(place)

    def label(self, row: int, column: int) -> str:
        """The text at a place made comparable (see ``label_key``), "" when blank."""
        return self._texts.get((row, column), "")

    def header(self, row: int, column: int) -> str:
        """Like ``label``, a merged cell counting for its whole range."""
        return self.label(*self.merged.get((row, column), (row, column)))

    def cell(self, row: int, column: int) -> Cell:
        """The address for messages."""
        return Cell(self.sheet, f"{column_letters(column)}{row}")

    def last_year(self, row: int, column: int) -> str:
        """What the comment beside a cell says of last year, "" when it says nothing."""
        said = self.notes.get((row, column), "")
        return printable(cleaned(said)).partition(LAST_YEAR)[2].strip() if said else ""

    def head(self, rows: int = 8) -> Iterator[str]:
        """The texts of the first rows, top to bottom."""
        return (text for place, text in sorted(self._texts.items()) if place[0] <= rows)

    def find(self, key: str, rows: range | None = None) -> Iterator[tuple[int, int]]:
        """Places whose comparable text equals ``key``, top to bottom, left to right."""
        for place in self._places.get(key, ()):
            if rows is None or place[0] in rows:
                yield place

    def row_blank(self, row: int, columns: Iterable[int]) -> bool:
        """True when nothing stands in those columns of the row."""
        return not any((row, column) in self._texts for column in columns)


def lock_of(path: Path) -> Path | None:
    """The lock file beside a workbook that is open in another program, None without one."""
    locks = (path.with_name(f"{head}{path.name}{tail}") for head, tail in _LOCKS)
    try:
        return next((lock for lock in locks if path.is_file() and lock.exists()), None)
    except OSError:  # too long a name, a folder that may not be read: opening it says so
        return None


def _locked_by(lock: Path) -> str:
    """The name of the workbook that a lock file is for, "" for a file of another name."""
    for head, tail in _LOCKS:
        if lock.name.startswith(head) and lock.name.endswith(tail):
            return lock.name.removeprefix(head).removesuffix(tail)
    return ""


def open_workbook(path: Path) -> dict[str, Grid]:
    """Sheet name → grid.  Raises InputProblem with one finding that says what to do."""
    return grids_of(path, package_of(path, content_of(path)))


def package_of(path: Path, content: bytes) -> Package:
    """The parts of a workbook.  Raises InputProblem with one finding that says what to do."""
    kind = kinds.by_content(content)
    if kind is not None:
        raise unusable(path, _export(path, kind))
    try:
        package = Package(content)
    except Damaged as error:
        raise unusable(path, kinds.CUT) from error
    except TooMuch as error:
        raise unusable(path, kinds.DAMAGED) from error
    kind = kinds.by_parts(package)
    if kind is not None:
        raise unusable(path, _export(path, kind))
    return package


def _export(path: Path, kind: Kind) -> Kind:
    """What to say of a table of another format: what it is, or that it is an export."""
    if kind in (kinds.XML_2003, kinds.HTML):
        return Kind(kind.message, f"{kind.remedy}{_FILL.format(name=path.name)}")
    if kind not in (kinds.OLD, kinds.BINARY, kinds.OPEN_DOCUMENT, kinds.TEXT):
        return kind
    from generator.workbook.exports.recognising import export_kind  # reads with what stands here

    return export_kind(path) or kind


def grids_of(path: Path, package: Package) -> dict[str, Grid]:
    """Sheet name → grid, from the parts.  Raises InputProblem."""
    try:
        grids = [_grid(sheet) for sheet in read_sheets(package)]
        found = {grid.sheet: grid for grid in grids}
        if len(found) < len(grids):  # Excel allows no two sheets of one name
            raise unusable(path, kinds.DAMAGED)
        return found
    except Overfull as error:
        raise _overfull(path, error.sheet, error.what) from error
    except TooMuch as error:
        raise _overfull(path, "", f"{error.part} 的内容太多") from error
    except (Damaged, *_UNREADABLE) as error:
        raise unusable(path, kinds.DAMAGED) from error


def _grid(sheet: Sheet) -> Grid:
    return Grid(
        sheet.name,
        sheet.values,
        frozenset(sheet.percent),
        frozenset(sheet.uncomputed),
        sheet.merged,
        sheet.notes,
        sheet.errors,
        sheet.looks,
        sheet.hidden,
        frozenset(sheet.formulas),
    )


def _reach(places: set[int], far: int) -> int:
    """The last row, or column, that is no more than ``far`` beyond the bulk of what stands there.

    A dense list may be of any length; one cell in Excel's last row does not make a sheet of a
    million rows.
    """
    within = (at for count, at in enumerate(sorted(places)) if at <= far + 2 * count)
    return max(within, default=0)


def content_of(path: Path) -> bytes:
    """The bytes of a file that may be a workbook.  Raises InputProblem."""
    if not _encodable(path.name):
        remedy = "把文件改名（例如「单位名称.xlsx」），再运行。"
        raise unusable(path, Kind("文件名里有显示不出来的字符（不是 UTF-8）", remedy))
    if not path.exists():
        told = Kind("没有这个文件", "检查文件名和所在文件夹；新建工作簿用 gen new 年度。")
        raise unusable(path, told)
    if path.is_dir():
        raise unusable(path, Kind("这是一个文件夹", "请给出 .xlsx 工作簿。"))
    if not path.is_file():  # a pipe or a device: reading it may never end
        raise unusable(path, Kind("不是普通文件", "请给出 .xlsx 工作簿。"))
    if workbook := _locked_by(path):
        whose = " Excel 的" if path.name.startswith("~$") else ""
        raise unusable(path, Kind(f"这是{whose}锁文件，不是工作簿", f"请给出 {workbook}。"))
    try:
        with path.open("rb") as file:
            content = file.read(MOST_FILE + 1)
    except OSError as error:
        remedy = "可能正在 Excel 或 WPS 中打开：关闭后再试；或者检查文件权限。"
        raise unusable(path, Kind("文件打不开", remedy)) from error
    if len(content) > MOST_FILE:
        size = f"文件超过 {MOST_FILE // MEGABYTE} MB"
        raise unusable(path, Kind(size, "删去贴在表里的图片和附件，另存一次。"))
    return content


def _overfull(path: Path, sheet: str, what: str) -> InputProblem:
    where = f"工作表「{sheet}」" if sheet else ""
    remedy = (
        "填报工作簿没有这么大。把多余的工作表、行和格式删去再试；"
        "删不动的，用 gen new 年度 新建一个，把各表的数据粘贴过去。"
    )
    return InputProblem(
        [
            Finding(
                "I40",
                Severity.ERROR,
                f"{path.name}：{where}{what}",
                (Cell(sheet, ""),) if sheet else (),
                remedy=remedy,
            )
        ]
    )


def _encodable(name: str) -> bool:
    """False for a name from an old system whose bytes are no UTF-8: no record could hold it."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def unusable(path: Path, kind: Kind) -> InputProblem:
    """The problem of a file that is no workbook."""
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    message = f"{name}：{kind.message}"
    return InputProblem([Finding("I01", Severity.ERROR, message, remedy=kind.remedy)])
