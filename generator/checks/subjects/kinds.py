"""Which kind of budget and which kind of unit a 科目 is for, and what may be spent on it."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.subjects.conditional import of_institutions
from generator.figures.arithmetic import cells_of
from generator.model import Cell, Row, Severity, regex
from generator.workbook.reading.values import label_key

# How the 款 of 政府性基金预算 are named, and one that is named alike and is not of it.
_OF_FUND = regex(r"(?:基金支出|安排的支出|农网还贷资金支出|地方政府专项债务\w*支出)$")
_NOT_OF_FUND = regex(r"^教育费附加安排的支出$")
_LIKE_FUND = regex(r"基金|债|资金|安排|彩票|附加费|车辆通行费")
_OF_CAPITAL = "223"


def kinds_of_budget(context: Context) -> Iterator[Look]:
    """政府性基金 stand in 公开07表, 国有资本经营 in 公开08表, and nothing else does."""
    for form_id in ("general", "fund", "capital"):
        for row in context.accounts.code_rows(form_id, 5):
            cells = _coded(row)
            sheet = context.accounts.facts[form_id].sheet
            if fits := _belongs(form_id, row):
                told = f"{sheet}里的 {row.key}{row['name'].text} {fits}"
                remedy = f"核对编码、名称和{sheet}：这个科目应列在另一张表。"
                yield Wrong(told, _below(context, form_id, row), remedy, explains=cells)
            else:
                yield Right(cells)


def _belongs(form_id: str, row: Row) -> str:
    """What is wrong with a 款 in a table of one kind of budget; "" for nothing."""
    name = label_key(row["name"].text)
    fund = bool(_OF_FUND.search(name)) and not _NOT_OF_FUND.search(name)
    capital = row.key.startswith(_OF_CAPITAL)
    if form_id == "general":
        if capital:
            return "是国有资本经营预算的科目"
        return "是政府性基金预算的科目" if fund else ""
    if form_id == "capital":
        return "" if capital else "不是国有资本经营预算的科目"
    debt = row.key.startswith(("231", "232", "233", "234"))
    other = bool(name) and not (debt or _LIKE_FUND.search(name))
    return "不是政府性基金预算的科目" if other or capital else ""


def _coded(row: Row) -> tuple[Cell, ...]:
    return row["code"].cell, row["name"].cell


def _below(context: Context, form_id: str, row: Row) -> tuple[Cell, ...]:
    """The code and name of a row, then those of the rows below it."""
    rows = context.accounts.facts[form_id].rows
    return tuple(cell for one in rows if one.key.startswith(row.key) for cell in _coded(one))


# --- kinds of units ----------------------------------------------------------------------------

_OFFICES = frozenset({"行政运行", "行政单位医疗", "行政单位离退休"})
_INSTITUTIONS = frozenset({"事业运行", "事业单位医疗", "事业单位离退休"})


class Witnesses(Struct, frozen=True):
    """What speaks for an office and what for an institution: 项 with their rows, and the rest."""

    offices: tuple[tuple[Row, ...], ...]
    institutions: tuple[tuple[Row, ...], ...]
    named_office: bool
    named_institution: bool
    earning: bool

    @property
    def of_office(self) -> bool:
        """Whether anything speaks for an office."""
        return bool(self.offices) or self.named_office

    @property
    def of_institution(self) -> bool:
        """Whether anything speaks for an institution."""
        return bool(self.institutions) or self.named_institution or self.earning


_OFFICE_NAME = regex(r"(?:局|委员会|政府|办事处|委办公室|法院|检察院|厅)(?:[（(].*)?$")
_INSTITUTION_NAME = regex(
    r"(?:中心|学校|小学|中学|幼儿园|医院|卫生院|研究院|研究所|馆|站|福利院|服务所)(?:[（(].*)?$"
)


def witnesses(context: Context) -> Witnesses:
    """What the tables and the name say of the kind of unit."""
    name = context.accounts.facts["profile"]["name"]["value"].text
    return Witnesses(
        _rows_named(context, _OFFICES),
        _rows_named(context, _INSTITUTIONS),
        bool(_OFFICE_NAME.search(name)),
        bool(_INSTITUTION_NAME.search(name)),
        not context.amount("totals.business.amount").nil,
    )


def _rows_named(context: Context, names: frozenset[str]) -> tuple[tuple[Row, ...], ...]:
    """The rows of each 项 of that name, in all tables by code."""
    found: dict[str, list[Row]] = {}
    for form in context.accounts.edition.forms:
        for row in context.accounts.code_rows(form.id, 7) if form.layout == "codes" else ():
            if label_key(row["name"].text) in names:
                found.setdefault(row.key, []).append(row)
    return tuple(map(tuple, found.values()))


def kinds_of_unit(context: Context) -> Iterator[Look]:
    """A single unit uses the 科目 of its own kind; where all speak against it, U09 tells its kind."""
    kind = context.accounts.chosen("profile", "unit_type")
    if context.disclosure.unit.is_department or kind not in ("government", "institution"):
        return
    seen = witnesses(context)
    others, own = seen.offices, seen.institutions
    supported = seen.of_institution
    if kind == "government":
        others, own, supported = seen.institutions, seen.offices, seen.of_office
        others = () if _has_institutions(context) else others
    for rows in own:
        yield Right(_cells(rows))
    for rows in others if supported else ():
        code, name = rows[0].key, rows[0]["name"].text
        said = context.choice("unit_type")
        message = f"单位类型是{said}，用了 {code} {name}"
        remedy = "核对科目编码；单位类型填错的改正基本信息。"
        yield Wrong(message, _cells(rows), remedy, explains=_cells(rows))


def _has_institutions(context: Context) -> bool:
    """True where the words say that institutions are accounted for with the office."""
    return any("事业" in words.text for words in context.words if words.block == "organisation")


def _cells(rows: tuple[Row, ...]) -> tuple[Cell, ...]:
    return tuple(cell for row in rows for cell in _coded(row))


def unit_type(context: Context) -> Iterator[Look]:
    """The kind of unit that was chosen is not the one that everything else speaks for."""
    chosen = context.accounts.facts["profile"]["unit_type"]["value"]
    kind = context.accounts.chosen("profile", "unit_type")
    if not kind:
        return
    if why := _contradicted(context, kind):
        offices = context.accounts.facts["operating"]["operating"]
        told = [chosen.cell, *(fact.cell for fact in offices.cells.values())]
        told += (cell for figure in of_institutions(context) for cell in figure.cells)
        remedy = "改正基本信息里的单位类型：机关运行经费怎样说明随它而定。"
        message = f"单位类型选的是{chosen.text}，{why}"
        yield Wrong(message, (chosen.cell,), remedy, explains=tuple(told))
    else:
        yield Right((chosen.cell,))


def _contradicted(context: Context, kind: str) -> str:
    """What speaks against the kind that was chosen, while nothing speaks for it; "" for nothing."""
    if context.disclosure.unit.is_department:
        return _of_own_office(context, kind)
    seen = witnesses(context)
    if kind == "institution":
        against = seen.offices if not seen.of_institution else ()
        return f"科目用的是{_named(against)}" if against else ""
    quasi = kind == "quasi_government"
    against = seen.institutions if not (seen.offices or (seen.named_office and not quasi)) else ()
    if quasi and "事业运行" not in _named(against):
        return ""  # a 参公 unit has 行政运行; how its other 科目 are called differs
    if against and not (quasi and _has_institutions(context)):
        return f"科目用的是{_named(against)}"
    return ""


def _named(found: tuple[tuple[Row, ...], ...]) -> str:
    return "、".join(rows[0]["name"].text for rows in found)


def _of_own_office(context: Context, kind: str) -> str:
    """What the list of units says of the department's own office, where it is another kind."""
    if kind != "institution" or not witnesses(context).named_office:
        return ""
    for row in context.accounts.facts["units"].rows:
        said = row["type"].text if "type" in row.cells else ""  # not asked everywhere
        if "本级" in row["name"].text and "行政" in said:
            return f"机构表里{row['name'].text}是{said}"
    return ""


