"""Reads a draft: its headings, paragraphs, tables and charts in order, with lxml alone."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

Table = list[list[str]]


@dataclass
class Chart:
    """Series name → the values of its categories, as they stand in the chart."""

    categories: list[str] = field(default_factory=list)
    series: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Section:
    """What stands below one heading, before the next."""

    part: str
    heading: str
    paragraphs: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)


def read(path: Path) -> list[Section]:
    """The sections of a draft; the first has its cover."""
    with zipfile.ZipFile(path) as archive:
        return list(_sections(archive))


def _sections(archive: zipfile.ZipFile) -> Iterator[Section]:
    levels, targets = _levels(archive), _targets(archive)
    body = etree.fromstring(archive.read("word/document.xml")).find(f"{_W}body")
    section = Section("", "")
    for block in _blocks(body):
        if block.tag == f"{_W}tbl":
            section.tables.append(_table(block))
            continue
        text, level = _text(block).strip(), levels.get(_style(block), "")
        if level == "toc" or not text:
            pass
        elif level:
            yield section
            part = text if text.startswith("第") and "部分" in text[:5] else section.part
            section = Section(part, text)
        else:
            section.paragraphs.append(text)
        for chart in block.iter(f"{_C}chart"):
            section.charts.append(_chart(archive, targets[chart.get(f"{_R}id")]))
    yield section


def _blocks(parent: Any) -> Iterator[Any]:
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag == f"{_W}sdt":
            yield from _blocks(child.find(f"{_W}sdtContent"))


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if found is None else str(found.get(f"{_W}val"))


def _levels(archive: zipfile.ZipFile) -> dict[str, str]:
    """Style → the level of a heading, ``toc`` for lines of the contents."""
    found = {}
    for style in etree.fromstring(archive.read("word/styles.xml")).iter(f"{_W}style"):
        named, level = style.find(f"{_W}name"), style.find(f"{_W}pPr/{_W}outlineLvl")
        name = "" if named is None else named.get(f"{_W}val", "").lower()
        if name.startswith("toc "):
            found[style.get(f"{_W}styleId")] = "toc"
        elif name.startswith("heading ") or (level is not None and level.get(f"{_W}val") != "9"):
            found[style.get(f"{_W}styleId")] = "heading"
    return found


def _targets(archive: zipfile.ZipFile) -> dict[str, str]:
    root = etree.fromstring(archive.read("word/_rels/document.xml.rels"))
    return {r.get("Id"): posixpath.normpath(f"word/{r.get('Target')}") for r in root}


def _text(element: Any) -> str:
    return "".join(node.text or "" for node in element.iter(f"{_W}t"))


def _table(table: Any) -> Table:
    """Cells as text; the paragraphs of a cell are parted by a line break."""
    rows = []
    for row in table.iter(f"{_W}tr"):
        cells = row.iterchildren(f"{_W}tc")
        rows.append(["\n".join(_text(p) for p in cell.iter(f"{_W}p")).strip() for cell in cells])
    return rows


def _chart(archive: zipfile.ZipFile, name: str) -> Chart:
    found = Chart()
    for series in etree.fromstring(archive.read(name)).iter(f"{_C}ser"):
        title = "".join(v.text or "" for v in series.find(f"{_C}tx").iter(f"{_C}v"))
        found.categories = [v.text or "" for v in series.find(f"{_C}cat").iter(f"{_C}v")]
        found.series[title] = [v.text or "" for v in series.find(f"{_C}val").iter(f"{_C}v")]
    return found
