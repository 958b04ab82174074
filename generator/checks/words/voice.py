"""Who speaks: what a unit calls itself, and the level of the finance it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import Look
from generator.kept.expressions import compiled
from generator.model import regex

# 基本单位, 样本单位 end in 本 and are not the speaker; nor is 自我校正.
_NO_WORD = r"(?<![基样成资根日版标文自忘].)"
# 我局 is said by a unit whose name has 局 in it; a school is 校, 学院 or 幼儿园.
_BODIES = {"局": "局", "校": "校学园", "院": "院", "镇": "镇", "馆": "馆"}
_BODY = regex(rf"我{_NO_WORD}([局校院镇馆])(?![部限长正准藏江])")


def self_name(context: Context) -> Iterator[Look]:
    """A unit speaks of itself as 单位, a department as 部门; as 我局 only where it is one."""
    entity, name = context.choice("entity"), context.choice("name")
    if not entity:
        cell = context.accounts.facts["profile"]["entity"]["value"].cell
        yield Unknown(f"没有填公开主体（{cell}）", (cell,))
        return
    others = "|".join(re.escape(word) for word in context.choices("entity") if word != entity)
    other = compiled(rf"[本我]{_NO_WORD}(?:{others})")
    for words in context.words:
        if found := other.search(words.text):
            message = f"公开主体是{entity}，这里自称「{found.group()}」"
            yield Wrong(message, (words.cell,), f"改成「{found.group()[0]}{entity}」。")
        elif name and (said := _strange_body(words.text, name)):
            message = f"单位是「{name}」，这里自称「{said}」"
            remedy = f"核对是不是别的单位的文字；不是就改成「我{entity}」。"
            yield Wrong(message, (words.cell,), remedy)
        else:
            yield Right((words.cell,))


def _strange_body(text: str, name: str) -> str:
    """我局, 我校 and the like in the text of a unit that is none; "" if there is none."""
    said = (found for found in _BODY.finditer(text) if not set(_BODIES[found[1]]) & set(name))
    return next((found.group() for found in said), "")


# Money that passes between two levels is explained with both.
_BETWEEN_LEVELS = regex(r"(?:财政|部门)(?:补助|对)|转移支付|上[缴解]|分担")


def other_level(context: Context) -> Iterator[Look]:
    """Explanations of terms speak of the unit's own level: 区级财政, not 市级财政."""
    own, levels = context.accounts.chosen("profile", "level"), _words_of_levels(context)
    centre = context.accounts.edition.blocks["profile"][1].line("level").choices["central"]
    for words in context.words:
        if words.block not in ("glossary", "subjects"):
            continue
        named = {level: word for word, level in levels.items() if word in words.text}
        if len(named) != 1 or own in named or _between_levels(words.text, named, centre):
            yield Right((words.cell,))
        else:
            message = (
                f"预算级次是{context.choice('level')}，这里写的是「{next(iter(named.values()))}」"
            )
            yield Wrong(message, (words.cell,), "核对是哪一级财政、哪一级部门。")


def _words_of_levels(context: Context) -> dict[str, str]:
    """市级财政, 市直部门 and the like, each with the key of its level."""
    said = context.accounts.edition.words
    kinds = (said[kind] for kind in ("finance", "departments"))
    return {word: level for kind in kinds for level, word in kind.items()}


def _between_levels(text: str, named: dict[str, str], centre: str) -> bool:
    return bool(_BETWEEN_LEVELS.search(text)) or (centre in text and "central" not in named)
