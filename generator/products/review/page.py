"""The review page: one HTML file with everything in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.checks.engine import telling
from generator.checks.engine.todo import total
from generator.document import spots_of
from generator.history.differences import shortened
from generator.model import Finding
from generator.products.pages import macro, rendered, static
from generator.products.review import results
from generator.products.review.body import BodyReader, style_class
from generator.products.review.catalogue import Catalogue
from generator.products.review.marking import ChangeMarks
from generator.products.review.model import ReviewInput, Section
from generator.products.review.reading import sections_in_turn
from generator.products.review.results import ListedFinding, ResultTable
from generator.products.review.roundings import roundings
from generator.products.review.waiting import Stretch, guessed_height, in_turn, stretches


class Part(NamedTuple):
    """What follows the document under a heading; most are a ``table``."""

    id: str
    heading: str
    table: ResultTable | None = None


def review_page(given: ReviewInput) -> str:
    """The page of one draft.  The same input gives the same page."""
    return b"".join(page_parts(given)).decode("utf-8")


def page_parts(given: ReviewInput) -> Iterator[bytes]:
    """The page in UTF-8, piece by piece: as one text it is four times as large."""
    places = given.draft.spots
    listed = tuple(results.listed_findings(given.findings))
    numbers = [spot.number if spot else -1 for spot in spots_of(given.findings, places)]
    reader = BodyReader(
        given,
        Catalogue(given.facts, given.edition),
        ChangeMarks(given.since),
        places,
        _at_spots(listed, numbers),
    )
    # The document first: what stands before it says what is found in it.
    headings, text = list[Section](), list[Stretch]()
    for section in sections_in_turn(given.draft):
        headings.append(Section(section.id, section.heading))
        text += _shown(section, reader)
    page = rendered(
        "page.html.j2",
        given=given,
        document=headings,
        text=_TEXT,
        data=_DATA,
        reader=reader,
        listed=listed,
        weights=results.weights(listed),
        places=[f"n{number}" if number >= 0 else "" for number in numbers],
        parts=tuple(_parts(given)),
        results=results,
        telling=telling,
        to_fill=total(given.todo),
        shortened=shortened,
        css=static("page.css"),
        js="".join(map(static, _SCRIPTS + ("live.js",) * given.live)),
    )
    before, _, rest = page.partition(_TEXT)
    between, _, after = rest.partition(_DATA)
    yield before.encode("utf-8")
    yield from in_turn(text)
    yield between.encode("utf-8")
    yield reader.catalogue.json()
    yield after.encode("utf-8")


# Where the document and the data go; nobody can type it.
_TEXT, _DATA = "\ufdd0正文\ufdd0", "\ufdd0数据\ufdd0"
_SCRIPTS = ("waiting.js", "page.js", "reviewing.js")


def _shown(section: Section, reader: BodyReader) -> Iterator[Stretch]:
    """A section as the page shows it."""
    shown = macro("body.html.j2", "sections")
    for stretch in stretches(section):
        text = shown([stretch], reader, style_class, telling)
        yield Stretch(text.encode("utf-8"), guessed_height(stretch.blocks))


def _at_spots(
    listed: Sequence[ListedFinding], numbers: Sequence[int]
) -> dict[int, list[tuple[int, Finding]]]:
    """The findings that lead, by the first spot that they or those behind them concern."""
    found: dict[int, list[tuple[int, Finding]]] = {}
    for entry in listed:
        if not entry.lead:
            own = (numbers[number - 1] for number in (entry.number, *entry.behind))
            spot = next((number for number in own if number >= 0), -1)
            found.setdefault(spot, []).append((entry.number, entry.finding))
    found.pop(-1, None)
    return found


def _parts(given: ReviewInput) -> Iterator[Part]:
    """What follows the document; only what there is."""
    yield Part("findings", "核对结果")
    if given.todo:
        table = results.todo_table(given.todo)
        yield Part("todo", table.caption, table)
    if given.reviews:
        table = results.reviews_table(given.reviews)
        yield Part("reviews", table.caption, table)
    if given.since is not None:
        yield Part("changes", results.changes_heading(given.since))
    if given.comparisons:
        table = results.comparisons_table(given.comparisons, given.edition)
        yield Part("comparisons", "本年、上年、预算对比", table)
    notes = roundings(given.draft, given.share_lists, given.edition)
    if notes:
        yield Part(
            "roundings", "四舍五入", results.result_table("四舍五入", ("项目", "说明"), notes)
        )
    if given.coverage:
        yield Part("coverage", "核对项目", results.coverage_table(given.coverage))
    if given.accepted:
        yield Part("accepted", "已说明的核对结果", results.accepted_table(given.accepted))
    if given.requirements:
        yield Part("requirements", "公开要求", results.requirements_table(given.requirements))
