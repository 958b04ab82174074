"""Run LibreOffice and other programs in the tests.

Every program runs with `environment()`, so that tests/fonts.conf alone decides the fonts.
LibreOffice is the one that the program keeps alive: one for each process of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from generator.workbook.office import Job, converted

WRITERS = {
    "docx": "MS Word 2007 XML",
    "doc": "MS Word 97",
    "ods": "calc8",
    "pdf": "writer_pdf_Export",
    "xls": "MS Excel 97",
    "xlsx": "Calc MS Excel 2007 XML",
}
FONT_RULES = Path(__file__).resolve().parents[1] / "fonts.conf"


class OfficeError(RuntimeError):
    """A program failed; the text is what it printed."""


def environment() -> dict[str, str]:
    """This process's environment with the tests' own fonts and a locale that knows Chinese."""
    return {**os.environ, "FONTCONFIG_FILE": str(FONT_RULES), "LC_ALL": "C.UTF-8"}


def run(command: Sequence[str | Path], timeout: float = 180) -> tuple[str, str]:
    """What a program prints and complains; OfficeError when it fails, is missing or hangs."""
    program, *arguments = map(str, command)
    found = shutil.which(program)
    if found is None:
        raise OfficeError(f"{program} is not on PATH: run the tests with `python3 run.py test`")
    with subprocess.Popen(
        [found, *arguments],
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        try:
            printed, complaints = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            process.terminate()  # soffice passes this on to the process that does the work
            raise OfficeError(f"{program} took longer than {timeout} s") from None
    if process.returncode:
        raise OfficeError(f"{program} ended with {process.returncode}:\n{printed}{complaints}")
    return printed, complaints


def saved(path: Path, kind: str, folder: Path) -> Path:
    """The file as LibreOffice saves it, under its name, with another ending where that differs."""
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{path.stem}.{kind}"
    made.write_bytes(
        converted(Job(path.suffix, kind, writer=WRITERS[kind]), path.read_bytes()).content
    )
    return made
