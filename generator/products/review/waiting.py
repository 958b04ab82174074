"""Of a large document, the stretches that its page draws when a reader comes near."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from generator.products.review.model import Block, Section

_LARGE = 500_000  # bytes; a smaller document is drawn at once
_FIRST = 100_000  # bytes that are drawn at once of a larger one
_BLOCKS = 50  # of a stretch
# As high, in rem, as page.css has a block that was not drawn yet, with what is between two.
_PARAGRAPH, _OTHER = 3.4, 31.2


class Stretch(NamedTuple):
    """Blocks that follow each other, as the page shows them; ``height`` in rem is a guess."""

    shown: bytes
    height: float


def stretches(section: Section) -> Iterator[Section]:
    """A section's heading, which never waits, and its blocks a few at a time."""
    if section.heading:
        yield Section(section.id, section.heading)
    for start in range(0, len(section.blocks), _BLOCKS):
        yield Section(section.id, None, section.blocks[start : start + _BLOCKS])


def guessed_height(blocks: Iterable[Block]) -> float:
    """How high blocks are, in rem; 0 for a heading alone."""
    return sum(_PARAGRAPH if block.kind == "paragraph" else _OTHER for block in blocks)


def in_turn(document: Sequence[Stretch]) -> Iterator[bytes]:
    """The document as it goes into the page; without a script all of it can be read."""
    large = sum(len(stretch.shown) for stretch in document) > _LARGE
    before = 0
    for shown, height in document:
        before += len(shown)
        if large and height and before > _FIRST:
            yield b'<div class="later" style="--guess:%.0f"><noscript>\n' % height
            yield shown
            yield b"</noscript></div>"
        else:
            yield shown
        yield b"\n"
