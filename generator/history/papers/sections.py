"""The sections of a paper, by the records that the edition's template prints in them.

A heading is not known by words written down here: it is the one under which the template prints
``procurement``, or one much like it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from generator.document.word import foreign_file
from generator.editions import Edition
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.folding import Folded, folded
from generator.history.papers.word import blocks_of
from generator.model import regex

COVER = "cover"
_ALIKE = 0.8
_LONGEST = 60  # characters of a heading
_TAG = regex(r"\{[{%#].*?[}%#]\}")
_CHOICE = regex(r"\{% if [^%]*%\}(.*?)\{% endif %\}")
_OTHERWISE = regex(r"\{% (?:else|elif [^%]*) ?%\}")
_RECORD = regex(r"(?<![.\w\"])(narrative\.\w+|[a-z_]+(?=[.,]))")
_NUMBERING = regex(
    r"^(?:第[一二三四五六七八九十]+(?:部分|章)|[一二三四五六七八九十]+[、.]"
    r"|\([一二三四五六七八九十\d]+\)[、.]?|\d{1,2}[、.](?!\d))"
)
_PART = regex(r"第[一二三四五六七八九十]+(?:部分|章)")
_RECORDS = {
    "narrative.duties", "narrative.organisation", "overview", "income", "expenditure", "fiscal",
    "general", "basic", "fund", "capital", "three_public", "operating", "procurement", "assets",
    "evaluation", "projects", "narrative.key_work", "narrative.subjects",
}  # fmt: skip


_LISTS = {"", COVER, "narrative.duties", "narrative.organisation", "narrative.key_work"}
_SHORTEST = 24  # characters of a line that may have been broken


class PaperSections(Struct, frozen=True):
    """The blocks under the headings that print a record; what stands before the first: COVER."""

    blocks: dict[str, list[PaperBlock]]

    def lines(self, record: str) -> list[Folded]:
        """The paragraphs of a section, without the headings inside it.

        Sentences that a converter broke are whole again, but not where lists have no stops.
        """
        found: list[str] = []
        for block in self.blocks.get(record, []):
            if not isinstance(block, Passage):
                continue
            if record not in _LISTS and found and broken(found[-1], block.text):
                found[-1] += block.text
            else:
                found.append(block.text)
        return [Folded(text) for text in found]

    def tables(self) -> Iterator[PaperTable]:
        """The tables of all sections, in order."""
        for blocks in self.blocks.values():
            yield from (block for block in blocks if isinstance(block, PaperTable))


def titles_of(edition: Edition) -> dict[str, str]:
    """Heading of the edition's template → the record that is printed under it, "" for none."""
    return _titles(edition.template, edition.template.stat().st_mtime_ns)


def sections_of(blocks: Sequence[PaperBlock], edition: Edition) -> PaperSections:
    """Every block under the record of the last known heading before it.

    A table of contents repeats the headings with nothing below; that does no harm.
    """
    titles = titles_of(edition)
    found: dict[str, list[PaperBlock]] = {}
    record = COVER
    for block in blocks:
        if isinstance(block, Passage):
            known = record_under(block, titles)
            if known is not None:
                record = known
                continue
        found.setdefault(record, []).append(block)
    return PaperSections(found)


def is_title(passage: Passage, titles: Mapping[str, str]) -> bool:
    """True for a heading by its style, or by words that the edition's template has for one."""
    return (
        passage.heading or bare(passage.text) in titles or record_under(passage, titles) is not None
    )


def broken(before: str, after: str) -> bool:
    """True where a long line has no stop and the next one no number."""
    long = len(before) >= _SHORTEST and before.rstrip()[-1:] not in "。；：;:！？!?”）)"
    return long and not _NUMBERING.match(folded(after))


def bare(text: str) -> str:
    """A heading as patterns see it, without its number and stop."""
    plain = folded(text)
    while found := _NUMBERING.match(plain):
        plain = plain[found.end() :]
    return plain.rstrip("。:.")


def record_under(passage: Passage, titles: Mapping[str, str]) -> str | None:
    """The record under a heading, "" where the template prints none of ours; None for a text."""
    plain = _page_number(folded(passage.text)).rstrip("。:")
    numbered = _NUMBERING.match(plain) is not None
    if len(plain) > _LONGEST or "。" in plain or not (passage.heading or numbered):
        return None
    title = bare(plain)
    if title in titles:
        return titles[title]
    ending = [known for known in titles if len(known) > 4 and title.endswith(known)]
    if ending:
        return titles[max(ending, key=len)]
    alike = {known: SequenceMatcher(None, title, known).ratio() for known in titles}
    best = max(alike, key=lambda known: alike[known], default="")
    if best and alike[best] >= _ALIKE:
        return titles[best]
    return "" if _PART.match(plain) else None  # the title of a part may take two lines


def _page_number(title: str) -> str:
    """A line of a contents without its page number."""
    return re.sub(r"[.…·]{2,}\d*$|(?<=[表明情况果词件])\d{1,3}$", "", title)


@lru_cache(maxsize=8)
def _titles(template: Path, _modified: int) -> dict[str, str]:
    """Heading of the template without its tags → the record that is printed first under it."""
    found: dict[str, str] = {}
    titles, record = list[str](), ""
    for passage in _passages(template):
        if passage.heading:
            titles = [bare(_TAG.sub("", text)) for text in _branches(passage.text)]
            found |= {title: found.get(title, "") for title in titles}
            record = ""
        elif not record:
            record = _printed(passage.text)
            found |= {title: found[title] or record for title in titles}
    return {title: record for title, record in found.items() if title}


def _branches(text: str) -> list[str]:
    """What a heading of the template may print: one text for each branch of the conditions."""
    choice = _CHOICE.search(text)
    if choice is None:
        return [text]
    head, tail = text[: choice.start()], text[choice.end() :]
    return [made for part in _OTHERWISE.split(choice[1]) for made in _branches(head + part + tail)]


def _passages(template: Path) -> Iterator[Passage]:
    for block in blocks_of(foreign_file(template.read_bytes())):
        if isinstance(block, Passage):
            yield block
        else:
            yield Passage(" ".join(block.texts.values()))


def _printed(text: str) -> str:
    tags = " ".join(_TAG.findall(text))
    return next((name for name in _RECORD.findall(tags) if name in _RECORDS), "")
