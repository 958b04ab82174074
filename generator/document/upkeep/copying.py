"""A new edition from an existing one: its folder and Word template, with id, name and years changed."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from generator.editions import Edition, files
from generator.model import Finding, InputProblem, Severity, regex

_ID = regex(r"[^\W_][\w.\-]*")
_YEAR = regex(r"20\d\d")


def copy_edition(source: Edition, edition_id: str, years: Sequence[int], root: Path) -> Path:
    """Copy an edition into ``root/<edition_id>`` and return that folder.

    Without ``years`` the id is the year where it is one, else the source's years are kept.
    The folder appears whole or not at all.  Raises InputProblem for an id that is no folder
    name, FileExistsError when the folder is there, OSError when it cannot be written.
    """
    if not _ID.fullmatch(edition_id):
        message = f"「{edition_id}」不能作版式名称"
        remedy = "只用文字、数字、点和短横，例如 2024 或 甲市-2024。"
        raise InputProblem([Finding("版式", Severity.ERROR, message, remedy=remedy)])
    target = root / edition_id
    if target.exists():
        raise FileExistsError(target)
    root.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{edition_id}-", dir=root))
    try:
        copy = draft / edition_id
        shutil.copytree(source.folders[0], copy, ignore=shutil.ignore_patterns("~$*", ".*"))
        shutil.copyfile(source.template, copy / source.template.name)
        told = copy / "edition.toml"
        text = files.text(told)
        told.write_bytes(renamed(text, source, edition_id, years).encode("utf-8"))
        copy.rename(target)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return target


def renamed(text: str, source: Edition, edition_id: str, years: Sequence[int]) -> str:
    """``edition.toml`` with the lines id, name and years changed; everything else stays as typed.

    The name and the first line's comment get the new year where they have the old one.
    """
    chosen = list(years) or ([int(edition_id)] if _YEAR.fullmatch(edition_id) else source.years)
    name = _with_year(source.name, source, chosen)
    if name == source.name:
        name = f"{source.name}（{edition_id}）"
    lines = {"id": _quoted(edition_id), "name": _quoted(name), "years": f"{list(chosen)}"}
    for key, value in lines.items():
        old = re.search(rf"^{key} *=[^\r\n]*", text, re.MULTILINE)
        if old:
            text = text[: old.start()] + f"{key} = {value}" + text[old.end() :]
    head, newline, rest = text.partition("\n")
    if head.startswith("#"):
        head = head.replace(f"{source.id} 版式", f"{edition_id} 版式")
    return head + newline + rest


def _with_year(name: str, source: Edition, years: Sequence[int]) -> str:
    for old, new in zip(source.years, years, strict=False):
        name = name.replace(str(old), str(new))
    return name


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
