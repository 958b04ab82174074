"""What the review page is made of: what it is given, and the document as blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from msgspec import Struct, field

from generator.checks import SheetTodo
from generator.document import Draft
from generator.document.charts import ChartData
from generator.editions import Edition
from generator.figures.arithmetic import Change
from generator.history.differences import Compared
from generator.history.returned.entries import ReviewEntry
from generator.model import Facts, Figure, Finding


class Covered(Struct, frozen=True):
    """How one rule came out: 通过, 有提示, 未通过, 不适用 or 未核对, after how many looks, and why."""

    rule: str
    name: str
    state: str
    looked: str = ""
    detail: str = ""


class Accepted(Struct, frozen=True):
    """A finding that a person has looked at and left standing, with the reason."""

    finding: Finding
    reason: str


class RequirementLine(Struct, frozen=True):
    """One line of what the regulations demand of a disclosure, and where it stands."""

    text: str
    state: str
    detail: str = ""


class Comparison(Struct, frozen=True):
    """The same amount this year, last year and, where there is one, in the budget."""

    label: str
    change: Change
    budget: Figure | None = None


class ShareList(Struct, frozen=True):
    """The shares of one list of the text, which together are a whole."""

    name: str
    shares: tuple[Figure, ...]


class ReviewInput(Struct, frozen=True):
    """Everything that the page shows.  ``draft_name`` is the file beside which it stands.

    ``identity`` is the number in the properties of that draft, "" for a preview.
    """

    draft_name: str
    workbook_name: str
    edition: Edition
    facts: Facts
    draft: Draft
    charts: Mapping[str, ChartData | None]
    findings: tuple[Finding, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    share_lists: tuple[ShareList, ...] = ()
    coverage: tuple[Covered, ...] = ()
    accepted: tuple[Accepted, ...] = ()
    requirements: tuple[RequirementLine, ...] = ()
    reviews: tuple[ReviewEntry, ...] = ()
    todo: tuple[SheetTodo, ...] = ()
    since: Compared | None = None
    live: bool = False
    identity: str = ""


# --- the document as blocks ------------------------------------------------------------------


class Piece(NamedTuple):
    """A stretch of text; ``spot`` is the number of the marked place, -1 for the template's own."""

    text: str
    spot: int = -1


class Paragraph(Struct, frozen=True, gc=False):
    """A paragraph.  ``level`` 0 is body text, 1–3 a heading, -1 the document's title."""

    kind: ClassVar[str] = "paragraph"
    pieces: tuple[Piece, ...]
    style: str = ""
    level: int = 0

    @property
    def text(self) -> str:
        """The words without marks."""
        return "".join(piece.text for piece in self.pieces)


class TableCell(NamedTuple):
    """A cell with how many columns and rows it covers."""

    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1


class DocumentTable(Struct, frozen=True):
    """A table; the first ``head`` rows are its header."""

    kind: ClassVar[str] = "table"
    rows: tuple[tuple[TableCell, ...], ...]
    head: int


class Chart(Struct, frozen=True):
    """A chart by its name in the document, with the text alternative that it has there."""

    kind: ClassVar[str] = "chart"
    name: str
    told: Paragraph


Block = Paragraph | DocumentTable | Chart


class Section(Struct, frozen=True):
    """A heading and the blocks up to the next one; the first section may have no heading."""

    id: str
    heading: Paragraph | None
    blocks: tuple[Block, ...] = field(default=())
