"""The self-evaluation forms of the unit and of its projects, and the paragraphs beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from generator.figures.phrasing import WAN
from generator.history.papers.folding import Folded, folded
from generator.history.papers.gathered import Gathered
from generator.history.papers.grids import LabelledGrid
from generator.history.papers.lists import take_list
from generator.history.papers.sections import PaperSections
from generator.model import Fact, Row, Unit, regex
from generator.workbook.exports.evaluations import Evaluated, read_evaluation

_EVALUATED = regex(r"从评价(?:情况|结果)来?看[,:]?")
_RESULTS = regex(r"主要产出(?:和|与|及)?(?:效益|成效|效果)(?:情况)?[:是为,]")


def take_tables(sections: PaperSections, gathered: Gathered) -> None:
    """Every table that is one of these; the second print of a form adds nothing."""
    for table in sections.tables():
        grid = table.grid()
        found = read_evaluation(grid, "", gathered.edition)
        if found is None or found.kind == "key_work":
            take_list(LabelledGrid(grid), gathered)
        elif found.kind == "project":
            _take_project(found, gathered)
        else:
            _take_overall(found, gathered)


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


def _take_overall(found: Evaluated, gathered: Gathered) -> None:
    if gathered.has("goals"):
        return
    for key, fact in found.fields.items():
        gathered.put("performance", key, "value", _value(fact))
    _take_rows(found.rows, "goals", {}, gathered)


def _take_project(found: Evaluated, gathered: Gathered) -> None:
    name = " ".join(found.name.split())
    names = {gathered.cells[("projects", row, "name")] for row in gathered.rows("projects")}
    if not name or name in names:
        return
    row = gathered.next_row("projects")
    gathered.put("projects", row, "name", name)
    for key, fact in found.fields.items():
        gathered.put("projects", row, key, _value(fact))
    _take_rows(found.rows, "indicators", {"project": name}, gathered)


def _take_rows(rows: Iterable[Row], block: str, more: dict[str, str], gathered: Gathered) -> None:
    """Indicators; words that a cell broke into lines are put together again."""
    short = {c.key for c in gathered.edition.blocks[block][1].columns if c.kind == "text"}
    for row in rows:
        at = gathered.next_row(block)
        for key, words in more.items():
            gathered.put(block, at, key, words)
        for key, fact in row.cells.items():
            value = _value(fact)
            whole = isinstance(value, str) and key in short
            gathered.put(block, at, key, "".join(str(value).split()) if whole else value)


def _value(fact: Fact) -> str | Decimal | None:
    """What a fact says, amounts in 万元."""
    if isinstance(fact.value, Decimal):
        return fact.value / WAN if fact.unit is Unit.YUAN else fact.value
    return fact.text or None


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
