"""``gen fill``: what the office has already goes into the workbook."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.progress import going_on
from generator.cli.shared import as_json, path

if TYPE_CHECKING:
    from generator.products.filling.report import FillReport, TableTaken

_MOST_LISTED = 12


@click.command("fill")
@click.argument("workbook", type=path, metavar="工作簿")
@click.argument("files", type=path, nargs=-1, required=True, metavar="文件...")
@click.option(
    "--replace", is_flag=True, help="工作簿里已有不同内容的，也换成文件里的（不写就留着，并列出）。"
)
@as_json
def fill_command(workbook: Path, files: tuple[Path, ...], replace: bool, json_output: bool) -> None:
    """把已有的表填进工作簿：决算软件导出的表、绩效自评表、重点工作表（.xls、.xlsx、.ods、.et、.docx 或文件夹）。"""
    with going_on():
        report = filled(workbook, files, replace)
    click.echo(json.dumps(report_json(report), indent=2) if json_output else report_text(report))
    raise SystemExit(0 if report.whole else 1)


def filled(workbook: Path, files: Sequence[Path], replace: bool) -> FillReport:
    """Take the tables of files into a workbook; ``replace``: also over what was typed."""
    from generator.products.filling import fill_in

    return fill_in(workbook, files, _xlsx_of, replace)


def _xlsx_of(content: bytes) -> bytes:
    from generator.products.pdf.converting import xlsx_of  # only where LibreOffice is needed

    return xlsx_of(content)


def report_text(report: FillReport) -> str:
    """What was taken from where, what was left, what is still to fill."""
    lines = [f"{report.workbook}：{_summary(report)}"]
    for table in report.tables:
        lines += _table_lines(table)
    lines += _refused_lines(report)
    if report.backup is not None:
        restore = "要用回原来的，把它改名，删去末尾的 .bak"
        lines.append(f"原来的工作簿留作 {report.backup.name}（{restore}）。")
    if report.record is not None:
        lines.append(f"每一格取自哪里，记在 {report.record.name}。")
    if report.missing:
        todo = "、".join(f"{sheet} {count} 处" for sheet, count in report.missing.items())
        lines.append(f"还要填写：{todo}。")
    return "\n".join(lines)


def _summary(report: FillReport) -> str:
    written = sum(table.written for table in report.tables)
    equal = sum(table.equal for table in report.tables)
    left = sum(len(table.differing) for table in report.tables)
    told = [f"填入 {written} 格"] + ([f"本来相同 {equal} 格"] if equal else [])
    told += [f"不同、没有动 {left} 格"] if left else []
    unclear = sum(len(t.problems) for t in report.tables)
    told += [f"没有看懂 {unclear} 处"] if unclear else []
    refused = sum(not r.expected for r in report.refused)
    told += [f"没有取的表或文件 {refused} 个"] if refused else []
    return "，".join(told)


def _table_lines(table: TableTaken) -> list[str]:
    source = f"取自 {table.place}" if table.place is not None else table.title
    title = f"{table.title}，" if table.place is not None else ""
    equal = f"，相同 {table.equal} 格" if table.equal else ""
    lines = [f"  {table.target}：{title}{source}，填入 {table.written} 格{equal}"]
    for standing in table.differing[:_MOST_LISTED]:
        entry = standing.entry
        value = "空白" if entry.value is None else str(entry.value)
        said = f"（{entry.source}）" if entry.source else ""
        lines.append(f"    不同：{entry.cell} 现在是 {standing.stands}，来源是 {value}{said}")
    if len(table.differing) > _MOST_LISTED:
        lines.append(f"    …… 不同的一共 {len(table.differing)} 格")
    if table.differing:
        lines.append("    处理：核对以后，改工作簿；要一律以来源为准，加上 --replace 再运行。")
    lines += [f"    没有看懂：{problem}" for problem in table.problems]
    return lines


def _refused_lines(report: FillReport) -> list[str]:
    """What was left out, those of one file with one reason together."""
    alike: dict[tuple[str, str, str], list[str]] = {}
    for refused in report.refused:
        file, _, where = refused.where.partition(" ")
        alike.setdefault((file, refused.why, refused.remedy), []).append(where)
    lines = []
    for (file, why, remedy), places in alike.items():
        named = "、".join(filter(None, places[:_MOST_LISTED]))
        count = f" 等 {len(places)} 张" if len(places) > _MOST_LISTED else ""
        lines.append(
            f"  没有取：{file} {named}{count}：{why}" if named else f"  没有取：{file}：{why}"
        )
        if remedy:
            lines.append(f"    处理：{remedy}")
    return lines


def report_json(report: FillReport) -> dict[str, Any]:
    """The report for a program; values as texts, in the unit of the sheet."""
    return {
        "workbook": str(report.workbook),
        "backup": str(report.backup) if report.backup else None,
        "record": str(report.record) if report.record else None,
        "tables": [_table_json(table) for table in report.tables],
        "refused": [
            {"where": r.where, "why": r.why, "remedy": r.remedy, "expected": r.expected}
            for r in report.refused
        ],
        "missing": report.missing,
    }


def _table_json(table: TableTaken) -> dict[str, Any]:
    place = table.place
    return {
        "sheet": table.target,
        "title": table.title,
        "file": place.file if place else None,
        "source_sheet": place.sheet if place else None,
        "range": place.address if place else None,
        "written": table.written,
        "equal": table.equal,
        "differing": [
            {
                "cell": str(standing.entry.cell),
                "stands": standing.stands,
                "value": None if standing.entry.value is None else str(standing.entry.value),
                "source": standing.entry.source,
            }
            for standing in table.differing
        ],
        "problems": list(table.problems),
    }
