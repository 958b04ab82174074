"""The text of one paragraph, with its tracked changes and the comments that stand on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from generator.document.word.blocks import (
    PARAGRAPH_END,
    CommentAnchor,
    Revision,
    Signature,
    WordParagraph,
    WordStyle,
)
from generator.document.word.xml import T, W, child, properties, shown
from generator.workbook.package import Element

INSERTED, DELETED = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_COMMENTS = tuple(f"{W}comment{kind}" for kind in ("RangeStart", "RangeEnd", "Reference"))
_TEXTS = (T, f"{W}delText")
MARKED = (*INSERTED, *DELETED, *_COMMENTS)
_PROPERTIES, _STYLE, _VALUE = f"{W}pPr", f"{W}pStyle", f"{W}val"
_NO_STYLE = WordStyle()


class ParagraphReader:
    """Reads paragraph after paragraph: a comment may begin in one and end in another.

    ``plain`` says that nothing is tracked and nothing commented in the whole part.
    """

    def __init__(self, root: Element, styles: Mapping[str, WordStyle]) -> None:
        self._styles = styles
        self.plain = next(root.iter(*MARKED), None) is None
        self._open: dict[str, int] = {}  # comment → where its text begins in this paragraph
        self._ranged = {node.get(f"{W}id", "") for node in root.iter(_COMMENTS[0])}

    def style(self, element: Element) -> WordStyle:
        """The style of a paragraph."""
        found = properties(element, _PROPERTIES)
        named = None if found is None else child(found, _STYLE)
        return _NO_STYLE if named is None else self._styles.get(named.get(_VALUE), _NO_STYLE)

    def read(self, element: Element) -> WordParagraph:
        """One paragraph."""
        style = self.style(element)
        if self.plain or (not self._open and next(element.iter(*MARKED), None) is None):
            return WordParagraph(shown(element), style)
        return self._marked(element, style)

    def _marked(self, element: Element, style: WordStyle) -> WordParagraph:
        text, revisions = "", list[Revision]()
        anchors = list[CommentAnchor]()
        for node, put_in, taken in _walked(element, None, None):
            if node.tag in _COMMENTS:
                anchors += self._anchored(node, len(text))
                continue
            words = node.text or ""
            if taken is not None:
                if put_in is None:  # what came and went again was never there
                    _add(revisions, Revision(len(text), len(text), words, taken))
            elif node.tag != f"{W}delText":
                if put_in is not None:
                    _add(revisions, Revision(len(text), len(text) + len(words), "", put_in))
                text += words
        for comment, start in self._open.items():
            anchors.append(CommentAnchor(comment, start, len(text)))
            self._open[comment] = 0
        ended = mark_revision(element, INSERTED)
        return WordParagraph(text, style, tuple(revisions), tuple(anchors), ended)

    def _anchored(self, node: Element, at: int) -> Iterator[CommentAnchor]:
        comment = node.get(f"{W}id", "")
        if node.tag == _COMMENTS[0]:
            self._open[comment] = at
        elif node.tag == _COMMENTS[1]:
            start = self._open.pop(comment, None)
            if start is not None:
                yield CommentAnchor(comment, start, at)
        elif comment not in self._ranged:
            yield CommentAnchor(comment, at, at)


def joined(first: WordParagraph, second: WordParagraph, who: Signature) -> WordParagraph:
    """Two paragraphs between which a tracked change took the end; Word gives them the second's style."""
    by = len(first.text)
    end = Revision(by, by, PARAGRAPH_END, who)
    moved = (replace(r, start=r.start + by, end=r.end + by) for r in second.revisions)
    anchors = (replace(a, start=a.start + by, end=a.end + by) for a in second.anchors)
    return replace(
        second,
        text=first.text + second.text,
        revisions=(*first.revisions, end, *moved),
        anchors=(*first.anchors, *anchors),
        styles=(*(first.styles or (first.style,)), *(second.styles or (second.style,))),
    )


def mark_revision(element: Element, tags: tuple[str, ...]) -> Signature | None:
    """Whose tracked change put in, or took away, the end of a paragraph."""
    given = properties(element, f"{W}pPr")
    marks = None if given is None else child(given, f"{W}rPr")
    found = None if marks is None else next(marks.iterchildren(*tags), None)
    return None if found is None else signature(found)


def signature(node: Element) -> Signature:
    """Who made a tracked change, and when."""
    return Signature(node.get(f"{W}author", ""), node.get(f"{W}date", ""))


def _walked(
    element: Element, put_in: Signature | None, taken: Signature | None
) -> Iterator[tuple[Element, Signature | None, Signature | None]]:
    """What shows text or marks a comment, each with the tracked changes in which it stands."""
    for node in element:
        if node.tag in _TEXTS or node.tag in _COMMENTS:
            yield node, put_in, taken
        elif node.tag in INSERTED:
            yield from _walked(node, signature(node), taken)
        elif node.tag in DELETED:
            yield from _walked(node, put_in, signature(node))
        elif node.tag not in (f"{W}pPr", f"{W}rPr"):
            yield from _walked(node, put_in, taken)


def _add(revisions: list[Revision], new: Revision) -> None:
    """Add a change, or let it lengthen the one before: Word cuts one at each change of font."""
    last = revisions[-1] if revisions else None
    if last is None or last.end != new.start or last.signature.author != new.signature.author:
        revisions.append(new)
    else:
        revisions[-1] = replace(last, end=new.end, deleted=last.deleted + new.deleted)
