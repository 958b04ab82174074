"""Whether a file that was given as the workbook is an export, whose tables ``gen fill`` takes."""

from __future__ import annotations

from pathlib import Path

from generator.editions import available, load
from generator.model import InputProblem
from generator.workbook.exports import titles
from generator.workbook.exports.files import read_tables
from generator.workbook.exports.regions import name_of, published_number, regions
from generator.workbook.reading.kinds import Kind


def _unconverted(_content: bytes) -> bytes:
    raise InputProblem(())


def export_kind(path: Path) -> Kind | None:
    """What to say of an export that is no .xlsx workbook; None for a file without known tables."""
    forms = [form for name in available() for form in load(name).forms]
    known = titles.titles_of(forms)
    ids = {form.id for form in forms}
    try:
        grids = read_tables(path, _unconverted, lambda _: ())[1]
    except InputProblem:
        return None
    found = dict[str, None]()  # in the order of the file
    for region in (region for grid in grids for region in regions(grid)):
        number = published_number(region)
        if name_of(region, known).form in ids:
            found[region.title or region.grid.sheet] = None
        elif 0 < number <= len(ids):
            found[f"公开{number:02}表"] = None
    named = "、".join(found)
    if not named:
        budgets = [r.title for g in grids for r in regions(g) if titles.is_budget(r.title)]
        return _budget(len(budgets)) if budgets else None
    remedy = (
        f"用 gen fill 工作簿 {path.name} 把这些表取进填报工作簿；"
        "还没有工作簿的，先用 gen new 年度 新建一个。"
    )
    return Kind(f"是导出的表（{named}），不是填报工作簿", remedy)


def _budget(count: int) -> Kind:
    message = f"是预算表（{count} 张），不是决算的填报工作簿"
    return Kind(message, "用 gen new 年度 新建填报工作簿；导出的决算表用 gen fill 取进去。")
