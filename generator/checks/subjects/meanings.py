"""科目解释: every 项 that was spent on is explained, each by words about itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Unknown, Wrong
from generator.checks.engine.rule import WORDS, Look, Rule
from generator.model import Cell, Row, Severity, regex
from generator.workbook.reading.values import label_key


def explained(context: Context) -> Iterator[Look]:
    """Every 项 of 公开03表 is explained in 科目解释, and none that the disclosure does not have."""
    accounts = context.accounts
    used = {row.key: row["code"].cell for row in accounts.code_rows("expenditure", 7)}
    rows = [row for row in accounts.facts["subjects"].rows if row["code"].given]
    blank = (Cell(accounts.facts["subjects"].sheet, ""),)
    if not rows and used:
        yield Unknown("科目解释表是空的", blank)
        return
    written = {row["code"].text: row["code"].cell for row in rows}
    for code, cell in used.items():
        if code in written:
            yield Right((written[code],))
        else:
            message = f"科目 {code} {accounts.name_of(code)} 没有解释"
            remedy = "在科目解释表里补一行。"
            yield Wrong(message, (cell,), remedy, severity=Severity.TODO, blank=blank)
    known = _spoken_of(context)
    for code, cell in written.items():
        if code not in known and not context.waits("expenditure"):
            message = f"科目解释里的 {code} 不在{{expenditure}}中"
            yield Wrong(message, (cell,), "删去这一行，或改正编码。")


def _spoken_of(context: Context) -> set[str]:
    """Every 项 that may be explained: with income, a balance or a budget alone, too."""
    accounts = context.accounts
    forms = [form.id for form in accounts.edition.forms if form.layout == "codes"]
    found = {row.key for form_id in forms for row in accounts.code_rows(form_id, 7)}
    return found | {row.key for row in accounts.facts["budget"].rows}


_ASIDE = regex(r"\([^()]*\)")
_GENERIC = regex(
    r"其他|支出|经费|缴费|机关|行政|事业|单位|管理|运行|一般|事务|基本|补助|补贴|服务|工作|资金|[（）()、]"
)


def own_meaning(context: Context) -> Iterator[Look]:
    """What explains a 项 speaks of it, not of another one: 住房公积金 is no 医疗保险."""
    accounts = context.accounts
    others = _subjects(accounts.edition.function_codes)
    first: dict[str, Row] = {}
    for row in accounts.facts["subjects"].rows:
        listed = accounts.edition.function_codes.get(row.key, "")
        meaning, name = row["meaning"], listed or accounts.name_of(row.key).value
        if not meaning.text or not name:
            continue
        words = label_key(meaning.text)
        same = first.setdefault(words, row)
        if same.key != row.key and accounts.name_of(same.key).value != name:
            message = f"科目解释：{row.key} {name}与 {same.key} 的解释一字不差"
            yield Wrong(message, (meaning.cell, same["meaning"].cell), _MEANING)
        elif other := _strange(name, words, others):
            message = f"科目解释：{row.key} 是「{name}」，解释里说的是「{other}」"
            yield Wrong(message, (meaning.cell, row["code"].cell), _MEANING)
        else:
            yield Right((meaning.cell,))
    yield from _own_use(context)


def _subjects(listed: Mapping[str, str]) -> set[str]:
    """What the listed 项 are about, those left out that are about the rest of a 款."""
    names = [name for code, name in listed.items() if len(code) == 7 and "其他" not in name]
    return {subject for subject in map(_subject_of, names) if len(subject) > 1}


def _subject_of(name: str) -> str:
    """The words of a name that tell it from others: 医疗 of 事业单位医疗; "" of 事业运行."""
    return _GENERIC.sub("", label_key(name))


_KINDS = ("行政单位", "事业单位")


def _strange(name: str, meaning: str, others: set[str]) -> str:
    """What a meaning speaks of instead of the 项 of that name; "" if it may be its own.

    Brackets are left out: they name who else is included.
    """
    told, subject = _ASIDE.sub("", meaning), _subject_of(name)
    for own, other in (_KINDS, _KINDS[::-1]):
        if own in name and other in told and own[:2] not in told:
            return other
    pairs = {subject[at : at + 2] for at in range(len(subject) - 1)}
    if not pairs or any(pair in told for pair in pairs) or set(subject) <= set(told):
        return ""
    return max((other for other in others if other in told), key=len, default="")


_MEANING = "按《政府收支分类科目》写这个科目的解释。"


def _own_use(context: Context) -> Iterator[Look]:
    """What a 项 is mainly used for is its own: 住房公积金 pays no 医疗保险."""
    accounts = context.accounts
    for row in accounts.facts["budget"].rows:
        kind = (
            next((kind for kind in _OWN if kind in accounts.name_of(row.key).value), "")
            if row.key.isdigit()
            else ""
        )
        use = row.cells.get("use")
        if use is None or not use.text or not kind:
            continue
        said = [other for other in _OWN if other in label_key(use.text)]
        if said and kind not in said:
            message = (
                f"{row.key} 是「{accounts.name_of(row.key).value}」，主要用于里写的是「{said[0]}」"
            )
            yield Wrong(message, (use.cell, row["code"].cell), "写这个科目自己的用途。")
        else:
            yield Right((use.cell,))


# Words that belong to one kind of 项 alone.
_OWN = ("公积金", "养老保险", "职业年金", "医疗", "购房补贴", "提租补贴")


_W = Severity.WARNING
_BASIS = "政府收支分类科目"
RULES = (
    Rule(
        "C05",
        "支出科目都有解释",
        _W,
        "名词解释：本部门使用的支出功能分类科目",
        explained,
        "{expenditure}没有科目",
        WORDS,
        ("E37", "E07"),
    ),
    Rule(
        "C07",
        "科目解释说的是本科目",
        _W,
        _BASIS,
        own_meaning,
        "科目解释没有填",
        WORDS,
        ("E36",),
    ),
)
