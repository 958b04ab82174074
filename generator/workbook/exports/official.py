"""One of the nine tables, read from an export under the declaration of its form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from generator.editions.schema import Form, FormColumn
from generator.model import Finding, Row, Severity
from generator.workbook.exports.basic import items_add_up, read_basic
from generator.workbook.exports.regions import Region
from generator.workbook.exports.three_public import read_three_public
from generator.workbook.exports.two_sided import read_two_sided
from generator.workbook.reading.heads import head_rows
from generator.workbook.reading.narrowing import narrowed
from generator.workbook.reading.official.codes import read_codes
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.values import label_key

_TOTAL_LABELS = ("合计", "小计", "本年收入合计", "本年支出合计", "本年支出", "本年收入")
_NAME_ENDING = ("科目名称", "科目(单位)名称", "支出功能分类名称")
_REMAINDER = Decimal("150")  # 元 an amount: thrice what rounding to 0.01 万元 can do
_WORN = ("I03",)
_OF_NUMBERS = ("I04", "I08", "I09", "I48")  # what says that a number could not be read


class ReadForm(Struct, frozen=True):
    """The rows of a table with amounts in 元 and their places in the export.

    ``problems`` are cells and rows that were not understood.
    """

    rows: tuple[Row, ...]
    problems: tuple[Finding, ...]


def read_official(form: Form, region: Region, unit: str) -> ReadForm | str:
    """The table, or in Chinese why it is not the one that its title says."""
    grid = _with_usual_heads(region.grid, form.layout == "codes")
    grid = narrowed(grid, head_rows(form, grid))
    found = _read(form, grid, unit)
    if _columns_missing(found):
        found = _read(_with_other_totals(form), grid, unit)
    if missing := _columns_missing(found):
        return missing
    rows = tuple(row for row in found.rows if any(f.given for f in row.cells.values()))
    if not any(_has_amount(row) for row in rows):
        return _why_blank(found)
    if wrong := _torn_sums(form, rows):
        return f"栏目对不上：{wrong}"
    return ReadForm(rows, found.problems)


def _read(form: Form, grid: Grid, unit: str) -> ReadForm:
    reader = SheetReader(grid, Problems(), unit)
    read = {
        "lines": read_two_sided,
        "codes": read_codes,
        "items": read_basic,
        "single": read_three_public,
    }[form.layout]
    rows = tuple(row for row in read(form, reader) if _stands(row))
    rows = tuple(_certain(row, reader.problems) for row in rows)
    problems = [f for f in reader.problems.findings if not _is_expected(f, form, rows)]
    return ReadForm(rows, (*problems, *_rescaled(reader.problems)))


def _is_expected(finding: Finding, form: Form, rows: Sequence[Row]) -> bool:
    """Totals and printed lines that the export lacks are blank, not wrong; so is 合计 of all items."""
    if finding.rule == "I03" and not finding.cells[0].address and "」这一行" in finding.message:
        return bool(rows)
    totals = [f"找不到「{total.label}」" for total in form.totals]
    if not any(text in finding.message for text in (*totals, "「合计」一行有数")):
        return False
    return form.layout == "items" and items_add_up(rows)


def _why_blank(found: ReadForm) -> str:
    """Why a table has no amount; "" for one that is printed without any."""
    unread = [f.message for f in found.problems if f.rule in _OF_NUMBERS]
    if unread:
        return f"{unread[0]}（共 {len(unread)} 处）" if len(unread) > 1 else unread[0]
    return "" if found.rows else "没有找到一行数"


def _certain(row: Row, problems: Problems) -> Row:
    """The row without numbers of which the screen shows another one: in a workbook that format is lost."""
    doubtful = {cell for cell, _ in problems.rescaled}
    if not any(fact.cell in doubtful for fact in row.cells.values()):
        return row
    blank = {k: replace(f, value=None) for k, f in row.cells.items() if f.cell in doubtful}
    return Row(row.key, row.cells | blank)


def _rescaled(problems: Problems) -> Iterator[Finding]:
    """What is told of those numbers, once for the table."""
    if not problems.rescaled:
        return
    cells = tuple(cell for cell, _ in problems.rescaled)
    cell, shown = problems.rescaled[0]
    what = f"显示「{shown}」" if shown else "不显示"
    more = f"（共 {len(cells)} 格）" if len(cells) > 1 else ""
    message = (
        f"{cell} {what}，存的却是另一个数{more}，没有取："
        "把格式改为「数值」，与表头的金额单位核对，再给出它"
    )
    yield Finding("I48", Severity.WARNING, message, cells)


def _has_amount(row: Row) -> bool:
    return any(f.given for key, f in row.cells.items() if key not in ("code", "name"))


def _stands(row: Row) -> bool:
    return any(fact.cell.address for fact in row.cells.values())


def _columns_missing(found: ReadForm) -> str:
    """What the reader says of headers that were not found; "" where all were."""
    whole = [f for f in found.problems if f.rule in _WORN and not f.cells[0].address]
    return "；".join(f.message.removeprefix(f"{f.cells[0]} ") for f in whole)


def _with_other_totals(form: Form) -> Form:
    """The form with the total column under any of its usual names."""
    names = {label_key(name) for name in _TOTAL_LABELS}
    totals = [c for c in form.columns if label_key(c.label) in names]
    if len(totals) != 1:
        return form

    def widened(column: FormColumn) -> FormColumn:
        also = (*column.also, *_TOTAL_LABELS)
        return replace(column, also=also) if column is totals[0] else column

    return replace(form, columns=tuple(map(widened, form.columns)))


def _with_usual_heads(grid: Grid, codes: bool) -> Grid:
    """The same grid with 科目名称 where a longer name of that column stands."""
    values = dict(grid.values)
    for place, value in grid.values.items():
        text = label_key(value)
        if isinstance(value, str) and text.endswith(_NAME_ENDING) and len(text) < 16:
            values[place] = "科目名称"
        elif isinstance(value, str) and codes and text in _OTHER_TOTALS:
            values[place] = "合计"
    return Grid(
        grid.sheet,
        values,
        grid.percent,
        grid.uncomputed,
        grid.ranges,
        {},
        grid.errors,
        grid.looks,
    )


_OTHER_TOTALS = frozenset({"支出合计", "收入合计", "本年合计"})


def _torn_sums(form: Form, rows: Iterable[Row]) -> str:
    """A printed sum of columns that fails for most rows: a column was taken for another."""
    by_number = {column.no: column.key for column in form.columns}
    for formula in form.formulas:
        if formula.axis != "栏" or form.layout == "lines":
            continue
        checked = [
            _sums(row, by_number[formula.target], [(s, by_number[n]) for s, n in formula.terms])
            for row in rows
            if row.key != "total" or form.layout == "single"
        ]
        known = [right for right in checked if right is not None]
        if known and known.count(False) * 2 > len(known):
            return formula.printed
    return ""


def _sums(row: Row, target: str, terms: list[tuple[int, str]]) -> bool | None:
    """Whether a row agrees with a sum; None where one side is blank."""
    total = row.cells[target].value if target in row.cells else None
    parts = [(sign, row.cells[key].value) for sign, key in terms if key in row.cells]
    given = [sign * value for sign, value in parts if isinstance(value, Decimal)]
    if not isinstance(total, Decimal) or not given:
        return None
    return abs(total - sum(given)) <= _REMAINDER * (len(given) + 1)
