"""What every rule may look at: facts, figures, typed words and the lists of codes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import chain, pairwise
from typing import Any, NamedTuple

from msgspec import Struct, field
from msgspec.structs import astuple, replace

from generator.checks.engine.begun import unbegun
from generator.checks.engine.looks import Right
from generator.checks.engine.texts import Texts, Words
from generator.checks.words.lexicon import lexicon
from generator.editions.schema import Block, Form
from generator.editions.slots import slot_named
from generator.figures.accounts import Accounts, formulas_of
from generator.figures.disclosure import Disclosure
from generator.figures.seams import clause, parted
from generator.model import Cell, Fact, Figure, Line, Row, Text, Typed


def _records(value: object, found: list[tuple[Figure, ...]]) -> None:
    """Add the figures of every record, list and mapping inside a record, those outside first."""
    if isinstance(value, Struct):
        entries: Iterable[object] = astuple(value)
    elif isinstance(value, tuple | list):
        entries = value
    elif isinstance(value, dict):
        entries = value.values()
    else:
        return
    found.append(tuple(entry for entry in entries if type(entry) is Figure))
    for entry in entries:
        if type(entry) not in _LEAVES:
            _records(entry, found)


def _neighbours(form: Form, rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that stand one below the other and are not part of each other.

    公开06表 has three rows of the facts beside each other in one row of the sheet.
    """
    if form.layout == "items":
        lines = [[line.key for line in block.lines] for block in form.blocks]
        by_key = {row.key: row for row in rows}
        parts = [[by_key[key] for key in keys if key in by_key] for keys in lines]
    else:
        parts = [list(rows)]
    for row, other in chain.from_iterable(map(pairwise, parts)):
        if not (_includes(form, row.key, other.key) or _includes(form, other.key, row.key)):
            yield row, other


def _includes(form: Form, row: str, other: str) -> bool:
    """True where a row adds up another one: by its code, or by a printed formula."""
    if other.startswith(row) or row == "total":
        return True
    for side in form.sides:
        for _, terms in formulas_of(form, row, side.columns[0].key):
            if any(r == other for _, r, _ in terms):
                return True
    return False


def _alone(line: Line, words: Typed) -> bool:
    """Words that meet nothing: the text of a cell, and the year."""
    own = line.text[words.start : words.end]
    whole = line.in_table and len(own) == len(line.text)
    return own.isdigit() or (whole and own[-1:] not in "，、,")


_LEAVES = frozenset({Figure, Fact, Text, Cell, str, bool, int, Decimal, type(None)})
ACCEPTANCE = "acceptance"
REASON = "原因"  # how the template's names for reasons end
_NOT_PRINTED = frozenset({ACCEPTANCE})
_NOT_WORDS = frozenset({"edition", "program"})  # lines of 基本信息 that the program reads
_TYPED = frozenset({"text", "long"})


class Seams(NamedTuple):
    """The typed words of a line that meet printed ones, with the number of the first of them."""

    at: int
    line: Line
    typed: tuple[Typed, ...]


