"""The built 2023 draft against the document that was really published.

``golden/published-2023.md`` is a text conversion of the published document, mistakes and all;
``CORRECTIONS`` are the places where a correct build differs.  ``golden/2023.txt`` is the whole
text of the draft: write it anew with ``pytest tests/test_golden.py --update-golden`` and read
the difference before committing it.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from generator.pipeline import build
from tests.conftest import REAL
from tests.helpers.doctext import lines

GOLDEN = Path(__file__).parent / "golden"

# (as published, as a correct build prints it, how often); both as ``plain`` writes them.
CORRECTIONS = [
    ("下降3.9%", "下降4%", 5),
    ("增长下降4%", "下降4%", 1),
    ("年初预算的111%", "年初预算的111.8%", 1),
    ("年初预算的116%", "年初预算的116.7%", 1),
    ("(类)支出222.95万元", "(类)222.95万元", 1),
    ("武汉市黄浦区", "武汉市黄陂区", 1),
    ("保障保障信息中心", "保障信息中心", 1),
    ("共涉及资金233.37万元", "共涉及资金35万元", 1),
    ("业务档案管理费目绩效", "业务档案管理费项目绩效", 1),
    ("一、重点工作事项标题", "一、重点工作事项", 1),
    ("二、重点工作事项标题", "二、重点工作事项完成情况", 1),
    ("市级财政", "区级财政", 4),
    ("市直部门", "区直部门", 1),
    ("机关事业单位养老支出(款)", "行政事业单位养老支出(款)", 1),
    # A 单位 speaks of itself, and one form of a score serves both self-evaluation forms.
    ("本部门今年在部门决算中", "本单位今年在部门决算中", 1),
    ("本部门使用的支出功能分类科目", "本单位使用的支出功能分类科目", 1),
    ("100%20分", "100%20", 6),
    # A heading with nothing behind it.
    ("(十八)其他专用名词。", "", 1),
    # The contents of the published document say 年度 here, its heading does not.
    ("第四部分2023年重点", "第四部分2023年度重点", 1),
]
AMOUNT = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# Header rows that the conversion tore apart; the draft's own are held by golden/2023.txt.
TORN = {
    "项目行次金额项目行次金额项目行次金额",
    "栏次1栏次2栏次",
    "类款项1234567",
    "类款项123456",
    "项科目名称年初结转和结余本年收入本年支出年末结转和结余",
    "功能分类科目编码小计基本支出项目支出",
}


def plain(text: str) -> str:
    """Without layout: no blanks, no cell borders, one width, straight quotes, ☑ and ☐."""
    text = text.replace('<input checked="" type="checkbox"/>', "☑")
    text = text.replace('<input type="checkbox"/>', "☐")
    text = re.sub(r"<[^<>]*>|\*\*|^#+ |^- ", "", text)
    text = unicodedata.normalize("NFKC", text)
    text = text.replace("“", '"').replace("”", '"')
    return re.sub(r"[\s|/]", "", text)


def published() -> list[str]:
    """The lines of the published document, corrected."""
    document = (GOLDEN / "published-2023.md").read_text("utf-8")
    text = "\n".join(plain(line) for line in document.splitlines())
    # One box of the form was lost in the conversion.
    text = text.replace("3.一次性项目\n", "3.一次性项目☐\n")
    for wrong, right, times in CORRECTIONS:
        assert text.count(wrong) == times, f"{wrong}: {text.count(wrong)}"
        text = text.replace(wrong, right)
    return [line for line in text.splitlines() if line and line not in TORN]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outcome = build(REAL, tmp_path_factory.mktemp("outputs"))
    assert outcome.written is not None
    return outcome.written.path


@pytest.fixture(scope="module")
def draft(built: Path) -> list[str]:
    return lines(built)


def test_every_sentence_and_row_of_the_published_document(draft: list[str]) -> None:
    printed = "\n".join(plain(line) for line in draft)
    joined = printed.replace("\n", "")
    # A sentence may run over two lines of the conversion; a table row may not be split.
    missing = [line for line in published() if line not in joined]
    assert missing == []


def test_in_the_published_order(draft: list[str]) -> None:
    """Reading the published lines one after the other never jumps back in the draft."""
    joined = "".join(plain(line) for line in draft)
    at = 0
    for line in published():
        if len(line) < 12:  # numbers and single words stand in many places
            continue
        found = joined.find(line, at)
        assert found >= 0, f"{line} stands earlier than published"
        at = found


def test_nothing_is_added(draft: list[str]) -> None:
    """After the contents, the draft has no line that the published document has not.

    The header rows are those that the conversion tore.  The contents list every heading.
    """
    known = "".join(published())
    start = draft.index("第一部分 武汉市黄陂区人力资源和社会保障信息中心概况")
    added = [line for line in draft[start:] if plain(line) not in known]
    assert added == [
        "项目 | 行次 | 金额 | 项目 | 行次 | 金额",
        # The conversion lost the label of this row.
        "本年收入合计 | 27 | 233.37 | 本年支出合计 | 58 | 233.37",
        "类 | 款 | 项 | 栏次 | 1 | 2 | 3 | 4 | 5 | 6 | 7",
        "项目 | 年初结转和结余 | 本年收入 | 本年支出 | 年末结转和结余",
        # The published sentence has no full stop.
        "说明：2023年度武汉市黄陂区人力资源和社会保障信息中心无政府性基金预算财政拨款收入支出。",
    ]


def test_the_whole_text(draft: list[str], request: pytest.FixtureRequest) -> None:
    file = GOLDEN / "2023.txt"
    if request.config.getoption("--update-golden"):
        file.write_text("\n".join(draft) + "\n", encoding="utf-8")
    assert draft == file.read_text(encoding="utf-8").splitlines()


def test_rows_of_a_class_are_bold_in_every_table(built: Path) -> None:
    """Also in 公开06表, where three lists stand side by side."""
    bold, plainly = _words_of_tables(built)
    assert {"工资福利支出", "商品和服务支出", "资本性支出", "社会保障和就业支出"} <= bold
    assert {"基本工资", "办公费", "事业单位医疗"} <= plainly
    assert not {"基本工资", "办公费"} & bold and not {"工资福利支出", "资本性支出"} & plainly


def _words_of_tables(built: Path) -> tuple[set[str], set[str]]:
    """The codes and names in 公开01表 … 公开06表 that are bold, and those that are not."""
    found: tuple[set[str], set[str]] = set(), set()
    for table in docx.Document(str(built)).tables[:6]:
        for run in table._tbl.iter(qn("w:r")):
            text = "".join(t.text or "" for t in run.iter(qn("w:t")))
            if not AMOUNT.fullmatch(text):
                found[run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}") is None].add(text)
    return found
