"""``python -m tests.campaigns.planted``: every planted mistake, and what is told of it."""

from __future__ import annotations

import argparse
import sys
import time

from tests.campaigns.reporting import report

from .running import MOST, attempt, every, shown


def main(wanted: str) -> int:
    """Run the campaign; 0 when every mistake is told as it should be."""
    begun = time.perf_counter()
    results = [attempt(plant) for plant in every() if wanted in plant.title]
    for result in results:
        if not result.good:
            print(shown(result), flush=True)
    report(results, MOST)
    print(f"用时 {time.perf_counter() - begun:.0f} 秒")
    return 0 if all(result.good for result in results) else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="在工作簿里种下常见的错误，看核对怎样说")
    parser.add_argument("wanted", nargs="?", default="", help="只试名称里有这几个字的")
    sys.exit(main(parser.parse_args().wanted))
