"""``gen audit``: papers checked without a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.several import finish, once, with_jobs
from generator.cli.shared import as_json, path


@click.command("audit")
@click.argument("papers", nargs=-1, required=True, type=path, metavar="公开稿…")
@as_json
@with_jobs
@click.option("--edition", "edition_id", help="版式名称（默认按年度、标题和各表的次序选）。")
@click.option("--page", is_flag=True, help="在公开稿旁边写一个核对页（…-核对.html）。")
@click.option("--comments", is_flag=True, help="另存一份带批注的副本（…-批注.docx），原稿不动。")
def audit_command(
    papers: tuple[Path, ...],
    json_output: bool,
    jobs: int | None,
    edition_id: str | None,
    page: bool,
    comments: bool,
) -> None:
    """没有工作簿，直接核对公开过的（或起草中的）决算公开：各表、正文里的每个数、文字。"""

    from generator.cli.audit_report import table
    from generator.cli.batch import Wished, audits, cores

    paths = once(papers)
    files = tuple(name for name, asked in (("page", page), ("comments", comments)) if asked)
    done = audits(paths, Wished(edition_id, json_output, files), jobs or cores())
    finish(done, len(paths), json_output, table=table)
