"""Editions: one based on another, copying one, comparing two."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.document import upkeep
from generator.document.upkeep import copying
from generator.editions import built_in, edition_for_year, load
from generator.editions.overlay import overlaid
from generator.model import InputProblem
from tests.conftest import ROOT

DATA, FORMS, CODES = (
    "版式数据（edition.toml）",
    "公开表（forms.toml）",
    "功能分类科目（function-codes.csv）",
)
LABELS = ("使用非财政拨款结余", "使用非财政拨款结余（含专用结余）")


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_2024_edition_is_the_2023_one_with_these_changes_and_no_others() -> None:
    differences = upkeep.compare(load("2023"), load("2024"))
    line = "公开01表 「收入」 28 「使用非财政拨款结余」"
    assert [(d.part, d.place, d.old, d.new) for d in differences] == [
        (DATA, "代号", "2023", "2024"),
        (DATA, "名称", *(f"{y}年度部门决算公开（武汉市区级口径）" for y in (2023, 2024))),
        (DATA, "适用年度", "2023", "2024"),
        (DATA, "称谓 we department", "我部门", "本部门"),
        (DATA, "称谓 we unit", "我单位", "本单位"),
        (DATA, "依据的版式", "", "2023"),
        (FORMS, f"{line} 名称", *LABELS),
        (FORMS, f"{line} 其他名称", *reversed(LABELS)),
        (CODES, "20139", "", "社会工作事务"),
        (CODES, "2013901", "", "行政运行"),
        (CODES, "2013950", "", "事业运行"),
        (CODES, "2013999", "", "其他社会工作事务支出"),
        (CODES, "22006", "", "耕地保护考核奖惩基金支出"),
        (CODES, "22198", "", "超长期特别国债安排的支出"),
        (CODES, "2219899", "", "其他住房保障支出"),
    ]


def test_an_edition_declares_only_what_differs_from_the_one_it_is_based_on() -> None:
    old, new = load("2023"), load("2024")
    assert new.template == old.template
    assert new.sheets == old.sheets
    assert new.forms[1:] == old.forms[1:]
    assert new.economic_codes == old.economic_codes
    assert new.function_codes.items() > old.function_codes.items()


def test_declarations_are_laid_over_each_other() -> None:
    base = {
        "digits": 2,
        "words": {"a": "1", "b": "2"},
        "form": [{"id": "totals"}, {"id": "income", "x": 1}],
    }
    own = {
        "words": {"b": "3"},
        "form": [{"id": "income", "x": 2}, {"id": "totals", "absent": True}],
    }
    assert overlaid(base, own) == {
        "digits": 2,
        "words": {"a": "1", "b": "3"},
        "form": [{"id": "income", "x": 2}],
    }
    assert overlaid(["a", "b"], ["c"]) == ["c"]


@pytest.mark.parametrize(("base", "said"), [("1999", "1999"), ("甲", "绕回了自己")])
def test_an_edition_based_on_nothing_or_on_itself_is_refused(base: str, said: str) -> None:
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(f'id = "甲"\nbased_on = "{base}"\n', "utf-8")
    with pytest.raises(InputProblem) as refused:
        load("甲")
    assert said in refused.value.findings[0].message


def test_a_year_has_its_edition_and_a_later_one_the_newest() -> None:
    assert [edition_for_year(year) for year in (2022, 2023, 2024)] == ["2023", "2023", "2024"]
    assert edition_for_year(2098) == max(filter(str.isdigit, built_in()))


def test_new_copies_an_edition_and_says_what_to_do_next() -> None:
    result = gen("template", "new", "武汉-2025", "--from", "2024", "--year", "2025")
    assert result.exit_code == 0, result.output
    assert "gen template diff 2024 武汉-2025" in result.output
    edition = load("武汉-2025")
    assert (edition.id, edition.years) == ("武汉-2025", (2025,))
    assert edition.name == "2025年度部门决算公开（武汉市区级口径）"
    old = (ROOT / "templates/2024/edition.toml").read_text("utf-8").splitlines()
    new = Path("templates/武汉-2025/edition.toml").read_text("utf-8").splitlines()
    changed = [b for a, b in zip(old, new, strict=True) if a != b]
    assert [line.split(" ")[0] for line in changed] == ["#", "id", "name", "years"]
    assert [p.name for p in Path("templates").iterdir()] == ["武汉-2025"]


def test_the_next_steps_name_only_files_that_are_there() -> None:
    based = gen("template", "new", "甲局2025", "--from", "2024").output
    folder = Path("templates/甲局2025")
    told = set(re.findall(r"改 ([\w-]+\.\w+)", based)) | {"template.docx"}
    assert told == {path.name for path in folder.iterdir()}
    assert "其余取自 2023 版式。" in based
    assert "整个取自它：sheets.toml（填报表）、economic-codes.csv（经济分类科目）" in based
    whole = gen("template", "new", "乙局2025", "--from", "2023").output
    assert "填报表改 sheets.toml" in whole and "取自" not in whole


def test_the_next_steps_say_how_the_edition_is_chosen() -> None:
    newest = edition_for_year(2098)
    named = gen("template", "new", "甲局2098", "--from", "2024", "--year", "2098").output
    assert "gen new 2098 --edition 甲局2098 用它新建工作簿" in named
    assert f"不写 --edition 就用 {newest} 版式" in named
    assert f"{newest} 版式）" in gen("new", "2098", "--out", "a.xlsx").output
    assert "甲局2098 版式）" in gen("new", "2098", "--edition", "甲局2098").output
    year = gen("template", "new", "2098", "--from", "2024").output
    assert "gen new 2098 会自己选用它。" in year
    assert "2098 版式）" in gen("new", "2098", "--out", "b.xlsx").output


def test_an_edition_that_exists_is_never_copied_over() -> None:
    gen("template", "new", "2025", "--from", "2024")
    kept = Path("templates/2025/forms.toml")
    kept.write_text("mine", "utf-8")
    again = gen("template", "new", "2025", "--from", "2023")
    assert again.exit_code == 2
    assert "已经存在，没有改动它" in again.output
    assert kept.read_text("utf-8") == "mine"


def test_a_copy_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(copying, "renamed", full)
    assert gen("template", "new", "2025", "--from", "2024").exit_code == 2
    assert list(Path("templates").iterdir()) == []


@pytest.mark.parametrize("name", ["../2025", ".2025", "a/b", "20 25", ""])
def test_a_name_that_is_no_folder_name_is_refused(name: str) -> None:
    result = gen("template", "new", name, "--from", "2024")
    assert result.exit_code == 2
    assert "不能作版式名称" in result.output


def test_equal_editions_unknown_and_damaged_ones() -> None:
    assert gen("template", "diff", "2023", "2023").exit_code == 0
    unknown = gen("template", "diff", "2023", "1999")
    assert unknown.exit_code == 2
    assert "没有「1999」这个版式" in unknown.output
    gen("template", "new", "缺", "--from", "2024")
    Path("templates/缺/edition.toml").write_text('based_on = "2024"\ntemplate = "x.docx"', "utf-8")
    assert "版式「缺」的数据有误：x.docx 没有或读不了" in gen("template", "check", "缺").output
    gen("template", "new", "坏", "--from", "2024")
    Path("templates/坏/template.docx").write_bytes(b"PK")
    damaged = gen("template", "diff", "2024", "坏")
    assert damaged.exit_code == 2
    assert "不能比较" in damaged.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["template", "diff", "2023", "2099"],
        ["template", "check", "2099"],
        ["template", "new", "x", "--from", "2099"],
        ["new", "2024", "--edition", "2099"],
    ],
)
def test_an_unknown_edition_is_answered_with_those_there_are(arguments: list[str]) -> None:
    result = gen(*arguments)
    assert result.exit_code == 2
    assert "没有「2099」这个版式" in result.output
    there = sorted(built_in())
    told = f"现有版式：{'、'.join(there)}。在命令里写其中一个，例如 {there[-1]}。"
    assert told in result.output
    assert "一格" not in result.output
    assert list(Path().iterdir()) == []


def test_differences_are_told_by_entry_in_words() -> None:
    gen("template", "new", "2025", "--from", "2023")
    sheets = Path("templates/2025/sheets.toml")
    text = sheets.read_text("utf-8")
    text = text.replace(
        'label = "单位性质", kind = "text", width = 20', 'label = "性质", kind = "text", width = 20'
    )
    text = text.replace('unit = "单位" }', 'unit = "单位", park = "园区" }')
    sheets.write_text(text, "utf-8")
    result = gen("template", "diff", "2023", "2025")
    assert result.exit_code == 1
    assert "填报表（sheets.toml）" in result.output
    assert (
        "机构 纳入决算编制范围的单位（只有部门填写） 「单位性质」 名称：单位性质 → 性质"
        in result.output
    )
    assert "增加 基本信息 「公开主体」 选项 park：园区" in result.output
    shown = json.loads(gen("template", "diff", "--json", "2023", "2025").output)
    assert shown["equal"] is False
    assert len(shown["differences"]) == 5  # id, name and years besides
    assert set(shown["differences"][0]) == {"part", "place", "old", "new"}


def test_what_is_not_text_in_the_word_template_is_told_too() -> None:
    gen("template", "new", "2025", "--from", "2023")
    path = Path("templates/2025/template.docx")
    parts = members(path)
    parts["word/styles.xml"] += b"<!-- -->"
    parts["word/document.xml"] = parts["word/document.xml"].replace(b"<w:jc ", b"<w:jc  ", 1)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    output = gen("template", "diff", "2023", "2025").output
    assert "样式、字体 word/styles.xml" in output
    assert "正文的格式：有 → 文字相同，格式不同" in output


def damaged(old: str, new: str) -> str:
    """What is said of an edition whose edition.toml says something else in one place."""
    gen("template", "new", "坏", "--from", "2023")
    path = Path("templates/坏/edition.toml")
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = gen("template", "check", "坏")
    assert result.exit_code == 2
    return result.output


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("amount_digits = 2", "amount_digits = 30", "amount_digits 应是 0 到 6 的整数，写的是 30"),
        (
            'derived_from = "printed"',
            'derived_from = "yuan"',
            'derived_from 应是 "printed" 或 "exact"，写的是 \'yuan\'',
        ),
        ("percent_digits = 1", "percent_digits = -1", "percent_digits 应是 0 到 6 的整数"),
        ("score_digits = 2", 'score_digits = "两位"', "score_digits 应是 0 到 6 的整数"),
        ("percent_digits = 1", "percent_digits = true", "percent_digits 应是 0 到 6 的整数"),
        ("amount_digits = 2", "", "里少了 amount_digits"),
        ("years = [2023]", "years = 2023", "years 应是方括号里的一列整数"),
        (
            'separator = "、"',
            'separator = "、"\nseperator = "、"',
            "phrases 里不认识 seperator，可能是 separator",
        ),
        ("【待补充：{what}】", "【待补充】", "missing 要有一个 {what}"),
        ('up = "增加{amount}，', 'up = "增加{amout}，', "[phrases] 的 change.up 里不能用 {amout}"),
        ('up = "增加{amount}，', 'up = "增加{amount，', "花括号要成对"),
        ('separator = "、"', "separator = 1", "separator 应是引号里的文字"),
        ("[words]", "[words", "edition.toml 写法有误"),
    ],
)
def test_a_wrong_value_in_an_edition_is_named_with_its_file_and_key(
    old: str, new: str, says: str
) -> None:
    told = damaged(old, new)
    assert says in told
    assert "版式「坏」的数据有误" in told and "Error" not in told


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16"])
def test_files_of_an_edition_are_read_as_an_office_saves_them(encoding: str) -> None:
    gen("template", "new", "甲", "--from", "2024")
    for name in ("edition.toml", "forms.toml", "function-codes.csv"):
        path = Path("templates/甲") / name
        path.write_text(path.read_text("utf-8"), encoding)
    edition = load("甲")
    assert edition.name == "2024年度部门决算公开（武汉市区级口径）（甲）"
    assert edition.function_codes == load("2024").function_codes
    assert edition.forms == load("2024").forms
    assert gen("template", "new", "乙", "--from", "甲").exit_code == 0
    assert load("乙").name.endswith("（乙）")


def test_a_code_list_saved_by_excel_is_read_and_a_damaged_one_named() -> None:
    gen("template", "new", "甲", "--from", "2024")
    path = Path("templates/甲/function-codes.csv")
    listed = load("甲").function_codes
    path.write_text(path.read_text("utf-8").replace(",", "\t"), "utf-16")
    assert load("甲").function_codes == listed
    for content in (
        b"code,name\n20139,\n",
        b"kode,name\n20139,x\n",
        b"code,name\n2013\xff\xff,x\n",
    ):
        path.write_bytes(content)
        result = gen("template", "check", "甲")
        assert result.exit_code == 2
        assert "function-codes.csv" in result.output and "版式「甲」的数据有误" in result.output


def misdeclared(name: str, old: str, new: str) -> str:
    """What is said of an edition one of whose files says something else in one place."""
    gen("template", "new", "坏", "--from", "2023")
    path = Path("templates/坏") / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = gen("template", "check", "坏")
    assert result.exit_code == 2 and "版式「坏」的数据有误" in result.output
    return result.output


@pytest.mark.parametrize(
    ("name", "old", "new", "says"),
    [
        (
            "sheets.toml",
            'kind = "text", required = true, note = "与公章',
            'kind = "text", requierd = true, note = "与公章',
            "sheets.toml sheet「profile」 block「profile」 lines「name」 里不认识 requierd，可能是 required",
        ),
        (
            "sheets.toml",
            'label = "年初预算数", kind = "amount"',
            'label = "年初预算数", kind = "amoutn"',
            'columns「budget」 kind 应是 "text" 或',
        ),
        ("forms.toml", "landscape = true", "landscap = true", "landscap，可能是 landscape"),
        (
            "forms.toml",
            'label = "本年收入合计" }',
            'label = "本年收入合计", optional = true }',
            "form「income」 columns「total」 里不认识 optional",
        ),
        ("forms.toml", "no = 27, key", 'no = "27", key', "no 应是整数，写的是 '27'"),
        ("forms.toml", 'title = "收入决算表"\n', "", "form「income」 里少了 title"),
        (
            "sheets.toml",
            'this = "totals.income.amount"',
            'this = "totals.incom.amount"',
            "totals.incom.amount",
        ),
        ("sheets.toml", 'needed_if = "difference"', 'needed_if = "diference"', "没有这一栏"),
        (
            "sheets.toml",
            "{expenditure.[code].name}",
            "{expenditure.[code].names}",
            "{expenditure.[code].names}，没有这个地方",
        ),
        ("sheets.toml", 'reason_from = ["total"]', 'reason_from = ["totl"]', "没有这一行"),
        ("sheets.toml", '"entity", "unit"]', '"entity", "office"]', "没有这一行或这个选项"),
        (
            "edition.toml",
            'place = "expenditure.total.to_superior"',
            'place = "expenditure.total.up"',
            "expenditure.total.up",
        ),
        ("forms.toml", 'id = "income"', 'id = "totals"', "form 里有两个 totals"),
    ],
)
def test_a_declaration_is_taken_strictly(name: str, old: str, new: str, says: str) -> None:
    assert says in misdeclared(name, old, new)


def test_every_fault_of_a_file_is_told_at_once() -> None:
    gen("template", "new", "坏", "--from", "2023")
    path = Path("templates/坏/sheets.toml")
    text = path.read_text("utf-8").replace("carry =", "cary =")
    path.write_text(text.replace('kind = "long"', 'kind = "lang"', 1), "utf-8")
    told = gen("template", "check", "坏").output
    assert told.count("里不认识 cary，可能是 carry") > 10
