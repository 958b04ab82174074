"""``gen sum``: a department's workbook from those of its units."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.progress import going_on
from generator.cli.shared import as_json, path
from generator.cli.sum_differences import MOST, difference_lines

if TYPE_CHECKING:
    from generator.model import Finding
    from generator.products.summing.differing import SumDifference
    from generator.products.summing.report import SumReport
    from generator.workbook.reading.facts import Workbook

_MOST_DIFFERENCES = 30


@click.command("sum")
@click.argument("department", type=path, metavar="部门工作簿")
@click.argument("units", type=path, nargs=-1, metavar="[单位工作簿或文件夹...]")
@click.option("--check", is_flag=True, help="只核对部门是不是所属单位之和，不改工作簿。")
@click.option(
    "--replace", is_flag=True, help="部门工作簿里已有不同的数，也换成汇总数（不写就留着，并列出）。"
)
@as_json
def sum_command(
    department: Path, units: tuple[Path, ...], check: bool, replace: bool, json_output: bool
) -> None:
    """把所属单位的工作簿汇总进部门的工作簿（减去「抵消」），或者用 --check 核对。"""
    from generator.products.summing import sum_up

    with going_on():
        report = sum_up(department, units, _examined, check, replace)
    text = json.dumps(report_json(report), indent=2, ensure_ascii=False) if json_output else ""
    click.echo(text or report_text(report, check))
    raise SystemExit(0 if report.whole else 1)


def _examined(workbook: Path) -> tuple[Workbook | None, Sequence[Finding]]:
    from generator.pipeline import examine

    made, outcome = examine(workbook)
    return (None if made is None else made.workbook), outcome.findings


def report_text(report: SumReport, check: bool) -> str:
    """What was added up, what differs, what nobody checked."""
    lines = [f"{report.department}：{_summary(report, check)}"]
    for unit in report.unchecked:
        lines.append(f"  未核对 J05  {unit.listed.name}（{unit.listed.workbook}）：{unit.doubt}")
        lines.append(f"    处理：{unit.remedy}")
    for remark in report.remarks:
        weight = "提示" if remark.hint else "错误"
        lines.append(f"  {weight} {remark.rule}  {remark.cell}  {remark.message}")
        lines.append(f"    处理：{remark.remedy}")
    for group in report.differences[:_MOST_DIFFERENCES]:
        lines += difference_lines(group, report.department.name)
    if len(report.differences) > _MOST_DIFFERENCES:
        lines.append(f"  …… 一共 {len(report.differences)} 个原因")
    for table in report.tables:
        lines += _table_lines(table)
    if report.backup is not None:
        lines.append(f"原来的工作簿留作 {report.backup.name}（要用回它，改名删去末尾的 .bak）。")
    if report.record is not None:
        lines.append(f"每一格是哪些单位的哪些格相加，记在 {report.record.name}。")
    if report.texts is not None:
        lines.append(f"各单位写的原因、职责等，并排列在 {report.texts.name}，供部门撰写时参考。")
    return "\n".join(lines)


def _summary(report: SumReport, check: bool) -> str:
    passed = len(report.units) - len(report.unchecked)
    units = f"所属单位 {len(report.units)} 个，其中通过 {passed} 个"
    if report.unchecked:
        units += f"，未核对 {len(report.unchecked)} 个"
    if report.stopped:
        return f"{units}；有单位不能汇总，没有{'核对' if check else '汇总'}"
    if check and any(remark.rule == "J04" for remark in report.remarks):
        return f"{units}；「抵消」没有写对，没有核对"
    if check:
        return f"{units}；核对 {report.compared} 个数，{_found(report)}"
    if not report.tables:
        return f"{units}；「抵消」没有写对，没有汇总"
    written = sum(table.written for table in report.tables)
    equal = sum(table.equal for table in report.tables)
    left = sum(len(table.differing) for table in report.tables)
    told = f"{units}；填入 {written} 格"
    told += f"，本来相同 {equal} 格" if equal else ""
    told += f"，清去 {report.cleared} 格（所属单位已没有这个数）" if report.cleared else ""
    return told + (f"，不同、没有动 {left} 格" if left else "")


def _found(report: SumReport) -> str:
    places, causes = sum(map(len, report.differences)), len(report.differences)
    if not places:
        return "没有不同"
    return f"不同 {places} 处" + (f"，出于 {causes} 个原因" if causes < places else "")


def _table_lines(table: Any) -> Iterator[str]:
    for standing in table.differing[:MOST]:
        yield f"  不同：{standing.entry.cell} 现在是 {standing.stands}，所属单位之和是 {standing.entry.value}"
    if len(table.differing) > MOST:
        yield f"    …… {table.target} 不同的一共 {len(table.differing)} 格"
    if table.differing:
        yield "    处理：核对以后改工作簿；要一律以汇总数为准，加上 --replace 再运行。"
    yield from (f"  没有填：{problem}" for problem in table.problems)


def report_json(report: SumReport) -> dict[str, Any]:
    """The report for a program; amounts in 元 as texts."""
    return {
        "department": str(report.department),
        "units": [
            {"name": u.listed.name, "workbook": u.listed.workbook, "unchecked": u.doubt}
            for u in report.units
        ],
        "remarks": [
            {"rule": r.rule, "cell": str(r.cell), "message": r.message, "hint": r.hint}
            for r in report.remarks
        ],
        "compared": report.compared,
        "differences": [
            [_difference_json(entry) for entry in group] for group in report.differences
        ],
        "tables": [
            {
                "sheet": t.target,
                "written": t.written,
                "equal": t.equal,
                "differing": [
                    {"cell": str(s.entry.cell), "stands": s.stands, "value": str(s.entry.value)}
                    for s in t.differing
                ],
                "problems": list(t.problems),
            }
            for t in report.tables
        ],
        "backup": str(report.backup) if report.backup else None,
        "record": str(report.record) if report.record else None,
        "texts": str(report.texts) if report.texts else None,
    }


def _difference_json(entry: SumDifference) -> dict[str, Any]:
    own, summed = entry.own, entry.summed
    return {
        "rule": "J03" if entry.larger is not None else "J01",
        "key": ".".join(entry.key),
        "cells": [str(cell) for cell in own.cells[:1]] if own is not None else [],
        "own": str(own.value) if own is not None else None,
        "sum": str(summed.value) if summed is not None else None,
        "difference": str(entry.difference),
        "parts": [
            {
                "unit": part.owner,
                "workbook": part.file,
                "cell": str(part.cells[0]) if part.cells else "",
                "value": str(part.value),
            }
            for part in (summed.parts if summed is not None else ())
        ],
        "changed": [
            {
                "unit": part.owner,
                "workbook": part.file,
                "cell": str(part.cells[0]) if part.cells else "",
                "value": str(part.value),
                "was": was,
            }
            for part, was in entry.since
        ],
    }
