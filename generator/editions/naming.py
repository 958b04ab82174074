"""What an edition prints for its tables, put into the words of rules and remarks.

``{totals}`` is the name of the sheet (公开01表), ``{totals.mark}`` the short one (01表),
``{totals.opening}`` a 行次, ``{fiscal/general}`` a 栏次.  Several tables are one name where only
their numbers differ: ``{general,fund.mark}`` 05、07表, ``{general+fund.mark}`` 05＋07表.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.editions.schema import Form

_NAMED = re.compile(r"\{(?P<keys>\w+(?:[,+]\w+)*)(?:(?P<sign>[./])(?P<part>\w+))?\}")
_NUMBERED = re.compile(r"(\D*)(\d+)(\D*)")
_BETWEEN = {",": "、", "+": "＋"}


def worded(text: str, forms: Mapping[str, Form]) -> str:
    """The text with what the forms are called; braces around anything else stay as they are."""
    return _NAMED.sub(lambda match: _said(match, forms), text) if "{" in text else text


def _said(match: re.Match[str], forms: Mapping[str, Form]) -> str:
    keys = re.split(r"[,+]", match["keys"])
    named = [forms[key] for key in keys if key in forms]
    if not named:
        return match[0]
    if match["sign"] is None:
        names = [form.sheet for form in named]
    elif match["part"] == "mark":
        names = [form.mark or form.sheet for form in named]
    else:
        return str(_number(named[0], match["sign"], match["part"]))
    return _joined(names, _BETWEEN["+" if "+" in match["keys"] else ","])


def _joined(names: list[str], between: str) -> str:
    parts = [_NUMBERED.fullmatch(name) for name in names]
    around = {(part[1], part[3]) for part in parts if part}
    if all(parts) and len(around) == 1:
        before, after = around.pop()
        return f"{before}{between.join(part[2] for part in parts if part)}{after}"
    return between.join(names)


def _number(form: Form, sign: str, key: str) -> int | str:
    """The printed number of a row or column; its key where the form has none."""
    if sign == ".":
        rows = {row.key: row.no for side in form.sides for row in side.lines}
        return rows.get(key, key)
    sides = (column for side in form.sides for column in side.columns)
    return {column.key: column.no for column in (*form.columns, *sides)}.get(key, key)
