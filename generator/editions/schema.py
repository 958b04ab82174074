"""What a form is: the records that ``templates/<edition>/forms.toml`` and ``sheets.toml`` fill.

One declaration serves the blank workbook, the reader, the checks of the form's own printed
formulas and the table in the Word draft.  The records are strict: an entry that none of them has,
or a value of another kind, is refused with its place (``strict.py``).
Their modules do without ``annotations`` of the future: msgspec compiles each type that is a text.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from generator.editions.formulas import Addend, Formula, parse_formulas

Kind = Literal["text", "long", "amount", "count", "score", "rate", "date", "year", "code", "choice"]
FormLayout = Literal["lines", "codes", "items", "single"]
Width = Annotated[int, Meta(ge=1, le=255)]  # characters, as Excel takes it
RowCount = Annotated[int, Meta(ge=1, le=5000)]
NumberKind = Literal["amount", "count"]
BlockLayout = Literal["fields", "grid", "list"]


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, dict=True):
    """A record that a file declares; ``dict`` is for what is derived from it once."""


class FormColumn(Declared, frozen=True):
    """An amount column of an official form.

    ``no`` is the printed 栏次 (0: none), ``group`` and ``subgroup`` the merged header cells above
    the label.  ``also`` are labels that other years print for it.  A ``count`` is of things, not of
    money.
    """

    key: str
    label: str
    no: int = 0
    kind: NumberKind = "amount"
    group: str = ""
    subgroup: str = ""
    width: Width = 16
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then its other ones."""
        return (self.label, *self.also)

    @property
    def path(self) -> tuple[str, ...]:
        """Header texts from top to bottom."""
        return tuple(part for part in (self.group, self.subgroup, self.label) if part)


class FormRow(Declared, frozen=True):
    """A fixed row of an official form; ``no`` is its 行次 (0: none).

    ``also`` are other labels that other years print for the same row.  The ``kind`` is as of a
    column; where either says ``count``, the cell is one.
    """

    key: str
    label: str
    no: int = 0
    kind: NumberKind = "amount"
    total: bool = False
    subtotal: bool = False
    indent: int = 0
    also: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then its other ones."""
        return (self.label, *self.also)


def counts(*declared: FormColumn | FormRow) -> bool:
    """True where the cell of a row and column counts things."""
    return "count" in [entry.kind for entry in declared]


class FormSide(Declared, frozen=True):
    """One half of 公开01 or 公开04: numbered lines ``first`` … ``last`` with amount columns."""

    label: str
    amount_label: str
    columns: tuple[FormColumn, ...]
    first: int
    last: int
    lines: tuple[FormRow, ...]

    @cached_property
    def by_no(self) -> dict[int, FormRow]:
        """行次 → line, for the lines that carry a label."""
        return {line.no: line for line in self.lines}

    @cached_property
    def by_key(self) -> dict[str, FormRow]:
        """Key → line."""
        return {line.key: line for line in self.lines}

    def computed(self, formula: Formula) -> Iterator[tuple[str, str, list[Addend]]]:
        """The cells of this side that a formula computes: row, column and terms."""
        if formula.axis == "栏":
            keys = {column.no: column.key for column in self.columns}
            for row in self.by_key if formula.target in keys else ():
                yield (
                    row,
                    keys[formula.target],
                    [(sign, row, keys[no]) for sign, no in formula.terms],
                )
        elif line := self.by_no.get(formula.target):
            rows = [(sign, self.by_no[no].key) for sign, no in formula.terms if no in self.by_no]
            for column in self.columns:
                yield line.key, column.key, [(sign, row, column.key) for sign, row in rows]


class ItemTotal(Declared, frozen=True):
    """A total of 公开06: the sum of the named 类."""

    key: str
    label: str
    of: tuple[str, ...]


class ItemBlock(Declared, frozen=True):
    """One of the side-by-side code/name/amount blocks of 公开06."""

    label: str
    lines: tuple[FormRow, ...]


class Form(Declared, frozen=True, rename={"sides": "side", "blocks": "block", "extra": "formulas"}):
    """One of the nine official tables.

    ``extra`` are formulas that hold though they are not printed among the ``notes``.  ``rows`` is
    how many a blank workbook has for a form by code.  ``mark`` is how rules and remarks call it for
    short.  ``numbered`` is false where 行次 and 栏次 are not printed: they order the rows and serve
    the formulas then, and are told by their labels.  ``total_last``: 合计 stands below the codes.
    """

    id: str
    sheet: str
    title: str
    layout: FormLayout
    notes: tuple[str, ...]
    extra: tuple[str, ...] = ()
    landscape: bool = False
    group: str = ""
    columns: tuple[FormColumn, ...] = ()
    sides: tuple[FormSide, ...] = ()
    blocks: tuple[ItemBlock, ...] = ()
    totals: tuple[ItemTotal, ...] = ()
    rows: RowCount = 40
    mark: str = ""
    numbered: bool = True
    total_last: bool = False

    @cached_property
    def formulas(self) -> tuple[Formula, ...]:
        """The formulas of the footnotes.  Raises ValueError for one that is unreadable."""
        return tuple(parse_formulas([*self.notes, *self.extra]))

    @cached_property
    def side_by_place(self) -> dict[tuple[str, str], FormSide]:
        """The first side that has a row and column, or, with "" for the column, the row."""
        found: dict[tuple[str, str], FormSide] = {}
        for side in self.sides:
            for row in side.by_key:
                for column in ("", *(column.key for column in side.columns)):
                    found.setdefault((row, column), side)
        return found

    @cached_property
    def computed(self) -> dict[tuple[str, str], list[tuple[Formula, list[Addend]]]]:
        """The formulas of the footnotes with their terms, by the row and column that they compute.

        The row is "" where a formula holds in every row, as in a form by code.
        """
        found: dict[tuple[str, str], list[tuple[Formula, list[Addend]]]] = {}
        for formula in self.formulas:
            for row, column, terms in self._computed(formula):
                if terms:
                    found.setdefault((row, column), []).append((formula, terms))
        return found

    def _computed(self, formula: Formula) -> Iterator[tuple[str, str, list[Addend]]]:
        if self.layout == "lines":
            for side in self.sides:
                for row, column, terms in side.computed(formula):
                    if self.side_by_place[row, column] is side:
                        yield row, column, terms
        elif formula.axis == "栏":
            keys = {column.no: column.key for column in self.columns}
            if formula.target in keys:
                terms = [(sign, "", keys[no]) for sign, no in formula.terms]
                yield "", keys[formula.target], terms

    def column(self, key: str) -> FormColumn:
        """The amount column with that key; KeyError if the form has none."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)


