"""How two Word templates differ: paragraphs, table rows and tags, then what is not text."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from msgspec import Struct

from generator.document.template.package import is_rendered
from generator.document.word import BODY, WordParagraph, WordRow, WordTable, own_file
from generator.model import regex

_KINDS = (
    (regex(r"word/(styles|fontTable|theme/.*|numbering)\.xml"), "样式、字体"),
    (regex(r"word/(charts|embeddings)/.*"), "图表"),
    (regex(r"word/media/.*"), "图片"),
    (regex(r".*"), "其他部分"),
)


class TemplateLine(Struct, frozen=True):
    """A paragraph or table row of the template, with the heading above it."""

    text: str
    heading: str


def template_differences(old: Path, new: Path) -> Iterator[tuple[str, str, str]]:
    """(place, old text, new text) for every paragraph or row; then the parts that differ besides."""
    if old.read_bytes() == new.read_bytes():
        return
    before, after = _members(old), _members(new)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) == after.get(name):
            continue
        if is_rendered(name) and name.startswith("word/"):
            yield from _texts(name, before, after)
        else:
            kind = next(kind for pattern, kind in _KINDS if pattern.fullmatch(name))
            yield f"{kind} {name}", "有" * (name in before), _other(name, before, after)


def _other(name: str, before: dict[str, bytes], after: dict[str, bytes]) -> str:
    if name not in after:
        return ""
    return "有，内容不同" if name in before else "有"


def _members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _texts(
    name: str, before: dict[str, bytes], after: dict[str, bytes]
) -> Iterator[tuple[str, str, str]]:
    old, new = (list(template_lines(name, members)) for members in (before, after))
    where = "" if name == BODY else f"{name} "
    same = True
    matcher = SequenceMatcher(None, [o.text for o in old], [n.text for n in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            same = False
            yield from ((where + place, x, y) for place, x, y in _paired(old[a:b], new[c:d]))
    if same:
        yield f"{where}正文的格式", "有", "文字相同，格式不同"


def _paired(old: list[TemplateLine], new: list[TemplateLine]) -> Iterator[tuple[str, str, str]]:
    """Changed lines side by side while both sides have some, then what is left of either."""
    for index in range(max(len(old), len(new))):
        before = old[index] if index < len(old) else None
        after = new[index] if index < len(new) else None
        heading = (after or before or TemplateLine("", "")).heading
        place = f"「{heading}」下" if heading else "开头"
        yield place, before.text if before else "", after.text if after else ""


def template_lines(name: str, members: Mapping[str, bytes]) -> Iterator[TemplateLine]:
    """Paragraphs as they are, table rows as ``a | b``, in reading order; blank ones left out."""
    if name not in members:
        return
    file = own_file(members)
    heading = ""
    for block in file.blocks if name == BODY else file.part(name):
        if isinstance(block, WordTable):
            yield from (TemplateLine(text, heading) for text in map(_row, block.rows) if text)
        elif isinstance(block, WordParagraph) and (text := _flat(block.text)):
            heading = text if block.style.level else heading
            yield TemplateLine(text, heading)


def _row(row: WordRow) -> str:
    text = " | ".join(_flat("".join(p.text for p in cell.paragraphs)) for cell in row.cells)
    return text if text.strip(" |") else ""


def _flat(text: str) -> str:
    return " ".join(text.split())
