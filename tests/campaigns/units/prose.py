"""What the sections of the prose share: comparisons, shares, lists of names and amounts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from .tables import Shown
from .tally import TYPED, Clause, Tally, clause, plain, scan
from .unit import Place, Unit, half_up

ZERO = Decimal("0.00")


def percent(part: Decimal, whole: Decimal, growth: bool = False) -> str:
    """``part`` of ``whole`` as it is printed before the sign %: 95.5, 100, 0.1%以下.

    One decimal; as many more as it takes where it would be 100 % of something else: 99.98.  A
    growth by 100 % claims no such thing.
    """
    if not whole:
        return "没有分母"
    exact, digits = part / whole * 100, 1
    while half_up(exact, digits) == 100 != exact and not growth:
        digits += 1
    shown = half_up(exact, digits)
    return "0.1%以下" if not shown and part else plain(shown)


@dataclass
class Compared:
    """An amount against another, both as printed; ``reason`` is what the person typed for it."""

    this: Decimal
    base: Decimal
    reason: str = ""
    optional: bool = False
    said: bool = False
    explained: bool = False
    same: str = ""

    @property
    def gap(self) -> Decimal:
        return self.this - self.base


@dataclass
class Prose:
    """The judge of the sentences of one draft."""

    unit: Unit
    shown: Shown
    tally: Tally
    texts: dict[str, str] = field(default_factory=dict)
    now: Compared | None = None
    all: list[Compared] = field(default_factory=list)

    def __post_init__(self) -> None:
        typed = {
            str(value).strip().rstrip("。；")
            for rows in self.unit.rows.values()
            for row in rows.values()
            for value in row.values()
            if isinstance(value, str) and re.search(r"\d", value) and not value.isdigit()
        }
        longest = sorted(typed, key=len, reverse=True)
        self.texts = {f"{TYPED}{n}{TYPED}": text for n, text in enumerate(longest)}

    def marked(self, text: str) -> str:
        """The paragraph with a mark for each text that a person typed."""
        for mark, words in self.texts.items():
            text = text.replace(words, mark)
        return text

    def scan(self, text: str, clauses: list[Clause]) -> None:
        """Judge one paragraph."""
        self.now, self.all = None, []
        scan(self.tally, self.marked(text), [*clauses, *self._shared()])
        for compared in self.all:
            self._finish(compared, text)

    def compare(
        self, this: Decimal, base: Decimal | None, place: Place, optional: bool = False
    ) -> None:
        """From here on a comparison of these two is spoken of; with nothing for a new unit.

        ``place``: block, key and column of its reason.
        """
        if base is None:
            return
        same = self.unit.shared.get(place, "")
        self.now = Compared(this, base, self.unit.text(*place), optional, same=same)
        self.all.append(self.now)

    def against_prior(self, line: str, this: Decimal) -> None:
        """A comparison with last year, on the sheet 上年数."""
        if not self.unit.new:
            base = self.unit.wan("prior", line, "prior") or ZERO
            self.compare(this, base, ("prior", line, "reason"))

    def _shared(self) -> list[Clause]:
        unit = self.unit
        founded = f"{unit.self_name}为{unit.year}年新成立{unit.profile['entity']}，无上年对比数据"
        return [
            clause(re.escape(founded), lambda m: self.tally.same("无上年数的说明", unit.new, True)),
            clause("(?<=与)<N>年度", self._year(unit.year - 1)),
            clause(_CHANGED, self._changed),
            clause("持平|(?<=决算数较上年)无变动", self._flat),
            clause(_CORRECTED, self._corrected),
            clause("(增加|减少)?主要原因(?:是|：)<T>", self._explained),
            clause("(增加|减少)?主要原因与(.+?)相同(?=[。，；])", self._shares),
            clause(f"{unit.year}年度", lambda m: None),
        ]

    def _year(self, year: int):  # type: ignore[no-untyped-def]
        return lambda m: self.tally.same("年度", m[1], str(year), m.string)

    def _changed(self, m: re.Match[str]) -> None:
        now = self.now
        if now is None:
            return self.tally.wrong("不知道与什么相比", m[0])
        now.said = True
        up, nil = now.gap > 0, not now.base
        self.tally.same("增减方向", m[1], "增加" if up else "减少" if now.gap else "持平", m.string)
        self.tally.amount("增减额", m[2], abs(now.gap), m.string)
        if m[3]:
            self.tally.same("增减方向", m[3], "增长" if up else "下降", m.string)
            rate = "无" if nil else percent(abs(now.gap), now.base, growth=up)
            printed = m[4] + ("%以下" if m[5] else "")
            self.tally.same("增减率", printed, rate, m.string)
        self.tally.same("上年为零", bool(m[6]), nil and up and self._rated, m.string)
        self.tally.same("有增减率", bool(m[3]), not nil and self._rated, m.string)
        return None

    _rated = True

    def _flat(self, m: re.Match[str]) -> None:
        if self.now is None:
            return self.tally.wrong("不知道与什么相比", m.string)
        self.now.said = True
        self.tally.same("持平", self.now.gap, ZERO, m.string)
        return None

    def _explained(self, m: re.Match[str]) -> None:
        words = self.texts.get(m[2], m[2])
        if self.now is None:
            return self.tally.wrong("不知道是什么的原因", m.string)
        for compared in self.all if len({c.reason for c in self.all}) == 1 else [self.now]:
            compared.explained = True
        self.tally.same("原因", words, self.now.reason, m.string)
        self.tally.same("沿用的原因", self.now.same, "", m.string)
        return self._way(m)

    def _shares(self, m: re.Match[str]) -> None:
        """The reason is another change's, which is named."""
        if self.now is None:
            return self.tally.wrong("不知道是什么的原因", m.string)
        for compared in self.all:
            compared.explained = compared.explained or compared.same == self.now.same
        self.tally.same("沿用的原因", m[2], self.now.same, m.string)
        return self._way(m)

    def _way(self, m: re.Match[str]) -> None:
        if m[1] and self.now is not None:
            self.tally.same("增减方向", m[1], "增加" if self.now.gap > 0 else "减少", m.string)

    def _corrected(self, m: re.Match[str]) -> None:
        published = self.unit.wan("prior", "total", "published") or ZERO
        prior = self.unit.wan("prior", "total", "prior") or ZERO
        self.tally.amount("上年公开数", m[1], published, m.string)
        self.tally.amount("更正后的上年数", m[2], prior, m.string)
        words = self.unit.text("prior", "total", "correction")
        self.tally.same("更正原因", self.texts.get(m[3]), words, m.string)

    def _finish(self, compared: Compared, text: str) -> None:
        if not compared.said:
            self.tally.wrong("没有说增减", text)
        wanted = compared.reason or compared.same or not compared.optional
        due = bool(compared.gap) and bool(wanted)
        if due and not compared.explained:
            self.tally.wrong("没有写原因", text)

    def listed(self, text: str, kind: str, expected: dict[str, Decimal]) -> None:
        """Names with amounts, parted by 、: those of ``expected`` that are not nil, in order."""
        pairs = re.findall(r"([^、；，。\d]+?)(-?\d+(?:\.\d+)?)万元", text)
        wanted = [(name, amount) for name, amount in expected.items() if amount]
        self.tally.same(f"{kind}的项数", [name for name, _ in pairs], [n for n, _ in wanted], text)
        for (_, printed), (_, amount) in zip(pairs, wanted, strict=False):
            self.tally.amount(kind, printed, amount, text)

    def is_amount(self, kind: str, expected: Decimal):  # type: ignore[no-untyped-def]
        """A check that the first number of a clause is this amount."""
        return lambda m: self.tally.amount(kind, m[1], expected, m.string)


_CHANGED = "(?:各)?(增加|减少)<N>万元(?:，(增长|下降)<N>%(以下)?)?(（上年度为0万元）)?"
_CORRECTED = "（上年决算数由公开的<N>万元更正为<N>万元，原因是<T>）"
