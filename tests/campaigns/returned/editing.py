"""A reviewer by chance: edits of every kind, in every part of a draft."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from generator.history.returned.sources import SourceLine, SourceSpan
from generator.model import Cell
from tests.helpers.reviewer import ReviewedFile, W, text_of

AUTHORS = (
    {"author": "李科长", "date": "2024-09-01T10:00:00Z"},
    {"author": "王处长", "date": "2024-09-02T15:30:00Z"},
    None,  # without tracking
)
_SIGNS = "丙丁戊己庚辛壬癸寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True)
class Done:
    """An edit that was made: the words by which it is known again, and whose it is.

    ``new`` is "" for what only went away, ``old`` then is what went.  ``cell`` is None where none
    can hold it; ``line`` is what the line says afterwards, "" where nobody needs to know.
    """

    kind: str
    who: dict[str, str] | None
    old: str
    new: str
    cell: Cell | None = None
    line: str = ""


@dataclass(frozen=True)
class Spot:
    """A paragraph of the file with its line, and where in the line it begins."""

    element: Any
    line: SourceLine
    at: int
    row: Any = None


def spots_of(copy: ReviewedFile, lines: tuple[SourceLine, ...]) -> Iterator[Spot]:
    """Every paragraph that is part of a line, in reading order; the first of each cell."""
    waiting = [line for line in lines if not line.text.startswith(("~ ", "^ "))]
    body = copy.root.find(f"{W}body")
    for element in body:
        if element.tag == f"{W}p":
            text = text_of(element).strip()
            style = element.find(f"{W}pPr/{W}pStyle")
            if not text or (style is not None and style.get(f"{W}val", "").startswith("TOC")):
                continue
            while text not in (waiting[0].text, waiting[0].text[2:]):
                waiting.pop(0)  # of the contents, which stand in a control of their own
            line = waiting.pop(0)
            yield Spot(element, line, 2 if line.text.startswith("# ") else 0)
        elif element.tag == f"{W}tbl":
            for row in element.iter(f"{W}tr"):
                if text_of(row).strip():
                    yield from _of_row(row, waiting.pop(0))


def _of_row(row: Any, line: SourceLine) -> Iterator[Spot]:
    at = 2
    for cell in row.iterchildren(f"{W}tc"):
        texts = [p for p in cell.iter(f"{W}p") if text_of(p).strip()]
        if texts:
            yield Spot(texts[0], line, at, row)
        at += len(" / ".join(text_of(p).strip() for p in texts)) + 3


class Reviewer:
    """Makes edits, at most one in a line."""

    def __init__(self, copy: ReviewedFile, lines: tuple[SourceLine, ...], chance: random.Random):
        self._copy, self._chance = copy, chance
        self._spots = list(spots_of(copy, lines))
        self._lines = lines
        self._used: set[int] = set()
        self._at = {id(line): number for number, line in enumerate(lines)}
        self._bounds: dict[int, str] = {}  # behind which line lines came or went without tracking
        self._moved_in: list[Any] = []
        self._parts = {kind: copy.names(f"word/{kind}") for kind in ("header", "footer")}
        self._series = [line for line in lines if line.text.startswith("~ ")]
        self._charts = list(copy.charts())
        self._numbers = iter(range(1, 10_000))
        self._kinds: dict[str, Callable[[dict[str, str] | None], Done | None]] = {
            "reworded": self._reworded,
            "sentence": self._sentence,
            "cut": self._cut,
            "typed number": lambda who: self._number(who, typed=True),
            "computed number": lambda who: self._number(who, typed=False),
            "wording": self._wording,
            "new paragraph": self._new_paragraph,
            "paragraph gone": self._paragraph_gone,
            "new row": self._new_row,
            "row gone": self._row_gone,
            "list row": self._list_row,
            "list row gone": self._list_row_gone,
            "list row moved": self._list_row_moved,
            "comment": self._comment,
            "reply": self._reply,
            "split": self._split,
            "joined": self._joined,
            "moved": self._moved,
            "heading": self._heading,
            "header": self._header,
            "footer": self._footer,
            "footnote": self._footnote,
            "check box": self._tick,
            "chart value": self._chart,
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """What it can do."""
        return tuple(self._kinds)

    def edit(self, kind: str) -> Done | None:
        """One edit of a kind; None where the draft has no room for it."""
        return self._kinds[kind](self._chance.choice(AUTHORS))

    def _token(self) -> str:
        number = next(self._numbers)
        return "改" + "".join(_SIGNS[(number // 18**k) % 18] for k in range(4))

    def _free(self, wanted: Callable[[Spot], bool]) -> Spot | None:
        free = [s for s in self._spots if id(s.line) not in self._used and wanted(s)]
        if not free:
            return None
        spot = self._chance.choice(free)
        self._used.add(id(spot.line))
        return spot

    def _whole(
        self, wanted: Callable[[Spot], bool], who: dict[str, str] | None, what: str
    ) -> Spot | None:
        """A line that "goes", or behind which one "comes".

        Without tracking, never one where another went: everybody takes these two for one line that
        was written anew.
        """

        def bounds(spot: Spot) -> tuple[int, ...]:
            at = self._at[id(spot.line)]
            return (at,) if what == "comes" else (at - 1, at)

        def apart(spot: Spot) -> bool:
            return who is not None or all(self._bounds.get(n, what) == what for n in bounds(spot))

        spot = self._free(lambda s: wanted(s) and apart(s))
        if spot is not None and who is None:
            self._bounds |= dict.fromkeys(bounds(spot), what)
        return spot

    def _span(
        self, wanted: Callable[[SourceSpan], bool], least: int = 1
    ) -> tuple[Spot, SourceSpan] | None:
        """A paragraph with a stretch that stands in it as a whole."""

        def inside(spot: Spot) -> list[SourceSpan]:
            end = spot.at + len(text_of(spot.element).strip())
            return [
                s
                for s in spot.line.spans
                if spot.at <= s.start and s.end <= end and s.end - s.start >= least and wanted(s)
            ]

        spot = self._free(lambda s: _flowing(s) and bool(inside(s)))
        return None if spot is None else (spot, self._chance.choice(inside(spot)))

    def _put(self, spot: Spot, start: int, end: int, new: str, who: dict[str, str] | None) -> str:
        """Change a stretch of a line; what the line says then."""
        text = text_of(spot.element)
        lead = len(text) - len(text.lstrip()) - spot.at
        self._copy.reword(spot.element, start + lead, end + lead, new, who)
        return spot.line.text[:start] + new + spot.line.text[end:]

    # --- kinds ---------------------------------------------------------------------------------

    def _reworded(self, who: dict[str, str] | None) -> Done | None:
        found = self._span(_words, 4)
        if found is None:
            return None
        spot, span = found
        start = self._chance.randint(span.start, span.end - 2)
        end = self._chance.randint(start + 1, min(span.end, start + 12))
        token, old = self._token(), spot.line.text[start:end]
        return Done(
            "reworded", who, old, token, _cell(span), self._put(spot, start, end, token, who)
        )

    def _sentence(self, who: dict[str, str] | None) -> Done | None:
        found = self._span(_words, 4)
        if found is None:
            return None
        spot, span = found
        token = f"，{self._token()}"
        line = self._put(spot, span.end, span.end, token, who)
        return Done("sentence", who, "", token, _cell(span), line)

    def _cut(self, who: dict[str, str] | None) -> Done | None:
        found = self._span(_words, 8)
        if found is None:
            return None
        spot, span = found
        start = self._chance.randint(span.start + 1, span.end - 5)
        end = min(span.end - 1, start + self._chance.randint(2, 5))
        old = spot.line.text[start:end]
        return Done("cut", who, old, "", _cell(span), self._put(spot, start, end, "", who))

    def _number(self, who: dict[str, str] | None, typed: bool) -> Done | None:
        def wanted(span: SourceSpan) -> bool:
            return span.figure is not None and (not span.figure.formula) == typed

        found = self._span(wanted)
        if found is None:
            return None
        spot, span = found
        new = f"{7_000_000 + next(self._numbers)}"
        assert span.figure is not None
        own = span.figure.cells[0] if typed and len(span.figure.cells) == 1 else None
        old = spot.line.text[span.start : span.end]
        self._put(spot, span.start, span.end, new, who)
        return Done("typed number" if typed else "computed number", who, old, new, own)

    def _wording(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(
            lambda s: _flowing(s) and not s.line.text.startswith("# ") and bool(_gaps(s))
        )
        if spot is None:
            return None
        start, end = self._chance.choice(_gaps(spot))
        token, old = self._token(), spot.line.text[start + 1 : end - 1]
        self._put(spot, start + 1, end - 1, token, who)
        return Done("wording", who, old, token)

    def _new_paragraph(self, who: dict[str, str] | None) -> Done | None:
        spot = self._whole(_alone, who, "comes")
        if spot is None:
            return None
        words = f"{self._token()}是新的一段。"
        self._copy.insert_paragraph(spot.element, words, who)
        return Done("new paragraph", who, "", words)

    def _paragraph_gone(self, who: dict[str, str] | None) -> Done | None:
        spot = self._whole(lambda s: _alone(s) and len(s.line.text) > 12, who, "goes")
        if spot is None:
            return None
        self._copy.remove(spot.element, who)
        return Done("paragraph gone", who, spot.line.text, "")

    def _new_row(self, who: dict[str, str] | None) -> Done | None:
        spot = self._whole(lambda s: s.row is not None, who, "comes")
        if spot is None:
            return None
        token = self._token()
        cells = sum(1 for _ in spot.row.iterchildren(f"{W}tc"))
        self._copy.insert_row(spot.row, [token] + ["新"] * (cells - 1), who)
        return Done("new row", who, "", token)

    def _row_gone(self, who: dict[str, str] | None) -> Done | None:
        spot = self._whole(lambda s: s.row is not None and len(s.line.text) > 24, who, "goes")
        if spot is None:
            return None
        self._copy.remove(spot.row, who)
        return Done("row gone", who, spot.line.text.removeprefix("| "), "")

    def _list_row(self, who: dict[str, str] | None) -> Done | None:
        """A row that the list on its sheet can hold: as many words and numbers as the one above."""
        spot = self._whole(_in_list, who, "comes")
        if spot is None:
            return None
        texts = [self._like(text) for text in _cells_of(spot.line.text)]
        token = next(text for text in texts if text.startswith("改"))
        self._copy.insert_row(spot.row, texts, who)
        return Done("list row", who, "", token)

    def _like(self, text: str) -> str:
        return text and ("1" if text.replace(".", "").isdigit() else self._token())

    def _list_row_gone(self, who: dict[str, str] | None) -> Done | None:
        spot = self._whole(_in_list, who, "goes")
        if spot is None:
            return None
        self._copy.remove(spot.row, who)
        return Done("list row gone", who, spot.line.text.removeprefix("| "), "")

    def _list_row_moved(self, who: dict[str, str] | None) -> Done | None:
        """A row goes behind another one of its table, two below or more, at most once in a table."""
        rows: dict[Any, list[Spot]] = {}
        for spot in self._spots:
            simple = _in_list(spot, ("机构", "重点工作")) and " / " not in spot.line.text
            table = spot.row.getparent() if spot.row is not None else None
            if simple and table is not None and table not in self._moved_in:
                own = rows.setdefault(table, [])
                if id(spot.line) not in self._used and (not own or own[-1].line is not spot.line):
                    own.append(spot)
        known = [own for own in rows.values() if len(own) > 3]
        if not known:
            return None
        own = self._chance.choice(known)
        first, last = own[0], own[self._chance.randrange(2, len(own))]
        self._moved_in.append(first.row.getparent())  # of several moves nobody can tell which
        self._used |= {id(first.line), id(last.line)}
        if who is None:
            last.row.addnext(first.row)
        else:
            self._copy.insert_row(last.row, _cells_of(first.line.text), who)
            self._copy.remove(first.row, who)
        return Done("list row moved", who, first.line.text.removeprefix("| "), "")

    def _comment(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(lambda s: True)
        if spot is None:
            return None
        token, author = self._token(), who or AUTHORS[0]
        assert author is not None
        self._copy.comment(spot.element, token, author)
        return Done("comment", author, "", token)

    def _reply(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(lambda s: True)
        if spot is None:
            return None
        token, author = self._token(), who or AUTHORS[0]
        assert author is not None and AUTHORS[1] is not None
        first = self._copy.comment(spot.element, f"原{token}", AUTHORS[1])
        self._copy.comment(spot.element, f"答{token}", author, answers=first)
        return Done("reply", author, f"原{token}", f"答{token}")

    def _split(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(lambda s: _alone(s) and len(s.line.text) > 30)
        if spot is None:
            return None
        self._copy.split(spot.element, len(spot.line.text) // 2, who)
        return Done("split", who, spot.line.text, "")

    def _joined(self, who: dict[str, str] | None) -> Done | None:
        after = {id(a.element): b for a, b in pairwise(self._spots)}

        def wanted(spot: Spot) -> bool:
            other = after.get(id(spot.element))
            return (
                other is not None
                and _alone(spot)
                and _alone(other)
                and spot.element.getnext() is other.element
                and id(other.line) not in self._used
                and min(len(spot.line.text), len(other.line.text)) > 8
            )

        spot = self._free(wanted)
        if spot is None:
            return None
        other = after[id(spot.element)]
        self._used.add(id(other.line))
        self._copy.join(spot.element, who)
        return Done("joined", who, spot.line.text, other.line.text)

    def _moved(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(lambda s: _alone(s) and len(s.line.text) > 8)
        near = range(-1) if spot is None else range(self._spots.index(spot) + 3, len(self._spots))
        others = (self._spots[n] for n in near)
        behind = next((s for s in others if _alone(s) and id(s.line) not in self._used), None)
        if spot is None or behind is None:
            return None
        self._used.add(id(behind.line))
        self._copy.move(spot.element, behind.element, who)
        return Done("moved", who, spot.line.text, "")

    def _heading(self, who: dict[str, str] | None) -> Done | None:
        spot = self._free(lambda s: s.line.text.startswith("# ") and bool(_gaps(s)))
        if spot is None:
            return None
        start, end = _gaps(spot)[0]
        token, old = self._token(), spot.line.text[start + 1 : end - 1]
        self._put(spot, start + 1, end - 1, token, who)
        return Done("heading", who, old, token)

    def _header(self, who: dict[str, str] | None) -> Done | None:
        return self._around("header", who)

    def _footer(self, who: dict[str, str] | None) -> Done | None:
        return self._around("footer", who)

    def _around(self, kind: str, who: dict[str, str] | None) -> Done | None:
        """Words put into a header or footer, at most once in each."""
        if not self._parts[kind]:
            return None
        token = self._token()
        paragraph = next(self._copy.part(self._parts[kind].pop(0)).iter(f"{W}p"))
        if next(paragraph.iter(f"{W}r"), None) is None:
            return None  # blank on purpose
        self._copy.reword(paragraph, 0, 0, token, who)
        return Done(kind, who, "", token)

    def _footnote(self, _who: dict[str, str] | None) -> Done | None:
        spot = self._free(_alone)
        if spot is None:
            return None
        token = self._token()
        self._copy.footnote(spot.element, f"{token}是注。")
        return Done("footnote", None, "", token)

    def _tick(self, who: dict[str, str] | None) -> Done | None:
        """The tick of a row goes to another box."""
        spot = self._free(lambda s: _flowing(s) and len(_boxes(s)) > 1)
        if spot is None:
            return None
        boxes = _boxes(spot)
        ticked = [s for s in boxes if spot.line.text[s.start] == "☑"]
        other = self._chance.choice([s for s in boxes if s not in ticked])
        line = spot.line.text
        for span, sign in sorted(
            [*((s, "☐") for s in ticked), (other, "☑")], key=lambda x: -x[0].start
        ):
            self._put(spot, span.start, span.end, sign, who)
            line = line[: span.start] + sign + line[span.end :]
        return Done("check box", who, "", "☑", _cell(other), line)

    def _chart(self, _who: dict[str, str] | None) -> Done | None:
        if not self._charts:
            return None
        number = self._chance.randrange(len(self._charts))
        value, line = self._charts.pop(number), self._series.pop(number)
        new = f"{7_000_000 + next(self._numbers)}"
        value.text = new
        return Done("chart value", None, "", new, next(iter(line.cells), None))


_LISTS = ("机构", "整体绩效", "项目指标", "重点工作")


def _in_list(spot: Spot, sheets: tuple[str, ...] = _LISTS) -> bool:
    """A row all of whose words and numbers were typed into one row of a list."""
    cells = [cell for span in spot.line.spans if (cell := _source(span)) is not None]
    typed = [span for span in spot.line.spans if span.typed is not None]
    one_row = {"".join(filter(str.isdigit, cell.address)) for cell in cells}
    whole = len(cells) == len(spot.line.spans) and len({c.sheet for c in cells}) == 1
    return (
        spot.row is not None
        and len({span.typed.cell for span in typed if span.typed}) > 1
        and whole
        and len(one_row) == 1
        and cells[0].sheet in sheets
    )


def _source(span: SourceSpan) -> Cell | None:
    if span.typed is not None:
        return span.typed.cell
    figure = span.figure
    plain = figure is not None and not figure.formula and len(figure.cells) == 1
    return figure.cells[0] if figure is not None and plain else None


def _cells_of(line: str) -> list[str]:
    return line.removeprefix("| ").split(" | ")


def _words(span: SourceSpan) -> bool:
    """Words of a cell that a person typed, no date and no check box."""
    typed = span.typed
    if typed is None or typed.cell is None or span.end - span.start < 2:
        return False
    return not any(sign.isdigit() for sign in typed.value) and "【" not in typed.value


def _cell(span: SourceSpan) -> Cell | None:
    return span.typed.cell if span.typed else None


def _boxes(spot: Spot) -> list[SourceSpan]:
    """The check boxes of a paragraph."""
    end = spot.at + len(text_of(spot.element).strip())
    inner = [s for s in spot.line.spans if spot.at <= s.start and s.end <= end]
    return [s for s in inner if spot.line.text[s.start : s.end] in ("☑", "☐")]


def _gaps(spot: Spot) -> list[tuple[int, int]]:
    """Stretches of the edition's words in a paragraph."""
    end = spot.at + len(text_of(spot.element).strip())
    inner = [(s.start, s.end) for s in spot.line.spans if s.start < end and s.end > spot.at]
    cuts = [(spot.at, spot.at), *sorted(inner), (end, end)]
    found = ((a[1], b[0]) for a, b in pairwise(cuts))
    return [(start, stop) for start, stop in found if stop - start >= 5]


def _alone(spot: Spot) -> bool:
    """True for a paragraph of the text."""
    return _flowing(spot) and spot.row is None and not spot.line.text.startswith("# ")


def _flowing(spot: Spot) -> bool:
    """True for a paragraph without tabs and breaks: the reviewer here cannot cut runs with them."""
    signs = spot.element.iter(f"{W}tab", f"{W}br")
    return all(sign.getparent().tag != f"{W}r" for sign in signs)
