"""What commands on one file or many share: the files, how many at a time, the results in order."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.progress import going_on
from generator.cli.usage import WholeNumber

if TYPE_CHECKING:
    from generator.cli.batch import Done
    from generator.cli.report import Line

with_jobs = click.option(
    "--jobs",
    type=WholeNumber(min=1),
    metavar="个数",
    help="几个文件同时处理（默认与处理器的核数相同）。",
)


def once(paths: Iterable[Path]) -> list[Path]:
    """Each file once, however often it is named."""
    return list({path.absolute(): path for path in paths}.values())


def finish(
    results: Iterable[Done],
    count: int,
    json_output: bool,
    slow: bool = False,
    table: Callable[[Sequence[Line]], str] | None = None,
) -> NoReturn:
    """Print each result as soon as those before it are there, then the table of all.

    ``table`` lays that out, None: as the one of workbooks.
    """
    from generator.cli import report

    lines, codes = [], []
    for number, done in enumerate(_with_progress(results, count, slow), start=1):
        text = done.text
        if json_output and count > 1:
            from textwrap import indent

            text = indent(text, "    ") + ("," if number < count else "\n  ]\n}")
            text = text if number > 1 else '{\n  "results": [\n' + text
        click.echo(text)
        lines.append(done.line)
        codes.append(done.exit_code)
    if count > 1 and not json_output:
        click.echo(f"\n{(table or report.table)(lines)}")
    raise SystemExit(max(codes))


def _with_progress(results: Iterable[Done], count: int, slow: bool) -> Iterable[Done]:
    """How far it is, on a terminal; for a single one that takes no seconds, that it goes on."""
    if (count == 1 and not slow) or not sys.stderr.isatty():
        with going_on():
            made = list(results) if count == 1 else results
        yield from made
        return
    doing = "正在排版，每个要几秒" if slow else "正在处理"
    click.echo(f"{doing} 0/{count} …", err=True, nl=False)
    for number, done in enumerate(results, start=1):
        click.echo(f"\r{' ' * 40}\r", err=True, nl=False)
        yield done
        if number < count:
            click.echo(f"{doing} {number}/{count} …", err=True, nl=False)
