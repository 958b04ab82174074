"""``python -m tests.campaigns.returned``: reviewed copies of the four drafts, and what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from .judging import Judged, judged

_ROOT = Path(__file__).parents[3]
_WORKBOOKS = (_ROOT / "inputs/2023.xlsx", *sorted((_ROOT / "inputs/examples").glob("*.xlsx")))


def _one(task: tuple[Path, int], every: int) -> Judged:
    workbook, seed = task
    with tempfile.TemporaryDirectory(prefix="returned-") as folder:
        resaved = every > 0 and seed % every == 0
        return judged(workbook, seed, Path(folder), resaved)


def main(seeds: range, jobs: int, every: int, shown: int) -> int:
    """Run the campaign; 0 where nothing was missed, written wrongly or forgotten."""
    begun, result = time.perf_counter(), Judged()
    tasks = [(workbook, seed) for seed in seeds for workbook in _WORKBOOKS]
    with ProcessPoolExecutor(jobs) as pool:
        for number, found in enumerate(pool.map(partial(_one, every=every), tasks), start=1):
            result += found
            print(f"\r  {number}/{len(tasks)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for kind, count in sorted(result.made.items()):
        print(f"{kind}: {result.found[kind]} of {count} found")
    print(f"cell: {result.right_cell} of {result.with_cell} right")
    print(f"text: {result.same_text} of {result.texts} lines as reviewed in the next draft")
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
