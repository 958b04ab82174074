"""Cells for words in which a number alone stands: the draft would print 主要原因是-0.0527。"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import Look
from generator.editions.schema import Block, InputColumn, InputRow
from generator.model import regex
from generator.workbook.reading.values import label_key

_NUMBER = r"[-+−(]?(?:\d+|\d{1,3}(?:,\d{3})+)?\.?\d+(?:[eE][-+]?\d+)?\)?"
_ALONE = regex(
    rf"{_NUMBER}(?:%|[十百千万亿]*元|个百分点)?[。.]?|\d{{4}}[-/年]\d+(?:[-/月]\d*日?)?|TRUE|FALSE"
)
_ASIDE = regex(r"（.*?）$")
_WORDS = regex(r"原因|用途|内容")
# Where a number is right: what was to be reached and what was, and names.
_MEASURED = regex(r"(?:目标|目标值|完成值|完成情况|指标|备注)$")


def numbers_alone(context: Context) -> Iterator[Look]:
    """A reason, a use or another sentence is more than a number."""
    sentences = lru_cache(partial(_is_sentence, context))
    for words in context.words:
        if not sentences(words.block, words.key):
            continue
        if _ALONE.fullmatch(label_key(words.text)):
            message = f"「{words.text}」只是一个数，正文会照印成一句话"
            yield Wrong(
                message, (words.cell,), "写成文字，例如「项目支出减少」；没有就清除这一格。"
            )
        else:
            yield Right((words.cell,))


def _is_sentence(context: Context, block: str, key: str) -> bool:
    """Whether a column or line of fields is for sentences."""
    declared = _declared(context.accounts.edition.blocks[block][1], key)
    label = _ASIDE.sub("", declared.label)
    if _WORDS.search(label) and not _MEASURED.search(label):
        return True
    return declared.kind == "long" and not _MEASURED.search(label)


def _declared(block: Block, key: str) -> InputColumn | InputRow:
    entries: tuple[InputColumn | InputRow, ...] = (*block.lines, *block.columns)
    return next(entry for entry in entries if entry.key == key)
