"""Opening a workbook that may be anything: a missing, locked, renamed or hostile file.

The result is one ``Grid`` per sheet: plain values by place.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.model import Cell, Finding, InputProblem, Severity
from generator.workbook.cells import Looks, Sheet, column_letters, read_sheets
from generator.workbook.characters import cleaned, printable
from generator.workbook.values import label_key

# A workbook of this kind unpacks to about 1 MB; anything beyond this is damaged or hostile.
MAX_UNPACKED = 80 * 1024 * 1024
# How the comment begins that a roll-over leaves beside a cell to be written anew.
LAST_YEAR = "上年："
# What the names of lock files put around the workbook's: Excel and WPS, LibreOffice, WPS.
_LOCKS = (("~$", ""), (".~lock.", "#"), (".~", ""))
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
# What the XML parser and the zip module raise on a file that is damaged inside.
_UNREADABLE = (
    EOFError,
    LookupError,
    NotImplementedError,
    OverflowError,
    StopIteration,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass
class Grid:
    """One sheet: ``values[(row, column)]``, both from 1.  A cell of spaces alone is blank.

    ``percent`` are the places shown as a percentage; ``uncomputed`` holds formula cells that
    were never calculated; ``errors`` says what is wrong with a cell of which only that is known;
    ``merged`` maps every place of a merged range to its first place; ``notes`` are the comments
    beside cells; ``looks`` are the number formats.
    """

    sheet: str
    values: dict[tuple[int, int], Any]
    percent: frozenset[tuple[int, int]]
    uncomputed: frozenset[tuple[int, int]]
    merged: dict[tuple[int, int], tuple[int, int]]
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    looks: Looks = field(default_factory=Looks)
    height: int = 0
    width: int = 0
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        texts = {place: label_key(value) for place, value in self.values.items()}
        self._texts = {place: text for place, text in texts.items() if text}
        self.values = {place: self.values[place] for place in self._texts}
        self.height = max((row for row, _ in self.values), default=0)
        self.width = max((column for _, column in self.values), default=0)

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
        said = printable(cleaned(self.notes.get((row, column), "")))
        return said.partition(LAST_YEAR)[2].strip()

    def find(self, key: str, rows: range | None = None) -> Iterator[tuple[int, int]]:
        """Places whose comparable text equals ``key``, top to bottom, left to right."""
        for place in sorted(place for place, text in self._texts.items() if text == key):
            if rows is None or place[0] in rows:
                yield place

    def row_blank(self, row: int, columns: range) -> bool:
        """True when nothing stands in those columns of the row."""
        return not any(self.label(row, column) for column in columns)


def lock_of(path: Path) -> Path | None:
    """The lock file beside a workbook that is open in another program, None without one."""
    if not path.is_file():
        return None
    locks = (path.with_name(f"{head}{path.name}{tail}") for head, tail in _LOCKS)
    return next((lock for lock in locks if lock.exists()), None)


def _locked_by(lock: Path) -> str:
    """The name of the workbook that a lock file is for, "" for a file of another name."""
    for head, tail in _LOCKS:
        if lock.name.startswith(head) and lock.name.endswith(tail):
            return lock.name.removeprefix(head).removesuffix(tail)
    return ""


def open_workbook(path: Path) -> dict[str, Grid]:
    """Sheet name → grid.  Raises InputProblem with one finding that says what to do."""
    _refuse_unusable(path)
    try:
        with zipfile.ZipFile(path) as archive:
            return {sheet.name: _grid(sheet) for sheet in read_sheets(archive)}
    except _UNREADABLE as error:
        remedy = "用 Excel 或 WPS 打开并另存一次。"
        raise _problem(path, "内容已损坏，读不出工作表", remedy) from error


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
    )


def _refuse_unusable(path: Path) -> None:
    if not path.exists():
        raise _problem(path, "没有这个文件", "检查文件名和所在文件夹；新建工作簿用 gen new 年度。")
    if path.is_dir():
        raise _problem(path, "这是一个文件夹", "请给出 .xlsx 工作簿。")
    if workbook := _locked_by(path):
        whose = " Excel 的" if path.name.startswith("~$") else ""
        raise _problem(path, f"这是{whose}锁文件，不是工作簿", f"请给出 {workbook}。")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except PermissionError as error:
        remedy = "可能正在 Excel 或 WPS 中打开：关闭后再试；或者检查文件权限。"
        raise _problem(path, "文件打不开", remedy) from error
    if head.startswith(_OLE):
        raise _ole_problem(path)
    if not head.startswith(b"PK"):
        kind = "不是 .xlsx 工作簿" if head else "是空文件，不是 .xlsx 工作簿"
        remedy = "用 gen new 年度 新建工作簿，把数据粘贴进去；只另存为 .xlsx 不行。"
        raise _problem(path, kind, remedy)
    _refuse_archive(path)


def _ole_problem(path: Path) -> InputProblem:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        return _problem(
            path, "工作簿设有打开密码", "在 Excel 中取消密码（文件→信息→保护工作簿）后再试。"
        )
    return _problem(
        path, "是旧格式 .xls 文件", "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。"
    )


def _refuse_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            unpacked = sum(info.file_size for info in archive.infolist())
    except zipfile.BadZipFile as error:
        raise _problem(
            path, "文件不完整（可能没有下载完或传输中断）", "重新取得这个文件。"
        ) from error
    if "word/document.xml" in names:
        raise _problem(path, "是 Word 文档，不是 Excel 工作簿", "请给出 .xlsx 工作簿。")
    if "xl/workbook.xml" not in names:
        raise _problem(
            path, "不是 .xlsx 工作簿", "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。"
        )
    if unpacked > MAX_UNPACKED:
        size = unpacked // (1024 * 1024)
        remedy = "这不像一个填报工作簿；用 gen new 新建一个，把数据粘贴过去。"
        raise _problem(
            path, f"内容展开后有 {size} MB，超过 {MAX_UNPACKED // 1048576} MB 的上限", remedy
        )


def _problem(path: Path, message: str, remedy: str) -> InputProblem:
    return InputProblem([Finding("I01", Severity.ERROR, f"{path.name}：{message}", remedy=remedy)])
