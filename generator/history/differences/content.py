"""What a draft says, as far as it is compared: printed figures, findings, lines of text."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from generator.document import Draft
from generator.figures.phrasing import marked_texts, trimmed
from generator.history.differences.reading import lines_of
from generator.model import Figure, Finding, Unit, regex

_DIGIT = regex("[0-9]")
_NUMBER = regex(r"-?[0-9,]+(?:\.[0-9]+)?")
_UNITS = {Unit.RATIO: "%", Unit.COUNT: "", Unit.SCORE: "分"}


class Printed(Struct, frozen=True):
    """A figure as the draft prints it, with its unit; ``cells`` are those it comes from."""

    label: str
    text: str
    cells: tuple[str, ...]


class Noted(Struct, frozen=True):
    """A finding, as far as it is compared."""

    rule: str
    severity: str
    message: str
    cells: tuple[str, ...]


class Content(Struct, frozen=True):
    """What is compared.  ``lines`` are those of ``read_lines``."""

    figures: tuple[Printed, ...]
    findings: tuple[Noted, ...]
    lines: tuple[str, ...]


def content_of(draft: Draft, findings: Iterable[Finding]) -> Content:
    """The content of a draft just rendered."""
    lines = lines_of(draft)
    return Content(tuple(printed_figures(draft)), tuple(map(_noted, findings)), lines)


def printed_figures(draft: Draft) -> Iterable[Printed]:
    """Every printed figure once, in the order of printing."""
    texts = (place for xml in draft.marked.values() for place in marked_texts(xml))
    shown = (
        _printed(draft.printed[index], text, draft.money.currency)
        for index, text in texts
        if _DIGIT.search(text)
    )
    return dict.fromkeys(shown)


def _printed(figure: Figure, text: str, currency: str) -> Printed:
    """35.00 in a table and 35 in a sentence are the same figure, and so are 2,940 and 2940."""
    plain = trimmed(Decimal(text.replace(",", ""))) if _NUMBER.fullmatch(text) else text
    sign = "−" if figure.formula == "abs" else ""
    unit = currency if figure.unit is Unit.YUAN else _UNITS[figure.unit]
    return Printed(figure.label, f"{sign}{plain}{unit}", tuple(map(str, figure.cells)))


def _noted(finding: Finding) -> Noted:
    cells = tuple(map(str, finding.cells))
    return Noted(finding.rule, finding.severity.value, finding.message, cells)
