"""``python -m tests.campaigns.planted``: every planted mistake, and what is told of it."""

from __future__ import annotations

import argparse
import sys
import time
from collections import defaultdict

from .running import MOST, Result, attempt, every, shown


def main(wanted: str) -> int:
    """Run the campaign; 0 when every mistake is told as it should be."""
    begun = time.perf_counter()
    results = [attempt(plant) for plant in every() if wanted in plant.title]
    for result in results:
        if not result.good:
            print(shown(result), flush=True)
    _report(results)
    print(f"用时 {time.perf_counter() - begun:.0f} 秒")
    return 0 if all(result.good for result in results) else 1


def _report(results: list[Result]) -> None:
    by_kind = defaultdict(list)
    for result in results:
        by_kind[result.plant.kind].append(result)
    for kind, found in by_kind.items():
        print(f"  {kind}：{sum(r.good for r in found)}/{len(found)}")
    count = max(1, len(results))
    noticed, placed = sum(r.noticed for r in results), sum(r.placed for r in results)
    told = sum(len(r.told) for r in results)
    many = sum(len(r.told) > MOST for r in results)
    print(
        f"错误 {len(results)} 个，发现 {noticed}（{100 * noticed / count:.1f}%），"
        f"说在该处 {placed}（{100 * placed / count:.1f}%），"
        f"平均 {told / count:.1f} 条，超过 {MOST} 条的 {many} 个"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="在工作簿里种下常见的错误，看核对怎样说")
    parser.add_argument("wanted", nargs="?", default="", help="只试名称里有这几个字的")
    sys.exit(main(parser.parse_args().wanted))
