"""References inside a declaration that lead nowhere: found when an edition is loaded."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain

from generator.editions.declared import EditionFile
from generator.editions.relations import LENGTHS, EquationRule
from generator.editions.schema import Block, Form, InputColumn, InputRow, InputSheet
from generator.model import regex

# What the figures are computed from; a form that a place does not have is a later step.
REQUIRED_FORMS = frozenset(
    [
        "totals",
        "income",
        "expenditure",
        "fiscal",
        "general",
        "basic",
        "fund",
        "capital",
        "three_public",
    ]
)
_PROFILE = ("name", "year", "edition", "currency", "program")  # what reader and writer ask for
_PLACE = regex(r"\{([^{}]*)\}")
_OWN_RULE = regex(r"E[0-9]{2}")  # no rule of the program has an E
_OF_CODE = regex(r"\[\w+\]\.")  # the row with the code that a cell of that column says
_COLUMN = regex(r"\[(\w+)…?\]")
_CODE_LAYOUTS = ("codes", "items")


def dangling(
    data: EditionFile, forms: Sequence[Form], sheets: Sequence[InputSheet]
) -> Iterator[str]:
    """Every reference that leads nowhere, with file and place, and every name given twice."""
    known = DeclaredPlaces(forms, sheets)
    for key in sorted(REQUIRED_FORMS - {form.id for form in forms}):
        yield f"forms.toml 里少了 form「{key}」"
    yield from _twice("forms.toml", "form", [form.id for form in forms])
    yield from _twice("sheets.toml", "sheet", [sheet.id for sheet in sheets])
    yield from _twice("sheets.toml", "block", [b.id for sheet in sheets for b in sheet.blocks])
    profile = {line.key for line in known.lines("profile")}
    for key in _PROFILE:
        if key not in profile:
            yield f"sheets.toml block「profile」少了「{key}」一行"
    for form in forms:
        yield from _of_form(form)
    for sheet in sheets:
        for block in sheet.blocks:
            yield from _of_block(block, known)
    for sheet_id in sorted(set(data.without) - {sheet.id for sheet in sheets}):
        yield f"edition.toml 的 without 里有「{sheet_id}」，没有这张表"
    for term in data.terms:
        if not known.has(term.place):
            yield f"edition.toml terms「{term.term}」的 place 指向 {term.place}，没有这个地方"


class DeclaredPlaces:
    """The places (table.row.column) that an edition has."""

    def __init__(self, forms: Sequence[Form], sheets: Sequence[InputSheet]) -> None:
        self._forms = {form.id: form for form in forms}
        self._blocks = {block.id: block for sheet in sheets for block in sheet.blocks}

    def has(self, place: str) -> bool:
        """Whether a place, or a column (table.column) of rows by code, is there."""
        table, *rest = place.split(".")
        if table in self._forms and rest:
            return _in_form(self._forms[table], rest)
        return table in self._blocks and bool(rest) and _in_block(self._blocks[table], rest)

    def lines(self, block: str) -> tuple[InputRow, ...]:
        """The lines of a block; none where there is no such block."""
        return self._blocks[block].lines if block in self._blocks else ()

    def choices(self, place: Sequence[str]) -> Mapping[str, str] | None:
        """The choices of a line of a block of fields; None where there is no such line."""
        lines = {line.key: line for line in self.lines(place[0])}
        return lines[place[1]].choices if place[1] in lines else None


def leading_nowhere(relations: Collection[EquationRule], known: DeclaredPlaces) -> Iterator[str]:
    """The places of an edition's own relations that it does not have, and numbers of other rules."""
    for rule in relations:
        if not _OWN_RULE.fullmatch(rule.id):
            yield f"forms.toml relation「{rule.id}」的 id 应是 E 和两位数字，例如 E01"
        for equation in rule.equations:
            for place in (equation.left, *equation.right):
                table, _, rest = place.partition(".")
                row, _, column = rest.partition(".")
                named = f"{table}.total.{column}" if row in LENGTHS else place
                if place.count(".") != 2 or not known.has(named):
                    yield f"forms.toml relation「{rule.id}」用了 {place}，没有这个地方"


def _in_form(form: Form, rest: list[str]) -> bool:
    if form.layout == "lines" and len(rest) == 2:
        return (rest[0], rest[1]) in form.side_by_place
    columns = {column.key for column in form.columns} | {"amount"}
    if len(rest) == 1:
        return form.layout in _CODE_LAYOUTS and rest[0] in columns | {"code", "name"}
    rows = {total.key for total in form.totals} | {
        line.key for b in form.blocks for line in b.lines
    }
    named = rest[0] in rows | {"total", "row"} or rest[0].isdigit()
    return len(rest) == 2 and named and rest[1] in columns


