"""Pages: the PDF of a draft through LibreOffice, and the page numbers of its contents.

LibreOffice lays the document out once; the page of every heading is read from the PDF's named
destinations and written into the contents' PAGEREF fields, which stay real fields.  A second
layout with the numbers in gives the PDF.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from generator.document.rendering import zipped
from generator.model import Finding, InputProblem, Severity

_DOCUMENT = "word/document.xml"
_TIMEOUT = 180  # seconds for one conversion
_FILTER = {
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2b
    "PDFUACompliance": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportBookmarksToPDFDestination": ("boolean", "true"),
    "ExportNotes": ("boolean", "false"),
}
_FIELD = re.compile(
    r"(PAGEREF (?P<name>_Toc\w+) [^<]*</w:instrText></w:r>"
    r'<w:r>(?:(?!</w:r>).)*w:fldCharType="separate"/></w:r>)'
    r"(?P<result>.*?)"
    r'(<w:r>(?:(?!</w:r>).)*w:fldCharType="end"/></w:r>)',
    re.DOTALL,
)
_PROPERTIES = re.compile(r"<w:rPr>.*?</w:rPr>", re.DOTALL)


@dataclass(frozen=True)
class Laid:
    """A document as it was laid out: its PDF, and the printed page of each bookmark."""

    pdf: bytes
    pages: dict[str, int]


def office() -> Path | None:
    """LibreOffice's program; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found:
        return Path(found)
    usual = [
        Path(os.environ.get("PROGRAMFILES", "C:/Program Files"))
        / "LibreOffice/program/soffice.exe",
        Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    ]
    return next((path for path in usual if path.is_file()), None)


@dataclass(frozen=True)
class Printed:
    """A document with its contents' page numbers filled in, and its PDF."""

    docx: bytes
    pdf: bytes


def print_draft(docx: bytes) -> Printed:
    """Lay out, fill in the page numbers, lay out again.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    first = lay_out(docx)
    numbered = _renumbered(docx, first.pages)
    return Printed(numbered, lay_out(numbered).pdf)


def _renumbered(docx: bytes, pages: dict[str, int]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        order = tuple(archive.namelist())
        members = {name: archive.read(name) for name in order}
    document = members[_DOCUMENT].decode("utf-8")
    members[_DOCUMENT] = with_page_numbers(document, pages).encode("utf-8")
    return zipped(members, order)


def lay_out(docx: bytes) -> Laid:
    """Convert a document.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    program = office()
    if program is None:
        remedy = (
            "安装 LibreOffice（libreoffice.org；Debian：apt install libreoffice-writer）后再运行。"
            "Word 文件照常写出；目录的页码可在 Word 中右键目录、更新域得到。"
        )
        raise _problem("没有找到 LibreOffice，目录没有页码，也没有 PDF", remedy)
    with tempfile.TemporaryDirectory(prefix="gen-") as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(docx)
        _convert(program, folder)
        pdf = folder / "draft.pdf"
        if not pdf.is_file():
            raise _problem("LibreOffice 没有生成 PDF", "先在 LibreOffice 中打开草稿看看。")
        return Laid(pdf.read_bytes(), _bookmark_pages(pdf))


def _convert(program: Path, folder: Path) -> None:
    """Each conversion has a profile of its own, so that several can run at once."""
    options = {key: {"type": kind, "value": value} for key, (kind, value) in _FILTER.items()}
    command = [
        str(program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        f"pdf:writer_pdf_Export:{json.dumps(options)}",
        "--outdir",
        str(folder),
        str(folder / "draft.docx"),
    ]
    try:
        subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=_TIMEOUT
        )
    except subprocess.TimeoutExpired as error:
        message = f"LibreOffice {_TIMEOUT} 秒内没有完成转换"
        raise _problem(message, "关闭其他程序后再试。") from error


def _bookmark_pages(pdf: Path) -> dict[str, int]:
    """Bookmark → page as printed: the page of the first heading is page 1."""
    from pypdf import PdfReader

    reader = PdfReader(pdf)
    physical = {
        f"_{found.group()}": number
        for name, destination in reader.named_destinations.items()
        if (found := re.search(r"Toc\w+$", name))  # LibreOffice writes the underscore as 5F
        and (number := reader.get_destination_page_number(destination)) is not None
    }
    first = min(physical.values(), default=0)
    return {name: number - first + 1 for name, number in physical.items()}


def with_page_numbers(document: str, pages: dict[str, int]) -> str:
    """document.xml with the numbers as the results of its PAGEREF fields.

    A bookmark without a known page keeps what stands there.
    """

    def numbered(match: re.Match[str]) -> str:
        page = pages.get(match["name"])
        if page is None:
            return match.group()
        properties = _PROPERTIES.search(match["result"])
        style = properties.group() if properties else ""
        return f"{match[1]}<w:r>{style}<w:t>{page}</w:t></w:r>{match[4]}"

    return _FIELD.sub(numbered, document)


def _problem(message: str, remedy: str) -> InputProblem:
    return InputProblem([Finding("P01", Severity.WARNING, message, remedy=remedy)])
