"""Cases: changes to the facts of the real workbook, written as an accountant would say them.

A case of ``cases/*.toml`` has a name, ``given`` (sheet → rows, cells apart by ``|``) and
``expect`` (section of the document → its exact text; a line ``…`` stands for any lines).  A
sheet of open rows, or an official form by code, is replaced as a whole, its first row being the
labels of the columns; of a sheet with fixed rows only the rows named change.  ``clear`` blanks
sheets first.  Amounts are in 万元, a blank stays blank, ``\\n`` is a line break.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from msgspec.structs import replace

from generator import checks
from generator.document import render
from generator.document.charts import charts
from generator.editions import Edition
from generator.editions.schema import Block, Form, FormRow, InputColumn
from generator.figures.phrasing import Marks, Phrasing
from generator.model import Cell, Fact, Facts, Finding, Row, Table, Unit, Value
from generator.pipeline import derive
from generator.workbook.reading.facts import Workbook, read_workbook
from tests.conftest import REAL, ROOT
from tests.helpers.branches import Counted, counted
from tests.helpers.docsections import Text, sections_of
from tests.helpers.keeping import kept
from tests.helpers.markers import MissingMarks, markers

FOLDER = Path(__file__).resolve().parents[1] / "cases"
SHANGHAI, HUNAN, YUAN = "shanghai", "hunan", "yuan"  # their cases lie in folders of their own
_EXAMPLES = ROOT / "inputs" / "examples"
_BOOKS = {
    "": REAL,
    SHANGHAI: _EXAMPLES / "shanghai-2024" / "上海部门.xlsx",
    HUNAN: _EXAMPLES / "hunan-2024" / "湖南部门.xlsx",
    YUAN: FOLDER.parent / "editions" / "元例.xlsx",
}
WAN = 10000


@dataclass(frozen=True)
class Case:
    """``incomplete``: markers of missing content are what the case is about; ``final``: 定稿."""

    name: str
    given: dict[str, list[str]] = field(default_factory=dict)
    expect: dict[str, str] = field(default_factory=dict)
    clear: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    incomplete: bool = False
    final: bool = False


@dataclass(frozen=True)
class Result:
    """What a case made: the text by section, what the checks said, its markers.

    ``taken`` and ``used`` are the branches and wordings that it needed.
    """

    text: Text
    findings: tuple[Finding, ...]
    taken: frozenset[int]
    used: frozenset[str]
    markers: MissingMarks


def case_files(region: str = "") -> list[Path]:
    return sorted((FOLDER / region).glob("*.toml"))


@cache
def cases(region: str = "") -> dict[str, Case]:
    """Every case by name; a name may not come twice."""
    found: dict[str, Case] = {}
    for path in case_files(region):
        for entry in tomllib.loads(path.read_text("utf-8"))["case"]:
            entry |= {key: tuple(entry.get(key, ())) for key in ("clear", "absent", "reported")}
            case = Case(**entry)
            assert case.name not in found, f"two cases named {case.name}"
            found[case.name] = case
    return found


@cache
def real(region: str = "") -> Workbook:
    return read_workbook(_BOOKS[region])


@cache
def counting(region: str = "") -> Counted:
    return counted(real(region).edition)


def result(case: Case, region: str = "") -> Result:
    """The draft of a case."""
    workbook, found = real(region), counting(region)
    found.clear()
    edition = found.edition
    facts = changed(workbook.facts, edition, case)
    accounts, made = derive(replace(workbook, facts=facts, edition=edition))
    context = {name: getattr(made, name) for name in type(made).__struct_fields__}
    context["draft"] = not case.final
    phrasing = Phrasing(edition, Marks())
    drawn = charts(made, edition.money)
    draft = render(found.template, context, phrasing, drawn)
    taken, used = frozenset(found.taken), frozenset(found.used)
    text = sections_of(draft)
    findings = checks.run(accounts, made).findings
    return Result(text, findings, taken, used, markers(draft))


@cache
def result_of(name: str, region: str = "") -> Result:
    """The draft of a case by its name, made once by all processes of a run."""
    number = list(cases(region)).index(name)
    return kept(f"case-{region}{number}", lambda: result(cases(region)[name], region))


# --- from the rows of a case to facts ---------------------------------------------------------


def changed(facts: Facts, edition: Edition, case: Case) -> Facts:
    """The facts with the changes of a case."""
    tables = dict(facts.tables)
    forms = {form.sheet: form for form in edition.forms}
    for sheet in case.clear:
        for table_id in _ids(edition, sheet):
            tables[table_id] = _cleared(tables[table_id])
    for sheet, rows in case.given.items():
        parts = [[cell.strip().replace("\\n", "\n") for cell in row.split("|")] for row in rows]
        if sheet in forms:
            form = forms[sheet]
            tables[form.id] = _FORMS[form.layout](form, tables[form.id], parts)
        else:
            block = _block(edition, sheet)
            tables[block.id] = _BLOCKS[block.kind](block, tables[block.id], parts)
    return Facts(tables)


def _ids(edition: Edition, sheet: str) -> list[str]:
    forms = [form.id for form in edition.forms if form.sheet == sheet]
    blocks = [b.id for s in edition.sheets if s.name == sheet for b in s.blocks]
    assert forms or blocks, sheet
    return forms or blocks


def _cleared(table: Table) -> Table:
    rows = [_with(row, {key: None for key in row.cells}) for row in table.rows]
    fixed = [row for row in rows if not row.key.isdigit() or len(table.rows) == len(rows)]
    return _table(table, fixed)


def _block(edition: Edition, name: str) -> Block:
    """A block by ``sheet`` or ``sheet·beginning of its title``."""
    sheet, _, title = name.partition("·")
    for declared in edition.sheets:
        for block in declared.blocks:
            if declared.name == sheet and (block.title or block.label).startswith(title):
                return block
    raise KeyError(name)


def _table(table: Table, rows: Iterable[Row]) -> Table:
    kept = tuple(rows)
    return replace(table, rows=kept, by_key={row.key: row for row in kept})


def _with(row: Row, values: Mapping[str, Value]) -> Row:
    cells = {
        key: replace(fact, value=values[key]) if key in values else fact
        for key, fact in row.cells.items()
    }
    return Row(row.key, cells)


def _value(kind: str, text: str) -> Value:
    if not text:
        return None
    if kind == "amount":
        return Decimal(text) * WAN
    if kind in ("count", "score"):
        return Decimal(text)
    return date.fromisoformat(text) if kind == "date" else text


def _unit(kind: str) -> Unit:
    return {"count": Unit.COUNT, "score": Unit.SCORE}.get(kind, Unit.YUAN)


def _lines(form: Form, table: Table, rows: list[list[str]]) -> Table:
    """公开01表、公开04表: ``项目 | 金额 …``, the amounts in the order of the side's columns."""
    found = dict(table.by_key)
    for label, *amounts in rows:
        lines = list(_lines_named(form, label, len(amounts)))
        assert lines, f"{form.sheet} {label}"
        for columns, line in lines:
            values = {c: _value("amount", a) for c, a in zip(columns, amounts, strict=True)}
            found[line.key] = _with(found[line.key], values)
    return _table(table, found.values())


