"""Words that the unit writes itself: duties, organisation, key work, glossary."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.figures.accounts import Accounts
from generator.figures.arithmetic import text_from, title_from
from generator.figures.seams import without_heading
from generator.model import Row, Text


class IncludedUnit(Struct, frozen=True):
    """A unit whose accounts are part of the department's."""

    name: Text
    type: Text
    remark: Text


class KeyWork(Struct, frozen=True):
    """One matter of 第四部分."""

    item: Text
    target: Text
    result: Text


class ExplainedTerm(Struct, frozen=True):
    """A term of 其他专用名词 with its meaning."""

    term: Text
    meaning: Text


class Subject(Struct, frozen=True):
    """A function code used by the unit: names of 类, 款, 项 and what the 项 reflects."""

    code: str
    class_name: Text
    group_name: Text
    name: Text
    meaning: Text


class Narrative(Struct, frozen=True):
    """All of it, in the document's order."""

    duties: tuple[Text, ...]
    organisation: tuple[Text, ...]
    units: tuple[IncludedUnit, ...]
    key_work: tuple[KeyWork, ...]
    subjects: tuple[Subject, ...]
    terms: tuple[ExplainedTerm, ...]


def narrative(accounts: Accounts) -> Narrative:
    """Texts as typed, names and headings without a number; names of 科目 are those of the tables."""
    facts = accounts.facts
    return Narrative(
        duties=tuple(_paragraphs(accounts, "duties")),
        organisation=tuple(_paragraphs(accounts, "organisation")),
        units=tuple(
            IncludedUnit(title_from(r["name"]), _optional(r, "type"), text_from(r["remark"]))
            for r in facts["units"].rows
        ),
        key_work=tuple(
            KeyWork(title_from(r["item"]), text_from(r["target"]), text_from(r["result"]))
            for r in facts["key_work"].rows
        ),
        subjects=tuple(
            Subject(
                r.key,
                accounts.name_of(r.key[:3]),
                accounts.name_of(r.key[:5]),
                accounts.name_of(r.key),
                text_from(r["meaning"]),
            )
            for r in facts["subjects"].rows
        ),
        terms=_terms(accounts),
    )


def _optional(row: Row, column: str) -> Text:
    """The words of a column that not every edition has."""
    return text_from(row[column]) if column in row.cells else Text("")


def _paragraphs(accounts: Accounts, block: str) -> Iterator[Text]:
    """The paragraphs; the first one without the heading that the document prints above it."""
    headings = accounts.edition.headings.get(block, ())
    for number, row in enumerate(accounts.facts[block].rows):
        text = text_from(row["paragraph"])
        if number == 0:
            text = replace(text, value=without_heading(text.value, headings))
        if text:
            yield text


def _terms(accounts: Accounts) -> tuple[ExplainedTerm, ...]:
    """The edition's terms that the tables call for, in the unit's words if it has any, then its own."""
    rows = accounts.facts["glossary"].rows
    own = [ExplainedTerm(title_from(r["term"]), text_from(r["meaning"])) for r in rows]
    called = {
        term.term: ExplainedTerm(Text(term.term), Text(term.meaning))
        for term in accounts.edition.terms
        if accounts.shows(accounts.amount(*term.place.split(".")))
    }
    called |= {term.term.value: term for term in own if term.term.value in called}
    return (*called.values(), *(term for term in own if term.term.value not in called))
