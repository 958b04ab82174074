"""Which amounts are worth a picture: this year against last year and the budget."""

from __future__ import annotations

from generator.figures.disclosure import Disclosure
from generator.products.review.model import Comparison


def comparisons(made: Disclosure) -> tuple[Comparison, ...]:
    """One comparison for each section that compares; none where both years are blank."""
    candidates = (
        Comparison("收、支总计", made.overview.change),
        Comparison("本年收入合计", made.income.change),
        Comparison("本年支出合计", made.expenditure.change),
        Comparison("财政拨款收、支总计", made.fiscal.change),
        Comparison("一般公共预算财政拨款支出", made.general.change, made.general.plan.initial),
        Comparison(
            "“三公”经费", made.three_public.total.change, made.three_public.total.full_budget
        ),
        Comparison("机关运行经费", made.operating.change),
    )
    return tuple(c for c in candidates if c.change.direction != "none")
