"""Papers checked without a workbook."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.checks import by_cause
from generator.cli import main
from generator.document.word import WordFile, WordParagraph, WordTable, foreign_file
from generator.history.audited import Audit, NumberStanding
from generator.model import Finding
from generator.pipeline import audit, check
from tests.campaigns.audited.running import MOST, attempt, base, paper_of, plants, shown
from tests.conftest import REAL, ROOT, shared
from tests.helpers.prints import printed
from tests.helpers.publishedpaper import write_published
from tests.helpers.sampling import some
from tests.helpers.wordpaper import WordPaper

EXAMPLES = {"2023": REAL} | {p.stem: p for p in (ROOT / "inputs" / "examples").glob("*.xlsx")}


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The final versions of the example workbooks, by their names."""
    folder = shared(tmp_path_factory)
    return {stem: printed(stem, folder).docx for stem in EXAMPLES}


def beyond_rounding(findings: tuple[Finding, ...]) -> Iterator[tuple[str, str]]:
    for finding in findings:
        if finding.mismatch is None or not finding.mismatch.rounding:
            yield finding.rule, finding.message


@pytest.mark.parametrize("stem", EXAMPLES)
def test_a_good_paper_has_no_findings_but_those_of_its_workbook(
    papers: dict[str, Path], stem: str
) -> None:
    """An explanation of a finding stands in the workbook; a paper in 万元 rounds what is in 元."""
    outcome = check(EXAMPLES[stem])
    assert outcome.report is not None
    known = {*beyond_rounding(outcome.findings), *beyond_rounding(outcome.report.accepted)}
    found = audit(papers[stem])
    assert set(beyond_rounding(found.findings)) <= known
    assert not [n for n in found.numbers if n.standing is NumberStanding.DIFFERS]
    assert sum(n.standing is NumberStanding.AGREES for n in found.numbers) >= 200


