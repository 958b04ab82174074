"""``python -m tests.campaigns.foreign``: mistakes typed into papers of other offices."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from .running import PAPERS, attempt, base, shown


def main(names: list[str], wanted: str) -> int:
    """Run it; 0 when 95 % are noticed in few findings and the papers themselves have no error."""
    begun, results, wrong = time.process_time(), [], 0
    with TemporaryDirectory(prefix="foreign-") as folder:
        for name in names or list(PAPERS):
            write, plants = PAPERS[name]
            paper = write(Path(folder) / f"{name}.docx")
            wrong += sum(f.severity.name == "ERROR" for f in base(paper).findings)
            for title, change in plants():
                if wanted in title:
                    results.append(attempt(paper, title, change))
                    if not results[-1].good:
                        print(shown(results[-1]), flush=True)
    good = sum(result.good for result in results)
    spent = time.process_time() - begun
    print(f"{good}/{len(results)} 处在 2 条以内说出；原稿误报错误 {wrong} 条；用时 {spent:.0f} 秒")
    return 0 if good * 100 >= 95 * len(results) and not wrong else 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description="在别的单位的公开稿里打进常见的错误，看 audit 怎样说"
    )
    parser.add_argument("names", nargs="*", help="上海, 武汉: both without")
    parser.add_argument("--wanted", default="", help="only titles with these words")
    options = parser.parse_args()
    sys.exit(main(options.names, options.wanted))
