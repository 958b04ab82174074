"""An edition without what the program needs is told by name; one laid over another has its own order."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from msgspec.structs import replace

from generator.checks.lacking import alike
from generator.cli import main
from generator.editions import load
from generator.model import InputProblem


def edition(**files: str) -> None:
    """An edition 甲 over 2023; ``files`` are the texts of its forms and sheets."""
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    head = 'id = "甲"\nname = "甲"\nyears = [2023]\nbased_on = "2023"\n'
    (folder / "edition.toml").write_text(head + files.pop("edition", ""), "utf-8")
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")


def gen(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


LACKING = {
    'sheet "key_work"': (
        '[[sheet]]\nid = "key_work"\nabsent = true',
        "sheets.toml 少了 block「key_work」",
    ),
    "a line of 三公": (
        '[[sheet]]\nid = "three_public"\n[[sheet.block]]\nid = "three_public_items"\n'
        'lines = [{ key = "purchase", absent = true }, { key = "cars", of = ["running"] }]',
        "少了 sheets.toml block「three_public_items」的「purchase」一行",
    ),
    "a column of a list": (
        '[[sheet]]\nid = "budget"\n[[sheet.block]]\nid = "budget"\n'
        'columns = [{ key = "reason", absent = true }]',
        "sheets.toml block「budget」少了 reason 栏",
    ),
    "a use of vehicles": (
        '[[sheet]]\nid = "assets"\n[[sheet.block]]\nid = "assets"\n'
        'lines = [{ key = "leader", absent = true }, { key = "vehicles", live = "" }]',
        "少了 sheets.toml block「assets」的「leader」一行",
    ),
}


@pytest.mark.parametrize("what", LACKING)
def test_what_the_figures_need_and_the_edition_lacks_is_told_by_name(what: str) -> None:
    sheets, said = LACKING[what]
    edition(sheets=sheets)
    result = gen("template", "check", "甲")
    assert result.exit_code == 1
    assert said in result.output, result.output
    assert "程序要用它" in result.output


def test_a_workbook_of_such_an_edition_is_refused_and_no_fault_of_the_program() -> None:
    edition(sheets=LACKING['sheet "key_work"'][0])
    assert gen("new", "2023", "--edition", "甲").exit_code == 0
    result = gen("check", "inputs/2023.xlsx")
    assert result.exit_code == 2
    assert "版式「甲」的数据有误：sheets.toml 少了 block「key_work」" in result.output


def test_a_line_of_a_total_table_may_be_gone_and_a_tag_that_names_it_is_told() -> None:
    forms = '[[form]]\nid = "totals"\nnotes = []\nformulas = []\n[[form.side]]\nlabel = "收入"\n'
    edition(forms=forms + 'lines = [{ key = "surplus_used", absent = true }]')
    told = gen("template", "check", "甲").output
    assert "模板印 tables.totals.labels.surplus_used，公开01表没有这一行" in told
    assert "程序要用它" not in told


@pytest.mark.parametrize(
    "forms",
    [
        'id = "totals"\nnotes = []\nformulas = ["31行=（61）行"]',
        'id = "one"\nsheet = "表十"\ntitle = "一侧"\nlayout = "lines"\nnotes = ["1行=（2）行"]\n'
        '[[form.side]]\nlabel = ""\namount_label = ""\nfirst = 1\nlast = 3\n'
        'columns = [{ no = 1, key = "amount", label = "金额" }]\n'
        'lines = [{ no = 1, key = "total", label = "合计" }, { no = 3, key = "a", label = "甲" }]',
    ],
    ids=["beside it", "on the only side"],
)
def test_a_line_that_is_to_equal_one_without_a_label_is_compared_with_nothing(forms: str) -> None:
    edition(forms=f"[[form]]\n{forms}")
    assert gen("new", "2023", "--edition", "甲").exit_code == 0
    told = gen("check", "inputs/2023.xlsx")
    assert told.exit_code == 0 and "没有问题" in told.output, told.output


def test_the_profile_is_needed_to_load_an_edition() -> None:
    edition(
        sheets='[[sheet]]\nid = "profile"\n[[sheet.block]]\nid = "profile"\n'
        'lines = [{ key = "name", absent = true }]'
    )
    with pytest.raises(InputProblem, match="block「profile」少了「name」一行"):
        load("甲")


def test_an_edition_laid_over_another_moves_tables_sheets_and_rows() -> None:
    edition(
        forms='[[form]]\nid = "three_public"\nafter = "basic"\n[[form]]\nid = "income"\nafter = ""',
        sheets='[[sheet]]\nid = "projects"\nafter = "profile"',
    )
    made = load("甲")
    assert [f.id for f in made.forms] == [
        *("income", "totals", "expenditure", "fiscal", "general", "basic"),
        *("three_public", "fund", "capital"),
    ]
    assert [s.id for s in made.sheets[:2]] == ["profile", "projects"]


def test_a_move_behind_nothing_is_refused() -> None:
    edition(forms='[[form]]\nid = "fund"\nafter = "tenth"')
    with pytest.raises(InputProblem, match="「fund」的 after 是 'tenth'，没有这一项"):
        load("甲")


def test_an_entry_taken_anew_has_nothing_of_the_base() -> None:
    edition(
        forms='[[form]]\nid = "capital"\nanew = true\nsheet = "表九"\ntitle = "国资表"\n'
        'layout = "codes"\nnotes = []\ncolumns = [{ key = "total", label = "合计" }]'
    )
    capital = load("甲").form("capital")
    assert (capital.sheet, capital.mark, len(capital.columns)) == ("表九", "", 1)


def test_editions_are_alike_that_declare_the_same() -> None:
    assert alike(load("2023")) == alike(replace(load("2023"), name="甲"))
    assert (alike(load("2023")) == alike(load("2024"))) is False
