"""Who publishes: the unit against its kind, its level, its list of units and the pasted heads."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.editions.schema import Form
from generator.model import Fact, Severity, regex
from generator.workbook.reading.heads import name_in_title, owner_in, title_in, years_in
from generator.workbook.reading.values import label_key


def units(context: Context) -> Iterator[Look]:
    """A single unit lists no units; that a department lists its own is asked for by R01."""
    rows = context.accounts.facts["units"].rows
    entity = context.accounts.facts["profile"]["entity"]["value"].cell
    if context.accounts.chosen("profile", "entity") == "unit" and rows:
        message = "公开主体是单位，列出了纳入决算的单位；这个名单不会印出"
        yield Wrong(message, (rows[0]["name"].cell, entity), "改正公开主体，或清除名单。")
    elif rows:
        yield Right((entity,))


def head_names(context: Context) -> Iterator[Look]:
    """The name in a pasted head, behind 部门： or in the title, is the unit's own."""
    name = context.accounts.facts["profile"]["name"]["value"]
    for form, fact in _heads(context):
        shown = _owner(fact.text, form, label_key(name.text))
        if not shown or not name.given:
            continue
        if shown == label_key(name.text):
            yield Right((fact.cell, name.cell))
        else:
            message = f"表头写的是「{shown}」，基本信息里是「{name.text}」"
            yield Wrong(message, (fact.cell, name.cell), "核对是不是别的单位的表，或改正名称。")


def _owner(text: str, form: Form, name: str) -> str:
    """The name that a head cell gives; in a title, where it may be shortened, the unit's own."""
    if shown := owner_in(text):
        return shown
    _, before = title_in(text, [form.title])
    shown = name_in_title(before)
    rest = iter(name)
    short = len(shown) > 3 and all(character in rest for character in shown)
    return name if name and (name in shown or short) else shown


def head_years(context: Context) -> Iterator[Look]:
    """The year in a pasted head is the report's."""
    year = context.accounts.facts["profile"]["year"]["value"]
    for form, fact in _heads(context):
        shown = years_in(fact.text, [form.title])
        other = next((found for found in shown if found != str(context.year)), "")
        if other:
            message = f"表头的年度是「{other}」，基本信息里是 {context.year}"
            yield Wrong(message, (fact.cell, year.cell), "核对是不是别的年度的表。")
        elif shown:
            yield Right((fact.cell,))


def head_tables(context: Context) -> Iterator[Look]:
    """A sheet holds the table that its name says: no other title, no other number."""
    titles = [form.title for form in context.accounts.edition.forms]
    for form, fact in _heads(context):
        title, _ = title_in(fact.text, titles)
        numbers = _NUMBERED.findall(label_key(fact.text))
        if not title and not numbers:
            continue
        if title in ("", form.title) and all(n == label_key(form.sheet) for n in numbers):
            yield Right((fact.cell,))
        else:
            message = f"{form.sheet}的表头写的是「{fact.text}」"
            yield Wrong(message, (fact.cell,), "核对是不是贴错了表。")


_NUMBERED = regex(r"公开\d\d表")


def _heads(context: Context) -> Iterator[tuple[Form, Fact]]:
    for form in context.accounts.edition.forms:
        for fact in context.accounts.facts[form.id].heads:
            yield form, fact


# 预算级次 that a district or county in a unit's name excludes.
_ABOVE = frozenset({"中央", "省级", "市级"})
_DISTRICT = regex(r".*[市州盟省区](.{1,4}[区县旗])")
_NO_DISTRICT = regex(r"(?:开发|高新|新|自治|保护|景|园|社|校|院|库|灌|林|矿|管理|示范|保税|城)区$")


def level(context: Context) -> Iterator[Look]:
    """The budget level is one that the unit's name allows."""
    profile = context.accounts.facts["profile"]
    name, said = profile["name"]["value"], profile["level"]["value"]
    found = _DISTRICT.match(name.text)
    if not found or _NO_DISTRICT.search(found[1]) or not said.given:
        return
    if said.text in _ABOVE:
        message = f"单位在「{found[1]}」，预算级次填的是{said.text}"
        yield Wrong(message, (said.cell, name.cell), "核对预算级次：名词解释里的某级财政用它。")
    else:
        yield Right((said.cell,))


def new_unit(context: Context) -> Iterator[Look]:
    """A unit that says it is new has no figures of last year."""
    history = context.accounts.facts["profile"]["history"]["value"]
    if not context.accounts.without_prior:
        return
    rows = context.accounts.facts["prior"].rows
    given = [row["prior"] for row in rows if isinstance(row["prior"].value, Decimal)]
    filled = [fact for fact in given if fact.value]
    if filled:
        message = "上年情况选了新成立，上年数却填了数；正文不作比较"
        remedy = "有上年数的改正上年情况；确是新成立的清除上年数。"
        yield Wrong(message, (history.cell, *(f.cell for f in filled)), remedy)
    else:
        yield Right((history.cell,))


def unit_list(context: Context) -> Iterator[Look]:
    """A unit is listed once, and as many are listed as the text says."""
    facts = context.accounts.facts
    names = [row["name"] for row in facts["units"].rows if row["name"].given]
    for number, fact in enumerate(names):
        if any(label_key(fact.text) == label_key(other.text) for other in names[:number]):
            yield Wrong(f"单位「{fact.text}」列了两次", (fact.cell,), "删去重复的一行。")
        else:
            yield Right((fact.cell,))
    for fact in (row["paragraph"] for row in facts["organisation"].rows if names):
        found = _INCLUDED.search(label_key(fact.text))
        if found and int(found[1]) not in (len(names), len(names) - 1):  # with or without 本级
            message = f"写的是「{found.group()}」，下面列出 {len(names)} 个"
            cells = (fact.cell, names[0].cell)
            yield Wrong(message, cells, "核对个数和名单。", severity=Severity.HINT)


_INCLUDED = regex(
    r"([0-9]{1,4})[个家](?:所属|下属|二级|预算|基层|直属|独立核算)[^，。；、]{0,8}单位"
)

_E, _W = Severity.ERROR, Severity.WARNING
_NO_HEAD = "表头由公式得出，没有粘贴的文字"
RULES = (
    Rule(
        "U01",
        "只有部门列出所属单位",
        _W,
        "部门决算公开要求列明纳入范围的单位",
        units,
        "没有列出单位",
        WORDS,
        ("E03",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U02",
        "表头的单位名称",
        _E,
        "公开各表表头",
        head_names,
        _NO_HEAD,
        WORDS,
        ("E14",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U03",
        "表头的年度",
        _E,
        "公开各表标题",
        head_years,
        _NO_HEAD,
        WORDS,
        ("E15",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U04",
        "表头是本表的",
        _E,
        "公开各表标题和表号",
        head_tables,
        _NO_HEAD,
        WORDS,
        ("E32",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U05",
        "预算级次与单位名称相称",
        _W,
        "基本信息 单位全称、预算级次",
        level,
        "单位全称里没有区、县",
        WORDS,
        ("E17",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U06",
        "新成立的单位没有上年数",
        _W,
        "基本信息 上年情况",
        new_unit,
        "有上年数的单位",
        WORDS,
        ("X19",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U07",
        "所属单位不重复，个数与文字相符",
        _W,
        "部门决算公开要求列明纳入范围的单位",
        unit_list,
        "没有列出单位",
        WORDS,
        ("E03",),
        reads=Reads.INPUTS,
    ),
)
