"""What a reviewer does to a draft in Word: edits, tracked or not, and comments, in the file's XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

from lxml import etree

NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{NS}}}"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BODY = "word/document.xml"
_COMMENTS = "word/comments.xml"
_TYPES, _RELS = "[Content_Types].xml", "word/_rels/document.xml.rels"


class ReviewedFile:
    """A copy of a draft on a reviewer's desk."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self._members = {name: archive.read(name) for name in archive.namelist()}
        self._parts = {_BODY: etree.fromstring(self._members[_BODY])}
        self.root = self._parts[_BODY]
        self._next = 9000
        self._comments: list[str] = []
        self._replies: list[tuple[int, int]] = []
        self._notes: list[str] = []

    def part(self, name: str) -> Any:
        """Another part as a tree: it is written as it stands then."""
        return self._parts.setdefault(name, etree.fromstring(self._members[name]))

    def names(self, beginning: str) -> list[str]:
        """The parts whose names begin so."""
        return sorted(name for name in self._members if name.startswith(beginning))

    def save(self, path: Path) -> Path:
        """Write the copy."""
        members = dict(self._members)
        for name, tree in self._parts.items():
            members[name] = etree.tostring(
                tree, xml_declaration=True, encoding="UTF-8", standalone=True
            )
        if self._comments:
            _with_comments(members, self._comments)
        if self._replies:
            _with_replies(members, self._replies)
        if self._notes:
            lines = (  # every program writes these two first, and LibreOffice counts on them
                f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p>'
                "</w:footnote>"
                for number, kind in enumerate(("separator", "continuationSeparator"))
            )
            _with_part(members, "footnotes", "".join([*lines, *self._notes]))
        path.write_bytes(packed(members))
        return path

    def charts(self) -> Iterator[Any]:
        """For each series of the charts, as they follow in the text, its last value."""
        links = {
            link.get("Id"): link.get("Target") for link in etree.fromstring(self._members[_RELS])
        }
        for chart in self.root.iter(f"{C}chart"):
            part = self.part(f"word/{links[chart.get(f'{R}id')]}")
            for series in part.iter(f"{C}ser"):
                yield list(next(series.iter(f"{C}val")).iter(f"{C}v"))[-1]

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

    def move(self, paragraph: Any, behind: Any, who: Mapping[str, str] | None = None) -> None:
        """A paragraph goes and comes behind another one."""
        if who is None:
            behind.addnext(paragraph)
            return
        new = deepcopy(paragraph)
        for copy, kind in ((paragraph, "moveFrom"), (new, "moveTo")):
            runs = [child for child in copy if child.tag == f"{W}r"]
            copy.append(self._tracked(kind, runs, who))
            self._mark(copy, kind, who)
        behind.addnext(new)

    def split(self, paragraph: Any, at: int, who: Mapping[str, str] | None = None) -> None:
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
        if who is not None:
            self._mark(paragraph, "ins", who)

    def join(self, paragraph: Any, who: Mapping[str, str] | None = None) -> None:
        """A paragraph becomes one with the next."""
        if who is not None:
            self._mark(paragraph, "del", who)
            return
        after = paragraph.getnext()
        for child in list(after):
            if child.tag != f"{W}pPr":
                paragraph.append(child)
        after.getparent().remove(after)

    def footnote(self, paragraph: Any, words: str) -> None:
        """A footnote at the end of a paragraph."""
        number = len(self._notes) + 2
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}footnoteReference", {f"{W}id": str(number)})
        self._notes.append(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:footnoteRef/></w:r>'
            f"<w:r><w:t>{words}</w:t></w:r></w:p></w:footnote>"
        )

    def comment(
        self, paragraph: Any, words: str, who: Mapping[str, str], answers: int | None = None
    ) -> int:
        """A comment on a whole paragraph, or a reply to another one; its number."""
        number = len(self._comments) + 500
        if answers is not None:
            self._replies.append((number, answers))
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
            f'<w:comment w:id="{number}"{attributes}><w:p xmlns:w14="{_W14}" '
            f'w14:paraId="{number:08X}"><w:r><w:t>{words}</w:t></w:r></w:p></w:comment>'
        )
        return number

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
    else:
        _with_part(members, "comments", "".join(comments))


def _with_replies(members: dict[str, bytes], replies: list[tuple[int, int]]) -> None:
    """Which comment answers which one, as Word writes it."""
    parents = dict(replies)
    numbers = sorted({*parents, *parents.values()})
    lines = (
        f'<w15:commentEx w15:paraId="{number:08X}" w15:done="0"'
        + (f' w15:paraIdParent="{parents[number]:08X}"/>' if number in parents else "/>")
        for number in numbers
    )
    members["word/commentsExtended.xml"] = (
        f'<w15:commentsEx xmlns:w15="{_W15}">{"".join(lines)}</w15:commentsEx>'.encode()
    )
    _linked(
        members,
        "commentsExtended",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml",
        "http://schemas.microsoft.com/office/2011/relationships/commentsExtended",
    )


def _with_part(members: dict[str, bytes], name: str, content: str) -> None:
    members[f"word/{name}.xml"] = f'<w:{name} xmlns:w="{NS}">{content}</w:{name}>'.encode()
    _linked(
        members,
        name,
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml",
        f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}",
    )


def _linked(members: dict[str, bytes], name: str, kind: str, relation: str) -> None:
    override = f'<Override PartName="/word/{name}.xml" ContentType="{kind}"/></Types>'
    members[_TYPES] = re.sub(b"</Types>", override.encode(), members[_TYPES])
    link = f'<Relationship Id="rId{name}" Type="{relation}" Target="{name}.xml"/></Relationships>'
    members[_RELS] = re.sub(b"</Relationships>", link.encode(), members[_RELS])
