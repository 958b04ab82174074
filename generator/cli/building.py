"""``gen build`` and ``gen check``: one workbook or many."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from generator.cli.shared import as_json, outputs, path
from generator.cli.usage import WholeNumber
from generator.products.listing import OPTIONAL

if TYPE_CHECKING:
    from generator.cli.batch import Done

_workbooks = click.argument("workbooks", nargs=-1, required=True, type=path, metavar="工作簿…")
_jobs = click.option(
    "--jobs",
    type=WholeNumber(min=1),
    metavar="个数",
    help="几个工作簿同时处理（默认与处理器的核数相同）。",
)


def _products(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each product that is not made in every build."""
    for product in reversed(OPTIONAL):
        command = click.option(f"--{product.key}", is_flag=True, help=product.option)(command)
    return command


@click.command("build")
@_workbooks
@as_json
@_jobs
@outputs
@click.option(
    "--final",
    is_flag=True,
    help="写出定稿：不带征求意见稿字样和批注；还有错误或【待补充】时不写。",
)
@_products
def build_command(
    workbooks: tuple[Path, ...],
    json_output: bool,
    jobs: int | None,
    outputs: Path,
    final: bool,
    **wished: bool,
) -> None:
    """核对工作簿，写出 Word 草稿和审阅页。"""
    from functools import partial

    from generator.cli.batch import builds, cores
    from generator.cli.report import Wanted
    from generator.pipeline import build

    paths = _once(workbooks)
    _tell_open(paths)
    products = [product for product in OPTIONAL if wished[product.key]]
    slow = final or any(product.laid_out for product in products)
    keys = [product.key for product in products]
    made = partial(build, outputs=outputs, final=final, products=keys)
    done = builds(paths, made, Wanted(json_output), jobs or cores())
    _finish(done, len(paths), json_output, slow=slow)


@click.command("check")
@_workbooks
@as_json
@_jobs
@click.option("--coverage", is_flag=True, help="逐项列出核对了什么、没有核对什么。")
@click.option("--requirements", is_flag=True, help="逐项列出公开要求是否满足、见于何处。")
def check_command(
    workbooks: tuple[Path, ...],
    json_output: bool,
    jobs: int | None,
    coverage: bool,
    requirements: bool,
) -> None:
    """只核对工作簿，不写文件。"""
    from generator.cli.batch import checks, cores
    from generator.cli.report import Wanted

    paths = _once(workbooks)
    _tell_open(paths)
    done = checks(paths, Wanted(json_output, coverage, requirements), jobs or cores())
    _finish(done, len(paths), json_output)


def _once(workbooks: Iterable[Path]) -> list[Path]:
    """Each file once, however often it is named."""
    return list({path.absolute(): path for path in workbooks}.values())


def _tell_open(paths: Iterable[Path]) -> None:
    """A line for each workbook that another program has open, apart from the results."""
    from generator.workbook.reading.opening import lock_of

    for workbook in paths:
        if lock := lock_of(workbook):
            message = (
                f"{workbook} 正在别的程序里打开（有 {lock.name}）：还没有保存的修改不在这次结果里。"
            )
            click.echo(message, err=True)


def _finish(results: Iterable[Done], count: int, json_output: bool, slow: bool = False) -> NoReturn:
    """Print each result as soon as those before it are there, then the table of all."""
    from generator.cli.report import table

    lines, codes = [], []
    for number, done in enumerate(_with_progress(results, count, slow), start=1):
        text = done.text
        if json_output and count > 1:
            text = textwrap.indent(text, "    ") + ("," if number < count else "\n  ]\n}")
            text = text if number > 1 else '{\n  "results": [\n' + text
        click.echo(text)
        lines.append(done.line)
        codes.append(done.exit_code)
    if count > 1 and not json_output:
        click.echo(f"\n{table(lines)}")
    raise SystemExit(max(codes))


def _with_progress(results: Iterable[Done], count: int, slow: bool) -> Iterable[Done]:
    """How far it is, on a terminal, while there are several or LibreOffice takes its seconds."""
    if (count == 1 and not slow) or not sys.stderr.isatty():
        yield from results
        return
    doing = "正在排版，每个工作簿要几秒" if slow else "正在处理"
    click.echo(f"{doing} 0/{count} …", err=True, nl=False)
    for number, done in enumerate(results, start=1):
        click.echo(f"\r{' ' * 40}\r", err=True, nl=False)
        yield done
        if number < count:
            click.echo(f"{doing} {number}/{count} …", err=True, nl=False)
