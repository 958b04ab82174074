"""``gen desk``: the command."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import click

from generator.cli.shared import fail
from generator.cli.shared import path as path_type
from generator.cli.usage import WholeNumber


@click.command("desk")
@click.argument("folder", type=path_type, required=False, metavar="[文件夹]")
@click.option("--no-browser", is_flag=True, help="不打开浏览器，只显示地址。")
@click.option(
    "--port",
    type=WholeNumber(1, 65535),
    metavar="端口",
    help="用哪个端口（默认找一个空着的）。",
)
def desk_command(folder: Path | None, no_browser: bool, port: int | None) -> None:
    """不用命令：在浏览器里新建、填写、核对、生成、收审改稿、定稿。按 Ctrl+C 或页面上的「关闭」结束。"""
    from generator.cli.desk.serving import listening, serve

    if folder is not None:
        if not folder.is_dir():
            fail(f"没有这个文件夹：{folder}")
        os.chdir(folder)  # so that page and terminal name the same files in the same words

    def tell(address: str) -> None:
        click.echo(f"请在浏览器里打开（只有这台电脑能打开）：{address}")
        click.echo("这个窗口开着，页面才能用。按 Ctrl+C 或页面上的「关闭」结束。")
        if not no_browser and click.launch(address):
            click.echo("浏览器没有打开，请把上面的地址复制到浏览器里。")

    try:
        server = listening(port or 0)
    except OSError:
        fail(f"不能用端口 {port or ''}：正被别的程序使用，或者没有权限。换一个，或不写 --port。")
    with contextlib.suppress(KeyboardInterrupt):
        serve(server, lambda path: not click.launch(str(path.resolve())), tell)
    click.echo("已关闭。")
