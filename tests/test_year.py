"""A year from the first draft to the next year's, played through on the real workbook of 2023."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from generator.cli import main
from tests.conftest import REAL
from tests.helpers.doctext import lines
from tests.helpers.handedits import reword
from tests.helpers.nextyear import fill_in
from tests.helpers.opening import opened

OUT = Path("outputs/2023")
FIRST, SECOND, FINAL = (OUT / f"2023决算公开{name}.docx" for name in ("第1稿", "第2稿", "定稿"))
NEXT = Path("outputs/2024/2024决算公开第1稿.docx")


def gen(*arguments: str | Path, ends: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == ends, result.output
    return result


def told(*arguments: str | Path, ends: int = 0) -> Any:
    return json.loads(gen(*arguments, "--json", ends=ends).output)


def retype(path: Path, sheet: str, cell: str, value: object) -> None:
    book = opened(path)
    book[sheet][cell] = value
    book.save(path)


def digests() -> dict[Path, str]:
    """Every file below outputs, but for the pages that a build may refresh."""
    files = [p for p in Path("outputs").rglob("*") if p.is_file() and p.suffix != ".html"]
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_year_and_the_first_draft_of_the_next() -> None:
    Path("inputs").mkdir()
    book = Path("inputs/2023.xlsx")
    shutil.copyfile(REAL, book)

    gen("build", book)
    reword(FIRST, "2023年度收、支总计", "2023 年度收支总计")
    edited = FIRST.read_bytes()
    sent = Path("送审时的2023.xlsx")
    shutil.copyfile(book, sent)

    # The reviewer asks for another reason; the hand edit in Word is kept, and told.
    retype(book, "上年数", "F4", "人员减少，项目支出相应减少")
    second = gen("build", book).output
    assert "已写出草稿：" in second and FIRST.stem in second
    assert FIRST.read_bytes() == edited
    changes = told("diff", FIRST, SECOND, ends=1)
    assert "人员减少，项目支出相应减少" in json.dumps(changes, ensure_ascii=False)
    assert changes == told("diff", FIRST, SECOND, ends=1)
    between = gen("diff", sent, book, ends=1).output
    assert "[+人员减少，" in between
    assert "数字：" not in between  # only words were changed

    gen("build", book, "--final", "--pdf")
    assert not any("征求意见" in line or "【待补充" in line for line in lines(FINAL))
    assert "一个字节都没有变" in gen("verify", FINAL).output
    assert "一个字节都没有变" in gen("verify", FINAL.with_suffix(".pdf")).output
    altered = Path("网站上的.docx")
    shutil.copyfile(FINAL, altered)
    reword(altered, "233.37万元", "233.73万元")
    assert "[-233.37-][+233.73+]" in gen("verify", altered, ends=1).output

    # Next year starts from this one, with the 2024 edition.
    before = digests()
    gen("new", "2024", "--from", book)
    next_book = Path("inputs/2024.xlsx")
    assert [entry["year"] for entry in told("status")] == ["2023", "2024"]
    gen("build", next_book, "--final", ends=1)
    assert not NEXT.parent.exists()
    fill_in(next_book, 2024, "2024", book)
    gen("build", next_book)
    text = "\n".join(lines(NEXT))
    assert "使用非财政拨款结余（含专用结余）" in text
    assert "2024年度" in text and "与2023年度相比" in text
    assert before.items() <= digests().items()
