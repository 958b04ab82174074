"""Opening a paper that may be anything: what it is by its content, never by its name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from generator.document.word import BODY, foreign_file
from generator.history.papers.blocks import PaperBlock
from generator.history.papers.pdf import (
    Locked,
    NoPdfReader,
    NoWords,
    how_to_install,
    pdf_blocks,
)
from generator.history.papers.reading import PaperRead, read_blocks
from generator.history.papers.word import blocks_of
from generator.model import Finding, InputProblem, Severity
from generator.workbook.office import Job, NotConverted, converted
from generator.workbook.package import MEGABYTE, Damaged, Package, TooMuch
from generator.workbook.reading import kinds
from generator.workbook.reading.limits import Overfull

T = TypeVar("T")
_MOST_FILE = 100 * MEGABYTE
_GIVE = "请给出部门决算公开的 Word 文档（.docx、.doc）或 PDF。"
_NOT = "，不是"  # what the names of kinds say of themselves where a workbook is asked for
_ENDINGS = (".docx", ".doc", ".wps", ".pdf")
_LOCKED, _UNLOCK = "设有打开密码", "取消密码（文件→信息→保护文档）后再试。"
_OLD_ENDINGS = (".doc", ".wps")
_OLD_WORD = "WordDocument".encode("utf-16-le")  # a stream of a .doc, of Word's or WPS's
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")


def is_paper(path: Path) -> bool:
    """True for a file whose name is that of a paper, not of a workbook."""
    return path.suffix.lower() in _ENDINGS


def read_paper(path: Path, edition_id: str | None = None) -> PaperRead:
    """Read a paper; under the edition of its year where none is given.

    Raises InputProblem for a file that cannot be opened, or is no 决算公开.
    """
    return opened(path, lambda blocks: read_blocks(blocks, path.name, edition_id))


def opened(path: Path, read: Callable[[tuple[PaperBlock, ...]], T]) -> T:
    """What ``read`` makes of the blocks of a paper.  Raises InputProblem as above."""
    content = _content(path)
    try:
        return read(_blocks(path, content))
    except Damaged as error:
        remedy = "重新取得这个文件；是 Word 文档的，也可以用 Word 或 WPS 打开，另存一次。"
        raise _problem(path, "内容已损坏", remedy) from error
    except (TooMuch, Overfull) as error:
        told = "内容多得不像一份决算公开"
        raise _problem(path, told, "把决算公开的正文复制到一个新的 Word 文档再试。") from error


def _blocks(path: Path, content: bytes) -> tuple[PaperBlock, ...]:
    if content.startswith(b"%PDF"):
        return _of_pdf(path, content)
    kind = kinds.by_content(content)
    if kind is kinds.PASSWORD:
        raise _problem(path, _LOCKED, _UNLOCK)
    old = path.suffix.lower() in _OLD_ENDINGS or _OLD_WORD in content
    if content.startswith(_OLE) and old:
        return blocks_of(foreign_file(_as_docx(path, content)))
    if kind is not None:
        raise _problem(path, _named(kind), _GIVE)
    package = Package(content)
    if BODY in package:
        return blocks_of(foreign_file(content))
    kind = kinds.by_parts(package)
    raise _problem(path, _named(kind) if kind else "是 Excel 工作簿，不是公开稿", _GIVE)


def _as_docx(path: Path, content: bytes) -> bytes:
    """An old Word document in today's format, made by LibreOffice."""
    try:
        return converted(Job(".doc", "docx", writer="MS Word 2007 XML"), content).content
    except NotConverted as error:
        told = f"是旧格式 Word 文档（.doc），要经 LibreOffice 转换；{error.told}"
        remedy = f"用 Word 或 WPS 把它另存为 .docx 再试；或者{error.remedy}"
        raise _problem(path, told, remedy) from error


def _of_pdf(path: Path, content: bytes) -> tuple[PaperBlock, ...]:
    try:
        return pdf_blocks(content)
    except NoPdfReader as error:
        to_word = "用 Word 打开这个 PDF，另存为 .docx，给出那个文件"
        remedy = f"{to_word}；能上网的，也可以{how_to_install()}，再试。"
        raise _problem(path, "读 PDF 要用 pdfplumber，还没有安装", remedy) from error
    except NoWords as error:
        remedy = "请给出 Word 文档，或者不是扫描的 PDF。"
        raise _problem(path, "里面没有文字，多半是扫描件", remedy) from error
    except Locked as error:
        raise _problem(path, _LOCKED, _UNLOCK) from error


def _named(kind: kinds.Kind) -> str:
    """What a file is, without the word that it is no workbook."""
    return kind.message.partition(_NOT)[0]


def _content(path: Path) -> bytes:
    if not path.exists():
        raise _problem(path, "没有这个文件", "检查文件名和所在文件夹。")
    if not path.is_file():  # a folder; a pipe or a device: reading it may never end
        raise _problem(path, "这是一个文件夹" if path.is_dir() else "不是普通文件", _GIVE)
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_FILE + 1)
    except OSError as error:
        remedy = "可能正在 Word 或 WPS 中打开：关闭后再试；或者检查文件权限。"
        raise _problem(path, "文件打不开", remedy) from error
    if len(content) > _MOST_FILE:
        raise _problem(path, f"文件超过 {_MOST_FILE // MEGABYTE} MB", "删去里面的图片，另存一次。")
    return content


def _problem(path: Path, told: str, remedy: str) -> InputProblem:
    name = path.name.encode("utf-8", "replace").decode("utf-8")
    return InputProblem([Finding("I50", Severity.ERROR, f"{name}：{told}", remedy=remedy)])
