"""``gen diff``, ``verify``, ``explain`` and ``rules``: questions; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.shared import as_json, fail, outputs, path

if TYPE_CHECKING:
    from generator.history.differences import Kind


@click.command("diff")
@click.argument("old", type=path, metavar="旧")
@click.argument("new", type=path, metavar="新")
@as_json
def diff_command(old: Path, new: Path, json_output: bool) -> None:
    """比较两份草稿，或者两个工作簿：数字、文字和表格、核对结果有什么不同；审改过的一份还列出批注和来源单元格。"""
    from generator.history.differences import compared_json, compared_text
    from generator.history.returned.telling import entries_json, entries_text
    from generator.pipeline import diff

    found, copy = diff(old, new)
    if json_output:
        review = entries_json(copy) if copy is not None else None
        click.echo(json.dumps({**compared_json(found), "review": review}, indent=2))
    else:
        click.echo(compared_text(found, _paint))
        if copy is not None and copy.entries:
            click.echo(f"\n{entries_text(copy)}")
    said = copy is not None and bool(copy.entries)
    raise SystemExit(1 if found.differences.any or said else 0)


@click.command("verify")
@click.argument("file", type=path, metavar="文件")
@as_json
@outputs
def verify_command(file: Path, json_output: bool, outputs: Path) -> None:
    """核验一个文件（.docx 或 .pdf）是不是写出的定稿；不是的，列出哪里不同。"""
    from generator.cli.report import verified_json, verified_text
    from generator.history.verifying import verify

    found = verify(file, outputs)
    shown = json.dumps(verified_json(found), indent=2) if json_output else ""
    click.echo(shown or verified_text(found, _paint))
    raise SystemExit(found.exit_code)


def _paint(kind: Kind, text: str) -> str:
    """Brackets for everybody, colours on a screen (click leaves them out elsewhere)."""
    from generator.history.differences import bracketed

    colour = {"old": "red", "new": "green"}.get(kind)
    return click.style(bracketed(kind, text), fg=colour) if colour else text


@click.command("rules")
@click.argument("rule_id", required=False, metavar="[编号]")
@click.option("--markdown", is_flag=True, help="输出核对目录的全文（docs/checks.md）。")
def rules_command(rule_id: str | None, markdown: bool) -> None:
    """核对目录：每一项核对什么、依据、允许误差和例子。"""
    from generator.checks.reference import listing, one, reference

    if rule_id is None:
        click.echo(reference() if markdown else listing(), nl=not markdown)
        return
    text = one(rule_id)
    if text is None:
        fail(f"核对目录里没有「{rule_id}」。运行 gen rules 看全部编号。")
    click.echo(text)


@click.command("explain", context_settings={"ignore_unknown_options": True})  # -9.65 is a number
@click.argument("workbook", type=path, metavar="工作簿")
@click.argument("question", metavar="文字或单元格")
@as_json
def explain_command(workbook: Path, question: str, json_output: bool) -> None:
    """说明草稿里的一个数从哪里来，例如 233.37、增减率 或 上年数!B5。"""
    from generator.pipeline import explain

    found = explain(workbook, question)
    click.echo(json.dumps(found.json, indent=2) if json_output else found.text)
    raise SystemExit(0 if found.found else 1)
