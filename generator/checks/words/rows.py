"""Rows and paragraphs in order: nothing twice, numbers one after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look
from generator.model import Cell, Row
from generator.workbook.reading.values import label_key

_OWN_WORDS = (
    "duties",
    "organisation",
    "key_work",
)  # what is written once, whatever stands beside it
_LISTS = (*_OWN_WORDS, "glossary", "goals", "indicators")
_SHORT = 12


def repeated(context: Context) -> Iterator[Look]:
    """A row of a list, or a paragraph about the unit's work, that stands there twice."""
    for block in _LISTS:
        seen: dict[object, Cell] = {}
        for row in context.accounts.facts[block].rows:
            for cell, said in _said(block, row):
                if said in seen:
                    message = f"与 {seen[said]} 写的相同，会印两遍"
                    yield Wrong(message, (cell, seen[said]), "删去一处，或改成应写的内容。")
                else:
                    seen[said] = cell
                    yield Right((cell,))


def _said(block: str, row: Row) -> Iterator[tuple[Cell, object]]:
    """What must not stand twice: the row as a whole, and each long text of its own."""
    words = {key: label_key(f.text or str(f.value)) for key, f in row.cells.items() if f.given}
    if sum(map(len, words.values())) < _SHORT:
        return
    long = [key for key in words if block in _OWN_WORDS and len(words[key]) >= 2 * _SHORT]
    if long:
        yield from ((row[key].cell, (key, words[key])) for key in long)
    else:
        yield row[next(iter(words))].cell, tuple(words.items())


_DIGITS = "一二三四五六七八九"
_CHINESE = {
    f"{_DIGITS[tens - 2] if tens > 1 else ''}{'十' if tens else ''}{_DIGITS[one - 1] if one else ''}": (
        10 * tens + one
    )
    for tens in range(4)
    for one in range(10)
    if tens or one
}
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MARK = re.compile(
    rf"(?:^|(?<=[。；;：:\n]))\s*(?P<open>[（(]?)(?P<number>{_NUMBER})(?P<close>[）)][.、．]?|[.、．])(?!\d)"
)


def numbered(context: Context) -> Iterator[Look]:
    """The numbers before paragraphs, or inside a text, go on one by one."""
    last: dict[tuple[str, ...], int] = {}
    for words in context.words:
        listed = words.block in ("duties", "organisation")
        if not listed:
            last = {}
        gap = _gap(words.text, last, words.block if listed else "")
        if gap:
            yield Wrong(gap, (words.cell,), "补上缺的一条，或改正编号。")
        else:
            yield Right((words.cell,))


def _gap(text: str, last: dict[tuple[str, ...], int], block: str) -> str:
    """The first number that does not follow the one before it, in words; "" if all do."""
    found = ""
    for mark in _MARK.finditer(text):
        written = mark["number"]
        number = int(written) if written.isdigit() else _CHINESE.get(written, 0)
        style = (block, mark["open"], str(written.isdigit()), mark["close"])
        before = last.get(style, 0)
        if before and number not in (1, before + 1) and number >= before:
            found = found or f"编号「{mark.group().strip()}」前面的一条是 {before}"
        if number == 1 or before:
            last[style] = number
    return found
