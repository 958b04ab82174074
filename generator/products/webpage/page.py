"""The page: headings with anchors, contents, paragraphs, charts, tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from generator.document import Draft
from generator.document.charts import ChartData, charts
from generator.editions import Edition
from generator.figures.disclosure import Disclosure
from generator.products.pages import rendered, static
from generator.products.review.drawing import picture
from generator.products.review.model import Block, Chart, DocumentTable, Paragraph, Section
from generator.products.review.reading import sections
from generator.products.webpage.tables import TableReader

_ABOVE = ("TableTitle", "TableNumber", "TableHead", "TableHeadWide")  # go into the caption
_CLASSES = {"TableNote": "note", "Date": "date", "Caption": "caption"}


def webpage(
    made: Disclosure,
    edition: Edition,
    draft: Draft,
    final: bool,
    beside: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The document as a page in UTF-8.  One that is not ``final`` says so at its head.

    ``beside`` are names and relative addresses of the same in other formats.
    """
    cover, *rest = sections(draft)
    page = rendered(
        "web.html.j2",
        title=" ".join(_title_words(cover)),
        css=static("web.css"),
        final=final,
        beside=[(name, quote(address)) for name, address in beside],
        cover=cover,
        rest=rest,
        reader=_PageReader(TableReader(draft), charts(made, edition.money)),
    )
    return page.encode("utf-8")


class _PageReader(Struct):
    tables: TableReader
    charts: Mapping[str, ChartData | None]
    heading: str = ""

    def blocks(self, section: Section) -> Iterator[tuple[str, Any, str]]:
        """Kind, block and caption or class of each block, in order.

        What stands above a table goes into its caption, a chart's title below the chart.
        """
        self.heading = section.heading.text if section.heading else self.heading
        above: list[str] = []
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, DocumentTable):
                caption = above or [self.heading]
                yield "table", self.tables.table(block, caption, official=bool(above)), ""
                above = []
            elif isinstance(block, Chart):
                if data := self.charts.get(block.name):
                    yield "chart", picture(block.name, data), _title(block, following)
            elif block.style in _ABOVE:
                above.append(block.text.strip())
            elif block.style != "Caption":
                kind = "title" if block.level < 0 else "paragraph"
                yield kind, block, _CLASSES.get(block.style, "")


def _title_words(cover: Section) -> Iterator[str]:
    """The title of the document in pieces, its lines apart."""
    for block in cover.blocks:
        if isinstance(block, Paragraph) and block.level < 0:
            yield from block.text.split()


def _title(chart: Chart, following: Block | None) -> str:
    if isinstance(following, Paragraph) and following.style == "Caption":
        return following.text
    return chart.name
