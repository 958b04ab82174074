"""The review page: one HTML file with everything in it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from markupsafe import Markup

from generator.checks import by_cause
from generator.document import spots, spots_of
from generator.history.returned.telling import review_row
from generator.model import Finding
from generator.products.review import results
from generator.products.review.body import BodyWriter, Counts
from generator.products.review.catalogue import Catalogue
from generator.products.review.changes import changes_heading, changes_section
from generator.products.review.model import Paragraph, ReviewInput, Section
from generator.products.review.reading import sections
from generator.products.review.roundings import roundings

_STATIC = Path(__file__).with_name("static")


def review_page(given: ReviewInput) -> str:
    """The page of one draft.  The same input gives the same page."""
    places = spots(given.draft)
    spot_numbers = [spot.number if spot else -1 for spot in spots_of(given.findings, places)]
    at: dict[int, list[tuple[int, Finding]]] = {}
    number = 1
    for lead, others in by_cause(given.findings):
        after = number + 1 + len(others)
        spot = next((s for s in spot_numbers[number - 1 : after - 1] if s >= 0), -1)
        if spot >= 0:
            at.setdefault(spot, []).append((number, lead))
        number = after
    catalogue = Catalogue(given.facts, given.edition)
    writer = BodyWriter(given, catalogue, places, at)
    document = sections(given.draft)
    body = writer.sections(document)
    review = _review_sections(given, spot_numbers)
    return Markup(_static("page.html")).format(
        title=f"{given.draft_name} 审阅",
        css=Markup(_static("page.css")),
        js=Markup(_static("page.js") + (_static("live.js") if given.live else "")),
        workbook=given.workbook_name,
        draft=given.draft_name,
        counts=_counts(writer.counts),
        filters=results.filters(given.findings),
        contents=_contents(document, review),
        body=body,
        review=Markup("\n").join(_section(*part) for part in review),
        data=catalogue.json(),
    )


@cache
def _static(name: str) -> str:
    return (_STATIC / name).read_text("utf-8")


def _counts(counts: Counts) -> Markup:
    kinds = (
        ("program", counts.program, "程序写的数字", "都有来源，点击可看"),
        ("typed", counts.typed, "手工填写的数字", "来自填写的文字"),
        ("unknown", counts.unknown, "没有来源的数字", "应为 0，请报告" if counts.unknown else ""),
    )
    return Markup("").join(
        Markup('<li class="{0}"><b data-count="{0}">{1}</b> {2}<small>{3}</small></li>').format(*k)
        for k in kinds
    )


def _review_sections(given: ReviewInput, spot_numbers: list[int]) -> list[tuple[str, str, Markup]]:
    """Id, heading and content of what follows the document; only what there is."""

    def place_of(number: int) -> str:
        spot = spot_numbers[number - 1]
        return f"n{spot}" if spot >= 0 else ""

    found = [("findings", "核对结果", results.findings_list(given.findings, place_of))]
    if given.reviews:
        heads = ("编号", "审改人", "类别", "位置", "原文", "改为", "批注", "归属")
        table = results.table("没有处理的审稿意见", heads, map(review_row, given.reviews))
        found.append(("reviews", "没有处理的审稿意见", table))
    if given.since is not None:
        found.append(("changes", changes_heading(given.since), changes_section(given.since)))
    if given.comparisons:
        table = results.comparisons_table(given.comparisons, given.edition)
        found.append(("comparisons", "本年、上年、预算对比", table))
    notes = roundings(given.draft, given.share_lists, given.edition)
    if notes:
        table = results.table("四舍五入", ("项目", "说明"), notes)
        found.append(("roundings", "四舍五入", table))
    if given.coverage:
        found.append(("coverage", "核对项目", results.coverage_table(given.coverage)))
    if given.accepted:
        found.append(("accepted", "已说明的核对结果", results.accepted_table(given.accepted)))
    if given.requirements:
        table = results.requirements_table(given.requirements)
        found.append(("requirements", "公开要求", table))
    return found


def _section(anchor: str, heading: str, content: Markup) -> Markup:
    return Markup(
        '<section aria-labelledby="{id}"><h2 id="{id}" tabindex="-1">{h}</h2>{c}</section>'
    ).format(id=anchor, h=heading, c=content)


def _contents(document: Iterable[Section], review: Iterable[tuple[str, str, Markup]]) -> Markup:
    headings = [(s.id, s.heading) for s in document if s.heading and s.heading.level <= 2]
    lines = [_link(anchor, heading.text, _depth(heading)) for anchor, heading in headings]
    extra = [_link(anchor, heading, "level1 review") for anchor, heading, _ in review]
    return Markup("<ul>{}</ul>").format(Markup("\n").join([*extra, *lines]))


def _depth(heading: Paragraph) -> str:
    return f"level{heading.level}"


def _link(anchor: str, text: str, kind: str) -> Markup:
    return Markup('<li class="{}"><a href="#{}">{}</a></li>').format(kind, anchor, text)
