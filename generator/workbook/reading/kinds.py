"""What a file is that is no workbook: by its first bytes, or by the parts of its archive."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from generator.model import regex
from generator.workbook.package import Damaged, Package, TooMuch


class Kind(NamedTuple):
    """What to say of a file, and what to do with it."""

    message: str
    remedy: str


_GIVE = "请给出 .xlsx 工作簿。"
_READ = "是公开过的决算的，用 gen read 读回成工作簿；不是的，请给出 .xlsx 工作簿。"
_SAVE_AS = "用 Excel 或 WPS 另存为「Excel 工作簿（*.xlsx）」。"
_PASTE = "用 gen new 年度 新建工作簿，把数据粘贴进去；只另存为 .xlsx 不行。"
_UNPACK = "先解压，再给出里面的 .xlsx 工作簿。"

EMPTY = Kind("是空文件，不是 .xlsx 工作簿", _PASTE)
CUT = Kind("文件不完整（可能没有下载完或传输中断）", "重新取得这个文件。")
DAMAGED = Kind("内容已损坏，读不出工作表", "用 Excel 或 WPS 打开并另存一次。")
PASSWORD = Kind("工作簿设有打开密码", "在 Excel 中取消密码（文件→信息→保护工作簿）后再试。")
# Such software lets only listed programs see the content; saving anew encrypts it again.
ENCRYPTED = Kind(
    "内容既不是表格也不是文字，多半被加密软件或密级标签加密了",
    "请管理员解密这个文件，或者把 Python（运行 gen 的程序）列入允许打开的程序；"
    "在受控的电脑上另存、新建的文件同样会被加密，换文件没有用。",
)

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
OLD = Kind("是旧格式 .xls 文件", _SAVE_AS)
WORD = Kind("是 Word 文档，不是 Excel 工作簿", _READ)
BINARY = Kind("是二进制工作簿（.xlsb）", _SAVE_AS)
OPEN_DOCUMENT = Kind("是 OpenDocument 表格（.ods）", _SAVE_AS)
XML_2003 = Kind("是「XML 表格 2003」文件", _SAVE_AS)
HTML = Kind("是网页（HTML），有的系统把它导出成 .xls，不是 .xlsx 工作簿", _PASTE)
TEXT = Kind("是文本文件（如 .csv、.txt），不是 .xlsx 工作簿", _PASTE)
_PICTURE = Kind("是图片，不是 .xlsx 工作簿", _GIVE)
_PACKED = Kind("是压缩包，不是 .xlsx 工作簿", _UNPACK)
_HEADS: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF", Kind("是 PDF 文件，不是 .xlsx 工作簿", _READ)),
    (rb"{\rtf", Kind("是 RTF 文档，不是 .xlsx 工作簿", _GIVE)),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!", _PACKED),
    (b"7z\xbc\xaf", _PACKED),
    (b"\x1f\x8b", _PACKED),
)
_OLE_STREAMS = (
    ("EncryptedPackage", PASSWORD),
    ("WordDocument", Kind("是旧格式 Word 文档（.doc），不是 Excel 工作簿", _READ)),
    ("PowerPoint Document", Kind("是演示文稿（.ppt），不是 Excel 工作簿", _GIVE)),
)
_PARTS = (
    ("word/document.xml", WORD),
    ("ppt/presentation.xml", Kind("是演示文稿（.pptx），不是 Excel 工作簿", _GIVE)),
    ("xl/workbook.bin", BINARY),
    ("OFD.xml", Kind("是 OFD 版式文件，不是 .xlsx 工作簿", _PASTE)),
    ("Index/Document.iwa", Kind("是 Numbers 表格，不是 .xlsx 工作簿", _PASTE)),
)
_WORDS = (
    (
        regex(r"urn:schemas-microsoft-com:office:spreadsheet|progid=.Excel\.Sheet"),
        XML_2003,
    ),
    (
        regex(r"<(?:!doctype html|html|head|meta|table|body)\b", re.IGNORECASE),
        HTML,
    ),
    (regex(r"\A\s*MIME-Version:"), Kind("是单个网页文件（.mht），不是 .xlsx 工作簿", _PASTE)),
)
_CONTROLS = regex(r"[\x00-\x08\x0e-\x1f\x7f]")


def by_content(content: bytes) -> Kind | None:
    """What a file is by its first bytes; None for a zip archive."""
    if not content:
        return EMPTY
    if content.startswith(b"PK"):
        return None
    if content.startswith(_OLE):
        return _old_office(content)
    known = next((kind for head, kind in _HEADS if content.startswith(head)), None)
    return known or _by_words(content)


def _old_office(content: bytes) -> Kind:
    for name, kind in _OLE_STREAMS:
        if name.encode("utf-16-le") in content:
            return kind
    return OLD


def _by_words(content: bytes) -> Kind:
    if not content.strip(b"\0"):
        message = "内容全是空的，多半是保存或同步时中断了"
        return Kind(message, "取回备份或重新同步；在网盘里的，等它同步完。")
    text = _text(content[: 64 * 1024])
    if text is None:
        return ENCRYPTED
    known = next((kind for pattern, kind in _WORDS if pattern.search(text)), None)
    return known or TEXT


def _text(head: bytes) -> str | None:
    """The beginning as words; None where it is none in any usual encoding."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()  # the last character may be cut
        try:
            text = decoder.decode(head)
        except UnicodeDecodeError:
            continue
        return None if _CONTROLS.search(text) else text
    return None


def by_parts(package: Package) -> Kind | None:
    """What an archive is; None for a workbook."""
    if "xl/workbook.xml" in package:
        return None
    for part, kind in _PARTS:
        if part in package:
            return kind
    if _open_document(package):
        return OPEN_DOCUMENT
    if any(name.lower().endswith((".xlsx", ".xls")) for name in package.names):
        return _PACKED
    return Kind("不是 .xlsx 工作簿", _SAVE_AS)


def _open_document(package: Package) -> bool:
    try:
        return b"opendocument.spreadsheet" in package.read("mimetype")
    except (Damaged, TooMuch):
        return False
