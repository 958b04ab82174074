"""How two editions differ: their declarations, code lists and Word templates, entry by entry."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from msgspec import Struct

from generator.document.upkeep.template import template_differences
from generator.document.upkeep.words import PARTS, called, word
from generator.editions import Edition
from generator.editions.overlay import by_identity, codes, declaration, keyed
from generator.model import Finding, InputProblem, Severity


class Difference(Struct, frozen=True):
    """One difference: ``part`` is the file in words, ``place`` the entry in it.

    ``old`` or ``new`` is "" where the entry is in one edition only.
    """

    part: str
    place: str
    old: str
    new: str


def compare(old: Edition, new: Edition) -> tuple[Difference, ...]:
    """Every difference, in the order of the files; empty when the two are equal.

    Raises InputProblem for a code list or Word template that cannot be read.
    """
    try:
        return tuple(_differences(old, new))
    except (OSError, KeyError, UnicodeError, zipfile.BadZipFile, ElementTree.ParseError) as error:
        message = f"版式「{old.id}」和「{new.id}」不能比较：{error}"
        remedy = f"检查 {old.folders[0]} 和 {new.folders[0]} 里的文件。"
        raise InputProblem([Finding("版式", Severity.ERROR, message, remedy=remedy)]) from error


def _differences(old: Edition, new: Edition) -> Iterator[Difference]:
    for name in ("edition", "forms", "sheets"):
        before, after = (declaration(name, edition.folders) for edition in (old, new))
        yield from (Difference(PARTS[name], *what) for what in _values(before, after, ()))
    for name in ("function-codes", "economic-codes"):
        listed, added = (codes(name, edition.folders) for edition in (old, new))
        yield from (Difference(PARTS[name], *what) for what in _values(listed, added, ()))
    words = template_differences(old.template, new.template)
    yield from (Difference(PARTS["template"], *what) for what in words)


def _values(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str, str]]:
    """(place, old, new) for every leaf that differs; tables in a list meet by their keys."""
    if old == new:
        return
    if keyed(old) and keyed(new):
        yield from _entries(by_identity(old), by_identity(new), path)
    elif isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in dict.fromkeys((*old, *new)):
            yield from _values(old.get(key), new.get(key), (*path, word(key)))
    else:
        yield _place(path), _shown(old), _shown(new)


def _entries(
    old: dict[str, Any], new: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[str, str, str]]:
    if list(old) != list(new) and sorted(old) == sorted(new):
        # by their old names in both: those that trade their numbers would look unmoved
        before, after = ("、".join(called(old[key]) for key in order) for order in (old, new))
        yield _place((*path, "次序")), before, after
    for key in dict.fromkeys((*old, *new)):
        here = (*path, called(old.get(key) or new[key]))
        yield from _values(old.get(key), new.get(key), here)


def _place(path: tuple[str, ...]) -> str:
    return " ".join(part for part in path if part)


def _shown(value: Any) -> str:
    """A value as a person reads it; "" for what is not there."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dict):
        return "；".join(f"{word(key)} {_shown(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return "、".join(map(_shown, value)) or "（空）"
    return str(value) or "（空）"
