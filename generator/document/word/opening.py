"""A Word file as blocks: its body, its headers and footers, its comments and properties."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Container, Iterator, Mapping
from functools import cached_property

from lxml import etree

from generator.document.word.blocks import (
    Signature,
    WordBlock,
    WordDrawing,
    WordParagraph,
    WordSeries,
    WordStyle,
)
from generator.document.word.comments import WordComment, read_comments
from generator.document.word.drawings import DRAWN, series
from generator.document.word.paragraphs import (
    DELETED,
    INSERTED,
    ParagraphReader,
    joined,
    mark_revision,
)
from generator.document.word.tables import table
from generator.document.word.xml import C, R, W, child, prepared, transitional
from generator.model import regex
from generator.workbook.package import Damaged, Element, Package

BODY = "word/document.xml"
STYLES, _RELATIONS = "word/styles.xml", "word/_rels/document.xml.rels"
_COMMENTS, _EXTENDED = "word/comments.xml", "word/commentsExtended.xml"
_NOTES = ("word/footnotes.xml", "word/endnotes.xml")
_PROPERTIES = "docProps/custom.xml"
_PROPERTY = "{http://schemas.openxmlformats.org/officeDocument/2006/custom-properties}property"
SAFE = {"resolve_entities": False, "no_network": True, "huge_tree": True}
_PARSER = etree.XMLParser(**SAFE)
_AROUND = ("customXml", "smartTag", "footnote", "endnote")
TRANSPARENT = (*INSERTED, *(W + name for name in _AROUND))
_HEADING = regex(r"heading ([1-9])")


class WordFile:
    """The parts of one Word file: their names, and how one is parsed.

    Everything may raise what ``parse`` raises.
    """

    def __init__(self, parts: Container[str], parse: Callable[[str], Element]) -> None:
        self._parts, self._parse = parts, parse
        self._charts: dict[str, tuple[WordSeries, ...]] = {}

    @cached_property
    def blocks(self) -> tuple[WordBlock, ...]:
        """The body in reading order; its tree, ten times as large as the file, is not kept."""
        found, _ = tuple(self.stream()), self.outer
        del self._document
        return found

    def stream(self) -> Iterator[WordBlock]:
        """The same one by one, for a file that may have any number of them.

        The drawings of a paragraph stand before it.  A paragraph whose end a tracked change took
        away is one with the next.
        """
        reader = ParagraphReader(self._document, self._styles)
        for body in self._document.iterchildren(f"{W}body"):
            yield from self._blocks(body, reader)

    def part(self, name: str) -> tuple[WordBlock, ...]:
        """The same for another part with text in it: a header, a footer, notes."""
        root = prepared(self._parse(name))
        return tuple(self._blocks(root, ParagraphReader(root, self._styles)))

    def headers(self) -> Iterator[WordParagraph]:
        """The paragraphs of the headers and footers that the document uses, each part once."""
        for target in self.outer:
            root = prepared(self._parse(target))
            reader = ParagraphReader(root, self._styles)
            yield from (reader.read(paragraph) for paragraph in root.iter(f"{W}p"))

    def notes(self) -> Iterator[WordParagraph]:
        """The paragraphs of the footnotes and endnotes."""
        for name in _NOTES:
            if name in self._parts:
                root = prepared(self._parse(name))
                reader = ParagraphReader(root, self._styles)
                yield from (reader.read(paragraph) for paragraph in root.iter(f"{W}p"))

    def linked(self) -> tuple[str, ...]:
        """What the document wants to be fetched from elsewhere; links to click are none of it."""
        if _RELATIONS not in self._parts:
            return ()
        outside = (r for r in self._parse(_RELATIONS) if r.get("TargetMode") == "External")
        wanted = (r for r in outside if not r.get("Type", "").endswith("/hyperlink"))
        return tuple(r.get("Target", "") for r in wanted)

    def comments(self) -> tuple[WordComment, ...]:
        """Comments and replies as they follow in the file."""
        if _COMMENTS not in self._parts:
            return ()
        extended = self._parse(_EXTENDED) if _EXTENDED in self._parts else None
        return tuple(read_comments(self._parse(_COMMENTS), extended))

    def properties(self) -> dict[str, str]:
        """The document's own properties, name → value as text."""
        if _PROPERTIES not in self._parts:
            return {}
        found = self._parse(_PROPERTIES).iter(_PROPERTY)
        return {node.get("name", ""): "".join(node.itertext()).strip() for node in found}

    @cached_property
    def _document(self) -> Element:
        root = prepared(self._parse(BODY))
        if child(root, f"{W}body") is None:  # read as it is, every word of a draft would be gone
            raise Damaged(BODY)
        return root

    @cached_property
    def outer(self) -> tuple[str, ...]:
        """The headers and footers that the document uses, each once."""
        return self.targets_of(self._document)

    def targets_of(self, *elements: Element) -> tuple[str, ...]:
        """The headers and footers that these elements refer to, each once."""
        tags = f"{W}headerReference", f"{W}footerReference"
        references = (reference for element in elements for reference in element.iter(*tags))
        targets = (self._targets.get(reference.get(f"{R}id")) for reference in references)
        return tuple(dict.fromkeys(target for target in targets if target))

    @cached_property
    def _targets(self) -> dict[str, str]:
        """Relationship id of the document → name of the part."""
        if _RELATIONS not in self._parts:
            return {}
        inside = (r for r in self._parse(_RELATIONS) if r.get("TargetMode") != "External")
        return {r.get("Id"): posixpath.normpath(_from_word(r.get("Target", ""))) for r in inside}

    @cached_property
    def _styles(self) -> dict[str, WordStyle]:
        """Style id → style."""
        if STYLES not in self._parts:
            return {}
        styles = self._parse(STYLES).iterchildren(f"{W}style")
        return {style.get(f"{W}styleId"): _style(style) for style in styles}

    def _blocks(self, parent: Element, reader: ParagraphReader) -> Iterator[WordBlock]:
        waiting: tuple[WordParagraph, Signature] | None = None
        for element in _elements(parent):
            if element.tag == f"{W}tbl":
                if waiting:
                    yield waiting[0]
                waiting = None
                yield table(element, reader)
                continue
            drawings = tuple(self._drawings(element))
            if waiting and drawings and not waiting[0].text:  # its text is gone: it stays before
                yield waiting[0]
                waiting = None
            yield from drawings
            paragraph = reader.read(element)
            if waiting:
                paragraph = joined(waiting[0], paragraph, waiting[1])
            end = mark_revision(element, DELETED)
            waiting = (paragraph, end) if end else None
            if end is None:
                yield paragraph
        if waiting:
            yield waiting[0]

    def _drawings(self, paragraph: Element) -> Iterator[WordDrawing]:
        for drawn in paragraph.iter(DRAWN):
            charts = (chart.get(f"{R}id") for chart in drawn.getparent().iter(f"{C}chart"))
            targets = (self._targets.get(chart) for chart in charts)
            kept = tuple(one for target in targets if target for one in self._series(target))
            yield WordDrawing(drawn.get("name", ""), drawn.get("descr", ""), kept)

    def _series(self, target: str) -> tuple[WordSeries, ...]:
        if target not in self._charts:
            self._charts[target] = tuple(series(self._parse(target)))
        return self._charts[target]


