"""Which cells of the input sheets a template prints, through the figures that are made of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec import Struct

from generator.checks.compared import derived
from generator.document.template.opening import OpenTemplate
from generator.editions import Edition
from generator.figures.disclosure import Disclosure
from generator.model import Cell, Fact, Figure, Text

Fields = Collection[tuple[type, str]]
Places = frozenset[tuple[str, ...]]
_OURS = "generator.figures"


def cells_used(edition: Edition, template: OpenTemplate) -> tuple[Places, Places]:
    """Block, row and column of each cell that is printed, and of each that rules compare."""
    made, compared = derived(edition)
    cells = set[Cell]()
    for disclosure in made:
        for name in Disclosure.__struct_fields__:
            cells.update(_printed(getattr(disclosure, name), template.resolved.fields))
    return _places(cells), _places(compared)


def _places(cells: Collection[Cell]) -> Places:
    found = (tuple(cell.address.split(".")) for cell in cells)
    return frozenset(place for place in found if len(place) == 3)


def _printed(value: object, used: Fields) -> Iterator[Cell]:
    """The cells of every figure and text below a value that a tag leads to."""
    if isinstance(value, Figure):
        yield from value.cells
    elif isinstance(value, Text | Fact):
        if value.cell is not None:
            yield value.cell
    elif isinstance(value, Struct):
        ours = type(value).__module__.startswith(_OURS)
        for name in value.__struct_fields__:
            if not ours or (type(value), name) in used:
                yield from _printed(getattr(value, name), used)
    elif isinstance(value, dict | tuple | list):
        for entry in value.values() if isinstance(value, dict) else value:
            yield from _printed(entry, used)
