"""The charts as SVG, each with its data as a text alternative."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from markupsafe import Markup

from generator.document.charts import ChartData
from generator.figures.phrasing import trimmed

_COLOURS = ("#1f5fa8", "#b4530a", "#2f7d4f", "#7a3f98", "#8a6d00", "#a8324a", "#3c6e71", "#555555")
_WIDTH, _HEIGHT = 560, 300
_LEFT, _TOP, _BASE = 20, 24, 230


def picture(name: str, data: ChartData) -> Markup:
    """One chart: a pie for a single series, columns for more."""
    shapes = _pie(data) if len(data.series) == 1 else _columns(data)
    return Markup(
        '<svg class="chart" viewBox="0 0 {w} {h}" role="img" aria-labelledby="{n}-t {n}-d">'
        '<title id="{n}-t">{n}</title><desc id="{n}-d">{told}</desc>{shapes}</svg>'
    ).format(w=_WIDTH, h=_HEIGHT, n=name, told=told(data), shapes=Markup("").join(shapes))


def told(data: ChartData) -> str:
    """The chart in words."""
    series = (
        f"{series.name}："
        + "，".join(
            f"{category} {'无' if value is None else trimmed(value)}{data.unit}"
            for category, value in zip(data.categories, data.values(series), strict=True)
        )
        for series in data.series
    )
    return "；".join(series) + "。"


def _columns(data: ChartData) -> Iterator[Markup]:
    values = [data.values(series) for series in data.series]
    highest = max((v for row in values for v in row if v is not None), default=Decimal(1))
    slot = (_WIDTH - 2 * _LEFT) / max(len(data.categories), 1)
    width = slot * 0.7 / len(values)
    yield Markup('<line x1="{}" y1="{}" x2="{}" y2="{}" class="axis"/>').format(
        _LEFT, _BASE, _WIDTH - _LEFT, _BASE
    )
    for index, category in enumerate(data.categories):
        start = _LEFT + slot * index + slot * 0.15
        yield _label(start + slot * 0.35, _BASE + 20, category)
        for number, row in enumerate(values):
            if row[index] is not None:
                yield _column(start + width * number, width, row[index], highest, number)
    for number, series in enumerate(data.series):
        yield _key(number, series.name)


def _column(x: float, width: float, value: Decimal | None, highest: Decimal, number: int) -> Markup:
    amount = value or Decimal(0)
    height = float(amount / highest) * (_BASE - _TOP - 16) if highest else 0.0
    bar = Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        _short(x + 3), _short(_BASE - height), _short(width - 6), _short(height), _colour(number)
    )
    return bar + _label(x + width / 2, _BASE - height - 6, trimmed(amount))


def _pie(data: ChartData) -> Iterator[Markup]:
    values = [value or Decimal(0) for value in data.values(data.series[0])]
    whole = sum(values, Decimal(0)) or Decimal(1)
    centre, middle, radius = 150.0, 135.0, 105.0
    turn = 0.0
    for number, value in enumerate(values):
        share = float(value / whole)
        yield _slice(centre, middle, radius, turn, turn + share, number)
        turn += share
    for number, (category, value) in enumerate(zip(data.categories, values, strict=True)):
        y = 40 + number * 26
        yield Markup('<rect x="300" y="{}" width="14" height="14" fill="{}"/>').format(
            y - 12, _colour(number)
        )
        yield Markup('<text x="322" y="{}">{} {}{}</text>').format(
            y, category, trimmed(value), data.unit
        )


def _slice(x: float, y: float, radius: float, start: float, end: float, number: int) -> Markup:
    if end - start > 0.9999:
        return Markup('<circle cx="{}" cy="{}" r="{}" fill="{}"/>').format(
            x, y, radius, _colour(number)
        )
    (x1, y1), (x2, y2) = (_point(x, y, radius, turn) for turn in (start, end))
    large = int(end - start > 0.5)
    path = f"M{x} {y}L{x1} {y1}A{radius} {radius} 0 {large} 1 {x2} {y2}Z"
    return Markup('<path d="{}" fill="{}" stroke="#fff"/>').format(path, _colour(number))


def _point(x: float, y: float, radius: float, turn: float) -> tuple[str, str]:
    angle = 2 * math.pi * turn - math.pi / 2
    return _short(x + radius * math.cos(angle)), _short(y + radius * math.sin(angle))


def _key(number: int, name: str) -> Markup:
    x = _LEFT + number * 260
    return Markup(
        '<rect x="{}" y="268" width="14" height="14" fill="{}"/><text x="{}" y="280">{}</text>'
    ).format(x, _colour(number), x + 22, name)


def _label(x: float, y: float, text: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="middle">{}</text>').format(
        _short(x), _short(y), text
    )


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]


def _short(value: float) -> str:
    """A coordinate with one decimal; where a picture's point lies is no figure."""
    return f"{math.floor(value * 10 + 0.5) / 10:g}"
