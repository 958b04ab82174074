"""Clauses that every section has: how something changed, why, what was planned."""

from __future__ import annotations

import re
from decimal import Decimal

from msgspec import Struct

from generator.editions import Edition
from generator.editions.slots import Slot, slot_named
from generator.history.papers.folding import NUMBER, Folded, folded, number
from generator.model import regex

_UP, _DOWN = "增加|增长|上升|提高", "减少|下降|降低"
_WITH_LAST_YEAR = r"(?:与|较|比|同)(?:20\d\d年|上一?年|去年)|同比"
COMPARED = regex(rf"(?:{_WITH_LAST_YEAR})(?:度|同期)?")
_FLAT = regex(r"持平|无变[动化]|无增减|没有变化")
MONEY = rf"({NUMBER})(万元|元)"
STATED = rf"({NUMBER})(万元|元|(?=[,。;、]))"
"""An amount in its own place, where one knows it also without the unit that was lost."""
_INITIAL = regex(rf"年初预算数?(?:为|是|安排)?{STATED}")
_NO_INITIAL = regex(r"年初(?:未|没有|无)(?:安排)?预算")
_FULL = regex(rf"(?:全年|调整)预算数?(?:\(调整后\)|\(年初预算调整后\))?(?:为|是)?{STATED}")
# What may follow a reason in the same paragraph.
_NEXT = regex(
    rf"[。;](?={_WITH_LAST_YEAR}|全年(?!预算)|(?:支出)?决算数?[较比](?:上年|20\d\d)|年末|截至|主要用于|其中|支出决算数|[^。]{{0,40}}?收入-?[\d,.]+万?元?[,，]?[与比同])"
)
_SAME = regex(r"^[与同].{1,40}(?:相同|一致|一样)$")
_ENDS = "，、；：。,;: "
_TENTHS = {"万元": Decimal(1), "元": Decimal("0.0001")}


class Explained(Struct, frozen=True):
    """An amount in 万元, None where none stands, and where in the line the clause ends."""

    amount: Decimal | None
    end: int


class Clauses(Struct, frozen=True):
    """Reads clauses with the words of an edition."""

    edition: Edition

    def slot(self, name: str) -> Slot:
        """The kind of place for typed words with that name."""
        return slot_named(self.edition.slots, name)

    def change(self, line: Folded, start: int = 0) -> Explained | None:
        """By how much something grew against last year, negative where it fell; None: not said."""
        compared = COMPARED.search(line.text, start)
        if compared is None:
            return None
        rest = line.text[compared.start() :]
        found = self._amount.search(rest)
        flat = _FLAT.search(rest)
        if flat and (found is None or flat.start() < found.start()):
            return Explained(Decimal(0), compared.start() + flat.end())
        if found is None or "。" in rest[: found.start()]:
            return None
        amount = money(found[2], found[3])
        sign = -1 if re.fullmatch(self._down, found[1]) else 1
        return Explained(sign * amount, compared.start() + found.end())

    @property
    def _down(self) -> str:
        return f"{_DOWN}|{self._leading('down')}"

    @property
    def _amount(self) -> re.Pattern[str]:
        up = f"{_UP}|{self._leading('up')}"
        return re.compile(rf"({up}|{self._down})(?:了|额)?{MONEY}")

    def _leading(self, direction: str) -> str:
        """What the edition prints before the amount of a change."""
        said = str(self.edition.phrases.change.get(direction, "")).partition("{")[0]
        return re.escape(folded(said)) or "(?!)"

    def reason(self, line: Folded, start: int, what: str = "原因") -> str:
        """The words behind a lead that follows the place, "" where there are none.

        What is only said to have the same reason as something above has no words of its own.
        """
        rest = line.text[start:]
        lead = self.slot(what).lead.search(rest)
        if lead is None or not _close(rest[: lead.start()]):
            return ""
        begin = start + lead.end()
        following = _NEXT.search(line.text, begin)
        words = line.cut(begin, following.start() if following else None).strip(_ENDS)
        return "" if _SAME.match(folded(words)) else words

    def initial_budget(self, text: str) -> Decimal | None:
        """年初预算 in 万元, zero where none was made, None where nothing is said of it."""
        if found := _INITIAL.search(text):
            return self.stated(found)
        return Decimal(0) if _NO_INITIAL.search(text) else None

    def full_budget(self, text: str) -> Decimal | None:
        """全年预算 in 万元, None where nothing is said of it."""
        found = _FULL.search(text)
        return self.stated(found) if found else None

    def stated(self, found: re.Match[str]) -> Decimal:
        """An amount in 万元; without its unit it is in what the edition prints."""
        return money(found[1], found[2] or self.edition.currency)


def _close(before: str) -> bool:
    """True where a lead still belongs to the clause: in its sentence, or opening the next one."""
    head, stop, last = before.rpartition("。")
    return not COMPARED.search(before) and (not stop or ("。" not in head and len(last) <= 8))


def money(amount: str, unit: str) -> Decimal:
    """An amount in 万元."""
    return number(amount) * _TENTHS[unit]
