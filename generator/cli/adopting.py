"""``gen adopt``: a reviewed draft comes back."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.progress import going_on
from generator.cli.shared import as_json, fail, outputs, path

if TYPE_CHECKING:
    from generator.history.returned.reading import ReturnedCopy


@click.command("adopt")
@click.argument("reviewed", type=path, metavar="审改稿")
@click.argument("workbook", type=path, required=False, metavar="[工作簿]")
@as_json
@outputs
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="能写进工作簿的全部采纳，不一一问；送审后另改过的、处处印着的名称除外。",
)
@click.option("--none", "nothing", is_flag=True, help="一处也不采纳，全部留作待办。")
@click.option("--dry-run", is_flag=True, help="只列出，什么也不写。")
def adopt_command(
    reviewed: Path,
    workbook: Path | None,
    json_output: bool,
    outputs: Path,
    everything: bool,
    nothing: bool,
    dry_run: bool,
) -> None:
    """收回审改过的草稿、审阅页导出的意见或填过意见的核对表：列出每处修改和批注，采纳的写进工作簿，其余留作待办。"""
    from generator.history.returned import telling
    from generator.pipeline import adopt, returned

    if everything + nothing + dry_run > 1:
        fail("--all、--none、--dry-run 只能给一个。")
    silent = everything or nothing or dry_run
    if not silent and (json_output or not _is_terminal()):
        fail("不在终端里运行，或者用 --json 时，请给出 --all、--none 或 --dry-run。")
    with going_on():
        copy, book = returned(reviewed, workbook, outputs)
    if dry_run:
        shown = json.dumps(telling.entries_json(copy), indent=2) if json_output else ""
        click.echo(shown or telling.entries_text(copy))
        return
    if not json_output:
        click.echo(telling.entries_text(copy))
    if everything:
        keys = {entry.key for entry in copy.entries if not entry.owner.doubtful}
    else:
        keys = set() if nothing else set(_asked(copy))
    found = adopt(copy, book, outputs, keys)
    name = str(book.path)
    shown = json.dumps(telling.adopted_json(copy, found, name), indent=2) if json_output else ""
    click.echo(shown or telling.adopted_text(found, name))
    raise SystemExit(1 if found.left else 0)


def _is_terminal() -> bool:
    return sys.stdin.isatty()


def _asked(copy: ReturnedCopy) -> Iterator[str]:
    """The keys of the edits that the person says yes to."""
    from generator.history.returned.telling import entry_text

    for entry in copy.entries:
        if entry.takeable and entry.key not in copy.settled:
            click.echo(f"\n{entry_text(entry)}")
            if click.confirm("采纳吗", default=False):
                yield entry.key
