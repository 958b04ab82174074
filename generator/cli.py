"""The ``gen`` command: arguments, Chinese messages, exit codes.  No logic."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from generator import __version__
from generator.pipeline import Outcome, build, check, explain
from generator.report import as_json, as_text, coverage_text, finding_text, requirements_text

_EXIT_UNUSABLE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="gen %(version)s")
def main() -> None:
    """由一个 Excel 工作簿生成部门决算公开的 Word 草稿。"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


_workbooks = click.argument(
    "workbooks", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="工作簿…"
)
_as_json = click.option(
    "--json", "json_output", is_flag=True, help="输出一个 JSON 对象，供程序读取。"
)


@main.command("build")
@_workbooks
@_as_json
@click.option(
    "--outputs",
    type=click.Path(path_type=Path),
    default=Path("outputs"),
    help="草稿放在哪个文件夹（默认 outputs）。",
)
@click.option("--final", is_flag=True, help="写出定稿：不带征求意见稿字样和批注；还有错误时不写。")
@click.option("--pdf", is_flag=True, help="同时生成 PDF，并在目录中填好页码（需要 LibreOffice）。")
@click.option("--data", is_flag=True, help="同时写出开放数据：表格和数字的 xlsx、CSV、JSON。")
@click.option("--html", is_flag=True, help="同时写出供网站使用的网页（HTML）。")
def build_command(
    workbooks: tuple[Path, ...],
    json_output: bool,
    outputs: Path,
    final: bool,
    pdf: bool,
    data: bool,
    html: bool,
) -> None:
    """核对工作簿，写出 Word 草稿和审阅页。"""
    _finish([build(path, outputs, final, pdf, data, html) for path in workbooks], json_output)


@main.command("check")
@_workbooks
@_as_json
@click.option("--coverage", is_flag=True, help="逐项列出核对了什么、没有核对什么。")
@click.option("--requirements", is_flag=True, help="逐项列出公开要求是否满足、见于何处。")
def check_command(
    workbooks: tuple[Path, ...], json_output: bool, coverage: bool, requirements: bool
) -> None:
    """只核对工作簿，不写文件。"""
    _finish([check(path) for path in workbooks], json_output, coverage, requirements)


@main.command("rules")
@click.argument("rule_id", required=False, metavar="[编号]")
@click.option("--markdown", is_flag=True, help="输出核对目录的全文（docs/checks.md）。")
def rules_command(rule_id: str | None, markdown: bool) -> None:
    """核对目录：每一项核对什么、依据、允许误差和例子。"""
    from generator.checks.reference import listing, one, reference

    if rule_id is None:
        click.echo(reference() if markdown else listing(), nl=not markdown)
        return
    text = one(rule_id)
    if text is None:
        _fail(f"核对目录里没有「{rule_id}」。运行 gen rules 看全部编号。")
    click.echo(text)


@main.command("explain")
@click.argument("workbook", type=click.Path(path_type=Path), metavar="工作簿")
@click.argument("question", metavar="文字或单元格")
@_as_json
def explain_command(workbook: Path, question: str, json_output: bool) -> None:
    """说明草稿里的一个数从哪里来，例如 233.37、增减率 或 公开03表!E8。"""
    from generator.model import InputProblem

    try:
        found = explain(workbook, question)
    except InputProblem as problem:
        _fail("\n".join(finding_text(finding) for finding in problem.findings))
    click.echo(json.dumps(found.json, indent=2) if json_output else found.text)
    raise SystemExit(0 if found.found else 1)


@main.command("new")
@click.argument("year", type=click.IntRange(2000, 2099), metavar="年度")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="工作簿的文件名（默认 inputs/年度.xlsx）。",
)
@click.option("--edition", "edition_id", help="版式名称（默认按年度选）。")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="上年的工作簿：其本年数成为上年数，职责等照抄，要重写的留空。",
)
def new_command(year: int, out: Path | None, edition_id: str | None, source: Path | None) -> None:
    """新建一个填报工作簿（空白的，或由上年的结转）；已有的文件不会被覆盖。"""
    from generator.blank import write_workbook
    from generator.editions import edition_for_year, load
    from generator.model import InputProblem
    from generator.rollover import roll_over

    path = out or Path("inputs") / f"{year}.xlsx"
    try:
        edition = load(edition_id or edition_for_year(year))
        content = roll_over(source, edition, year) if source else None
        path.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(edition, path, year, content)
    except InputProblem as problem:
        _fail("\n".join(f"{f.message}\n  处理：{f.remedy}" for f in problem.findings))
    except FileExistsError:
        _fail(f"{path} 已经存在，没有改动它。要新建，请先把它改名，或用 --out 另指定文件名。")
    except OSError as error:
        _fail(f"{path} 写不进去：{error.strerror}。检查磁盘空间和文件夹权限。")
    carried = f"，由 {source} 结转" if source else ""
    click.echo(f"已新建 {path}（{year}年度，{edition.id} 版式{carried}）。从「填表说明」开始填写。")


@main.group("template")
def template_group() -> None:
    """版式模板的维护。"""


@template_group.command("check")
@click.argument("edition_id", required=False, metavar="[版式]")
def template_check_command(edition_id: str | None) -> None:
    """检查 Word 模板：写错的标记、不认识的名称、没有用到的数字。"""
    from generator.document.checking import check_template
    from generator.editions import available, load
    from generator.model import InputProblem

    failed = False
    for name in [edition_id] if edition_id else list(available()):
        try:
            report = check_template(load(name))
        except InputProblem as problem:
            _fail("\n".join(f"{f.message}\n  处理：{f.remedy}" for f in problem.findings))
        click.echo(report.text)
        failed = failed or not report.ok
    raise SystemExit(1 if failed else 0)


def _finish(
    outcomes: list[Outcome],
    json_output: bool,
    coverage: bool = False,
    requirements: bool = False,
) -> None:
    if json_output:
        shown = [as_json(outcome) for outcome in outcomes]
        result = shown[0] if len(shown) == 1 else {"results": shown}
        click.echo(json.dumps(result, ensure_ascii=True, indent=2))
    else:
        for outcome in outcomes:
            click.echo(as_text(outcome))
            if coverage and outcome.report is not None:
                click.echo(coverage_text(outcome.report.coverage))
            if requirements and outcome.requirements:
                click.echo(requirements_text(outcome.requirements))
    raise SystemExit(max(outcome.exit_code for outcome in outcomes))


def _fail(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(_EXIT_UNUSABLE)
