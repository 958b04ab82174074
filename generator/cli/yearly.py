"""``gen new``, ``watch`` and ``status``: a year from its first day to its last."""

from __future__ import annotations

import json
from pathlib import Path

import click

from generator.cli.progress import going_on
from generator.cli.several import with_jobs
from generator.cli.shared import EXIT_UNUSABLE, as_json, fail, outputs, path, place_for, placed
from generator.cli.usage import WholeNumber


@click.command("new")
@click.argument("year", type=WholeNumber(2000, 2099), metavar="年度")
@outputs
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="工作簿的文件名，以 .xlsx 结尾（默认 inputs/年度.xlsx）。",
)
@click.option(
    "--edition", "edition_id", help="版式名称（默认在以年度为名的版式里选不晚于该年度的最新一个）。"
)
@click.option(
    "--from",
    "source",
    type=path,
    help="上年的工作簿或公开稿（.docx、.doc、.pdf）：其本年数成为上年数，职责等照抄，要重写的留空。",
)
@click.option(
    "--currency",
    type=click.Choice(["元", "万元"]),
    help="金额单位；结转的金额换算成它（默认与上年的工作簿相同，空白的按版式）。",
)
def new_command(
    year: int,
    out: Path | None,
    edition_id: str | None,
    source: Path | None,
    currency: str | None,
    outputs: Path,
) -> None:
    """新建一个填报工作簿（空白的，或由上年的结转）；已有的文件不会被覆盖。"""
    target = place_for(out, year)
    with going_on():
        told = begun(target, year, edition_id, source, currency, outputs)
    for line in told:
        click.echo(line)


def begun(
    target: Path,
    year: int,
    edition_id: str | None,
    source: Path | None,
    currency: str | None,
    outputs: Path,
) -> list[str]:
    """Write the workbook of a year, blank or carried over from ``source``; what to tell of it.

    ``edition_id`` None: the one for the year.  ``currency`` is 元 or 万元, None as in ``source``.
    Raises Refused where there is one already, InputProblem where ``source`` cannot be used.
    """
    from generator.editions import edition_for_year, load
    from generator.pipeline import whole_paper
    from generator.products.next_year import CURRENCY, roll_over
    from generator.workbook.writing import Values, write_workbook

    edition = load(edition_id or edition_for_year(year))
    content, published = Values({CURRENCY: currency} if currency else {}), ""
    if source:
        content, published = roll_over(source, edition, year, currency, outputs, whole_paper)
    placed(target, lambda: write_workbook(edition, target, year, content))
    told = [f"{year}年度", f"{edition.id} 版式"]
    told += [f"由 {source} 结转"] if source else []
    told += [f"金额单位{currency}"] if currency else []
    made = f"已新建 {target}（{'，'.join(told)}）。从「填表说明」开始填写。"
    return [made, published] if published else [made]


@click.command("watch")
@click.argument("workbook", type=path, metavar="工作簿")
@outputs
def watch_command(workbook: Path, outputs: Path) -> None:
    """边填边看：每次保存工作簿就重新核对，并刷新审阅页；不写草稿。按 Ctrl+C 结束。"""
    from generator.cli.watching import watch

    if not watch(workbook, outputs, click.echo):
        raise SystemExit(EXIT_UNUSABLE)


@click.command("status")
@click.argument("folder", type=path, required=False, metavar="[文件夹]")
@click.option(
    "--inputs",
    type=path,
    default=Path("inputs"),
    help="工作簿在哪个文件夹（默认 inputs）。",
)
@click.option(
    "--board",
    type=path,
    help="另写一页总览（.html），旁边再写一个同名的 .xlsx：各单位做到哪一步，哪些问题最多。",
)
@with_jobs
@outputs
@as_json
def status_command(
    folder: Path | None,
    inputs: Path,
    board: Path | None,
    jobs: int | None,
    outputs: Path,
    json_output: bool,
) -> None:
    """各工作簿做到哪一步：填了多少、核对结果、第几稿、是否定稿、公开还剩几天。

    给出文件夹的，看其中（包括下层文件夹）所有的工作簿。只看，不改。
    """
    from datetime import date

    from generator.cli import status
    from generator.cli.batch import cores
    from generator.products.outcome import EXIT_FAILED

    if board is not None and board.suffix.lower() != ".html":
        fail(f"{board} 不行：总览的文件名要以 .html 结尾，例如 总览.html。")
    if folder is not None and not folder.is_dir():
        fail(f"没有这个文件夹：{folder}")
    today = date.today()
    with going_on():
        if folder is None:
            entries, place = status.progress(inputs, outputs, today), inputs
        else:
            entries, place = status.of_folder(folder, outputs, today, jobs or cores()), folder
    if json_output:
        click.echo(json.dumps(status.as_json(entries), indent=2))
    else:
        click.echo(status.as_text(entries, place))
    if board is not None:
        for written in status.write_board(entries, place, board, today):
            click.echo(f"写出 {written}", err=json_output)
    if any(entry.failed for entry in entries):
        raise SystemExit(EXIT_FAILED)
