"""What several commands share: arguments, options, and how a command gives up."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import click

EXIT_UNUSABLE = 2

path = click.Path(path_type=Path)

as_json = click.option(
    "--json", "json_output", is_flag=True, help="输出一个 JSON 对象，供程序读取。"
)
outputs = click.option(
    "--outputs", type=path, default=Path("outputs"), help="草稿所在的文件夹（默认 outputs）。"
)


def fail(message: str) -> NoReturn:
    """Say what is wrong and end with the exit code for input that cannot be used."""
    click.echo(message, err=True)
    raise SystemExit(EXIT_UNUSABLE)
