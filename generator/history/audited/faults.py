"""What is wrong in a sentence of a paper, one finding for each kind of thing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import ROUND_DOWN, Decimal

from generator.figures.phrasing import scaled
from generator.history.audited.judging import Judge, decimals, quoted
from generator.history.audited.lines import Sentence
from generator.history.audited.slots import (
    DifferenceKind,
    PrintedSlot,
    SentencePair,
    SlotDifference,
)
from generator.model import Cell, Figure, Finding, Mismatch, Severity, Side, Unit, regex, rounded

_CENT = Decimal("0.01")
_FEW, _FEW_OF_A_TITLE = 3, 6  # signs of a slip of the pen
_LONG = 10  # signs of a sentence in which one is seen
_BETWEEN = regex("[、,。;:]")  # the names of a list
_LIST = 2  # names that make one
_BASIS = "公开稿里的表和其他句子"


def faults(pair: SentencePair, judge: Judge) -> Iterator[Finding]:
    """What is wrong in a sentence: one finding for each kind of thing."""
    wrong = [slot for slot in pair.slots if not judge.agree(slot)]
    turned = [d for d in pair.differences if d.kind is DifferenceKind.DIRECTION]
    if turned and not any(map(judge.doubtful, map(judge.figure, pair.draft.tokens))):
        yield _turned(judge, pair, turned, wrong)
    else:
        yield from _numbers_wrong(judge, pair, wrong)
    for difference in pair.differences:
        yield from _difference(judge, pair, difference)
    names = list(_names(judge, pair)) or list(_renamed(judge, pair))
    yield from names or _slips(judge, pair)


def _numbers_wrong(judge: Judge, pair: SentencePair, wrong: list[PrintedSlot]) -> Iterator[Finding]:
    if not wrong:
        return
    told = [_said(judge, slot) for slot in wrong]
    weight = min((_weight(judge, slot) for slot in wrong), key=list(Severity).index)
    first = wrong[0].ours
    where = quoted(pair.paper, first.start, wrong[-1].ours.start + len(wrong[-1].ours.text))
    yield Finding(
        "Q01",
        weight,
        f"「{where}」：{'；'.join(dict.fromkeys(told))}",
        _cells(judge, pair, wrong),
        _BASIS,
        _mismatch(judge, pair, wrong),
        remedy="改正这个数；表里的数才是错的，改正表。",
    )


def _said(judge: Judge, slot: PrintedSlot) -> str:
    figure, ours = judge.figure(slot.theirs), slot.ours.value
    assert ours is not None
    unit = _unit(judge, figure)
    name = f"{figure.label}：" if figure is not None and figure.label else ""
    said = f"{name}写的是 {slot.ours.text}{unit}，应为 {slot.theirs.text}{unit}"
    return said + _like(judge, figure, ours)


def _like(judge: Judge, figure: Figure | None, ours: Decimal) -> str:
    """What a wrong number looks like."""
    if figure is None or figure.value is None:
        return ""
    exact, digits = abs(scaled(figure, judge.edition)), decimals(ours)
    if figure.unit is Unit.RATIO and _cut(exact, digits) == abs(ours):
        return "（像是截去了尾数，没有四舍五入）"
    if figure.unit is Unit.RATIO and rounded(exact, digits) == abs(ours):
        return "（少写了小数）"
    if figure.unit is Unit.YUAN and digits < 2 and rounded(exact, digits) == abs(ours):
        return "（少写了小数）"
    return ""


def _weight(judge: Judge, slot: PrintedSlot) -> Severity:
    figure, ours = judge.figure(slot.theirs), slot.ours.value
    if figure is None or ours is None or figure.value is None:
        return Severity.ERROR
    if figure.unit is Unit.YUAN and abs(abs(scaled(figure, judge.edition)) - abs(ours)) <= _CENT:
        return Severity.HINT
    return Severity.WARNING if _like(judge, figure, ours) else Severity.ERROR


def _cells(judge: Judge, pair: SentencePair, wrong: Iterable[PrintedSlot]) -> tuple[Cell, ...]:
    figures = [judge.figure(slot.theirs) for slot in wrong]
    cells = (cell for figure in figures if figure is not None for cell in figure.cells)
    return tuple(dict.fromkeys((judge.places.line(pair.paper.line), *cells)))


def _mismatch(judge: Judge, pair: SentencePair, wrong: Iterable[PrintedSlot]) -> Mismatch | None:
    """The first amount that differs, with both sides; None where only rates do."""
    for slot in wrong:
        figure, ours = judge.figure(slot.theirs), slot.ours.value
        if figure is None or ours is None or figure.unit is not Unit.YUAN:
            continue
        left = Side(ours * judge.edition.money.of_yuan, (judge.places.line(pair.paper.line),))
        right = Side(_as_printed(figure, ours), figure.cells)
        return Mismatch(left, right, Decimal(0), Unit.YUAN)
    return None


def _turned(
    judge: Judge, pair: SentencePair, turned: list[SlotDifference], wrong: list[PrintedSlot]
) -> Finding:
    words = "；".join(map(_direction, turned))
    numbers = "；".join(_said(judge, slot) for slot in wrong)
    where = quoted(pair.paper, turned[0].start, turned[-1].end)
    told = f"「{where}」的方向与数不符：{words}{f'；{numbers}' if numbers else ''}"
    return Finding(
        "Q02",
        Severity.ERROR,
        told,
        _cells(judge, pair, wrong) + tuple(_compared(judge, turned)),
        _BASIS,
        remedy="核对增减方向，同一句里的说法要一致。",
    )


def _compared(judge: Judge, turned: Iterable[SlotDifference]) -> Iterator[Cell]:
    """The cells of what is compared where a direction is wrong."""
    for number in dict.fromkeys(n for found in turned for n in found.spots):
        yield from judge.spots[number].cells


def _difference(judge: Judge, pair: SentencePair, found: SlotDifference) -> Iterator[Finding]:
    place = (judge.places.line(pair.paper.line),)
    where = quoted(pair.paper, found.start, found.end)
    if found.kind is DifferenceKind.LOST and _matters(judge, found):
        if _CLAUSE.search(found.meant):
            told = f"「{where}」处没有写「{found.meant.strip(',;。')}」"
            yield Finding("Q06", Severity.HINT, told, place, remedy="版式里有这半句；可以补上。")
            return
        told = f"「{where}」缺少「{found.meant}」"
        if found.said:
            told = f"「{where}」的「{found.said}」应为「{found.meant}」"
        yield Finding("Q04", Severity.ERROR, told, place, remedy="补上数和单位。")


_CLAUSE = regex(r"[,;][^,;\d]{4,}\d")  # more than a number with its unit


def _renamed(judge: Judge, pair: SentencePair) -> Iterator[Finding]:
    """科目 that the sentence calls otherwise than the tables do."""
    wrong = [d for d in pair.differences if d.kind is DifferenceKind.WORDS and d.said and d.meant]
    named = dict[int, SlotDifference]()
    for found in wrong:
        spot = found.spots[0] if len(found.spots) == 1 else -1
        if spot >= 0 and judge.is_name(spot) and not _free(found, pair.paper.line.titles):
            named.setdefault(spot, found)
    for spot, found in named.items():
        name = "".join(token.text for token in pair.draft.tokens if token.spot == spot)
        where = quoted(pair.paper, found.start, found.end)
        place = (judge.places.line(pair.paper.line), *judge.spots[spot].cells)
        told = f"「{where}」：表里的名称是「{name}」"
        yield Finding("Q12", Severity.WARNING, told, place, remedy="与表里的科目名称一致。")


def _names(judge: Judge, pair: SentencePair) -> Iterator[Finding]:
    """科目 that a list leaves out though they have amounts, or names though they have none."""
    said, meant = (_listed(sentence) for sentence in (pair.paper, pair.draft))
    known = [name for name in meant if judge.listed(name)]
    if len(known) < _LIST or not any(judge.official(n) for d in pair.differences for n in d.spots):
        return
    place = (judge.places.line(pair.paper.line),)
    left = [name for name in known if name not in said]
    more = [name for name in said if name not in meant and name.isalpha()]
    if left:
        told = f"没有列出「{'」「'.join(left)}」，表里有数"
        yield Finding("Q10", Severity.ERROR, told, place, remedy="补上；表里的数才是错的，改正表。")
    elif more:
        told = f"列了「{'」「'.join(more)}」，表里没有数"
        yield Finding("Q10", Severity.ERROR, told, place, remedy="删去；表里漏了的，补上。")


def _listed(sentence: Sentence) -> list[str]:
    """The names of a list."""
    return [name for name in _BETWEEN.split(sentence.text) if name]


def _matters(judge: Judge, found: SlotDifference) -> bool:
    """True where a unit is lost, or a number that is not nil."""
    return found.theirs is None or judge.tells(found.theirs)


def _slips(judge: Judge, pair: SentencePair) -> Iterator[Finding]:
    """A word too many or too few in a sentence that is otherwise the edition's own."""
    title = pair.paper.line.titles
    note = pair.paper.line.text.startswith("注:")
    loose = (title, note, judge.own_names)
    words = [d for d in pair.differences if d.kind is DifferenceKind.WORDS and not _free(d, *loose)]
    changed = sum(max(len(d.said), len(d.meant)) for d in words)
    few = _FEW_OF_A_TITLE if title else _FEW
    if not words or changed > few or len(pair.paper.text) < _LONG or _follows(judge, pair):
        return
    if pair.paper.line.row or any(d.kind is not DifferenceKind.WORDS for d in pair.differences):
        return
    told = "；".join(_slip(d) for d in words)
    where = quoted(pair.paper, words[0].start, words[-1].end)
    place = (judge.places.line(pair.paper.line),)
    remedy = "核对字句；是有意这样写的，可以不改。"
    yield Finding("Q05", Severity.HINT, f"「{where}」：{told}", place, remedy=remedy)


