"""What the files of an edition declare, laid over what the edition it is based on declares.

``edition.toml`` may name another edition in ``based_on``.  A folder then holds only what is
different: a table of a .toml file is laid over the base's by its keys, an entry of a list over the
entry with the same id, key or label, a code list adds its codes.  ``absent = true`` takes an entry
out, ``anew = true`` takes it as it stands and not laid over the base's, ``after = "…"`` moves it
behind the entry named, to the front for "".  A Word template of its own replaces the base's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.editions.files import read_toml, text
from generator.editions.toml import parsed

Folders = Mapping[str, Path]


def lineage(edition_id: str, folders: Folders) -> tuple[Path, ...]:
    """The folders that declare an edition, its own first.

    Raises KeyError for an edition that is not there, ValueError for one based on itself, OSError
    and ValueError for a damaged edition.toml.
    """
    found: list[Path] = []
    current: str | None = edition_id
    while current is not None:
        if current not in folders:
            raise KeyError(f"based_on = {current!r}")
        if folders[current] in found:
            raise ValueError(f"based_on = {current!r} 绕回了自己")
        found.append(folders[current])
        file = found[-1] / "edition.toml"
        current = _based_on(text(file), file.name)
    return tuple(found)


@lru_cache(maxsize=32)  # asked for every workbook
def _based_on(said: str, name: str) -> str | None:
    """What a file with this text names as its base."""
    base: str | None = parsed(said, name).get("based_on")
    return base


def declaration(name: str, line: tuple[Path, ...]) -> dict[str, Any]:
    """``<name>.toml`` of every folder of a lineage, each laid over its base's.

    Raises OSError when none has the file, ValueError for one that is damaged.
    """
    files = [folder / f"{name}.toml" for folder in line]
    present = [path for path in files if path.is_file()] or files[:1]
    whole: dict[str, Any] = {}
    for path in reversed(present):
        whole = overlaid(whole, read_toml(path), path.name)
    return whole


def codes(name: str, line: tuple[Path, ...]) -> dict[str, str]:
    """Code → name from ``<name>.csv`` of a lineage; empty when there is no list.

    Raises OSError and ValueError, which names the file, for a list that cannot be read.
    """
    whole: dict[str, str] = {}
    for path in reversed([folder / f"{name}.csv" for folder in line]):
        if path.is_file():
            whole |= dict(_listed(path))
    return whole


def _listed(path: Path) -> Iterator[tuple[str, str]]:
    """Code and name of every line; Excel's 「Unicode 文本」 has tabs for commas."""
    lines = text(path).splitlines()
    tabs = bool(lines) and "\t" in lines[0]
    known: dict[str, str] = {}
    try:
        rows = csv.DictReader(lines, delimiter="\t" if tabs else ",")
        if lines and not {"code", "name"} <= set(rows.fieldnames or ()):
            raise ValueError(f"{path.name} 的第一行应是 code,name，写的是 {lines[0]!r}")
        for row in rows:
            code, name = (row.get("code") or "").strip(), (row.get("name") or "").strip()
            if not code and not name:
                continue
            if not code or not name:
                raise ValueError(f"{path.name} 里「{code or name}」一行少了 code 或 name")
            if not (code.isascii() and code.isdigit() and len(code) in (3, 5, 7)):
                raise ValueError(f"{path.name} 里的编码 {code!r}（{name}）应是三位、五位或七位数字")
            if known.setdefault(code, name) != name:
                raise ValueError(f"{path.name} 里的编码 {code} 有两个名称：{known[code]}、{name}")
            yield code, name
    except csv.Error as error:
        raise ValueError(f"{path.name} 写法有误（{error}）") from error


def nearest(name: str, line: tuple[Path, ...]) -> Path:
    """The file of the first folder that has it; in the edition's own folder when none has."""
    return next((folder / name for folder in line if (folder / name).is_file()), line[0] / name)


def overlaid(base: Any, own: Any, where: str = "") -> Any:
    """``own`` laid over ``base``; ``where`` is its file and place, for what is told.

    Raises ValueError for an ``after`` or an ``absent`` that names no entry, and for moves that
    contradict each other.
    """
    if isinstance(base, dict) and isinstance(own, dict):
        if own.get("anew"):
            return {key: value for key, value in own.items() if key != "anew"}
        common = base.keys() & own.keys()
        changed = {key: overlaid(base[key], own[key], f"{where} {key}") for key in common}
        return {**base, **own, **changed}
    if keyed(base) and keyed(own):
        known, said = by_identity(base), by_identity(own)
        for key, entry in said.items():
            _refuse_absent(f"{where}「{key}」", key, entry, known)
        common = known.keys() & said.keys()
        changed = {key: overlaid(known[key], said[key], f"{where}「{key}」") for key in common}
        entries = {**known, **said, **changed}
        kept = {key: entry for key, entry in entries.items() if not entry.get("absent")}
        return list(_moved(kept, where).values())
    return own


def _refuse_absent(where: str, key: str, entry: dict[str, Any], known: Mapping[str, Any]) -> None:
    """An entry that takes out what is not there, or says otherwise than with ``true``."""
    if "absent" in entry and entry["absent"] is not True:
        raise ValueError(f"{where}的 absent 只能是 true，写的是 {entry['absent']!r}")
    if "absent" in entry and key not in known:
        raise ValueError(
            f"{where}写了 absent，所依据的版式里没有这一项，可用的有：{'、'.join(known)}"
        )


def _moved(entries: dict[str, dict[str, Any]], where: str) -> dict[str, dict[str, Any]]:
    """The entries in the order that their ``after`` asks for.

    Each is moved in its turn, and all once more until nothing moves any more: an entry may be
    moved behind one that is moved after it.
    """
    moves = {key: entry["after"] for key, entry in entries.items() if "after" in entry}
    for key, before in moves.items():
        if before == key or (before and before not in entries):
            raise ValueError(f"{where}「{key}」的 after 是 {before!r}，没有这一项")
    order, last = list(entries), list[str]()
    for _ in range(len(moves) + 1):
        if order == last:
            break
        last = list(order)
        for key, before in moves.items():
            order.remove(key)
            order.insert(order.index(before) + 1 if before else 0, key)
    astray = [k for k, before in moves.items() if before and order.index(k) < order.index(before)]
    if astray:
        named = "".join(f"「{key}」" for key in astray)
        raise ValueError(f"{where}{named}的 after 互相矛盾，排不出次序")
    return {key: {k: v for k, v in entries[key].items() if k != "after"} for key in order}


def keyed(value: Any) -> bool:
    """True for a list of tables, of which each has an identity of its own."""
    if not isinstance(value, list) or not value or not all(isinstance(v, dict) for v in value):
        return False
    return len(by_identity(value)) == len(value)


def by_identity(value: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Identity → entry: forms, sheets and blocks have an id, rows and columns a key, sides a label."""
    return {
        str(
            entry.get("id") or entry.get("key") or entry.get("label") or entry.get("term", "")
        ): entry
        for entry in value
    }
