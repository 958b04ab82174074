"""A draft by its headings: paragraphs, tables and charts in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.document.word import WordDrawing, WordFile, WordTable, foreign_file

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
    return list(_sections(foreign_file(path.read_bytes())))


def _sections(file: WordFile) -> Iterator[Section]:
    section = Section("", "")
    for block in file.blocks:
        if isinstance(block, WordTable):
            section.tables.append(
                [["\n".join(cell.texts) for cell in row.cells] for row in block.rows]
            )
        elif isinstance(block, WordDrawing):
            section.charts += [_chart(block)] if block.series else []
        elif block.style.name.startswith("toc ") or not (text := block.text.strip()):
            continue
        elif block.style.level:
            yield section
            part = text if text.startswith("第") and "部分" in text[:5] else section.part
            section = Section(part, text)
        else:
            section.paragraphs.append(text)
    yield section


def _chart(drawing: WordDrawing) -> Chart:
    categories = [list(series.categories) for series in drawing.series]
    return Chart(categories[-1], {series.name: list(series.values) for series in drawing.series})
