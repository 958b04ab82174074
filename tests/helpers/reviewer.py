"""What a reviewer does to a draft in Word: edits, tracked or not, and comments, in the file's XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BODY = "word/document.xml"
_COMMENTS = "word/comments.xml"
_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"


class ReviewedFile:
    """A copy of a draft on a reviewer's desk."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._members = {name: archive.read(name) for name in archive.namelist()}
        self.root = etree.fromstring(self._members[_BODY])
        self._next = 9000
        self._comments: list[str] = []

    def save(self, path: Path) -> Path:
        """Write the copy."""
        members = dict(self._members)
        members[_BODY] = etree.tostring(
            self.root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        if self._comments:
            _with_comments(members, self._comments)
        path.write_bytes(packed(members))
        return path

    # --- finding -------------------------------------------------------------------------------

    def paragraph(self, words: str, number: int = 0) -> Any:
        """The paragraph that has these words, of several the one with that number."""
        found = [p for p in self.root.iter(f"{W}p") if words in text_of(p) and not _listed(p)]
        return found[number]

    def row(self, words: str, number: int = 0) -> Any:
        """The row of a table that has these words."""
        found = [r for r in self.root.iter(f"{W}tr") if words in text_of(r)]
        return found[number]

    # --- editing -------------------------------------------------------------------------------

    def reword(
        self, paragraph: Any, start: int, end: int, new: str, who: Mapping[str, str] | None = None
    ) -> None:
        """The text of a paragraph from start up to end becomes new; tracked where who is given."""
        runs = _cut(paragraph, start, end)
        inside = [run for run, at in runs if start <= at < end]
        before = [run for run, at in runs if at < start]
        model = inside[0] if inside else before[-1] if before else runs[0][0]
        anchor = inside[-1] if inside else before[-1] if before else None
        added = _run(new, model) if new else None
        if added is not None:
            wrapped = self._tracked("ins", [added], who) if who else added
            if anchor is None:
                runs[0][0].addprevious(wrapped)
            else:
                anchor.addnext(wrapped)
        if who and inside:
            first = inside[0]
            holder = self._tracked("del", [], who)
            first.addprevious(holder)
            for run in inside:
                for text in run.iter(f"{W}t"):
                    text.tag = f"{W}delText"
                holder.append(run)
        elif not who:
            for run in inside:
                run.getparent().remove(run)

    def insert_paragraph(
        self, after: Any, words: str, who: Mapping[str, str] | None = None
    ) -> None:
        """A new paragraph behind another one."""
        new = deepcopy(after)
        for child in list(new):
            if child.tag != f"{W}pPr":
                new.remove(child)
        run = _run(words, next(after.iter(f"{W}r"), None))
        new.append(self._tracked("ins", [run], who) if who else run)
        if who:
            self._mark(new, "ins", who)
        after.addnext(new)

    def remove(self, element: Any, who: Mapping[str, str] | None = None) -> None:
        """A paragraph or row goes."""
        if who is None:
            element.getparent().remove(element)
            return
        row = element.tag == f"{W}tr"
        for paragraph in [*element.iter(f"{W}p")] if row else [element]:
            length = len(text_of(paragraph))
            if length:
                self.reword(paragraph, 0, length, "", who)
        if row:
            self._mark_row(element, "del", who)
        else:
            self._mark(element, "del", who)

    def insert_row(
        self, after: Any, texts: list[str], who: Mapping[str, str] | None = None
    ) -> None:
        """A row like another one behind it, with other texts."""
        new = deepcopy(after)
        for cell, text in zip(new.iter(f"{W}tc"), texts, strict=False):
            paragraphs = cell.findall(f"{W}p")
            for paragraph in paragraphs[1:]:
                cell.remove(paragraph)
            model = next(cell.iter(f"{W}r"), None)
            for child in list(paragraphs[0]):
                if child.tag != f"{W}pPr":
                    paragraphs[0].remove(child)
            run = _run(text, model)
            paragraphs[0].append(self._tracked("ins", [run], who) if who else run)
        if who:
            self._mark_row(new, "ins", who)
        after.addnext(new)

    def move(self, paragraph: Any, behind: Any) -> None:
        """A paragraph goes and comes behind another one."""
        behind.addnext(paragraph)

    def split(self, paragraph: Any, at: int) -> None:
        """A paragraph becomes two."""
        runs = _cut(paragraph, at, at)
        new = deepcopy(paragraph)
        for child in list(new):
            if child.tag != f"{W}pPr":
                new.remove(child)
        for run, start in runs:
            if start >= at:
                new.append(run)
        paragraph.addnext(new)

    def comment(
        self, paragraph: Any, words: str, who: Mapping[str, str], answers: str = ""
    ) -> None:
        """A comment on a whole paragraph."""
        number = len(self._comments) + 500
        start = etree.Element(f"{W}commentRangeStart", {f"{W}id": str(number)})
        end = etree.Element(f"{W}commentRangeEnd", {f"{W}id": str(number)})
        first = next((c for c in paragraph if c.tag != f"{W}pPr"), None)
        if first is None:
            paragraph.append(start)
        else:
            first.addprevious(start)
        paragraph.append(end)
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}commentReference", {f"{W}id": str(number)})
        attributes = "".join(f' w:{name}="{value}"' for name, value in who.items())
        self._comments.append(
            f'<w:comment w:id="{number}"{attributes}><w:p><w:r><w:t>{words}</w:t></w:r></w:p>'
            "</w:comment>"
        )

    def _tracked(self, kind: str, children: list[Any], who: Mapping[str, str]) -> Any:
        self._next += 1
        names = {f"{W}{name}": value for name, value in who.items()}
        element = etree.Element(f"{W}{kind}", {f"{W}id": str(self._next), **names})
        element.extend(children)
        return element

    def _mark(self, paragraph: Any, kind: str, who: Mapping[str, str]) -> None:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        marks = properties.find(f"{W}rPr")
        if marks is None:
            marks = etree.SubElement(properties, f"{W}rPr")
        marks.insert(0, self._tracked(kind, [], who))

    def _mark_row(self, row: Any, kind: str, who: Mapping[str, str]) -> None:
        properties = row.find(f"{W}trPr")
        if properties is None:
            properties = etree.Element(f"{W}trPr")
            row.insert(0, properties)
        properties.append(self._tracked(kind, [], who))


