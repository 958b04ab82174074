"""The nine printed tables against what was typed, cell by cell."""

from __future__ import annotations

from decimal import Decimal

from . import catalogue
from .printed import Printed
from .reading import Section, Table
from .tally import Tally
from .unit import Place, Unit

_KIND = "公开表的格子"
BY_CODE = ("02", "03", "05", "07", "08")


class Shown:
    """The amounts that stand in the printed tables, as text and as numbers."""

    def __init__(self) -> None:
        self.texts: dict[Place, str] = {}
        self.codes: dict[str, list[str]] = {form: [] for form in BY_CODE}
        self.items: list[tuple[str, str]] = []

    def __call__(self, form: str, row: str, column: str = "amount") -> Decimal:
        """The printed amount in 万元; nil for a blank or absent cell."""
        return Decimal(self.texts.get((form, row, column)) or "0.00")

    def given(self, form: str, row: str, column: str = "amount") -> bool:
        """True for a cell that is not blank, 0.00 included."""
        return bool(self.texts.get((form, row, column)))


def judge(tally: Tally, unit: Unit, sections: list[Section]) -> Shown:
    """Compare every cell; what is printed goes on to be the measure of the prose."""
    shown, printed = Shown(), Printed(unit)
    own = [s for s in sections if s.part.startswith("第二部分") and s.tables]
    tally.same("公开表的张数", len(own), 9)
    for form, section in zip(catalogue.TITLES, own, strict=False):
        tally.place = f"公开{form}表"
        tally.same("表名", f"{unit.year}年度{catalogue.TITLES[form]}" in section.paragraphs, True)
        _read(shown, form, section.tables[0])
        _fixed(tally, shown, form, section)
        if form in BY_CODE:
            _names(tally, unit, shown, printed, section.tables[0], form)
        _cells(tally, shown, printed, form)
        _statement(tally, unit, shown, form, section.paragraphs)
    return shown


def _read(shown: Shown, form: str, table: Table) -> None:
    texts = shown.texts
    for row in table:
        if form in ("01", "04") and len(row) > 4:
            texts[form, row[1], "amount"] = row[2]
            right = ("amount",) if form == "01" else ("total", *catalogue.FUNDS)
            texts.update({(form, row[4], c): t for c, t in zip(right, row[5:], strict=False)})
        elif form in BY_CODE:
            _read_code(shown, form, row)
        elif form == "06" and len(row) == 9:
            triples = (row[:3], row[3:6], row[6:])
            found = {("06", code, "amount"): text for code, _, text in triples if code}
            texts.update(found)
            shown.items += [(code, name) for code, name, _ in triples if code.isdigit()]
        elif form == "06" and len(row) == 4:
            texts["06", "personnel", "amount"], texts["06", "public", "amount"] = row[1], row[3]
        elif form == "09" and len(row) == 12:
            columns = zip(catalogue.COLUMNS_09, row, strict=True)
            texts.update({(form, "row", column): text for column, text in columns})


_NUMBERED = {"01": ((1, 31), (32, 62)), "04": ((1, 32), (33, 64))}


def _fixed(tally: Tally, shown: Shown, form: str, section: Section) -> None:
    """What the form itself says: its number, 行次, 栏次, 科目代码 and the notes below it."""
    table = section.tables[0]
    tally.same("表号", f"公开{form}表" in section.paragraphs, True)
    below = [p for p in section.paragraphs if p in catalogue.NOTES[form]]
    if form in BY_CODE:
        below = table[-1][0].split("\n")
    tally.same("附注", below, catalogue.NOTES[form])
    if form in _NUMBERED:
        sides = [[row[n] for row in table if len(row) > 4 and row[n].isdigit()] for n in (1, 4)]
        wanted = [[str(n) for n in range(a, b + 1)] for a, b in _NUMBERED[form]]
        tally.same("行次", sides, wanted)
    heads = [[cell for cell in row if cell.isdigit()] for row in table]
    count = {"01": 2, "04": 5, "06": 0, "09": 12}.get(form, len(catalogue.COLUMNS.get(form, ())))
    tally.same("栏次", [str(n) for n in range(1, count + 1)] in [*heads, []], True)
    if form == "06":
        unlisted = {**catalogue.UNLISTED, **catalogue.UNLISTED_CLASSES}
        given = {code for code in unlisted if shown.given("06", code)}
        hidden = {"31001", "31019"}  # in the list of codes, but not on the form
        named = {k: v for k, v in catalogue.ECONOMIC.items() if k not in hidden}
        named |= {code: unlisted[code] for code in given}
        tally.same("款和名称", sorted(shown.items), sorted(named.items()))


def _read_code(shown: Shown, form: str, row: list[str]) -> None:
    columns = catalogue.COLUMNS[form]
    if row[0] == "合计" and len(row) == len(columns) + 1:
        key, amounts = "total", row[1:]
    elif row[0].isdigit() and len(row) == len(columns) + 2:
        key, amounts = row[0], row[2:]
        shown.codes[form].append(key)
    else:
        return
    shown.texts.update({(form, key, c): t for c, t in zip(columns, amounts, strict=True)})


def _names(
    tally: Tally, unit: Unit, shown: Shown, printed: Printed, table: Table, form: str
) -> None:
    tally.same("各行的科目", shown.codes[form], printed.codes[form])
    shown.codes[form] = printed.codes[form]
    for row in table:
        if row[0].isdigit() and len(row[0]) in (3, 5, 7) and len(row) > 4:
            tally.same("科目名称", row[1], unit.names.get(row[0]))


def _cells(tally: Tally, shown: Shown, printed: Printed, form: str) -> None:
    for place, text in shown.texts.items():
        if place[0] != form or not _is_amount(place):
            continue
        expected = printed(*place)
        tally.same(_KIND, text, "" if expected is None else f"{expected:f}", str(place))
    for place in printed.unit.cells:
        if place[0] == form and place not in shown.texts and printed(*place) is not None:
            tally.wrong(f"没有印出 {place}")


def _is_amount(place: Place) -> bool:
    form, row, _ = place
    return form not in ("01", "04", "06") or row.isdigit() or row in ("personnel", "public")


def _statement(tally: Tally, unit: Unit, shown: Shown, form: str, paragraphs: list[str]) -> None:
    """Below a table without amounts stands that there is nothing, and only there."""
    what = {
        "07": "政府性基金预算财政拨款收入支出",
        "08": "国有资本经营预算财政拨款支出",
        "09": "财政拨款“三公”经费支出",
    }.get(form)
    if what is None:
        return
    row = "row" if form == "09" else "total"
    empty = not any(text for (f, r, _), text in shown.texts.items() if f == form and r == row)
    sentence = f"说明：{unit.year}年度{unit.profile['name']}无{what}。"
    tally.same("空表说明", sentence in paragraphs, empty)
