"""Rows and paragraphs in order: nothing twice, numbers one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look
from generator.model import Cell, regex
from generator.workbook.reading.values import label_key

_LISTS = ("duties", "organisation", "key_work", "glossary", "goals", "indicators")
_SHORT = 12


def repeated(context: Context) -> Iterator[Look]:
    """A row of a list that stands there twice, word for word."""
    for block in _LISTS:
        seen: dict[object, Cell] = {}
        for row in context.accounts.facts[block].rows:
            filled = [(key, fact) for key, fact in row.cells.items() if fact.given]
            said = tuple((key, label_key(fact.text or str(fact.value))) for key, fact in filled)
            if sum(len(words) for _, words in said) < _SHORT:
                continue
            cell = filled[0][1].cell
            if said in seen:
                message = f"与 {seen[said]} 写的相同，会印两遍"
                yield Wrong(message, (cell, seen[said]), "删去一处，或改成应写的内容。")
            else:
                seen[said] = cell
                yield Right((cell,))


_WRITTEN = product(("", "十", "二十", "三十"), ("", *"一二三四五六七八九"))
_CHINESE = {"".join(signs): number for number, signs in enumerate(_WRITTEN)}
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_MARK = regex(
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
