"""Opening a workbook that may be anything: a missing, locked, renamed or hostile file.

The result is one ``Grid`` per sheet: plain values by place, without openpyxl's objects.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from generator.model import Cell, Finding, InputProblem, Severity
from generator.workbook.values import label_key

# A workbook of this kind unpacks to about 1 MB; anything beyond this is damaged or hostile.
MAX_UNPACKED = 80 * 1024 * 1024
_LARGEST_MERGE = 10_000
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# What openpyxl raises on XML that is not a workbook; it has no exception of its own for that.
_UNREADABLE = (
    AttributeError,
    EOFError,
    IndexError,
    InvalidFileException,
    KeyError,
    OverflowError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass
class Grid:
    """One sheet: ``values[(row, column)]``, both from 1.

    ``percent`` are the places shown as a percentage; ``uncomputed`` holds formula cells that
    were never calculated; ``merged`` maps every place of a merged range to its first place.
    """

    sheet: str
    values: dict[tuple[int, int], Any]
    percent: frozenset[tuple[int, int]]
    uncomputed: frozenset[tuple[int, int]]
    merged: dict[tuple[int, int], tuple[int, int]]
    height: int = 0
    width: int = 0
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.height = max((row for row, _ in self.values), default=0)
        self.width = max((column for _, column in self.values), default=0)
        self._texts = {place: label_key(value) for place, value in self.values.items()}

    def label(self, row: int, column: int) -> str:
        """The text at a place made comparable (see ``label_key``), "" when blank."""
        return self._texts.get((row, column), "")

    def header(self, row: int, column: int) -> str:
        """Like ``label``, a merged cell counting for its whole range."""
        return self.label(*self.merged.get((row, column), (row, column)))

    def cell(self, row: int, column: int) -> Cell:
        """The address for messages."""
        return Cell(self.sheet, f"{get_column_letter(column)}{row}")

    def find(self, key: str, rows: range | None = None) -> Iterator[tuple[int, int]]:
        """Places whose comparable text equals ``key``, top to bottom, left to right."""
        for place in sorted(place for place, text in self._texts.items() if text == key):
            if rows is None or place[0] in rows:
                yield place

    def row_blank(self, row: int, columns: range) -> bool:
        """True when nothing stands in those columns of the row."""
        return not any(self.label(row, column) for column in columns)


def open_workbook(path: Path) -> dict[str, Grid]:
    """Sheet name → grid.  Raises InputProblem with one finding that says what to do."""
    _refuse_unusable(path)
    try:
        reader = ExcelReader(path, read_only=True, data_only=True, keep_links=False)
        reader.read()
        parts = {sheet.name: rel.target for sheet, rel in reader.parser.find_sheets()}
        with closing(reader.wb), zipfile.ZipFile(path) as archive:
            return {
                sheet.title: _grid(sheet, _scan(archive, parts[sheet.title]))
                for sheet in reader.wb.worksheets
            }
    except _UNREADABLE as error:
        remedy = "用 Excel 或 WPS 打开并另存一次。"
        raise _problem(path, "内容已损坏，读不出工作表", remedy) from error


def _refuse_unusable(path: Path) -> None:
    if not path.exists():
        raise _problem(path, "没有这个文件", "检查文件名和所在文件夹；新建工作簿用 gen new 年度。")
    if path.is_dir():
        raise _problem(path, "这是一个文件夹", "请给出 .xlsx 工作簿。")
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except PermissionError as error:
        remedy = "可能正在 Excel 或 WPS 中打开：关闭后再试；或者检查文件权限。"
        raise _problem(path, "文件打不开", remedy) from error
    if head.startswith(_OLE):
        raise _ole_problem(path)
    if not head.startswith(b"PK"):
        raise _problem(
            path, "不是 .xlsx 工作簿", "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。"
        )
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


@dataclass(frozen=True)
class _Scan:
    """What openpyxl's quick reading mode does not tell about a sheet."""

    uncomputed: frozenset[tuple[int, int]]
    merged: dict[tuple[int, int], tuple[int, int]]


def _scan(archive: zipfile.ZipFile, part: str) -> _Scan:
    """Merged ranges, and formulas without a stored value (never calculated by Excel)."""
    uncomputed: set[tuple[int, int]] = set()
    merged: dict[tuple[int, int], tuple[int, int]] = {}
    with archive.open(part.lstrip("/")) as file:
        for _, element in ElementTree.iterparse(file):
            if element.tag == f"{_MAIN}c":
                stored = element.find(f"{_MAIN}v")
                blank = stored is None or not stored.text
                if blank and element.find(f"{_MAIN}f") is not None:
                    uncomputed.add(coordinate_to_tuple(element.get("r", "")))
            elif element.tag == f"{_MAIN}row":
                element.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                merged.update(_merged_places(element.get("ref", "")))
    return _Scan(frozenset(uncomputed), merged)


def _merged_places(ref: str) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Every place of a merged range with the range's first place; whole columns are left out."""
    left, top, right, bottom = range_boundaries(ref)
    if (right - left + 1) * (bottom - top + 1) < _LARGEST_MERGE:
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                yield (row, column), (top, left)


def _grid(worksheet: Any, scan: _Scan) -> Grid:
    values: dict[tuple[int, int], Any] = {}
    percent: set[tuple[int, int]] = set()
    worksheet.reset_dimensions()
    for row in worksheet.iter_rows():
        for cell in row:
            if cell.value is None or cell.value == "":
                continue
            place = (cell.row, cell.column)
            values[place] = cell.value
            if isinstance(cell.value, int | float) and "%" in cell.number_format:
                percent.add(place)
    return Grid(worksheet.title, values, frozenset(percent), scan.uncomputed, scan.merged)
