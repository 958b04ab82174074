"""The four workbooks as parts, and parts as a workbook again."""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parents[3]
BASES = (ROOT / "inputs/2023.xlsx", *sorted((ROOT / "inputs/examples").glob("*.xlsx")))
GUIDE = "填表说明"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK, LINKS, TYPES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"

Parts = dict[str, bytes]


def tag(name: str) -> str:
    """The name of an element of a sheet."""
    return f"{{{MAIN}}}{name}"


@cache
def content(base: int) -> bytes:
    """A workbook as it stands."""
    return BASES[base].read_bytes()


@cache
def _parts(base: int) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content(base))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def parts(base: int, shared: bool = False) -> Parts:
    """Its parts; ``shared``: with the texts in one list, as Excel saves them."""
    return dict(_shared(base) if shared else _parts(base))


@cache
def packed_base(base: int, shared: bool) -> bytes:
    """The unspoilt workbook."""
    return packed(parts(base, shared)) if shared else content(base)


def packed(found: Parts) -> bytes:
    """A workbook of these parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in found.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def sheet_parts(found: Parts) -> dict[str, str]:
    """Sheet name → part."""
    links = {}
    for link in re.findall(r"<Relationship [^>]*>", found[LINKS].decode()):
        named = dict(re.findall(r'(\w+)="([^"]*)"', link))
        links[named["Id"]] = "xl/" + named["Target"].removeprefix("/xl/")
    book = etree.fromstring(found[BOOK])
    return {s.get("name"): links[s.get(f"{{{_R}}}id")] for s in book.iter(tag("sheet"))}


@cache
def _shared(base: int) -> Parts:
    found, texts = dict(_parts(base)), dict[bytes, int]()
    for part in sheet_parts(found).values():
        root = etree.fromstring(found[part])
        for cell in root.iter(tag("c")):
            item = cell.find(tag("is"))
            if item is not None:
                item.tag = tag("si")
                text = etree.tostring(item)
                cell.remove(item)
                cell.set("t", "s")
                etree.SubElement(cell, tag("v")).text = str(texts.setdefault(text, len(texts)))
        found[part] = etree.tostring(root)
    items = b"".join(texts)
    found[STRINGS] = f'<sst xmlns="{MAIN}">'.encode() + items + b"</sst>"
    _link_strings(found)
    return found


def _link_strings(found: Parts) -> None:
    link = (
        f'<Relationship Id="rIdStrings" Type="{_R}/sharedStrings" Target="/xl/sharedStrings.xml"/>'
    )
    kind = (
        '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.spreadsheetml.sharedStrings+xml"/>'
    )
    for part, end, added in ((LINKS, "</Relationships>", link), (TYPES, "</Types>", kind)):
        found[part] = found[part].decode().replace(end, added + end).encode()
