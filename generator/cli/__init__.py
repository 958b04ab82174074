"""The ``gen`` command: arguments, Chinese messages, exit codes.  No logic.

What a command needs is imported inside it: most of the time of a short command is imports.
"""

from __future__ import annotations

import errno
import io
import os
import sys
from collections.abc import Iterable
from typing import Any, NoReturn

import click
from click.exceptions import Abort, ClickException, Exit

from generator import __version__
from generator.cli.usage import name_slots, speak_chinese

speak_chinese()  # before any command is made

from generator.cli import (  # noqa: E402
    adopting,
    asking,
    auditing,
    building,
    dropping,
    filling,
    papers,
    summing,
    templates,
    yearly,
)
from generator.cli.desk.command import desk_command  # noqa: E402
from generator.cli.shared import EXIT_UNUSABLE, Refused, collect_seldom  # noqa: E402
from generator.kept.expressions import keep  # noqa: E402
from generator.model import Finding, InputProblem  # noqa: E402

_EXIT_INTERRUPTED = 130
_TELL = "这不是填报的问题。请把这段话连同有关的文件发给维护程序的人。"


class _Group(click.Group):
    """All commands; nothing ends any of them with a traceback."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that was typed; for a file or folder in its place what is done with one."""
        if self.get_command(ctx, args[0]) is None and dropping.is_dropped(args[0]):
            return "open", dropping.open_command, args
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except Refused as refused:
            _end(str(refused))
        except InputProblem as problem:
            _end(_told(problem.findings))
        except KeyboardInterrupt:
            click.echo("已中断。", err=True)
            raise SystemExit(_EXIT_INTERRUPTED) from None
        except (ClickException, Abort, Exit):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has gone; click ends quietly
                raise
            from generator.products.outcome import refused_by_system

            _end(_told([refused_by_system(str(error.filename or "文件"), error)]))
        except Exception as error:
            if os.environ.get("GEN_DEBUG"):
                raise
            from generator.products.outcome import EXIT_FAILED, described

            click.echo(f"程序出错：{described(error)}\n  处理：{_TELL}", err=True)
            raise SystemExit(EXIT_FAILED) from None


def _end(message: str) -> NoReturn:
    click.echo(message, err=True)
    raise SystemExit(EXIT_UNUSABLE) from None


def _told(findings: Iterable[Finding]) -> str:
    from generator.cli.report import finding_text

    return "\n".join(finding_text(finding) for finding in findings)


@click.group(
    cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="gen %(version)s")
def main() -> None:
    """由一个 Excel 工作簿生成部门决算公开的 Word 草稿。"""
    collect_seldom()
    click.get_current_context().call_on_close(keep)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


for command in (
    building.build_command,
    building.check_command,
    adopting.adopt_command,
    asking.diff_command,
    asking.verify_command,
    asking.explain_command,
    asking.rules_command,
    yearly.new_command,
    filling.fill_command,
    papers.read_command,
    auditing.audit_command,
    summing.sum_command,
    dropping.open_command,
    yearly.watch_command,
    yearly.status_command,
    desk_command,
    templates.template_group,
):
    main.add_command(command)

name_slots(main)
