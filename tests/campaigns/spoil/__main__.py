"""``python -m tests.campaigns.spoil``: many spoilt workbooks, and what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from . import making
from .trying import Result, attempt, attempts

_NAMES = {
    "refused": "不读并说明",
    "told": "读了并提出问题",
    "reflected": "照格子里的读",
    "same": "与原来一样",
    "fault": "程序出错",
    "hang": "超时",
}


def main(seeds: Sequence[int], jobs: int, shown: int) -> int:
    """Run the campaign; 0 when all is well with every workbook."""
    begun, results = time.perf_counter(), list[Result]()
    for result in attempts(seeds, jobs):
        results.append(result)
        _tell(result, shown)
        if len(results) % 20 == 0:
            bad = sum(not r.clean for r in results)
            print(
                f"\r  {len(results)}/{len(seeds)}，有问题 {bad}",
                end="",
                file=sys.stderr,
                flush=True,
            )
    print(file=sys.stderr)
    _report(results)
    print(f"用时 {time.perf_counter() - begun:.0f} 秒")
    return 0 if all(result.clean for result in results) else 1


def _tell(result: Result, shown: int) -> None:
    """What is wrong with a workbook, as soon as it is known."""
    head = f"\r种子 {result.seed} {result.way} {result.how}"
    if result.fault:
        print(f"{head} {_NAMES[result.outcome]} {result.fault}", flush=True)
    for line in result.silent[:shown]:
        print(f"{head} {line}", flush=True)


def _report(results: list[Result]) -> None:
    for way in making.WAYS:
        of_way = [result for result in results if result.way == way]
        became = Counter(result.outcome for result in of_way)
        told = "，".join(f"{_NAMES[outcome]} {became[outcome]}" for outcome in _NAMES)
        print(f"{way} {len(of_way)}：{told}")
    faults = sum(result.outcome == "fault" for result in results)
    hangs = sum(result.outcome == "hang" for result in results)
    longest = max((result.seconds for result in results), default=0)
    counts = sum((result.let for result in results), Counter[str]())
    let = "，".join(f"{why} {count}" for why, count in sorted(counts.items()))
    print(
        f"工作簿 {len(results)}，核对 {sum(r.judged for r in results):,} 处，"
        f"没有追究的：{let or '无'}；"
        f"程序出错 {faults}，超时 {hangs}，没有说的错 {sum(bool(r.silent) for r in results)} 个工作簿；"
        f"最长 {longest:.1f} 秒"
    )


def again(seed: int, keep: Path | None) -> int:
    """One seed once more, in this process, with everything that is found."""
    spoilt = making.make(seed)
    if keep:
        keep.write_bytes(spoilt.content)
    with tempfile.TemporaryDirectory(prefix="spoil-") as name:
        result = attempt(seed, Path(name))
    print(f"{result.way} {result.how} {_NAMES[result.outcome]} {' '.join(result.rules)}")
    _tell(result, 1000)
    return 0 if result.clean else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="把工作簿弄坏，看程序有没有读错而不说")
    parser.add_argument("--count", type=int, default=300, help="工作簿的个数")
    parser.add_argument("--seed", type=int, default=1, help="第一个种子")
    parser.add_argument("--jobs", type=int, default=2, help="同时处理的进程数")
    parser.add_argument("--shown", type=int, default=3, help="每个工作簿列出几条")
    parser.add_argument("--only", type=int, help="只试这一个种子")
    parser.add_argument("--keep", type=Path, help="与 --only 一起：把弄坏的工作簿存在这里")
    given = parser.parse_args()
    if given.only is not None:
        sys.exit(again(given.only, given.keep))
    seeds = range(given.seed, given.seed + given.count)
    sys.exit(main(seeds, given.jobs, given.shown))
