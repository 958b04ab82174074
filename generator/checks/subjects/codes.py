"""Codes and names of 科目, against each other and against the edition's lists."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule
from generator.figures.budget_items import ItemBudget
from generator.figures.disclosure import Disclosure
from generator.figures.narrative import Subject
from generator.model import Cell, Fact, Severity, Text, regex
from generator.workbook.reading.values import label_key

# Names that the 政府收支分类科目 gave up, and what they became.
RETIRED = {
    "医疗卫生与计划生育支出": "卫生健康支出",
    "国土海洋气象等支出": "自然资源海洋气象等支出",
    "文化体育与传媒支出": "文化旅游体育与传媒支出",
    "资源勘探信息等支出": "资源勘探工业信息等支出",
    "行政事业单位离退休": "行政事业单位养老支出",
}


def named_codes(context: Context) -> Iterator[tuple[str, str, Fact, bool]]:
    """Table, code, the fact with its name, and whether the code is an economic one."""
    accounts = context.accounts
    for form in accounts.edition.forms:
        if form.layout in ("codes", "items"):
            for row in accounts.facts[form.id].rows:
                if row.key.isdigit() and row["name"].text and row["name"].cell.address:
                    yield form.id, row.key, row["name"], form.layout == "items"
    for row in accounts.facts["budget"].rows:
        if row.key != "total" and row["code"].given and row["name"].text:
            yield "budget", row["code"].text, row["name"], False


class _Misnamed:
    """Wrong codes and names: what is said in several tables alike is told once."""

    def __init__(self) -> None:
        self._cells: dict[str, list[Cell]] = {}

    def add(self, message: str, *cells: Cell) -> None:
        """Another place of which the same is said."""
        self._cells.setdefault(message, []).extend(cells)

    def told(self, remedy: str) -> Iterator[Wrong]:
        """One finding for each message."""
        for message, cells in self._cells.items():
            yield Wrong(message, tuple(cells), remedy, explains=tuple(cells))


_CHECK = "核对编码和名称。"


def official_names(context: Context) -> Iterator[Look]:
    """A listed code carries its listed name."""
    edition, wrong = context.accounts.edition, _Misnamed()
    for _, code, name, economic in named_codes(context):
        right = (edition.economic_codes if economic else edition.function_codes).get(code)
        if right is None:
            continue
        if label_key(name.text) == label_key(right):
            yield Right((name.cell,))
        else:
            wrong.add(f"编码 {code} 是「{right}」，写成了「{name.text}」", name.cell)
    yield from wrong.told(_CHECK)


def names_given(context: Context) -> Iterator[Look]:
    """Every code of the printed tables has a name: beside it, elsewhere or in the edition's list."""
    accounts = context.accounts
    for form in accounts.edition.forms:
        rows = accounts.facts[form.id].rows if form.layout == "codes" else ()
        for row in (row for row in rows if row.key.isdigit()):
            cell = row["name"].cell
            if row["name"].given or accounts.name_of(row.key):
                yield Right((cell,))
            else:
                yield Wrong(f"{form.sheet}科目 {row.key} 没有名称", (cell,), "填写科目名称。")


def other_codes(context: Context) -> Iterator[Look]:
    """A name stands for one code of a 款: not for an unlisted one, too, nor for two in a table."""
    listed, wrong = context.accounts.edition.function_codes, _Misnamed()
    under = {(code[:-2], label_key(name)): code for code, name in listed.items()}
    twice = _given_twice(context)
    for table, code, name, economic in named_codes(context):
        if economic or code in listed or len(code) < 5:
            continue
        right = under.get((code[:-2], label_key(name.text)))
        other = twice.get((table, code))
        if right is not None:
            wrong.add(f"「{name.text}」的编码是 {right}，写成了 {code}", name.cell)
        elif other is not None:
            wrong.add(f"{code} 和 {other} 的名称都写成「{name.text}」", name.cell)
        else:
            yield Right((name.cell,))
    yield from wrong.told(_CHECK)


def _given_twice(context: Context) -> dict[tuple[str, str], str]:
    """Table and code of a 项 → the other 项 of its 款 that has the same name there."""
    first: dict[tuple[str, str, str], str] = {}
    found: dict[tuple[str, str], str] = {}
    for table, code, name, economic in named_codes(context):
        if not economic and len(code) == 7:
            known = first.setdefault((table, code[:5], label_key(name.text)), code)
            if known != code:
                found[table, code], found[table, known] = known, code
    return found


