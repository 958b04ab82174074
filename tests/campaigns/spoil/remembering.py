"""Lets the program read each sheet of an unspoilt workbook once.

Most sheets of a spoilt workbook are those of the unspoilt one.  What the program's reader of XML
makes of a sheet depends on its part, its comments, and the texts and styles of the workbook;
where all of these are as they were, its answer is taken again.  Workbooks that are built whole go
without this (``trying``), so that the answer taken again is compared with a new one now and then.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from copy import copy
from typing import Any

from msgspec.structs import replace

from generator.workbook.package import Package
from generator.workbook.reading import cells

_SHEETS: dict[Any, Any] = {}


@contextlib.contextmanager
def remembered(new: bool = False) -> Iterator[None]:
    """Within it, known sheets are not parsed again; ``new``: what is parsed becomes known."""
    parse: Any = vars(cells)["_sheet"]

    def sheet(package: Package, part: str, name: str, context: Any) -> Any:
        key = _key(package, part, name, context)
        if key not in _SHEETS:
            found = parse(package, part, name, context)
            if not new:
                return found
            _SHEETS[key] = found
        known = _SHEETS[key]
        return replace(known, hidden=copy(known.hidden))

    vars(cells)["_sheet"] = sheet
    try:
        yield
    finally:
        vars(cells)["_sheet"] = parse


def _key(package: Package, part: str, name: str, context: Any) -> tuple[Any, ...]:
    links = cells.links_of(package, part)
    notes = tuple(package.read(linked) for kind, linked in links.values() if kind == "comments")
    texts = tuple(context.strings), frozenset(context.struck), context.styles, context.epoch
    return name, package.read(part), notes, texts