class Context(Struct, frozen=True, dict=True):
    """One workbook: its accounts, the figures derived from them, and the lines that are printed.

    ``lines`` is None where the draft was not rendered.  ``kept`` is what rules said, by their ids.
    ``guesses``: whether it is guessed what slips made two sides, or many, disagree.
    """

    accounts: Accounts
    disclosure: Disclosure
    lines: tuple[Line, ...] | None = None
    kept: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    guesses: bool = True

    @property
    def year(self) -> int:
        """The report's year."""
        return int(self.disclosure.unit.year.value)

    def amount(self, place: str) -> Figure:
        """The figure at ``form.row.column``; nil where the form has no such row."""
        return self.at(*place.split("."))

    def at(self, table: str, row: str, column: str) -> Figure:
        """The figure at a place of a form, nil where it has no such row, or of an input sheet."""
        if not self.accounts.edition.has_form(table):
            return self.given(table, row, column)
        if row not in self.accounts.facts[table]:
            return self.accounts.nil(self.accounts.edition.form(table), row)
        return self.accounts.amount(table, row, column)

    def given(self, table: str, row: str, column: str = "value") -> Figure:
        """The figure that a cell of an input sheet gives; blank where the edition has no such cell."""
        return self.accounts.optional(table, row, column)

    def asks(self, sheet: str) -> bool:
        """Whether the disclosure of the place has the part that an input sheet is for."""
        return sheet not in self.accounts.edition.without

    @cached_property
    def unbegun(self) -> frozenset[str]:
        """The sheets that are still blank: nothing can be compared with them yet."""
        return unbegun(self)

    def waiting(self, cells: Iterable[Cell]) -> str:
        """The first sheet of the cells that is still blank; "" where there is none."""
        unbegun = self.unbegun
        for cell in cells:
            if cell.sheet in unbegun:
                return cell.sheet
        return ""

    def waits(self, table: str) -> bool:
        """True while the sheet of a table is still blank."""
        return self.accounts.facts[table].sheet in self.unbegun

    def choice(self, line: str) -> str:
        """What 基本信息 says in a line, "" when blank."""
        return self.accounts.facts["profile"][line]["value"].text

    def choices(self, line: str) -> tuple[str, ...]:
        """What 基本信息 offers in a line."""
        return tuple(self.accounts.edition.blocks["profile"][1].line(line).choices.values())

    def reason(self, words: str) -> str:
        """A reason as the draft prints it, without 主要原因是 before it; "" for a lead alone."""
        return clause(words, slot_named(self.accounts.edition.slots, REASON))

    def reason_head(self, words: str) -> str:
        """What a reason says before it comes to the point, which the draft leaves out."""
        return parted(words, slot_named(self.accounts.edition.slots, REASON))[0]

    @staticmethod
    def unlinked(words: str) -> str:
        """Words without the 是 or ： with which they go over into others."""
        return words.rstrip("是为系：:，、 \u3000\n")

    @cached_property
    def leads(self) -> tuple[str, ...]:
        """The leads of all places, 主要原因 and the like, long ones first."""
        plain = (lead for slot in self.accounts.edition.slots for lead in slot.leads)
        leads = {self.unlinked(lead) for lead in plain if "|" not in lead}
        return tuple(sorted((lead for lead in leads if len(lead) > 3), key=len, reverse=True))

    @cached_property
    def lead_beginnings(self) -> tuple[str, ...]:
        """The first two signs of each, which few share."""
        return tuple(dict.fromkeys(lead[:2] for lead in self.leads))

    def lead_before(self, before: str) -> str:
        """The lead with which a sentence goes over into typed words, "" if there is none."""
        if before not in self._leads_before:
            spoken = self.unlinked(before)
            leads = self.leads if spoken.endswith(self.leads) else ()
            self._leads_before[before] = next(filter(spoken.endswith, leads), "")
        return self._leads_before[before]

    @cached_property
    def _leads_before(self) -> dict[str, str]:
        return {}

    @cached_property
    def by_cell(self) -> dict[Cell, Fact]:
        """Every cell that was read."""
        return {
            fact.cell: fact
            for table in self.accounts.facts.tables.values()
            for row in table.rows
            for fact in row.cells.values()
        }

    @cached_property
    def records(self) -> tuple[tuple[Figure, ...], ...]:
        """The derived figures, those that are fields of one record together."""
        found = list[tuple[Figure, ...]]()
        _records(self.disclosure, found)
        return tuple(found)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every derived figure and all the figures that it is made of, each once."""
        found: dict[int, Figure] = {}
        waiting = [figure for record in self.records for figure in record]
        while waiting:
            figure = waiting.pop()
            if id(figure) not in found:
                found[id(figure)] = figure
                waiting += figure.parts
        return tuple(found.values())

    @cached_property
    def beside(self) -> dict[Cell, tuple[Fact, ...]]:
        """For each amount of an official form: what stands in the row above and below.

        A row beside one that it is a part of is left out: the two are often equal.
        """
        found: dict[Cell, tuple[Fact, ...]] = {}
        for form in self.accounts.edition.forms:
            for row, other in _neighbours(form, self.accounts.facts[form.id].rows):
                for column in row.cells.keys() & other.cells.keys():
                    a, b = row[column], other[column]
                    found[a.cell] = (*found.get(a.cell, ()), b)
                    found[b.cell] = (*found.get(b.cell, ()), a)
        return found

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """Every typed text that the draft may print, each cell once, in the sheets' order."""
        seen: dict[Cell, Words] = {}
        for sheet in self.accounts.edition.sheets:
            for block in sheet.blocks:
                if block.id not in _NOT_PRINTED:
                    for words in self._words(block):
                        seen.setdefault(words.cell, words)
        return tuple(seen.values())

    @cached_property
    def _shown(self) -> dict[Cell, str]:
        """What the draft prints of each cell, line by line."""
        shown: dict[Cell, dict[str, None]] = {}
        for line in self.lines or ():
            for part in line.typed:
                shown.setdefault(part.cell, {})[line.text[part.start : part.end]] = None
        return {cell: "\n".join(texts) for cell, texts in shown.items()}

    def printed_of(self, cell: Cell) -> str:
        """What the draft prints of a cell, "" for nothing."""
        return self._shown.get(cell, "")

    @cached_property
    def as_printed(self) -> tuple[Words, ...]:
        """Every typed text as the draft prints it; as typed where it is not printed."""
        found = ((words, self._shown.get(words.cell, words.text)) for words in self.words)
        return tuple(w if w.text == text else replace(w, text=text) for w, text in found)

    @cached_property
    def typed_texts(self) -> Texts:
        """The typed texts, for rules that look at each by itself."""
        return Texts(self.words)

    @cached_property
    def printed_texts(self) -> Texts:
        """The same as the draft prints them."""
        return Texts(self.as_printed)

    @cached_property
    def seams(self) -> tuple[Seams, ...]:
        """The typed words that meet printed ones, line by line."""
        found, at = list[Seams](), 0
        for line in self.lines or ():
            typed = tuple(words for words in line.typed if not _alone(line, words))
            if typed:
                found.append(Seams(at, line, typed))
                at += len(typed)
        return tuple(found)

    @cached_property
    def right_seams(self) -> tuple[Right, ...]:
        """That a rule found nothing at the seams, in their order."""
        return tuple(Right((words.cell,)) for seams in self.seams for words in seams.typed)

    def _words(self, block: Block) -> Iterator[Words]:
        line_kinds = {line.key: line.kind for line in block.lines}
        column_kinds = {column.key: column.kind for column in block.columns}
        known = lexicon(self.accounts.edition)
        for row in self.accounts.facts[block.id].rows:
            for column, fact in row.cells.items():
                fields = block.kind == "fields"
                kind = line_kinds.get(row.key) if fields else column_kinds.get(column)
                if kind in _TYPED and fact.text and row.key not in _NOT_WORDS:
                    key = row.key if fields else column
                    yield Words(block.id, key, fact.text, fact.cell, known, row.key)
