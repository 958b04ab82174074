"""What a form is: the shapes that ``templates/<edition>/forms.toml`` and ``sheets.toml`` fill.

One declaration serves the blank workbook, the reader, the checks of the form's own printed
formulas and the table in the Word draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

Kind = Literal["text", "long", "amount", "count", "score", "rate", "date", "year", "code", "choice"]
Layout = Literal["lines", "codes", "items", "single", "fields", "grid", "list"]


@dataclass(frozen=True)
class Column:
    """A column of a form or list.

    ``no`` is the printed 栏次 (0: none), ``group`` and ``subgroup`` the merged header cells
    above the label.  ``live`` is a spreadsheet formula shown to the person and never read.
    ``needed_if`` names the column whose non-zero value makes this one required.  The 合计 row of a
    list adds up a ``total`` column, and takes what is typed in one that is ``in_total``.  A workbook
    written before an ``optional`` column existed lacks it: its cells are blank then.  ``also`` are
    labels that older workbooks have for it.  A ``locked`` column is written by the roll-over and
    not typed.  ``carry`` says what next year's workbook takes over: keep, note, ``{reference}`` or
    ``[column]``.
    """

    key: str
    label: str
    kind: Kind = "amount"
    no: int = 0
    group: str = ""
    subgroup: str = ""
    width: int = 16
    required: bool = False
    choices: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    choices_from: str = ""
    fill_down: bool = False
    live: str = ""
    live_total: str = ""
    needed_if: str = ""
    total: bool = False
    in_total: bool = False
    optional: bool = False
    also: tuple[str, ...] = ()
    locked: bool = False
    note: str = ""
    carry: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then the labels of older workbooks."""
        return (self.label, *self.also)

    @property
    def path(self) -> tuple[str, ...]:
        """Header texts from top to bottom."""
        return tuple(part for part in (self.group, self.subgroup, self.label) if part)


@dataclass(frozen=True)
class Line:
    """A fixed row: of an official form (``no`` is its 行次) or of an input sheet.

    ``also`` are other labels that other years print for the same row.  ``refs`` are the named
    places (``this``, ``full``) that live formulas of the row refer to.  ``of``: the lines of the
    block that a total on an input sheet adds up; ``told_by_parts``: these give the reasons
    for its changes too.  ``reason_from``: lines of the block whose reason holds for this one where
    its own is blank, the nearest first.  ``called``: its name in a sentence where that is not the
    label.  ``optional``: as of a column.
    """

    key: str
    label: str
    no: int = 0
    kind: Kind = "amount"
    total: bool = False
    subtotal: bool = False
    indent: int = 0
    also: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    required: bool | tuple[str, ...] = False
    optional: bool = False
    live: str = ""
    note: str = ""
    carry: str = ""
    of: tuple[str, ...] = ()
    told_by_parts: bool = False
    reason_from: tuple[str, ...] = ()
    called: str = ""
    refs: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then its other ones."""
        return (self.label, *self.also)

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.called or self.label

    def needs(self, column: str) -> bool:
        """True when the cell of this line in ``column`` must be filled."""
        return self.required is True or (
            isinstance(self.required, tuple) and column in self.required
        )


@dataclass(frozen=True)
class Side:
    """One half of 公开01 or 公开04: numbered lines ``first`` … ``last`` with amount columns."""

    label: str
    amount_label: str
    columns: tuple[Column, ...]
    first: int
    last: int
    lines: tuple[Line, ...]

    @cached_property
    def by_no(self) -> dict[int, Line]:
        """行次 → line, for the lines that carry a label."""
        return {line.no: line for line in self.lines}

    @cached_property
    def by_key(self) -> dict[str, Line]:
        """Key → line."""
        return {line.key: line for line in self.lines}


@dataclass(frozen=True)
class Total:
    """A total of 公开06: the sum of the named 类."""

    key: str
    label: str
    of: tuple[str, ...]


@dataclass(frozen=True)
class ItemBlock:
    """One of the side-by-side code/name/amount blocks of 公开06."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Formula:
    """A printed formula.  ``axis`` 行: the numbers are 行次; 栏: 栏次 of each row.

    ``terms`` are (sign, number) pairs; ``printed`` is the text on the form.
    """

    axis: Literal["行", "栏"]
    target: int
    terms: tuple[tuple[int, int], ...]
    printed: str


