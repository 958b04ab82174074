"""The review page from everything that a build made and said."""

from __future__ import annotations

from generator.document.charts import charts
from generator.document.paragraphs import put_together
from generator.products.listing import Material
from generator.products.review.checked import accepted, covered, required
from generator.products.review.model import ReviewInput
from generator.products.review.page import page_parts
from generator.products.review.roundings import share_lists
from generator.products.review.year_comparisons import comparisons


def page_of(material: Material) -> bytes:
    """The page in UTF-8."""
    made, outcome = material.made, material.outcome
    assert outcome.report is not None
    page = page_parts(
        ReviewInput(
            draft_name=material.name,
            workbook_name=outcome.workbook.name,
            edition=made.edition,
            facts=made.workbook.facts,
            draft=made.draft,
            charts=charts(made.disclosure, made.edition.money),
            findings=outcome.findings,
            comparisons=comparisons(made.disclosure),
            share_lists=share_lists(made.disclosure),
            coverage=covered(outcome.report),
            accepted=accepted(outcome.report),
            requirements=required(outcome.requirements),
            reviews=outcome.reviews,
            todo=outcome.todo,
            since=material.since,
            live=material.live,
            identity=material.identity,
        )
    )
    return put_together(page)
