"""A workbook as a file: the same content gives the same bytes."""

from __future__ import annotations

import errno
import gc
import io
import sys
import tempfile
import zipfile
from datetime import datetime

from lxml.etree import SerialisationError
from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from generator.model import regex

CREATED = datetime(2000, 1, 1)
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_MODIFIED = regex(rb"(<dcterms:modified[^>]*>)[^<]*")


def describe(book: Workbook, title: str) -> None:
    """Title and author in the file's properties, with a fixed time."""
    book.properties.title = title
    book.properties.creator = "gen"
    book.properties.created = CREATED


def packed(book: Workbook) -> bytes:
    """The file's bytes, with fixed times instead of the clock's.

    Raises OSError when openpyxl's temporary files cannot be written.
    """
    written, result = io.BytesIO(), io.BytesIO()
    _save(book, written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + f"{CREATED:%Y-%m-%dT%H:%M:%SZ}".encode(), data)
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return result.getvalue()


def _save(book: Workbook, target: io.BytesIO) -> None:
    """Raises OSError where the folder of temporary files is full."""
    complain, full = sys.unraisablehook, False
    # openpyxl leaves a half-written sheet behind, which complains again when it is collected.
    sys.unraisablehook = lambda _: None
    try:
        try:
            # As book.save does, but packed only once: what is written here is read again at once.
            ExcelWriter(book, zipfile.ZipFile(target, "w")).save()
        except SerialisationError:
            full = True
        if full:
            gc.collect()
    finally:
        sys.unraisablehook = complain
    if full:
        folder = tempfile.gettempdir()
        raise OSError(errno.ENOSPC, f"no room for temporary files in {folder}", folder)
