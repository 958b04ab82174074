"""The self-evaluation forms of the unit and of its projects, and the paragraphs beside them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from generator.editions.schema import Block, InputColumn, InputRow
from generator.history.papers.folding import NUMBER, Folded, folded, number
from generator.history.papers.gathered import Gathered
from generator.history.papers.grids import LabelledGrid
from generator.history.papers.lists import number_in, take_list, value_of
from generator.history.papers.sections import PaperSections

_TICKED = "☑☒■√✓✔"
_WEIGHT = re.compile(rf"\(({NUMBER})分\)")
_EXECUTED = ("预算数", "执行数")
_EVALUATED = re.compile(r"从评价(?:情况|结果)来?看[,:]?")
_RESULTS = re.compile(r"主要产出(?:和|与|及)?(?:效益|成效|效果)(?:情况)?[:是为,]")


def take_tables(sections: PaperSections, gathered: Gathered) -> None:
    """Every table that is one of these; the second print of a form adds nothing."""
    for table in sections.tables():
        grid = LabelledGrid(table.grid())
        labels = {text for row in grid.rows() for text in grid.row(row)}
        if any(text.startswith("项目名称") for text in labels) and "一级指标" in labels:
            _take_project(grid, gathered)
        elif any(text.startswith("年度目标") for text in labels) and "一级指标" in labels:
            _take_overall(grid, gathered)
        else:
            take_list(grid, gathered)


def take_summaries(sections: PaperSections, gathered: Gathered) -> None:
    """What the paragraphs beside the forms say: 评价 and 主要产出和效益."""
    for record, key in (("projects", "work_summary"), ("evaluation", "summary")):
        for line in sections.lines(record):
            if found := _EVALUATED.search(line.text):
                words = line.cut(found.end()).rstrip("。；")
                gathered.put("performance", key, "value", words)
                break
    _take_results(sections.lines("projects"), gathered)


def _take_results(lines: list[Folded], gathered: Gathered) -> None:
    """Each 绩效自评综述 belongs to the project that its first words name."""
    names = {
        row: folded(str(gathered.cells[("projects", row, "name")]))
        for row in gathered.rows("projects")
    }
    row = ""
    for line in lines:
        if "自评综述" in line.text:
            named = [key for key, name in names.items() if line.text.startswith(name)]
            row = max(named, key=lambda key: len(names[key]), default="")
        if row and (found := _RESULTS.search(line.text)):
            words = line.cut(found.end()).rstrip("。；")
            gathered.put("projects", row, "results", words)


def _take_overall(grid: LabelledGrid, gathered: Gathered) -> None:
    if gathered.has("goals"):
        return
    for key, label in zip(("budget", "outturn"), _EXECUTED, strict=True):
        gathered.put("performance", key, "value", number_in(grid.below(label)))
    _take_remarks(grid, "performance", gathered, lambda key: (key, "value"))
    goal, weight = "", None
    for row, cells in _indicators(grid, gathered.edition.blocks["goals"][1]):
        if cells is None:
            head = next((text for text in grid.row(row) if text.startswith("年度目标")), "")
            found = _WEIGHT.search(head)
            goal, weight = grid.beside(head), number(found[1]) if found else None
            continue
        at = gathered.next_row("goals")
        gathered.put("goals", at, "goal", goal)
        gathered.put("goals", at, "weight", weight)
        for key, value in cells.items():
            gathered.put("goals", at, key, value)


def _take_project(grid: LabelledGrid, gathered: Gathered) -> None:
    name = " ".join(grid.beside("项目名称").split())
    names = {gathered.cells[("projects", row, "name")] for row in gathered.rows("projects")}
    if not name or name in names:
        return
    row = gathered.next_row("projects")
    gathered.put("projects", row, "name", name)
    gathered.put("projects", row, "supervisor", grid.beside("主管部门"))
    gathered.put("projects", row, "operator", grid.beside("项目实施单位"))
    for column in gathered.edition.blocks["projects"][1].columns:
        if column.choices:
            gathered.put("projects", row, column.key, _ticked(grid, column))
    for key, label in zip(("budget", "outturn"), _EXECUTED, strict=True):
        gathered.put("projects", row, key, number_in(grid.below(label)))
    _take_remarks(grid, "projects", gathered, lambda key: (row, key))
    for _, cells in _indicators(grid, gathered.edition.blocks["indicators"][1]):
        at = gathered.next_row("indicators")
        gathered.put("indicators", at, "project", name)
        for key, value in (cells or {}).items():
            gathered.put("indicators", at, key, value)


def _ticked(grid: LabelledGrid, column: InputColumn) -> str:
    """The choice whose box is ticked; boxes stand behind the words or before them."""
    label = folded(column.label)
    row = next((r for r in grid.rows() if any(t.startswith(label) for t in grid.row(r))), 0)
    said = "".join(text for text in grid.row(row) if not text.startswith(label)) if row else ""
    boxed = re.findall(r"([^☐□☑☒■√✓✔]*)([☐□☑☒■√✓✔]+)", said)
    leading = bool(re.match(r"[☐□☑☒■√✓✔]", said))
    ticks = [box for _, box in boxed]
    words = re.split(r"[☐□☑☒■√✓✔]+", said)[1 if leading else 0 :]
    ticked = [word for word, box in zip(words, ticks, strict=False) if set(box) & set(_TICKED)]
    choices = [c for c in column.choices.values() if any(folded(c) in word for word in ticked)]
    return choices[0] if len(choices) == 1 else ""


def _take_remarks(
    grid: LabelledGrid, block: str, gathered: Gathered, place: Callable[[str], tuple[str, str]]
) -> None:
    """偏差原因 and 改进措施; ``place`` gives row and column of the cell for a key."""
    declared = gathered.edition.blocks[block][1]
    entries: tuple[InputRow | InputColumn, ...] = (*declared.lines, *declared.columns)
    for entry in entries:
        if entry.key in ("deviation", "improvement"):
            gathered.put(block, *place(entry.key), grid.beside(folded(entry.label)))


def _indicators(
    grid: LabelledGrid, block: Block
) -> Iterator[tuple[int, dict[str, str | Decimal | None] | None]]:
    """The rows of indicators with their cells; None for a row that names the next 年度目标."""
    labels = {c.key: folded(c.label) for c in block.columns if not c.live}
    columns: dict[str, int] = {}
    for row in grid.rows():
        texts = grid.row(row)
        if any(text.startswith("年度目标") for text in texts):
            columns = {}
            yield row, None
        elif "一级指标" in texts:
            columns = grid.columns(row, labels)
        elif any(text.startswith(("总分", "偏差", "改进")) for text in texts):
            columns = {}
        elif "level3" in columns and grid.text(row, columns["level3"]):
            yield row, {c.key: _cell(grid, row, c, columns) for c in block.columns}


def _cell(
    grid: LabelledGrid, row: int, column: InputColumn, columns: dict[str, int]
) -> str | Decimal | None:
    if column.key not in columns:
        return None
    text = grid.text(row, columns[column.key])
    return value_of(column, "".join(text.split()) if column.kind == "text" else text)


def take_bodies(gathered: Gathered) -> None:
    """主管部门 of the unit, and those of the projects where they are others."""
    named = [gathered.cells.get(("projects", r, "supervisor")) for r in gathered.rows("projects")]
    commonest = Counter(name for name in named if name).most_common(2)
    if len(commonest) == 1 or (commonest and commonest[0][1] > commonest[1][1]):
        gathered.put("profile", "supervisor", "value", commonest[0][0])
    for column, line in (("supervisor", "supervisor"), ("operator", "name")):
        own = gathered.cells.get(("profile", line, "value"))
        for row in list(gathered.rows("projects")):
            if gathered.cells.get(("projects", row, column)) == own:
                gathered.cells.pop(("projects", row, column), None)
