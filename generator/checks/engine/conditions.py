"""What must be so for a relation to hold; named in ``equations.toml``."""

from __future__ import annotations

from generator.checks.engine.context import Context

_NON_FISCAL = ("superior", "business", "operating", "affiliated", "other", "surplus_used")


def fiscal_only(context: Context) -> bool:
    """True when every 元 of income and of the balances is a 财政拨款."""
    if any(not context.amount(f"totals.{line}.amount").nil for line in _NON_FISCAL):
        return False
    pairs = (
        ("totals.opening.amount", "fiscal.opening.amount"),
        ("totals.closing.amount", "fiscal.closing.total"),
    )
    figures = ((context.amount(a), context.amount(b)) for a, b in pairs)
    return all(context.accounts.same(a, b, ("totals", "fiscal")) for a, b in figures)


def no_carry_over(context: Context) -> bool:
    """True when no 财政拨款 was carried over from last year or is carried into the next."""
    if not context.accounts.has_amounts("fiscal"):
        return False
    balances = (context.amount("fiscal.opening.amount"), context.amount("fiscal.closing.total"))
    return all(figure.nil for figure in balances)


def incomes_not_negative(context: Context) -> bool:
    """True when no income that is not fiscal was reversed: else the balance is below its part."""
    incomes = (context.amount(f"totals.{line}.amount") for line in _NON_FISCAL)
    return all(figure.amount >= 0 for figure in incomes)
