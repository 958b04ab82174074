"""``python -m tests.campaigns.returned``: reviewed copies of the four drafts, and what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TypeVar

from .judging import Judged, Reviewed, judged, resaved, reviewed

_T = TypeVar("_T")

_ROOT = Path(__file__).parents[3]
_WORKBOOKS = (_ROOT / "inputs/2023.xlsx", *sorted((_ROOT / "inputs/examples").glob("*.xlsx")))


def _edited(task: tuple[Path, int], folder: Path) -> Reviewed:
    workbook, seed = task
    return reviewed(workbook, seed, folder / f"{workbook.stem}-{seed}")


def _shown(found: Iterable[_T], count: int, what: str) -> Iterator[_T]:
    for number, one in enumerate(found, start=1):
        print(f"\r  {what} {number}/{count}", end="", file=sys.stderr, flush=True)
        yield one


def main(seeds: range, jobs: int, every: int, shown: int) -> int:
    """Run the campaign; 0 where nothing was missed, written wrongly or forgotten."""
    begun, result = time.perf_counter(), Judged()
    tasks = [(workbook, seed) for workbook in _WORKBOOKS for seed in seeds]
    with tempfile.TemporaryDirectory(prefix="returned-") as name, ProcessPoolExecutor(jobs) as pool:
        folder = Path(name)
        made = pool.map(partial(_edited, folder=folder), tasks)
        copies = list(_shown(made, len(tasks), "copies"))
        again = [copy for n, copy in enumerate(copies) if every and n % every == every - 1]
        kept = [copy for copy in copies if copy not in again]
        copies = [*kept, *(resaved(again, folder) if again else ())]
        for found in _shown(pool.map(judged, copies), len(copies), "taken back"):
            result += found
    print(file=sys.stderr)
    for kind, count in sorted(result.made.items()):
        print(f"{kind}: {result.found[kind]} of {count} found")
    print(f"cell: {result.right_cell} of {result.with_cell} right")
    print(f"text: {result.same_text} of {result.texts} lines as reviewed in the next draft")
    print(f"rows of lists: {result.closed} of {result.rows} written and done in the next draft")
    print(f"wrong cells written: {result.wrong_written}; forgotten: {result.forgotten}")
    for trouble in result.troubles[:shown]:
        print(f"  {trouble}")
    print(f"{time.perf_counter() - begun:.0f} s")
    missed = sum(result.made.values()) - sum(result.found.values())
    return 1 if missed or result.wrong_written or result.forgotten else 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "seeds", nargs="?", type=int, default=50, help="so many copies of each draft"
    )
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--office", type=int, default=4, help="each so-manieth through LibreOffice")
    parser.add_argument("--shown", type=int, default=40)
    given = parser.parse_args()
    span = range(given.first, given.first + given.seeds)
    raise SystemExit(main(span, given.jobs, given.office, given.shown))
