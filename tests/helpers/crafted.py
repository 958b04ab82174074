"""Workbooks that no office program would write, made from the real one part by part."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.conftest import REAL

Change = Callable[[bytes], bytes]


def part_of(sheet: str) -> str:
    """The part that holds a sheet of the real workbook."""
    with zipfile.ZipFile(REAL) as archive:
        book = archive.read("xl/workbook.xml").decode()
        links = archive.read("xl/_rels/workbook.xml.rels").decode()
    (link,) = re.findall(rf'<sheet [^>]*name="{sheet}"[^>]*r:id="(\w+)"', book)
    relations: list[str] = re.findall(r"<Relationship [^>]*>", links)
    found = next(relation for relation in relations if f'Id="{link}"' in relation)
    return "xl/" + found.partition('Target="')[2].partition('"')[0].removeprefix("/xl/")


def crafted(
    path: Path,
    changes: Mapping[str, Change],
    added: Mapping[str, bytes] | None = None,
    renamed: Mapping[str, str] | None = None,
) -> Path:
    """The real workbook with some parts changed, others added or under another name."""
    with (
        zipfile.ZipFile(REAL) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            change = changes.get(name, bytes)
            target.writestr((renamed or {}).get(name, name), change(source.read(name)))
        for name, content in (added or {}).items():
            target.writestr(name, content)
    return path


def with_rows(path: Path, sheet: str, rows: str) -> Path:
    """The real workbook with more rows (XML) at the end of a sheet."""
    end = b"</sheetData>"
    return crafted(path, {part_of(sheet): lambda xml: xml.replace(end, rows.encode() + end)})
