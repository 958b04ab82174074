"""The parts of an Office file, .xlsx or .docx: unpacked within limits, whatever the file claims.

The zip module and the XML parser raise a dozen kinds of errors on a damaged file, and some
hundred kilobytes can unpack to gigabytes.  Every file from outside is opened here, where the
first becomes ``Damaged`` and the second ``TooMuch``.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree

Element = Any  # an lxml element; lxml has no types

MEGABYTE = 1024 * 1024
# Bytes and tags of one part that is read as a whole; the longest drafts have a third of them.
_MOST_READ = 32 * MEGABYTE
_MOST_NODES = 1_000_000
# Bytes between two elements of a part that is read in passing.
_MOST_BETWEEN = 4 * MEGABYTE
_MOST_PARTS = 20_000
_MOST_MEMBERS = 256 * MEGABYTE  # all parts together, where all are read
_CHUNK = MEGABYTE // 4
# Comments and instructions are dropped by the parser, which joins the text around them.
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
_WHOLE = {"remove_comments": False, "remove_pis": False}
_BROKEN = (
    EOFError,
    LookupError,
    NotImplementedError,  # packed in a way that the zip module does not know
    OSError,  # the bytes are at hand: the places in them are wrong
    OverflowError,
    RuntimeError,  # encrypted
    SyntaxError,  # the XML parser's
    ValueError,  # also names that are no UTF-8
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class Damaged(Exception):
    """A file, or the part of it that is named, cannot be read."""


class TooMuch(Exception):
    """A part holds more than any file of its kind; ``part`` is its name."""

    def __init__(self, part: str) -> None:
        super().__init__(part)
        self.part = part


class Package:
    """The parts by name, without regard to case, as Excel and Word look for them."""

    def __init__(self, content: bytes) -> None:
        """Raises Damaged, or TooMuch for tens of thousands of parts."""
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
        except _BROKEN as error:
            raise Damaged("zip") from error
        entries = [info for info in self._archive.infolist() if not info.is_dir()]
        if len(entries) > _MOST_PARTS:
            raise TooMuch("zip")
        self.names = tuple(info.filename for info in entries)
        self._entries: dict[str, list[zipfile.ZipInfo]] = {}
        for info in entries:
            self._entries.setdefault(_key(info.filename), []).append(info)

    def __contains__(self, part: object) -> bool:
        return isinstance(part, str) and _key(part) in self._entries

    def size(self, part: str) -> int:
        """Bytes of a part as the file states them; never less than what is unpacked."""
        return self._entry(part).file_size

    def read(self, part: str, most: int = _MOST_READ) -> bytes:
        """One part.  Raises Damaged or TooMuch."""
        return b"".join(self._chunks(part, most))

    def members(self) -> dict[str, bytes]:
        """Every part, in order.  Raises Damaged or TooMuch."""
        found: dict[str, bytes] = {}
        left = _MOST_MEMBERS
        for name in self.names:
            found[name] = self.read(name, left)
            left -= len(found[name])
        return found

    def tree(self, part: str, whole: bool = False) -> Element:
        """The XML of one part; ``whole``: with its comments.  Raises Damaged or TooMuch."""
        return parsed(self.read(part), part, whole)

    def stream(
        self,
        part: str,
        tags: tuple[str, ...],
        most: int = _MOST_READ,
        slim: Callable[[bytes], bytes] | None = None,
    ) -> Iterator[Element]:
        """The elements of a part that have one of the tags, each gone when the next is asked for.

        ``slim`` may take out of the unparsed bytes what nobody will ask for.  Raises Damaged or
        TooMuch.
        """
        parser = etree.XMLPullParser(("end",), tag=tags, **_SAFE)
        between, first = 0, True
        for chunk in self._chunks(part, most):
            left = slim(chunk) if slim else chunk
            between += len(left)
            _fed(parser, left, part)
            for _, element in parser.read_events():
                if first and _declares_entities(element):
                    raise Damaged(part)
                between, first = 0, False
                yield element
                forget(element)
            if between > _MOST_BETWEEN:
                raise TooMuch(part)
        _fed(parser, None, part)

    def _entry(self, part: str) -> zipfile.ZipInfo:
        """Raises Damaged for a part that is not there, or there twice: which one counts?"""
        found = self._entries.get(_key(part), [])
        if len(found) != 1:
            raise Damaged(part)
        return found[0]

    def _chunks(self, part: str, most: int) -> Iterator[bytes]:
        """A part piece by piece: its size may be a lie, and ``read()`` alone unpacks all there is."""
        entry = self._entry(part)
        if entry.file_size > most:
            raise TooMuch(part)
        try:
            with self._archive.open(entry) as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except _BROKEN as error:
            raise Damaged(part) from error


def parsed(content: bytes, part: str, whole: bool = False) -> Element:
    """XML from outside as a tree; ``part`` names it.  Raises Damaged or TooMuch.

    ``whole``: with comments and instructions, for a part that is to be written again.
    """
    if content.count(b"<") + content.count(b"=") > _MOST_NODES:
        raise TooMuch(part)
    try:
        root = etree.fromstring(content, etree.XMLParser(**(_SAFE | _WHOLE if whole else _SAFE)))
    except _BROKEN as error:
        raise Damaged(part) from error
    if _declares_entities(root):
        raise Damaged(part)
    return root


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _declares_entities(element: Element) -> bool:
    """True for a document type of its own: no office program writes one, and it hides words."""
    return element.getroottree().docinfo.internalDTD is not None


def _fed(parser: Any, chunk: bytes | None, part: str) -> None:
    try:
        parser.close() if chunk is None else parser.feed(chunk)
    except _BROKEN as error:
        raise Damaged(part) from error


def forget(element: Element) -> None:
    """Drop what the element holds and everything before it; the tree would keep it."""
    element.clear()
    for node in (element, *element.iterancestors()):
        parent = node.getparent()
        while parent is not None and node.getprevious() is not None:
            del parent[0]
