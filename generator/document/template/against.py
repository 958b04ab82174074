"""A template against the one it was made from: tags that are gone, doubled or elsewhere.

The words between the tags are the office's own.  A tag that went with them, or slid into the next
paragraph, leaves a text that reads well and says something else; nobody sees it in the draft.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from msgspec import Struct

from generator.document.template.package import is_rendered, tree
from generator.document.template.scanning import fixed, paragraphs, short, tags
from generator.model import regex

_BODY = "word/document.xml"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_TOKEN = regex(r"\"[^\"]*\"|'[^']*'|[^\W]+|[^\w\s]")
_QUOTES = str.maketrans("“”‘’", "\"\"''")


class _Line(Struct, frozen=True):
    """A paragraph: its words without tags, its tags, both in order, and the heading above."""

    words: str
    tags: tuple[str, ...]
    order: tuple[str, ...]
    heading: str


def changes(
    base: Mapping[str, bytes], own: Mapping[str, bytes], headings: frozenset[str]
) -> tuple[str, ...]:
    """What happened to the tags of ``base``, a sentence each; empty when they are all in place.

    ``headings`` are the ids of heading styles.
    """
    old, new = _lines(base[_BODY], headings), _lines(own[_BODY], headings)
    return (*_body(old, new), *_beside(base, own), *_alternatives(base, own))


def digest(found: Iterable[str]) -> str:
    """A short mark of what was found, by which an edition says that it is meant."""
    return hashlib.sha256("\n".join(found).encode()).hexdigest()[:8]


@lru_cache(maxsize=2)  # many templates are made from one
def _lines(xml: bytes, headings: frozenset[str]) -> tuple[_Line, ...]:
    found, heading = [], ""
    for paragraph in paragraphs(tree(xml)):
        if paragraph.style in headings:
            heading = paragraph.text
        order = tuple(_pieces(paragraph.text))
        words = "".join(piece for piece in order if not piece.startswith("{"))
        own = tuple(piece for piece in order if piece.startswith("{"))
        if order:
            found.append(_Line(words, own, order, heading))
    return tuple(found)


def _pieces(text: str) -> Iterator[str]:
    """Words and tags in turn, without differences that mean nothing."""
    at = 0
    for tag in tags(text):
        start = text.index(tag, at)
        yield from _words(text[at:start])
        if not tag.startswith("{#"):
            yield _plain(tag)
        at = start + len(tag)
    yield from _words(text[at:])


def _words(text: str) -> Iterator[str]:
    squeezed = "".join(text.split())
    if squeezed:
        yield squeezed.replace("{", "｛")  # only tags begin with a brace here


def _plain(tag: str) -> str:
    inside = _TOKEN.findall(tag[2:-2].translate(_QUOTES))
    return " ".join((tag[:2], *inside, tag[-2:]))


def _body(old: Sequence[_Line], new: Sequence[_Line]) -> Iterator[str]:
    gone: list[tuple[str, str]] = []
    added: list[tuple[str, str]] = []
    moved: list[tuple[str, str]] = []
    matcher = SequenceMatcher(None, [o.order for o in old], [n.order for n in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            before, after = old[a:b], new[c:d]
            lost, come = _difference(before, after), _difference(after, before)
            gone += lost
            added += come
            if not lost and not come:
                moved += _shifted(before, after)
    elsewhere = Counter(tag for tag, _ in gone) & Counter(tag for tag, _ in added)
    moved += _taken(added, elsewhere)
    _taken(gone, elsewhere)
    yield from (_said(tag, where, "少了") for tag, where in gone)
    yield from (_said(tag, where, "多了") for tag, where in added)
    yield from (_said(tag, where, "换了位置：") for tag, where in moved)


def _difference(lines: Sequence[_Line], others: Sequence[_Line]) -> list[tuple[str, str]]:
    """The tags of ``lines`` that ``others`` do not have, with their headings."""
    left = Counter(tag for line in others for tag in line.tags)
    found = []
    for line in lines:
        for tag in line.tags:
            if left[tag] > 0:
                left[tag] -= 1
            else:
                found.append((tag, line.heading))
    return found


def _shifted(before: Sequence[_Line], after: Sequence[_Line]) -> list[tuple[str, str]]:
    """The tags of a block that has the same ones as before, in another place of the same words."""
    tags_before = [tag for line in before for tag in line.tags]
    tags_after = [tag for line in after for tag in line.tags]
    if tags_before != tags_after:
        pairs = zip(tags_after, tags_before, strict=True)
        wrong = next(new for new, old in pairs if new != old)
        return [(wrong, after[0].heading)]
    words_before = "".join(line.words for line in before)
    words_after = "".join(line.words for line in after)
    split = _run_on(before) == _run_on(after) and len(after) >= len(before)
    if words_before != words_after or not tags_after or split:
        return []
    return [(tags_after[0], after[0].heading)]


def _run_on(lines: Sequence[_Line]) -> str:
    return "\n".join(piece for line in lines for piece in line.order)


def _taken(found: list[tuple[str, str]], which: Counter[str]) -> list[tuple[str, str]]:
    """Take as many of each tag out of ``found`` as ``which`` says; those that were taken."""
    left, kept, taken = Counter(which), [], []
    for tag, where in found:
        if left[tag] > 0:
            left[tag] -= 1
            taken.append((tag, where))
        else:
            kept.append((tag, where))
    found[:] = kept
    return taken


def _beside(base: Mapping[str, bytes], own: Mapping[str, bytes]) -> Iterator[str]:
    """Headers, footers, notes and properties: their files have other names after each editor."""
    old, new = (
        {
            _plain(tag)
            for name, xml in members.items()
            if is_rendered(name) and name != _BODY
            for paragraph in paragraphs(tree(xml))
            for tag in tags(paragraph.text)
        }
        for members in (base, own)
    )
    yield from (_said(tag, "页眉、页脚或文件属性", "少了") for tag in sorted(old - new))
    yield from (_said(tag, "页眉、页脚或文件属性", "多了") for tag in sorted(new - old))


def _alternatives(base: Mapping[str, bytes], own: Mapping[str, bytes]) -> Iterator[str]:
    """The words for people who cannot see a chart; LibreOffice loses them."""
    old, new = (
        {
            drawing.get("name", ""): "".join(map(_plain, tags(drawing.get("descr", ""))))
            for drawing in tree(members[_BODY]).iter(_DRAWN)
        }
        for members in (base, own)
    )
    for name, words in old.items():
        if name in new and words != new[name]:
            yield f"图「{name}」的替换文字里，标记{'变了' if new[name] else '没有了'}"


def _said(tag: str, heading: str, what: str) -> str:
    place = short("".join(fixed(heading).split())) or "开头"
    return f"「{place}」下{what}「{_shown(tag)}」"


def _shown(tag: str) -> str:
    """A tag as it is written: without the blanks between its words."""
    first, *words, last = tag.split(" ")
    text = re.sub(r"(?<=[\w\"'])\s+(?=[\"'\w])", " ", " ".join(words))
    text = re.sub(r"\s*([.|()\[\],])\s*", r"\1", text)
    return short(f"{first} {text} {last}" if first == "{{" else f"{first}{text} {last}")
