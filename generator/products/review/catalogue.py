"""The data behind the page: every figure, typed text and cell once, with all its places."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct, field

from generator.editions import Edition
from generator.model import Cell, Facts, Figure, Text
from generator.products.review.explaining import Sources, explain, shortened


class PageFigure(Struct, omit_defaults=True, gc=False):
    """A figure taken apart, as the script reads it; numbers are those of cells, figures, texts.

    ``at`` has the id of each place where it stands, and the number of the section.
    """

    label: str = ""
    value: str = ""
    words: str = ""
    sum: str = ""
    rounding: int = 0
    otherwise: str = ""
    basis: int = 0
    missing: str = ""
    cells: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    at: list[str | int] = field(default_factory=list)


class PageText(Struct, omit_defaults=True, gc=False):
    """Words that a person typed, and where they stand."""

    cells: list[int]
    at: list[str | int] = field(default_factory=list)


class Catalogue:
    """Gives figures, texts and cells their numbers; the same one always the same number."""

    def __init__(self, facts: Facts, edition: Edition) -> None:
        self.sources = Sources(facts)
        self._edition = edition
        self._cells: dict[Cell, int] = {}
        self._sections: dict[str, int] = {}
        # What thousands of figures say alike; nothing has the number 0.
        self._said: dict[str, int] = {"": 0}
        self._figure_numbers: dict[Any, int] = {}
        self._figures: list[PageFigure] = []
        self._text_numbers: dict[Text, int] = {}
        self._texts: list[PageText] = []

    def figure(self, figure: Figure) -> int:
        """The number of a figure; its parts get theirs first."""
        key = figure_key(figure)
        if key not in self._figure_numbers:
            entry = self._entry(figure)
            self._figure_numbers[key] = len(self._figures)
            self._figures.append(entry)
        return self._figure_numbers[key]

    def _entry(self, figure: Figure) -> PageFigure:
        told = explain(figure, self._edition)
        return PageFigure(
            label=told.label,
            value=told.value,
            words=told.words,
            sum=told.values,
            rounding=self._alike(told.rounding),
            otherwise=told.otherwise,
            basis=self._alike(told.basis),
            missing=told.missing,
            cells=[self._cell(cell) for cell in told.cells],
            parts=[self.figure(part) for part in told.parts],
        )

    def text(self, text: Text) -> int:
        """The number of words that a person typed."""
        if text not in self._text_numbers:
            self._text_numbers[text] = len(self._texts)
            cells = [self._cell(text.cell)] if text.cell else []
            self._texts.append(PageText(cells))
        return self._text_numbers[text]

    def _alike(self, words: str) -> int:
        return self._said.setdefault(words, len(self._said))

    def _cell(self, cell: Cell) -> int:
        return self._cells.setdefault(cell, len(self._cells))

    def stands(self, entry: int, typed: bool, place: str, section: str) -> None:
        """Note that a figure (or typed text) stands at the element with the id ``place``."""
        number = self._sections.setdefault(section, len(self._sections))
        stands = (self._texts if typed else self._figures)[entry]
        stands.at.extend((place, number))

    def json(self) -> bytes:
        """The data as JSON in UTF-8 that may stand inside a script element."""
        data = {
            "cells": [self._source(cell) for cell in self._cells],
            "sections": list(self._sections),
            "said": list(self._said),
            "figures": self._figures,
            "texts": self._texts,
        }
        packed = msgspec.json.encode(data)
        for sign, code in ((b"<", b"\\u003c"), (b">", b"\\u003e"), (b"&", b"\\u0026")):
            packed = packed.replace(sign, code)
        return packed

    def _source(self, cell: Cell) -> tuple[str, ...]:
        source = self.sources[cell]
        shown = (str(cell), shortened(source.value), source.label)
        return (*shown, source.origin) if source.origin else shown


def figure_key(figure: Figure) -> tuple[Any, ...]:
    """What makes two figures the same one."""
    return (figure.label, figure.formula, figure.value, figure.cells, figure.unit, figure.missing)