@dataclass(frozen=True)
class Form:
    """One of the nine official tables."""

    id: str
    sheet: str
    title: str
    layout: Layout
    notes: tuple[str, ...]
    formulas: tuple[Formula, ...]
    landscape: bool = False
    group: str = ""
    columns: tuple[Column, ...] = ()
    sides: tuple[Side, ...] = ()
    blocks: tuple[ItemBlock, ...] = ()
    totals: tuple[Total, ...] = ()

    @cached_property
    def side_by_place(self) -> dict[tuple[str, str], Side]:
        """The first side that has a row and column, or, with "" for the column, the row."""
        found: dict[tuple[str, str], Side] = {}
        for side in self.sides:
            for row in side.by_key:
                for column in ("", *(column.key for column in side.columns)):
                    found.setdefault((row, column), side)
        return found

    def column(self, key: str) -> Column:
        """The amount column with that key; KeyError if the form has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


@dataclass(frozen=True)
class Block:
    """One block of an input sheet: ``fields``, ``grid`` (fixed lines) or ``list`` (open rows).

    ``waived`` is (table, line, choice): nothing of the block is demanded when that line says so.
    ``optional``: a workbook made before there was such a block reads as if it were blank.
    ``label_span``: how many columns of the sheet the labels of its lines take, so that its columns
    stand below those of a list above.
    """

    id: str
    kind: Layout
    title: str
    label: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    key: str = ""
    total: str = ""
    required: bool = False
    waived: tuple[str, ...] = ()
    rows: int = 40
    optional: bool = False
    label_span: int = 1


@dataclass(frozen=True)
class Sheet:
    """An input sheet beside the nine official tables.

    ``optional``: a workbook without it (made before there was such a sheet) reads as if the
    sheet were blank.  ``also`` are names that older workbooks have for it.
    """

    id: str
    name: str
    title: str
    help: str
    blocks: tuple[Block, ...]
    optional: bool = False
    also: tuple[str, ...] = ()


_FORMULA = re.compile(
    r"(?P<target>\d+)(?P<axis>[行栏])(?:各行)?=（(?P<terms>[^）]+)）(?P=axis)(?:各行)?"
)


def parse_formulas(texts: Iterable[str]) -> Iterator[Formula]:
    """The formulas printed in footnotes, e.g. ``58行=（32+33+…+57）行``.

    An ellipsis stands for the numbers between its neighbours.  Raises ValueError for a
    footnote that looks like a formula (has an equals sign) and cannot be read.
    """
    for text in texts:
        compact = re.sub(r"\s", "", text).replace("(", "（").replace(")", "）")
        found = list(_FORMULA.finditer(compact))
        if len(found) != compact.count("="):
            raise ValueError(f"附注中的公式读不懂：{text}")
        for match in found:
            terms = tuple(_terms(match["terms"]))
            axis: Literal["行", "栏"] = "行" if match["axis"] == "行" else "栏"
            yield Formula(axis, int(match["target"]), terms, match.group())


def _terms(text: str) -> Iterator[tuple[int, int]]:
    previous, gap = 0, False
    for sign, token in re.findall(r"([+\-−－＋]?)(\d+|…+)", text):
        if token.startswith("…"):
            gap = True
            continue
        number = int(token)
        if gap:
            yield from ((1, between) for between in range(previous + 1, number))
        yield (-1 if sign in "-−－" and sign else 1), number
        previous, gap = number, False


def column_from(data: dict[str, Any]) -> Column:
    """A column from its TOML table; TypeError for an unknown key."""
    return Column(**_tuples(data))


def line_from(data: dict[str, Any]) -> Line:
    """A line from its TOML table; keys that are no field become named ``refs``."""
    fields = set(Line.__dataclass_fields__)
    refs = tuple((key, str(value)) for key, value in data.items() if key not in fields)
    return Line(**_tuples({k: v for k, v in data.items() if k in fields}), refs=refs)


def _tuples(data: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in data.items()}


def form_from(data: dict[str, Any]) -> Form:
    """A form from its TOML table.  Raises ValueError when a footnote's formula is unreadable."""
    notes = tuple(data["notes"])
    formulas = tuple(parse_formulas([*notes, *data.get("formulas", [])]))
    return Form(
        id=data["id"],
        sheet=data["sheet"],
        title=data["title"],
        layout=data["layout"],
        notes=notes,
        formulas=formulas,
        landscape=data.get("landscape", False),
        group=data.get("group", ""),
        columns=tuple(map(column_from, data.get("columns", []))),
        sides=tuple(map(_side_from, data.get("side", []))),
        blocks=tuple(
            ItemBlock(b["label"], tuple(map(line_from, b["lines"]))) for b in data.get("block", [])
        ),
        totals=tuple(Total(t["key"], t["label"], tuple(t["of"])) for t in data.get("totals", [])),
    )


def _side_from(data: dict[str, Any]) -> Side:
    return Side(
        label=data["label"],
        amount_label=data["amount_label"],
        columns=tuple(map(column_from, data["columns"])),
        first=data["first"],
        last=data["last"],
        lines=tuple(map(line_from, data["lines"])),
    )


_VALUE = Column(key="value", label="填写内容", kind="text", width=60)


def sheet_from(data: dict[str, Any]) -> Sheet:
    """An input sheet from its TOML table."""
    return Sheet(
        id=data["id"],
        name=data["name"],
        title=data["title"],
        help=data["help"],
        blocks=tuple(map(_block_from, data["block"])),
        optional=data.get("optional", False),
        also=tuple(data.get("also", ())),
    )


def _block_from(data: dict[str, Any]) -> Block:
    columns = tuple(map(column_from, data.get("columns", []))) or (_VALUE,)
    return Block(
        id=data["id"],
        kind=data["kind"],
        title=data.get("title", ""),
        label=data.get("label", "项目"),
        columns=columns,
        lines=tuple(map(line_from, data.get("lines", []))),
        key=data.get("key", ""),
        total=data.get("total", ""),
        required=data.get("required", False),
        waived=tuple(data.get("waived", ())),
        rows=data.get("rows", 40),
        optional=data.get("optional", False),
        label_span=data.get("label_span", 1),
    )
