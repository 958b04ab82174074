"""What the record that the template prints says where a cell is blank."""

from __future__ import annotations

import pytest

from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure, disclosure
from tests.gallery.changing import Edit, Put, wan
from tests.gallery.changing import changed as edited
from tests.gallery.running import real


def made(*edits: Edit) -> Disclosure:
    return disclosure(Accounts(edited(real(), edits), real().edition))


def test_without_a_year_it_is_that_of_the_edition() -> None:
    unit = made(Put("profile.year.value", None)).unit
    assert (unit.prior_year.value, unit.year.value, unit.next_year.value) == (
        "2022",
        "2023",
        "2024",
    )


@pytest.mark.parametrize(("outturn", "unfunded"), [("0", True), (None, False), ("1", False)])
def test_a_project_has_no_money_only_where_both_cells_say_so(
    outturn: str | None, unfunded: bool
) -> None:
    edits = [
        Put("projects.#0.budget", wan("0")),
        Put("projects.#0.outturn", wan(outturn) if outturn else None),
    ]
    assert made(*edits).projects.projects[0].execution.unfunded is unfunded
