"""Makes one mistake in a paper, audits it, and looks at what is told that was not told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from msgspec import Struct

from generator.checks import by_cause
from generator.history.audited import Audit
from generator.model import Finding
from generator.pipeline import audit
from tests.helpers.foreign import shanghai, wuhan

from .plants import Change, HandEdited, shanghai_plants, wuhan_plants

MOST = 2  # findings that a person has to read of one mistake
PAPERS: dict[str, tuple[Callable[[Path], Path], Callable[[], Iterator[tuple[str, Change]]]]] = {
    "上海": (shanghai.write, shanghai_plants),
    "武汉": (wuhan.write, wuhan_plants),
}


class ForeignResult(Struct, frozen=True):
    """What was told of a mistake, each finding with its consequences as one, and what was undone."""

    title: str
    told: tuple[tuple[Finding, ...], ...]
    undone: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Noticed, in few findings."""
        return bool(self.told or self.undone) and len(self.told) <= MOST


@cache
def base(paper: Path) -> Audit:
    """What is told of the paper as it is."""
    return audit(paper)


def attempt(paper: Path, name: str, change: Change) -> ForeignResult:
    """Make the mistake beside the paper and audit that."""
    edited = HandEdited(paper)
    change(edited)
    path = paper.with_name("改过.docx")
    edited.document.save(str(path))
    found, before = audit(path), base(paper)
    known = {(f.rule, f.message, f.cells) for f in before.findings}
    groups = [(lead, *others) for lead, others in by_cause(found.findings)]
    told = tuple(g for g in groups if any((f.rule, f.message, f.cells) not in known for f in g))
    undone = tuple(
        f"{cell} {why}" for cell, why in found.undone if (cell, why) not in before.undone
    )
    return ForeignResult(f"{paper.stem} {name}", told, undone)


def shown(result: ForeignResult) -> str:
    """A result that is not as it should be."""
    state = f"{len(result.told)} 条" if result.told or result.undone else "没有发现"
    leads = (group[0] for group in result.told)
    lines = (f"    {f.severity.chinese} {f.rule} {f.message}" for f in leads)
    return "\n".join([f"{state}  {result.title}", *lines, *result.undone])
