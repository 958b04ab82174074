"""``gen read``: a published paper back into a workbook."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.progress import going_on
from generator.cli.shared import as_json, path, place_for, placed

if TYPE_CHECKING:
    from generator.history.papers import PaperRead

_MOST_SHOWN = 40


@click.command("read")
@click.argument("paper", type=path, metavar="公开稿")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="工作簿的文件名，以 .xlsx 结尾（默认 inputs/年度.xlsx）。",
)
@click.option("--edition", "edition_id", help="版式名称（默认与 gen new 一样按年度选）。")
@as_json
def read_command(paper: Path, out: Path | None, edition_id: str | None, json_output: bool) -> None:
    """把一份公开过的（或起草中的）决算公开读回成它那个年度的工作簿；读不到的逐格列出。"""
    from generator.pipeline import whole_paper
    from generator.workbook.writing import write_workbook

    if out is not None:
        place_for(out, 0)
    with going_on():
        found = whole_paper(paper, edition_id)
        target = place_for(out, found.year)
        placed(target, lambda: write_workbook(found.edition, target, found.year, found.content))
    if json_output:
        click.echo(json.dumps(_as_json(paper, target, found), indent=2))
    else:
        click.echo("\n".join([f"已读入 {paper}，写出 {target}。", *as_text(found)]))


def as_text(found: PaperRead) -> list[str]:
    """What was read, and cell by cell what was not."""
    told = f"{found.year}年度，{found.edition.id} 版式"
    lines = [f"{told}；读到 {len(found.tables)} 张公开表，共 {len(found.content.cells)} 格。"]
    if found.unread:
        lines.append(f"没有读到的 {len(found.unread)} 处，请对照公开稿补上：")
        lines += [f"  {cell}  {why}" for cell, why in found.unread[:_MOST_SHOWN]]
    if len(found.unread) > _MOST_SHOWN:
        lines.append(f"  …… 还有 {len(found.unread) - _MOST_SHOWN} 处，用 --json 看全部。")
    return lines


def _as_json(paper: Path, target: Path, found: PaperRead) -> dict[str, Any]:
    return {
        "paper": str(paper),
        "workbook": str(target),
        "year": found.year,
        "edition": found.edition.id,
        "tables": list(found.tables),
        "cells": len(found.content.cells),
        "unread": [{"cell": str(cell), "why": why} for cell, why in found.unread],
    }
