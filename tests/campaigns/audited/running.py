"""Types one mistake into a paper, audits it, and looks at what is told that was not told before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.checks import by_cause
from generator.history.audited import Audit
from generator.model import Finding
from generator.pipeline import audit, examine, render_draft
from tests.conftest import REAL, ROOT
from tests.helpers.wordpaper import WordPaper

from .planting import PaperPlant
from .plants import Planter

MOST = 2  # findings that a person has to read of one mistake
BOOKS = {"2023": REAL} | {p.stem: p for p in (ROOT / "inputs" / "examples").rglob("*.xlsx")}


@dataclass(frozen=True)
class PaperResult:
    """What was told of a plant: each finding with its consequences as one, and what was undone."""

    plant: PaperPlant
    told: tuple[tuple[Finding, ...], ...]
    undone: tuple[str, ...]

    @property
    def noticed(self) -> bool:
        """True when anything was said that was not said before."""
        return bool(self.told or self.undone)

    @property
    def placed(self) -> bool:
        """True when it was said of the right place."""
        return any(place.startswith(self.plant.places) for place in self._places())

    @property
    def good(self) -> bool:
        """Noticed, at the right place, and in few findings."""
        return self.placed and len(self.told) <= MOST

    def _places(self) -> Iterator[str]:
        yield from self.undone
        for group in self.told:
            for finding in group:
                yield from (str(cell) for cell in finding.cells)
                yield from (str(cell) for side in finding.sides for cell in side.cells)
                yield ""


@cache
def paper_of(stem: str, folder: Path) -> Path:
    """The finished paper of an example workbook."""
    made, _ = examine(BOOKS[stem])
    assert made is not None
    path = folder / f"{stem}.docx"
    path.write_bytes(render_draft(made.edition, made.disclosure, final=True).docx)
    return path


@cache
def base(path: Path) -> Audit:
    """What is told of the paper as it is."""
    return audit(path)


def plants(stem: str, folder: Path, seed: int, each: int) -> list[PaperPlant]:
    """The plants of a paper."""
    path = paper_of(stem, folder)
    sheets = tuple(form.sheet for form in base(path).paper.edition.forms)
    return list(Planter(stem, WordPaper(path), sheets, seed).plants(each))


def attempt(plant: PaperPlant, folder: Path) -> PaperResult:
    """Type it in and audit the paper."""
    path = paper_of(plant.paper, folder)
    known = {_said(finding) for finding in base(path).findings}
    paper = WordPaper(path)
    plant.change(paper)
    with TemporaryDirectory() as name:
        found = audit(paper.save(Path(name) / "稿.docx"))
    groups = [(lead, *others) for lead, others in by_cause(found.findings)]
    told = (g for g in groups if any(_said(f) not in known for f in g))
    before = set(base(path).undone)
    undone = tuple(f"{cell}" for cell, why in found.undone if (cell, why) not in before)
    return PaperResult(plant, tuple(told), undone)


def _said(finding: Finding) -> tuple[object, ...]:
    """What tells a finding from others: a residue that became an error is another one."""
    return finding.rule, finding.severity, finding.message, finding.cells


def shown(result: PaperResult) -> str:
    """A result that is not as it should be."""
    state = "在别处" if result.noticed else "没有发现"
    state = f"{len(result.told)} 条" if result.placed else state
    lines = [f"{state}  {result.plant.title}"]
    for group in result.told:
        lead = group[0]
        places = "、".join(str(cell) for cell in lead.cells[:3])
        lines.append(f"    {lead.severity.chinese} {lead.rule} {lead.message}  {places}")
    return "\n".join([*lines, *(f"    未核对 {place}" for place in result.undone)])