def same_names(context: Context) -> Iterator[Look]:
    """One code has one name in all the tables."""
    first: dict[str, Fact] = {}
    for _, code, name, economic in named_codes(context):
        if economic:
            continue
        known = first.setdefault(code, name)
        if known.cell == name.cell or label_key(known.text) == label_key(name.text):
            yield Right((name.cell,))
        else:
            message = f"编码 {code} 的名称前后不一：「{known.text}」和「{name.text}」"
            yield Wrong(message, (known.cell, name.cell), "改成一致的名称。")


def ascending(context: Context) -> Iterator[Look]:
    """Codes stand in order, each 款 and 项 under its own 类 and 款."""
    wrong = _Misnamed()
    for form in context.accounts.edition.forms:
        if form.layout != "codes":
            continue
        rows = [row for row in context.accounts.facts[form.id].rows if row.key.isdigit()]
        for above, row in pairwise(rows):
            cell = row["code"].cell
            if above.key < row.key:
                yield Right((cell,))
            else:
                message = f"编码 {row.key} 排在 {above.key} 后面，次序不对"
                wrong.add(message, cell, above["code"].cell)
    yield from wrong.told("按编码从小到大排列。")


# In a text 行政事业单位离退休 is a 科目 only where the name ends: 离退休人员 are people.
_NAME_ENDS = r"(?=支出|科目|[类款项（(，。；”」》]|$)"
_AS_SUBJECT = {old: regex(old + ("" if old.endswith("支出") else _NAME_ENDS)) for old in RETIRED}


def retired_names(context: Context) -> Iterator[Look]:
    """No name that the classification gave up, in tables or texts."""
    texts = [(name.text, name.cell) for _, _, name, _ in named_codes(context)]
    texts += [(words.text, words.cell) for words in context.words]
    for text, cell in dict.fromkeys(texts):
        found = next((old for old in RETIRED if old in text and _uses(text, old)), None)
        if found is None:
            yield Right((cell,))
        else:
            message = f"「{found}」是旧名称，现在是「{RETIRED[found]}」"
            yield Wrong(message, (cell,), "改用现行的科目名称。")


def _uses(text: str, old: str) -> bool:
    return bool(_AS_SUBJECT[old].search(text.replace(RETIRED[old], "")))


def full_names(context: Context) -> Iterator[Look]:
    """The 类, 款 and 项 that the document speaks of have names."""
    for level, code, name in _names(context.disclosure):
        cells = (name.cell,) if name.cell else ()
        if name and not name.value.isdigit():
            yield Right(cells)
        elif not context.waits("expenditure"):
            message = f"正文要写的{level}级科目 {code} 没有名称"
            remedy = (
                "在决算表或年初预算表里填写科目名称；决算表没有的款，填在年初预算的「所属款」。"
            )
            yield Wrong(message, cells, remedy)


def _names(made: Disclosure) -> Iterator[tuple[str, str, Text]]:
    """Every name of a 科目 in the prose, with its level and code; a 项 without name is its code."""
    named: list[ItemBudget | Subject] = [
        *made.general.items,
        *made.fund.budgets,
        *made.capital.budgets,
        *made.narrative.subjects,
    ]
    for item in named:
        yield "类", item.code[:3], item.class_name
        yield "款", item.code[:5], item.group_name
        yield "项", item.code, item.name


_E, _W = Severity.ERROR, Severity.WARNING
_BASIS = "政府收支分类科目"
RULES = (
    Rule(
        "C01",
        "科目名称与编码相符",
        _E,
        _BASIS,
        official_names,
        "没有编码在版式的科目名单里",
        WORDS,
        ("02-d", "E34"),
    ),
    Rule(
        "C02",
        "同一编码名称一致",
        _E,
        "{income,expenditure,general,fund,capital}和年初预算",
        same_names,
        "没有填科目",
        WORDS,
        ("T8",),
    ),
    Rule(
        "C08",
        "表中的科目都有名称",
        Severity.TODO,
        "{income,expenditure,general,fund,capital}",
        names_given,
        "没有填科目",
        WORDS,
        ("02-d", "E34"),
    ),
    Rule(
        "C09",
        "名单里的科目名称用它的编码",
        _W,
        _BASIS,
        other_codes,
        "编码都在版式的科目名单里",
        WORDS,
        ("02-d", "E34"),
    ),
    Rule(
        "C03",
        "编码从小到大排列",
        _W,
        "{income,expenditure,general,fund,capital}",
        ascending,
        "没有两行以上的科目",
        WORDS,
        ("02-c",),
    ),
    Rule("C04", "不用旧科目名称", _W, _BASIS, retired_names, "没有填科目和文字", WORDS, ("E35",)),
    Rule(
        "C06",
        "正文里的科目都有名称",
        Severity.TODO,
        "正文写明类、款、项的名称",
        full_names,
        "没有填科目",
        WORDS,
        ("E34",),
    ),
)
