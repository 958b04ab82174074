"""A published paper read back into a workbook."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from generator.cli import main
from generator.document.word import foreign_file
from generator.editions import load
from generator.history.papers import PaperRead, read_paper
from generator.history.papers.blocks import PaperTable, Passage
from generator.history.papers.clauses import Clauses
from generator.history.papers.folding import Folded
from generator.history.papers.official import printed_forms, table_of
from generator.history.papers.word import blocks_of
from generator.model import InputProblem
from generator.pipeline import check
from generator.workbook.reading.cells import Range
from generator.workbook.reading.facts import read_workbook
from generator.workbook.reading.problems import Problems
from tests.conftest import REAL, ROOT, shared
from tests.helpers.prints import printed
from tests.helpers.readback import cells_of, official_differences

EXAMPLES = {"2023": REAL} | {p.stem: p for p in (ROOT / "inputs" / "examples").glob("*.xlsx")}

OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The final versions of the example workbooks, by their names."""
    folder = shared(tmp_path_factory)
    return {stem: printed(stem, folder).docx for stem in EXAMPLES}


@pytest.fixture(scope="module")
def read_back(papers: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The workbooks read back from the drafts."""
    folder = tmp_path_factory.mktemp("read")
    found = {stem: folder / f"{stem}.xlsx" for stem in papers}
    for stem, paper in papers.items():
        result = gen("read", paper, "--out", found[stem])
        assert result.exit_code == 0, result.output
    return found


@pytest.mark.parametrize("stem", EXAMPLES)
def test_every_fact_of_the_nine_tables_comes_back(read_back: dict[str, Path], stem: str) -> None:
    given, read = (read_workbook(p) for p in (EXAMPLES[stem], read_back[stem]))
    count, differing = official_differences(given, read)
    assert count > 150
    assert differing == []


@pytest.mark.parametrize("block", ["profile", "duties", "organisation", "budget", "key_work"])
def test_words_and_figures_of_the_sentences_come_back(
    read_back: dict[str, Path], block: str
) -> None:
    given, read = (read_workbook(p).facts[block] for p in (REAL, read_back["2023"]))
    for row, other in zip(given.rows, read.rows, strict=True):
        assert {k: f.value for k, f in other.cells.items()} == {
            k: f.value for k, f in row.cells.items()
        }


def test_what_the_paper_of_a_large_department_says(read_back: dict[str, Path]) -> None:
    given, read = (read_workbook(p).facts for p in (EXAMPLES["行政部门"], read_back["行政部门"]))
    for block in ("three_public_counts", "procurement", "assets", "operating", "units"):
        rows = zip(given[block].rows, read[block].rows, strict=True)
        differing = [
            (row.key, k, fact.value, other[k].value)
            for row, other in rows
            for k, fact in row.cells.items()
            if fact.value != other[k].value
        ]
        assert differing == [], block
    for line in ("total", "abroad", "running", "reception"):
        row, other = (facts["three_public_items"][line] for facts in (given, read))
        for key in ("budget", "budget_reason", "prior", "reason"):
            assert other[key].value == row[key].value, (line, key)


def test_the_workbook_read_back_checks_as_the_original(read_back: dict[str, Path]) -> None:
    given, read = check(REAL), check(read_back["2023"])
    assert [(f.rule, f.message) for f in read.findings] == [
        (f.rule, f.message) for f in given.findings
    ]


def test_a_year_from_the_paper_is_that_from_the_workbook(papers: dict[str, Path]) -> None:
    for name, source in (("a", REAL), ("b", papers["2023"])):
        result = gen("new", "2024", "--from", source, "--out", f"{name}.xlsx")
        assert result.exit_code == 0, result.output
    given, read = cells_of(Path("a.xlsx")), cells_of(Path("b.xlsx"))
    assert sum("上年：" in comment for _, comment in given.values()) >= 105
    assert read == given


def test_what_could_not_be_read_is_listed_by_cell(papers: dict[str, Path]) -> None:
    result = gen("read", papers["行政部门"], "--out", "read.xlsx", "--json")
    found = json.loads(result.output)
    assert {one["cell"] for one in found["unread"]} == {"年初预算", "基本信息!B8"}
    assert any("培训支出" in one["why"] and "6 万元" in one["why"] for one in found["unread"])
    told = gen("new", "2024", "--from", papers["行政部门"], "--out", "new.xlsx")
    assert "没有读到的 2 处" in told.output and "基本信息!B8" in told.output


def test_an_existing_workbook_and_another_year_are_refused(papers: dict[str, Path]) -> None:
    Path("read.xlsx").write_text("typed")
    result = gen("read", papers["2023"], "--out", "read.xlsx")
    assert result.exit_code == 2 and "已经存在" in result.output
    assert Path("read.xlsx").read_text() == "typed"
    result = gen("new", "2025", "--from", papers["2023"], "--out", "new.xlsx")
    assert result.exit_code == 2 and "是 2023 年度的公开稿" in result.output
    assert not Path("new.xlsx").exists()


def odd(name: str, content: bytes) -> Path:
    path = Path(name)
    path.write_bytes(content)
    return path


def written(*lines: str) -> bytes:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    document.save("written.docx")
    return Path("written.docx").read_bytes()


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing.docx", "没有这个文件"),
        ("empty.docx", "是空文件"),
        ("cut.docx", "内容已损坏"),
        ("book.docx", "是 Excel 工作簿"),
        ("letter.docx", "没有找到决算年度"),
        ("words.docx", "没有找到任何一张公开表"),
        ("folder.docx", "这是一个文件夹"),
        ("locked.docx", "设有打开密码"),
    ],
)
def test_what_is_no_paper_is_called_what_it_is(
    papers: dict[str, Path], name: str, told: str
) -> None:
    make: dict[str, Callable[[], bytes]] = {
        "empty.docx": lambda: b"",
        "locked.docx": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
        "cut.docx": lambda: papers["2023"].read_bytes()[:20_000],
        "book.docx": REAL.read_bytes,
        "letter.docx": lambda: written("关于开会的通知"),
        "words.docx": lambda: written("2023年度某单位部门决算公开", "一、部门主要职责", "无。"),
    }
    if name == "folder.docx":
        Path(name).mkdir()
    elif name in make:
        odd(name, make[name]())
    for command in (["read", name, "--out", "o.xlsx"], ["new", "2024", "--from", name]):
        result = gen(*command)
        assert result.exit_code == 2
        assert told in result.output and "Traceback" not in result.output
    assert not Path("o.xlsx").exists() and not Path("inputs").exists()


# --- a paper that a person wrote ---------------------------------------------------------------


def human(paper: Path) -> Path:
    """The paper after a converter and a hand: headings plain, widths mixed, a sentence broken."""
    document = docx.Document(str(paper))
    for paragraph in document.paragraphs:
        paragraph.style = document.styles["Normal"]
        text = paragraph.text.replace("（", "(").replace("）", ")").replace("，", ", ")
        if "年初预算为147.32" in text:
            head, tail = text.split("主要原因", 1)
            paragraph.insert_paragraph_before(f"{head}主要")
            text = f"原因{tail}"
        if "收、支总计均为" in text:
            text = text.replace("233.37万元", "233.37 万元").replace("2023年度", "2023 年度")
        if text != paragraph.text:
            paragraph.text = text
    place = Path("human.docx")
    document.save(str(place))
    return place


def test_a_paper_without_styles_and_with_broken_lines(papers: dict[str, Path]) -> None:
    given, read = read_paper(papers["2023"]), read_paper(human(papers["2023"]))
    assert read.unread == ()
    amounts = {k: v for k, v in given.content.cells.items() if isinstance(v, Decimal)}
    assert {k: read.content.cells.get(k) for k in amounts} == amounts
    reasons = [v for k, v in sorted(read.content.cells.items(), key=str) if k[2] == "reason"]
    assert "追加了人员经费(2023年调入单位1人、通过事业单位公开招聘新进1人)" in reasons


def test_columns_over_two_of_a_word_table(papers: dict[str, Path]) -> None:
    edition = load("2023")
    blocks = blocks_of(foreign_file(papers["2023"].read_bytes()))
    forms = printed_forms(blocks, edition)
    wide = {key: replace(form, table=widened(form.table)) for key, form in forms.items()}
    assert len(forms) == 9
    for key, form in forms.items():
        problems = Problems()
        plain, found = table_of(form, problems), table_of(wide[key], problems)
        assert problems.findings == []
        assert [row.key for row in found.rows] == [row.key for row in plain.rows]
        for row, other in zip(plain.rows, found.rows, strict=True):
            values = {name: fact.value for name, fact in row.cells.items()}
            assert values == {name: fact.value for name, fact in other.cells.items()}


def widened(table: PaperTable) -> PaperTable:
    """The table on a grid of twice as many columns."""
    merged = {(m.top, m.left): m for m in table.merged}
    single = [Range(r, c, r, c) for r, c in table.texts if (r, c) not in merged]
    ranges = [Range(m.top, 2 * m.left - 1, m.bottom, 2 * m.right) for m in (*table.merged, *single)]
    texts = {(row, 2 * column - 1): text for (row, column), text in table.texts.items()}
    return PaperTable(texts, tuple(ranges), 2 * table.columns)


def test_no_figure_is_made_of_a_table_that_cannot_be_read(papers: dict[str, Path]) -> None:
    """Last year's figure is this year's less the change: without the table, of the sentence."""
    document = docx.Document(str(papers["2023"]))
    table = next(t for t in document.tables if "行次" in t.rows[1].cells[1].text)
    for row in table.rows:
        for cell in row.cells:
            if cell.text == "行次":
                cell.text = "序"
    document.save("broken.docx")
    read = read_paper(Path("broken.docx"))
    assert ("totals", "income", "amount") not in read.content.cells
    assert any(cell.sheet == "公开01表" for cell, _ in read.unread)
    assert read.content.cells["prior", "total", "prior"] == Decimal("243.02")


def test_no_budget_is_taken_for_the_outturn_of_a_table_that_is_not_there(
    papers: dict[str, Path],
) -> None:
    """A sentence of “三公”经费 says the budget before what was spent."""
    document = docx.Document(str(papers["行政部门"]))
    table = next(t for t in document.tables if t.cell(0, 0).text == "预算数")
    table._tbl.getparent().remove(table._tbl)
    document.save("broken.docx")
    whole, read = read_paper(papers["行政部门"]), read_paper(Path("broken.docx"))
    assert ("three_public", "row", "outturn") not in read.content.cells
    prior = {k: v for k, v in whole.content.cells.items() if k[2] == "prior"}
    assert len([key for key in prior if key[0] == "three_public_items"]) == 6
    assert {key: read.content.cells.get(key, value) for key, value in prior.items()} == prior
    assert read.content.cells["three_public_items", "total", "prior"] == Decimal("24.30")


@cache
def clauses() -> Clauses:
    return Clauses(load("2023"))


@pytest.mark.parametrize(
    ("sentence", "amount", "reason"),
    [
        (
            "与2022年度相比，收、支总计各减少9.65万元，下降3.9%，主要原因是项目减少。",
            "-9.65",
            "项目减少",
        ),
        ("比上年增加 1,234.5 万元，增长 3%，主要是由于人员增加；", "1234.5", "人员增加"),
        ("与2022年度相比，支出合计持平。", "0", ""),
        ("支出9万元，同比增加5万元，增长125%，主要原因是新设机构。", "5", "新设机构"),
        ("同比减少2万元，主要原因是压减支出。同比口径一致。", "-2", "压减支出"),
        ("比去年减少2万元，主要原因是压减支出。较去年同期的比例下降。", "-2", "压减支出"),
        ("与上年决算数相比增加5万元。主要原因：新设机构。全年购置公务用车1辆。", "5", "新设机构"),
        ("与2022年度相比，减少2万元，主要原因与收、支总计相同。", "-2", ""),
        ("较上年减少80000元，主要原因是压减支出。", "-8", "压减支出"),
    ],
)
def test_how_changes_are_said(sentence: str, amount: str, reason: str) -> None:
    line = Folded(sentence)
    change = clauses().change(line)
    assert change is not None and change.amount == Decimal(amount)
    assert clauses().reason(line, change.end) == reason


@pytest.mark.parametrize("compared", ["与2022年度相比，", "较上年", "比去年", "同比"])
def test_a_reason_ends_where_the_comparison_begins(compared: str) -> None:
    line = Folded(f"小于预算数的主要原因是厉行节约。{compared}支出决算数增加2万元，增长4%。")
    assert clauses().reason(line, 0, "差异原因") == "厉行节约"


@pytest.mark.parametrize(
    "sentence",
    ["支出决算为233.37万元。", "增加（减少）5万元。", "占上年的5%。", "2023年度收入合计 9 万元。"],
)
def test_what_is_no_comparison(sentence: str) -> None:
    assert clauses().change(Folded(sentence)) is None


def test_how_budgets_are_said() -> None:
    initial = clauses().initial_budget
    assert initial("年初预算为1,047.32万元,支出决算为5万元") == Decimal("1047.32")
    assert initial("年初未安排预算,支出决算为5万元") == 0
    assert initial("支出决算为5万元") is None
    assert clauses().full_budget("全年预算(调整后)为7万元") == 7


def test_an_amount_that_lost_its_unit_is_in_what_the_edition_prints() -> None:
    text = "年初预算为1,047.32,支出决算为5万元"
    assert clauses().initial_budget(text) == Decimal("1047.32")
    in_yuan = Clauses(replace(load("2023"), currency="元"))
    assert in_yuan.initial_budget(text) == Decimal("0.104732")
    assert clauses().initial_budget("年初预算为2023年的,支出决算为5万元") is None


# --- Word files --------------------------------------------------------------------------------


def blocks_in(body: str) -> tuple[Passage | PaperTable, ...]:
    """The blocks of a Word file with that body."""
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", xml)
    return blocks_of(foreign_file(file.getvalue()))


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def test_merged_cells_of_a_word_table() -> None:
    start, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    wide = '<w:gridSpan w:val="2"/>'
    [table] = blocks_in(
        "<w:tbl>"
        + row(cell("甲", start), cell("乙", wide))
        + row(cell("", on), cell("1"), cell("2"))
        + row(cell("", on), cell("", wide))
        + "</w:tbl>"
    )
    assert isinstance(table, PaperTable)
    assert table.texts == {(1, 1): "甲", (1, 2): "乙", (2, 2): "1", (2, 3): "2"}
    assert set(table.merged) == {Range(1, 1, 3, 1), Range(1, 2, 1, 3), Range(3, 2, 3, 3)}


def test_a_table_that_claims_a_million_columns() -> None:
    wide = cell("甲", '<w:gridSpan w:val="999999999"/>')
    [table] = blocks_in(f"<w:tbl>{row(wide, cell('乙'))}</w:tbl>")
    assert isinstance(table, PaperTable)
    assert table.width < 100


def test_deleted_words_are_not_read_and_inserted_ones_are() -> None:
    run = "<w:r><w:t>{}</w:t></w:r>"
    body = f"<w:p>{run.format('减少')}<w:del>{run.format('9')}</w:del><w:ins>{run.format('8')}</w:ins></w:p>"
    assert blocks_in(body) == (Passage("减少8"),)


def test_ticks_of_a_sign_font() -> None:
    sign = '<w:r><w:sym w:font="Wingdings 2" w:char="{}"/></w:r>'
    body = f"<w:p><w:r><w:t>1.</w:t></w:r>{sign.format('F052')}{sign.format('F0A3')}</w:p>"
    assert blocks_in(body) == (Passage("1.☑☐"),)


def test_the_paper_names_its_edition(papers: dict[str, Path]) -> None:
    found: PaperRead = read_paper(papers["新设单位"], "2024")
    assert found.edition.id == "2024" and found.year == 2023
    with pytest.raises(InputProblem):
        read_paper(papers["新设单位"], "no such")
