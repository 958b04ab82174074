"""Typed words where they join a printed sentence: what the sentence says already is taken off.

People paste whole sentences into a cell of which the draft prints only a part: 「主要原因是主要是
由于人员增加。」 behind 「主要原因是」.  What may stand in front of the words proper is declared by the
edition, by the kind of place (``slots.py``); this module only knows how such words follow each
other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from msgspec import Struct, field

from generator.editions.slots import PLAIN, AnyOf, Slot
from generator.model import regex

# A stop that ends a text is printed by the sentence; 等 and … stay.
_ENDING = "，、；：。,;:.．｡ \t\n\u3000\xa0"
_GAP = "，、；：。,;: \t\n\u3000\xa0—–"
_PAIRS = dict(zip("“‘「『（(\"'", "”’」』）)\"'", strict=True))
_INSIDE_END = regex(r"[，、；：。,;]+([”’」』\"])$")
_BECAUSE = regex(r"(?:由于|因为|因)\W*$")
_CAUSED = regex(r"(?:所致|所导致|所造成|所引起)$")
_CLAUSES = regex("[，；。]")
_YEAR = regex(r"(?<!\d)20\d\d(?!\d) ?年?度?")
_NUMBER = regex(r"-?\d[\d,]*(?:\.\d+)?")
_NUMBERING = regex(
    r"\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)][、.．]?|\d{1,2}(?:[、．]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,3}[、.．]|[①-⑳])\s*"
)
_FIRST = regex(r"一是|其一[，：:是]?|第一(?:[，、：:]|是)")
_SECOND = regex(r"[（(]?(?:2[.．、）)]|二[、）)])|②")
# A code of 类, 款 or 项 that stands before its name or behind it.
_CODE = regex(r"[（(]?(?<!\d)2\d{2}(?:\d{2}){0,2}(?!\d)[）)]?")


class Said(Struct, frozen=True):
    """What the printed sentence has said before the typed words.

    ``names`` are typed names just printed, ``labels`` what the figures just printed are called,
    ``number`` tells whether a number has just been printed.
    """

    names: tuple[str, ...] = ()
    labels: str = ""
    number: Callable[[str], bool] = field(default=lambda _: True)

    def speaks_of(self, subject: str) -> bool:
        """True when the sentence is about the subject; without any figures it may be."""
        return not self.labels or subject in self.labels


_ANYTHING = Said()


def clause(words: str, slot: Slot = PLAIN, said: Said = _ANYTHING) -> str:
    """Typed words as they go on in a printed sentence; "" when nothing but a lead stands there.

    No stops around them, no lead before them that the sentence has, nothing said twice at the
    end.  Without ``said`` a head is taken to restate the sentence whatever its numbers.
    """
    head, rest = parted(words.strip(), slot, said)
    words = _tailed(_ended(_closed(head, rest)), slot)
    # 由于…所致 loses both ends where the sentence has said 主要原因是.
    return (_CAUSED.sub("", words) or words) if _BECAUSE.search(head) else words


def parted(words: str, slot: Slot, said: Said = _ANYTHING) -> tuple[str, str]:
    """The head that a sentence does not need, "" if there is none, and the words proper."""
    reader = _Head(words, slot, said)
    reader.read()
    end = reader.plain if _goes_on(words[reader.end :], reader) else reader.end
    return words[:end], words[end:]


def _goes_on(rest: str, reader: _Head) -> bool:
    """True where a clause that follows has a head of its own: 增加主要是…，减少主要是…."""
    if reader.end == reader.plain:
        return False
    for clause in _CLAUSES.split(rest)[1:]:
        other = _Head(clause, reader.slot, reader.said)
        other.read()
        if other.end > other.plain:
            return True
    return False


def _ended(words: str) -> str:
    """Without stops and blanks around; a stop goes from inside a quotation that ends the text."""
    words = words.strip().rstrip(_ENDING).lstrip("，、；：。,;: \t\n\u3000")
    return _INSIDE_END.sub(r"\1", words)


class _Head:
    """Reads the head of a text token by token.

    ``end`` is where the words proper begin, ``plain`` where they would if only leads were taken off.
    """

    def __init__(self, words: str, slot: Slot, said: Said) -> None:
        self.words, self.slot, self.said = words, slot, said
        self.at = self.end = self.plain = 0
        self.opened: list[str] = []
        self.restating = self.headed = self.based = False
        self.unproved = False  # a number that is not known to have been printed

    def read(self) -> None:
        """Go on for as long as every word is a lead or restates the sentence."""
        self._numbering()
        while self.at < len(self.words):
            if not (self._lead() or self._restated() or self._gap()):
                return

    def _numbering(self) -> None:
        """A number before a lead or a name, unless it begins a list."""
        found = _NUMBERING.match(self.words)
        if found and (self.slot.named or not _SECOND.search(self.words)):
            self.at = found.end()

    def _gap(self) -> bool:
        sign = self.words[self.at]
        if self.opened and sign == self.opened[-1]:
            self.opened.pop()
        elif sign in _PAIRS:
            self.opened.append(_PAIRS[sign])
        elif sign not in _GAP:
            return self._dash()
        if sign not in _PAIRS:
            self._take()
        self.at += 1
        return True

    def _dash(self) -> bool:
        """A dash in front of words; before a digit it is a sign."""
        if self.words[self.at] != "-" or self.words[self.at + 1 : self.at + 2].isdigit():
            return False
        self._take()
        self.at += 1
        return True

    def _take(self) -> None:
        """Take the sign at hand off together with what was taken off before it."""
        self.plain += self.plain == self.at
        self.end += self.end == self.at

    def _lead(self) -> bool:
        slot = self.slot
        if slot.exception.match(self.words, self.at):
            return False
        found = slot.lead.match(self.words, self.at)
        if not found and not self.restating:
            found = slot.opening.match(self.words, self.at)
        if not found or (self.unproved and not self.based):
            return False
        if found.end() == found.start():  # the words themselves follow: 行政运行|反映
            self.end = self.at if self.restating else self.end
            return False
        self.at = self.end = found.end()
        if not self.headed:
            self.plain = self.end
        self.restating = self.unproved = self.based = False
        return True

    def _restated(self) -> bool:
        for read in (self._name, self._year, self._base, self._subject, self._filler, self._number):
            if read():
                self.restating = self.headed = True
                return True
        return False

    def _name(self) -> bool:
        names = sorted(self.said.names, key=len, reverse=True)
        found = next((name for name in names if self.words.startswith(name, self.at)), "")
        self.at += len(found)
        return bool(found)

    def _year(self) -> bool:
        found = self._match(_YEAR)
        self.based = self.based or found
        return found

    def _base(self) -> bool:
        found = self._match(self.slot.base)
        self.based = self.based or found
        return found

    def _subject(self) -> bool:
        found = self.slot.subject.match(self.words, self.at)
        return bool(found and self.said.speaks_of(found.group()) and self._match(self.slot.subject))

    def _filler(self) -> bool:
        return self._match(self.slot.filler)

    def _number(self) -> bool:
        if self.slot.codes and self._match(_CODE):
            return True
        number = _NUMBER.match(self.words, self.at)
        unit = number and self.slot.unit.match(self.words, number.end())
        if not number or not unit:
            return False
        self.unproved = self.unproved or not self.said.number(number.group().replace(",", ""))
        self.at = unit.end()
        return True

    def _match(self, pattern: re.Pattern[str] | AnyOf) -> bool:
        found = pattern.match(self.words, self.at)
        if not found or not found.group():
            return False
        self.at = found.end()
        return True


def _closed(head: str, rest: str) -> str:
    """The words proper without the second half of what the head opened."""
    opened: list[str] = []
    for sign in head:
        if opened and sign == opened[-1]:
            opened.pop()
        elif sign in _PAIRS:
            opened.append(_PAIRS[sign])
    for sign in reversed(opened):
        at = _partner(rest, sign)
        rest = rest if at < 0 else f"{rest[:at]}{rest[at + 1 :]}"
    return rest


def _partner(text: str, sign: str) -> int:
    """Where the text has a closing sign that it does not open itself; -1 for nowhere."""
    depth = 0
    for at, found in enumerate(text):
        if found == sign and depth == 0:
            return at
        depth += _PAIRS.get(found) == sign
        depth -= found == sign
    return -1


def _tailed(words: str, slot: Slot) -> str:
    """Without 「是主要原因」 at the end, and 「所致，所致」 once."""
    for end in slot.ends:
        words = words.removesuffix(end).rstrip(_ENDING) or words
    for tail in slot.tails:
        while (shorter := words.removesuffix(tail).rstrip(_ENDING)) != words:
            if not shorter.endswith(tail):
                break
            words = shorter
    return words


def enumerated(words: str) -> bool:
    """True for words that count their points: 一是…；二是…, 1.…；2.…."""
    counted = _NUMBERING.match(words) and _SECOND.search(words)
    return bool(counted or _FIRST.match(words))


def title(words: str) -> str:
    """A name or a heading without a number before it and without stops after it.

    「1. 加强管理。」 is 「加强管理」; 「12345热线」 and 「4.15宣传」 stay.
    """
    kept = _NUMBERING.sub("", words, count=1) if _NUMBERING.match(words) else words
    return kept.strip().rstrip(_ENDING) or words


def without_heading(words: str, headings: Sequence[str]) -> str:
    """A text without its first line where that only repeats the heading printed above it.

    「主要职责：」 without a number is no heading but leads to what follows.
    """
    first, _, rest = words.strip().partition("\n")
    leads = first.rstrip().endswith(("：", ":")) and not _NUMBERING.match(first)
    return words if leads or "".join(title(first).split()) not in headings else rest.strip()
