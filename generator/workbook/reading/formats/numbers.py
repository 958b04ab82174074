"""Numbers as a number format shows them: decimals, powers of ten, fractions, General."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from generator.workbook.reading.formats import numerals
from generator.workbook.reading.formats.parsing import FormatSection, NotFollowed, Sign

_GENERAL_WIDTH = 11  # characters that General shows in a cell wide enough


def shown_number(value: Decimal, section: FormatSection) -> str:
    """What stands on the screen for a number that is not negative.  Raises NotFollowed."""
    signs = list(section.signs)
    if section.has("words", "date"):
        raise NotFollowed
    if section.has("general"):
        return _with_general(value, section)
    if not section.has("digit"):
        return "".join(sign.said for sign in signs)
    write: Callable[[Decimal, list[Sign]], str] = _decimal
    if section.has("slash") and not section.has("point", "power"):
        write = _fraction
    elif section.has("power"):
        write = _scientific
    with localcontext(prec=400):
        said = write(value, signs)
    return numerals.digits(said, section.numerals) if section.numerals else said


def _with_general(value: Decimal, section: FormatSection) -> str:
    if (
        section.has("digit", "percent", "power", "slash")
        or section.signs.count(Sign("general", section.signs[0].said)) > 1
    ):
        raise NotFollowed
    said = general(value)
    if section.numerals:
        if "E" in said:
            raise NotFollowed
        said = numerals.number(said, section.numerals)
    return "".join(said if sign.kind == "general" else sign.said for sign in section.signs)


def general(value: Decimal) -> str:
    """A number from 0 up under General, in a cell that is wide enough: 11 characters, else E."""
    if value == 0:
        return "0"
    power = value.adjusted()
    places = _GENERAL_WIDTH - 1 - max(power + 1, 1)
    if -5 < power < _GENERAL_WIDTH or _exact(value):
        plain = _trimmed(f"{_rounded(value, max(places, 0)):f}")
        if len(plain) <= _GENERAL_WIDTH and plain != "0":
            return plain
    head = _rounded(value.scaleb(-power), 5)
    if head >= 10:
        head, power = head / 10, power + 1
    return f"{_trimmed(f'{head:f}')}E{'-' if power < 0 else '+'}{abs(power):02}"


def _exact(size: Decimal) -> bool:
    """True for a small number that can be written out whole, such as 0.000012345."""
    return len(f"{size.normalize():f}") <= _GENERAL_WIDTH


def _trimmed(plain: str) -> str:
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _rounded(value: Decimal, digits: int) -> Decimal:
    """Half up, as Excel rounds what it shows; figures are rounded in ``phrasing`` alone."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


# --- decimals ----------------------------------------------------------------------------------


def _decimal(value: Decimal, signs: list[Sign]) -> str:
    signs, scale, grouped = _commas(signs)
    value = value.scaleb(2 * sum(sign.kind == "percent" for sign in signs) - 3 * scale)
    point = next((i for i, sign in enumerate(signs) if sign.kind == "point"), len(signs))
    digits = sum(sign.kind == "digit" for sign in signs[point:])
    whole, _, rest = f"{_rounded(value, digits):f}".partition(".")
    left = _left(whole.lstrip("0"), signs[:point], grouped)
    return left + _right(rest, signs[point:])


def _commas(signs: list[Sign]) -> tuple[list[Sign], int, bool]:
    """The signs without commas, how often they divide by 1000, and whether they part groups."""
    point = next((i for i, sign in enumerate(signs) if sign.kind == "point"), len(signs))
    whole = [i for i, sign in enumerate(signs[:point]) if sign.kind == "digit"]
    scale, grouped = 0, False
    for index, sign in enumerate(signs):
        if sign.kind != "comma":
            continue
        if whole and whole[0] < index < whole[-1]:
            grouped = True
        elif signs[index - 1].kind in ("digit", "comma") and index > 0:
            scale += 1
        else:
            raise NotFollowed
    return [sign for sign in signs if sign.kind != "comma"], scale, grouped


