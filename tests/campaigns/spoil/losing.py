"""What stands in the workbook and was not read or printed, and what was read from a wrong place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from .books import GUIDE
from .cells import letters, place
from .judging import FINEST, NOTE, Case, blank, code_places
from .meaning import bare, general, nil, number
from .money import head
from .reading import Entry, Grid, Seen
from .records import Made, Read

_PAGES = 100  # a smaller whole number alone in a row below the table is the page's


def _official(sheet: str) -> bool:
    return sheet.startswith("公开")


# --- not printed -----------------------------------------------------------------------------


def unprinted(case: Case) -> Iterator[str]:
    """Amounts of the nine forms that were read and stand nowhere in the draft."""
    printed = {(figure.sheet, figure.address) for figure in case.made.printed}
    for read in case.made.read:
        if read.kind != "amount" or not _official(read.sheet) or nil(read.value):
            continue
        if (read.sheet, read.address) not in printed and not case.told.cell(
            read.sheet, read.address
        ):
            yield f"没有印 {read.sheet}!{read.address} {read.value}"


# --- not read --------------------------------------------------------------------------------


def lost(case: Case, let: Counter[str]) -> Iterator[str]:
    """What is in the workbook, was not there before among what is not read, and is not told."""
    for sheet, grid in case.seen.sheets.items():
        if sheet != GUIDE and case.changed(sheet) and sheet not in case.told.sheets:
            yield from _lost_in(case, sheet, grid, let)
    # The program also reads what openpyxl passes over: a sheet with a spoilt reference to its part.
    there = {bare(sheet) for sheet in case.seen.sheets} | {bare(r.sheet) for r in case.made.read}
    for sheet in dict.fromkeys(read.sheet for read in case.base_made.read):
        if bare(sheet) not in there and not case.told.missing(sheet):
            yield f"漏读 整张工作表 {sheet}"


def _lost_in(case: Case, sheet: str, grid: Grid, let: Counter[str]) -> Iterator[str]:
    """By text: as many as are more than before, without those that are no news where they are."""
    read = [r for r in case.made.read if r.sheet == sheet]
    rows = [place(r.address)[0] for r in read]
    if not rows and not _amounts(grid) and sheet not in case.base_seen.sheets:
        let["自己的表，没有数"] += 1  # notes of one's own, on a sheet of its own
        return
    before = _news(case.base_made, case.base_seen, sheet)
    places: dict[str, list[tuple[int, int]]] = {}
    for at, entry in _rest(read, grid):
        places.setdefault(bare(general(entry.value)), []).append(at)
    for text, found in places.items():
        if len(found) > _unread(case.base_made, case.base_seen, sheet)[text]:
            needed = [at for at in found if not _no_news(case, sheet, at, rows, let)]
            for at in needed[before[text] :]:
                yield f"漏读 {sheet}!{letters(at[1])}{at[0]} {grid[at].value!r}"


@cache
def _news(made: Made, seen: Seen, sheet: str) -> Counter[str]:
    """Of the texts of an unspoilt sheet that are not read those that would be news."""
    name = next((n for n in seen.sheets if bare(n) == bare(sheet)), "")
    case, let = Case(made, seen, made, seen), Counter[str]()
    read = [r for r in made.read if r.sheet == name]
    rows = [place(r.address)[0] for r in read]
    rest = _rest(read, seen.like(sheet))
    return Counter(
        bare(general(e.value)) for at, e in rest if not _no_news(case, name, at, rows, let)
    )


def _no_news(
    case: Case, sheet: str, at: tuple[int, int], rows: list[int], let: Counter[str]
) -> bool:
    return (
        _nothing(case.seen.sheets[sheet][at])
        or _told(case, sheet, at)
        or _beside(case, sheet, at, rows, let)
        or _is_note(case, sheet, at, case.seen.sheets[sheet], let)
    )


@cache
def _unread(made: Made, seen: Seen, sheet: str) -> Counter[str]:
    """The texts of a sheet of the unspoilt workbook that are not read: titles, labels, notes."""
    read = [r for r in made.read if bare(r.sheet) == bare(sheet)]
    return Counter(bare(general(entry.value)) for _, entry in _rest(read, seen.like(sheet)))


def _rest(read: list[Read], grid: Grid) -> Iterator[tuple[tuple[int, int], Entry]]:
    known = {at for r in read for at in _places(r, grid)}
    yield from ((at, entry) for at, entry in sorted(grid.items()) if at not in known)


def _places(read: Read, grid: Grid) -> Iterator[tuple[int, int]]:
    """The place of what was read; of a code also those of 款 and 项."""
    yield place(read.address)
    if read.column == "code" and read.value:
        yield from code_places(read, grid)


def _nothing(entry: Entry) -> bool:
    """Nothing is lost with a zero, what fractions of two leave, or a sign for nothing."""
    found = number(entry.value)
    return blank(entry) or (found is not None and abs(found) < FINEST)


def _told(case: Case, sheet: str, at: tuple[int, int]) -> bool:
    """A finding names the cell, or the column as one that is not read (I16 at its title)."""
    address = f"{letters(at[1])}{at[0]}"
    return case.told.cell(sheet, address) or (sheet, at[1]) in case.told.columns


def _beside(
    case: Case, sheet: str, at: tuple[int, int], rows: list[int], let: Counter[str]
) -> bool:
    """What is no news: words and whole numbers above a table, words below one of the nine forms.

    Titles, years, numbers of columns, notes and signatures stand there in every place's own way.
    A number with decimals there is an amount, and below a form also a whole number, unless it
    stands alone and may be that of the page.
    """
    grid = case.seen.sheets[sheet]
    below = _official(sheet) and bool(rows) and at[0] > max(rows)
    if not below and at[0] >= _first_row(case, sheet):
        return False
    found = number(grid[at].value)
    if found is not None and found != found.to_integral_value():
        return False
    if found is not None and below:
        alone = sum(row == at[0] for row, _ in grid) == 1
        if not alone or found >= _PAGES:
            return False
    let["表头或表后的文字"] += 1
    return True


def _first_row(case: Case, sheet: str) -> int:
    """The first row below the titles of the columns, which are as high as before."""
    before = case.base_seen.like(sheet)
    read = [place(r.address)[0] for r in case.base_made.read if bare(r.sheet) == bare(sheet)]
    height = min(read) - head(before, before).stop if read else 1
    return head(case.seen.sheets[sheet], before).stop + height


def _is_note(case: Case, sheet: str, at: tuple[int, int], grid: Grid, let: Counter[str]) -> bool:
    """What nobody takes for an entry, wherever it stands: a note or signature, our own link, and
    in 公开01 and 04, whose lines differ from place to place, the name of a line without a number,
    and a word beside the titles of a table."""
    text = bare(general(grid[at].value))
    over = (bare(general(e.value)) for (r, c), e in grid.items() if c == at[1] and r < at[0])
    if text.isascii() and text.isdigit() and len(text) < 4 and "行次" in over:
        return True  # the number of a line, which is found by its name
    side = range(1, 4) if at[1] < 4 else range(4, 10)
    row = [number(grid[at[0], column].value) for column in side if (at[0], column) in grid]
    unused = sheet in ("公开01表", "公开04表") and not any(n and n % 1 for n in row)
    known = _titles(case.base_made, case.base_seen, sheet).words.values()
    there = {bare(str(entry.value)) for (r, _), entry in grid.items() if r == at[0]}
    beside = there & _unread(case.base_made, case.base_seen, sheet).keys()
    titles = len(beside) > 1 and any(there & words for words in known)  # I16 tells what is below
    words = number(grid[at].value) is None and not text.startswith("#") and (unused or titles)
    if not (text == "返回目录" or NOTE.match(text) or words):
        return False
    let["说明、签名、没有数的一行、多写的标题"] += 1
    return True


def _amounts(grid: Grid) -> bool:
    return any(not bare(general(e.value)).isalpha() and _decimal(e) for e in grid.values())


def _decimal(entry: Entry) -> Decimal | None:
    return None if isinstance(entry.value, str) else number(entry.value)


# --- rows and columns that are not what they were --------------------------------------------


class _Titles(NamedTuple):
    """Of a sheet of an unspoilt workbook: what stands above and left of what was read there.

    ``words`` are the titles of a table's columns, ``labels`` the names of its lines; ``above`` has
    the titles and the printed numbers (栏次) by table and column, ``left`` the names by table,
    line and column.
    """

    words: dict[str, frozenset[str]]
    labels: dict[str, frozenset[str]]
    above: dict[tuple[str, str], frozenset[tuple[str, str]]]
    left: dict[tuple[str, str, str], _Line]


class _Line(NamedTuple):
    """The name left of a cell, the number of the line (行次), and the column of the name."""

    name: str
    no: str
    column: int


def astray(case: Case) -> Iterator[str]:
    """What was read from below another title of a column, or beside another name, than before."""
    yield from _rows_apart(case)
    grids = {sheet: _untold(case, sheet) for sheet in case.seen.sheets if case.changed(sheet)}
    for now in case.made.read:
        if now.kind == "blank" or (now in case.before and not case.touched(now.sheet)):
            continue
        if case.told.cell(now.sheet, now.address) or case.unseen(now):
            continue
        known = _titles(case.base_made, case.base_seen, now.sheet)
        grid = grids.get(now.sheet, {})
        was = known.above.get((now.table, now.column))
        title, no = _above(grid, now.address, known.words.get(now.table, frozenset()))
        # A column whose title is gone is the one of its printed number.
        if was and title not in {w for w, _ in was} and (title or no not in {n for _, n in was}):
            yield f"错位 {_name(now)}：列标题是「{title}」，原来是「{was}」"
        line = known.left.get((now.table, now.row, now.column))
        if line is None:
            continue
        label, no, _ = _left(grid, now.address, known.labels.get(now.table, frozenset()))
        names = {
            other.name
            for (table, *_), other in known.left.items()
            if table == now.table and other.column == line.column
        }
        # A line whose name is gone is the one of its number; and openpyxl may see nothing of a
        # name in XML that no spreadsheet wrote.
        gone = label not in names and (no == line.no != "" or case.broken)
        if label != line.name and not gone:
            yield f"错位 {_name(now)}：行标题是「{label}」，原来是「{line.name}」"


def _untold(case: Case, sheet: str) -> Grid:
    """What stands on a sheet apart from what findings name: a wrong word over a title, say."""
    told = {place(address) for other, address in case.told.cells if other == sheet}
    return {at: entry for at, entry in case.seen.sheets[sheet].items() if at not in told}


def _name(read: Read) -> str:
    return f"{read.sheet}!{read.address} {read.table}.{read.row}.{read.column}"


@cache
def _titles(made: Made, seen: Seen, sheet: str) -> _Titles:
    """Codes are left out: what is read beside a code is judged by the code itself."""
    grid = seen.like(sheet)
    every = [r for r in made.read if bare(r.sheet) == bare(sheet)]
    words = frozenset(bare(e.value) for _, e in _rest(every, grid) if isinstance(e.value, str))
    coded = {r.table for r in every if r.column == "code"}
    above: dict[tuple[str, str], set[tuple[str, str]]] = {}
    left: dict[tuple[str, str, str], _Line] = {}
    for r in every:
        if r.column not in ("code", "name"):
            above.setdefault((r.table, r.column), set()).add(_above(grid, r.address, words))
        fixed = r.table not in coded and (_official(r.sheet) or not r.row.isdigit())
        if fixed and (line := _left(grid, r.address, words)).name:
            left[r.table, r.row, r.column] = line
    tables = {r.table for r in every}
    return _Titles(
        {
            t: frozenset(w for key, was in above.items() if key[0] == t for w, _ in was)
            for t in tables
        },
        {t: frozenset(line.name for key, line in left.items() if key[0] == t) for t in tables},
        {key: frozenset(was) for key, was in above.items()},
        left,
    )


def _above(grid: Grid, address: str, words: frozenset[str]) -> tuple[str, str]:
    """The nearest title above a cell, and the nearest small whole number printed as a text."""
    row, column = place(address)
    over = (grid.get((r, column)) for r in range(row - 1, 0, -1))
    numbers = (bare(general(e.value)) for e in over if e)
    number_of = next((n for n in numbers if n.isdigit() and len(n) < 3), "")
    return _nearest(grid, address, (-1, 0), words), number_of


def _left(grid: Grid, address: str, words: frozenset[str]) -> _Line:
    """The nearest of the words left of a cell, and the nearest small whole number."""
    row, column = place(address)
    beside = [(c, grid[row, c]) for c in range(column - 1, 0, -1) if (row, c) in grid]
    numbers = (bare(general(entry.value)) for _, entry in beside)
    no = next((n for n in numbers if n.isdigit() and len(n) < 4), "")
    name = _nearest(grid, address, (0, -1), words)
    at = next((c for c, entry in beside if bare(general(entry.value)) == name), 0)
    return _Line(name, no, at)


def _nearest(grid: Grid, address: str, step: tuple[int, int], words: frozenset[str]) -> str:
    """The nearest of the words left of a cell, or above it."""
    row, column = place(address)
    while row > 0 and column > 0:
        row, column = row + step[0], column + step[1]
        entry = grid.get((row, column))
        if entry is not None and isinstance(entry.value, str) and bare(entry.value) in words:
            return bare(entry.value)
    return ""


def _rows_apart(case: Case) -> Iterator[str]:
    """Numbers that are not in the row of their code, or of their line in a list."""
    rows: dict[tuple[str, str], dict[str, Read]] = {}
    for read in case.made.read:
        if case.changed(read.sheet):
            rows.setdefault((read.table, read.row), {})[read.column] = read
    for (_, key), row in rows.items():
        code = row.get("code")
        for read in row.values():
            listed = key.isdigit() and not _official(read.sheet)
            at = place(code.address)[0] if code else int(key) if listed else 0
            if at and read.kind in ("amount", "number") and place(read.address)[0] != at:
                yield f"错位 {_name(read)}：不在第 {at} 行"
