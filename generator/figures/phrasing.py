"""The only place where a number becomes text, and the filters of the Word template.

Every filter returns text in which the places that the program wrote are marked (see
``Marks``), so that the review page can tell where each number comes from; the marks never
reach the draft.  Words that a person typed carry marks of a second kind.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from msgspec import Struct, field

from generator.editions import Edition
from generator.editions.slots import slot_named
from generator.figures.arithmetic import Change
from generator.figures.seams import Said, clause, enumerated
from generator.model import Fact, Figure, Text, Tick, Unit, regex, rounded

WAN = Decimal(10000)  # 元 in a 万元

# Noncharacters of Unicode: valid in XML, never in a text that a person typed (the reader
# drops them).  OPEN kind index SHUT text CLOSE; the kind is a letter, none for a figure.
OPEN, SHUT, CLOSE = "\ufdd0", "\ufdd1", "\ufdd2"


_SAID = 8  # as many figures as a sentence prints before the words that a person typed

Kind = Literal["", "t", "u"]  # a figure, typed words, a number that nobody knows

# The same in UTF-8, in which a rendered part is kept: as text a large one is twice as large.
_OPEN, _SHUT, _CLOSE = (sign.encode("utf-8") for sign in (OPEN, SHUT, CLOSE))
_MARKED = regex(_OPEN + rb"([tu]?)([0-9]+)" + _SHUT + rb"(.*?)" + _CLOSE, re.DOTALL)
_DIGIT = regex("[0-9]")
_NUMBERING = regex(r"（?[0-9]+[.、）] ?")
_IS = regex("[是为系]$")


class Marked(Struct, frozen=True):
    """One marked place: ``index`` counts within its kind, ``start`` and ``end`` are in the bytes."""

    kind: Kind
    index: int
    text: str
    start: int
    end: int


def unmarked(text: str) -> str:
    """The text without marks, as it stands in the draft."""
    first, *rest = text.replace(CLOSE, "").split(OPEN)
    return first + "".join(part.partition(SHUT)[2] for part in rest)


def unmarked_part(xml: bytes) -> bytes:
    """The same of a part in UTF-8."""
    first, *rest = xml.replace(_CLOSE, b"").split(_OPEN)
    return first + b"".join(part.partition(_SHUT)[2] for part in rest)


def marked_texts(xml: bytes) -> list[tuple[int, str]]:
    """The marked places of a part in order: index of the figure and the text printed for it."""
    return [(place.index, place.text) for place in marked_places(xml) if not place.kind]


def marked_places(xml: bytes) -> Iterator[Marked]:
    """Every marked place of a part, whatever its kind, in order."""
    kinds: dict[bytes, Kind] = {b"": "", b"t": "t", b"u": "u"}
    for m in _MARKED.finditer(xml):
        yield Marked(kinds[m[1]], int(m[2]), m[3].decode("utf-8"), m.start(), m.end())


def scaled(figure: Figure, edition: Edition) -> Decimal:
    """The value in the unit in which it is printed: 万元, per cent, or as it is; blank is zero."""
    if figure.unit is Unit.YUAN:
        return edition.money.scaled(figure.amount)
    return figure.amount * 100 if figure.unit is Unit.RATIO else figure.amount


def digits_of(figure: Figure, edition: Edition) -> int:
    """The decimals that the draft prints of a figure.

    A share or completion gets more where it would round to 100 % of something that it is not:
    99.95 %, because 完成年初预算的100% claims that both amounts are equal.
    """
    if figure.unit is Unit.YUAN:
        return edition.amount_digits
    if figure.unit is not Unit.RATIO:
        return 0 if figure.unit is Unit.COUNT else edition.score_digits
    digits, value = edition.percent_digits, scaled(figure, edition)
    if figure.of_whole and value != _WHOLE:
        while rounded(value, digits) == _WHOLE:
            digits += 1
    return digits


_WHOLE = Decimal(100)


def printed(figure: Figure, edition: Edition) -> Decimal:
    """The number as the draft prints it, with all its decimals; blank is zero."""
    return rounded(scaled(figure, edition), digits_of(figure, edition))


def trimmed(value: Decimal) -> str:
    """Plain notation without trailing zeros: 35, 233.37, 0."""
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _with_commas(text: str) -> str:
    """An amount with a comma between thousands: 2,940.05."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if int(whole) else text


