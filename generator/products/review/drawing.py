"""The charts as shapes of an SVG picture, each with its data as a text alternative."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from generator.document.charts import ChartData
from generator.figures.phrasing import trimmed

_COLOURS = ("#1f5fa8", "#b4530a", "#2f7d4f", "#7a3f98", "#8a6d00", "#a8324a", "#3c6e71", "#555555")
_WIDTH, _HEIGHT = 560, 300
_LEFT, _TOP, _BASE = 20, 24, 230


class Shape(NamedTuple):
    """An element of a picture; only a ``text`` has words."""

    name: str
    attributes: dict[str, Any]
    words: str | None = None


class Picture(NamedTuple):
    """A chart drawn, and the same in words."""

    name: str
    width: int
    height: int
    told: str
    shapes: tuple[Shape, ...]


def picture(name: str, data: ChartData) -> Picture:
    """One chart: a pie for a single series, columns for more."""
    shapes = _pie(data) if len(data.series) == 1 else _columns(data)
    return Picture(name, _WIDTH, _HEIGHT, _told(data), tuple(shapes))


def _told(data: ChartData) -> str:
    """The chart in words."""
    series = (
        f"{series.name}："
        + "，".join(
            f"{category} {'无' if value is None else trimmed(value)}{data.money.currency}"
            for category, value in zip(data.categories, data.values(series), strict=True)
        )
        for series in data.series
    )
    return "；".join(series) + "。"


def _columns(data: ChartData) -> Iterator[Shape]:
    values = [data.values(series) for series in data.series]
    highest = max((v for row in values for v in row if v is not None), default=Decimal(1))
    slot = (_WIDTH - 2 * _LEFT) / max(len(data.categories), 1)
    width = slot * 0.7 / len(values)
    ends = {"x1": _LEFT, "y1": _BASE, "x2": _WIDTH - _LEFT, "y2": _BASE}
    yield Shape("line", {**ends, "class": "axis"})
    for index, category in enumerate(data.categories):
        start = _LEFT + slot * index + slot * 0.15
        yield _label(start + slot * 0.35, _BASE + 20, category)
        for number, row in enumerate(values):
            if row[index] is not None:
                yield from _column(start + width * number, width, row[index], highest, number)
    for number, series in enumerate(data.series):
        x = _LEFT + number * 260
        yield from _key(number, x, 268, x + 22, 280, series.name)


def _column(
    x: float, width: float, value: Decimal | None, highest: Decimal, number: int
) -> Iterator[Shape]:
    amount = value or Decimal(0)
    height = float(amount / highest) * (_BASE - _TOP - 16) if highest else 0.0
    corner = {"x": _short(x + 3), "y": _short(_BASE - height)}
    size = {"width": _short(width - 6), "height": _short(height)}
    yield Shape("rect", {**corner, **size, "fill": _colour(number)})
    yield _label(x + width / 2, _BASE - height - 6, trimmed(amount))


def _pie(data: ChartData) -> Iterator[Shape]:
    values = [value or Decimal(0) for value in data.values(data.series[0])]
    whole = sum(values, Decimal(0)) or Decimal(1)
    turn = 0.0
    for number, value in enumerate(values):
        share = float(value / whole)
        yield _slice(150.0, 135.0, 105.0, turn, turn + share, number)
        turn += share
    for number, (category, value) in enumerate(zip(data.categories, values, strict=True)):
        y = 40 + number * 26
        yield from _key(
            number, 300, y - 12, 322, y, f"{category} {trimmed(value)}{data.money.currency}"
        )


def _slice(x: float, y: float, radius: float, start: float, end: float, number: int) -> Shape:
    if end - start > 0.9999:
        return Shape("circle", {"cx": x, "cy": y, "r": radius, "fill": _colour(number)})
    (x1, y1), (x2, y2) = (_point(x, y, radius, turn) for turn in (start, end))
    large = int(end - start > 0.5)
    path = f"M{x} {y}L{x1} {y1}A{radius} {radius} 0 {large} 1 {x2} {y2}Z"
    return Shape("path", {"d": path, "fill": _colour(number), "stroke": "#fff"})


def _point(x: float, y: float, radius: float, turn: float) -> tuple[str, str]:
    angle = 2 * math.pi * turn - math.pi / 2
    return _short(x + radius * math.cos(angle)), _short(y + radius * math.sin(angle))


def _key(number: int, x: int, y: int, text_x: int, text_y: int, name: str) -> Iterator[Shape]:
    """What a colour stands for."""
    square = {"x": x, "y": y, "width": 14, "height": 14}
    yield Shape("rect", {**square, "fill": _colour(number)})
    yield Shape("text", {"x": text_x, "y": text_y}, name)


def _label(x: float, y: float, text: str) -> Shape:
    return Shape("text", {"x": _short(x), "y": _short(y), "text-anchor": "middle"}, text)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _short(value: float) -> str:
    """A coordinate with one decimal; where a picture's point lies is no figure."""
    return f"{math.floor(value * 10 + 0.5) / 10:g}"
