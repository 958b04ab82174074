"""Opening a file with tables, whatever program wrote it: one grid a sheet, or a table of a Word file."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from generator.model import InputProblem
from generator.workbook.exports import apart
from generator.workbook.exports.plain import text_table
from generator.workbook.exports.web import web_tables
from generator.workbook.package import Damaged, Package, TooMuch
from generator.workbook.reading import kinds
from generator.workbook.reading.cells import Range
from generator.workbook.reading.kinds import Kind
from generator.workbook.reading.opening import Grid, content_of, grids_of, unusable

_READER = Path(apart.__file__)
_TIMEOUT = 120  # seconds

Convert = Callable[[bytes], bytes]
"""A file of SpreadsheetML as .xlsx; raises InputProblem where that is not possible."""
WordTables = Callable[[bytes], Iterable[Grid]]
"""The tables of a Word file; raises Damaged or TooMuch."""

_EXPORT = "重新导出，或者用 Excel、WPS 打开，另存为 .xlsx，再给出它。"
_PASSWORD = Kind("设有打开密码", "在 Excel 或 WPS 中取消密码，保存，再给出它。")
_BROKEN = Kind("内容已损坏，读不出表格", _EXPORT)
_NO_TABLES = "给出导出的表格（.xls、.xlsx、.ods、.et、.csv、.docx）。"


def read_tables(path: Path, convert: Convert, word: WordTables) -> tuple[bytes, list[Grid]]:
    """The content of a file and its grids.  Raises InputProblem with one finding."""
    content = content_of(path)
    return content, _grids(path, content, convert, word)


def _grids(path: Path, content: bytes, convert: Convert, word: WordTables) -> list[Grid]:
    kind = kinds.by_content(content)
    if kind is None:
        return _of_package(path, content, word)
    if kind is kinds.OLD:
        return list(_of_calamine(path, content))
    if kind is kinds.HTML:
        return _read(path, lambda: list(web_tables(content)))
    if kind is kinds.TEXT:
        return _read(path, lambda: [text_table(content)])
    if kind is kinds.XML_2003:
        return _of_package(path, convert(content), word)
    raise unusable(path, _told(kind))


def _read(path: Path, tables: Callable[[], list[Grid]]) -> list[Grid]:
    try:
        return tables()
    except (UnicodeDecodeError, Damaged, TooMuch) as error:
        raise unusable(path, _BROKEN) from error


def _told(kind: Kind) -> Kind:
    """What is said of a file that has no tables: a workbook is not what was asked for."""
    if kind is kinds.PASSWORD:
        return _PASSWORD
    if kind is kinds.EMPTY:
        return Kind("是空文件", _EXPORT)
    if kind in (kinds.CUT, kinds.DAMAGED, kinds.ENCRYPTED):
        return kind
    return Kind(kind.message.partition("，不是")[0], _NO_TABLES)


def _of_package(path: Path, content: bytes, word: WordTables) -> list[Grid]:
    try:
        package = Package(content)
        kind = kinds.by_parts(package)
        if kind is None:
            return list(grids_of(path, package).values())
        if kind is kinds.WORD:
            return list(word(content))
        if kind in (kinds.BINARY, kinds.OPEN_DOCUMENT):
            package.members()  # whatever it unpacks to
            return list(_of_calamine(path, content))
    except (Damaged, TooMuch, ValueError) as error:
        raise unusable(path, _BROKEN) from error
    raise unusable(path, _told(kind))


def _of_calamine(path: Path, content: bytes) -> Iterator[Grid]:
    """The sheets of a file of Excel 97, an .xlsb or an .ods."""
    for name, cells, merged in _read_apart(path, content):
        values = {(row, column): _value(value, day) for row, column, value, day in cells}
        ranges = [Range(*(n + 1 for n in (*first, *last))) for first, last in merged]
        yield Grid(name, values, frozenset(), frozenset(), ranges)


def _read_apart(path: Path, content: bytes) -> list[Any]:
    """What the process says that reads the file; it may die of what it is given."""
    found = importlib.util.find_spec("python_calamine")
    place = str(Path(found.origin).parent.parent) if found and found.origin else ""
    command = [sys.executable, "-E", "-S", "-P", str(_READER), place]  # -S: starts in half the time
    try:
        done = subprocess.run(
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise unusable(path, _BROKEN) from error
    if done.returncode == apart.PASSWORD:
        raise unusable(path, _PASSWORD)
    if done.returncode == apart.OVERFULL:
        raise _overfull(path, json.loads(done.stdout))
    if done.returncode:
        raise unusable(path, _BROKEN)
    sheets: list[Any] = json.loads(done.stdout)
    return sheets


def _overfull(path: Path, sheet: str) -> InputProblem:
    what = f"工作表「{sheet}」大得不像导出的表"
    return unusable(path, Kind(what, "删去表外面多余的行和列，保存，再给出它。"))


def _value(value: Any, day: bool) -> Any:
    if day:
        return datetime.fromisoformat(value)
    return int(value) if isinstance(value, float) and value.is_integer() else value
