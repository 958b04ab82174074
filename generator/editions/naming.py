"""What an edition prints for its tables, put into the words of rules and remarks.

``{totals}`` is the name of the sheet (公开01表), ``{totals.mark}`` the short one (01表),
``{totals.opening}`` a 行次, ``{fiscal/general}`` a 栏次.  Several tables are one name where only
their numbers differ: ``{general,fund.mark}`` 05、07表, ``{general+fund.mark}`` 05＋07表.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.editions.formulas import Formula
from generator.editions.schema import Form
from generator.model import regex

_NAMED = regex(r"\{(?P<keys>\w+(?:[,+]\w+)*)(?:(?P<sign>[./])(?P<part>\w+))?\}")
_JOINED, _BRACES = regex(r"[,+]"), regex(r"\{[^{}]*\}")
_NUMBERED = regex(r"(\D*)(\d+)(\D*)")
_COUNTED = regex(r"^[一二三四五六七八九十]+、")
_MOST_TERMS = 8  # of a formula in words; the middle of a longer one is left out
_BETWEEN = {",": "、", "+": "＋"}


def worded(text: str, forms: Mapping[str, Form]) -> str:
    """The text with what the forms are called; braces around anything else stay as they are."""
    return _NAMED.sub(lambda match: _said(match, forms), text) if "{" in text else text


def unnamed(text: str, forms: Mapping[str, Form]) -> Iterator[str]:
    """The names in braces that stand for no form, and for none of its rows and columns."""
    for match in _BRACES.finditer(text):
        named = _NAMED.fullmatch(match[0])
        if named is None or not _known(named, forms):
            yield match[0]


def _known(named: re.Match[str], forms: Mapping[str, Form]) -> bool:
    keys, part = _JOINED.split(named["keys"]), named["part"]
    if not forms.keys() >= set(keys):
        return False
    return part in (None, "mark") or part in _numbers(forms[keys[0]], named["sign"])


def _said(match: re.Match[str], forms: Mapping[str, Form]) -> str:
    keys = _JOINED.split(match["keys"])
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
    """The printed number of a row or column, its label in a form without; its key for none."""
    return _numbers(form, sign).get(key, key)


def _numbers(form: Form, sign: str) -> dict[str, int | str]:
    """Key → what it is called, of each row ("."), or of each column ("/")."""
    if sign == ".":
        lines = (row for side in form.sides for row in side.lines)
        return {row.key: row.no if form.numbered else f"「{bare(row.label)}」" for row in lines}
    columns = (*form.columns, *(column for side in form.sides for column in side.columns))
    return {c.key: c.no if form.numbered else f"「{'·'.join(c.path)}」" for c in columns}


def bare(label: str) -> str:
    """A label without the number before it: 一、一般公共服务支出 is 一般公共服务支出."""
    return _COUNTED.sub("", label)


def formula_words(form: Form, formula: Formula) -> str:
    """A formula as the form prints it, in the labels of its rows or columns where it has no numbers."""
    if form.numbered:
        return formula.printed
    if formula.axis == "行":
        names = {line.no: bare(line.label) for side in form.sides for line in side.lines}
    else:
        columns = (*form.columns, *(column for side in form.sides for column in side.columns))
        names = {column.no: "·".join(column.path) for column in columns}
    signed = [("－" if sign < 0 else "＋") + names[no] for sign, no in formula.terms if no in names]
    many = len(signed) > _MOST_TERMS
    shown = [*signed[:1], "＋…", *signed[-1:]] if many else signed
    return f"{names[formula.target]}={''.join(shown).removeprefix('＋')}"