def _in_block(block: Block, rest: list[str]) -> bool:
    columns = {column.key for column in block.columns}
    if len(rest) == 1:
        return block.kind == "list" and rest[0] in columns
    rows = {line.key for line in block.lines} | ({"total"} if block.total else set())
    return len(rest) == 2 and rest[0] in rows and rest[1] in columns


def _of_form(form: Form) -> Iterator[str]:
    where = f"forms.toml form「{form.id}」"
    yield from _twice(where, "columns", [column.key for column in form.columns])
    lines = {line.key for block in form.blocks for line in block.lines}
    for side in form.sides:
        yield from _twice(
            f"{where} side「{side.label}」", "lines", [line.key for line in side.lines]
        )
        yield from _twice(
            f"{where} side「{side.label}」", "no", [str(row.no) for row in side.lines]
        )
    for total in form.totals:
        for key in total.of:
            if key not in lines and not key.isdigit():  # a 类 that the form does not print
                yield f"{where} totals「{total.key}」的 of 里有 {key}，表里没有这一行"
    try:
        formulas = form.formulas
    except ValueError as error:
        yield f"{where} {error}"
        return
    numbers = {
        "行": {row.no for side in form.sides for row in side.lines},
        "栏": {column.no for column in (*form.columns, *chain(*(s.columns for s in form.sides)))},
    }
    for formula in formulas:
        spans = [range(side.first, side.last + 1) for side in form.sides]  # blank rows count too
        for no in dict.fromkeys((formula.target, *(no for _, no in formula.terms))):
            blank = formula.axis == "行" and no != formula.target and any(no in s for s in spans)
            if no not in numbers[formula.axis] and not blank:
                yield f"{where} 的公式 {formula.printed} 里的 {no} 不是表里的{formula.axis}"


def _of_block(block: Block, known: DeclaredPlaces) -> Iterator[str]:
    where = f"sheets.toml block「{block.id}」"
    columns, lines = [c.key for c in block.columns], [line.key for line in block.lines]
    yield from _twice(where, "columns", columns)
    yield from _twice(where, "lines", lines)
    refs = {name for line in block.lines for name in line.refs}
    if block.key and block.key not in columns:
        yield f"{where} 的 key 是 {block.key}，没有这一栏"
    if (
        block.waived
        and block.waived[2:]
        and block.waived[2] not in (known.choices(block.waived) or {})
    ):
        yield f"{where} 的 waived 指向 {'、'.join(block.waived)}，没有这一行或这个选项"
    for column in block.columns:
        yield from _of_column(f"{where} columns「{column.key}」", column, columns, refs, known)
    for line in block.lines:
        yield from _of_line(f"{where} lines「{line.key}」", line, columns, lines, known)


def _of_column(
    where: str, column: InputColumn, columns: list[str], refs: set[str], known: DeclaredPlaces
) -> Iterator[str]:
    if column.needed_if and column.needed_if not in columns:
        yield f"{where} 的 needed_if 是 {column.needed_if}，没有这一栏"
    if column.choices_from and not known.has(column.choices_from):
        yield f"{where} 的 choices_from 是 {column.choices_from}，没有这一栏"
    for name in ("live", "live_total", "spared_if", "carry"):
        yield from _references(f"{where} 的 {name} ", getattr(column, name), columns, refs, known)


def _of_line(
    where: str, line: InputRow, columns: list[str], lines: list[str], known: DeclaredPlaces
) -> Iterator[str]:
    if line.needed_if and not known.has(line.needed_if):
        yield f"{where} 的 needed_if 指向 {line.needed_if}，没有这个地方"
    for name, place in line.refs.items():
        if not known.has(place):
            yield f"{where} 的 {name} 指向 {place}，没有这个地方"
    for name in ("of", "reason_from"):
        for key in getattr(line, name):
            if key not in lines:
                yield f"{where} 的 {name} 里有 {key}，这一块没有这一行"
    for name in ("required", "spared"):
        named = getattr(line, name)
        for key in named if isinstance(named, tuple) else ():
            if key not in columns:
                yield f"{where} 的 {name} 里有 {key}，没有这一栏"
    for name in ("live", "carry"):
        yield from _references(
            f"{where} 的 {name} ", getattr(line, name), columns, set(line.refs), known
        )


def _references(
    where: str, formula: str, columns: list[str], refs: set[str], known: DeclaredPlaces
) -> Iterator[str]:
    """The places and columns that a formula names and nothing has."""
    for place in _PLACE.findall(formula):
        if place not in refs and not known.has(_OF_CODE.sub("", place)):
            yield f"{where}用了 {{{place}}}，没有这个地方"
    for column in _COLUMN.findall(formula):
        if column not in columns:
            yield f"{where}用了 [{column}]，没有这一栏"


def _twice(where: str, what: str, names: list[str]) -> Iterator[str]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield f"{where} 的 {what} 里有两个 {name}"
