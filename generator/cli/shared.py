"""What several commands share: arguments, options, and how a command gives up."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import click

EXIT_UNUSABLE = 2


class Refused(Exception):
    """A command cannot be carried out; the text tells the person why and what to do."""


path = click.Path(path_type=Path)

as_json = click.option(
    "--json", "json_output", is_flag=True, help="输出一个 JSON 对象，供程序读取。"
)
outputs = click.option(
    "--outputs", type=path, default=Path("outputs"), help="草稿所在的文件夹（默认 outputs）。"
)


def collect_seldom() -> None:
    """Look for garbage in cycles after 50,000 new objects, not after each 700.

    What a command makes lives until it ends: looking through it took an eighth of its time.  So
    does what is left at the end: it is not looked through once more.
    """
    gc.set_threshold(50_000, 2, 2)  # rarer still, and the memory of a batch grows
    atexit.register(gc.freeze)


def fail(message: str) -> NoReturn:
    """Give up with what is wrong: the command line says it and ends with ``EXIT_UNUSABLE``."""
    raise Refused(message)


def place_for(out: Path | None, year: int) -> Path:
    """Where a new workbook goes.  Raises Refused for a name that is none of a workbook."""
    target = out or Path("inputs") / f"{year}.xlsx"
    if target.suffix.lower() != ".xlsx":
        fail(f"{target} 不行：工作簿的文件名要以 .xlsx 结尾，例如 {year or 2024}.xlsx。")
    return target


def placed(target: Path, write: Callable[[], None]) -> None:
    """Write a new workbook.  Raises Refused where it cannot be, or where one is already."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write()
    except FileExistsError:
        fail(f"{target} 已经存在，没有改动它。要新建，请先把它改名，或用 --out 另指定文件名。")
    except OSError as error:
        from generator.history.drafts import advice, reason

        fail(f"{target} 写不进去：{reason(error)}。{advice(error)}后再运行。")
