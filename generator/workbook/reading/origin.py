"""Where a workbook comes from: its edition, the program version that wrote it, what it lacks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from generator import __version__, editions
from generator.editions import Edition
from generator.model import Cell, Finding, InputProblem, Severity, Table, regex
from generator.workbook.reading import values
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems

PROFILE = "基本信息"
GUIDE = "填表说明"
_UNNUMBERED = f"{PROFILE}「程序版本」一行"  # says nothing by itself
_VERSION = regex(r"(\d+)\.(\d+)")


def edition_of(grids: Mapping[str, Grid]) -> Edition:
    """The edition that 基本信息 names, else the one for its year.

    Raises InputProblem when there is none, when it is not known here or when it is damaged.
    """
    problems = Problems()
    grid = profile_of(grids)
    if grid is None:
        _refuse_export(grids)
        missing_sheet(PROFILE, grids, problems)
        raise InputProblem(problems.findings)
    named = stated(grid, "版式", "")
    if named and named not in editions.available():
        _unknown_edition(named, _cell_of(grid, "版式"), problems)
    year, _ = values.year(stated(grid, "决算年度", "") or None)
    if not named and year is None:
        problems.add("I11", "没有填「版式」和「决算年度」，不知道用哪个版式", Cell(PROFILE, ""))
    if problems.fatal:
        raise InputProblem(problems.findings)
    return editions.load(named or editions.edition_for_year(int(year or 0)))


def is_foreign(grids: Mapping[str, Grid]) -> bool:
    """True for a file that is no workbook of ours: neither 基本信息 nor the guide is in it."""
    guide = values.label_key(GUIDE)
    return profile_of(grids) is None and all(values.label_key(name) != guide for name in grids)


def _refuse_export(grids: Mapping[str, Grid]) -> None:
    """Tables as the accounts software exports them, without one sheet of a workbook of ours."""
    ours = {sheet.name for name in editions.available() for sheet in editions.load(name).sheets}
    known = {values.label_key(name) for name in (*ours, GUIDE)}
    naming = any(True for grid in grids.values() for _ in grid.find("决算年度"))
    if naming or any(values.label_key(name) in known for name in grids):
        return
    years = (_year_of(text) for grid in grids.values() for text in (grid.sheet, *grid.head()))
    year = next(filter(None, years), "年度")
    sheets = _listed([f"「{name}」" for name in grids], most=3)
    message = f"这不是填报工作簿：只有工作表{sheets}，多半是从决算软件直接导出的"
    remedy = (
        f"用 gen new {year} 新建填报工作簿，再用 gen fill 工作簿 这个文件，把导出的各表取进去，"
        "然后填其余的表。"
    )
    raise InputProblem([Finding("I44", Severity.ERROR, message, remedy=remedy)])


def _year_of(text: str) -> str:
    """The year that a title names, "" for none."""
    match = re.search(r"(?<![0-9])(20[0-9]{2})年", text)
    return match[1] if match else ""


def _unknown_edition(named: str, cell: Cell, problems: Problems) -> None:
    known = list(editions.available())
    newest = max((values.whole(name) or 0 for name in known), default=0)
    later = (values.whole(named) or 0) > newest
    update = "这个版式比程序新：更新程序，或者" if later else ""
    remedy = f"{update}改正「版式」一格；现有版式：{'、'.join(known) or '无'}。"
    problems.add("I13", f"没有「{named}」这个版式", cell, remedy=remedy)


def profile_of(grids: Mapping[str, Grid]) -> Grid | None:
    """The sheet 基本信息, also with blanks in its name."""
    return next((g for g in grids.values() if values.label_key(g.sheet) == PROFILE), None)


def refuse_newer(grids: Mapping[str, Grid], problems: Problems) -> None:
    """A workbook that a newer program wrote may hold what this one would overlook."""
    grid = profile_of(grids)
    assert grid is not None  # ``edition_of`` has refused a workbook without it
    wrote = stated(grid, "程序版本", "")
    found, own = _VERSION.match(wrote), _VERSION.match(__version__)
    if found and own and tuple(map(int, found.groups())) > tuple(map(int, own.groups())):
        message = f"工作簿是 {wrote} 版程序写的，本程序是 {__version__} 版，新增的内容会读漏"
        problems.add("I13", message, _cell_of(grid, "程序版本"), remedy="更新程序后再运行。")


def remark(edition: Edition, tables: Mapping[str, Table], problems: Problems) -> None:
    """Hints: a year that is not the edition's, and what an older workbook does not have yet."""
    fact = tables["profile"]["year"]["value"]
    if edition.years and fact.text not in map(str, edition.years):
        _other_year(edition, fact.text, fact.cell, problems)
    if set(problems.lacking) - {_UNNUMBERED}:
        wrote = tables["profile"]["program"]["value"] if "program" in tables["profile"] else None
        written = f"（{wrote.text} 版程序写的）" if wrote is not None and wrote.given else ""
        message = f"较早的工作簿{written}，没有{_listed(problems.lacking)}，都当作空白"
        remedy = "不影响使用；下一年用 gen new --from 结转的工作簿就有了。"
        problems.hint("I15", message, Cell(PROFILE, ""), remedy)


def _other_year(edition: Edition, year: str, cell: Cell, problems: Problems) -> None:
    years = "、".join(map(str, edition.years))
    message = f"决算年度是 {year}，版式 {edition.id} 是 {years} 年度的"
    own = editions.edition_for_year(int(year))
    remedy = "核对年度；当地当年的表样没有变的，可以照用。"
    if own != edition.id and int(year) in editions.load(own).years:
        remedy = f"核对年度；{year} 年度有自己的版式，应在「版式」一格填 {own}。"
    problems.hint("I14", message, cell, remedy)


def _listed(names: Sequence[str], most: int = 8) -> str:
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown} 等 {len(names)} 项"


def stated(grid: Grid | None, label: str, default: str) -> str:
    """What stands right of a label."""
    if grid is None:
        return default
    for row, column in grid.find(label):
        if text := grid.label(row, column + 1):
            return text
    return default


def _cell_of(grid: Grid, label: str) -> Cell:
    """The cell right of a label that has something in it."""
    for row, column in grid.find(label):
        if grid.label(row, column + 1):
            return grid.cell(row, column + 1)
    return Cell(grid.sheet, "")


def missing_sheet(
    name: str, grids: Mapping[str, Grid], problems: Problems, alike: Sequence[str] = ()
) -> None:
    """An error; ``alike`` are sheets that look like it, else those that name it are guessed."""
    key = values.label_key(name)
    naming = [g.sheet for g in grids.values() if any(True for _ in g.find(key))]
    guess = [*alike, *(sheet for sheet in naming if sheet not in (name, "填表说明"))]
    says = "的标题与它相同" if alike else f"里写有「{name}」"
    remedy = f"工作表「{guess[0]}」{says}：如果就是它，把它改名为「{name}」。" if guess else ""
    problems.add("I02", f"缺少工作表「{name}」", remedy=remedy)
