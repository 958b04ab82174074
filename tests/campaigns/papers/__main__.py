"""``python -m tests.campaigns.papers``: what comes back of each workbook from each kind of file."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from generator.editions import edition_for_year, load
from generator.pipeline import build, whole_paper
from generator.products.next_year import roll_over
from generator.workbook import office
from generator.workbook.reading.facts import Workbook, read_workbook
from generator.workbook.writing import Values, write_workbook
from generator.workbook.writing.areas import Key
from tests.conftest import REAL, ROOT
from tests.helpers.office import WRITERS
from tests.helpers.readback import official_differences

KINDS = ("docx", "saved", "doc", "pdf")


def main(stems: list[str], kinds: list[str]) -> int:
    """Print a line a paper; 0 when every fact of the nine tables came back from each."""
    books = {p.stem: p for p in (REAL, *sorted((ROOT / "inputs" / "examples").rglob("*.xlsx")))}
    bad = 0
    with tempfile.TemporaryDirectory(prefix="papers-") as name:
        for stem in stems or list(books):
            bad += _one(books[stem], kinds or list(KINDS), Path(name))
    return min(bad, 1)


def _one(book: Path, kinds: list[str], folder: Path) -> int:
    written = build(book, folder).written
    assert written is not None
    draft, bad = written.path.read_bytes(), 0
    of = read_workbook(book)
    given = _rolled(book, of, folder)
    for kind in kinds:
        ending = "docx" if kind == "saved" else kind
        paper = folder / f"{book.stem}-{kind}.{ending}"
        paper.write_bytes(_as(draft, kind))
        bad += _tell(of, paper, given, folder)
    return bad


def _as(draft: bytes, kind: str) -> bytes:
    """The draft as another file, made by LibreOffice."""
    target = {"saved": "docx", "doc": "doc", "pdf": "pdf"}.get(kind)
    if target is None:
        return draft
    return office.converted(office.Job(".docx", target, writer=WRITERS[target]), draft).content


def _tell(book: Workbook, paper: Path, given: Values, folder: Path) -> int:
    begun = time.process_time()
    read = whole_paper(paper)
    spent = time.process_time() - begun
    back = folder / f"{paper.stem}.xlsx"
    write_workbook(read.edition, back, read.year, read.content)
    count, differing = official_differences(book, read_workbook(back))
    again = _rolled(paper, book, folder)
    print(
        f"{paper.name}：九张表 {count - len(differing)}/{count}，"
        f"结转 {_same(given.cells, again.cells)}，批注 {_same(given.notes, again.notes)}，"
        f"没有读到 {len(read.unread)} 处，{spent:.1f} 秒",
        flush=True,
    )
    for one in differing[:10]:
        print(f"    {one}")
    return len(differing)


def _rolled(source: Path, book: Workbook, folder: Path) -> Values:
    """The content of the year after, from a workbook or a paper; in 万元, as papers are.

    A region's edition is kept; one named by its year is followed by that of the next.
    """
    year, own = int(book.facts["profile"]["year"]["value"].text) + 1, book.edition
    edition = load(edition_for_year(year)) if own.id.isdigit() else own
    return roll_over(source, edition, year, "万元", folder, whole_paper)[0]


def _same(given: Mapping[Key, object], again: Mapping[Key, object]) -> str:
    return f"{sum(again.get(key) == value for key, value in given.items())}/{len(given)}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stems", nargs="*", help="2023, 行政部门 …: all without")
    parser.add_argument("--kind", action="append", choices=KINDS, help="all without")
    options = parser.parse_args()
    sys.exit(main(options.stems, options.kind or []))
