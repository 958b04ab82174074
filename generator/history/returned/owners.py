"""Whose an edit is: a cell's words, a typed number, a computed one, the edition's wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from generator.editions.money import Money
from generator.history.differences.aligning import aligned
from generator.history.differences.reading import CELLS, PARAGRAPHS, ROW
from generator.history.returned.blank_cells import blank_cell
from generator.history.returned.edits import boxes_of
from generator.history.returned.line_owners import LineOwners
from generator.history.returned.line_owners import cells_of as _cells
from generator.history.returned.list_rows import ListRows
from generator.history.returned.model import CellChange, Edit, Owner
from generator.history.returned.sources import SourceLine, SourceSpan
from generator.history.returned.spans import spans_in, ways
from generator.history.returned.values import is_number, number_change, text_change, what_it_takes
from generator.model import Cell, Fact
from generator.workbook.reading.characters import TICKED, UNTICKED

_MANY = 8  # lines in which a name stands rather than words: of the unit, the year


class Owners:
    """Finds the owner of each edit of a copy of the ``base``, in the draft as it is now."""

    def __init__(
        self,
        base: Sequence[str],
        now: Sequence[SourceLine],
        facts: Mapping[Cell, Fact],
        units: Mapping[str, str],
        lone: frozenset[Cell],
        rows: ListRows,
        money: Money,
    ) -> None:
        """``units``: sheet → what its amounts are typed in; ``lone``: cells that are whole rows.

        ``rows`` are those of lists with several columns, ``money`` what amounts are printed in.
        """
        self._now, self._facts, self._units, self._money = now, facts, units, money
        self._base = base
        pairs = aligned(base, [line.text for line in now])
        self._at = {a: b for a, b in pairs if a is not None and b is not None}
        self._printed = Counter(
            cell
            for line in now
            for cell in {s.typed.cell for s in line.spans if s.typed is not None}
            if cell is not None
        )
        self._lines = LineOwners(now, facts, lone, self._at, rows)

    def bounds(self, number: int) -> tuple[int, ...]:
        """Where in a line of the base words of another source begin."""
        line = self.line(number)
        if line is None:
            return ()
        back = spans_in(self._base[number], line.text)
        return tuple(sorted({back(at, at)[0] for at in line.bounds}))

    def line(self, number: int) -> SourceLine | None:
        """The line of the base as the draft prints it now; None where it does not any more."""
        at = self._at.get(number)
        return None if at is None else self._now[at]

    def now(self, edit: Edit) -> str | None:
        """What stands now where the edit is; None where the line is gone."""
        line = self.line(edit.line)
        if line is None:
            return None
        start, end = spans_in(line.text, edit.text)(edit.start, edit.end)
        return line.text[start:end]

    def of(self, edit: Edit) -> Owner:
        """Whose the edit is."""
        at = self._at.get(edit.line)
        if edit.kind == "added":
            return self._lines.beside(edit, at)
        if at is None:
            return Owner("several", note="这一行现在的草稿里没有了")
        line = self._now[at]
        if edit.kind != "changed":
            return self._lines.of(edit, at)
        start, end = spans_in(line.text, edit.text)(edit.start, edit.end)
        if line.text[start:end] in (edit.old, edit.new):
            return self._inside(line, start, end, edit.new, at)
        start, end = spans_in(line.text, edit.text, wide=True)(edit.start, edit.end)
        first, last = spans_in(edit.text, line.text, wide=True)(start, end)
        first, last = min(first, edit.start), max(last, edit.end)  # what stood there of all that
        words = edit.text[first : edit.start] + edit.new + edit.text[edit.end : last]
        found = self._inside(line, start, end, words, at)
        said = f"这里现在写的是「{line.text[start:end]}」，审改的是「{edit.text[first:last]}」"
        note = "；".join(filter(None, (said, found.note)))
        return replace(found, note=note, overtaken=bool(found.writes))

    # --- inside a line -------------------------------------------------------------------------

    def _inside(self, line: SourceLine, start: int, end: int, new: str, at: int) -> Owner:
        if boxes := [
            s for s in line.spans if start <= s.start and s.end <= end and _is_box(line, s)
        ]:
            return self._ticked(line, boxes, new)
        found = self._in_one(line, start, end, new)
        if found is not None:
            return found
        if line.cells:
            return Owner("computed", line.cells, note="图里的数由这些单元格算出")
        touched = [s for s in line.spans if start < s.end and end > s.start]
        if touched:
            row = self._lines.rewritten(at, line.text[:start] + new + line.text[end:])
            if row is not None:
                return row
            return Owner("several", _cells(touched), note="改动跨过几处来源")
        blank = line.text.startswith(ROW) and start == end
        row = (
            self._lines.rewritten(at, line.text[:start] + new + line.text[end:]) if blank else None
        )
        if row is not None:
            return row
        if blank and line.text[:start].endswith(CELLS) and line.text[end:][:3] in (CELLS, ""):
            cell = blank_cell(self._now, at, line.text[:start].count(CELLS))
            return Owner("near", cell or self._lines.nearest(at), note="这一格是空白的")
        if start == end and new.rstrip().endswith(("。", "；")):
            return Owner("near", self._lines.nearest(at), note="新的一句，没有单元格存放它")
        beside = [s for s in line.spans if start == end and start in (s.start, s.end)]
        return Owner("wording", _cells([s for s in beside if s.typed is not None]))

    def _in_one(self, line: SourceLine, start: int, end: int, new: str) -> Owner | None:
        """The owner of what lies inside the words of one cell, or a number; else None."""
        whole = list(_whole_cells(line))
        for first, last, words in ways(line.text, start, end, new):
            for span in whole:
                within = span.start <= first and last <= span.end
                if within and not self._beside_a_name(line, span, first, last):
                    return self._text(line, span, first, last, words)
            for span in line.spans:
                if span.figure is not None and _in_number(line.text, span, first, last, words):
                    return self._number(line, span, first, last, words)
        return None

    def _ticked(self, line: SourceLine, boxes: Sequence[SourceSpan], new: str) -> Owner:
        """The owner of check boxes: the cell that says which of them is ticked."""
        cells = _cells(boxes)
        signs = boxes_of(new)
        if len(cells) > 1 or len(signs) != len(boxes):
            return Owner("text", cells, note="看不出勾选的是哪一项")
        told = {span.start: sign for span, sign in zip(boxes, signs, strict=True)}
        own = [s for s in line.spans if _is_box(line, s) and _cells([s]) == cells]
        chosen = [
            s.typed.value
            for s in own
            if s.typed is not None and told.get(s.start, line.text[s.start]) in TICKED
        ]
        fact = self._facts.get(cells[0])
        if len(chosen) != 1 or fact is None:
            return Owner("text", cells, note=f"勾选了 {len(chosen)} 项，应当只选一项")
        return Owner("text", cells, (CellChange(cells[0], fact.value, chosen[0]),))

    def _beside_a_name(self, line: SourceLine, span: SourceSpan, start: int, end: int) -> bool:
        """True for words put in before or behind a name that is printed everywhere."""
        if start != end or span.start < start < span.end or not self._places(span):
            return False
        before, behind = line.text[: span.start], line.text[span.end :]
        alone = before.endswith(CELLS) and behind[: len(CELLS)] in (CELLS, "")
        return not (line.text.startswith(ROW) and alone)

    def _places(self, span: SourceSpan) -> int:
        """In how many lines a name stands; 0 for words that are printed here and there."""
        cell = span.typed.cell if span.typed is not None else None
        count = 0 if cell is None else self._printed[cell]
        return count if count > _MANY else 0

    def _text(self, line: SourceLine, span: SourceSpan, start: int, end: int, new: str) -> Owner:
        assert span.typed is not None and span.typed.cell is not None
        cell = span.typed.cell
        if line.text.startswith(ROW):
            if CELLS in new:
                return Owner("several", (cell,), note="加了一栏，没有单元格存放它")
            new = new.replace(PARAGRAPHS, "\n")
        words = line.text[span.start : span.end]
        change = text_change(
            self._facts.get(cell), words, start - span.start, end - span.start, new
        )
        if change is None:
            return Owner("text", (cell,), note="单元格里的文字与印出的不同，请在工作簿里改")
        places = self._places(span)
        note = f"这一格在草稿里印了 {places} 处，采纳后处处都改" if places else ""
        return Owner("text", (cell,), (change,), note, places=places)

    def _number(self, line: SourceLine, span: SourceSpan, start: int, end: int, new: str) -> Owner:
        assert span.figure is not None
        figure = span.figure
        wanted = line.text[span.start : max(start, span.start)] + new + line.text[end : span.end]
        cells = figure.cells
        unit = self._units.get(cells[0].sheet, "万元") if cells else "万元"
        change = number_change(figure, self._facts, wanted, unit, self._money)
        if change is not None:
            return Owner("number", cells, (change,), figure.label)
        if len(cells) == 1 and not figure.formula:
            return Owner("number", cells, note=f"{figure.label}：「{wanted}」不是能填进去的数")
        note = what_it_takes(figure, wanted, self._units, self._money)
        return Owner("computed", cells, note=note)


def _whole_cells(line: SourceLine) -> Iterator[SourceSpan]:
    """The typed words of a line, those of the paragraphs that a cell prints in a row as one."""
    waiting: SourceSpan | None = None
    for span in (span for span in line.spans if span.typed is not None):
        if waiting is not None and _goes_on(line, waiting, span):
            waiting = replace(waiting, end=span.end)
            continue
        if waiting is not None:
            yield waiting
        waiting = span
    if waiting is not None:
        yield waiting


def _goes_on(line: SourceLine, one: SourceSpan, other: SourceSpan) -> bool:
    """True for two paragraphs of a row that one cell holds."""
    same = one.typed and other.typed and one.typed.cell == other.typed.cell
    return bool(same) and line.text[one.end : other.start] == PARAGRAPHS


def _is_box(line: SourceLine, span: SourceSpan) -> bool:
    """True for a check box that a cell ticks."""
    return span.typed is not None and line.text[span.start : span.end] in (*TICKED, *UNTICKED)


def _in_number(text: str, span: SourceSpan, start: int, end: int, new: str) -> bool:
    """True for a change inside a printed number, or of digits that touch it."""
    if not (span.start <= start and end <= span.end):
        return False
    inner = span.start < start < span.end or start < end
    return inner or is_number(new + text[span.start : span.end])
