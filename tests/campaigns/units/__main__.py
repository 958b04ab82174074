"""``python -m tests.campaigns.units``: many units, and what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from .running import AT_ONCE, Outcome, run


def main(seeds: Sequence[int], jobs: int, shown: int) -> int:
    """Run the campaign; 0 when every unit is clean."""
    begun, outcomes = time.perf_counter(), list[Outcome]()
    with tempfile.TemporaryDirectory(prefix="units-") as name, ProcessPoolExecutor(jobs) as pool:
        parts = [seeds[n : n + AT_ONCE] for n in range(0, len(seeds), AT_ONCE)]
        folders = [Path(name) / str(n) for n in range(len(parts))]
        for folder in folders:
            folder.mkdir()
        for found in pool.map(run, parts, folders):
            outcomes += found
            _tell(found, shown)
            done, bad = len(outcomes), sum(not outcome.clean for outcome in outcomes)
            print(f"\r  {done}/{len(seeds)}，有问题 {bad}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    _report(outcomes)
    print(f"用时 {time.perf_counter() - begun:.0f} 秒")
    return 0 if all(outcome.clean for outcome in outcomes) else 1


def _tell(outcomes: list[Outcome], shown: int) -> None:
    """What is wrong with some units, as soon as it is known."""
    for outcome in outcomes:
        for kind, lines in (
            ("差异", outcome.differences),
            ("错误", outcome.errors),
            ("警告", outcome.warnings),
        ):
            for line in lines[:shown]:
                print(f"\r种子 {outcome.seed} {kind} {line}", flush=True)


def _report(outcomes: list[Outcome]) -> None:
    judged = sum((outcome.judged for outcome in outcomes), Counter[str]())
    print("核对的数：" + "，".join(f"{kind} {count}" for kind, count in judged.most_common()))
    hints = sum((outcome.hints for outcome in outcomes), Counter[str]())
    print("提示：" + "，".join(f"{rule} {count}" for rule, count in sorted(hints.items())))
    print(
        f"单位 {len(outcomes)}，核对 {sum(judged.values())} 处，"
        f"差异 {sum(len(o.differences) for o in outcomes)}，"
        f"错误 {sum(len(o.errors) for o in outcomes)}，"
        f"警告 {sum(len(o.warnings) for o in outcomes)}，"
        f"没有问题的单位 {sum(o.clean for o in outcomes)}"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="随机造出账表相符的单位，重算草稿里的每个数")
    parser.add_argument("--units", type=int, default=300, help="单位的个数")
    parser.add_argument("--seed", type=int, default=1, help="第一个种子")
    parser.add_argument("--jobs", type=int, default=2, help="同时处理的进程数")
    parser.add_argument("--shown", type=int, default=20, help="每个单位列出几条")
    given = parser.parse_args()
    sys.exit(main(range(given.seed, given.seed + given.units), given.jobs, given.shown))
