"""``python -m benchmarks``: our engine beside other engines, the floor and LibreOffice.

Needs Linux or macOS; node and npm for docxtemplater and easy-template-x, soffice for LibreOffice.
What is missing is left out and said.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import comparing, growing, printing
from benchmarks.measuring import ROOT
from benchmarks.tables import Table, picked, write_into

NODE = Path(__file__).with_name(".node")
PACKAGES = ("docxtemplater@3.71.0", "pizzip@3.3.0", "easy-template-x@7.2.8")
DESIGN, README = ROOT / "docs" / "design.md", ROOT / "README.md"
IN_README = (
    "gen check",
    "gen build: workbook to all files",
    "gen build --pdf: workbook to PDF with page numbers",
    "docxtemplater, rendering alone",
)


def main() -> None:
    """Measure everything, print it, and with --write put it into README.md and docs/design.md."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=20, help="rounds of each comparison")
    parser.add_argument("--documents", type=int, default=300, help="documents of the long run")
    parser.add_argument("--write", action="store_true", help="write the tables into the documents")
    given = parser.parse_args()
    modules = install_engines()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        few = max(3, given.rounds // 4)
        parts: list[Callable[[], Table]] = [
            lambda: comparing.warm(
                comparing.REAL, "`inputs/2023.xlsx`", folder, modules, given.rounds
            ),
            lambda: comparing.warm(
                growing.sixty(folder), "60 codes", folder, modules, given.rounds
            ),
            lambda: comparing.cold(folder, modules, given.rounds),
            lambda: printing.printed(folder, few),
            lambda: growing.large(folder),
            lambda: growing.rows(folder, few),
            lambda: growing.batch(folder),
            lambda: growing.documents(folder, given.documents),
        ]
        tables = []
        for part in parts:
            tables.append(part())
            print(f"\n{tables[-1]}", flush=True)
    if given.write:
        write_into(DESIGN, tables)
        about = "How long that takes on two cores, each in a process of its own:"
        write_into(README, [picked(about, tables, IN_README)])


def install_engines() -> Path | None:
    """Modules of the other engines, in a folder that git ignores; None without npm."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        print("node or npm is missing: docxtemplater and easy-template-x are left out")
        return None
    NODE.mkdir(exist_ok=True)
    command = ["npm", "install", "--no-package-lock", "--no-save", "--silent", "--prefix"]
    subprocess.run([*command, str(NODE), *PACKAGES], check=True)
    return NODE / "node_modules"


if __name__ == "__main__":
    main()
