"""``gen template``: looking after editions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.shared import as_json, fail
from generator.cli.usage import WholeNumber


@click.group("template")
def template_group() -> None:
    """版式模板的维护。"""


@template_group.command("check")
@click.argument("edition_id", required=False, metavar="[版式]")
def template_check_command(edition_id: str | None) -> None:
    """检查 Word 模板：写错的标记、不认识的名称、没有用到的数字。"""
    from generator.checks.catalogue import rules_of
    from generator.document.template.checking import check_template
    from generator.editions import available, load

    failed = False
    for name in [edition_id] if edition_id else list(available()):
        edition = load(name)
        rules_of(edition)  # raises where the edition speaks of a rule that there is not
        report = check_template(edition)
        click.echo(report.text)
        failed = failed or not report.ok
    raise SystemExit(1 if failed else 0)


@template_group.command("new")
@click.argument("edition_id", metavar="版式")
@click.option("--from", "source", required=True, help="照哪个版式做，例如 2023。")
@click.option(
    "--year", "years", type=WholeNumber(2000, 2099), multiple=True, help="适用年度，可以写几次。"
)
def template_new_command(edition_id: str, source: str, years: tuple[int, ...]) -> None:
    """由已有的版式做一个新版式，放在 templates 文件夹里；已有的不会被覆盖。"""
    from generator.document.upkeep import copy_edition, next_steps
    from generator.editions import load

    folder = Path("templates")
    try:
        path = copy_edition(load(source), edition_id, years, folder)
    except FileExistsError:
        fail(f"{folder / edition_id} 已经存在，没有改动它。请换一个名称，或先把它改名。")
    except OSError as error:
        from generator.history.drafts import advice, reason

        fail(f"{folder / edition_id} 写不进去：{reason(error)}。{advice(error)}后再运行。")
    click.echo(next_steps(path, load(edition_id), load(source)))


@template_group.command("diff")
@click.argument("old", metavar="版式甲")
@click.argument("new", metavar="版式乙")
@as_json
def template_diff_command(old: str, new: str, json_output: bool) -> None:
    """两个版式有什么不同：数据、科目、Word 模板的文字。"""
    from generator.document import upkeep
    from generator.editions import load

    pair = (load(old), load(new))
    differences = upkeep.compare(*pair)
    if json_output:
        click.echo(json.dumps(upkeep.as_json(*pair, differences), indent=2))
    else:
        click.echo(upkeep.as_text(*pair, differences))
    raise SystemExit(1 if differences else 0)