class Marks(Struct):
    """What was printed during one rendering, in order: figures, typed words, the unknown.

    ``names`` are the typed words since the last clause: those of the sentence now printed.
    """

    printed: list[Figure] = field(default_factory=list)
    typed: list[Text] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    def mark(self, figure: Figure, text: str) -> str:
        """``text`` between marks that point to ``figure``; empty text stays unmarked."""
        if not text:
            return text
        self.printed.append(figure)
        return f"{OPEN}{len(self.printed) - 1}{SHUT}{text}{CLOSE}"

    def mark_typed(self, source: Text, words: str) -> str:
        """``words`` between marks that point to the cell in which ``source`` was typed."""
        if not words or source.cell is None:
            return words
        self.typed.append(source)
        self.names.append(words)
        return f"{OPEN}t{len(self.typed) - 1}{SHUT}{words}{CLOSE}"

    def mark_unknown(self, words: str) -> str:
        """A text with digits that is neither a figure nor typed nor the edition's own."""
        self.unknown.append(words)
        return f"{OPEN}u{len(self.unknown) - 1}{SHUT}{words}{CLOSE}"


class Phrasing(Struct, frozen=True):
    """The filters under one edition, writing into one set of marks.

    ``known`` are names that any sentence may restate: what the unit is called.
    """

    edition: Edition
    marks: Marks
    known: tuple[str, ...] = ()

    def wan(self, figure: Figure, what: str = "") -> str:
        """An amount in prose, with its unit: ``233.37万元``, ``35万元``, ``350000元``; nil as ``0万元``.

        ``what`` names an amount that must be given: the edition's marker when it is blank.
        """
        if what and not figure.given:
            return self.marks.mark(figure, self._missing(what))
        return f"{self.num(figure)}{self.edition.currency}"

    def num(self, figure: Figure, what: str = "") -> str:
        """A plain number: amounts in 万元 or 元, scores and counts as they are, no trailing zeros."""
        if what and not figure.given:
            return self.marks.mark(figure, self._missing(what))
        return self.marks.mark(figure, self._in_prose(figure, self._decimal(figure)))

    def _in_prose(self, figure: Figure, value: Decimal) -> str:
        """A number as a sentence prints it; counts and scores never have zeros at their end."""
        kept = self.edition.keep_zeros and figure.unit in (Unit.YUAN, Unit.RATIO)
        text = f"{value:f}" if kept else trimmed(value)
        commas = self.edition.thousands == "everywhere" and figure.unit in (Unit.YUAN, Unit.RATIO)
        return _with_commas(text) if commas else text

    def cell(self, figure: Figure | None) -> str:
        """A number in a table, an amount with all decimals, no unit; nil as the edition says."""
        if figure is None:
            return ""
        if figure.nil:
            counted = figure.unit is Unit.COUNT and self.edition.nil_cell
            return self.marks.mark(figure, "0" if counted else self.edition.nil_cell)
        text = f"{self._decimal(figure):f}"
        commas = self.edition.thousands != "nowhere"
        return self.marks.mark(figure, _with_commas(text) if commas else text)

    def pct(self, figure: Figure) -> str:
        """A ratio in per cent: ``95.5%``, ``100%``.  Raises ValueError when there is none.

        One that is not zero but prints as zero: ``0.1%以下``, as the edition words it.
        """
        printed = self._decimal(figure)
        if printed == 0 and not figure.nil:
            least = f"{Decimal(1).scaleb(-self.edition.percent_digits):f}"
            return self.marks.mark(figure, self.edition.phrases.least.format(least=least))
        return f"{self.marks.mark(figure, self._in_prose(figure, printed))}%"

    def value(self, figure: Figure) -> Decimal | None:
        """The number as printed (万元, per cent, …) with all decimals; None where none is known."""
        return None if figure.value is None else self._decimal(figure)

    def _decimal(self, figure: Figure) -> Decimal:
        if figure.unit is Unit.RATIO and figure.value is None:
            raise ValueError(f"{figure.label}无法计算：{figure.missing}")
        return printed(figure, self.edition)

    def change(self, change: Change) -> str:
        """增加9.65万元，增长4% / 减少… / 持平, as the edition words it."""
        worded = self._phrase(self.edition.phrases.change[change.wording], change)
        return worded + self._correction(change)

    def change_amount(self, change: Change) -> str:
        """The same without the rate."""
        worded = self._phrase(self._worded(self.edition.phrases.change_amount, change), change)
        return worded + self._correction(change)

    def direction(self, change: Change) -> str:
        """增加, 减少 or 持平; nothing where one side is missing."""
        if change.direction == "unknown":
            return ""
        return self.marks.mark(change.amount, self._worded(self.edition.phrases.direction, change))

    def compare(self, change: Change) -> str:
        """大于, 小于 or 等于; a marker where one side is missing."""
        if change.direction == "unknown":
            return self._missing(_lacking(change)[1])
        return self.marks.mark(change.amount, self._worded(self.edition.phrases.compare, change))

    def against(self, change: Change) -> str:
        """支出决算数大于年初预算数, and of a budget that was adjusted and not met …、小于全年预算数."""
        phrases = self.edition.phrases
        if change.full is None or change.full.flat:
            return phrases.against_initial.format(initial=self.compare(change))
        both = {"initial": self.compare(change), "full": self.compare(change.full)}
        return phrases.against.format(**both)

    def because(self, change: Change, lead: str, what: str) -> str:
        """``lead`` and the reason, or whose reason it is; the marker ``what`` when there is none."""
        shared, pattern = change.shared, self.edition.phrases.same
        if shared is None or not shared.printed or not pattern:
            words = self.required(change.reason, what)
            if enumerated(unmarked(words)):  # 主要原因是一是… reads 主要原因：一是…
                lead = _IS.sub("：", lead)
            return lead + words
        return self.marks.mark_typed(shared.own, pattern.format(name=shared.name))

    def _worded(self, patterns: dict[str, str], change: Change) -> str:
        return patterns[change.wording.removesuffix("_bare")]

    def _phrase(self, pattern: str, change: Change) -> str:
        slots: dict[str, str] = {}
        if "{amount}" in pattern:
            slots["amount"] = self.wan(change.amount)
        if "{rate}" in pattern:
            slots["rate"] = self.pct(change.rate)
        if change.direction == "unknown":  # the pattern is a marker
            side, what = _lacking(change)
            return self.marks.mark(side, pattern.format(what=what))
        if not slots and change.amount.exact is not None:  # 持平 as printed, and not in 元
            return self.marks.mark(change.amount, pattern)
        return pattern.format(**slots)

    def _correction(self, change: Change) -> str:
        """That last year's figure is not the one that was published; "" where it is."""
        pattern = self.edition.phrases.corrected
        if change.published is None or change.correction is None or not pattern:
            return ""
        return pattern.format(
            published=self.wan(change.published),
            prior=self.wan(change.base),
            reason=self.required(change.correction, "上年数更正原因"),
        )

    def required(self, text: Text, what: str) -> str:
        """The words as a clause, without what the sentence says already; the marker when blank.

        ``what`` names the place, and so the words that the edition takes off there.
        """
        slot = slot_named(self.edition.slots, what)
        words = clause(text.value, slot, self._said())
        marked = self.marks.mark_typed(text, words or self._missing(what))
        if slot.leads:
            self.marks.names.clear()
        return marked

    def _said(self) -> Said:
        """What the sentence has printed so far."""
        names = tuple(n for n in self.marks.names[-_SAID:] if len(n) > 1 and not n.isdigit())
        names = (*names, *self.known)
        about = "，".join(figure.label for figure in self.marks.printed[-2:])  # amount and rate
        return Said(names, about, self._has_printed)

    def _has_printed(self, number: str) -> bool:
        """True for a number just printed, in 万元, 元 or per cent, whatever its sign."""
        value = abs(Decimal(number))
        figures = (figure for figure in self.marks.printed[-_SAID:] if figure.given)
        return any(value in (abs(self._decimal(f)), *_in_both(abs(f.amount))) for f in figures)

    def missing(self, nothing: Iterable[object], what: str) -> str:
        """The edition's marker instead of a list that must not be empty."""
        return self._missing(what)

    def _missing(self, what: str) -> str:
        return self.edition.phrases.missing.format(what=what)

    def names(self, texts: Iterable[Text]) -> str:
        """Names in a row: 基本工资、津贴补贴."""
        named = (self.marks.mark_typed(text, text.value) for text in texts)
        return self.edition.phrases.separator.join(named)

    def lines(self, text: Text) -> list[str]:
        """The lines of a cell with line breaks, blank ones left out; at least one."""
        found = [line.strip() for line in text.value.splitlines() if line.strip()]
        return [self.marks.mark_typed(text, line) for line in found] or [""]

    def date(self, fact: Fact) -> str:
        """2024年10月11日; the marker when blank."""
        day = fact.value
        words = (
            f"{day.year}年{day.month}月{day.day}日"
            if isinstance(day, date)
            else self._missing("日期")
        )
        return self.marks.mark_typed(Text(words, fact.cell), words)

    def box(self, ticked: Tick | bool) -> str:
        """A check box, marked with the cell that ticks it where one does."""
        sign = BOXES[0] if ticked else BOXES[1]
        return self.marks.mark_typed(ticked.choice, sign) if isinstance(ticked, Tick) else sign

    def printable(self, value: Any) -> Any:
        """What a tag prints, marked with its source.  Raises ValueError for None and bare figures."""
        if type(value) is str:
            unknown = OPEN not in value and self._is_unknown(value)
            return self.marks.mark_unknown(value) if unknown else value
        if value is None:
            raise ValueError("没有内容可印")
        if isinstance(value, Figure):
            raise ValueError(f"数字「{value.label}」没有写格式，例如 |wan、|num、|pct、|cell")
        if isinstance(value, Text):
            return self.marks.mark_typed(value, value.value) if value.cell else value.value
        return value

    def _is_unknown(self, words: str) -> bool:
        """True for digits that stand neither in the edition nor number a paragraph."""
        return (
            _DIGIT.search(words) is not None
            and words not in self.edition.texts
            and _NUMBERING.fullmatch(words) is None
        )

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Filter name in the template → function."""
        return {**{name: getattr(self, name) for name in _METHODS}, **_FUNCTIONS}


def _in_both(amount: Decimal) -> tuple[Decimal, Decimal]:
    """An amount in 元 and in 万元."""
    return amount, amount / WAN


BOXES = "☑☐"
"""A check box that is ticked, and one that is not."""


_CHINESE = "零一二三四五六七八九"
_PLACES = ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十"))


def chinese_number(number: int) -> str:
    """A whole number from 0 as it is counted: 一, 十, 十一, 一百零一, 一百一十, 一千零一十, 一万 …"""
    words = _counted(number)
    return words.removeprefix("一") if words.startswith("一十") else words


def _counted(number: int) -> str:
    """As it stands inside a longer number: 一十 for 10."""
    for size, name in _PLACES:
        if number >= size:
            many, rest = divmod(number, size)
            gap = "零" if 0 < rest < size // 10 else ""
            return f"{_counted(many)}{name}{gap}{_counted(rest) if rest else ''}"
    return _CHINESE[number]


_METHODS = (
    "wan",
    "num",
    "cell",
    "pct",
    "change",
    "change_amount",
    "direction",
    "compare",
    "against",
    "because",
    "required",
    "missing",
    "names",
    "lines",
    "date",
    "box",
)
_FUNCTIONS: dict[str, Callable[..., Any]] = {"chinese": chinese_number}
FILTERS = (*_METHODS, *_FUNCTIONS)


def _lacking(change: Change) -> tuple[Figure, str]:
    """The side that a comparison waits for, and what the forms call it."""
    if change.base.given:
        return change.this, "本年决算数"
    return change.base, change.base.label.rpartition("·")[2]
