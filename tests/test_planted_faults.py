"""Twenty faults of an edition, as an office makes them: each is told by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.document.template.checking import check_template
from generator.editions import load
from tests.conftest import ROOT
from tests.helpers.wordtemplates import DOCUMENT, parts_of, write

HEAD = 'id = "甲"\nname = "甲"\nyears = [2023]\nbased_on = "2023"\n'
TEMPLATE = ROOT / "templates" / "2023" / "template.docx"


def form(entry: str) -> dict[str, str]:
    return {"forms": f"[[form]]\n{entry}"}


def block(sheet: str, name: str, entry: str) -> dict[str, str]:
    return {"sheets": f'[[sheet]]\nid = "{sheet}"\n[[sheet.block]]\nid = "{name}"\n{entry}'}


def word(old: str, new: str) -> dict[str, str]:
    return {"template": f"{old}→{new}"}


FAULTS = {
    "a misspelt entry": (
        block("profile", "profile", 'lines = [{ key = "level", requierd = true }]'),
        "block「profile」 lines「level」 里不认识 requierd，可能是 required",
    ),
    "a misspelt kind": (
        block("budget", "budget", 'columns = [{ key = "budget", kind = "amoutn" }]'),
        "columns「budget」 kind 应是",
    ),
    "a misspelt entry of a table": (
        form('id = "fund"\nlandscap = true'),
        "form「fund」 里不认识 landscap，可能是 landscape",
    ),
    "a word where a number belongs": (
        {"edition": 'amount_digits = "两位"\n'},
        "amount_digits 应是 0 到 6 的整数，写的是 '两位'",
    ),
    "a place that is not there": (
        {"edition": '[[terms]]\nterm = "甲"\nmeaning = "乙"\nplace = "income.total.gone"\n'},
        "terms「甲」的 place 指向 income.total.gone，没有这个地方",
    ),
    "a column named twice": (
        form('id = "income"\ncolumns = [{ key = "other", label = "甲" }, { key = "other", label = "乙" }]'),
        "form「income」 的 columns 里有两个 other",
    ),
    "a table of the nine taken out": (form('id = "fund"\nabsent = true'), "少了 form「fund」"),
    "a sheet taken out": (
        {"sheets": '[[sheet]]\nid = "key_work"\nabsent = true'},
        "少了 block「key_work」",
    ),
    "a row taken out": (
        block(
            "assets",
            "assets",
            'lines = [{ key = "leader", absent = true }, { key = "vehicles", live = "" }]',
        ),
        "少了 sheets.toml block「assets」的「leader」一行",
    ),
    "a column of a table taken out": (
        form('id = "expenditure"\nnotes = []\ncolumns = [{ key = "basic", absent = true }]'),
        "form「expenditure」少了",
    ),
    "a column that the template does not print": (
        form('id = "expenditure"\ncolumns = [{ no = 7, key = "refunds", label = "退回上年支出" }]'),
        "公开03表的「退回上年支出」在版式里有，模板没有印",
    ),
    "a table that the template does not print": (
        form('id = "extra"\nsheet = "公开10表"\ntitle = "甲"\nlayout = "codes"\nnotes = []\ncolumns = [{ key = "total", label = "合计" }]'),
        "版式里有公开10表，模板没有印它（tables.more.extra）",
    ),
    "a column that no formula looks at": (
        form('id = "three_public"\ncolumns = [{ no = 13, key = "meals", label = "餐费", group = "决算数" }]'),
        "公开09表的「决算数·餐费」不在任何公式里，没有规则核对它",
    ),
    "a formula with a number that is not there": (
        form('id = "income"\nnotes = ["1栏各行=（2+33）栏各行。"]'),
        "1栏各行=（2+33）栏各行 里的 33 不是表里的栏",
    ),
    "a move behind nothing": (form('id = "fund"\nafter = "tenth"'), "「fund」的 after 是 'tenth'，没有这一项"),
    "a slot that no phrase has": (
        {"edition": '[phrases]\ncorrected = "原为{old}"\n'},
        "[phrases] 的 corrected 里不能用 {old}",
    ),
    "a rule that there is not": ({"edition": "[rules]\nX99 = { off = true }\n"}, "rules 里有 X99，没有这条规则"),
    "a part that there is not": ({"edition": 'without = ["keywork"]\n'}, "without 里有「keywork」，没有这张表"),
    "a section that there is not": ({"edition": '[sections]\nassett = "第三部分 十"\n'}, "sections 里不认识 assett，可能是 assets"),
    "a line needed for a place that is not there": (
        block("assets", "assets", 'lines = [{ key = "equipment", needed_if = "assets.boats.value" }]'),
        "needed_if 指向 assets.boats.value，没有这个地方",
    ),
    "a live formula of a place that is not there": (
        block("assets", "assets", 'lines = [{ key = "equipment", live = "={assets.boats.value}" }]'),
        "用了 {assets.boats.value}，没有这个地方",
    ),
    "a tag of a line that no sheet has": (
        word("{{ operating.this|wan }}", "{{ inputs.operating.boats.this|wan }}"),
        "模板印 inputs.operating.boats.this，填报表里没有这一处",
    ),
    "a tag that the program does not know": (
        word("{{ operating.this|wan }}", "{{ operating.that|wan }}"),
        "不认识的名称「that」",
    ),
    "a format that there is not": (
        word("{{ operating.this|wan }}", "{{ operating.this|wann }}"),
        "不认识的格式「|wann」",
    ),
    "a number without a format": (word("{{ operating.this|wan }}", "{{ operating.this }}"), "数字没有写格式"),
    "tables in another order than the template prints them": (
        form('id = "three_public"\nafter = "basic"'),
        "模板印表的次序是 公开01表、公开02表、公开03表、公开04表、公开05表、公开06表、公开07表、公开08表、公开09表，版式里是 公开01表、公开02表、公开03表、公开04表、公开05表、公开06表、公开09表、公开07表、公开08表",
    ),
    "a relation of a place that is not there": (
        {"forms": '[[relation]]\nid = "E01"\ntitle = "甲"\nbasis = "乙"\nequations = [{ name = "丙", left = "general.total.gone", right = ["fund.total.project"] }]'},
        "relation「E01」用了 general.total.gone，没有这个地方",
    ),
    "a relation by the number of another rule": (
        {"forms": '[[relation]]\nid = "X01"\ntitle = "甲"\nbasis = "乙"\nequations = [{ name = "丙", left = "general.total.total", right = ["fund.total.project"] }]'},
        "relation「X01」的 id 应是 E 和两位数字",
    ),
    "a line of a table that no formula looks at": (
        form('id = "totals"\n[[form.side]]\nlabel = "收入"\nlines = [{ no = 9, key = "gifts", label = "九、捐赠收入" }]'),
        "公开01表的「九、捐赠收入」不在任何公式里，没有规则核对它",
    ),
    "a line that is typed for nothing": (
        block("assets", "assets", 'lines = [{ key = "ships", label = "船舶", kind = "count" }]'),
        "填报表「国有资产」的「船舶」没有用处：模板没有印（inputs.assets.ships）",
    ),
    "a column whose tag is gone from the template": (
        word('{{ project.results|required("主要产出和效益") }}', "见附件"),
        "填报表「项目绩效」的「主要产出和效益」（projects.results）没有用处：模板没有印用它算的内容",
    ),
    "a part that is left out and printed": (
        {"edition": 'without = ["key_work"]\n'},
        "without 里有 key_work，没有「重点工作」这张填报表，模板还在印它的内容",
    ),
    "a choice that the program does not know": (
        block("profile", "profile", 'lines = [{ key = "unit_type", choices = { gov = "机关" } }]'),
        "填报表「基本信息」的「单位类型」有选项 gov，程序不认识这个键",
    ),
    "a choice without its words": (
        block("profile", "profile", 'lines = [{ key = "level", choices = { park = "园区级" } }]'),
        "edition.toml [words] 的 finance 里少了 park（园区级）",
    ),
    "元 in an edition whose template says 万元": (
        {"edition": 'currency = "元"\n'},
        "版式印元（currency），模板里有 9 处写着「单位：万元」",
    ),
    "a currency that there is not": ({"edition": 'currency = "千元"\n'}, 'currency 应是 "元" 或 "万元"，写的是'),
    "a Word template that is not there": ({"edition": 'template = "正文.docx"\n'}, "正文.docx"),
}  # fmt: skip


def test_there_are_twenty() -> None:
    assert len(FAULTS) >= 20


def test_an_entry_that_is_not_printed_is_let_alone_where_its_note_says_so() -> None:
    tag = '{{ project.results|required("主要产出和效益") }}'
    said = 'note = "公开稿不印，不用填。"'
    for required, faults in (("true", 1), ("false", 0)):
        column = f'{{ key = "results", required = {required}, {said} }}'
        planted(block("projects", "projects", f"columns = [{column}]") | word(tag, "见附件"))
        assert len(check_template(load("甲")).faults) == faults


def test_reasons_that_are_printed_with_their_lead_are_printed() -> None:
    """The template of 甲 has no tag that names a reason itself."""
    tag = '{{ operating.change.reason|required("增减原因") }}'
    planted(word(tag, '{{ operating.change|because("", "增减原因") }}'))
    assert not check_template(load("甲")).faults


def test_an_edition_is_called_as_its_folder() -> None:
    planted({"edition": ""})
    path = Path("templates/甲/edition.toml")
    path.write_text(path.read_text("utf-8").replace('id = "甲"', 'id = "乙"'), "utf-8")
    result = CliRunner().invoke(main, ["template", "check", "甲"])
    assert "edition.toml 的 id 是 '乙'，应与文件夹的名称 '甲' 相同" in result.output


@pytest.mark.parametrize("what", FAULTS)
def test_a_planted_fault_is_told_by_name(what: str) -> None:
    files, said = FAULTS[what]
    planted(files)
    result = CliRunner().invoke(main, ["template", "check", "甲"])
    assert result.exit_code in (1, 2), result.output
    assert said in result.output, result.output


def planted(files: dict[str, str]) -> None:
    """The edition 甲 with a fault: the texts of its files, and a change of the Word template."""
    folder = Path("templates/甲")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("edition", "forms", "sheets"):
        text = (HEAD if name == "edition" else "") + files.get(name, "")
        if text:
            (folder / f"{name}.toml").write_text(text, "utf-8")
    if "template" in files:
        old, _, new = files["template"].partition("→")
        parts = parts_of(TEMPLATE)
        document = parts[DOCUMENT].decode("utf-8")
        assert old in document
        write(folder / "template.docx", parts | {DOCUMENT: document.replace(old, new).encode()})