def _follows(judge: Judge, pair: SentencePair) -> bool:
    """True where the draft's sentence hangs on a cell that is wrong: it may be another one."""
    figures = map(judge.figure, pair.draft.tokens)
    return any(f is not None and not judge.wrong.isdisjoint(f.cells) for f in figures)


_EITHER = {"部门", "单位"}  # titles, and notes below tables, say the one or the other
_OWN = {"我", "本"}  # 我单位, 本单位
_FILLING = regex("(?:的|情况|说明)*")  # 重要事项说明, 重要事项的情况说明


def _free(
    found: SlotDifference,
    title: bool,
    note: bool = False,
    own: frozenset[str] = frozenset(),
) -> bool:
    """True for what offices write either way; ``own`` are words for the body itself."""
    both = {found.said, found.meant}
    if title and all(map(_FILLING.fullmatch, both)):
        return True
    either = both == _OWN or ((note or title) and both == _EITHER)
    return either or both <= {"", *own} or _layout(found)


def _layout(found: SlotDifference) -> bool:
    """True for stops, borders and boxes, which everybody sets otherwise."""
    return all(not sign.isalnum() for sign in found.said + found.meant)


def _direction(found: SlotDifference) -> str:
    if not found.meant:
        return f"多了「{found.said}」"
    return f"「{found.said}」应为「{found.meant}」" if found.said else f"少了「{found.meant}」"


def _slip(found: SlotDifference) -> str:
    if not found.meant:
        return f"多了「{found.said}」"
    return f"「{found.said}」像是「{found.meant}」" if found.said else f"少了「{found.meant}」"


def _unit(judge: Judge, figure: Figure | None) -> str:
    units = {Unit.YUAN: judge.edition.currency, Unit.RATIO: "%"}
    return "" if figure is None else units.get(figure.unit, "")


def _cut(value: Decimal, digits: int) -> Decimal:
    """What is left of a number where its further digits are cut off."""
    return value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_DOWN)


def _as_printed(figure: Figure, ours: Decimal) -> Decimal:
    """The amount of a figure in 元 with the sign that a sentence gives it."""
    amount = figure.amount
    return abs(amount) if ours >= 0 else amount
