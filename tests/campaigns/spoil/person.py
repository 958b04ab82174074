"""What a person does by mistake: typed into cells, pasted over rows, done to sheets."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from . import books, cells, layout
from .books import tag
from .cells import Element

Slip = Callable[[random.Random, Element], None]

# {} is the number that stood in the cell.
NUMBERS = (
    "{}万元", "{}元", "约{}", "{} 1", "{}\n3", "{}①", "{}²", "{}%", "{}.", ".{}.", "{},5", "{}。5",
    "￥{}", "¥{}", "({})", "（{}）", "-{}", "--{}", "+{}", "{}-", "'{}", "={}", " {} ", "　{}", "{}\u200b",
    "\ufeff{}", "\xa0{}", "{}\u202e", "{}_x000D_", "{}O", "l{}", "1e{}", "{}e2", "一百", "½", "Ⅳ", "壹",
    "-", "—", "/", "*", "无", "0", "0.00", "零", "空", "#REF!", "#N/A", "#DIV/0!", "Err:502", "####",
    "TRUE", "1/2", "3:30", "2023年", "见附件", "同上", "?", "□", "1,2,3", "1,234.5", "12,34.5", "１２．５",
    "，１２３", "1 234", "12 34", "{}（台）", "{};{}", "{}、{}", "{}~{}", "{}-{}", "{}/{}", "{}\t{}",
)  # fmt: skip
STORED = (
    "NaN",
    "1e20",
    "-5.6e-17",
    "1E-9",
    "45000",
    "0.5",
    "-0.01",
    "123456789012345678",
    "0",
    "1e3",
)
WORDS = (
    "{}_x000D_", "{}\n", "\n{}", "{}\u200b", "\u200e{}", "{}\ue815", "{}□", "{}\ufffd", "{}\xa0",
    "{}{}", "#REF!", "{}#N/A", "####", "-0.0527", "2023", "{}。。", "，{}", "（{}", "{}【待补充】",
    "{{{{ x }}}}", "{{% if %}}", "无", "/", " ", "\u3000", "\u200b", "\xad", "同上", "{}①", "{}👍", "\t{}",
    "=1+1", "+{}", "<b>{}</b>", "&nbsp;{}", "{}_x0007_", "0", "100%", "２０２３年",
)  # fmt: skip
CODES = ("2O80505", "208050", "20805055", " {}", "{} ", "{}\n", "{}-", "208-05-05", "{}①", "'{}",
    "２０８０５０５", "208 05 05", "208.05", "{}%", "合计", "小计", "{}\u200b", "9999999", "0")  # fmt: skip
DATES = ("2023.10.1", "20231001", "2023-13-01", "2023年10月", "10月1日", "23/10/1", "今天", "2023-02-29",
    "2023/1/1 10:00", "１月", "2023-10-1\n", "二〇二三年十月一日")  # fmt: skip


def _one(dice: random.Random, found: list[Element]) -> Element | None:
    return dice.choice(found) if found else None


def _typed(dice: random.Random, cell: Element | None, forms: tuple[str, ...]) -> None:
    if cell is not None:
        form, said = dice.choice(forms), cells.said(cell)
        cells.put_text(
            cell,
            form.replace("{{", "{").replace("}}", "}")
            if "{{" in form
            else form.replace("{}", said),
        )


def number_typed(dice: random.Random, root: Element) -> None:
    _typed(dice, _one(dice, cells.numbers(root)), NUMBERS)


def number_stored(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.numbers(root))) is not None:
        cells.put_value(cell, dice.choice(STORED))


def words_typed(dice: random.Random, root: Element) -> None:
    _typed(dice, _one(dice, cells.texts(root)), WORDS)


def number_among_words(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.texts(root))) is not None:
        cells.put_value(cell, dice.choice((*STORED, "95.5", "45200", "1")))


def words_among_numbers(dice: random.Random, root: Element) -> None:
    cell, other = _one(dice, cells.numbers(root)), _one(dice, cells.texts(root))
    if cell is not None and other is not None:
        cells.put_text(cell, cells.said(other))


def code_typed(dice: random.Random, root: Element) -> None:
    _typed(dice, _one(dice, _like(root, r"\d{3}|\d{5}|\d{7}")), CODES)


def date_typed(dice: random.Random, root: Element) -> None:
    _typed(dice, _one(dice, _like(root, r"\d{4}-\d\d.*|4[4-6]\d{3}")), DATES)


def _like(root: Element, pattern: str) -> list[Element]:
    return [c for c in cells.filled(root) if re.fullmatch(pattern, cells.said(c))]


def raised(dice: random.Random, root: Element) -> None:
    """A footnote sign behind a number or a word, as rich text."""
    if (cell := _one(dice, cells.filled(root))) is not None:
        cells.put_runs(cell, cells.said(cell), dice.choice("123①*a"))


def cleared(dice: random.Random, root: Element) -> None:
    for _ in range(dice.choice((1, 1, 3))):
        if (cell := _one(dice, cells.filled(root))) is not None:
            cells.clear(cell)


def blank_typed(dice: random.Random, root: Element) -> None:
    """Something into a blank cell in the middle of things."""
    height, width = cells.extent(root)
    cell = cells.cell_at(root, dice.randint(1, height + 3), dice.randint(1, width + 2))
    if cells.said(cell) or cell.find(tag("f")) is not None:
        return
    if dice.random() < 0.5:
        cells.put_value(cell, dice.choice(("12.34", "7", "-3.5", "2023", "0")))
    else:
        cells.put_text(cell, dice.choice(("备用", "12.34", "12.34万元", "见说明", "x", "12①")))


def error_value(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.filled(root))) is not None:
        error = dice.choice(("#REF!", "#N/A", "#VALUE!", "#SPILL!", "#BLOCKED!", "#NAME?"))
        cells.put_formula(cell, "A1/0", "e", error)


def formula_without_result(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.filled(root))) is not None:
        kind, value = dice.choice((("str", ""), ("str", None), ("n", None), ("n", "")))
        cells.put_formula(cell, 'IF(1,"",0)', kind, value)


def formula_with_result(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.numbers(root))) is not None:
        cells.put_formula(cell, "A1+A2", "n", dice.choice(("12.345", "7", "33.333333333333336")))


def truth(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.filled(root))) is not None:
        cells.put_value(cell, dice.choice(("0", "1", "true")), "b")


def iso_date(dice: random.Random, root: Element) -> None:
    if (cell := _one(dice, cells.filled(root))) is not None:
        cells.put_value(cell, "2023-07-24T00:00:00", "d")


def other_style(dice: random.Random, root: Element) -> None:
    """The format of another cell, painted over one."""
    cell, other = _one(dice, cells.filled(root)), _one(dice, list(root.iter(tag("c"))))
    if cell is not None and other is not None and other.get("s"):
        cell.set("s", other.get("s"))


def exchanged(dice: random.Random, root: Element) -> None:
    one, other = _one(dice, cells.filled(root)), _one(dice, cells.filled(root))
    if one is not None and other is not None and one is not other:
        first, second = deepcopy(one), deepcopy(other)
        for cell, source in ((one, second), (other, first)):
            cells.clear(cell)
            cell.set("t", source.get("t", "n"))
            cell.extend(list(source))


def hidden(dice: random.Random, root: Element) -> None:
    for row in cells.some(dice, cells.rows(root)):
        row.set("hidden", "1")


def hidden_column(dice: random.Random, root: Element) -> None:
    group = root.find(tag("cols"))
    if group is not None:
        column = str(dice.randint(1, 6))
        for found in group:
            if found.get("min") == column:
                found.set("hidden", "1")


IN_CELLS: tuple[Slip, ...] = (
    number_typed, number_typed, number_typed, number_stored, words_typed, words_typed,
    number_among_words, words_among_numbers, code_typed, date_typed, raised, cleared, blank_typed,
    error_value, formula_without_result, formula_with_result, truth, iso_date, other_style,
    exchanged, hidden, hidden_column,
)  # fmt: skip


def number_formatted(dice: random.Random, found: books.Parts, part: str) -> None:
    """A number format chosen for one cell."""
    from .markup import FORMATS

    look, root = cells.parsed(found[books.STYLES]), cells.parsed(found[part])
    cell = _one(dice, cells.filled(root))
    group, formats = look.find(tag("cellXfs")), look.find(tag("numFmts"))
    if cell is None or formats is None:
        return
    made = etree.SubElement(formats, tag("numFmt"))
    made.set("numFmtId", "902")
    made.set("formatCode", dice.choice(FORMATS))
    style = deepcopy(group[int(cell.get("s", "0"))])
    style.set("numFmtId", "902")
    style.set("applyNumberFormat", "1")
    group.append(style)
    cell.set("s", str(len(group) - 1))
    found[books.STYLES], found[part] = cells.written(look), cells.written(root)


def twin_sheet(dice: random.Random, found: books.Parts, part: str) -> None:
    """A second sheet of almost the same name, hidden or not, with other numbers."""
    book, links = cells.parsed(found[books.BOOK]), cells.parsed(found[books.LINKS])
    names = {p: n for n, p in books.sheet_parts(found).items()}
    name = names[part]
    wide = name.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    twin = dice.choice((f"{name} ", f" {name}", wide, f"{name}(2)", f"{name} 2", f"{name}副本"))
    if twin == name:
        twin = f"{name}\u3000"
    link = etree.SubElement(links, f"{{{links.nsmap[None]}}}Relationship")
    link.set("Id", "rIdTwin")
    link.set("Type", links[0].get("Type").rpartition("/")[0] + "/worksheet")
    link.set("Target", "/xl/worksheets/twin.xml")
    sheets = book.find(tag("sheets"))
    made = deepcopy(sheets[0])
    made.attrib.update({"name": twin, "sheetId": "97"})
    made.set(next(key for key in made.attrib if key.endswith("}id")), "rIdTwin")
    made.set("state", dice.choice(("visible", "hidden", "veryHidden")))
    sheets.insert(dice.choice((0, len(sheets))), made)
    root = cells.parsed(found[part])
    for cell in cells.numbers(root):
        cells.put_value(cell, "7")
    found["xl/worksheets/twin.xml"] = cells.written(root)
    found[books.BOOK], found[books.LINKS] = cells.written(book), cells.written(links)


def renamed_sheet(dice: random.Random, found: books.Parts, part: str) -> None:
    root = cells.parsed(found[books.BOOK])
    sheet = dice.choice(list(root.find(tag("sheets"))))
    name = sheet.get("name")
    wide = name.translate({ord(d): ord(d) + 0xFEE0 for d in "0123456789"})
    sheet.set("name", dice.choice((f"{name} ", wide, f"{name}1", "Sheet1", name[:-1] or "x")))
    found[books.BOOK] = cells.written(root)


def hidden_sheet(dice: random.Random, found: books.Parts, part: str) -> None:
    root = cells.parsed(found[books.BOOK])
    dice.choice(list(root.find(tag("sheets")))).set("state", "hidden")
    found[books.BOOK] = cells.written(root)


def lost_sheet(dice: random.Random, found: books.Parts, part: str) -> None:
    root = cells.parsed(found[books.BOOK])
    sheets = root.find(tag("sheets"))
    sheets.remove(dice.choice(list(sheets)))
    found[books.BOOK] = cells.written(root)


IN_BOOKS: tuple[Callable[[random.Random, books.Parts, str], None], ...] = (
    number_formatted, number_formatted, twin_sheet, renamed_sheet, hidden_sheet, lost_sheet,
)  # fmt: skip


def spoil(dice: random.Random, base: int) -> tuple[str, bytes]:
    """A workbook with a slip in it, and what was done."""
    found = books.parts(base)
    sheets = [part for name, part in books.sheet_parts(found).items() if name != books.GUIDE]
    part = dice.choice(sheets)
    if dice.random() < 0.15:
        change = dice.choice(IN_BOOKS)
        change(dice, found, part)
        return change.__name__, books.packed(found)
    root = cells.parsed(found[part])
    slip = dice.choice(IN_CELLS if dice.random() < 0.65 else layout.SLIPS)
    for _ in range(dice.choice((1, 1, 1, 2, 4)) if slip in IN_CELLS else 1):
        slip(dice, root)
    found[part] = cells.written(root)
    return slip.__name__, books.packed(found)
