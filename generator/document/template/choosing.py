"""Choices of an edition that the program does not know, or that have no words in a sentence."""

from __future__ import annotations

from collections.abc import Iterator

from generator.editions import Edition, first_edition
from generator.editions.schema import Block, InputColumn, InputRow
from generator.editions.soundness import WORDED


def mischosen(edition: Edition) -> Iterator[str]:
    """Each such choice, and an edition whose name is not that of its folder.

    Rules, conditions and words go by the keys of choices: one that they do not know is none of
    them, and its sentences would be wrong without a word.
    """
    if edition.id != (folder := edition.folders[0].name):
        yield f"edition.toml 的 id 是 {edition.id!r}，应与文件夹的名称 {folder!r} 相同"
    known = first_edition().blocks
    for sheet, block in edition.blocks.values():
        own = _choosing(known[block.id][1]) if block.id in known else {}
        for key, entry in _choosing(block).items():
            for choice in entry.choices.keys() - own[key].choices.keys() if key in own else ():
                words = "、".join(own[key].choices)
                yield (
                    f"填报表「{sheet.name}」的「{entry.label}」有选项 {choice}，程序不认识这个键："
                    f"换说法的，改引号里的文字，键用 {words}"
                )
    choices = {line.key: line.choices for line in edition.blocks["profile"][1].lines}
    for table, line in WORDED.items():
        for key, word in choices[line].items():
            if key not in edition.words.get(table, {}):
                yield f"edition.toml [words] 的 {table} 里少了 {key}（{word}）"


def _choosing(block: Block) -> dict[str, InputRow | InputColumn]:
    entries: tuple[InputRow | InputColumn, ...] = (*block.lines, *block.columns)
    return {entry.key: entry for entry in entries if entry.choices}
