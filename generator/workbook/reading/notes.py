"""Words that stand in a table without being one of its rows: notes, signatures, 无, 小计."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.model import regex
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import BLANKS, amount

TOTALS = frozenset({"合计", "合计:", "总计", "总计:"})
# Notes begin here, if no more rows of the table follow.
_BEGIN = regex(r"附?注(?:$|[:释\d(、.])|说明(?:$|[:\d(、.])")
_NOTE = regex(
    r"^(?:备注|附注|注|说明|本表|此表|上表|本套|本报表|本单位|本部门|我单位|我部门|本年度|\d[.、](?!\d))"
    r"|无数据|没有数据|空表|没有.{0,30}(?:收入|支出|收支|预算|拨款|经费)|无.{0,30}(?:收入|支出|收支|预算|拨款|经费)"
    r"|[一二三四五六七八九\d]+[行栏](?:各行)?=|(?:部门|单位)没有"
)
CONTINUED = (
    r"(?:续[表页]?|[续接转承见][上下前次后]一?[页表]|未完(?:待续)?)[\d一二三四五六七八九十]*"
)
"""What a page says of a table that goes on, for expressions: 续表, 接上页, 续表2."""
_SIGNED = regex(
    r"(?:负责人|制表人?|填表人?|填报人|经办人?|审核人?|复核人?|会计|出纳|联系人|联系电话|电话|日期|时间|打印|公章|盖章)"
    r"(?:\([^)]*\))?:|^(?:第\d+页|共\d+页|第\d+页,?共\d+页|返回目录|\d+/\d+)$|^\d{4}年\d"
    rf"|^\(?{CONTINUED}\)?$"
)


def begins_notes(text: str) -> bool:
    """True for the first words of the notes below a table (made comparable)."""
    return _BEGIN.match(text) is not None


def is_remark(text: str) -> bool:
    """True for words (made comparable) that nobody takes for a row of the table."""
    return text in BLANKS or bool(begins_notes(text) or _NOTE.search(text) or _SIGNED.search(text))


def without_notes(grid: Grid, first: int, labels: Iterable[str]) -> range:
    """The rows from ``first`` down to the notes, below which no row has one of the ``labels``."""
    rows = range(first, grid.height + 1)
    after = (row for label in set(labels) for row, _ in grid.find(label, rows))
    last = max(after, default=first - 1)
    for row in range(last + 1, rows.stop):
        if begins_notes(next(_words(grid, row), "")):
            return range(first, row)
    return rows


def words_of(grid: Grid, row: int) -> list[str]:
    """The texts of a row from left to right, made comparable."""
    return list(_words(grid, row))


def _words(grid: Grid, row: int) -> Iterator[str]:
    return (text for c in range(1, grid.width + 1) if (text := grid.label(row, c)))


def filled(grid: Grid, row: int, columns: Iterable[int]) -> list[int]:
    """The columns of a row in which something stands that is neither blank nor zero."""
    found = (column for column in columns if grid.label(row, column))
    return [column for column in found if not _nil(grid.values.get((row, column)))]


def numbered(grid: Grid, row: int, columns: Iterable[int]) -> list[int]:
    """Those of them that somebody may take for amounts: not 审核：李四, nor a date behind its label."""
    texts = {column: grid.label(row, column) for column in filled(grid, row, columns)}
    return [c for c, text in texts.items() if any(map(str.isdigit, text)) and not is_remark(text)]


def first_filled(grid: Grid, row: int, columns: Sequence[int]) -> int:
    """The first of the columns in which something stands, else the first one."""
    return next((column for column in columns if grid.label(row, column)), columns[0])


def _nil(value: object) -> bool:
    shown, problem = amount(value)
    return not problem and not shown


def looks_like_code(text: str) -> bool:
    """True for what is half of digits, as a code with a slip is: 2O8, 20805050, 208类."""
    if text.isdigit():
        return True
    return sum(map(str.isdigit, text)) * 2 >= len(text) > 0 and not is_remark(text)