def _left(whole: str, signs: Sequence[Sign], grouped: bool) -> str:
    """Digits before the point, from the right; what has no place of its own stands at the first.

    Without a place for any they stand before the point: 95.3% under ``.0%``.
    """
    places = sum(sign.kind == "digit" for sign in signs)
    if not places:
        return f"{_texts(signs)}{whole}"
    said, at = "", 0
    for sign in reversed(signs):
        if sign.kind != "digit":
            said = sign.said + said
            continue
        places -= 1
        end = max(len(whole) - at, 0)
        digits = whole[:end] if places == 0 else whole[max(end - 1, 0) : end]
        for digit in reversed(digits or {"0": "0", "?": " "}.get(sign.said, "")):
            comma = "," if grouped and at and at % 3 == 0 and digit != " " else ""
            said, at = digit + comma + said, at + 1
    return said


def _right(rest: str, signs: Sequence[Sign]) -> str:
    """The point and the digits behind it; # and ? give way to zeros at the end."""
    needed = len(rest.rstrip("0"))
    said, at = "", 0
    for sign in signs:
        if sign.kind == "digit":
            spare = at >= needed
            said += {"#": "", "?": " "}.get(sign.said, "0") if spare else rest[at]
            at += 1
        else:
            said += sign.said
    return said


# --- powers of ten and fractions ---------------------------------------------------------------


def _scientific(value: Decimal, signs: list[Sign]) -> str:
    at = next(i for i, sign in enumerate(signs) if sign.kind == "power")
    head, power_sign, tail = signs[:at], signs[at].said, signs[at + 1 :]
    if any(sign.kind not in ("digit", "point", "text") for sign in head) or any(
        sign.kind != "text" for sign in tail
    ):
        raise NotFollowed
    point = next((i for i, sign in enumerate(head) if sign.kind == "point"), len(head))
    step = sum(sign.kind == "digit" for sign in head[:point]) or 1
    digits = sum(sign.kind == "digit" for sign in head[point:])
    power = 0 if value == 0 else value.adjusted() // step * step
    number = _rounded(value.scaleb(-power), digits)
    if number.adjusted() >= step:
        power += step
        number = _rounded(value.scaleb(-power), digits)
    mark = "-" if power < 0 else "+" if power_sign[1] == "+" else ""
    places = str(abs(power)).zfill(power_sign.count("0"))
    return f"{_decimal(number, head)}E{mark}{places}{''.join(sign.said for sign in tail)}"


def _fraction(value: Decimal, signs: list[Sign]) -> str:
    slash = next(i for i, sign in enumerate(signs) if sign.kind == "slash")
    first = slash
    while first and signs[first - 1].kind == "digit":
        first -= 1
    above, before = signs[first:slash], signs[:first]
    below, tail = _denominator(signs[slash + 1 :])
    if not above or any(s.kind not in ("digit", "text") for s in (*before, *tail)):
        raise NotFollowed
    mixed = any(sign.kind == "digit" for sign in before)
    whole = int(value) if mixed else 0
    part = _nearest(Fraction(value) - whole, below)
    if mixed and part[0] == part[1]:
        whole, part = whole + 1, (0, part[1])
    said = _left(str(whole).lstrip("0"), before, False) if mixed else _texts(before)
    if mixed and whole == 0 and part[0] == 0 and not said.strip():
        said = f"0{said}"
    end = _texts(tail)
    if mixed and part[0] == 0:
        return said.rstrip() + end
    return f"{said}{str(part[0]).rjust(len(above))}/{part[1]!s}{end}"


def _texts(signs: Sequence[Sign]) -> str:
    return "".join(sign.said for sign in signs)


def _denominator(signs: list[Sign]) -> tuple[str, list[Sign]]:
    """The digits below the line: placeholders, or a number that is given."""
    count = 0
    while count < len(signs) and (signs[count].kind == "digit" or signs[count].said.isdecimal()):
        count += 1
    if not count:
        raise NotFollowed
    return _texts(signs[:count]), signs[count:]


def _nearest(value: Fraction, below: str) -> tuple[int, int]:
    """Numerator and denominator; the latter given, or of no more digits than there are signs."""
    if below.isdecimal() and int(below):
        return int(value * int(below) + Fraction(1, 2)), int(below)
    found = value.limit_denominator(10 ** min(len(below), 7) - 1)
    return found.numerator, found.denominator