def _lines_named(form: Form, label: str, amounts: int) -> Iterator[tuple[list[str], FormRow]]:
    """The lines of that label with so many columns: 总计 on both sides, ``支出·总计`` on one."""
    wanted, _, name = label.rpartition("·")
    for side in form.sides:
        columns = [column.key for column in side.columns]
        for line in side.lines:
            named = name in (line.label, line.label.partition("、")[2])
            exact = any(other.label == name for other in side.lines)
            fits = len(columns) == amounts and wanted in ("", side.label)
            if fits and named and (line.label == name or not exact):
                yield columns, line


def _codes(form: Form, table: Table, rows: list[list[str]]) -> Table:
    """``科目 | 小计 …``, then ``合计 | …`` and ``208 社会保障和就业支出 | …``."""
    head, *body = rows
    labels = {column.label: column.key for column in form.columns}
    keys = [labels[label] for label in head[1:]]
    blank = _with(table["total"], {key: None for key in table["total"].cells})
    made = {"total": blank}
    for number, (subject, *amounts) in enumerate(body, start=10):
        code, _, name = subject.partition(" ")
        values: dict[str, Value] = {
            k: _value("amount", a) for k, a in zip(keys, amounts, strict=True)
        }
        key = "total" if code == "合计" else code
        row = _moved(blank, table.sheet, number)
        made[key] = Row(key, _with(row, {"code": code, "name": name, **values}).cells)
    return _table(table, made.values())