def own_file(members: Mapping[str, bytes]) -> WordFile:
    """A file of ours, whose parts are at hand."""
    return WordFile(members, lambda part: etree.fromstring(members[part], _PARSER))


def foreign_file(docx: bytes) -> WordFile:
    """Anybody's file, opened within limits.

    Raises Damaged or TooMuch, here and wherever it is read.
    """
    package = Package(docx)
    return WordFile(package, lambda part: transitional(package.tree(part)))


def _elements(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of the body, past what only stands around them."""
    for element in parent:
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif element.tag == f"{W}sdt":
            for content in element.iterchildren(f"{W}sdtContent"):
                yield from _elements(content)
        elif element.tag in TRANSPARENT:
            yield from _elements(element)


def _style(style: Element) -> WordStyle:
    named = child(style, f"{W}name")
    name = "" if named is None else named.get(f"{W}val", "").lower()
    outline = style.find(f"{W}pPr/{W}outlineLvl")
    level = "9" if outline is None else outline.get(f"{W}val", "9")
    by_name = _HEADING.match(name)
    if level in tuple("012345678"):
        return WordStyle(style.get(f"{W}styleId"), name, int(level) + 1)
    return WordStyle(style.get(f"{W}styleId"), name, int(by_name[1]) if by_name else 0)


def _from_word(target: str) -> str:
    """The name of a part from the target of a relationship of word/document.xml."""
    return target.lstrip("/") if target.startswith("/") else f"word/{target}"
