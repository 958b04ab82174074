"""``gen build`` and ``gen check``: one workbook or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.several import finish, once, with_jobs
from generator.cli.shared import as_json, outputs, path
from generator.products.listing import OPTIONAL

if TYPE_CHECKING:
    from generator.cli.batch import Done

_workbooks = click.argument("workbooks", nargs=-1, required=True, type=path, metavar="工作簿…")


def _products(command: Callable[..., None]) -> Callable[..., None]:
    """An option for each product that is not made in every build."""
    for product in reversed(OPTIONAL):
        command = click.option(f"--{product.key}", is_flag=True, help=product.option)(command)
    return command


@click.command("build")
@_workbooks
@as_json
@with_jobs
@outputs
@click.option(
    "--final",
    is_flag=True,
    help="写出定稿：不带征求意见稿字样和批注；还有错误或【待补充】时不写。",
)
@click.option(
    "--resume",
    is_flag=True,
    help="接着上次没有做完的：上次做过、以后没有改过的工作簿不再做。",
)
@_products
def build_command(
    workbooks: tuple[Path, ...],
    json_output: bool,
    jobs: int | None,
    outputs: Path,
    final: bool,
    resume: bool,
    **wished: bool,
) -> None:
    """核对工作簿，写出 Word 草稿和审阅页。"""
    from functools import partial

    from generator.cli.batch import builds, cores
    from generator.cli.report import Wanted
    from generator.pipeline import build

    paths = once(workbooks)
    _tell_open(paths)
    products = [product for product in OPTIONAL if wished[product.key]]
    slow = final or any(product.laid_out for product in products)
    keys = [product.key for product in products]
    made = partial(build, outputs=outputs, final=final, products=keys)

    def work(some: Sequence[Path]) -> Iterable[Done]:
        return builds(some, made, Wanted(json_output), jobs or cores(), paths)

    if len(paths) < 2:
        finish(work(paths), len(paths), json_output, slow=slow)
    from generator.cli.resuming import NAME, BatchLog, resumed  # only for many

    log = BatchLog(outputs / NAME, " ".join([*keys, *["final"] * final, *["json"] * json_output]))
    finish(resumed(log, paths, resume, work), len(paths), json_output, slow=slow)


@click.command("check")
@_workbooks
@as_json
@with_jobs
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

    paths = once(workbooks)
    _tell_open(paths)
    done = checks(paths, Wanted(json_output, coverage, requirements), jobs or cores())
    finish(done, len(paths), json_output)


def _tell_open(paths: Iterable[Path]) -> None:
    """A line for each workbook that another program has open, apart from the results."""
    for workbook in paths:
        if note := open_note(workbook):
            click.echo(note, err=True)


def open_note(workbook: Path) -> str:
    """What to say of a workbook that another program has open, "" where none has."""
    from generator.workbook.reading.opening import lock_of

    lock = lock_of(workbook)
    if lock is None:
        return ""
    return f"{workbook} 正在别的程序里打开（有 {lock.name}）：还没有保存的修改不在这次结果里。"
