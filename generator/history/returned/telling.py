"""Entries of a review as text for a person and as JSON for a program."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from generator.history.returned.entries import KINDS, ReviewEntry
from generator.history.returned.model import CellChange

if TYPE_CHECKING:
    from generator.history.returned.adopting import Adopted
    from generator.history.returned.reading import ReturnedCopy

_LONG = 80
_AROUND = 20  # signs around a change of a long text


def entries_text(copy: ReturnedCopy) -> str:
    """Everything that came back, as ``gen adopt`` lists it."""
    edits = [entry for entry in copy.entries if entry.edit]
    said = len(copy.entries) - len(edits)
    head = f"{copy.path.name}：由 {copy.record.file} 审改，修改 {len(edits)} 处，批注 {said} 条"
    told = [entry_text(e, e.key in copy.settled) for e in copy.entries]
    return "\n".join([head, *copy.notes, *told])


def entry_text(entry: ReviewEntry, settled: bool = False) -> str:
    """One entry as a block of lines."""
    who = "，".join(
        part for part in (entry.author, entry.date.replace("T", " ").rstrip("Z")) if part
    )
    how = "修订" if entry.tracked else "没有记录修订" if entry.edit else ""
    told = "；".join(part for part in (who, how) if part)
    head = f"[{entry.key}] {KINDS[entry.kind]}  {entry.place or '（开头）'}"
    lines = [f"{head}（{told}）" if told else head]
    if entry.old:
        lines.append(f"  {'所批' if entry.said else '原文'}：{_short(entry.old)}")
    if entry.new:
        lines.append(f"  改为：{_short(entry.new)}")
    if entry.said:
        lines.append(f"  批注：{entry.said}")
    whose = ["现在的工作簿已经这样写"] if settled else owner_lines(entry)
    return "\n".join([*lines, *(f"  {line}" for line in whose)])


def told(entry: ReviewEntry) -> str:
    """One entry in a line."""
    who = f"{entry.author} " if entry.author else ""
    what = entry.said or f"{_short(entry.old)} → {_short(entry.new) or '（删去）'}"
    place = f"{entry.place} › " if entry.place else ""
    lost = f"（表里没有这一条：再收一次 {entry.again}）" if entry.again else ""
    return f"[{entry.key}] {who}{KINDS[entry.kind]}  {place}{_short(what)}{lost}"


def review_row(entry: ReviewEntry) -> tuple[str, ...]:
    """Key, author, kind, place, old, new, comment, whose it is."""
    kind = KINDS[entry.kind] + ("（修订）" if entry.tracked else "")
    words = (entry.place, entry.old, entry.new, entry.said, whose(entry))
    return (entry.key, entry.author, kind, *words)


def whose(entry: ReviewEntry) -> str:
    """The cells that an entry is about, and what a person should know of them."""
    cells = "、".join(map(str, entry.owner.cells[:6]))
    return "；".join(part for part in (cells, entry.owner.note) if part)


def owner_lines(entry: ReviewEntry) -> Iterable[str]:
    """Whose the entry is, and what taking it does."""
    owner = entry.owner
    cells = "、".join(map(str, owner.cells[:6])) + ("等" if len(owner.cells) > 6 else "")
    for change in owner.changes:
        yield f"写入：{change.cell}  {_values(change)}"
    if owner.join is not None:
        yield f"写入：{owner.join.second} 的文字并到 {owner.join.first} 后面"
    if owner.row is not None:
        yield f"写入：{owner.row.told}"
    if owner.takeable:
        pass
    elif owner.kind == "near" and cells:
        yield f"最近的单元格：{cells}"
    elif cells:
        yield f"来源：{cells}"
    if owner.note:
        yield f"说明：{owner.note}"


def _values(change: CellChange) -> str:
    """What the cell says and is to say; of a long text what stands around the change."""
    old, new = ("空白" if v is None else str(v) for v in (change.old, change.value))
    if change.start >= 0 and change.value is not None and max(len(old), len(new)) > _LONG:
        first, last = max(0, change.start - _AROUND), change.end + _AROUND
        head, tail = "…" * (first > 0), "…" * (last < len(old))
        before, behind = old[first : change.start], old[change.end : last]
        new = f"{head}{before}{change.words}{behind}{tail}"
        old = f"{head}{old[first:last]}{tail}"
    return f"{_short(old)} → {_short(new)}"


def _short(text: str) -> str:
    flat = text.replace("\n", "⏎")
    return flat if len(flat) <= _LONG else f"{flat[: _LONG // 2]}…{flat[-_LONG // 2 :]}"


def entries_json(copy: ReturnedCopy) -> dict[str, Any]:
    """The object that ``gen adopt --json`` prints."""
    return {
        "file": str(copy.path),
        "draft": copy.record.file,
        "workbook": copy.record.origin.workbook,
        "notes": list(copy.notes),
        "entries": [
            {**entry_json(entry), "settled": entry.key in copy.settled} for entry in copy.entries
        ],
    }


def adopted_text(found: Adopted, workbook: str) -> str:
    """What became of it all."""
    lines = [f"写入 {workbook}：{len(found.written)} 处"]
    lines += [f"  [{entry.key}] {why}，没有写" for entry, why in found.refused]
    if found.backup is not None:
        lines.append(f"原来的工作簿留在 {found.backup}")
    if found.left:
        lines.append(
            f"还没有处理的 {len(found.left)} 条，列在工作簿的「审稿意见」表里：改了工作簿的会自行了结，"
            "其余的填采纳情况；都处理完才能写定稿"
        )
    return "\n".join(lines)


def adopted_json(copy: ReturnedCopy, found: Adopted, workbook: str) -> dict[str, Any]:
    """The object that ``gen adopt --json`` prints when it was asked to write."""
    return {
        **entries_json(copy),
        "workbook": workbook,
        "written": [entry.key for entry in found.written],
        "refused": [{"key": entry.key, "reason": why} for entry, why in found.refused],
        "open": [entry.key for entry in found.left],
        "backup": str(found.backup) if found.backup else None,
    }


def entry_json(entry: ReviewEntry) -> dict[str, Any]:
    """One entry."""
    changes = entry.owner.changes
    first = changes[0] if changes else None
    return {
        "key": entry.key,
        "kind": entry.kind,
        "author": entry.author,
        "date": entry.date,
        "tracked": entry.tracked,
        "place": entry.place,
        "old": entry.old,
        "new": entry.new,
        "comment": entry.said,
        "source": entry.owner.kind,
        "cells": [str(cell) for cell in entry.owner.cells],
        "cell": str(entry.owner.writes[0]) if entry.owner.writes else None,
        "cell_old": _plain(first.old) if first else None,
        "cell_new": _plain(first.value) if first else None,
        "written": [str(cell) for cell in entry.owner.writes],
        "row": entry.owner.row.told if entry.owner.row is not None else None,
        "doubtful": entry.owner.doubtful,
        "note": entry.owner.note,
    }


def _plain(value: Any) -> str | None:
    return None if value is None else str(value)
