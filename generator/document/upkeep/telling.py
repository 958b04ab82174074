"""Differences of two editions as text for a person and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from generator.document.upkeep.edition_differences import Difference
from generator.editions import Edition, edition_for_year

# What is changed in which file of an edition besides the Word template.
_FILES = {
    "forms.toml": "公开表的行、栏、附注",
    "sheets.toml": "填报表",
    "edition.toml": "小数位和用语",
    "function-codes.csv": "功能分类科目",
    "economic-codes.csv": "经济分类科目",
}


def as_text(old: Edition, new: Edition, differences: Sequence[Difference]) -> str:
    """What ``gen template diff`` prints."""
    return "\n".join(_lines(old, new, differences))


def _lines(old: Edition, new: Edition, differences: Sequence[Difference]) -> Iterator[str]:
    if not differences:
        yield f"版式 {old.id} 与 {new.id} 相同。"
        return
    yield f"版式 {old.id} → {new.id}：{len(differences)} 处不同"
    for part, group in groupby(differences, lambda difference: difference.part):
        yield part
        for difference in group:
            yield from _shown(difference)


def _shown(difference: Difference) -> Iterator[str]:
    place, old, new = difference.place, difference.old, difference.new
    if old and new and len(old) + len(new) <= 60:
        yield f"  {place}：{old} → {new}"
    elif old and new:
        yield f"  {place}："
        yield f"    − {old}"
        yield f"    + {new}"
    elif new:
        yield f"  增加 {place}：{new}"
    else:
        yield f"  删去 {place}：{old}"


def as_json(old: Edition, new: Edition, differences: Sequence[Difference]) -> dict[str, Any]:
    """The object that ``gen template diff --json`` prints."""
    return {
        "old": old.id,
        "new": new.id,
        "equal": not differences,
        "differences": [
            {"part": d.part, "place": d.place, "old": d.old, "new": d.new} for d in differences
        ],
    }


def next_steps(path: Path, made: Edition, source: Edition) -> str:
    """What ``gen template new`` prints: the copy, and what to do with the files that are there."""
    years = "、".join(map(str, made.years))
    kept = set(made.years) == set(source.years)
    told = f"仍是 {years}（别的年度，在 edition.toml 里改 years）" if kept else f"改为 {years}"
    there = "，".join(f"{_FILES[name]}改 {name}" for name in _FILES if (path / name).is_file())
    steps = [
        f"数据在 {path} 里：{there}。{_based(path, made)}",
        f"正文改 {path / made.template.name}（用 Word 或 WPS；花括号里的标记照旧）。",
        f"gen template check {made.id} 检查标记，"
        f"gen template diff {source.id} {made.id} 看改了什么。",
        _choosing(made),
    ]
    head = f"已新建版式 {path}，内容与 {source.id} 相同，名称已改，适用年度{told}。接下来："
    return "\n".join([head, *(f"  {number}. {step}" for number, step in enumerate(steps, start=1))])


def _choosing(made: Edition) -> str:
    """How a workbook of the edition is made: without being named only where its id is the year."""
    if not made.years:
        return f"gen new 年度 --edition {made.id} 用它新建工作簿。"
    year = max(made.years)
    chosen = edition_for_year(year)
    if chosen == made.id:
        return f"gen new {year} 会自己选用它。"
    return (
        f"gen new {year} --edition {made.id} 用它新建工作簿"
        f"（自动选用只看以年度为名的版式；不写 --edition 就用 {chosen} 版式）。"
    )


def _based(path: Path, made: Edition) -> str:
    """Where the rest comes from, for an edition that declares only what differs from another."""
    if len(made.folders) == 1:
        return ""
    base = made.folders[1].name
    absent = [f"{name}（{what}）" for name, what in _FILES.items() if not (path / name).is_file()]
    wholly = f"没有的文件整个取自它：{'、'.join(absent)}；要改就新建。" if absent else ""
    return f"\n     这些文件里只写与 {base} 版式不同的地方，其余取自 {base} 版式。{wholly}"
