"""Which places of the document differ from the draft before."""

from __future__ import annotations

from collections.abc import Iterable

from generator.history.differences import Compared, LineChange
from generator.model import regex
from generator.products.review.model import Paragraph

_KIND = regex("^[#|~^] ")
_BETWEEN = regex(r"[\s|/]")


class ChangeMarks:
    """Finds the changed lines of the comparison in the document; learns where each one stands."""

    def __init__(self, since: Compared | None) -> None:
        self.lines: tuple[LineChange, ...] = since.differences.lines if since else ()
        self.placed: dict[int, str] = {}
        self._numbers = {
            (line.place, _compact(_KIND.sub("", line.new))): number
            for number, line in enumerate(self.lines, start=1)
            if line.new
        }

    def number(self, section: str, paragraphs: Iterable[Paragraph]) -> int:
        """The change that these paragraphs of a line are, counted from 1; 0 for none."""
        if not self._numbers:
            return 0
        text = _compact("".join(paragraph.text for paragraph in paragraphs))
        return self._numbers.get((section, text), 0)

    def stands(self, number: int, place: str) -> None:
        """Note that a change stands at the element with the id ``place``."""
        self.placed.setdefault(number, place)


def _compact(text: str) -> str:
    """A line without blanks and without what stands between cells and paragraphs."""
    return _BETWEEN.sub("", text)
