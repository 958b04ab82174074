"""Turn the documents into pages and look at them: LibreOffice and Poppler, as functions.

Every program runs with `environment()`, so that tests/fonts.conf alone decides the fonts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

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


def to_pdf(docx: Path, folder: Path) -> Path:
    """The document as LibreOffice lays it out, written into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    pdf = folder / f"{docx.stem}.pdf"
    pdf.unlink(missing_ok=True)
    profile = (folder / "office-profile").resolve().as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf"]
    output = run(["soffice", *options, "--outdir", folder, docx])
    if not pdf.is_file():  # soffice ends with 0 even then
        raise OfficeError("\n".join([f"soffice wrote no {pdf.name}:", *output]))
    return pdf


def to_png(pdf: Path, folder: Path, dpi: int = 60) -> list[Path]:
    """One picture for each page, in page order."""
    folder.mkdir(parents=True, exist_ok=True)
    run(["pdftoppm", "-r", str(dpi), "-png", pdf, folder / pdf.stem])
    return sorted(file for file in folder.glob("*.png") if file.name.startswith(f"{pdf.stem}-"))


def page_texts(pdf: Path) -> list[str]:
    """The text of each page, set out as on the page."""
    return run(["pdftotext", "-layout", "-enc", "UTF-8", pdf, "-"])[0].split("\f")[:-1]


def page_sizes(pdf: Path) -> list[tuple[float, float]]:
    """The width and height of each page in points (A4 upright is 595 by 842)."""
    printed, _ = run(["pdfinfo", "-l", "-1", pdf])
    sizes = re.findall(r"^Page +\d+ size: +([\d.]+) x ([\d.]+) pts", printed, re.M)
    return [(float(width), float(height)) for width, height in sizes]


def fonts(pdf: Path) -> set[str]:
    """The PostScript names of the fonts in the file, without the prefix of a subset."""
    rows = run(["pdffonts", pdf])[0].splitlines()[2:]
    return {row.split()[0].split("+")[-1] for row in rows}
