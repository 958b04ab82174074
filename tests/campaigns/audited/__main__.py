"""``python -m tests.campaigns.audited``: mistakes typed into finished papers, and what is told."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.campaigns.reporting import report

from .running import BOOKS, MOST, PaperResult, attempt, plants, shown


def main(stems: list[str], seed: int, each: int, wanted: str) -> int:
    """Run the campaign; 0 when 95 % are told at their places, each in few findings."""
    begun, results = time.process_time(), list[PaperResult]()
    with TemporaryDirectory(prefix="audited-") as name:
        for stem in stems or list(BOOKS):
            for plant in plants(stem, Path(name), seed, each):
                if wanted in plant.title:
                    results.append(attempt(plant, Path(name)))
                    if not results[-1].good:
                        print(shown(results[-1]), flush=True)
    report(results, MOST)
    print(f"种子 {seed}，用时 {time.process_time() - begun:.0f} 秒")
    placed = sum(r.placed for r in results)
    few = all(len(r.told) <= MOST for r in results)
    return 0 if few and placed * 100 >= 95 * len(results) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="在写好的公开稿里打进常见的错误，看 audit 怎样说")
    parser.add_argument("stems", nargs="*", help="2023, 行政部门 …: all without")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=2, help="of each kind in each paper")
    parser.add_argument("--wanted", default="", help="only titles with these words")
    options = parser.parse_args()
    sys.exit(main(options.stems, options.seed, options.each, options.wanted))
