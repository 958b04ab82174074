"""A finding in words.

Terminal, JSON, review page, comments and the sheet 核对表 take their words from here and only lay
them out.  Nothing reads these words again: what the program needs to know of a finding are its
values.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from generator.figures.accounts import WAN
from generator.figures.phrasing import trimmed
from generator.model import Cell, Finding, Side, Slip, SlipKind, Unit, listed

SAME_CAUSE = "同一原因的还有"
SHARED = "都用到"
_DIFFERENCE = "相差"

_SLIPS = {
    SlipKind.UNROUNDED: "像是公式算出的小数没有取整到分",
    SlipKind.SIGN: "像是正负号写反",
    SlipKind.CURRENCY: "像是元和万元混用",
    SlipKind.SWAPPED_DIGITS: "像是两位数字对调",
    SlipKind.DECIMAL_POINT: "像是小数点错了位",
    SlipKind.LOST_DIGIT: "像是多写或漏写了一位数字",
    SlipKind.WRONG_ROW: "像是填错了一行",
}


class Detail(Struct, frozen=True):
    """One thing told below the headline; ``name`` is "" for the value of a side.

    Words, or cells, or the words with the cells they come from.
    """

    name: str
    words: str
    cells: tuple[Cell, ...] = ()

    def line(self, gap: str) -> str:
        """As one line of plain text; ``gap`` is between a value and its cells."""
        if not self.name:
            return f"{self.words}{gap}{listed(self.cells)}"
        mark = " " if self.name == _DIFFERENCE else "："
        return f"{self.name}{mark}{self.words or listed(self.cells)}"


# --- one finding -------------------------------------------------------------------------------


def state(finding: Finding) -> str:
    """How much it weighs, or that a person explained it."""
    return "已说明" if finding.accepted else finding.severity.chinese


def headline(finding: Finding) -> str:
    """错误 X04  01表本年支出合计 = 03表合计."""
    return titled(state(finding), finding.rule, finding.message)


def titled(word: str, rule: str, message: str) -> str:
    """The headline of what is only known by its texts: a finding that a record tells of."""
    return f"{word} {rule}  {message}"


def short(finding: Finding, with_difference: bool = False) -> str:
    """Rule and message, for one finding among several."""
    apart = difference(finding) if with_difference else ""
    return f"{finding.rule}  {finding.message}{f'，{_DIFFERENCE} {apart}' if apart else ''}"


def details(finding: Finding, with_basis: bool = True) -> Iterator[Detail]:
    """Both sides or the place, difference, basis, and what to do or why it stands."""
    for side in finding.sides:
        yield Detail("", value(finding, side), side.cells)
    if not finding.sides and finding.cells:
        yield Detail("位置", "", finding.cells)
    if finding.mismatch:
        yield Detail(_DIFFERENCE, f"{difference(finding)}，允许误差 {tolerance(finding)}")
    if finding.basis and with_basis:
        yield basis(finding)
    if finding.accepted:
        yield Detail("说明", finding.accepted)
    elif to_do := remedy(finding):
        yield Detail("处理", to_do)


def basis(finding: Finding) -> Detail:
    """Form and row, or the regulation."""
    return Detail("依据", finding.basis)


def value(finding: Finding, side: Side) -> str:
    """What stands on a side of the comparison: 233.37 万元, 3, 20 分."""
    assert finding.mismatch is not None
    return quantity(side.value, finding.mismatch.unit, finding.mismatch.currency)


def difference(finding: Finding) -> str:
    """How far the sides are apart; "" where there are none."""
    found = finding.mismatch
    return quantity(found.difference, found.unit, found.currency) if found else ""


def tolerance(finding: Finding) -> str:
    """How far they may be apart; "" where there are none."""
    found = finding.mismatch
    if found is None:
        return ""
    return quantity(found.tolerance, found.unit, found.currency) if found.tolerance else "0"


def remedy(finding: Finding) -> str:
    """What to do, naming the slip of the hand where the numbers show one."""
    seen = f"{slip(finding.slip)}：" if finding.slip else ""
    return f"{finding.lapsed}{seen}{finding.remedy}"


def slip(found: Slip) -> str:
    """像是两位数字对调, with the cell when one of the summed numbers is suspected."""
    part = f"{found.part} " if found.part else ""
    meant = f"（{found.meant}）" if found.meant else ""
    return f"{part}{_SLIPS[found.kind]}{meant}"


def quantity(value: Decimal, unit: Unit, currency: str) -> str:
    """A value with its unit and every digit it has; an amount in the currency it was typed in."""
    if unit is not Unit.YUAN:
        return f"{trimmed(value)} 分" if unit is Unit.SCORE else trimmed(value)
    return f"{_in_yuan(value)} 元" if currency == "元" else f"{trimmed(value / WAN)} 万元"


def _in_yuan(value: Decimal) -> str:
    """An amount in 元 with thousands separators, as the sheets show it, without trailing zeros."""
    whole, _, fraction = trimmed(value).partition(".")
    return f"{int(whole):,}.{fraction}" if fraction else f"{int(whole):,}"


# --- several findings of one cause -------------------------------------------------------------


def related(lead: Finding) -> str:
    """The line before the other findings of its cause."""
    return f"{SAME_CAUSE}（{SHARED} {lead.cause}）："


def follows(finding: Finding, number: int) -> str:
    """What to do about a finding that another one, the ``number``-th, explains."""
    return f"与第 {number} 条同一原因（{finding.cause}），改正后再运行。"
