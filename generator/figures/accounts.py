"""The accessor through which every derived figure is computed.

``Accounts`` answers "what stands in this row and column": what the sheet gives, or, where a
total is blank, what the form's own printed formulas make of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from msgspec import Struct, field
from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.formulas import Addend, Formula
from generator.editions.naming import bare, formula_words
from generator.editions.schema import Form, FormSide
from generator.figures.arithmetic import (
    Change,
    as_printed,
    cells_of,
    change,
    from_fact,
    share,
    shares,
    signed_total,
    text_from,
    total,
)
from generator.figures.reasons import Entry, told
from generator.figures.residues import given_parts, step_of, without_residue
from generator.model import Cell, Facts, Figure, Row, Text, Unit, made_once

WAN = Decimal(10000)
_Made = TypeVar("_Made")
MAIN_FORMS = (
    "totals",
    "income",
    "expenditure",
)  # no unit leaves these blank; what the others hold follows from 01


class Accounts(Struct, dict=True):
    """The facts of one workbook under one edition, with blank totals computed on demand."""

    facts: Facts
    edition: Edition
    _known: dict[tuple[str, str, str], Figure] = field(default_factory=dict)
    _below: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    _named: dict[str, Text] = field(default_factory=dict)
    _once: dict[str, Any] = field(default_factory=dict)

    def amount(self, form_id: str, row: str, column: str = "amount") -> Figure:
        """The figure in 元 at a row (key or code) and column of an official form.

        Raises KeyError for a row or column that the form does not have.
        """
        key = (form_id, row, column)
        if key not in self._known:
            self._known[key] = self._resolve(self.edition.form(form_id), row, column)
        return self._known[key]

    def nil(self, form: Form, row: str) -> Figure:
        """The figure of a row that a form does not have: blank, at the sheet as a whole."""
        cells = (Cell(form.sheet, ""),)
        return Figure(None, Unit.YUAN, f"{form.sheet} {row}", cells, missing="表中没有这一行")

    def given(self, table: str, row: str, column: str = "value") -> Figure:
        """The figure that a cell of an input sheet gives, blank when it is."""
        return from_fact(self.facts[table][row][column])

    def optional(self, table: str, row: str, column: str = "value") -> Figure:
        """As ``given``; blank in an edition that does not ask for it."""
        block = self.edition.blocks[table][1]
        if block.kind == "list" or (row in block.by_key and column in block.column_keys):
            return self.given(table, row, column)
        cells = (Cell(self.facts[table].sheet, ""),)
        return Figure(None, Unit.YUAN, f"{table} {row}", cells, missing="版式没有这一项")

    def stated(self, table: str, row: str, column: str) -> Figure:
        """As ``optional``; a blank total is the sum of the lines that it is declared to add up."""
        found = self.optional(table, row, column)
        line = self.edition.blocks[table][1].by_key.get(row)
        parts = [self.stated(table, part, column) for part in line.of] if line else []
        if found.given or not parts:
            return found
        summed = total(found.label, parts) if any(part.given for part in parts) else found
        return replace(summed, cells=tuple(dict.fromkeys((*found.cells, *cells_of(parts)))))

    def unsplit(self, table: str, row: str, column: str) -> bool:
        """True for a blank line of a total that is given, while the other lines do not make it up.

        What this line had is not known then; it is not nil.
        """
        block = self.edition.blocks[table][1]
        if column not in block.column_keys:
            return False
        whole = next((line for line in block.lines if row in line.of), None)
        if whole is None or self.stated(table, row, column).given:
            return False
        stated = self.given(table, whole.key, column)
        if not stated.given:
            return self.unsplit(table, whole.key, column)
        parts = [self.stated(table, part, column) for part in whole.of]
        left = stated.amount - sum(part.amount for part in parts)
        return abs(left) > self.rounding(len(parts), table)

    def rounding(self, parts: int, *tables: str) -> Decimal:
        """How far in 元 a sum of so many parts may be off its total by rounding alone.

        Nothing where all ``tables`` were given in 元.
        """
        if all(self.facts[table].unit == "元" for table in tables):
            return Decimal(0)
        return (parts + 1) * WAN * Decimal("0.005")

    def text(self, table: str, row: str, column: str = "value") -> Text:
        """The words of a cell of an input sheet."""
        return text_from(self.facts[table][row][column])

    @property
    def visible(self) -> Decimal:
        """The smallest difference in 元 that the printed decimals can show."""
        return self.edition.money.visible

    def printed(self, figure: Figure) -> Figure:
        """The figure from which others are derived: as printed, if the edition says so."""
        if self.edition.derived_from == "exact":
            return figure
        places = self.edition.money.places
        return as_printed(figure, places if figure.unit is Unit.YUAN else self.edition.score_digits)

    def alike(self, one: Figure, other: Figure) -> bool:
        """True when the draft prints both alike."""
        return abs(self.printed(one).amount - self.printed(other).amount) < self.visible

    def share(self, label: str, part: Figure, whole: Figure) -> Figure:
        """What a part makes of a whole, or an outturn of its budget."""
        return share(label, self.printed(part), self.printed(whole))

    def executed(self, label: str, outturn: Figure, budget: Figure) -> Figure:
        """The rate of execution; of the exact amounts where the budget is given and prints as nil."""
        if not budget.nil and self.printed(budget).nil:
            return share(label, outturn, budget)
        return self.share(label, outturn, budget)

    def shares(self, label: str, parts: Iterable[Figure], whole: Figure) -> list[Figure]:
        """What each part makes of the whole."""
        return shares(label, map(self.printed, parts), self.printed(whole))

    def against_prior(self, label: str, this: Figure, line: str, table: str = "prior") -> Change:
        """``this`` against last year's figure on an input sheet, with the reason that is told there."""
        found = self._against_prior(label, this, line, table)
        if self.without_prior:
            return found
        shown = self.told(table, lambda: self._prior_entries(table)).get(line, found)
        if found.flat and shown.shared and not shown.own:
            # Another table's total, 0.01 off by rounding, changed; this one did not.
            return found
        return replace(found, reason=shown.reason, shared=shown.shared)

    def told(self, name: str, entries: Callable[[], Mapping[str, Entry]]) -> dict[str, Change]:
        """The changes of a column of reasons, by line, worked out once."""
        return self.once(f"told {name}", lambda: told(entries()))

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What ``make`` gives, worked out once for this workbook; ``name`` is of the whole package."""
        return made_once(self._once, name, make)

    def _prior_entries(self, table: str) -> dict[str, Entry]:
        """The lines of a sheet of last year's figures whose figure of this year is known."""
        found = {}
        for line in self.edition.blocks[table][1].lines:
            if line.this:
                this = self.amount(*line.this.split("."))
                against = self._against_prior(line.name, this, line.key, table)
                against = replace(against, optional=line.told_by_parts)
                found[line.key] = Entry(line.name, against, line.reason_from)
        return found

    def _against_prior(self, label: str, this: Figure, line: str, table: str) -> Change:
        lines = self.edition.blocks[table][1].by_key
        if line not in lines:  # a place that does not compare it with last year
            nothing = Figure(None, Unit.YUAN, label, this.cells, missing="没有上年数")
            return replace(self._change(label, this, nothing, Text("")), direction="none")
        base, reason = self.stated(table, line, "prior"), self.text(table, line, "reason")
        if self.without_prior:
            base = replace(base, value=None, missing="没有上年数")
            return replace(self._change(label, this, base, Text("")), direction="none")
        found = self._restated(self.against(label, this, base, reason), table, line)
        if self.unsplit(table, line, "prior"):
            return replace(found, direction="unknown")
        if base.given or found.flat or not lines[line].needs("prior"):
            return found
        return replace(found, direction="unknown")

    def against(self, label: str, this: Figure, base: Figure, reason: Text) -> Change:
        """``this`` from an official table against another amount; unknown while all are blank."""
        found = self._change(label, this, base, reason)
        lacking = self.unfilled and not this.given
        return replace(found, direction="unknown") if lacking and not found.flat else found

    def _change(self, label: str, this: Figure, base: Figure, reason: Text) -> Change:
        return change(label, self.printed(this), self.printed(base), reason, self.visible)

    def _restated(self, found: Change, table: str, line: str) -> Change:
        """The change with what was published for last year, where its base is something else."""
        if "published" not in self.facts[table][line].cells:
            return found
        published = self.given(table, line, "published")
        if not published.given or self.alike(published, found.base):
            return found
        correction = self.text(table, line, "correction")
        return replace(found, published=published, correction=correction)

    @cached_property
    def unfilled(self) -> bool:
        """True before the official tables were pasted: there is nothing to compare yet."""
        return not any(self.has_amounts(form_id) for form_id in MAIN_FORMS)

    def has_amounts(self, table: str) -> bool:
        """True when any amount stands in a table, zero included."""
        rows = self.facts[table].rows
        return any(isinstance(f.value, Decimal) for row in rows for f in row.cells.values())

    def chosen(self, block: str, line: str) -> str:
        """The key of what was chosen in a line of a block of fields; "" where nothing was."""
        return self.edition.choice(block, line, self.facts[block][line]["value"].text)

    @property
    def without_prior(self) -> bool:
        """True for a unit that did not exist last year: there is nothing to compare with."""
        return self.chosen("profile", "history") in self.edition.words["no_prior"]

    def shows(self, figure: Figure) -> bool:
        """True when the amount prints as something else than zero."""
        return abs(figure.amount) >= self.visible

    def code_rows(self, form_id: str, length: int) -> tuple[Row, ...]:
        """The rows of a form by code whose code has ``length`` digits (3 类, 5 款, 7 项)."""
        return tuple(
            r for r in self.facts[form_id].rows if r.key.isdigit() and len(r.key) == length
        )

    def name_of(self, code: str) -> Text:
        """The name of a function code, from the first place that gives it; "" if none does.

        The forms by code first, then 年初预算, for a 类 the printed lines of 公开01表, at last the
        edition's list of codes.
        An empty name has the cell in which it could be given.
        """
        if code not in self._named:
            known = next(filter(None, self._names(code)), None)
            self._named[code] = known or Text("", self._name_cell(code))
        return self._named[code]

    def _name_cell(self, code: str) -> Cell | None:
        """Where a form, 年初预算 or 科目解释 names a code, or the code below it."""
        if not code.isdigit():  # of a row whose code cannot be read
            return None
        for form in self.edition.forms:
            if form.layout == "codes" and code in self.facts[form.id]:
                return self.facts[form.id][code]["name"].cell
        columns = {3: "code", 5: "group", 7: "name"}
        for row in self.facts["budget"].rows:
            if row.key.startswith(code):
                return row[columns[len(code)]].cell
        for row in self.facts["subjects"].rows:
            if row.key.startswith(code):
                return row["code"].cell
        return None

    def _names(self, code: str) -> Iterator[Text]:
        for form in self.edition.forms:
            if form.layout == "codes" and code in self.facts[form.id]:
                yield text_from(self.facts[form.id][code]["name"])
        budget = self.facts["budget"]
        if code in budget:
            yield text_from(budget[code]["name"])
        elif len(code) == 5:
            yield from (text_from(r["group"]) for r in budget.rows if r.key.startswith(code))
        for form in self.edition.forms:
            for line in (line for side in form.sides for line in side.lines if line.key == code):
                yield Text(line.label.partition("、")[2])
        if listed := self.edition.function_codes.get(code):
            yield Text(listed)

    def _resolve(self, form: Form, row: str, column: str) -> Figure:
        found = from_fact(self.facts[form.id][row][column], basis=basis_of(form, row, column))
        if found.given:
            return found
        for label, terms in self._computations(form, row, column):
            parts = [(sign, self.amount(form.id, r, c)) for sign, r, c in terms]
            if any(part.given for _, part in parts):
                result = signed_total(found.label, parts, label)
                if any(sign < 0 for sign, _ in parts):
                    result = self._balance(form, row, column, result)
                cells = tuple(dict.fromkeys((*found.cells, *result.cells)))
                return replace(result, cells=cells)
        return found

    def _balance(self, form: Form, row: str, column: str, balance: Figure) -> Figure:
        """A computed balance: nil within rounding, but not above a row that prints one.

        What the formula gives is never altered to make a column add up.  The rows' own sum holds
        where the formula gives nothing that prints, or where the amounts of a row that is blank
        throughout say something else than those below by more than rounding.
        """
        step = self._step(form.id)
        own = without_residue(balance, step)
        below = [(1, self.amount(form.id, r, column)) for r in self.children(form.id, row)]
        summed = signed_total(balance.label, below, f"{form.sheet} 逐级汇总") if below else own
        if summed.nil:
            return own
        facts = self.facts[form.id][row].cells.values()
        filled = any(fact.value for fact in facts if isinstance(fact.value, Decimal))
        apart = replace(balance, value=balance.amount - summed.amount)
        if not filled and not without_residue(apart, step).nil:
            return summed
        if own.nil:  # many cells make much room, yet a row that prints a balance is no residue
            return balance if self.shows(balance) else summed
        return own

    def _step(self, form_id: str) -> Decimal:
        """The smallest difference in 元 that the amounts of a form can show; 0 for exact ones."""
        return Decimal(0) if self.facts[form_id].unit == "元" else self._step_of_wan

    @cached_property
    def _step_of_wan(self) -> Decimal:
        tables = (self.facts[form.id] for form in self.edition.forms)
        return step_of(table for table in tables if table.unit != "元")

    def same(self, one: Figure, other: Figure, forms: tuple[str, str]) -> bool:
        """True when two figures of these forms are one amount, rounded apart at most."""
        steps = (self._step(form_id) / 2 for form_id in forms)
        room = sum(given_parts(f) * half for f, half in zip((one, other), steps, strict=True))
        return abs(one.amount - other.amount) <= room or self.alike(one, other)

    def _computations(
        self, form: Form, row: str, column: str
    ) -> Iterator[tuple[str, list[Addend]]]:
        """The ways in which the form itself says a blank cell is computed."""
        for formula, terms in formulas_of(form, row, column):
            if formula.sums:
                yield f"{form.sheet} {formula_words(form, formula)}", terms
        if form.layout == "codes":
            children = [(1, child, column) for child in self.children(form.id, row)]
            if children:
                yield f"{form.sheet} 逐级汇总", children
        if form.layout == "items":
            yield from self._item_totals(form, row)

    def _item_totals(self, form: Form, row: str) -> Iterator[tuple[str, list[Addend]]]:
        children = [(1, child, "amount") for child in self.item_children(form, row)]
        if children:
            yield f"{form.sheet} 逐级汇总", children

    def item_children(self, form: Form, row: str) -> tuple[str, ...]:
        """公开06: the rows that a 类 or a total adds up."""
        for entry in form.totals:
            if entry.key == row:
                return tuple(code for code in entry.of if code in self.facts[form.id])
        if len(row) == 3:
            keys = (r.key for r in self.facts[form.id].rows)
            return tuple(key for key in keys if len(key) == 5 and key.startswith(row))
        return ()

    def children(self, form_id: str, row: str) -> tuple[str, ...]:
        """The codes directly below a code; below "total" the 类."""
        if form_id not in self._below:
            below: dict[str, list[str]] = {}
            for key in (r.key for r in self.facts[form_id].rows):
                if key.isdigit() and len(key) in (3, 5, 7):
                    below.setdefault("total" if len(key) == 3 else key[:-2], []).append(key)
            self._below[form_id] = below
        return tuple(self._below[form_id].get(row, ()))


def formulas_of(form: Form, row: str, column: str) -> Iterator[tuple[Formula, list[Addend]]]:
    """The printed formulas that compute one cell, each with what it adds up."""
    yield from form.computed.get((row, column), ())
    for formula, terms in form.computed.get(("", column), ()):
        yield formula, [(sign, row, other) for sign, _, other in terms]


def side_of(form: Form, row: str, column: str = "") -> FormSide | None:
    """The side of a lines form that has that row (and column)."""
    return form.side_by_place.get((row, column))


def basis_of(form: Form, row: str, column: str) -> str:
    """Form and row or column as a reviewer cites them, e.g. ``公开01表58行``."""
    side = side_of(form, row, column)
    if side is not None and form.numbered:
        return f"{form.sheet}{side.by_key[row].no}行"
    if side is not None:
        return f"{form.sheet}「{bare(side.by_key[row].label)}」"
    if not form.numbered:
        labels = ["·".join(c.path) for c in form.columns if c.key == column]
        return f"{form.sheet}「{labels[0]}」" if labels else form.sheet
    numbers = [c.no for c in form.columns if c.key == column and c.no]
    return f"{form.sheet}{numbers[0]}栏" if numbers else form.sheet
