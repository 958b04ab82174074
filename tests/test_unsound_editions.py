"""Faults of an edition that every record takes: each is told by file and key, over each edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.editions import built_in, load
from generator.model import InputProblem

HEAD = 'name = "甲"\nbased_on = "{base}"\n'
OWN = 'id = "甲"\nyears = [2024]\n'
FORM = '[[form]]\nid = "extra"\nsheet = "附表"\ntitle = "甲"\nnotes = []\n'
EQUATION = '{ name = "丙", left = "general.total.total", right = ["fund.total.project"] }'


def edition(text: str) -> dict[str, str]:
    return {"edition.toml": OWN + text}


def forms(text: str) -> dict[str, str]:
    return {"forms.toml": text}


def form(entry: str) -> dict[str, str]:
    return forms(f"[[form]]\n{entry}")


def block(sheet: str, name: str, entry: str) -> dict[str, str]:
    return {"sheets.toml": f'[[sheet]]\nid = "{sheet}"\n[[sheet.block]]\nid = "{name}"\n{entry}'}


def relation(entry: str) -> dict[str, str]:
    return forms(f'[[relation]]\nid = "E01"\n{entry}\n')


FAULTS = {
    "a year of two digits": (
        {"edition.toml": 'id = "甲"\nyears = [24]\n'},
        "edition.toml 的 years 里有 24",
    ),
    "a table of words that there is not": (
        edition('[words]\nsef = { department = "甲" }\n'),
        "edition.toml [words] 里不认识 sef",
    ),
    "words of a choice that there is not": (
        edition('[words]\nself = { departement = "甲" }\n'),
        "edition.toml [words] 的 self 里有 departement",
    ),
    "words in the place of a table": (
        edition('[words]\nwe = "我局"\n'),
        "edition.toml words we 应是一节，写的是 '我局'",
    ),
    "a direction that there is not": (
        edition('[phrases]\nchange = { upp = "增加{amount}" }\n'),
        "edition.toml [phrases] 的 change 里不认识 upp",
    ),
    "a change without its amount": (
        edition('[phrases]\nchange = { up = "增加" }\n'),
        "edition.toml [phrases] 的 change.up 要有 {amount}",
    ),
    "a direction without words": (
        edition('[phrases]\ncompare = { anew = true, up = "大于" }\n'),
        "edition.toml [phrases] 的 compare 里少了 down",
    ),
    "a severity that there is not": (
        edition('[rules]\nX24 = { severity = "serious" }\n'),
        "edition.toml rules X24 severity 应是 \"\" 或 \"error\" 或 \"warning\" 或 \"hint\"，写的是 'serious'",
    ),
    "the basis of a rule with no such table": (
        edition('[rules]\nX24 = { basis = "{totalz.opening}" }\n'),
        "edition.toml rules「X24」的 basis 用了 {totalz.opening}，没有这张表",
    ),
    "a word in the place of a list": (
        edition('[word_lists]\ntemplate_words = "甲"\n'),
        "edition.toml word_lists template_words 应是方括号里的一列引号里的文字，写的是 '甲'",
    ),
    "opposites that are not parted": (
        edition('[word_lists]\nopposites = ["上涨下跌"]\n'),
        "edition.toml [word_lists] 的 opposites 里的 '上涨下跌' 应是两个词",
    ),
    "a term that is explained twice": (
        edition('[[terms]]\nterm = "甲"\nmeaning = "乙"\nplace = "income.total.total"\n' * 2),
        "edition.toml 的 terms 里有两个 甲",
    ),
    "headings of no block": (
        edition('[headings]\ndutys = ["甲"]\n'),
        "edition.toml [headings] 里有 dutys",
    ),
    "a part left out twice": (
        edition('without = ["key_work", "key_work"]\n'),
        "edition.toml 的 without 里有两个 key_work",
    ),
    "lines without sides": (
        forms(f'{FORM}layout = "lines"\ncolumns = [{{ key = "a", label = "乙" }}]'),
        "forms.toml form「extra」 的 layout 是 lines，少了 side",
    ),
    "codes without columns": (
        forms(f'{FORM}layout = "codes"'),
        "forms.toml form「extra」 的 layout 是 codes，少了 columns",
    ),
    "the name of another sheet": (
        form('id = "fund"\nsheet = "基本信息"'),
        "forms.toml form「fund」的 sheet 是「基本信息」，另一张表也叫这个名称",
    ),
    "the name of a sheet of the program": (
        {"sheets.toml": '[[sheet]]\nid = "duties"\nname = "审稿意见"'},
        "sheets.toml sheet「duties」的 name 是「审稿意见」，程序自己有一张表叫这个名称",
    ),
    "a name that Excel refuses": (
        form('id = "fund"\nsheet = "基金/预算"'),
        "forms.toml form「fund」的 sheet 是 '基金/预算'，Excel 不能用作工作表的名称",
    ),
    "a name that is too long": (
        form(f'id = "fund"\nsheet = "{"表" * 32}"'),
        "Excel 不能用作工作表的名称（最多 31 个字",
    ),
    "two columns with one number": (
        form('id = "income"\ncolumns = [{ key = "fiscal", no = 3 }, { key = "superior", no = 3 }]'),
        "forms.toml form「income」 的 no（栏次） 里有两个 3",
    ),
    "two columns with one label": (
        form('id = "income"\ncolumns = [{ key = "fiscal", label = "其他收入" }]'),
        "forms.toml form「income」 的 columns 的名称 里有两个 其他收入",
    ),
    "a line beyond its side": (
        form('id = "totals"\n[[form.side]]\nlabel = "收入"\nlines = [{ key = "gifts", no = 99, label = "九、捐赠收入" }]'),
        "forms.toml form「totals」 side「收入」 lines「gifts」的 no 是 99",
    ),
    "a mark that another table has": (
        forms('[[form]]\nid = "fund"\nmark = "甲"\n[[form]]\nid = "capital"\nmark = "甲"'),
        "forms.toml form 的 mark 里有两个 甲",
    ),
    "a key that no tag can name": (
        form('id = "income"\ncolumns = [{ key = "a.b", no = 9, label = "甲" }]'),
        "forms.toml form「income」 的 columns 的键 'a.b' 只能是字母、数字和下划线",
    ),
    "two moves that contradict each other": (
        forms('[[form]]\nid = "fund"\nafter = "capital"\n[[form]]\nid = "capital"\nafter = "fund"'),
        "forms.toml form「fund」的 after 互相矛盾",
    ),
    "an entry taken out that is not there": (
        form('id = "income"\ncolumns = [{ key = "nowhere", absent = true }]'),
        "forms.toml form「income」 columns「nowhere」写了 absent，所依据的版式里没有这一项",
    ),
    "an absence that is no yes": (
        form('id = "income"\ncolumns = [{ key = "fiscal", absent = "yes" }]'),
        "forms.toml form「income」 columns「fiscal」的 absent 只能是 true，写的是 'yes'",
    ),
    "a relation that compares nothing": (
        relation('title = "甲"\nbasis = "乙"\nequations = []'),
        "forms.toml relation「E01」 没有 equations",
    ),
    "two relations with one number": (
        forms(f'[[relation]]\nid = "E01"\ntitle = "甲"\nbasis = "乙"\nequations = [{EQUATION}]\n' * 2),
        "forms.toml 的 relation 里有两个 E01",
    ),
    "a relation whose title names no table": (
        relation(f'title = "{{genral}}"\nbasis = "乙"\nequations = [{EQUATION}]'),
        "forms.toml relation「E01」 的 title 用了 {genral}，没有这张表",
    ),
    "choices of a text": (
        block("profile", "profile", 'lines = [{ key = "name", choices = { a = "甲" } }]'),
        "sheets.toml block「profile」 lines「name」 有 choices，kind 应是 choice，写的是 text",
    ),
    "a choice without choices": (
        block("profile", "profile", 'lines = [{ key = "x", label = "甲", kind = "choice" }]'),
        "sheets.toml block「profile」 lines「x」 的 kind 是 choice，少了 choices",
    ),
    "one word for two choices": (
        block("profile", "profile", 'lines = [{ key = "unit_type", choices = { government = "机关", quasi_government = "机关" } }]'),
        "sheets.toml block「profile」 lines「unit_type」 的 choices 里有两个 机关",
    ),
    "a waiver without its choice": (
        block("duties", "duties", 'waived = ["profile"]'),
        "sheets.toml block「duties」 的 waived 应是三项",
    ),
    "another way to carry over": (
        block("assets", "assets", 'lines = [{ key = "equipment", carry = "kept" }]'),
        "sheets.toml block「assets」 lines「equipment」 的 carry 应是 keep、note、{this} 或 [列]，写的是 'kept'",
    ),
    "a formula that does not close": (
        block("assets", "assets", 'lines = [{ key = "equipment", live = "=SUM({assets.leader.value)" }]'),
        "sheets.toml block「assets」 lines「equipment」 的 live 要以 = 开头，括号、引号成对",
    ),
    "a column without width": (
        block("duties", "duties", 'columns = [{ key = "paragraph", width = -5 }]'),
        "columns「paragraph」 width 应是 1 到 255 的整数，写的是 -5",
    ),
    "a list without rows": (
        block("duties", "duties", "rows = 0"),
        "block「duties」 rows 应是 1 到 5000 的整数，写的是 0",
    ),
    "a printed formula without a number": (
        form('id = "income"\nnotes = ["1栏各行=（各）栏各行。"]'),
        "附注中的公式读不懂：1栏各行=（各）栏各行。",
    ),
    "two lines with one label": (
        block("assets", "assets", 'lines = [{ key = "zz", label = "单价100万元（含）以上设备（不含车辆）（台、套）", kind = "count" }]'),
        "sheets.toml block「assets」 的 lines 的名称 里有两个 单价100万元（含）以上设备（不含车辆）（台、套）",
    ),
    "lines of a list": (
        block("duties", "duties", 'lines = [{ key = "zz", label = "甲" }]'),
        "sheets.toml block「duties」 的 kind 是 list，不能有 lines",
    ),
    "a list of codes without its head": (
        {"function-codes.csv": "2080101\n"},
        "function-codes.csv 的第一行应是 code,name，写的是 '2080101'",
    ),
    "a code that is none": (
        {"function-codes.csv": "code,name\n20801x1,甲\n"},
        "function-codes.csv 里的编码 '20801x1'（甲）应是三位、五位或七位数字",
    ),
    "a code with two names": (
        {"economic-codes.csv": "code,name\n30299,甲\n30299,乙\n"},
        "economic-codes.csv 里的编码 30299 有两个名称：甲、乙",
    ),
}  # fmt: skip


def told(base: str, files: dict[str, str]) -> str:
    folder = Path("templates/甲")
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        path.unlink()
    for name, text in ({"edition.toml": OWN} | files).items():
        head = HEAD.format(base=base) if name == "edition.toml" else ""
        (folder / name).write_text(head + text, "utf-8")
    with pytest.raises(InputProblem) as raised:
        load("甲")
    return str(raised.value)


@pytest.mark.parametrize("what", FAULTS)
def test_a_fault_is_told_by_file_and_key_whatever_the_edition_is_based_on(what: str) -> None:
    files, said = FAULTS[what]
    for base in built_in():
        assert said in told(base, files), base


def test_a_fault_is_told_once_and_not_as_something_missing_too() -> None:
    assert told("2023", edition("amount_digits = 9\n")).endswith(
        "edition.toml amount_digits 应是 0 到 6 的整数，写的是 9"
    )


def test_an_entry_is_moved_behind_one_that_is_moved_after_it() -> None:
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    (folder / "edition.toml").write_text(HEAD.format(base="2024") + OWN, "utf-8")
    moved = [("fund", "three_public"), ("three_public", "income")]
    text = "".join(f'[[form]]\nid = "{key}"\nafter = "{after}"\n' for key, after in moved)
    (folder / "forms.toml").write_text(text, "utf-8")
    order = [form.id for form in load("甲").forms]
    assert order[:5] == ["totals", "income", "three_public", "fund", "expenditure"]
