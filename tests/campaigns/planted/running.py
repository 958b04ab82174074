"""Plants one mistake and looks at what is told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from generator.checks import CheckReport, by_cause
from generator.cli.report import finding_text
from generator.model import Finding, Severity
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.gallery.running import WORKBOOKS, report_on

from . import amounts, codes, evaluation, tables, years
from .planting import Plant, cells_at

MOST = 3  # findings that a person has to read of one mistake


@dataclass(frozen=True)
class Result:
    """What was told of a plant: each finding with its consequences told as one."""

    plant: Plant
    told: tuple[Finding, ...]
    placed: bool

    @property
    def noticed(self) -> bool:
        return bool(self.told)

    @property
    def good(self) -> bool:
        """Noticed, at the right place, and in few findings."""
        return self.noticed and self.placed and len(self.told) <= MOST


def every() -> Iterator[Plant]:
    """The whole list."""
    for module in (codes, years, evaluation, amounts, tables):
        yield from module.plants()


@cache
def _opened(book: str) -> tuple[Workbook, frozenset[tuple[str, str]]]:
    path = next(path for path in WORKBOOKS if path.stem == book)
    workbook = read_workbook(path)
    return workbook, frozenset(map(_key, _serious(report_on(workbook.facts, workbook))))


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.message


def _serious(report: CheckReport) -> list[Finding]:
    """What leads, of errors and warnings."""
    return [lead for lead, _ in by_cause(report.findings) if lead.severity is not Severity.HINT]


def attempt(plant: Plant) -> Result:
    """Plant one mistake."""
    workbook, before = _opened(plant.book)
    spoilt = plant.change(workbook)
    report = report_on(spoilt.facts, workbook)
    told = tuple(f for f in _serious(report) if _key(f) not in before)
    placed = bool(told) and any(_at(told[0], spoilt, place) for place in plant.places)
    return Result(plant, told, placed)


def _at(finding: Finding, spoilt: Workbook, place: str) -> bool:
    sheet, cells = cells_at(spoilt.facts, place)
    return any(cell.sheet == sheet or cell in cells for cell in finding.cells)


def shown(result: Result) -> str:
    """A failure, with what was told."""
    what = "没有发现" if not result.noticed else "不在该处" if not result.placed else "条数多"
    lines = [f"{what} {result.plant.title}"]
    lines += [
        f"    {finding_text(f).splitlines()[0]} [{' '.join(map(str, f.cells[:4]))}]"
        for f in result.told[:6]
    ]
    return "\n".join(lines)
