"""What an edition declares in the right kinds and cannot be meant: found when it is loaded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.editions.declared import EditionFile
from generator.editions.naming import unnamed
from generator.editions.relations import EquationRule
from generator.editions.schema import Block, Form, FormSide, InputColumn, InputRow, InputSheet
from generator.model import regex

_KEY = regex(r"[A-Za-z0-9_]+")
_CARRY = regex(r"keep|note|\{\w+\}|\[\w+\]|")
_NO_NAME = regex(r"[\[\]:*?/\\]|^'|'$")  # what Excel refuses in the name of a sheet
_LONGEST_NAME = 31
_OWN_SHEETS = ("填表说明", "审稿意见", "所属单位", "抵消")  # the program writes these itself
_PARTS = {"lines": {"sides"}, "codes": {"columns"}, "single": {"columns"}, "items": {"blocks"}}
_PART_NAMES = {"sides": "side", "columns": "columns", "blocks": "block"}
_MOST_SIDES = 2
_YEARS = range(2000, 2100)
WORDED = {"self": "entity", "we": "entity", "finance": "level", "departments": "level"}
"""Tables of ``[words]`` → the line of 基本信息 of which they word every choice."""
_WORDED = {**WORDED, "no_prior": "history"}  # in which not every choice has words


def unsound(
    data: EditionFile,
    forms: Sequence[Form],
    relations: Sequence[EquationRule],
    sheets: Sequence[InputSheet],
) -> Iterator[str]:
    """Each such entry, in words that name its file and place."""
    yield from _of_edition(data, sheets, {form.id: form for form in forms})
    for form in forms:
        yield from _of_form(f"forms.toml form「{form.id}」", form)
    yield from _twice("forms.toml form", "mark", (form.mark for form in forms if form.mark))
    yield from _sheet_names(forms, sheets)
    yield from _of_relations(relations, {form.id: form for form in forms})
    for sheet in sheets:
        if not sheet.blocks:
            yield f"sheets.toml sheet「{sheet.id}」一块（block）也没有"
        for block in sheet.blocks:
            yield from _of_block(f"sheets.toml block「{block.id}」", block)


def _of_edition(
    data: EditionFile, sheets: Sequence[InputSheet], forms: Mapping[str, Form]
) -> Iterator[str]:
    blocks = {block.id: block for sheet in sheets for block in sheet.blocks}
    lines = blocks["profile"].by_key if "profile" in blocks else {}
    for table, line in _WORDED.items():
        choices = lines[line].choices if line in lines else {}
        said = data.words.get(table, {})
        for key in sorted(said.keys() - choices.keys()):
            yield f"edition.toml [words] 的 {table} 里有 {key}，「{line}」没有这个选项：{'、'.join(choices)}"
    for table in sorted(data.words.keys() - _WORDED.keys()):
        yield f"edition.toml [words] 里不认识 {table}，可用的有：{'、'.join(_WORDED)}"
    for year in data.years:
        if year not in _YEARS:
            yield f"edition.toml 的 years 里有 {year}，应是 {_YEARS[0]} 到 {_YEARS[-1]} 的年度"
    for block in sorted(data.headings.keys() - blocks.keys()):
        yield f"edition.toml [headings] 里有 {block}，sheets.toml 没有这个 block"
    for rule, change in data.rules.items():
        yield from _named(f"edition.toml rules「{rule}」的 basis ", change.basis, forms)
    for pair in data.word_lists.get("opposites", ()):
        if pair.count("/") != 1:
            yield f"edition.toml [word_lists] 的 opposites 里的 {pair!r} 应是两个词，中间一个 /"
    yield from _twice("edition.toml", "terms", (term.term for term in data.terms))
    yield from _twice("edition.toml", "slots", (slot.id for slot in data.slots or ()))
    yield from _twice("edition.toml", "without", data.without)


def _of_form(where: str, form: Form) -> Iterator[str]:
    needed = _PARTS[form.layout]
    for part, name in _PART_NAMES.items():
        there = bool(getattr(form, part))
        if there != (part in needed):
            yield f"{where} 的 layout 是 {form.layout}，{'不能有' if there else '少了'} {name}"
    if len(form.sides) > _MOST_SIDES:
        named = "、".join(f"「{side.label}」" for side in form.sides)
        yield f"{where} 的 side 最多两侧，写了 {len(form.sides)} 侧：{named}"
    columns = [*form.columns, *(column for side in form.sides for column in side.columns)]
    yield from _twice(where, "no（栏次）", (str(c.no) for c in columns if c.no))
    yield from _twice(where, "columns 的名称", ("·".join(c.path) for c in form.columns))
    yield from _twice(where, "totals", (total.key for total in form.totals))
    items = [line for block in form.blocks for line in block.lines]
    yield from _twice(where, "lines", (line.key for line in items))
    yield from _keys(where, [form.id])
    yield from _keys(f"{where} 的 columns", (column.key for column in columns))
    yield from _keys(f"{where} 的 totals", (total.key for total in form.totals))
    yield from _keys(f"{where} 的 lines", (line.key for line in items))
    for side in form.sides:
        yield from _of_side(f"{where} side「{side.label}」", side)


def _of_side(where: str, side: FormSide) -> Iterator[str]:
    yield from _keys(f"{where} 的 lines", (line.key for line in side.lines))
    for line in side.lines:
        if line.no and not side.first <= line.no <= side.last:
            yield f"{where} lines「{line.key}」的 no 是 {line.no}，这一侧是 {side.first} 至 {side.last}"


def _sheet_names(forms: Sequence[Form], sheets: Sequence[InputSheet]) -> Iterator[str]:
    named = [(f"forms.toml form「{form.id}」的 sheet", form.sheet) for form in forms]
    named += [(f"sheets.toml sheet「{sheet.id}」的 name", sheet.name) for sheet in sheets]
    for where, name in named:
        if not name.strip() or len(name) > _LONGEST_NAME or _NO_NAME.search(name):
            yield (
                f"{where} 是 {name!r}，Excel 不能用作工作表的名称"
                f"（最多 {_LONGEST_NAME} 个字，不能有 [ ] : * ? / \\，首尾不能是撇号）"
            )
    times = Counter(name.casefold() for _, name in named)
    for where, name in named:
        if times[name.casefold()] > 1:
            yield f"{where} 是「{name}」，另一张表也叫这个名称"
        elif name in _OWN_SHEETS:
            yield f"{where} 是「{name}」，程序自己有一张表叫这个名称"


def _of_relations(relations: Sequence[EquationRule], forms: Mapping[str, Form]) -> Iterator[str]:
    yield from _twice("forms.toml", "relation", (rule.id for rule in relations))
    for rule in relations:
        where = f"forms.toml relation「{rule.id}」"
        if not rule.equations:
            yield f"{where} 没有 equations，什么也不核对"
        for name in ("title", "basis", "idle"):
            yield from _named(f"{where} 的 {name} ", getattr(rule, name), forms)
        for equation in rule.equations:
            yield from _named(f"{where} 的 name ", equation.name.replace("{name}", ""), forms)
            if not equation.right:
                yield f"{where} 的「{equation.name}」right 是空的"


def _of_block(where: str, block: Block) -> Iterator[str]:
    if block.kind == "list" and block.lines:
        yield f"{where} 的 kind 是 list，不能有 lines"
    if block.kind != "list" and not block.lines:
        yield f"{where} 的 kind 是 {block.kind}，少了 lines"
    if not block.columns:
        yield f"{where} 一栏（columns）也没有"
    if len(block.waived) not in (0, 3):
        yield f"{where} 的 waived 应是三项：哪一块、哪一行、哪个选项，写的是 {list(block.waived)}"
    yield from _keys(where, [block.id])
    parts: tuple[tuple[str, Sequence[InputRow | InputColumn]], ...] = (
        ("columns", block.columns),
        ("lines", block.lines),
    )
    for part, entries in parts:
        yield from _keys(f"{where} 的 {part}", (entry.key for entry in entries))
        yield from _twice(where, f"{part} 的名称", (n for e in entries for n in {*e.names}))
        for entry in entries:
            yield from _of_entry(f"{where} {part}「{entry.key}」", entry)


def _of_entry(where: str, entry: InputRow | InputColumn) -> Iterator[str]:
    if entry.kind == "choice" and not entry.choices:
        yield f"{where} 的 kind 是 choice，少了 choices"
    if entry.kind != "choice" and entry.choices:
        yield f"{where} 有 choices，kind 应是 choice，写的是 {entry.kind}"
    yield from _twice(where, "choices", entry.choices.values())
    yield from _keys(f"{where} 的 choices", entry.choices)
    if not _CARRY.fullmatch(entry.carry):
        yield f"{where} 的 carry 应是 keep、note、{{this}} 或 [列]，写的是 {entry.carry!r}"
    for name in ("live", "live_total", "spared_if"):
        formula = getattr(entry, name, "")
        if formula and (_unbalanced(formula) or formula.startswith("=") == (name == "spared_if")):
            begins = "不以 = 开头" if name == "spared_if" else "以 = 开头"
            yield f"{where} 的 {name} 要{begins}，括号、引号成对，写的是 {formula!r}"


def _unbalanced(formula: str) -> bool:
    """True where brackets do not close in their order, or quotes are left open."""
    pairs, open_ = {")": "(", "]": "[", "}": "{"}, ""
    for part in formula.split('"')[::2]:  # what stands in quotes is text
        for sign in part:
            if sign in pairs.values():
                open_ += sign
            elif sign in pairs:
                if open_[-1:] != pairs[sign]:
                    return True
                open_ = open_[:-1]
    return bool(open_) or formula.count('"') % 2 == 1


def _named(where: str, text: str, forms: Mapping[str, Form]) -> Iterator[str]:
    for name in unnamed(text, forms):
        yield f"{where}用了 {name}，没有这张表、这一行或这一栏"


def _keys(where: str, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if not _KEY.fullmatch(key):
            yield f"{where} 的键 {key!r} 只能是字母、数字和下划线：模板的标记要用它"


def _twice(where: str, what: str, names: Iterable[str]) -> Iterator[str]:
    yield from (
        f"{where} 的 {what} 里有两个 {n}" for n, times in Counter(names).items() if times > 1
    )