def text_of(element: Any) -> str:
    """The text as it is cut: tracked deletions are none, breaks and tabs count as one sign."""
    found = []
    for node in element.iter(f"{W}t", f"{W}tab", f"{W}br"):
        if node.tag == f"{W}t":
            found.append(node.text or "")
        elif node.getparent().tag == f"{W}r":
            found.append(" ")
    return "".join(found)


def packed(members: Mapping[str, bytes]) -> bytes:
    """The parts as a file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _listed(paragraph: Any) -> bool:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and style.get(f"{W}val", "").startswith("TOC")


def _run(text: str, model: Any) -> Any:
    run = etree.Element(f"{W}r")
    look = None if model is None else model.find(f"{W}rPr")
    if look is not None:
        run.append(deepcopy(look))
    node = etree.SubElement(run, f"{W}t")
    node.text = text
    node.set(_SPACE, "preserve")
    return run


def _cut(paragraph: Any, *places: int) -> list[tuple[Any, int]]:
    """The runs of a paragraph with where they begin, cut at the places."""
    found, at = list[tuple[Any, int]](), 0
    for run in list(paragraph.iter(f"{W}r")):
        if run.getparent().tag == f"{W}del":
            continue
        pieces = _pieces(run)
        if len(pieces) == 1 and pieces[0].tag == f"{W}t":
            text = pieces[0].text or ""
            inner = sorted({p - at for p in places if 0 < p - at < len(text)})
            for begin, end in zip([0, *inner], [*inner, len(text)], strict=True):
                part = run if begin == 0 else _run(text[begin:end], run)
                if begin == 0:
                    pieces[0].text = text[:end]
                    pieces[0].set(_SPACE, "preserve")
                else:
                    found[-1][0].addnext(part)
                found.append((part, at + begin))
            at += len(text)
        else:
            found.append((run, at))
            at += len(text_of(run))
    return found


def _pieces(run: Any) -> list[Any]:
    return [child for child in run if child.tag != f"{W}rPr"]


def _with_comments(members: dict[str, bytes], comments: list[str]) -> None:
    if _COMMENTS in members:
        end = b"</w:comments>"
        members[_COMMENTS] = members[_COMMENTS].replace(end, "".join(comments).encode() + end)
        return
    whole = f'<w:comments xmlns:w="{NS}">{"".join(comments)}</w:comments>'
    members[_COMMENTS] = whole.encode()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
    override = f'<Override PartName="/{_COMMENTS}" ContentType="{kind}"/></Types>'
    members[_TYPES] = re.sub(b"</Types>", override.encode(), members[_TYPES])
    link = (
        '<Relationship Id="rIdReviewer" Type="http://schemas.openxmlformats.org/officeDocument/'
        '2006/relationships/comments" Target="comments.xml"/></Relationships>'
    )
    members[_RELS] = re.sub(b"</Relationships>", link.encode(), members[_RELS])
