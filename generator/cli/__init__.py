"""The ``gen`` command: arguments, Chinese messages, exit codes.  No logic.

What a command needs is imported inside it: most of the time of a short command is imports.
"""

from __future__ import annotations

import io
import sys
from typing import Any

import click

from generator import __version__
from generator.usage import name_slots, speak_chinese

speak_chinese()  # before any command is made

from generator.cli import asking, building, templates, yearly  # noqa: E402
from generator.cli.shared import fail  # noqa: E402
from generator.model import InputProblem  # noqa: E402

_EXIT_INTERRUPTED = 130


class _Group(click.Group):
    """All commands; neither a person's problem nor ctrl-C ends any of them with a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except InputProblem as problem:
            from generator.report import finding_text

            fail("\n".join(finding_text(finding) for finding in problem.findings))
        except KeyboardInterrupt:
            click.echo("已中断。", err=True)
            raise SystemExit(_EXIT_INTERRUPTED) from None


@click.group(
    cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, message="gen %(version)s")
def main() -> None:
    """由一个 Excel 工作簿生成部门决算公开的 Word 草稿。"""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


for command in (
    building.build_command,
    building.check_command,
    asking.diff_command,
    asking.verify_command,
    asking.explain_command,
    asking.rules_command,
    yearly.new_command,
    yearly.watch_command,
    yearly.status_command,
    templates.template_group,
):
    main.add_command(command)

name_slots(main)
