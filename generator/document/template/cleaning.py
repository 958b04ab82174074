"""A template without its history: what people left in it while they edited it is not published.

Comments, tracked changes, names in the properties, hidden words, settings of somebody's machine:
the compiled template has none of it, so neither a draft nor a final version can have it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct

from generator.document.template.enclosing import freed
from generator.document.template.gathering import gather
from generator.document.template.hiding import without_hidden
from generator.document.template.package import (
    TYPES,
    Element,
    Relation,
    W,
    relations,
    relations_name,
    tree,
    written,
)
from generator.document.template.revisions import accepted, remove, unwrap
from generator.model import regex

_PARTS_WITH_TEXT = regex(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
# Kinds of relationships whose targets are an editor's and not the document's.
_DROPPED = frozenset(
    {
        "comments",
        "commentsExtended",
        "commentsIds",
        "commentsExtensible",
        "people",
        "documenttasks",
        "glossaryDocument",
        "customXml",
        "custom-properties",
        "thumbnail",
        "mailMergeSource",
        "mailMergeHeaderSource",
        "recipientData",
        "keyMapCustomizations",
        "vbaProject",
        "wordVbaData",
        "attachedToolbars",
        "printerSettings",
        "classificationlabels",
        "taskpanes",
        "webextensiontaskpanes",
        "origin",  # digital signatures: the draft is another document
    }
)
_ANCHORS = tuple(
    f"{W}{name}"
    for name in (
        "commentRangeStart",
        "commentRangeEnd",
        "proofErr",
        "permStart",
        "permEnd",
        "lastRenderedPageBreak",
        "dataBinding",
    )
)
_REFERENCES = (f"{W}commentReference", f"{W}annotationRef")
_WRAPPERS = (f"{W}smartTag", f"{W}customXml")
# What an editor puts in by itself, to find the last place or a copied one again.
_BOOKMARK = regex(r"_GoBack|_Hlk\d+|OLE_LINK\d+|__DdeLink__.*", re.IGNORECASE)
_SETTINGS = tuple(
    f"{W}{name}"
    for name in (
        "attachedTemplate",
        "attachedSchema",
        "docVars",
        "documentProtection",
        "mailMerge",
        "proofState",
        "readModeInkLockDown",
        "revisionView",
        "rsids",
        "saveThroughXslt",
        "trackRevisions",
        "writeProtection",
    )
)
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_CHART = regex(r"charts\[[\"'“](\w+)[\"'”]\]")
_LIBRE_OFFICE = regex(r"Object\d+|对象\d+")
_IDENTITY = regex(r"\}(rsid\w*|paraId|textId)$")
_CORE = "docProps/core.xml"
_APP = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>Microsoft Office Word</Application></Properties>"""
_DC = "{http://purl.org/dc/elements/1.1/}"
_TERMS = "{http://purl.org/dc/terms/}"
_DAY = "2024-01-01T00:00:00Z"  # fixed: the same input gives the same file


class History(Struct, frozen=True):
    """What was left out, for ``gen template check``: how many of each."""

    comments: int
    revisions: int
    hidden: int
    names: tuple[str, ...]

    @property
    def told(self) -> tuple[str, ...]:
        """What it is, in words."""
        return tuple(
            text
            for text, there in (
                (f"模板里有批注 {self.comments} 处，不会进入草稿和定稿", self.comments),
                (
                    f"模板里有修订 {self.revisions} 处，都按已接受处理；"
                    "是否接受，请在 Word 的「审阅」里定下来",
                    self.revisions,
                ),
                (f"模板里有隐藏文字 {self.hidden} 处，不会进入草稿和定稿", self.hidden),
                (
                    f"模板的文件属性里有姓名或单位「{'、'.join(self.names)}」，不会进入草稿和定稿",
                    self.names,
                ),
            )
            if there
        )


def cleaned(members: Mapping[str, bytes]) -> tuple[dict[str, bytes], History]:
    """The parts without history, in their order, and what that was.

    Raises lxml's XMLSyntaxError and ValueError for a part that is no XML.
    """
    every = list(relations(members))
    kept = _reachable(members, every)
    names = _names(members)
    counts: Counter[str] = Counter()
    hidden_styles = _hidden_styles(kept.get("word/styles.xml"))
    for name in kept:
        if _PARTS_WITH_TEXT.match(name):
            root = tree(kept[name])
            counts["comments"] += _without_marks(root)
            counts["revisions"] += accepted(root)
            counts["hidden"] += without_hidden(root, hidden_styles)
            gather(root)
            freed(root)
            _named_charts(root)
            kept[name] = written(root)
        elif name in ("word/styles.xml", "word/numbering.xml"):
            root = tree(kept[name])
            accepted(root)
            _anonymous(root)
            kept[name] = written(root)
    if "word/settings.xml" in kept:
        kept["word/settings.xml"] = _settings(kept["word/settings.xml"])
    if _CORE in kept:
        kept[_CORE] = _core(kept[_CORE])
    if "docProps/app.xml" in kept:
        kept["docProps/app.xml"] = _APP
    return kept, History(counts["comments"], counts["revisions"], counts["hidden"], names)


