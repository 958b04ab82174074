"""Tags as a person sees them: the text of each paragraph, searched for whole, half and broken ones.

What looks like a tag and is none would be printed, or swallow what stands up to the next one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from generator.document.template.package import Element, W
from generator.model import regex

_TEXTS = (f"{W}t", f"{W}delText")
_TAG = regex(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_DELIMITER = regex(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
# Braces and signs as a Chinese input method types them, and with a blank between.
_WIDE = regex(r"[｛｝﹛﹜]|[{｛]\s*[%％#＃]|[%％#＃]\s*[}｝]|[{｛]\s+[{｛]|[}｝]\s+[}｝]")
_BRACE = regex(r"[{}]")
_COMMANDS = (
    "if|elif|else|endif|for|endfor|macro|endmacro|set|vm|p|tr|tc|and|or|not|in|is|loop|true|false"
)
_ENDS = "else|elif|endif|endfor|macro|endmacro"
_OF_LOOPS = {"loop", "charts"}
_WORD = regex(r"[A-Za-z_][A-Za-z_0-9]*")
_BINDING = regex(r"\{%\w*\s+(?:for\s+(.*?)\s+in\b|macro\s+\w+\((.*?)\)|set\s+(\w+))")
_ENTITY = regex(r"&(?:#\d+|#x[0-9a-fA-F]+|quot|apos|lt|gt|amp|nbsp);")


class TaggedParagraph(Struct, frozen=True):
    """The words of one paragraph, whatever runs they stand in, and the id of its style."""

    text: str
    style: str = ""


def paragraphs(root: Element) -> Iterator[TaggedParagraph]:
    """The paragraphs in reading order; one inside a text box is a paragraph of its own.

    Of a part that has none, such as the properties, every text.
    """
    if not root.tag.startswith(W):
        yield from (
            TaggedParagraph(e.text) for e in root.iter() if e.text and isinstance(e.tag, str)
        )
        return
    for element in root.iter(f"{W}p"):
        words = "".join(
            text.text or ""
            for text in element.iter(f"{W}t", f"{W}br", f"{W}tab")
            if next(text.iterancestors(f"{W}p")) is element
        )
        style = element.find(f"{W}pPr/{W}pStyle")
        yield TaggedParagraph(words, "" if style is None else style.get(f"{W}val", ""))


def tags(text: str) -> list[str]:
    """The whole tags of a paragraph."""
    return _TAG.findall(text)


def fixed(text: str) -> str:
    """A paragraph without its whole tags."""
    return _TAG.sub("", text)


def broken(text: str) -> str:
    """What is wrong with the braces of a template's paragraph; "" for nothing."""
    for tag in _TAG.findall(text):
        inside = tag[2:-2]
        if _DELIMITER.search(inside) or "{" in inside or "}" in inside:
            return f"标记「{short(tag)}」没有写完，吞掉了后面的内容"
        if _ENTITY.search(inside):
            return f"标记「{short(tag)}」里有「{_found(_ENTITY, inside)}」，应是符号本身"
    left = fixed(text)
    if _DELIMITER.search(left) or _WIDE.search(left):
        return "花括号不成对，或用了全角花括号"
    if _BRACE.search(left):
        return "花括号不成对：标记的两头各是两个花括号，或者花括号加 %"
    return ""


def bare(text: str, names: frozenset[str]) -> str:
    """The inside of a tag that lost its braces, in fixed text; "" for none.

    ``names`` are what a tag may begin with.
    """
    return _found(_inside(names), fixed(text))


@lru_cache(maxsize=8)  # asked for every paragraph
def _inside(names: frozenset[str]) -> re.Pattern[str]:
    """The inside of a tag, as far as it can be told from words."""
    known = "|".join(map(re.escape, sorted(names)))
    return re.compile(
        rf"(?<![A-Za-z0-9_.])(?:{known})\.(?!\S*\.(?:cn|com|net|org)\b)[A-Za-z_]\w*|\|\s*[a-z_]{{2,}}|\b(?:{_ENDS})\b"
        rf"|[%％]\s*(?:{_COMMANDS})\b"
    )


def bound(texts: Iterable[str]) -> frozenset[str]:
    """What a tag may begin with besides fields: ``row`` of ``{%tr for row in … %}``, ``loop``."""
    found = (match for text in texts for match in _BINDING.finditer(text))
    names = {name for match in found for name in _WORD.findall(" ".join(match.groups("")))}
    return frozenset(names | _OF_LOOPS)


def leftover(text: str, names: frozenset[str]) -> str:
    """What is left of a tag in a rendered text without what people typed; "" for nothing."""
    found = _DELIMITER.search(text) or _WIDE.search(text)
    if found is None:
        brace = _BRACE.search(text)
        words = set(_WORD.findall(text)) if brace else set()
        found = brace if words & names or re.search(rf"\{{\s*(?:{_COMMANDS})\b", text) else None
    if found is not None:
        return short(text[max(found.start() - 5, 0) : found.start() + 40])
    return bare(text, names)


def short(text: str) -> str:
    """The start of a text, for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 40 else f"{flat[:39]}…"


def _found(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match.group() if match else ""
