"""The words of a Word file as lines, whoever saved it last.

One line for each paragraph, heading, table row, chart series and page header, told apart by how
they begin: ``# `` a heading, ``| `` a table row, ``~ `` a chart, ``^ `` a header or footer,
anything else a paragraph.  The table of contents is left out: it repeats the headings, with
numbers that the program for reading fills in.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

from lxml import etree

from generator.model import Finding, InputProblem, Severity, showable
from generator.workbook.package import Damaged, Element, Package, TooMuch

HEADING, ROW, CHART, HEADER = "# ", "| ", "~ ", "^ "
_NAMES = {HEADING: "", ROW: "表格 ", CHART: "图 ", HEADER: ""}

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
_DOCUMENT, _STYLES = "word/document.xml", "word/styles.xml"
_RELATIONS = "word/_rels/document.xml.rels"
_TEXTS = (f"{_W}t", f"{_W}tab", f"{_W}br")
_CONTENTS = re.compile(r"toc \d+")
_MARKS = re.compile(r"^[\s—–\-]*\d*[\s—–\-]*$")  # a page number alone
# Lines and characters of a draft that are compared; the longest have a tenth of them.
_MOST_LINES, _MOST_CHARACTERS = 30_000, 5_000_000


def read_lines(docx: bytes, name: str) -> tuple[str, ...]:
    """The lines of a Word file.

    Raises InputProblem when ``name`` is none, is damaged, or holds more than any draft.
    """
    try:
        package = Package(docx)
        return tuple(map(showable, _bounded(_Parts(package, package.tree).lines())))
    except Damaged as error:
        told = f"{name} 不是 Word 文档（.docx），或者已经损坏"
        remedy = "用 Word 或 WPS 打开它，另存为 .docx；或换一个文件。"
        raise InputProblem([Finding("I22", Severity.ERROR, told, remedy=remedy)]) from error
    except TooMuch as error:
        told = f"{name} 的内容多得不像决算公开的草稿（{error.part}）"
        remedy = "不是草稿的，换一个文件；是草稿的，把正文复制到一个新的 Word 文档再比较。"
        raise InputProblem([Finding("I22", Severity.ERROR, told, remedy=remedy)]) from error


def lines_of(members: Mapping[str, bytes]) -> tuple[str, ...]:
    """The lines of a Word file whose parts are at hand, as ``read_lines`` would read them."""
    return tuple(_Parts(members, lambda part: etree.fromstring(members[part], _PARSER)).lines())


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    """Raises TooMuch: what compares lines takes minutes for a book."""
    characters = 0
    for count, line in enumerate(lines):
        characters += len(line)
        if count == _MOST_LINES or characters > _MOST_CHARACTERS:
            raise TooMuch(_DOCUMENT)
        yield line


def kind(line: str) -> str:
    """How a line begins, "" for a paragraph."""
    return line[:2] if line[:2] in _NAMES else ""


def spoken(line: str) -> str:
    """A line as a person reads it."""
    start = kind(line)
    return f"{_NAMES[start]}{line[2:]}" if start else line


def places(lines: Sequence[str]) -> list[str]:
    """For each line the heading under which it stands, "" before the first."""
    found, heading = [], ""
    for line in lines:
        if line.startswith(HEADING):
            heading = line.removeprefix(HEADING)
        found.append("页眉页脚" if line.startswith(HEADER) else heading)
    return found


def gaps(lines: Sequence[str], marker: str) -> tuple[tuple[str, str], ...]:
    """What is still missing, in the order of the text: heading and marker of every place.

    ``marker`` is the edition's, with the slot ``{what}``.
    """
    before, after = (re.escape(part) for part in marker.split("{what}"))
    pattern = re.compile(f"{before}.*?{after}")
    found = zip(places(lines), lines, strict=True)
    return tuple((place, gap) for place, line in found for gap in pattern.findall(line))


class _Parts:
    """The parts of one Word file: their names, and how one is parsed."""

    def __init__(self, parts: Container[str], parse: Callable[[str], Element]) -> None:
        self._parts, self._parse = parts, parse
        self._targets = self._relations()
        self._styles = self._named_styles()

    def lines(self) -> Iterator[str]:
        document = self._part(_DOCUMENT)
        for body in document.iterchildren(f"{_W}body"):
            yield from self._blocks(body)
        references = document.iter(f"{_W}headerReference", f"{_W}footerReference")
        targets = dict.fromkeys(self._targets.get(ref.get(f"{_R}id")) for ref in references)
        shown = (text for target in targets if target for text in self._header(target))
        yield from dict.fromkeys(shown)

    def _part(self, name: str) -> Element:
        root = self._parse(name)
        etree.strip_elements(root, _FALLBACK, f"{_W}moveFrom", with_tail=False)
        for node in root.iter(f"{_W}tab", f"{_W}br"):
            node.text = " " if node.getparent().tag == f"{_W}r" else None
        return root

    def _relations(self) -> dict[str, str]:
        """Relationship id of the document → name of the part."""
        if _RELATIONS not in self._parts:
            return {}
        inside = (r for r in self._part(_RELATIONS) if r.get("TargetMode") != "External")
        return {r.get("Id"): posixpath.normpath(_from_word(r.get("Target", ""))) for r in inside}

    def _named_styles(self) -> dict[str, tuple[str, bool]]:
        """Style id → its name in small letters, and whether it is a heading's.

        Word, WPS and LibreOffice give the same style different ids.
        """
        if _STYLES not in self._parts:
            return {}
        found = {}
        for style in self._part(_STYLES).iterchildren(f"{_W}style"):
            named = style.find(f"{_W}name")
            name = "" if named is None else named.get(f"{_W}val", "").lower()
            level = style.find(f"{_W}pPr/{_W}outlineLvl")
            outlined = level is not None and level.get(f"{_W}val") != "9"
            found[style.get(f"{_W}styleId")] = (name, outlined or name.startswith("heading "))
        return found

    def _blocks(self, parent: Element) -> Iterator[str]:
        for child in parent:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from _rows(child)
            elif child.tag == f"{_W}sdt":
                for content in child.iterchildren(f"{_W}sdtContent"):
                    yield from self._blocks(content)
            elif child.tag in (f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
                yield from self._blocks(child)

    def _paragraph(self, element: Element) -> Iterator[str]:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name, heading = self._styles.get(
            "" if style is None else style.get(f"{_W}val"), ("", False)
        )
        if _CONTENTS.fullmatch(name):
            return
        for chart in element.iter(f"{_C}chart"):
            target = self._targets.get(chart.get(f"{_R}id"))
            if target:
                yield from _chart(self._part(target))
        text = _text(element).strip()
        if text:
            yield f"{HEADING}{text}" if heading else text

    def _header(self, name: str) -> Iterator[str]:
        texts = (_text(p).strip() for p in self._part(name).iter(f"{_W}p"))
        return (f"{HEADER}{text}" for text in texts if not _MARKS.match(text))


def _from_word(target: str) -> str:
    """The name of a part from the target of a relationship of word/document.xml."""
    return target.lstrip("/") if target.startswith("/") else f"word/{target}"


def _text(element: Element) -> str:
    """The visible text; tabs and breaks have become blanks, tracked deletions are no text."""
    return "".join(element.itertext(*_TEXTS, with_tail=False))


def _rows(table: Element) -> Iterator[str]:
    """The rows with something in them; a table inside a cell is read with the cell."""
    for row in table.iter(f"{_W}tr"):
        if _owner(row, f"{_W}tbl") is table:
            cells = (cell for cell in row.iter(f"{_W}tc") if _owner(cell, f"{_W}tr") is row)
            texts = [_cell(cell) for cell in cells]
            if any(texts):
                yield ROW + " | ".join(texts)


def _owner(element: Element, tag: str) -> Element:
    """The nearest element around with a tag, past content controls and tracked changes."""
    parent = element.getparent()
    return parent if parent.tag == tag else next(element.iterancestors(tag))


def _cell(cell: Element) -> str:
    texts = (_text(paragraph).strip() for paragraph in cell.iter(f"{_W}p"))
    return " / ".join(text for text in texts if text)


def _chart(part: Element) -> Iterator[str]:
    """One line for each series: its name, then category and value in turn."""
    for series in part.iter(f"{_C}ser"):
        name = "".join(node.text or "" for node in _values(series, "tx"))
        categories = [node.text or "" for node in _values(series, "cat")]
        values = [_plain(node.text or "") for node in _values(series, "val")]
        pairs = " | ".join(f"{c} {v}" for c, v in zip(categories, values, strict=False))
        yield f"{CHART}{name}：{pairs}"


def _values(series: Element, kind: str) -> list[Element]:
    return [node for part in series.iterchildren(f"{_C}{kind}") for node in part.iter(f"{_C}v")]


def _plain(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number