def _moved(row: Row, sheet: str, number: int) -> Row:
    """The row at another place of the sheet."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cells = {
        key: replace(fact, cell=Cell(sheet, f"{letters[index]}{number}"))
        for index, (key, fact) in enumerate(row.cells.items())
    }
    return Row(row.key, cells)


def _items(form: Form, table: Table, rows: list[list[str]]) -> Table:
    """公开06表: ``基本工资 | 5``."""
    names = {line.label: line.key for block in form.blocks for line in block.lines}
    names |= {entry.label: entry.key for entry in form.totals}
    found = dict(table.by_key)
    for label, amount in rows:
        key = names[label]
        found[key] = _with(found[key], {"amount": _value("amount", amount)})
    return _table(table, found.values())


def _single(form: Form, table: Table, rows: list[list[str]]) -> Table:
    """公开09表: ``预算数 | …`` and ``决算数 | …``, six amounts each."""
    values: dict[str, Value] = {}
    for group, *amounts in rows:
        keys = [c.key for c in form.columns if group in (c.group, c.label)]  # pairs under an item
        values |= {key: _value("amount", a) for key, a in zip(keys, amounts, strict=True)}
    return _table(table, [_with(table["row"], values)])


def _fields(block: Block, table: Table, rows: list[list[str]]) -> Table:
    """``项目 | 填写内容``."""
    lines = {line.label: line for line in block.lines}
    found = dict(table.by_key)
    for label, text in rows:
        line = lines[label]
        found[line.key] = _with(found[line.key], {"value": _value(line.kind, text)})
    return _table(table, found.values())


def _grid(block: Block, table: Table, rows: list[list[str]]) -> Table:
    """``项目 | 上年决算数 | …``, then the fixed rows that change."""
    head, *body = rows
    columns = [_column(block, label) for label in head[1:]]
    lines = {line.label: line.key for line in block.lines}
    found = dict(table.by_key)
    for label, *texts in body:
        values = {c.key: _value(c.kind, t) for c, t in zip(columns, texts, strict=True)}
        found[lines[label]] = _with(found[lines[label]], values)
    return _table(table, found.values())


def _list(block: Block, table: Table, rows: list[list[str]]) -> Table:
    """The labels of the columns, then the rows; ``合计 | …`` where the list has a total."""
    head, *body = rows or [[]]
    columns = [_column(block, label) for label in head]
    inputs = [column for column in block.columns if not column.live]
    made = dict(_total(block, table))
    for number, texts in enumerate(body, start=10):
        values = {c.key: _value(c.kind, t) for c, t in zip(columns, texts, strict=True)}
        if block.total and texts[0] == block.total:
            made["total"] = _with(made["total"], {**values, columns[0].key: None})
            continue
        key = str(values[block.key]) if block.key else str(number)
        made[key] = Row(key, dict(_facts(inputs, values, table.sheet, number)))
    return _table(table, made.values())


def _total(block: Block, table: Table) -> Iterator[tuple[str, Row]]:
    if block.total:
        yield "total", _with(table["total"], {key: None for key in table["total"].cells})


def _facts(
    columns: list[InputColumn], values: Mapping[str, Value], sheet: str, number: int
) -> Iterator[tuple[str, Fact]]:
    for index, column in enumerate(columns):
        cell = Cell(sheet, f"{'ABCDEFGHIJKLMNOP'[index]}{number}")
        yield column.key, Fact(values.get(column.key), cell, column.label, _unit(column.kind))


def _column(block: Block, label: str) -> InputColumn:
    return next(c for c in block.columns if c.label == label and not c.live)


_FORMS = {"lines": _lines, "codes": _codes, "items": _items, "single": _single}
_BLOCKS = {"fields": _fields, "grid": _grid, "list": _list}
