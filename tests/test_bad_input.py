"""Bad input: a clear message with sheet and cell and what to do, nothing written, exit 2."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.editions import built_in
from tests.conftest import REAL, Spoil


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def refused(path: Path) -> list[str]:
    """Build, make sure that nothing was written, and return the message lines."""
    result = gen("build", path)
    assert result.exit_code == 2, result.output
    assert not Path("outputs").exists()
    assert "Traceback" not in result.output
    lines = result.output.splitlines()
    assert lines[0] == f"{path}：不能使用"
    assert lines[-1].endswith("没有写出任何文件。改正后再运行，才能作其他核对。")
    return lines[1:-1]


def ole(path: Path, content: bytes) -> None:
    path.write_bytes(bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512) + content)


def truncated(path: Path) -> None:
    path.write_bytes(REAL.read_bytes()[:20_000])


def word_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")


def packed(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("说明.txt", "x")
        archive.writestr("决算.xlsx", "x")


def broken_xml(path: Path) -> None:
    with zipfile.ZipFile(REAL) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, data[:-40] if name.endswith("sheet3.xml") else data)


@pytest.mark.parametrize(
    ("name", "make", "message", "remedy"),
    [
        (
            "缺.xlsx",
            lambda path: None,
            "缺.xlsx：没有这个文件",
            "检查文件名和所在文件夹；新建工作簿用 gen new 年度。",
        ),
        ("夹.xlsx", Path.mkdir, "夹.xlsx：这是一个文件夹", "请给出 .xlsx 工作簿。"),
        (
            "文.xlsx",
            word_document,
            "文.xlsx：是 Word 文档，不是 Excel 工作簿",
            "是公开过的决算的，用 gen read 读回成工作簿；不是的，请给出 .xlsx 工作簿。",
        ),
        (
            "表.xlsx",
            lambda path: path.write_text("科目,金额\n208,1\n", "gbk"),
            "表.xlsx：是文本文件（如 .csv、.txt），不是 .xlsx 工作簿",
            "用 gen new 年度 新建工作簿，把数据粘贴进去；只另存为 .xlsx 不行。",
        ),
        (
            "表.csv",
            lambda path: path.write_text("科目,金额\n208,1\n", "utf-8"),
            "表.csv：是文本文件（如 .csv、.txt），不是 .xlsx 工作簿",
            "用 gen new 年度 新建工作簿，把数据粘贴进去；只另存为 .xlsx 不行。",
        ),
        (
            "~$2024.xlsx",
            lambda path: path.write_bytes(b"\x05user" + bytes(160)),
            "~$2024.xlsx：这是 Excel 的锁文件，不是工作簿",
            "请给出 2024.xlsx。",
        ),
        (
            ".~lock.2024.xlsx#",
            lambda path: path.write_text(",user,host,;", "utf-8"),
            ".~lock.2024.xlsx#：这是锁文件，不是工作簿",
            "请给出 2024.xlsx。",
        ),
        (
            "空.xlsx",
            lambda path: path.write_bytes(b""),
            "空.xlsx：是空文件，不是 .xlsx 工作簿",
            "用 gen new 年度 新建工作簿，把数据粘贴进去；只另存为 .xlsx 不行。",
        ),
        (
            "包.xlsx",
            other_zip,
            "包.xlsx：不是 .xlsx 工作簿",
            "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。",
        ),
        (
            "两个.xlsx",
            packed,
            "两个.xlsx：是压缩包，不是 .xlsx 工作簿",
            "先解压，再给出里面的 .xlsx 工作簿。",
        ),
        (
            "断.xlsx",
            truncated,
            "断.xlsx：文件不完整（可能没有下载完或传输中断）",
            "重新取得这个文件。",
        ),
        (
            "密.xlsx",
            lambda path: ole(path, "EncryptedPackage".encode("utf-16-le")),
            "密.xlsx：工作簿设有打开密码",
            "在 Excel 中取消密码（文件→信息→保护工作簿）后再试。",
        ),
        (
            "旧.xls",
            lambda path: ole(path, b"Workbook"),
            "旧.xls：是旧格式 .xls 文件",
            "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。",
        ),
        (
            "坏.xlsx",
            broken_xml,
            "坏.xlsx：内容已损坏，读不出工作表",
            "用 Excel 或 WPS 打开并另存一次。",
        ),
    ],
)
def test_files_that_are_no_workbook(
    name: str, make: Callable[[Path], Any], message: str, remedy: str
) -> None:
    path = Path(name)
    make(path)
    assert refused(path) == [f"错误 I01  {message}", f"  处理：{remedy}"]


def test_a_file_that_excel_holds_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path("2023.xlsx")
    shutil.copy(REAL, path)
    plain = Path.open

    def locked(self: Path, *arguments: Any, **named: Any) -> Any:
        if self.name == "2023.xlsx":
            raise PermissionError(13, "Permission denied")
        return plain(self, *arguments, **named)

    monkeypatch.setattr(Path, "open", locked)
    assert refused(path) == [
        "错误 I01  2023.xlsx：文件打不开",
        "  处理：可能正在 Excel 或 WPS 中打开：关闭后再试；或者检查文件权限。",
    ]


def put(sheet: str, address: str, value: Any) -> Spoil:
    def change(book: Any) -> None:
        book[sheet][address] = value

    return change


def unformatted_number(sheet: str, address: str, value: float) -> Spoil:
    def change(book: Any) -> None:
        book[sheet][address] = value
        book[sheet][address].number_format = "General"

    return change


def rename(old: str, new: str) -> Spoil:
    def change(book: Any) -> None:
        book[old].title = new

    return change


def remove(sheet: str) -> Spoil:
    def change(book: Any) -> None:
        del book[sheet]

    return change


def merge(sheet: str, area: str) -> Spoil:
    def change(book: Any) -> None:
        book[sheet].merge_cells(area)

    return change


NAMES = "工作表的名称要与填表说明里的目录一致。"

CELL_CASES: dict[str, tuple[Spoil, list[str]]] = {
    "sheet missing": (
        remove("公开03表"),
        ["错误 I02  缺少工作表「公开03表」", f"  处理：{NAMES}"],
    ),
    "sheet renamed": (
        rename("公开02表", "收入表"),
        [
            "错误 I02  缺少工作表「公开02表」",
            "  处理：工作表「收入表」里写有「公开02表」：如果就是它，把它改名为「公开02表」。",
        ],
    ),
    "profile missing": (
        remove("基本信息"),
        ["错误 I02  缺少工作表「基本信息」", f"  处理：{NAMES}"],
    ),
    "text for a number": (
        put("公开01表", "C7", "约二百三十万"),
        [
            "错误 I04  公开01表!C7 一般公共预算财政拨款收入是文字「约二百三十万」，应是数字",
            "  位置：公开01表!C7",
            "  处理：改成数字；没有数就留空。",
        ],
    ),
    "broken reference": (
        put("公开03表", "E8", "#REF!"),
        [
            "错误 I04  公开03表!E8 社会保障和就业支出·本年支出合计是公式错误 #REF!",
            "  位置：公开03表!E8",
            "  处理：改成数字；没有数就留空。",
        ],
    ),
    "NaN": (
        put("公开05表", "F8", "NaN"),
        [
            "错误 I04  公开05表!F8 社会保障和就业支出·基本支出是文字「NaN」，应是数字",
            "  位置：公开05表!F8",
            "  处理：改成数字；没有数就留空。",
        ],
    ),
    "date as number": (
        unformatted_number("基本信息", "B12", 45576),
        [
            "错误 I06  基本信息!B12 公开日期是数字 45576，应是日期，例如 2024-10-11",
            "  位置：基本信息!B12",
            "  处理：按「2024-10-11」的样子填写日期。",
        ],
    ),
    "not a choice": (
        put("基本信息", "B8", "企业"),
        [
            "错误 I07  基本信息!B8 单位类型「企业」不在选项中（行政单位、参公事业单位、事业单位）",
            "  位置：基本信息!B8",
            "  处理：从下拉选项中选一个。",
        ],
    ),
    "merged amounts": (
        merge("公开02表", "F8:F9"),
        [
            "错误 I08  公开02表!F8 这里是合并单元格，看不出是哪一行的数",
            "  位置：公开02表!F8",
            "  处理：取消合并单元格，每行各填各的。",
        ],
    ),
    "duplicate code": (
        put("公开05表", "A10", "208"),
        [
            "错误 I05  公开05表!A10 编码 208 重复（第 8 行已有）",
            "  位置：公开05表!A10",
            "  处理：合并或删除重复的行。",
        ],
    ),
    "malformed code": (
        put("公开05表", "A10", "20801S0"),
        [
            "错误 I05  公开05表!A10 「20801S0」不是科目编码（应是 3、5 或 7 位数字）",
            "  位置：公开05表!A10",
            "  处理：改正编码。",
        ],
    ),
    "an uncalculated formula where a value belongs": (
        put("公开05表", "F10", "=100+71.96"),
        [
            "错误 I09  公开05表!F10 事业运行·基本支出是没有计算过的公式，读不到结果",
            "  位置：公开05表!F10",
            "  处理：用 Excel 或 WPS 打开工作簿，保存一次再运行。",
        ],
    ),
    "unknown edition": (
        put("基本信息", "B6", "2077"),
        [
            "错误 I13  基本信息!B6 没有「2077」这个版式",
            "  位置：基本信息!B6",
            "  处理：这个版式比程序新：更新程序，或者改正「版式」一格；现有版式："
            + f"{'、'.join(sorted(built_in()))}。",
        ],
    ),
    "year": (
        put("基本信息", "B5", "今年"),
        [
            "错误 I10  基本信息!B5 决算年度是「今年」，应是四位年份，例如 2023",
            "  位置：基本信息!B5",
            "  处理：改正这一格。",
        ],
    ),
}


@pytest.mark.parametrize("case", CELL_CASES, ids=str)
def test_cells_that_cannot_be_used(case: str, spoiled: Callable[[Spoil], Path]) -> None:
    change, message = CELL_CASES[case]
    assert refused(spoiled(change)) == message


def test_all_problems_are_reported_in_one_run(spoiled: Callable[[Spoil], Path]) -> None:
    def change(book: Any) -> None:
        for name in ("text for a number", "broken reference", "date as number", "not a choice"):
            CELL_CASES[name][0](book)

    lines = refused(spoiled(change))
    assert [line.split()[1] for line in lines if line.startswith("错误")] == [
        "I04",
        "I04",
        "I07",
        "I06",
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such permission bits")
def test_an_output_folder_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("outputs").write_text("in the way")
    result = gen("build", REAL)
    assert result.exit_code == 2
    assert "草稿写不进 outputs/2023" in result.output
    assert Path("outputs").read_text() == "in the way"


def test_a_full_disk_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    result = gen("build", REAL)
    assert result.exit_code == 2
    assert "草稿写不进 outputs/2023：磁盘已满" in result.output
    assert "处理：清理磁盘空间，或换一个磁盘后再运行；原有的草稿没有动。" in result.output
    assert list(Path("outputs/2023").iterdir()) == []


def test_a_file_name_without_room_for_what_stands_beside_the_draft() -> None:
    """Refused before anything is written: a draft without its review page would be half of it."""
    path = Path(f"{'长' * 74}.xlsx")
    shutil.copy(REAL, path)
    result = gen("build", path)
    assert result.exit_code == 2
    assert "写不进 outputs/2023：文件名太长" in result.output
    assert "处理：改用较短的文件名和文件夹名（例如 2023.xlsx）后再运行" in result.output
    assert list(Path("outputs").rglob("*.*")) == []
    fitting = path.rename(f"{'长' * 60}.xlsx")
    result = gen("build", fitting, "--data", "--html")
    assert result.exit_code == 0
    assert "太长" not in result.output


@pytest.mark.parametrize("command", ["check", "build", "watch", "explain", "new", "verify", "diff"])
def test_a_name_that_no_system_takes(command: str) -> None:
    name = f"{'a' * 300}.xlsx"
    more = {"explain": ["233.37"], "diff": [name], "new": ["--out", name]}.get(command, [])
    result = gen(command, "2023" if command == "new" else name, *more)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert ("文件名太长" in result.output) or ("打不开" in result.output)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no names of raw bytes")
def test_a_name_that_is_not_utf8() -> None:
    raw = os.fsdecode(b"\xb5\xa5\xce\xbb.xlsx")  # 单位 in GBK
    try:
        shutil.copy(REAL, raw)
    except OSError:
        pytest.skip("a file system that takes UTF-8 names only")
    for command in ("check", "build"):
        result = gen(command, raw)
        assert result.exit_code == 2
        assert "文件名里有显示不出来的字符" in result.output
        assert "把文件改名" in result.output
    assert not Path("outputs").exists()


def test_a_folder_that_may_not_be_entered(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as root, whom no permission stops: the system's answer is put in."""

    def locked(path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr("generator.workbook.reading.opening.content_of", locked)
    for command in ("check", "build"):
        result = gen(command, REAL)
        assert result.exit_code == 2
        assert "错误 I01  2023.xlsx：系统不让读写，没有权限" in result.output