# --- what may be spent, and names --------------------------------------------------------------


def running_costs(context: Context) -> Iterator[Look]:
    """行政运行 is basic expenditure."""
    for code in (rows[0].key for rows in _rows_named(context, frozenset({"行政运行"}))):
        places = (f"{form}.{code}.project" for form in ("expenditure", "general"))
        figures = [context.amount(place) for place in places]
        spent = [figure for figure in figures if not figure.nil]
        if spent:
            message = f"{code} 行政运行有项目支出：这个科目反映行政单位的基本支出"
            yield Wrong(message, cells_of(spent), "核对科目；项目支出列入一般行政管理事务等科目。")
        else:
            yield Right(cells_of(figures))


def groups(context: Context) -> Iterator[Look]:
    """所属款 of 年初预算 is the name of the 款 that the code begins with, not that of another."""
    for row in context.accounts.facts["budget"].rows:
        group, code = row.cells.get("group"), row.key
        if group is None or not group.given or len(code) != 7 or not code.isdigit():
            continue
        if right := _other_group(context, code[:5], label_key(group.text)):
            message = f"{code} 的所属款写成了「{group.text}」，{right}"
            cells = (group.cell, row["code"].cell)
            yield Wrong(message, cells, "核对编码和款的名称。")
        else:
            yield Right((group.cell,))


def _other_group(context: Context, code: str, name: str) -> str:
    """What the tables or the list say of a 款, or of its name, where it is another; "" if not."""
    listed = context.accounts.edition.function_codes
    known = listed.get(code, "") or _in_forms(context, code)
    if known:
        return "" if label_key(known) == name else f"这个款是「{known}」"
    other = next((c for c, n in listed.items() if len(c) == 5 and label_key(n) == name), "")
    return f"那是 {other}" if other else ""


def _in_forms(context: Context, code: str) -> str:
    forms = [form.id for form in context.accounts.edition.forms if form.layout == "codes"]
    tables = (context.accounts.facts[form] for form in forms)
    return next((table[code]["name"].text for table in tables if code in table), "")


_W = Severity.WARNING
_BASIS = "政府收支分类科目"
RULES = (
    Rule(
        "C10",
        "各类预算的科目列在各自的表",
        _W,
        _BASIS,
        kinds_of_budget,
        "没有填科目",
        WORDS,
        ("E34",),
    ),
    Rule(
        "C11",
        "行政、事业单位用各自的科目",
        _W,
        _BASIS,
        kinds_of_unit,
        "部门汇总，或没有分行政、事业单位的科目",
        WORDS,
        ("E34",),
    ),
    Rule(
        "C12",
        "行政运行没有项目支出",
        _W,
        _BASIS,
        running_costs,
        "没有行政运行",
        WORDS,
        ("E34",),
    ),
    Rule(
        "C13",
        "所属款与科目编码相符",
        _W,
        _BASIS,
        groups,
        "没有填所属款",
        WORDS,
        ("E34",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "U09",
        "单位类型与科目、机构相符",
        _W,
        "基本信息 单位类型",
        unit_type,
        "没有填单位类型",
        WORDS,
        ("E16",),
    ),
)
