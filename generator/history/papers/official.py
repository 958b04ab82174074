"""The nine official tables of a paper, read as if they had been pasted into their sheets.

A table is known by the longest title that a line above it ends with: its number tells nothing,
since 公开07表 is another form elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from generator.editions import Edition
from generator.editions.schema import Form
from generator.history.papers.blocks import PaperBlock, PaperTable
from generator.history.papers.folding import Folded, folded
from generator.history.papers.gathered import Gathered
from generator.history.papers.parted import with_tail
from generator.model import Fact, Finding, Row, Table, Unit, regex
from generator.workbook.reading.heads import COLUMN_HEADS, head_rows, money_in, money_of, owner_in
from generator.workbook.reading.narrowing import narrowed
from generator.workbook.reading.notes import CONTINUED, words_of
from generator.workbook.reading.official import read_form
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.problems import Problems, SheetReader
from generator.workbook.reading.values import short

_WAN = Decimal(10000)
_ABOVE = 8  # lines above a table that may be its head
_LONGEST = 80  # characters of a line above it
_HEAD = 6  # rows of a table that may be
_SAID_ON = regex(rf"\(?{CONTINUED}\)?$|^\(?{CONTINUED}\)?:?")
# A page number, or nothing.
_OF_A_PAGE = regex(r"^[-—–―~·]*(?:第?\d{1,3}页?)?(?:,?共\d{1,3}页)?[-—–―~·]*$|^\d{1,3}/\d{1,3}$")


class PrintedForm(Struct, frozen=True):
    """A form as it was found: its table, and the lines above it."""

    form: Form
    table: PaperTable
    above: tuple[str, ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The lines above, and the first rows of the table."""
        rows = sorted(self.table.texts.items())
        return (*self.above, *(text for (row, _), text in rows if row <= _HEAD))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines above that may belong to it: those are the first rows of the grid."""
        return tuple(line for line in self.above if len(line) <= _LONGEST)

    @property
    def grid(self) -> Grid:
        """The table as a sheet, with the lines above it."""
        return self.table.grid(self.form.sheet, self.lines)


def joined(blocks: Sequence[PaperBlock], edition: Edition) -> tuple[PaperBlock, ...]:
    """The blocks with tables that a page or a converter parted in one piece again.

    What a page put between its parts (续表, a page number, the title once more) stands behind it.
    """
    found: list[PaperBlock] = []
    above, since = list[str](), list[str]()  # lines above the last table, and behind it
    for block in blocks:
        if not isinstance(block, PaperTable):
            since.append(block.text)
            found.append(block)
            continue
        at = len(found) - len(since) - 1
        last = found[at] if at >= 0 else None
        if isinstance(last, PaperTable) and _goes_on(last, block, above, since, edition):
            found[at] = with_tail(last, block, _same_head(last, block), edition)
            continue
        above, since = since[-_ABOVE:], []
        found.append(block)
    return tuple(found)


def _goes_on(
    table: PaperTable,
    other: PaperTable,
    above: Sequence[str],
    between: Sequence[str],
    edition: Edition,
) -> bool:
    """True where the other is the next part of a table; words between only parts of the nine."""
    again = _same_head(table, other) > 0
    if table.width != other.width or not (again or not _begins(table, other, edition)):
        return False
    form = _form_of(table, above, edition)
    return not between or (form is not None and all(_of_a_page(t, form, above) for t in between))


def _of_a_page(line: str, form: Form, above: Sequence[str]) -> bool:
    """True for what a page prints between two parts of a table: its number, the head once more."""
    words = _once(line)
    if any(map(_OF_A_PAGE.search, (words, folded(line)))) or words == folded(form.sheet):
        return True
    again = words in map(_once, above) or words.endswith(folded(form.title))
    return len(words) <= _LONGEST and (again or any(money_in(words)) or bool(owner_in(words)))


def _once(line: str) -> str:
    """A line above a table without the sign that the table goes on."""
    return _SAID_ON.sub("", folded(line).rstrip("。:"))


def _begins(table: PaperTable, other: PaperTable, edition: Edition) -> bool:
    """True where the other is a table of its own: it has a title, or begins like the first."""
    begun = folded(other.texts.get((1, 1), ""))
    alike = bool(begun) and begun == folded(table.texts.get((1, 1), ""))
    return alike or _form_of(other, (), edition) is not None


def printed_forms(blocks: Sequence[PaperBlock], edition: Edition) -> dict[str, PrintedForm]:
    """Form id → the first table of the paper that is this form."""
    found: dict[str, PrintedForm] = {}
    above: list[str] = []
    for block in blocks:
        if not isinstance(block, PaperTable):
            above.append(block.text)
            continue
        form = _form_of(block, above[-_ABOVE:], edition)
        if form is not None:
            found.setdefault(form.id, PrintedForm(form, block, tuple(above[-_ABOVE:])))
        above = []
    return found


def _form_of(table: PaperTable, above: Sequence[str], edition: Edition) -> Form | None:
    """The form whose title the nearest line ends with, else whose sheet a line names."""
    head = [text for (row, _), text in sorted(table.texts.items()) if row <= _HEAD]
    lines = [folded(line).rstrip("。:") for line in (*reversed(above), *head)]
    titles = sorted(((folded(f.title), f) for f in edition.forms), key=lambda t: -len(t[0]))
    for line in lines:
        for title, form in titles:
            if line.endswith(title):
                return form
    sheets = {folded(form.sheet): form for form in edition.forms}
    return next((sheets[line] for line in lines if line in sheets), None)


def _same_head(table: PaperTable, other: PaperTable) -> int:
    """How many rows of a table repeat the head of the one before it."""
    row = 0
    while row < min(_HEAD, other.height) and _row(table, row + 1) == _row(other, row + 1):
        row += 1
    return row


def _row(table: PaperTable, row: int) -> list[str]:
    return [folded(table.texts.get((row, column), "")) for column in range(1, table.width + 1)]


def owners(forms: dict[str, PrintedForm]) -> Iterator[str]:
    """The names behind 部门： above the tables."""
    for text in (text for one in forms.values() for text in one.heads):
        line = Folded(text)
        name = folded(owner_in(text))
        if name and (at := line.text.find(name)) >= 0:
            yield line.cut(at, at + len(name))


def take_forms(forms: dict[str, PrintedForm], gathered: Gathered) -> None:
    """Put what the nine tables say into the cells; what cannot be read is listed."""
    for form in gathered.edition.forms:
        if form.id not in forms:
            gathered.miss(form.id, "", "", f"没有找到「{form.title}」这张表")
            continue
        problems = Problems()
        grid = forms[form.id].grid
        for cell in _cells(form, table_of(forms[form.id], problems)):
            gathered.put(form.id, *cell)
        for finding in problems.findings:
            gathered.miss(form.id, "", "", _told(finding, grid))


def table_of(printed: PrintedForm, problems: Problems) -> Table:
    """The table as the workbook's reader reads it; its cells are places of ``printed.grid``."""
    form, grid = printed.form, printed.grid
    head = head_rows(form, grid)
    money = money_of(grid, head, problems, COLUMN_HEADS)
    return read_form(form, SheetReader(narrowed(grid, head), problems, money or "万元"))


def _told(finding: Finding, grid: Grid) -> str:
    """What is wrong, with the words of the row: the paper has no cells to name."""
    told = finding.message
    for cell in finding.cells:
        row = re.sub(r"[A-Z]+", "", cell.address)
        told = told.removeprefix(f"{cell} ")
        if row and (words := words_of(grid, int(row))):
            told = f"「{short(words[0])}」一行：{told}"
    return told


def _cells(form: Form, table: Table) -> Iterator[tuple[str, str, str | Decimal]]:
    """Row key, column key and value as the writer knows them."""
    position = 0
    for row in table.rows:
        key = row.key
        if form.layout == "codes" and key != "total":
            key = str(position)
            position += 1
            yield key, "code", row.key
            yield key, "name", _words(row["name"])
        yield from ((key, name, amount) for name, amount in _amounts(row))


def _amounts(row: Row) -> Iterator[tuple[str, Decimal]]:
    for name, fact in row.cells.items():
        if name not in ("code", "name") and isinstance(fact.value, Decimal):
            yield name, fact.value / _WAN if fact.unit is Unit.YUAN else fact.value


def _words(fact: Fact) -> str:
    """Names are short: a line that the page broke is one line."""
    return "".join(fact.text.split())