@pytest.fixture(scope="module")
def published(papers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Audit:
    path = tmp_path_factory.mktemp("published") / "2023.docx"
    write_published(path, papers["2023"])
    return audit(path)


# What is wrong in the document that was published, as a reader can see it, and what tells it.
KNOWN = {
    "一、收入支出决算总体情况说明": "写的是 3.9%，应为 4%（像是截去了尾数",
    "二、收入决算情况说明": "写的是 3.9%，应为 4%",
    "三、支出决算情况说明": "多了「增长」；本年支出合计增减率：写的是 3.9%，应为 4%",
    "四、财政拨款收入支出决算总体情况说明": "写的是 3.9%，应为 4%",
    "(一)一般公共预算财政拨款支出决算总体情况": "写的是 3.9%，应为 4%",
    "(三)一般公共预算财政拨款支出决算具体情况」下第1段": "写的是 111%，应为 111.8%",
    "(三)一般公共预算财政拨款支出决算具体情况」下第2段": "写的是 116%，应为 116.7%",
    "(二)一般公共预算财政拨款支出决算结构情况": "多了「支出」",
    "公开04表表头": "武汉市黄浦区人力资源和社会保障信息中心",
    "保障保障信息中心概况": "保障保障",
    "(一) 预算绩效管理工作开展情况": "写的是 233.37万元，应为 35万元",
    "项目支出自评结果": "「业务档案管理费目绩效自评综述：」：少了「项」",
    "一、重点工作事项标题": "多了「标题」",
    "二、重点工作事项标题": "「标题」像是「完成情况」",
    "第五部分 名词解释」下第1段": "市级",
    "第五部分 名词解释」下第12段": "表里的名称是「行政事业单位养老支出」",
}


@pytest.mark.parametrize("place", KNOWN)
def test_a_known_mistake_of_the_published_document_is_found(published: Audit, place: str) -> None:
    told = [f.message for f in published.findings if any(place in str(c) for c in f.cells)]
    assert any(KNOWN[place] in message for message in told), told


def test_the_published_document_has_no_other_errors_or_warnings(published: Audit) -> None:
    serious = [f for f in published.findings if f.severity != "hint"]
    known = [f for f in serious if any(place in str(cell) for place in KNOWN for cell in f.cells)]
    assert serious == known
    assert published.undone == ()


def told_of(path: Path, before: Audit) -> list[tuple[Finding, ...]]:
    """The findings that a mistake added, those of one cause together."""
    known = {(f.rule, f.message) for f in before.findings}
    groups = [(lead, *others) for lead, others in by_cause(audit(path).findings)]
    return [group for group in groups if any((f.rule, f.message) not in known for f in group)]


@pytest.fixture(scope="module")
def good(papers: dict[str, Path]) -> Audit:
    return audit(papers["2023"])


# Words for words in the finished 2023 paper, below a heading; what must be said of it there.
PLANTED = [
    ("233.37万元", "233.73万元", "一、收入支出", "写的是 233.73万元，应为 233.37万元"),
    ("9.65万元", "9.65元", "二、收入决算", "缺少「万」"),
    ("减少9.65", "增加9.65", "三、支出决算", "「下降」应为「增长」"),
    ("95.5%", "95.5", "（二）一般公共预算财政拨款支出决算结构", "缺少「%」"),
    ("2022年", "2021年", "四、财政拨款", "写的是 2021，应为 2022"),
    ("主要原因是", "（增加/减少）主要原因是", "十、机关运行", "（增加/减少）」是模板里的"),
    ("算为10.42万元", "算为104200万元", "（三）一般公共预算财政拨款支出决算具体", "应为 0.1%"),
    ("、绩效工资", "", "六、一般公共预算财政拨款基本支出", "绩效工资"),
    ("黄陂区人力资源和社会保障信息中心", "黄冈区人力资源和社会保障信息中心", "二、机构", "黄冈区"),
]


@pytest.mark.parametrize(("old", "new", "heading", "said"), PLANTED)
def test_a_mistake_typed_into_a_paper_is_told_at_its_place(
    papers: dict[str, Path],
    good: Audit,
    tmp_path: Path,
    old: str,
    new: str,
    heading: str,
    said: str,
) -> None:
    paper = WordPaper(papers["2023"])
    place = paper.write(old, new, heading)
    groups = told_of(paper.save(tmp_path / "稿.docx"), good)
    at = [f for group in groups for f in group if any(str(cell) == place for cell in f.cells)]
    assert any(said in f.message for f in at), (place, groups)
    assert len(groups) <= 2


@pytest.mark.parametrize(
    "words",
    [
        "国有资本经营预算财政拨款收入26.8万元，与2022年度决算数持平",  # behind a reason
        "民政管理事务（款）行政运行（项）。年初预算为448.6万元",
        "机关运行经费支出148.62万元",
    ],
)
def test_an_amount_that_lost_its_unit_is_told(
    papers: dict[str, Path], words: str, tmp_path: Path
) -> None:
    """Also where nothing but this sentence has the amount, or last year's follows from it."""
    before = audit(papers["行政部门"])
    paper = WordPaper(papers["行政部门"])
    paper.write(words, words.replace("万元", ""))
    ((told,),) = told_of(paper.save(tmp_path / "纸.docx"), before)
    assert told.rule == "Q04" and told.message.endswith("缺少「万元」")


def test_what_cannot_be_read_is_told_and_never_passes(
    papers: dict[str, Path], tmp_path: Path
) -> None:
    paper = WordPaper(papers["2023"])
    lost = paper.table(4)._tbl
    lost.getparent().remove(lost)
    result = gen("audit", paper.save(tmp_path / "稿.docx"))
    assert result.exit_code == 1
    assert "没有找到「一般公共预算财政拨款支出决算表」这张表" in result.output
    assert result.output.rstrip().endswith("没有核对完。")


def test_several_papers_have_a_table_and_what_is_no_paper_is_told(papers: dict[str, Path]) -> None:
    result = gen("audit", papers["2023"], REAL, "--jobs", "1")
    assert result.exit_code == 2
    assert "是 Excel 工作簿，不是公开稿" in result.output
    *_, head, first, second = result.output.splitlines()
    assert head.split() == ["公开稿", "错误", "警告", "提示", "未核对", "结果"]
    assert first.split()[1:3] == ["0", "0"] and first.endswith("没有发现错误")
    assert second.endswith("不能核对")


@pytest.fixture(scope="module")
def beside(papers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A paper with two mistakes, one of them in a table, and what was written beside it."""
    folder = tmp_path_factory.mktemp("beside")
    paper = WordPaper(papers["2023"])
    paper.write("9.65万元", "9.56万元", "二、收入决算")
    paper.cell(2, 5, 5, "229.25")
    paper.save(folder / "稿.docx")
    for _ in range(2):  # the second time changes nothing
        result = gen("audit", folder / "稿.docx", "--page", "--comments")
        assert result.exit_code == 1 and "已写出" in result.output
    assert sorted(file.name for file in folder.iterdir()) == [
        "稿-批注.docx",
        "稿-核对.html",
        "稿.docx",
    ]
    return folder


def paragraphs(file: WordFile) -> Iterator[WordParagraph]:
    """Those of the body and of its tables."""
    for block in file.blocks:
        if isinstance(block, WordParagraph):
            yield block
        elif isinstance(block, WordTable):
            for row in block.rows:
                yield from (paragraph for cell in row.cells for paragraph in cell.paragraphs)


def test_the_copy_has_comments_at_the_places_and_the_words_of_the_paper(beside: Path) -> None:
    copy, paper = (foreign_file((beside / n).read_bytes()) for n in ("稿-批注.docx", "稿.docx"))
    assert [p.text for p in paragraphs(copy)] == [p.text for p in paragraphs(paper)]
    said = {comment.id: comment.text for comment in copy.comments()}
    at: dict[str, str] = {}
    for paragraph in paragraphs(copy):
        for anchor in paragraph.anchors:
            at[paragraph.text] = at.get(paragraph.text, "") + said[anchor.comment]
    income = next(text for text in at if text.startswith("2023年度收入合计"))
    assert "写的是 4%，应为 3.9%" in at[income]
    assert any(text == "229.25" for text in at)


def test_the_page_shows_the_paper_with_findings_behind_their_paragraphs(beside: Path) -> None:
    page = (beside / "稿-核对.html").read_text("utf-8")
    _, _, document = page.partition('<article id="document"')
    document, _, rest = document.partition("</article>")
    paragraph = document.index("2023</span>年度收入合计")
    assert 0 < document.index('class="note warning"', paragraph) - paragraph < 2500
    assert "公开03表第5行第5列" in document
    assert "未核对的数" in rest and 'data-count="agrees"' in page
    assert "://" not in page


def test_json_has_every_number_with_its_standing(papers: dict[str, Path]) -> None:
    result = gen("audit", papers["2023"], "--json")
    found = json.loads(result.output)
    assert result.exit_code == 0 and found["complete"] and found["edition"] == "2023"
    assert {"相符", "只此一处", "未核对"} == {n["standing"] for n in found["numbers"]}
    assert all(number["place"] and number["quoted"] for number in found["numbers"])


KINDS = (
    "金额写成元",
    "比率错一位",
    "漏列科目",
    "多列科目",
    "整栏错一行",
    "两栏对调",
    "缺表",
    "漏写一段",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("audited")


@pytest.mark.parametrize(
    ("stem", "edition"), [("上海部门", "shanghai-2024"), ("湖南部门", "hunan-2024")]
)
def test_papers_of_other_places_are_known_by_their_headings(
    folder: Path, stem: str, edition: str
) -> None:
    found = base(paper_of(stem, folder))
    assert found.paper.edition.id == edition
    accepted = {"K06"}  # explained in the workbook
    serious = [f for f in found.findings if f.severity != "hint" and f.rule not in accepted]
    assert serious == []


def test_words_that_no_reader_knows_are_taken_from_where_they_are_printed(folder: Path) -> None:
    cells = base(paper_of("上海部门", folder)).paper.content.cells.values()
    assert "本级退休人员的活动和慰问支出" in cells  # 主要用于 of the first 项
    assert "系统运行维护按实际工作量结算" in cells


@pytest.mark.parametrize("kind", some(KINDS, 5))
def test_a_sample_of_the_campaign(folder: Path, kind: str) -> None:
    plant = next(p for p in plants("新设单位", folder, 1, 1) if p.kind == kind)
    result = attempt(plant, folder)
    assert result.good, shown(result)


def test_the_campaign_is_long_and_its_plants_differ(folder: Path) -> None:
    listed = [plant.title for plant in plants("行政部门", folder, 1, 3)]
    assert len(listed) >= 80 and len(set(listed)) == len(listed)
    assert paper_of("行政部门", folder).is_file() and MOST == 2
