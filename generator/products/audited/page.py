"""The page of an audit: the paper's own text, its numbers with what they should be made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec import field
from msgspec.structs import replace

from generator.checks.engine import telling
from generator.document import Draft
from generator.history.audited import Audit, NumberStanding
from generator.history.audited.places import PaperPlaces
from generator.model import Cell, Facts, Figure, Finding, Row, Table
from generator.products.audited.reading import PaperPage
from generator.products.pages import rendered, static
from generator.products.review import results
from generator.products.review.body import BodyReader, style_class
from generator.products.review.catalogue import Catalogue
from generator.products.review.checked import covered
from generator.products.review.marking import ChangeMarks
from generator.products.review.model import Block, ReviewInput
from generator.products.review.results import ListedFinding


class PaperReader(BodyReader):
    """Reads the paper for the page; findings stand behind the block that they name."""

    behind: Mapping[int, list[tuple[int, Finding]]] = field(default_factory=dict)

    def notes(self, block: Block) -> Iterator[tuple[int, Finding]]:
        """The findings to be told behind a block, with their numbers."""
        yield from self.behind.get(id(block), ())


def audit_page(found: Audit, name: str) -> str:
    """The page of the paper called ``name``.  The same paper gives the same page."""
    facts, draft = _placed(found)
    listed = tuple(results.listed_findings(found.findings))
    paper = PaperPage(found)
    document = paper.sections()
    at = [_block_of(entry.finding, found) for entry in listed]
    given = ReviewInput(name, name, found.paper.edition, facts, draft, {}, found.findings)
    catalogue = Catalogue(facts, found.paper.edition)
    reader = PaperReader(given, catalogue, ChangeMarks(None), draft.spots, {})
    reader.behind = _behind(listed, at, paper)
    counts = Counter(number.standing for number in found.numbers)
    return rendered(
        "audit.html.j2",
        name=name,
        found=found,
        document=document,
        reader=reader,
        listed=listed,
        weights=results.weights(listed),
        places=[paper.anchors.get(block, "") for block in at],
        standings=[(standing, counts[standing]) for standing in NumberStanding],
        unjudged=[n for n in found.numbers if n.standing is NumberStanding.UNJUDGED],
        coverage=results.coverage_table(covered(found.report)),
        results=results,
        telling=telling,
        style_class=style_class,
        css=static("page.css"),
        js=static("waiting.js") + static("page.js"),
    )


def _block_of(finding: Finding, found: Audit) -> int:
    """The block of the first place of a finding that is one of the paper, -1 for none."""
    return next((s.block for c in finding.cells if (s := found.spots.get(c))), -1)


def _behind(
    listed: Sequence[ListedFinding], at: Sequence[int], paper: PaperPage
) -> dict[int, list[tuple[int, Finding]]]:
    blocks = dict(zip(paper.anchors, paper.blocks, strict=True))
    found: dict[int, list[tuple[int, Finding]]] = {}
    for entry, block in zip(listed, at, strict=True):
        if not entry.lead and block >= 0:
            found.setdefault(blocks[block], []).append((entry.number, entry.finding))
    return found


# --- places of the paper for cells -------------------------------------------------------------


def _placed(found: Audit) -> tuple[Facts, Draft]:
    """The facts and the draft with places of the paper for the cells of a workbook."""
    move = _Moved(found.places)
    tables = {key: move.table(table) for key, table in found.book.facts.tables.items()}
    printed = tuple(move.figure(figure) for figure in found.draft.printed)
    typed = tuple(
        replace(text, cell=move.cell(text.cell)) if text.cell else text
        for text in found.draft.typed
    )
    return Facts(tables), replace(found.draft, printed=printed, typed=typed)


class _Moved:
    def __init__(self, places: PaperPlaces) -> None:
        self._places = places
        self._figures: dict[int, tuple[Figure, Figure]] = {}

    def cell(self, cell: Cell) -> Cell:
        place = self._places.cell(cell)
        return place if place is not cell else replace(cell, address="")

    def table(self, table: Table) -> Table:
        rows = tuple(
            Row(r.key, {k: replace(f, cell=self.cell(f.cell)) for k, f in r.cells.items()})
            for r in table.rows
        )
        return replace(table, rows=rows, by_key={row.key: row for row in rows})

    def figure(self, figure: Figure) -> Figure:
        """Each figure once: they share their parts."""
        if id(figure) not in self._figures:
            cells = tuple(dict.fromkeys(map(self.cell, figure.cells)))
            parts = tuple(map(self.figure, figure.parts))
            self._figures[id(figure)] = figure, replace(figure, cells=cells, parts=parts)
        return self._figures[id(figure)][1]
