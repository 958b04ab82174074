"""Everything a template may print: one record whose fields are the names used in the tags."""

from __future__ import annotations

from msgspec import Struct

from generator.figures import fiscal_budgets, narrative, other_expenses, performance, tables, totals
from generator.figures.accounts import Accounts
from generator.figures.inputs import Inputs
from generator.figures.unit import UnitProfile, unit_profile


class Disclosure(Struct, frozen=True):
    """The context of the Word template.  Field names are what stands in ``{{ … }}``."""

    unit: UnitProfile
    narrative: narrative.Narrative
    tables: tables.Tables
    overview: totals.Overview
    income: totals.Structure
    expenditure: totals.Structure
    fiscal: totals.Fiscal
    general: fiscal_budgets.GeneralBudget
    basic: fiscal_budgets.BasicExpenditure
    fund: fiscal_budgets.FundBudget
    capital: fiscal_budgets.FundBudget
    three_public: other_expenses.ThreePublic
    operating: other_expenses.Operating
    procurement: other_expenses.Procurement
    assets: other_expenses.Assets
    evaluation: performance.Evaluation
    projects: performance.Projects
    inputs: Inputs


def disclosure(accounts: Accounts) -> Disclosure:
    """Derive every figure of the document from the facts."""
    return Disclosure(
        unit=unit_profile(accounts),
        narrative=narrative.narrative(accounts),
        tables=tables.tables(accounts),
        overview=totals.overview(accounts),
        income=totals.income(accounts),
        expenditure=totals.expenditure(accounts),
        fiscal=totals.fiscal(accounts),
        general=fiscal_budgets.general_budget(accounts),
        basic=fiscal_budgets.basic_expenditure(accounts),
        fund=fiscal_budgets.government_fund(accounts),
        capital=fiscal_budgets.state_capital(accounts),
        three_public=other_expenses.three_public(accounts),
        operating=other_expenses.operating(accounts),
        procurement=other_expenses.procurement(accounts),
        assets=other_expenses.assets(accounts),
        evaluation=performance.evaluation(accounts),
        projects=performance.projects(accounts),
        inputs=Inputs(accounts),
    )
