"""A Word template as a package: its parts, and what refers to what."""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.model import Finding, InputProblem, Severity, regex

Element = Any  # an lxml element; lxml has no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = "[Content_Types].xml"
_RENDERED = regex(r"(word/(document|header\d*|footer\d*|footnotes|endnotes)|docProps/core)\.xml$")
_MOST = 100 * 1024 * 1024  # bytes of all parts; the delivered template has half a million
_TYPE = regex(r"/relationships/(?:metadata/)?([^/]+)$")


class Relation(Struct, frozen=True):
    """A relationship: the part that has it, its kind (the last word of its type), its target.

    ``target`` is a part's name, or what is written there when it is ``external``.
    """

    owner: str
    id: str
    kind: str
    target: str
    external: bool


def is_rendered(name: str) -> bool:
    """True for the parts of a .docx in which tags are filled in."""
    return _RENDERED.match(name) is not None


def members_of(path: Path, content: bytes) -> dict[str, bytes]:
    """The parts of a template by name, in the order of the file.

    Raises InputProblem when it is no Word file or is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST:
                raise InputProblem([damaged(path, "内容展开后太大")])
            members = {name: archive.read(name) for name in archive.namelist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        ValueError,  # names that are no UTF-8
        RuntimeError,  # encrypted, or packed in a way that zipfile does not know
    ) as error:
        raise InputProblem([damaged(path, "不是完整的 .docx")]) from error
    if "word/document.xml" not in members or TYPES not in members:
        raise InputProblem([damaged(path, "不是 Word 文档（.docx）")])
    return members


def tree(xml: bytes) -> Element:
    """A part as lxml's tree; entities stay what they are, nothing is fetched.

    Raises lxml's XMLSyntaxError, and ValueError for a part that declares entities of its own.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(xml, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("DOCTYPE")
    return root


def written(root: Element) -> bytes:
    """The tree as a part of a Word file."""
    from lxml import etree

    content: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return content


def relations(members: Mapping[str, bytes]) -> Iterator[Relation]:
    """Every relationship of the package."""
    for name, content in members.items():
        if name.endswith(".rels"):
            yield from _relations(name, content)


def relations_name(part: str) -> str:
    """The part that holds the relationships of ``part`` ("": of the package)."""
    folder, _, file = part.rpartition("/")
    return f"{folder}/_rels/{file}.rels".lstrip("/")


def _relations(name: str, content: bytes) -> Iterator[Relation]:
    folder, _, file = name.rpartition("/")
    base = folder.removesuffix("_rels").rstrip("/")
    owner = posixpath.join(base, file.removesuffix(".rels"))
    for element in tree(content):
        if not isinstance(element.tag, str):
            continue
        external = element.get("TargetMode", "").lower() == "external"
        target = element.get("Target", "")
        kind = _TYPE.search(element.get("Type", ""))
        inside = posixpath.normpath(posixpath.join("/", base, target)).lstrip("/")
        yield Relation(
            owner,
            element.get("Id", ""),
            kind[1] if kind else element.get("Type", ""),
            target if external else inside,
            external,
        )


def damaged(path: Path, why: object) -> Finding:
    """A template that cannot be used at all."""
    return Finding(
        "T01",
        Severity.ERROR,
        f"模板打不开：{path.name}（{why}）",
        remedy="检查 templates 文件夹；或用 Word 打开模板，另存为 .docx。",
    )