class InputColumn(Declared, frozen=True):
    """A column of an input sheet.

    ``live`` is a spreadsheet formula shown to the person and never read.  ``needed_if`` names the
    column whose non-zero value makes this one required, ``spared_if`` the condition, a formula like
    ``live``, under which it is not for all that.  The 合计 row of a list adds up a ``total``
    column, and takes what is typed in one that is ``in_total``.  A workbook written before an
    ``optional`` column existed lacks it: its cells are blank then.  ``also`` are labels that older
    workbooks have for it.  A ``shared`` score may stand in a cell merged over rows, for all of them.  A ``locked`` column is written by the roll-over and not typed.
    ``choices`` are key → what is offered and printed.
    ``carry`` says what next year's workbook takes over: keep, note, ``{reference}`` or
    ``[column]``.
    """

    key: str
    label: str
    kind: Kind = "amount"
    width: Width = 16
    required: bool = False
    choices: dict[str, str] = {}
    suggestions: tuple[str, ...] = ()
    choices_from: str = ""
    fill_down: bool = False
    shared: bool = False
    live: str = ""
    live_total: str = ""
    needed_if: str = ""
    spared_if: str = ""
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


class InputRow(Declared, frozen=True):
    """A fixed row of an input sheet.

    ``this`` and ``full`` are the places (form.row.column) that live formulas of the row refer to.
    ``of``: the lines of the block that a total adds up; ``told_by_parts``: these give the reasons
    for its changes too.  ``reason_from``: lines of the block whose reason holds for this one where
    its own is blank, the nearest first.  ``called``: its name in a sentence where that is not the
    label.  ``required``: every cell of it, or the columns named; ``spared``: columns that this line
    leaves blank though their ``needed_if`` asks.  ``needed_if`` is the place whose non-zero amount
    makes a line of fields required.  The rest is as of a column.
    """

    key: str
    label: str
    kind: Kind = "amount"
    indent: int = 0
    also: tuple[str, ...] = ()
    choices: dict[str, str] = {}
    required: bool | tuple[str, ...] = False
    optional: bool = False
    live: str = ""
    note: str = ""
    carry: str = ""
    of: tuple[str, ...] = ()
    told_by_parts: bool = False
    spared: tuple[str, ...] = ()
    needed_if: str = ""
    reason_from: tuple[str, ...] = ()
    called: str = ""
    this: str = ""
    full: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The label, then its other ones."""
        return (self.label, *self.also)

    @property
    def name(self) -> str:
        """What a sentence calls it."""
        return self.called or self.label

    @property
    def refs(self) -> dict[str, str]:
        """The named places of the row that are given."""
        return {name: place for name in ROW_REFS if (place := getattr(self, name))}

    def needs(self, column: str) -> bool:
        """True when the cell of this line in ``column`` must be filled."""
        return self.required is True or (
            isinstance(self.required, tuple) and column in self.required
        )


ROW_REFS = ("this", "full")
_VALUE = InputColumn(key="value", label="填写内容", kind="text", width=60)


class Block(Declared, frozen=True):
    """One block of an input sheet: ``fields``, ``grid`` (fixed lines) or ``list`` (open rows).

    ``waived`` is (table, line, key of a choice): nothing of the block is demanded when that line says so.
    ``optional``: a workbook made before there was such a block reads as if it were blank.
    ``label_span``: how many columns of the sheet the labels of its lines take, so that its columns
    stand below those of a list above.
    """

    id: str
    kind: BlockLayout
    title: str = ""
    label: str = "项目"
    columns: tuple[InputColumn, ...] = (_VALUE,)
    lines: tuple[InputRow, ...] = ()
    key: str = ""
    total: str = ""
    required: bool = False
    waived: tuple[str, ...] = ()
    rows: RowCount = 40
    optional: bool = False
    label_span: int = 1

    @cached_property
    def by_key(self) -> dict[str, InputRow]:
        """Key → line."""
        return {line.key: line for line in self.lines}

    @cached_property
    def column_keys(self) -> frozenset[str]:
        """The keys of the columns."""
        return frozenset(column.key for column in self.columns)

    def line(self, key: str) -> InputRow:
        """The line with that key; KeyError if the block has none."""
        if key in self.by_key:
            return self.by_key[key]
        raise KeyError(f"sheets.toml block「{self.id}」的「{key}」一行")


class InputSheet(Declared, frozen=True, rename={"blocks": "block"}):
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
