"""What LibreOffice makes: a PDF of a draft, a workbook of a table in another format."""

from __future__ import annotations

import json

from generator.model import Finding, InputProblem, Severity
from generator.workbook.office import Converted, Job, NoOffice, NotConverted, NotMade, converted

_FILTER = {
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2b
    "PDFUACompliance": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportBookmarksToPDFDestination": ("boolean", "true"),
    "ExportNotes": ("boolean", "false"),
}
OPTIONS = json.dumps(
    {key: {"type": kind, "value": value} for key, (kind, value) in _FILTER.items()}
)


def pdf_of(docx: bytes, marks: tuple[str, ...] = ()) -> Converted:
    """The document as a tagged PDF/A-2b with bookmarks, and the pages of its headings.

    ``marks`` are the bookmarks whose pages take the places of marks (numbering.py).
    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    job = Job(".docx", "pdf", writer="writer_pdf_Export", options=OPTIONS, marks=marks)
    try:
        return converted(job, docx)
    except NotConverted as error:
        missing = isinstance(error, NoOffice)
        told = f"{error.told}{'，目录没有页码，也没有 PDF' if missing else ''}"
        left = "；目录的页码可在 Word 中右键目录、更新域得到" if missing else ""
        raise _problem(told, f"{error.remedy}Word 文件照常写出{left}。") from error


def xlsx_of(content: bytes) -> bytes:
    """A table in SpreadsheetML as .xlsx.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    remedy = "用 Excel 或 WPS 打开它，另存为「Excel 工作簿（*.xlsx）」，再给出另存的文件。"
    told = "名为表格，其实是「XML 表格 2003」文件"
    job = Job(".xml", "xlsx", reader="MS Excel 2003 XML", writer="Calc MS Excel 2007 XML")
    try:
        return converted(job, content).content
    except NoOffice as error:
        raise _problem(f"{told}，本机没有 LibreOffice，读不了", remedy) from error
    except NotMade as error:
        raise _problem(f"{told}，LibreOffice 读不了", remedy) from error
    except NotConverted as error:
        raise _problem(error.told, error.remedy) from error


def _problem(message: str, remedy: str) -> InputProblem:
    return InputProblem([Finding("P01", Severity.WARNING, message, remedy=remedy)])
