"""Starts gen, or one of the icons, with the libraries that lie beside this file.

Nothing is installed, and nothing is written where the program lies: a stick may be read-only, and
the next computer another one.  A Python that does not fit reads this far as well, and says so.
"""

from __future__ import annotations

import os
import sys
import sysconfig
import traceback
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIBRARY = HERE / "lib"
_SYSTEM = {"win-amd64": "nt64", "win32": "nt32"}.get(sysconfig.get_platform(), "other")
OWN = LIBRARY / f"{_SYSTEM}-{sys.version_info[0]}{sys.version_info[1]}"
COMPLAINT = "程序不完整，或者被杀毒软件删去了文件：请把压缩包重新解压一次，再试。"
_EXIT_FAILED = 3


def find_libraries() -> None:
    """Let Python find what lies here first.  The processes that it starts come through here too."""
    found = [HERE, OWN, LIBRARY / "py", *sorted(LIBRARY.glob("*.zip"))]
    sys.path[:0] = [str(place) for place in found]
    # What Python compiles is kept where the person may write, so that the next start is quick.
    cache = os.environ.get("LOCALAPPDATA") or Path.home() / ".cache"
    sys.pycache_prefix = str(Path(cache, "gen-python"))


def run(arguments: list[str]) -> int:
    """Do what was asked for; the exit code.  What nobody expected is told in Chinese as well."""
    try:
        if arguments[:1] == ["--icon"]:
            from generator.cli import icons

            line = os.environ.get("GEN_LINE", "")
            return icons.main(arguments[1], arguments[2:], HERE.parent, line)
        from generator.cli import main

        main(arguments, prog_name="gen")
    except ImportError as error:
        print(f"{COMPLAINT}\n（{error}）")
        return _EXIT_FAILED
    except Exception:
        print("程序出错，不是填报的问题。请把下面的话连同有关的文件发给维护程序的人。")
        print(traceback.format_exc())
        return _EXIT_FAILED
    return 0


if OWN.is_dir():
    find_libraries()
if __name__ == "__main__":
    if sys.argv[1:] == ["--fits"]:
        sys.exit(not OWN.is_dir())
    os.environ["PYTHONUTF8"] = "1"  # for what is started from here
    sys.exit(run(sys.argv[1:]) if OWN.is_dir() else COMPLAINT)
