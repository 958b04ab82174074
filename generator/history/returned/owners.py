"""Whose an edit is: a cell's words, a typed number, a computed one, the edition's wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.editions.money import Money
from generator.history.differences.reading import PARAGRAPHS, ROW, flat
from generator.history.differences.reading import kind as beginning
from generator.history.returned.edits import aligned, boxes_of, spans_in
from generator.history.returned.model import CellChange, Edit, Owner
from generator.history.returned.sources import SourceLine, SourceSpan
from generator.history.returned.values import is_number, number_change, text_change, what_it_takes
from generator.model import Cell, Fact
from generator.workbook.reading.characters import TICKED, UNTICKED

_FAR = 60  # characters that an insertion may be moved along equal ones
_NEAR = 40  # lines in which a cell is looked for that a new sentence could go to


class Owners:
    """Finds the owner of each edit of a copy of the ``base``, in the draft as it is now."""

    def __init__(
        self,
        base: Sequence[str],
        now: Sequence[SourceLine],
        facts: Mapping[Cell, Fact],
        units: Mapping[str, str],
        lone: frozenset[Cell],
        money: Money,
    ) -> None:
        """``units``: sheet → what its amounts are typed in; ``lone``: cells that are whole rows.

        ``money`` is what amounts are printed in.
        """
        self._now, self._facts, self._units, self._money = now, facts, units, money
        self._lone = lone
        self._base = base
        pairs = aligned(base, [line.text for line in now])
        self._at = {a: b for a, b in pairs if a is not None and b is not None}

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
        if edit.kind == "added":
            return self._beside(edit)
        line = self.line(edit.line)
        if line is None:
            return Owner("several", note="这一行现在的草稿里没有了")
        if edit.kind == "changed":
            start, end = spans_in(line.text, edit.text)(edit.start, edit.end)
            return self._inside(line, start, end, edit.new, self._at[edit.line])
        return self._of_line(edit, line)

    # --- inside a line -------------------------------------------------------------------------

    def _inside(self, line: SourceLine, start: int, end: int, new: str, at: int) -> Owner:
        if boxes := [
            s for s in line.spans if start <= s.start and s.end <= end and _is_box(line, s)
        ]:
            return self._ticked(line, boxes, new)
        for first, last, words in _ways(line.text, start, end, new):
            for span in line.spans:
                if span.typed is not None and span.start <= first and last <= span.end:
                    return self._text(line, span, first, last, words)
            for span in line.spans:
                if span.figure is not None and _in_number(line.text, span, first, last, words):
                    return self._number(line, span, first, last, words)
        if line.cells:
            return Owner("computed", line.cells, note="图里的数由这些单元格算出")
        touched = [s for s in line.spans if start < s.end and end > s.start]
        if touched:
            return Owner("several", _cells(touched), note="改动跨过几处来源")
        blank = line.text.startswith(ROW) and start == end
        if blank and line.text[:start].endswith(" | ") and line.text[end:][:3] in (" | ", ""):
            return Owner("near", self._nearest(at), note="这一格是空白的")
        if start == end and new.rstrip().endswith(("。", "；")):
            return Owner("near", self._nearest(at), note="新的一句，没有单元格存放它")
        return Owner("wording")

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
        return Owner("text", cells, CellChange(cells[0], fact.value, chosen[0]))

    def _text(self, line: SourceLine, span: SourceSpan, start: int, end: int, new: str) -> Owner:
        assert span.typed is not None and span.typed.cell is not None
        cell = span.typed.cell
        words = line.text[span.start : span.end]
        change = text_change(
            self._facts.get(cell), words, start - span.start, end - span.start, new
        )
        note = "" if change else "单元格里的文字与印出的不同，请在工作簿里改"
        return Owner("text", (cell,), change, note)

    def _number(self, line: SourceLine, span: SourceSpan, start: int, end: int, new: str) -> Owner:
        assert span.figure is not None
        figure = span.figure
        wanted = line.text[span.start : max(start, span.start)] + new + line.text[end : span.end]
        cells = figure.cells
        unit = self._units.get(cells[0].sheet, "万元") if cells else "万元"
        change = number_change(figure, self._facts, wanted, unit, self._money)
        if change is not None:
            return Owner("number", cells, change, figure.label)
        if len(cells) == 1 and not figure.formula:
            return Owner("number", cells, None, f"{figure.label}：「{wanted}」不是能填进去的数")
        return Owner(
            "computed", cells, None, what_it_takes(figure, wanted, self._units, self._money)
        )

    # --- whole lines ---------------------------------------------------------------------------

    def _of_line(self, edit: Edit, line: SourceLine) -> Owner:
        """The owner of a line that went, moved, was parted or joined with the next."""
        span = _only(line)
        if span is not None and span.typed is not None and span.typed.cell is not None:
            change = self._of_lines_in_a_cell(edit, line, span)
            if change is not None:
                return Owner("text", (change.cell,), change)
        cells = _cells(line.spans)
        if edit.kind == "joined" and (after := self.line(edit.line + 1)):
            cells = tuple(dict.fromkeys([*cells, *_cells(after.spans)]))
        if cells:
            several = "整行有几处来源" if len(cells) > 1 else "整行只在这一格，请在工作簿里改"
            return Owner("several", cells, note=several)
        return Owner("computed", line.cells) if line.cells else Owner("wording")

    def _of_lines_in_a_cell(
        self, edit: Edit, line: SourceLine, span: SourceSpan
    ) -> CellChange | None:
        """The change of a cell with line breaks in it, of which the line is one."""
        assert span.typed is not None and span.typed.cell is not None
        fact = self._facts.get(span.typed.cell)
        words = line.text[span.start : span.end]
        if fact is None:
            return None
        if edit.kind == "removed" and fact.cell in self._lone and flat(fact.text) == words:
            return CellChange(fact.cell, fact.value, None)
        if "\n" not in fact.text:
            return None
        if edit.kind == "removed":
            return text_change(fact, words, 0, len(words), "")
        if edit.kind == "split":
            parts = edit.new.replace("\u2029", "\n")
            whole = edit.end - edit.start > 0
            start = 0 if whole else edit.start - span.start
            return text_change(fact, words, start, len(words) if whole else start, parts)
        return None

    def _beside(self, edit: Edit) -> Owner:
        """The owner of a new line: the cell of the lines around it, or the nearest one."""
        line = self.line(edit.line)
        at = self._at.get(edit.line, -1)
        span = None if line is None else _only(line)
        if line is not None and span is not None and span.typed is not None:
            fact = self._facts.get(span.typed.cell) if span.typed.cell else None
            if fact is not None and "\n" in fact.text and not beginning(edit.new):
                words = line.text[span.start : span.end]
                change = text_change(fact, words, len(words), len(words), f"\n{edit.new}")
                if change is not None:
                    return Owner("text", (fact.cell,), change)
        row = edit.new.startswith(ROW)
        note = "新的一行，请在工作簿相应的表里加" if row else "新的一段，没有单元格存放它"
        return Owner("near", self._nearest(at), note=note)

    def _nearest(self, at: int) -> tuple[Cell, ...]:
        """The text cell nearest to a line, above it first."""
        for away in range(_NEAR):
            for number in (at - away, at + away):
                if 0 <= number < len(self._now):
                    spans = self._now[number].spans
                    cells = [cell for s in spans if s.typed is not None and (cell := s.typed.cell)]
                    if cells:
                        return (cells[-1],)
        return ()


def _only(line: SourceLine) -> SourceSpan | None:
    """The one source of a whole line; None where it has several."""
    if len(line.spans) != 1:
        return None
    span = line.spans[0]
    return span if not (line.text[: span.start] + line.text[span.end :]).strip() else None


def _cells(spans: Sequence[SourceSpan]) -> tuple[Cell, ...]:
    found = list[Cell]()
    for span in spans:
        if span.typed is not None and span.typed.cell is not None:
            found.append(span.typed.cell)
        elif span.figure is not None:
            found += span.figure.cells
    return tuple(dict.fromkeys(found))


def _is_box(line: SourceLine, span: SourceSpan) -> bool:
    """True for a check box that a cell ticks."""
    return span.typed is not None and line.text[span.start : span.end] in (*TICKED, *UNTICKED)


def _in_number(text: str, span: SourceSpan, start: int, end: int, new: str) -> bool:
    """True for a change inside a printed number, or of digits that touch it."""
    if not (span.start <= start and end <= span.end):
        return False
    inner = span.start < start < span.end or start < end
    return inner or is_number(new + text[span.start : span.end])


def _ways(text: str, start: int, end: int, new: str) -> Iterator[tuple[int, int, str]]:
    """A change as it is, without what both sides have in common, and moved along equal signs."""
    yield start, end, new
    while start < end and new and text[start] == new[0]:
        start, new = start + 1, new[1:]
    while start < end and new and text[end - 1] == new[-1]:
        end, new = end - 1, new[:-1]
    yield start, end, new
    if not new and text[start : start + len(PARAGRAPHS)] == PARAGRAPHS:
        yield start + len(PARAGRAPHS), end, new
    if not new and text[end - len(PARAGRAPHS) : end] == PARAGRAPHS:
        yield start, end - len(PARAGRAPHS), new
    if new and start < end:
        return
    for step in (-1, 1):
        first, last, words = start, end, new
        for _ in range(_FAR):
            moved = _slid(text, first, last, words, step)
            if moved is None:
                break
            first, last, words = moved
            yield moved


def _slid(text: str, start: int, end: int, new: str, step: int) -> tuple[int, int, str] | None:
    """The same insertion or deletion one sign further; None where it would be another one."""
    if step < 0:
        sign = text[start - 1 : start]
        if not sign or sign != (new[-1:] or text[end - 1 : end]):
            return None
        return start - 1, end - 1, (sign + new[:-1] if new else "")
    sign = text[end : end + 1]
    if not sign or sign != (new[:1] or text[start : start + 1]):
        return None
    return start + 1, end + 1, (new[1:] + sign if new else "")
