"""Who publishes, for which year, and how the document speaks of itself (基本信息)."""

from __future__ import annotations

from msgspec import Struct

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import text_from
from generator.model import Fact, Text

OFFICES = ("government", "quasi_government")
"""The kinds of unit that have 机关运行经费: 行政单位 and 参公事业单位."""


class UnitProfile(Struct, frozen=True):
    """``self_name`` 本单位/本部门, ``we`` 我单位/我部门; ``finance`` 区级财政, ``departments`` 区直部门.

    ``no_prior`` is the statement that stands instead of a comparison with last year, "" for a
    unit that has figures of last year.  Words that depend on a blank cell read as the edition's
    marker of what is missing.
    """

    name: Text
    year: Text
    prior_year: Text
    next_year: Text
    publish_date: Fact
    supervisor: Text
    self_name: Text
    we: Text
    is_department: bool
    is_institution: bool
    is_government: bool
    finance: Text
    departments: Text
    no_prior: Text


def unit_profile(accounts: Accounts) -> UnitProfile:
    """The unit; 部门 or 单位 and the budget level choose the words of the edition."""
    profile = accounts.facts["profile"]
    words, missing = accounts.edition.words, accounts.edition.phrases.missing
    year_fact = profile["year"]["value"]
    year = int(str(year_fact.value)) if year_fact.given else accounts.edition.years[0]

    def typed(line: str) -> Text:
        fact = profile[line]["value"]
        return text_from(fact) or Text(missing.format(what=fact.label), fact.cell)

    def chosen(line: str, kind: str) -> Text:
        fact = profile[line]["value"]
        said = words[kind].get(accounts.chosen("profile", line))
        return Text(said or missing.format(what=fact.label), fact.cell)

    unit_type = accounts.chosen("profile", "unit_type")
    return UnitProfile(
        name=typed("name"),
        year=Text(str(year), year_fact.cell),
        prior_year=Text(str(year - 1), year_fact.cell),
        next_year=Text(str(year + 1), year_fact.cell),
        publish_date=profile["publish_date"]["value"],
        supervisor=accounts.text("profile", "supervisor"),
        self_name=chosen("entity", "self"),
        we=chosen("entity", "we"),
        is_department=accounts.chosen("profile", "entity") == "department",
        is_institution=unit_type == "institution",
        is_government=unit_type in OFFICES,
        finance=chosen("level", "finance"),
        departments=chosen("level", "departments"),
        no_prior=_no_prior(accounts, str(year)),
    )


def _no_prior(accounts: Accounts, year: str) -> Text:
    history, entity = accounts.text("profile", "history"), accounts.text("profile", "entity")
    words = accounts.edition.words
    pattern = words["no_prior"].get(accounts.chosen("profile", "history"), "")
    self_name = words["self"].get(accounts.chosen("profile", "entity"), "")
    return Text(pattern.format(self=self_name, year=year, kind=entity), history.cell)
