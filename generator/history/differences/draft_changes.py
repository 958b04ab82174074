"""Old against new: which figures, lines and findings changed, came and went."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from generator.history.differences.aligning import aligned
from generator.history.differences.content import Content, Noted, Printed
from generator.history.differences.reading import places, spoken
from generator.history.differences.wording import Segment, redline


class FigureChange(Struct, frozen=True):
    """A figure that is printed differently; "" where it is not printed.

    ``cells`` are those of the new one, of the old one when it is gone.
    """

    label: str
    old: str
    new: str
    cells: tuple[str, ...]


class LineChange(Struct, frozen=True):
    """A line that changed, went (``new`` is "") or came (``old`` is ""), and its heading."""

    place: str
    old: str
    new: str

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The redline, as a person reads it."""
        return redline(spoken(self.old), spoken(self.new))


class Differences(Struct, frozen=True):
    """Everything that differs; ``came`` and ``went`` are findings."""

    figures: tuple[FigureChange, ...] = ()
    lines: tuple[LineChange, ...] = ()
    came: tuple[Noted, ...] = ()
    went: tuple[Noted, ...] = ()

    @property
    def any(self) -> bool:
        """True when something differs."""
        return bool(self.figures or self.lines or self.came or self.went)


class Compared(Struct, frozen=True):
    """Two versions by name, what differs, and what people changed by hand in each.

    ``old`` is "" when there is none.  ``by_hand_old`` and ``by_hand_new`` compare what the program
    wrote with what stands in the file now.  ``notes`` say what could not be compared.
    """

    old: str
    new: str
    differences: Differences
    by_hand_old: tuple[LineChange, ...] = ()
    by_hand_new: tuple[LineChange, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """True when there is something to tell."""
        return bool(self.differences.any or self.by_hand_old or self.by_hand_new or self.notes)


def compare(old: Content, new: Content) -> Differences:
    """What differs between two contents."""
    before, after = Counter(map(_key, old.findings)), Counter(map(_key, new.findings))
    return Differences(
        tuple(_figure_changes(old.figures, new.figures)),
        line_changes(old.lines, new.lines),
        tuple(_beyond(new.findings, before)),
        tuple(_beyond(old.findings, after)),
    )


# --- findings ----------------------------------------------------------------------------------


def _key(finding: Noted) -> tuple[str, str, str]:
    """Without cells: a row put in above moves them, and the finding is the same."""
    return finding.rule, finding.severity, finding.message


def _beyond(findings: Iterable[Noted], others: Counter[tuple[str, str, str]]) -> Iterator[Noted]:
    """The findings that the others have not, as often as they have more of them."""
    left = Counter(others)
    for finding in findings:
        if left[_key(finding)]:
            left[_key(finding)] -= 1
        else:
            yield finding


# --- figures -----------------------------------------------------------------------------------


def _figure_changes(old: Sequence[Printed], new: Sequence[Printed]) -> Iterator[FigureChange]:
    """Figures are known by label and cells; where the cells moved, by label and order."""
    before, after = set(old), set(new)
    gone: dict[str, list[Printed]] = {}
    for figure in old:
        if figure not in after:
            gone.setdefault(figure.label, []).append(figure)
    for figure in new:
        if figure in before:
            continue
        alike = gone.get(figure.label, [])
        match = _match(figure, alike)
        if match is None:
            yield FigureChange(figure.label, "", figure.text, figure.cells)
            continue
        alike.remove(match)
        if match.text != figure.text:
            yield FigureChange(figure.label, match.text, figure.text, figure.cells)
    for figure in (figure for alike in gone.values() for figure in alike):
        yield FigureChange(figure.label, figure.text, "", figure.cells)


def _match(figure: Printed, alike: Sequence[Printed]) -> Printed | None:
    same = (other for other in alike if other.cells == figure.cells)
    moved = (other for other in alike if other.text == figure.text)
    return next(same, None) or next(moved, None) or next(iter(alike), None)


# --- lines -------------------------------------------------------------------------------------


def line_changes(old: Sequence[str], new: Sequence[str]) -> tuple[LineChange, ...]:
    """The lines that changed, in the order of the new text."""
    before, after = places(old), places(new)
    found: list[LineChange] = []
    for one, other in aligned(old, new):
        place = after[other] if other is not None else before[one or 0]
        gone = old[one] if one is not None else ""
        come = new[other] if other is not None else ""
        if gone != come:
            found.append(LineChange(place, gone, come))
    return tuple(found)
