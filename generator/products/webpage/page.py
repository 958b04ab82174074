"""The page: headings with anchors, contents, paragraphs, charts, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from markupsafe import Markup

from generator.document import Draft
from generator.document.charts import ChartData, charts
from generator.editions import Edition
from generator.figures.disclosure import Disclosure
from generator.products.review.drawing import picture
from generator.products.review.model import Block, Chart, DocumentTable, Paragraph, Section
from generator.products.review.reading import sections
from generator.products.webpage.tables import TableWriter, inline

_FOLDER = Path(__file__).parent
_DRAFT = Markup('<p class="mark">征求意见稿</p>')
_ABOVE = ("TableTitle", "TableNumber", "TableHead", "TableHeadWide")  # go into the caption
_CLASSES = {"TableNote": "note", "Date": "date", "Caption": "caption"}


def webpage(made: Disclosure, edition: Edition, draft: Draft, final: bool) -> bytes:
    """The document as a page in UTF-8.  One that is not ``final`` says so at its head."""
    document = sections(draft)
    writer = _Writer(TableWriter(draft), charts(made, edition.amount_digits))
    cover, rest = document[0], document[1:]
    page = Markup((_FOLDER / "page.html").read_text("utf-8")).format(
        title="".join(b.text for b in cover.blocks if isinstance(b, Paragraph) and b.level < 0),
        css=Markup((_FOLDER / "page.css").read_text("utf-8")),
        mark="" if final else _DRAFT,
        cover=Markup("\n").join(writer.blocks(cover)),
        contents=_contents(rest),
        body=Markup("\n").join(part for section in rest for part in writer.section(section)),
    )
    return page.encode("utf-8")


def _contents(document: Iterable[Section]) -> Markup:
    headings = [(s.id, s.heading) for s in document if s.heading and s.heading.level <= 2]
    return Markup("\n").join(
        Markup('<li class="level{}"><a href="#{}">{}</a></li>').format(h.level, anchor, h.text)
        for anchor, h in headings
    )


@dataclass
class _Writer:
    tables: TableWriter
    charts: Mapping[str, ChartData | None]
    heading: str = ""

    def section(self, section: Section) -> Iterator[Markup]:
        """The heading of a section with its anchor, then its blocks."""
        if section.heading:
            self.heading = section.heading.text
            yield Markup('<h{n} id="{id}">{text}</h{n}>').format(
                n=section.heading.level + 1, id=section.id, text=self.heading
            )
        yield from self.blocks(section)

    def blocks(self, section: Section) -> Iterator[Markup]:
        """What stands above a table goes into its caption, a chart's title below the chart."""
        above: list[str] = []
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            if isinstance(block, DocumentTable):
                yield self.tables.table(block, above or [self.heading], official=bool(above))
                above = []
            elif isinstance(block, Chart):
                yield self._chart(block, following)
            elif block.style in _ABOVE:
                above.append(block.text.strip())
            elif block.style != "Caption":
                yield _paragraph(block)

    def _chart(self, chart: Chart, following: Block | None) -> Markup:
        data = self.charts.get(chart.name)
        if data is None:
            return Markup("")
        caption = chart.name
        if isinstance(following, Paragraph) and following.style == "Caption":
            caption = following.text
        return Markup("<figure>{}<figcaption>{}</figcaption></figure>").format(
            picture(chart.name, data), caption
        )


def _paragraph(paragraph: Paragraph) -> Markup:
    if paragraph.level < 0:
        return Markup("<h1>{}</h1>").format(inline(paragraph))
    kind = _CLASSES.get(paragraph.style)
    start = Markup('<p class="{}">').format(kind) if kind else Markup("<p>")
    return start + inline(paragraph) + Markup("</p>")
