"""Declarations taken strictly: what a file says that no record has is refused with its place."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from types import UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import msgspec

from generator.model import regex

_Record = TypeVar("_Record", bound=msgspec.Struct)
_STEP = regex(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_UNKNOWN = regex(r"Object contains unknown field `(.*)`")
_MISSING = regex(r"Object missing required field `(.*)`")
_KINDS = {str: "引号里的文字", int: "整数", bool: " true 或 false", dict: "一节"}
_MOST = 20  # faults told of one file


def taken(record: type[_Record], data: Mapping[str, Any], file: str) -> _Record:
    """The record that the content of a file fills.

    Raises ValueError that names every fault with file and place: an entry that is not known, one
    that is missing, a value of another kind.
    """
    faults: list[str] = []
    refused: set[tuple[str | int, ...]] = set()  # what was told and left out, and is not missing
    left: Any = dict(data)
    while len(faults) < _MOST:
        try:
            found = msgspec.convert(left, record)
        except msgspec.ValidationError as error:
            what, path = _parted(str(error))
            path = _spelt(left, path, record)
            fault = f"{file} {_place(left, path)}{_told(what, left, path, record)}"
            pruned = _without(left, path, what)
            missing = _MISSING.fullmatch(what)
            if not (missing and (*path, missing[1]) in refused):
                faults.append(fault)
            if pruned is None:
                break
            refused.add(tuple(path))
            left = pruned
        else:
            if not faults:
                return found
            break
    raise ValueError("；".join(faults))


def _parted(message: str) -> tuple[str, list[str | int]]:
    """What msgspec says, and the way to where it says it."""
    what, _, path = message.partition(" - at `$")
    steps = _STEP.findall(path.rstrip("`"))
    return what, [name or (int(number) if number.isdigit() else number) for name, number in steps]


def _spelt(data: Any, path: list[str | int], record: type) -> list[str | int]:
    """The way with the names that msgspec leaves out where a section has names of its own."""
    way: list[str | int] = []
    for step in path:
        entries = data if isinstance(data, dict) else {}
        if step == "...":
            kind = _kind_at(record, [*way, step])
            step = next((key for key in entries if not _fits(entries[key], kind)), step)
        way.append(step)
        data = _inside(data, step)
    return way


def _fits(value: Any, kind: Any) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _place(data: Any, path: list[str | int]) -> str:
    """The way in words: sheet「prior」 columns「reason」 的 kind."""
    words: list[str] = []
    for step in path:
        data = _inside(data, step)
        if isinstance(step, int):
            words[-1:] = [f"{words[-1] if words else ''}{_called(data, step)}"]
        else:
            words.append(str(step))
    return f"{' '.join(words)} " if words else ""


def _inside(data: Any, step: str | int) -> Any:
    try:
        return data[step]
    except (KeyError, IndexError, TypeError):
        return None


def _called(entry: Any, number: int) -> str:
    name = (
        next((entry[k] for k in ("id", "key", "label", "term") if entry.get(k)), "")
        if (isinstance(entry, dict))
        else ""
    )
    return f"「{name}」" if name else f"第 {number + 1} 项"


def _told(what: str, data: Any, path: list[str | int], record: type) -> str:
    for step in path:
        data = _inside(data, step)
    kind = _kind_at(record, path)
    if match := _UNKNOWN.fullmatch(what):
        return f"里不认识 {match[1]}{_meant(match[1], kind)}"
    if match := _MISSING.fullmatch(what):
        return f"里少了 {match[1]}"
    return f"应是{_wanted(kind).rstrip()}，写的是 {data!r}"


def _meant(name: str, record: Any) -> str:
    """The known entry that an unknown one is nearest to."""
    known = [field.encode_name for field in _fields(record)]
    near = difflib.get_close_matches(name, known, 1)
    return f"，可能是 {near[0]}" if near else f"，可用的有：{'、'.join(known)}"


def _wanted(kind: Any) -> str:
    """In words what may stand at a place."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        meta = parts[1]
        bounds = f" {meta.ge} 到 {meta.le} 的" if meta.ge is not None else ""
        return f"{bounds}{_wanted(parts[0])}"
    if origin is Literal:
        return " " + " 或 ".join(f'"{part}"' for part in parts)
    if origin in (Union, UnionType):
        return " 或".join(_wanted(part) for part in parts if part is not type(None))
    if origin is tuple:
        return f"方括号里的一列{_wanted(parts[0])}"
    return _KINDS.get(origin or kind, "一节")


def _kind_at(kind: Any, path: list[str | int]) -> Any:
    """The type declared for a place."""
    for step in path:
        while get_origin(kind) is Annotated:
            kind = get_args(kind)[0]
        if get_origin(kind) in (Union, UnionType):
            kind = next(part for part in get_args(kind) if part is not type(None))
        if get_origin(kind) is tuple:
            kind = get_args(kind)[0]
        elif get_origin(kind) is dict:
            kind = get_args(kind)[1]
        else:
            kind = next(f.type for f in _fields(kind) if f.encode_name == step)
    return kind


def _fields(kind: Any) -> tuple[msgspec.structs.FieldInfo, ...]:
    named = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return msgspec.structs.fields(kind) if named else ()


def _without(data: Any, path: list[str | int], what: str) -> Any:
    """The data without what was refused, to see what else is wrong; None where that is too much."""
    unknown = _UNKNOWN.fullmatch(what)
    way = [*path, unknown[1]] if unknown else path
    if not way or _MISSING.fullmatch(what):
        return None
    return _pruned(data, way)


def _pruned(data: Any, way: list[str | int]) -> Any:
    step, *rest = way
    if isinstance(data, dict) and step in data:
        if rest:
            inner = _pruned(data[step], rest)
            return None if inner is None else {**data, step: inner}
        return {key: value for key, value in data.items() if key != step}
    if isinstance(data, list) and isinstance(step, int) and step < len(data):
        inner = _pruned(data[step], rest) if rest else None
        if rest and inner is None:
            return None
        middle = [inner] if rest else []
        return [*data[:step], *middle, *data[step + 1 :]]
    return None
