"""Comments and replies: who wrote them when, what they say, and which one they answer."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.document.word.blocks import Signature
from generator.document.word.xml import W, prepared, shown
from generator.workbook.package import Element

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


class WordComment(Struct, frozen=True):
    """A comment; ``answers`` is the id of the one that it replies to, "" for none.

    ``done`` says that somebody marked it as resolved.
    """

    id: str
    signature: Signature
    text: str
    answers: str = ""
    done: bool = False


def read_comments(part: Element, extended: Element | None) -> Iterator[WordComment]:
    """The comments of the parts ``comments.xml`` and ``commentsExtended.xml``, as they follow."""
    comments = list(prepared(part).iter(f"{W}comment"))
    by_paragraph = {
        paragraph.get(f"{_W14}paraId"): comment.get(f"{W}id", "")
        for comment in comments
        for paragraph in comment.iter(f"{W}p")
    }
    more = {
        by_paragraph.get(node.get(f"{_W15}paraId"), ""): node
        for node in (() if extended is None else extended.iter(f"{_W15}commentEx"))
    }
    for comment in comments:
        known = more.get(comment.get(f"{W}id", ""))
        parent = None if known is None else known.get(f"{_W15}paraIdParent")
        texts = (shown(paragraph).strip() for paragraph in comment.iter(f"{W}p"))
        yield WordComment(
            comment.get(f"{W}id", ""),
            Signature(comment.get(f"{W}author", ""), comment.get(f"{W}date", "")),
            "\n".join(text for text in texts if text),
            by_paragraph.get(parent, "") if parent else "",
            known is not None and known.get(f"{_W15}done") in ("1", "true"),
        )
