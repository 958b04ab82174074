"""Whose the edit of a row of a list is: it went, came or moved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.history.differences.reading import ROW
from generator.history.returned.list_rows import ListRows, TypedRow, source_cell, told_values
from generator.history.returned.model import CellChange, Edit, Owner, RowEdit
from generator.history.returned.same_rows import same_row
from generator.history.returned.sources import SourceLine
from generator.workbook.reading.cells import place_of

_MOST_PLACES = 4


class RowOwners:
    """Finds the rows of input sheets that rows in the draft as it is ``now`` stem from."""

    def __init__(self, now: Sequence[SourceLine], rows: ListRows, at: Mapping[int, int]) -> None:
        """``at``: line of the base → the line that it is now."""
        self._now, self._rows, self._at = now, rows, at

    def of(self, edit: Edit, at: int) -> Owner | None:
        """The owner of a line that went or moved; None where it is no row of a list."""
        row = self._rows.at(at)
        if row is None or edit.kind not in ("removed", "moved"):
            return None
        overtaken = not same_row(self._now[at].text, edit.text)
        if edit.kind == "moved":
            return self._moved(edit, row, overtaken)
        often = self._rows.often(row)
        notes = [f"这一行在草稿里印了 {often} 处，采纳后处处都没有"] if often > 1 else []
        told = f"清除{row.place}（{_words(row)}）"
        gone = RowEdit("gone", row.block.id, row.number, 0, False, row.own, (), told)
        return Owner("text", row.own, note="；".join(notes), overtaken=overtaken, row=gone)

    def _moved(self, edit: Edit, row: TypedRow, overtaken: bool) -> Owner | None:
        beside = self._beside(self._at.get(edit.behind), row.number)
        if beside is None or beside[0].block is not row.block:
            return None
        other, _, below = beside
        differing = [
            c
            for c in row.block.columns
            if c.fill_down and row.facts[c.key].value != other.facts[c.key].value
        ]
        hidden = [
            c.label for c in differing if c.key not in self._rows.columns(self._at[edit.line])
        ]
        if hidden:
            note = f"移到了另一个「{hidden[0]}」下面，请在{row.place}改"
            return Owner("several", row.own, note=note)
        notes = [f"「{c.label}」仍是「{row.facts[c.key].value}」" for c in differing]
        told = f"{row.place}移到第 {other.number} 行{'下' if below else '上'}面"
        moved = RowEdit("moved", row.block.id, row.number, other.number, below, row.own, (), told)
        return Owner(
            "text", row.own, (), "；".join(notes), None, overtaken, 0, moved, bool(differing)
        )

    def put(self, edit: Edit, at: int | None) -> Owner | None:
        """The owner of a new line behind line ``at``; None where no list is beside it."""
        beside = self._beside(at)
        if beside is None:
            return None
        other, line, below = beside
        table = edit.new.startswith(ROW)
        if table != self._now[line].text.startswith(ROW):
            return None
        where = f"{other.place}{'下' if below else '上'}面"
        values = self._rows.said(line, edit.new)
        if isinstance(values, str) or not any(v is not None for v in values.values()):
            why = values if isinstance(values, str) else "没有内容"
            note = f"新的一行，应加在{where}，没有写：{why}" if table else ""
            return Owner("near", other.own[:1], note=note) if table else None
        own = [c for c in other.block.columns if not (c.fill_down or c.live or c.shared)]
        needed = [c for c in own if c.required or c is own[0]]
        lacking = [c.label for c in needed if values.get(c.key) is None]
        note = f"没有填「{'」「'.join(lacking)}」" if lacking else ""
        told = f"在{where}加一行：{told_values(other.block, values)}"
        given = tuple(values.items())
        put = RowEdit("put", other.block.id, 0, other.number, below, (), given, told)
        return Owner("text", other.own[:1], note=note, row=put, unsure=bool(lacking))

    def _beside(self, at: int | None, but: int = 0) -> tuple[TypedRow, int, bool] | None:
        """The row behind which a line comes, or before which, with its line."""
        if at is None:
            return None
        for line, below in ((at, True), (at + 1, False)):
            row = self._rows.at(line)
            if row is not None and row.number != but:
                return row, line, below
        return None

    def rewritten(self, at: int, text: str) -> Owner | None:
        """The owner of line ``at`` when it becomes a text, where several cells change together."""
        row = self._rows.at(at)
        if row is None:
            return None
        old, new = self._rows.said(at, self._now[at].text), self._rows.said(at, text)
        if isinstance(old, str) or isinstance(new, str):
            return None
        keys = [key for key in old if old[key] != new[key]]
        cells = [row.facts[key].cell for key in keys]
        if not cells or any(place_of(cell.address)[0] != row.number for cell in cells):
            return None
        changes = (CellChange(row.facts[key].cell, old[key], new[key]) for key in keys)
        return Owner("text", tuple(cells), tuple(changes))

    def sources(self, at: int) -> str:
        """The rows of the sheets from which a line comes, in Chinese; "" for none."""
        line = self._now[at] if 0 <= at < len(self._now) else None
        cells = [] if line is None else [source_cell(span) for span in line.spans]
        known = dict.fromkeys((c.sheet, place_of(c.address)[0]) for c in cells if c and c.address)
        typed = sorted(known, key=lambda place: place[0] not in self._rows.sheets)  # stable
        told = [f"「{sheet}」第 {row} 行" for sheet, row in typed]
        return "、".join(told[:_MOST_PLACES]) + ("等" if len(told) > _MOST_PLACES else "")


def _words(row: TypedRow) -> str:
    plain = [c.key for c in row.block.columns if not (c.live or c.fill_down or c.shared)]
    said = next(str(row.facts[key].value) for key in plain if row.facts[key].given)
    return said if len(said) <= 20 else f"{said[:20]}…"
