"""``python -m benchmarks.printing_many``: PDFs of many documents, beside LibreOffice alone.

Needs Linux and LibreOffice.  What LibreOffice alone converts are the drafts that gen builds of
the same workbooks, all with one start of it.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import cycle, islice
from pathlib import Path

from benchmarks.measuring import Process, Taken

ROOT = Path(__file__).resolve().parent.parent
BOOKS = [ROOT / "inputs" / "2023.xlsx", *sorted((ROOT / "inputs" / "examples").glob("*.xlsx"))]
PLACES = {"FONTCONFIG_FILE": str(ROOT / "tests" / "fonts.conf"), "PYTHONPATH": str(ROOT)}


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.printing_many", description=__doc__)
    parser.add_argument("--documents", type=int, default=40, help="documents of a batch")
    parser.add_argument("--long", type=int, default=300, help="documents of the long run, 0: none")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        environment = {**os.environ, **PLACES, "XDG_CACHE_HOME": str(folder / "cache")}
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        compare(folder / "one", 1, environment)
        compare(folder / "many", given.documents, environment)
        if given.long:
            long_run(folder / "long", given.long, environment)


def compare(folder: Path, count: int, environment: dict[str, str]) -> None:
    """So many documents: LibreOffice alone, with the options of our PDFs too, and gen."""
    books = copies(folder, count)
    gen = [sys.executable, "-m", "generator", "build", "--outputs"]
    Process([*gen, str(folder / "drafts"), *books], environment)()
    drafts = sorted(map(str, (folder / "drafts").rglob("*稿.docx")))
    plain = taken("LibreOffice alone", [*office(folder, "pdf"), *drafts], environment)
    tagged = f"pdf:writer_pdf_Export:{options()}"
    taken("LibreOffice alone, tagged", [*office(folder, tagged), *drafts], environment, plain)
    pdf = [*gen, str(folder / "printed"), "--pdf", "--jobs"]
    one = taken("gen build --pdf", [*pdf, "1", *books], environment, plain)
    if count == 1:
        final = [*gen, str(folder / "final"), "--final", "--pdf", *books]
        taken("gen build --final --pdf", final, environment, plain)
        return
    pdf[5] = str(folder / "again")
    two = taken("gen build --pdf, two processes", [*pdf, "2", *books], environment, plain)
    print(f"two processes are {one.wall / two.wall:.2f} times as fast by the clock")


def copies(folder: Path, count: int) -> list[str]:
    """So many workbooks, the real one first."""
    folder.mkdir()
    made = []
    for number, book in enumerate(islice(cycle(BOOKS), count)):
        made.append(str(folder / f"{number:03}.xlsx"))
        shutil.copy(book, made[-1])
    return made


def office(folder: Path, target: str) -> list[str]:
    """The command that converts with a profile of its own, used before."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", target]
    if not (folder / "profile").exists():
        quiet = subprocess.DEVNULL
        subprocess.run([*command[:3], "--terminate_after_init"], stderr=quiet, check=False)
    return [*command, "--outdir", str(folder / "alone")]


def options() -> str:
    """The options of our PDFs."""
    from generator.products.pdf.converting import OPTIONS

    return OPTIONS


def taken(
    name: str, command: list[str], environment: dict[str, str], plain: Taken | None = None
) -> Taken:
    """Run it once and print what it took, and how much of ``plain`` that is."""
    used = Process(command, environment)()
    ratio = (
        f"   {used.cpu / plain.cpu:.2f}×, by the clock {used.wall / plain.wall:.2f}×"
        if plain
        else ""
    )
    print(
        f"{name:34}cpu {used.cpu / 1000:7.1f} s, clock {used.wall / 1000:7.1f} s{ratio}", flush=True
    )
    return used


_LONG = """
import sys
from pathlib import Path
from generator.products import pdf
from generator.workbook import office
def held():
    group = lambda p: p.joinpath("stat").read_text().rpartition(")")[2].split()[2]
    mine = str(office._living._process.pid) if office._living else ""
    all = [p for p in Path("/proc").iterdir() if p.name.isdigit() and p.joinpath("stat").exists()]
    status = [(p / "status").read_text() for p in all if group(p) == mine]
    return sum(int(s.split("VmRSS:")[1].split()[0]) for s in status if "VmRSS:" in s) // 1024
drafts = [Path(one).read_bytes() for one in sys.argv[2:]]
for number in range(1, int(sys.argv[1]) + 1):
    pdf.print_draft(drafts[number % len(drafts)])
    if number in (1, 10, 20, 30, 50, 100, 150, 200, 250) or number == int(sys.argv[1]):
        print(f"{number:5} documents: LibreOffice holds {held()} MiB", flush=True)
"""


def long_run(folder: Path, count: int, environment: dict[str, str]) -> None:
    """The memory of one LibreOffice over many documents."""
    books = copies(folder, len(BOOKS))
    gen = [sys.executable, "-m", "generator", "build", "--outputs", str(folder / "drafts")]
    Process([*gen, *books], environment)()
    drafts = map(str, (folder / "drafts").rglob("*稿.docx"))
    command = [sys.executable, "-c", _LONG, str(count), *drafts]
    subprocess.run(command, env=environment, check=True)


if __name__ == "__main__":
    main()
