"""Word templates that somebody has edited: an edition 试 whose template is the real one, changed."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.conftest import REAL, ROOT
from tests.helpers.opening import opened

TEMPLATE = ROOT / "templates" / "2023" / "template.docx"
DOCUMENT = "word/document.xml"
RELS = "word/_rels/document.xml.rels"
TYPES = "[Content_Types].xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Change = Callable[[str], str]


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write(path: Path, parts: Mapping[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def swapped(old: str, new: str) -> Change:
    """A change of the first ``old`` in a part."""

    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def edition(
    changes: Mapping[str, Change], more: Mapping[str, str] | None = None, name: str = "试"
) -> Path:
    """The edition in ./templates, its template's parts changed and ``more`` ones added."""
    folder = Path("templates") / name
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "templates" / "2023", folder)
    told = folder / "edition.toml"
    told.write_text(told.read_text("utf-8").replace('id = "2023"', f'id = "{name}"'), "utf-8")
    parts = parts_of(TEMPLATE)
    for part, change in changes.items():
        parts[part] = change(parts[part].decode("utf-8")).encode("utf-8")
    parts.update((part, text.encode("utf-8")) for part, text in (more or {}).items())
    write(folder / "template.docx", parts)
    return folder


def workbook(name: str = "试") -> Path:
    """The real workbook, to be printed by that edition."""
    path = Path("book.xlsx")
    if not path.exists():
        path.write_bytes(_book(name))
    return path


@cache
def _book(name: str) -> bytes:
    content, book = io.BytesIO(), opened(REAL)
    book["基本信息"]["B6"] = name
    book.save(content)
    return content.getvalue()


def related(kind: str, target: str, external: bool = False, number: str = "rIdMore") -> Change:
    """One more relationship in a part of relationships."""
    mode = ' TargetMode="External"' if external else ""
    kind = kind if kind.startswith("http") else f"{_OFFICE}/{kind}"
    one = f'<Relationship Id="{number}" Type="{kind}" Target="{target}"{mode}/></Relationships>'
    return swapped("</Relationships>", one)


def typed(part: str, content_type: str) -> Change:
    """One more part in the content types."""
    return swapped(
        "</Types>", f'<Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    )


def both(*changes: Change) -> Change:
    def change(text: str) -> str:
        for one in changes:
            text = one(text)
        return text

    return change
