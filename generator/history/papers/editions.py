"""Under which edition a paper was written: the one whose headings and tables it has most of."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from generator.editions import Edition, available, edition_for_year, load
from generator.history.papers.blocks import PaperBlock, Passage
from generator.history.papers.official import printed_forms
from generator.history.papers.sections import bare, titles_of
from generator.model import InputProblem


def edition_of(blocks: Sequence[PaperBlock], year: int) -> str:
    """The id of the edition; that of the year where no other is nearer.

    Raises InputProblem where none can be loaded.
    """
    usual = edition_for_year(year)
    shown = {bare(block.text) for block in blocks if isinstance(block, Passage)}
    names = [usual, *(name for name in sorted(available()) if name != usual)]
    editions = [edition for name in names if (edition := _loaded(name, name == usual))]
    near = [e for e in editions if e.id == usual or year in e.years or max(e.years) < year]
    return max(near, key=lambda edition: _likeness(blocks, shown, edition)).id


def _loaded(name: str, needed: bool) -> Edition | None:
    """An edition; one that nobody asked for may be faulty."""
    try:
        return load(name)
    except InputProblem:
        if needed:
            raise
        return None


def _likeness(blocks: Sequence[PaperBlock], shown: set[str], edition: Edition) -> float:
    """How many of its headings a paper has, and whether its tables follow each other so."""
    titles = {title for title in titles_of(edition) if title}
    headings = len(titles & shown) / max(1, len(titles))
    found = [form for form in printed_forms(blocks, edition)]
    order = [form.id for form in edition.forms]
    matcher = SequenceMatcher(None, found, order, autojunk=False)  # one may be lacking
    kept = sum(block.size for block in matcher.get_matching_blocks()) / len(order)
    return headings + kept
