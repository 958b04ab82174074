"""LibreOffice: one document in, one PDF out; a web page or XML in, a table out."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.history.leftovers import PREFIX, SUFFIX, sweep
from generator.model import Finding, InputProblem, Severity

_TIMEOUT = 180  # seconds for one conversion
_FILTER = {
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2b
    "PDFUACompliance": ("boolean", "true"),
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportBookmarksToPDFDestination": ("boolean", "true"),
    "ExportNotes": ("boolean", "false"),
}

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_SETTINGS = (
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_SCRIPTING, "DisableActiveContent", "true"),
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "2"),  # never
)
_PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">\n'
    + "".join(
        f'<item oor:path="{place}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>\n"
        for place, name, value in _SETTINGS
    )
    + "</oor:items>\n"
)


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


def pdf_of(docx: bytes) -> bytes:
    """The document as a tagged PDF/A-2b with bookmarks.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    program = office()
    if program is None:
        remedy = (
            "安装 LibreOffice（libreoffice.org；Debian：apt install libreoffice-writer）后再运行。"
            "Word 文件照常写出；目录的页码可在 Word 中右键目录、更新域得到。"
        )
        raise _problem("没有找到 LibreOffice，目录没有页码，也没有 PDF", remedy)
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, suffix=SUFFIX) as name:
        folder = Path(name)
        (folder / "draft.docx").write_bytes(docx)
        _lock(folder / "profile")
        filtered = {key: {"type": kind, "value": value} for key, (kind, value) in _FILTER.items()}
        options = ["--convert-to", f"pdf:writer_pdf_Export:{json.dumps(filtered)}"]
        _convert(program, folder, "draft.docx", options)
        pdf = folder / "draft.pdf"
        if not pdf.is_file():
            raise _problem("LibreOffice 没有生成 PDF", "先在 LibreOffice 中打开草稿看看。")
        return pdf.read_bytes()


_IMPORTS = {"xml": "MS Excel 2003 XML", "html": "HTML (StarCalc)"}


def xlsx_of(content: bytes, kind: str) -> bytes:
    """A table of the kind "xml" (SpreadsheetML) or "html" as .xlsx.

    Raises InputProblem when LibreOffice is missing, fails or takes too long.
    """
    program = office()
    remedy = "用 Excel 或 WPS 打开它，另存为「Excel 工作簿（*.xlsx）」，再给出另存的文件。"
    told = {"xml": "「XML 表格 2003」文件", "html": "网页（HTML）"}[kind]
    if program is None:
        raise _problem(f"名为表格，其实是{told}，本机没有 LibreOffice，读不了", remedy)
    sweep(Path(tempfile.gettempdir()))
    with tempfile.TemporaryDirectory(prefix=PREFIX, suffix=SUFFIX) as name:
        folder = Path(name)
        (folder / f"table.{kind}").write_bytes(content)
        _lock(folder / "profile")
        options = [f"--infilter={_IMPORTS[kind]}", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
        _convert(program, folder, f"table.{kind}", options)
        made = folder / "table.xlsx"
        if not made.is_file():
            raise _problem(f"名为表格，其实是{told}，LibreOffice 读不了", remedy)
        return made.read_bytes()


def _lock(profile: Path) -> None:
    """A profile that fetches nothing from elsewhere and runs nothing that a document brings."""
    user = profile / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")


def _convert(program: Path, folder: Path, file: str, options: Sequence[str]) -> None:
    """Each conversion has a profile of its own, so that several can run at once."""
    command = [
        str(program),
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        *options,
        "--outdir",
        str(folder),
        str(folder / file),
    ]
    try:
        _run(command)
    except subprocess.TimeoutExpired as error:
        message = f"LibreOffice {_TIMEOUT} 秒内没有完成转换，已停止"
        raise _problem(message, "关闭其他程序后再试。") from error
    except OSError as error:
        message = f"LibreOffice 不能运行（系统错误，代号 {error.errno}）"
        raise _problem(message, f"检查 {program}，或重新安装 LibreOffice。") from error


def _run(command: Sequence[str]) -> None:
    """Run to the end; whatever interrupts it, the program and what it started end too."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True
    ) as process:
        try:
            process.wait(_TIMEOUT)
        finally:
            if process.poll() is None:
                _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """soffice is a script around the program that works: both must go."""
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
        subprocess.run(tree, capture_output=True, check=False)
    else:
        os.killpg(process.pid, signal.SIGKILL)


def _problem(message: str, remedy: str) -> InputProblem:
    return InputProblem([Finding("P01", Severity.WARNING, message, remedy=remedy)])
