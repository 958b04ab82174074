"""``gen sum``: a department's workbook from those of its units."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.cli.progress import going_on
from generator.cli.shared import as_json, path

if TYPE_CHECKING:
    from generator.model import Finding, Unit
    from generator.products.summing.amounts import SumPart
    from generator.products.summing.differing import SumDifference
    from generator.products.summing.report import SumReport
    from generator.workbook.reading.facts import Workbook

_MOST = 8  # units named for one difference
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
    if report.unchecked:
        lines.append("    处理：改正这些单位的工作簿以后，再运行一次。")
    for remark in report.remarks:
        weight = "提示" if remark.hint else "错误"
        lines.append(f"  {weight} {remark.rule}  {remark.cell}  {remark.message}")
        lines.append(f"    处理：{remark.remedy}")
    for group in report.differences[:_MOST_DIFFERENCES]:
        lines += _difference_lines(group)
    if len(report.differences) > _MOST_DIFFERENCES:
        lines.append(f"  …… 不同的一共 {len(report.differences)} 处")
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
        return f"{units}；缺单位，没有汇总"
    if check:
        found = f"不同 {len(report.differences)} 处" if report.differences else "没有不同"
        return f"{units}；核对 {report.compared} 个数，{found}"
    if not report.tables:
        return f"{units}；没有汇总"
    written = sum(table.written for table in report.tables)
    equal = sum(table.equal for table in report.tables)
    left = sum(len(table.differing) for table in report.tables)
    told = f"{units}；填入 {written} 格"
    told += f"，本来相同 {equal} 格" if equal else ""
    return told + (f"，不同、没有动 {left} 格" if left else "")


def _table_lines(table: Any) -> Iterator[str]:
    for standing in table.differing[:_MOST]:
        yield f"  不同：{standing.entry.cell} 现在是 {standing.stands}，所属单位之和是 {standing.entry.value}"
    if len(table.differing) > _MOST:
        yield f"    …… {table.target} 不同的一共 {len(table.differing)} 格"
    if table.differing:
        yield "    处理：核对以后改工作簿；要一律以汇总数为准，加上 --replace 再运行。"
    yield from (f"  没有填：{problem}" for problem in table.problems)


def _difference_lines(group: Sequence[SumDifference]) -> Iterator[str]:
    """The differences of one cause: the first in full, the others by their place."""
    first = group[0]
    rule = "J03" if first.larger is not None else "J01"
    where = "、".join(_place(entry) + _otherwise(entry, first) for entry in group[:4])
    more = f" 等 {len(group)} 处" if len(group) > 4 else ""
    yield f"  错误 {rule}  {where}{more}：部门比所属单位之和{_more(first)}"
    own = "没有" if first.own is None else _amount(first.own.value, first.unit)
    summed = "没有" if first.summed is None else _amount(first.summed.value, first.unit)
    yield f"    部门 {own}，所属单位之和 {summed}"
    for part, was in first.since:
        yield f"    改过：{_part(part)}，汇总时{f'是 {was}' if was else '空白或为零'}"
    changed = {id(part) for part, _ in first.since}
    parts = [p for p in (first.summed.parts if first.summed else ()) if p.value]
    rest = [part for part in parts if id(part) not in changed]
    yield from (f"    {_part(part)}" for part in rest[:_MOST])
    if len(rest) > _MOST:
        yield f"    …… 等 {len(rest)} 个单位"
    if first.larger is not None:
        yield f"    「{first.larger.owner}」一个单位就比部门大。"
    yield "    处理：核对这些格子；是单位之间的往来的，写在「抵消」里。"


def _more(entry: SumDifference) -> str:
    word = "多" if entry.difference > 0 else "少"
    return f"{word} {_amount(abs(entry.difference), entry.unit)}"


def _otherwise(entry: SumDifference, first: SumDifference) -> str:
    """What is said of a place that differs by the same amount in the other direction."""
    return f"（{_more(entry)}）" if entry.difference * first.difference < 0 else ""


def _place(entry: SumDifference) -> str:
    part = entry.own or (entry.summed.parts[0] if entry.summed else None)
    if part is None:
        return ".".join(entry.key)
    cells = f"{entry.own.cells[0]} " if entry.own is not None and entry.own.cells else ""
    return f"{cells}{part.label}"


def _part(part: SumPart) -> str:
    cell = part.cells[0] if part.cells else ""
    file = f" {part.file}" if part.file else ""
    return f"{part.owner}{file} {cell} {_amount(part.value, part.unit)}"


def _amount(value: Decimal, unit: Unit) -> str:
    from generator.figures.accounts import WAN
    from generator.figures.phrasing import trimmed
    from generator.model import Unit as Units

    if unit is Units.YUAN:
        return f"{trimmed(value / WAN)} 万元"
    return trimmed(value)


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
        "changed": [{"unit": part.owner, "was": was} for part, was in entry.since],
    }
