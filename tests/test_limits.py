"""What an office makes by habit is read; what no workbook of this kind holds is refused at once."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.pipeline import check
from generator.workbook.reading.limits import (
    LAST_COLUMN,
    LAST_ROW,
    MOST_CELLS,
    MOST_CHARACTERS,
    MOST_RANGES,
    MOST_ROWS,
    MOST_SETTINGS,
    MOST_SHEETS,
    MOST_UNPACKED,
    Meter,
    Overfull,
    refuse_size,
)
from tests.conftest import REAL
from tests.helpers.crafted import crafted, part_of, with_rows

SHEET = "年初预算"
PART = part_of(SHEET)
BOOK, STYLES = "xl/workbook.xml", "xl/styles.xml"
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'


def before(end: bytes, added: bytes) -> Callable[[bytes], bytes]:
    """A change that puts something before an end tag."""

    def change(xml: bytes) -> bytes:
        assert end in xml
        return xml.replace(end, added + end)

    return change


def after_head(added: bytes) -> Callable[[bytes], bytes]:
    """A change that puts something before the root of a sheet."""
    return lambda xml: xml.replace(b"<worksheet", added + b"<worksheet", 1)


def cell(address: str, value: str = "1") -> str:
    return f'<c r="{address}"><v>{value}</v></c>'


def inline(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows(numbers: range, columns: str, style: str = "") -> str:
    """Rows with a number in each column, or with formats alone."""
    made = cell if not style else lambda address: f'<c r="{address}" s="{style}"/>'
    return "".join(
        f'<row r="{n}">{"".join(made(f"{c}{n}") for c in columns)}</row>' for n in numbers
    )


HABITS: dict[str, Callable[[Path], Path]] = {
    "rows formatted to the last one": lambda path: with_rows(
        path,
        SHEET,
        "".join(f'<row r="{n}" s="3" customFormat="1"/>' for n in range(200, LAST_ROW + 1)),
    ),
    "cells formatted far down": lambda path: with_rows(
        path, SHEET, rows(range(200, 100_000), "ABCDEFGH", "12")
    ),
    "merged ranges down to the end": lambda path: crafted(
        path,
        {
            PART: before(
                b"</mergeCells>",
                b"".join(
                    b'<mergeCell ref="A%d:XFD%d"/>' % (n * 200, n * 200 + 199)
                    for n in range(2, 4002)
                ),
            )
        },
    ),
    "thousands of rules that colour cells": lambda path: crafted(
        path,
        {
            PART: before(
                b"</worksheet>",
                b'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
                b"<formula>LEN(A1)</formula></cfRule></conditionalFormatting>" * 40_000,
            )
        },
    ),
    "another sheet with a ledger": lambda path: _with_sheet(
        path, "明细账", rows(range(1, 15_001), "ABCDE")
    ),
    "a long formula in each row": lambda path: _with_sheet(
        path,
        "明细账",
        "".join(
            f'<row r="{n}"><c r="A{n}"><f>{"SUM(B1:B9)+" * 600}1</f><v>1</v></c></row>'
            for n in range(1, 6001)
        ),
    ),
    "names of parts in another case": lambda path: crafted(
        path, {}, renamed={STYLES: "xl/Styles.XML", PART: PART.replace("sheet", "Sheet")}
    ),
}

LEDGERS = ("another sheet with a ledger", "a long formula in each row")


def _with_sheet(path: Path, name: str, xml: str) -> Path:
    sheet = f'<sheet name="{name}" sheetId="99" r:id="rId999"/>'.encode()
    sheet = sheet.replace(b"<sheet", b"<sheet " + _R)
    link = (
        b'<Relationship Id="rId999" Target="worksheets/more.xml" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    )
    changes = {
        BOOK: before(b"</sheets>", sheet),
        "xl/_rels/workbook.xml.rels": before(b"</Relationships>", link),
    }
    data = b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (_MAIN, xml.encode())
    return crafted(path, changes, {"xl/worksheets/more.xml": data})


@pytest.mark.parametrize("habit", HABITS)
def test_what_offices_make_by_habit_is_read(habit: str, tmp_path: Path) -> None:
    path = HABITS[habit](tmp_path / "2023.xlsx")
    found = check(path)
    assert not found.unusable, [f.message for f in found.findings]
    news = [f.message for f in found.findings if f not in check(REAL).findings]
    ledger = ["明细账 不是本工作簿的表，里面有数，没有读"]
    assert news == (ledger if habit in LEDGERS else [])
    assert len(found.findings) == len(check(REAL).findings) + len(news)


def test_a_cell_far_away_is_named_and_the_rest_read(tmp_path: Path) -> None:
    far = f'<row r="{LAST_ROW}">{inline(f"XFD{LAST_ROW}", "误敲")}</row>'
    found = check(with_rows(tmp_path / "2023.xlsx", SHEET, far))
    (warning,) = [f for f in found.findings if f.rule == "I41"]
    assert warning.message == "年初预算!XFD1048576 「误敲」离表格太远，没有读"
    assert len(found.findings) == len(check(REAL).findings) + 1


@pytest.mark.parametrize("address", [f"B{LAST_ROW}", "XFD9"])
def test_a_cell_far_down_or_far_to_the_right_is_named(address: str, tmp_path: Path) -> None:
    row = address.lstrip("ABDFX")
    far = f'<row r="{row}">{inline(address, "误敲")}</row>'
    (warning,) = [
        f for f in check(with_rows(tmp_path / "2023.xlsx", SHEET, far)).findings if f.rule == "I41"
    ]
    assert warning.message == f"年初预算!{address} 「误敲」离表格太远，没有读"


def test_a_column_too_many_is_named_in_the_last_row_too() -> None:
    with pytest.raises(Overfull, match=f"第 {LAST_COLUMN + 1} 列"):
        Meter().place(LAST_ROW, LAST_COLUMN + 1)


def test_three_cells_far_away_are_all_named(tmp_path: Path) -> None:
    numbers = range(LAST_ROW - 2, LAST_ROW + 1)
    far = "".join(f'<row r="{n}">{inline(f"B{n}", f"误{n}")}</row>' for n in numbers)
    (warning,) = [
        f for f in check(with_rows(tmp_path / "2023.xlsx", SHEET, far)).findings if f.rule == "I41"
    ]
    said = "、".join(f"「误{n}」" for n in numbers)
    assert warning.message.endswith(f"B{LAST_ROW} {said}离表格太远，没有读")


def test_of_sheets_that_are_too_long_the_longest_is_named() -> None:
    with pytest.raises(Overfull) as caught:
        refuse_size({"甲": 1, "乙": MOST_UNPACKED, "丙": 2})
    assert caught.value.sheet == "乙"


_LAUGHS = b"".join(
    b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)  # b is ten times a, c ten times b …
_OUTSIDE = b'<!ENTITY a SYSTEM "file:///etc/hostname">'

REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "rows of content": (
        lambda path: with_rows(path, SHEET, rows(range(200, 110_000), "AB")),
        "I40  2023.xlsx：工作表「年初预算」有内容的单元格太多，整个工作簿超过 200,000 个",
    ),
    "a long table": (
        lambda path: with_rows(path, SHEET, rows(range(200, 25_000), "A")),
        "I40  年初预算 有内容的行太多，一直到第 24999 行",
    ),
    "a row that Excel does not have": (
        lambda path: with_rows(path, SHEET, f'<row r="{10**18}">{cell(f"A{10**18}")}</row>'),
        "I40  2023.xlsx：工作表「年初预算」有第 1000000000000000000 行，超出了 Excel 的范围",
    ),
    "a column that Excel does not have": (
        lambda path: with_rows(path, SHEET, f'<row r="300">{cell("ZZZ300")}</row>'),
        "I40  2023.xlsx：工作表「年初预算」有第 18278 列，超出了 Excel 的范围",
    ),
    "long texts": (
        lambda path: with_rows(
            path,
            SHEET,
            "".join(
                f'<row r="{n}">{inline(f"G{n}", "长" * 32_000)}</row>' for n in range(200, 400)
            ),
        ),
        "I40  2023.xlsx：工作表「年初预算」文字太多，整个工作簿超过 5,000,000 字",
    ),
    "rows without a number": (
        lambda path: with_rows(path, SHEET, "<row/>" * 300_000),
        "I40  2023.xlsx：工作表「年初预算」行数太多，整个工作簿超过 250,000 行",
    ),
    "one endless row": (
        lambda path: with_rows(path, SHEET, f'<row r="300">{"<c/>" * 3_000_000}</row>'),
        f"I40  2023.xlsx：{PART} 的内容太多",
    ),
    "merged ranges one over the other": (
        lambda path: crafted(
            path, {PART: before(b"</mergeCells>", b'<mergeCell ref="A1:XFD1048576"/>' * 10_000)}
        ),
        "I40  2023.xlsx：工作表「年初预算」合并单元格太大，超过 200,000 格",
    ),
    "merged ranges": (
        lambda path: crafted(
            path, {PART: before(b"</mergeCells>", b'<mergeCell ref="A999:B999"/>' * 30_000)}
        ),
        "I40  2023.xlsx：工作表「年初预算」合并单元格太多，超过 20,000 处",
    ),
    "sheets on one part": (
        lambda path: crafted(
            path,
            {
                BOOK: before(
                    b"</sheets>",
                    b"".join(
                        b'<sheet %b name="s%d" sheetId="%d" r:id="rId3"/>' % (_R, n, n)
                        for n in range(2000)
                    ),
                )
            },
        ),
        "I40  2023.xlsx：有 2026 张工作表，超过 256 张的上限",
    ),
    "styles": (
        lambda path: crafted(path, {STYLES: before(b"</cellXfs>", b"<xf/>" * 100_000)}),
        "I40  2023.xlsx：单元格样式太多，超过 70,000 种",
    ),
    "number formats": (
        lambda path: crafted(
            path,
            {
                STYLES: before(
                    b"</numFmts>",
                    b"".join(
                        b'<numFmt numFmtId="%d" formatCode="0"/>' % n for n in range(999, 99_999)
                    ),
                )
            },
        ),
        "I40  2023.xlsx：单元格样式太多，超过 70,000 种",
    ),
    "conditional formats": (
        lambda path: crafted(
            path,
            {PART: before(b"</worksheet>", b'<conditionalFormatting sqref="A1:B9"/>' * 100_000)},
        ),
        "I40  2023.xlsx：工作表「年初预算」条件格式、数据验证这类设置太多，整个工作簿超过 60,000 处",
    ),
    "tags in the list of sheets": (
        lambda path: crafted(path, {BOOK: before(b"</workbook>", b"<a/>" * 2_000_000)}),
        "I40  2023.xlsx：xl/workbook.xml 的内容太多",
    ),
    "deep nesting": (
        lambda path: with_rows(path, SHEET, "<a>" * 300_000 + "</a>" * 300_000),
        "I01  2023.xlsx：内容已损坏，读不出工作表",
    ),
    "a huge attribute": (
        lambda path: with_rows(path, SHEET, f'<row r="300" a="{"x" * 20_000_000}"/>'),
        f"I40  2023.xlsx：{PART} 的内容太多",
    ),
    "a billion laughs": (
        lambda path: crafted(
            path,
            {PART: after_head(b'<!DOCTYPE x [<!ENTITY a "ha">%b]><!--&j;-->' % _LAUGHS)},
        ),
        "I01  2023.xlsx：内容已损坏，读不出工作表",
    ),
    "words from another file": (
        lambda path: crafted(
            path,
            {
                PART: lambda xml: after_head(b"<!DOCTYPE x [%b]>" % _OUTSIDE)(
                    before(b"</sheetData>", f'<row r="99">{inline("G99", "&a;")}</row>'.encode())(
                        xml
                    )
                )
            },
        ),
        "I01  2023.xlsx：内容已损坏，读不出工作表",
    ),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_no_workbook_holds_is_refused(kind: str, tmp_path: Path) -> None:
    make, message = REFUSED[kind]
    found = check(make(tmp_path / "2023.xlsx"))
    assert found.unusable
    (finding,) = found.findings
    assert f"{finding.rule}  {finding.message}".startswith(message)
    assert finding.remedy


LIMITS: dict[str, tuple[Meter, Callable[[Meter, int], None]]] = {
    "rows": (Meter(rows=MOST_ROWS - 1), lambda meter, more: meter.row(1)),
    "cells": (Meter(cells=MOST_CELLS - 1), lambda meter, more: meter.cell(1)),
    "signs": (Meter(), lambda meter, more: meter.cell("字" * (1 if more else MOST_CHARACTERS))),
    "areas": (Meter(), lambda meter, more: meter.ranges(range(MOST_RANGES + more), "甲")),
    "settings": (Meter(settings=MOST_SETTINGS - 1), lambda meter, more: meter.setting()),
    "down": (Meter(), lambda meter, more: meter.place(LAST_ROW + more, 1)),
    "across": (Meter(), lambda meter, more: meter.place(1, LAST_COLUMN + more)),
    "sheets": (
        Meter(),
        lambda _, more: refuse_size(dict.fromkeys(map(str, range(MOST_SHEETS + more)), 1)),
    ),
    "bytes": (Meter(), lambda _, more: refuse_size({"甲": MOST_UNPACKED + more})),
}


@pytest.mark.parametrize("kind", LIMITS)
def test_what_just_fits_is_read_and_one_more_is_refused(kind: str) -> None:
    meter, count = LIMITS[kind]
    count(meter, 0)
    with pytest.raises(Overfull):
        count(meter, 1)


def bomb(path: Path) -> Path:
    """A megabyte that unpacks to a gigabyte of blanks."""
    with zipfile.ZipFile(REAL) as source, zipfile.ZipFile(path, "w", 8, compresslevel=1) as target:
        for name in source.namelist():
            if name != PART:
                target.writestr(name, source.read(name))
        with target.open(PART, "w", force_zip64=True) as file:
            for _ in range(64):
                file.write(b" " * (16 << 20))
    return path


def lying(path: Path) -> Path:
    """The same, but the file says that it is a hundred bytes."""
    content = bytearray(bomb(path).read_bytes())
    name = PART.encode()
    at = content.rindex(name) - 46  # its entry in the list at the end of the file
    assert content[at : at + 4] == b"PK\1\2"
    content[at + 24 : at + 28] = (100).to_bytes(4, "little")
    path.write_bytes(content)
    return path


# Run by a small process in between: Linux hands the largest size of the parent (here a test
# worker of hundreds of megabytes) down to a process that is started from it.
MEASURE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:]).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process is asked of Unix")
@pytest.mark.parametrize(
    ("make", "message"), [(bomb, "展开后有 1024 MB"), (lying, "内容已损坏")], ids=["bomb", "lying"]
)
def test_a_bomb_takes_neither_time_nor_memory(
    make: Callable[[Path], Path], message: str, tmp_path: Path
) -> None:
    path = make(tmp_path / "2023.xlsx")
    environment = {**os.environ, "PYTHONPATH": str(REAL.parent.parent), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", MEASURE, sys.executable, "-m", "generator", "check", str(path)]
    process = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8")
    code, seconds, kibibytes = process.stderr.split()[-3:]
    assert code == "2", process.stderr
    assert message in process.stdout
    assert float(seconds) < 10
    assert int(kibibytes) < 300 * 1024