def _reachable(members: Mapping[str, bytes], every: list[Relation]) -> dict[str, bytes]:
    """The parts that the document needs; relationships and types name no other ones."""
    wanted: set[str] = set()
    waiting = [""]
    while waiting:
        owner = waiting.pop()
        for relation in every:
            if relation.owner != owner or relation.external or relation.kind in _DROPPED:
                continue
            if relation.target in members and relation.target not in wanted:
                wanted.add(relation.target)
                waiting.append(relation.target)
    wanted |= {relations_name(part) for part in (*wanted, "")}
    gone = {
        (relations_name(relation.owner), relation.id)
        for relation in every
        if relation.kind in _DROPPED or (not relation.external and relation.target not in wanted)
    }
    kept = {name: data for name, data in members.items() if name in wanted or name == TYPES}
    for name in {name for name, _ in gone} & kept.keys():
        root = tree(kept[name])
        for element in [*root]:
            if (name, element.get("Id", "")) in gone:
                remove(element)
        kept[name] = written(root)
    if len(kept) < len(members):
        kept[TYPES] = _types(kept[TYPES], kept)
    return kept


def _types(content: bytes, kept: Mapping[str, bytes]) -> bytes:
    root = tree(content)
    for element in [*root]:
        part = element.get("PartName")
        if part is not None and part.lstrip("/") not in kept:
            remove(element)
    return written(root)


def _without_marks(root: Element) -> int:
    """Take out what comments, proofing and protection leave in a text; how many comments."""
    comments = 0
    for element in [*root.iter(*_REFERENCES)]:
        comments += element.tag == _REFERENCES[0]
        run = element.getparent()
        remove(element)
        if all(child.tag == f"{W}rPr" for child in run):
            remove(run)
    for element in [*root.iter(*_ANCHORS)]:
        remove(element)
    for element in [*root.iter(*_WRAPPERS)]:
        for properties in element.findall(f"{element.tag}Pr"):
            remove(properties)
        unwrap(element)
    for start in [*root.iter(f"{W}bookmarkStart")]:
        if _BOOKMARK.fullmatch(start.get(f"{W}name", "")):
            number = start.get(f"{W}id")
            remove(start)
            for end in [*root.iter(f"{W}bookmarkEnd")]:
                if end.get(f"{W}id") == number:
                    remove(end)
    for element in [*root.iter(f"{W}placeholder")]:  # its words are in the glossary part
        remove(element)
    _anonymous(root)
    return comments


def _named_charts(root: Element) -> None:
    """Charts by the names they had: LibreOffice calls them Object1, Object2 … when it saves.

    A chart stands under the condition that names it, so the last one named above it is meant.
    """
    above = ""
    for element in root.iter(f"{W}t", _DRAWN):
        if element.tag == f"{W}t":
            above = above[-200:] + (element.text or "")  # a tag may stand in several runs
        elif _LIBRE_OFFICE.fullmatch(element.get("name", "")) and _CHART.search(above):
            element.set("name", _CHART.findall(above)[-1])


def _anonymous(root: Element) -> None:
    """Without the numbers by which Word knows editing sessions and paragraphs."""
    for element in root.iter():
        for name in [key for key in element.attrib if _IDENTITY.search(key)]:
            del element.attrib[name]
    for element in [*root.iter(f"{W}rsid")]:
        remove(element)


def _settings(content: bytes) -> bytes:
    root = tree(content)
    for element in [*root]:
        if element.tag in _SETTINGS or str(element.tag).endswith(
            ("}docId", "}chartTrackingRefBased")
        ):
            remove(element)
    return written(root)


def _core(content: bytes) -> bytes:
    """Title and language as the template has them; no names, and fixed days."""
    root = tree(content)
    for element in [*root]:
        if element.tag in (f"{_DC}title", f"{_DC}language"):
            continue
        if element.tag in (f"{_TERMS}created", f"{_TERMS}modified"):
            element.text = _DAY
        elif element.tag == f"{_DC}creator":
            element.text = None
        else:
            remove(element)
    return written(root)


def _names(members: Mapping[str, bytes]) -> tuple[str, ...]:
    """The names of people and firms in the properties."""
    return tuple(dict.fromkeys(name for name in _named(members) if name))


def _named(members: Mapping[str, bytes]) -> Iterator[str]:
    for part, tags in (
        (_CORE, ("creator", "lastModifiedBy")),
        ("docProps/app.xml", ("Company", "Manager")),
    ):
        if part in members:
            for element in tree(members[part]):
                if isinstance(element.tag, str) and element.tag.rpartition("}")[2] in tags:
                    yield (element.text or "").strip()


def _hidden_styles(styles: bytes | None) -> frozenset[str]:
    """Ids of the styles whose text is hidden."""
    if styles is None:
        return frozenset()
    return frozenset(
        style.get(f"{W}styleId", "")
        for style in tree(styles).iter(f"{W}style")
        if any(_on(mark) for mark in style.iterfind(f"{W}rPr/{W}vanish"))
    )


def _on(mark: Element) -> bool:
    return mark.get(f"{W}val", "1") not in ("0", "false", "off")
