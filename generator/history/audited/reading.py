"""A paper read as the person meant it where a slip of the pen would lead the reader astray."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from generator.history.papers import PaperRead
from generator.history.papers.blocks import PaperBlock, Passage
from generator.history.papers.opening import opened
from generator.history.papers.reading import read_blocks
from generator.model import regex

_WAN = regex(r"\d\s*万元")
_YUAN = regex(r"(?<=\d)(?=\s*元)")
_MANY = 8  # times as many amounts in 万元 as in 元: then 元 is a slip


def read_for_audit(path: Path, edition_id: str | None = None) -> PaperRead:
    """The paper with its own words in ``blocks``, read as if every amount said 万元.

    A paper whose sentences are in 元 is read as it is.  Raises InputProblem as ``read_paper``.
    """
    return opened(path, lambda blocks: _read(blocks, path.name, edition_id))


def _read(blocks: Sequence[PaperBlock], name: str, edition_id: str | None) -> PaperRead:
    found = read_blocks(_meant(blocks), name, edition_id)
    typed = iter([block for block in blocks if isinstance(block, Passage)])
    kept = (next(typed) if isinstance(block, Passage) else block for block in found.blocks)
    return replace(found, blocks=tuple(kept))


def _meant(blocks: Sequence[PaperBlock]) -> list[PaperBlock]:
    text = "\n".join(block.text for block in blocks if isinstance(block, Passage))
    if len(_YUAN.findall(text)) * _MANY > len(_WAN.findall(text)):
        return list(blocks)
    return [
        replace(block, text=_YUAN.sub("万", block.text)) if isinstance(block, Passage) else block
        for block in blocks
    ]
