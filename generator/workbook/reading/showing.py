"""What stands on the screen in a cell of words: a number in its format, a text in one for texts."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from generator.workbook.reading.cells import Place
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.values import significant


class OnScreen(Struct, frozen=True):
    """The text on the screen; ``date`` when it is one; ``unclear`` says why nobody can know it."""

    text: str
    date: bool = False
    unclear: str = ""


def on_screen(grid: Grid, place: Place) -> OnScreen:
    """What a cell that is not blank shows."""
    value = grid.looks.serials.get(place, grid.values[place])
    code = grid.looks.formats.get(place, "General")
    if isinstance(value, bool):
        return OnScreen(str(value).upper())
    if isinstance(value, date):
        return OnScreen("", unclear="存成了日期，格式却不是日期")
    if isinstance(value, str) and code == "General":
        return OnScreen(value)
    if not isinstance(value, str) and _conditional(grid, place):
        return OnScreen("", unclear="条件格式在这里另定了数字格式")
    if isinstance(value, int) and code == "General" and abs(value) < 10**11:
        return OnScreen(str(value))
    return in_format(value, code, grid.looks.since_1904)


def _conditional(grid: Grid, place: Place) -> bool:
    row, column = place
    return any(
        top <= row <= bottom and left <= column <= right
        for top, left, bottom, right in grid.looks.conditional
    )


def in_format(value: int | float | str, code: str, since_1904: bool = False) -> OnScreen:
    """What a value shows in a number format."""
    # Loaded here: few workbooks have a number in a format among their words.
    from generator.workbook.reading.formats import NotFollowed, is_moment, shown

    number = value if isinstance(value, str) else significant(value)
    try:
        date = not isinstance(number, str) and is_moment(number, code)
        return OnScreen(shown(number, code, since_1904), date)
    except NotFollowed:
        return _not_followed(code)


def size_on_screen(value: int | float, code: str) -> OnScreen:
    """What a number shows where nobody knows whether it gets a minus sign of its own."""
    from generator.workbook.reading.formats import NotFollowed, shown_size

    try:
        return OnScreen(shown_size(significant(value), code))
    except NotFollowed:
        return _not_followed(code)


def _not_followed(code: str) -> OnScreen:
    return OnScreen("", unclear=f"数字格式「{code}」")
