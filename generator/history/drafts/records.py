"""The record of each written file: what it was, what it was made from, and what it said.

``outputs/2023/记录/<file name>.json``, one for each draft and each PDF.  A record is written once,
after its file, and never changed, so that two builds need no lock and a killed one spoils none.
Nothing depends on it but history: without it a file is as good as before, only nobody can tell
any more whether a person changed it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from generator.history.differences import Content, Noted, Printed
from generator.history.drafts.files import placed, read_or_none, temporary
from generator.model import Severity, showable
from generator.workbook.package import MEGABYTE

FOLDER = "记录"
IDENTITY = "gen-draft"  # the property of a Word file that says which draft it is
# Bytes and items of a record; the longest have a tenth of them.
_LARGEST, _MOST_ITEMS = 16 * MEGABYTE, 1_000_000


class Origin(Struct, frozen=True):
    """What a file was made from; ``written`` is a time with its zone, as in ISO 8601."""

    workbook: str
    workbook_sha256: str
    edition: str
    program: str
    written: str


class Record(Struct, frozen=True):
    """What is known of one written file.

    ``document`` is the Word file a PDF was made from, "" for a Word file.  ``content`` is None
    for a PDF.  ``identity`` is what the properties of a draft and all its copies say, "" in
    records of older versions.
    """

    file: str
    sha256: str
    final: bool
    origin: Origin
    document: str = ""
    content: Content | None = None
    identity: str = ""


def sha256(content: bytes) -> str:
    """The digest by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def digest_of(path: Path) -> str:
    """The digest of a workbook; "" where it cannot be read (reading it says why)."""
    content = read_or_none(path)
    return "" if content is None else sha256(content)


def record_path(file: Path) -> Path:
    """Where the record of a file stands."""
    return file.parent / FOLDER / f"{file.name}.json"


def write_record(path: Path, record: Record) -> None:
    """Write a record; one that is there stays.  Raises OSError."""
    path.parent.mkdir(exist_ok=True)
    with temporary(path.parent, _as_json(record).encode("utf-8")) as source:
        placed(source, path)


def read_record(path: Path) -> Record | None:
    """The record at a place; None when there is none or it cannot be read."""
    try:
        content = read_or_none(path) if path.stat().st_size <= _LARGEST else None
        if content is None or content.count(b",") > _MOST_ITEMS:
            return None
        return _record(json.loads(content))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):  # a damaged file
        return None


def records_in(folder: Path) -> tuple[list[Record], list[Path]]:
    """The records of the files in a folder by name, and those that cannot be read."""
    paths = sorted((folder / FOLDER).glob("*.json"))
    read = [(path, read_record(path)) for path in paths]
    return [r for _, r in read if r is not None], [path for path, r in read if r is None]


# --- as text -----------------------------------------------------------------------------------


def _as_json(record: Record) -> str:
    """One line for each figure, finding and line of text, so that a person can read it."""
    plain: dict[str, Any] = {
        "file": record.file,
        "sha256": record.sha256,
        "final": record.final,
        "document": record.document,
        "identity": record.identity,
        **asdict(record.origin),
    }
    lines = [f"  {json.dumps(k)}: {json.dumps(v, ensure_ascii=False)}" for k, v in plain.items()]
    if record.content is not None:
        content = record.content
        counts = {
            severity: sum(f.severity == severity for f in content.findings)
            for severity in ("error", "warning", "hint")
        }
        lines.append(f'  "counts": {json.dumps(counts)}')
        lines.append(_listed("findings", map(_finding_row, content.findings)))
        lines.append(_listed("figures", ([f.label, f.text, *f.cells] for f in content.figures)))
        lines.append(_listed("text", content.lines))
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _finding_row(finding: Noted) -> list[str]:
    return [finding.rule, finding.severity, finding.message, *finding.cells]


def _listed(name: str, items: Iterable[Any]) -> str:
    rows = ",\n".join(f"    {json.dumps(item, ensure_ascii=False)}" for item in items)
    return f'  "{name}": [\n{rows}\n  ]' if rows else f'  "{name}": []'


def _record(read: Any) -> Record:
    """Raises KeyError, TypeError or ValueError for what is not a record."""
    texts = {key: _text(read[key]) for key in ("file", "sha256", "document")}
    origin = {name: _text(read[name]) for name in Origin.__struct_fields__}
    if not isinstance(read["final"], bool):
        raise TypeError("final")
    if Path(texts["file"]).name != texts["file"]:
        raise ValueError("file")
    content = None if texts["document"] else _content(read)
    texts["identity"] = _text(read.get("identity", ""))
    return Record(final=read["final"], origin=Origin(**origin), content=content, **texts)


def _content(read: Any) -> Content:
    figures = [_texts(row) for row in read["figures"]]
    findings = [_texts(row) for row in read["findings"]]
    return Content(
        tuple(Printed(label, text, tuple(cells)) for label, text, *cells in figures),
        tuple(
            Noted(rule, Severity(level).value, told, tuple(cells))
            for rule, level, told, *cells in findings
        ),
        tuple(_texts(read["text"])),
    )


def _texts(row: Any) -> list[str]:
    if not isinstance(row, list):
        raise TypeError("not a list")
    return [_text(item) for item in row]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    value.encode("utf-8")  # half a character, written as an escape, is a ValueError
    return showable(value)  # a record that somebody edited goes to pages and terminals too


def known_records(file: Path, outputs: Path) -> tuple[list[Record], tuple[str, ...]]:
    """The records beside the file first, then those of every year."""
    years = sorted(path for path in outputs.iterdir() if path.is_dir()) if outputs.is_dir() else []
    known: list[Record] = []
    notes: list[str] = []
    for folder in dict.fromkeys(path.resolve() for path in (file.parent, *years)):
        records, damaged = records_in(folder)
        known += records
        notes += [f"记录 {path} 读不了，已略过。" for path in damaged]
    return known, tuple(notes)
