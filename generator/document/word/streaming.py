"""A Word file of ours whose body is read piece by piece: the tree of a long one is ten times as large."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property

from lxml import etree

from generator.document.word.blocks import WordBlock, WordRow
from generator.document.word.opening import BODY, SAFE, TRANSPARENT, WordFile
from generator.document.word.paragraphs import MARKED, ParagraphReader
from generator.document.word.tables import ROW, rows_in, table
from generator.document.word.xml import W, prepared
from generator.workbook.package import Element, forget

_BODY = f"{W}body"
_ROWS = 100  # of a table that are held as a tree, or a few more
_GRID = (f"{W}tblPr", f"{W}tblGrid")
_TOP = (f"{W}tbl", f"{W}p", f"{W}sdt", f"{W}sectPr", *TRANSPARENT)


class _Reviewed(Exception):
    """Something in the body is tracked or commented: a change may reach from paragraph to paragraph."""


class StreamedFile(WordFile):
    """The parts of a draft; ``body`` gives the bytes of its body from the start each time."""

    def __init__(self, members: Mapping[str, bytes], body: Callable[[], Iterable[bytes]]) -> None:
        super().__init__({*members, BODY}, self._parsed)
        self._members, self._body = members, body

    def _parsed(self, part: str) -> Element:
        parser = etree.XMLParser(**SAFE)
        for piece in self._body() if part == BODY else (self._members[part],):
            parser.feed(piece)
        return parser.close()

    @cached_property
    def blocks(self) -> tuple[WordBlock, ...]:
        """The body in reading order."""
        return self._whole[0]

    def stream(self) -> Iterator[WordBlock]:
        """The same one by one."""
        return iter(self.blocks)

    @cached_property
    def outer(self) -> tuple[str, ...]:
        """The headers and footers that the document uses, each once."""
        return self._whole[1]

    @cached_property
    def _whole(self) -> tuple[tuple[WordBlock, ...], tuple[str, ...]]:
        """The blocks, and the headers and footers."""
        try:
            blocks, outer = list[WordBlock](), dict[str, None]()
            reader = ParagraphReader(etree.Element("plain"), self._styles)
            for element, rows in self._elements(reader):
                outer |= dict.fromkeys(self.targets_of(element))
                read = [table(element, reader, rows)] if rows else self._blocks([element], reader)
                blocks += read
            return tuple(blocks), tuple(outer)
        except _Reviewed:
            file = WordFile(self._parts, self._parse)
            return file.blocks, file.outer

    def _elements(self, reader: ParagraphReader) -> Iterator[tuple[Element, list[WordRow]]]:
        """The children of the body, of a long table also the rows that are out of it already.

        Each is gone when the next is asked for.
        """
        parser = etree.XMLPullParser(("end",), tag=(*_TOP, ROW), **SAFE)
        rows = list[WordRow]()
        for piece in self._body():
            parser.feed(piece)
            for _, element in parser.read_events():
                above = element.getparent()
                if above is not None and above.tag == _BODY:
                    yield _plain(element), rows
                    forget(element)
                    rows = []
                elif element.tag == ROW and _is_far_down(element):
                    rows += rows_in(_plain(_taken_out(element)), reader)
        parser.close()


def _is_far_down(row: Element) -> bool:
    """Whether many rows stand before it in a table of the body."""
    above = row.getparent()
    return bool(above.index(row) > _ROWS and above.getparent().tag == _BODY)


def _taken_out(row: Element) -> Element:
    """What stands before a row, out of its table, which keeps its grid."""
    before = [node for node in row.itersiblings(preceding=True) if node.tag not in _GRID]
    taken = etree.Element("rows")
    taken.extend(reversed(before))
    return taken


def _plain(element: Element) -> Element:
    """The element prepared.  Raises _Reviewed."""
    if next(element.iter(*MARKED), None) is not None:
        raise _Reviewed
    return prepared(element)
