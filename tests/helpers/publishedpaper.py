"""The published document of 2023, mistakes and all, as the Word file that it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import docx
from docx.document import Document
from docx.table import Table

_SOURCE = Path(__file__).parent.parent / "golden" / "published-2023.md"
_TICKS = {'<input checked="" type="checkbox"/>': "☑", '<input type="checkbox"/>': "☐"}


def write_published(path: Path, draft: Path) -> None:
    """The text conversion with its headings as headings and its tables as tables.

    The conversion tore the official tables (columns of 公开05表 are lost): they are taken from the
    built draft, which ``test_golden`` holds to the published numbers.
    """
    document, rows = docx.Document(), list[list[str]]()
    official = iter(docx.Document(str(draft)).tables[:9])
    contents = True
    for line in (*_SOURCE.read_text("utf-8").splitlines(), ""):
        if "\t" in line:
            rows.append([_plain(cell) for cell in line.split("\t")])
            continue
        _table(document, rows, official)
        rows = []
        contents = contents and not line.startswith("# 第一部分")
        heading = re.match(r"#+ ", line)
        text = _plain(line.removeprefix(heading[0]) if heading else line)
        if text and heading and not contents:
            document.add_heading(text, level=min(heading[0].count("#"), 4))
        elif text:
            document.add_paragraph(text)
    document.save(str(path))


def _plain(text: str) -> str:
    for box, sign in _TICKS.items():
        text = text.replace(box, sign)
    return re.sub(r"<[^<>]*>|\*\*|^- ", "", text).strip()


def _table(document: Document, rows: list[list[str]], official: Iterator[Table]) -> None:
    if not rows:
        return
    if given := next(official, None):
        last = document.add_paragraph("")._p
        last.addnext(deepcopy(given._tbl))
        return
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=False):
            cell.text = text
