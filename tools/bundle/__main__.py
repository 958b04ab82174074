"""``python3 run.py bundle``: the zip for Windows; with ``--try`` also used as in an office."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tools.bundle.making import bundle
from tools.bundle.trying import tried
from tools.bundle.wheels import BundleError

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: list[str]) -> int:
    """The exit code."""
    parser = argparse.ArgumentParser(prog="run.py bundle", description=__doc__)
    parser.add_argument("--python", type=Path, help="python-3.12.…-embed-amd64.zip, to go along")
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="folder of the zip")
    parser.add_argument("--try", action="store_true", dest="tried", help="use it, without network")
    parser.add_argument("--wine", action="store_true", help="with --try: the .cmd files too")
    given = parser.parse_args(arguments)
    try:
        made = bundle(ROOT, given.out, given.python, _say)
        if given.tried:
            tried(ROOT, made, given.wine, _say)
    except BundleError as stop:
        print(stop, file=sys.stderr)
        return 1
    print(f"已写出 {made}（{made.stat().st_size / 1e6:.1f} MB）")
    return 0


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
