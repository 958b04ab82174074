"""第三部分 一至四: totals, income, expenditure, fiscal totals."""

from __future__ import annotations

import re

from . import catalogue
from .prose import ZERO, Prose, percent
from .tally import clause


def overview(prose: Prose, paragraphs: list[str]) -> None:
    """一、收入支出决算总体情况 (公开01表)."""
    total, spent = prose.shown("01", "31"), prose.shown("01", "62")
    _both(prose, paragraphs, "", "total", (total, spent))
    left = {"本年收入合计": "27", "使用非财政拨款结余": "28", "年初结转和结余": "29"}
    right = {"本年支出合计": "58", "结余分配": "59", "年末结转和结余": "60"}
    if prose.unit.year >= 2024:
        left = {
            k.replace("结余", "结余（含专用结余）") if v == "28" else k: v for k, v in left.items()
        }
    sides = [{n: prose.shown("01", line) for n, line in side.items()} for side in (left, right)]
    _sources(prose, paragraphs, "", sides)


def _both(prose: Prose, paragraphs: list[str], kind: str, line: str, totals) -> None:  # type: ignore[no-untyped-def]
    """The two totals of a year, in one sentence where they are equal."""
    total, spent = totals
    tally = prose.tally

    def one(m: re.Match[str]) -> None:
        tally.amount("总计", m[1], total, m.string)
        tally.same("收支总计相等", total, spent, m.string)
        prose.against_prior(line, total)

    def two(m: re.Match[str]) -> None:
        tally.amount("总计", m[1], total, m.string)
        tally.amount("总计", m[2], spent, m.string)
        tally.same("收支总计相等", total != spent, True, m.string)

    text = _starting(prose, paragraphs, (f"{kind}收、支总计均为", f"{kind}收入总计"))
    prose.scan(
        text,
        [
            clause(f"{prose.unit.year}年度{kind}收、支总计均为<N>万元", one),
            clause(f"{prose.unit.year}年度{kind}收入总计<N>万元，{kind}支出总计<N>万元", two),
            clause(f"(?<=相比，){kind}收入总计", lambda m: prose.against_prior(line, total)),
            clause(f"(?<=；){kind}支出总计", lambda m: prose.against_prior(line, spent)),
        ],
    )


def _starting(prose: Prose, paragraphs: list[str], starts: tuple[str, ...]) -> str:
    year = f"{prose.unit.year}年度"
    wanted = tuple(f"{year}{start}" for start in starts)
    found = [p for p in paragraphs if p.startswith(wanted) and "总计中，" not in p.split("；")[0]]
    found = [p for p in found if "总计全部为" not in p.split("；")[0]]
    if len(found) != 1:
        prose.tally.wrong(f"应有一段以「{wanted[0]}」开头", " / ".join(paragraphs))
    return found[0] if found else ""


def _sources(prose: Prose, paragraphs: list[str], kind: str, sides) -> None:  # type: ignore[no-untyped-def]
    """What the totals are made of, told where there is more than the year's own."""
    named = [{name: amount for name, amount in side.items() if amount} for side in sides]
    told = [p for p in paragraphs if re.search("(总计中，|总计全部为)", p)]
    due = any(len(side) > 1 for side in named)
    prose.tally.same("总计的构成", len(told), int(due), " / ".join(paragraphs))
    for text in told:
        halves = text.rstrip("。").removeprefix(f"{prose.unit.year}年度").split("；")
        for half, word, side in zip(halves, ("收入", "支出"), named, strict=True):
            head, _, rest = half.partition("总计中，")
            if rest:
                prose.tally.same("总计的构成", head, f"{kind}{word}", text)
                prose.listed(rest, "总计的构成", side)
            else:
                only = "".join(side).removesuffix("合计")
                prose.tally.same("总计的构成", half, f"{kind}{word}总计全部为{only}", text)


def income(prose: Prose, paragraphs: list[str]) -> None:
    """二、收入决算情况 (公开02表)."""
    _structure(prose, paragraphs, "02", "收入", "income")


def expenditure(prose: Prose, paragraphs: list[str]) -> None:
    """三、支出决算情况 (公开03表)."""
    _structure(prose, paragraphs, "03", "支出", "expenditure")


def _structure(prose: Prose, paragraphs: list[str], form: str, word: str, line: str) -> None:
    whole = prose.shown(form, "total", "total")

    def total(m: re.Match[str]) -> None:
        prose.tally.amount("合计", m[1], whole, m.string)
        prose.against_prior(line, whole)

    prose.scan(paragraphs[0], [clause(f"{prose.unit.year}年度{word}合计<N>万元", total)])
    columns = zip(catalogue.COLUMNS[form][1:], catalogue.LABELS[form][1:], strict=True)
    parts = {label: prose.shown(form, "total", column) for column, label in columns}
    parts = {label: amount for label, amount in parts.items() if amount}
    told = [p for p in paragraphs if p.startswith("其中：")]
    prose.tally.same("构成的段落", len(told), int(bool(parts)))
    for text in told:
        found = re.findall(r"([^；：，。\d]+?)([\d.]+)万元，占本年..([\d.]+%(?:以下)?)", text)
        prose.tally.same("构成的项数", [name for name, *_ in found], list(parts), text)
        for (_, amount, share), expected in zip(found, parts.values(), strict=False):
            prose.tally.amount("构成的金额", amount, expected, text)
            prose.tally.same("比重", share.removesuffix("%"), percent(expected, whole), text)
        _all_covered(prose, text, sum(2 for _ in found))


def _all_covered(prose: Prose, text: str, numbers: int) -> None:
    prose.tally.same("数的个数", len(re.findall(r"\d+(?:\.\d+)?", text)), numbers, text)


def fiscal(prose: Prose, paragraphs: list[str]) -> None:
    """四、财政拨款收入支出决算总体情况 (公开04表)."""
    total, spent = prose.shown("04", "32"), prose.shown("04", "64", "total")
    before = prose.unit.wan("prior", "fiscal_total", "prior") or ZERO
    if not total and not spent and not before:
        sentence = f"{prose.unit.self_name}{prose.unit.year}年度无财政拨款收入支出。"
        prose.tally.same("没有财政拨款", sentence in paragraphs, True, " / ".join(paragraphs))
        return
    _both(prose, paragraphs, "财政拨款", "fiscal_total", (total, spent))
    left = {"本年收入合计": "27", "年初财政拨款结转和结余": "28"}
    right = {"本年支出合计": "59", "年末财政拨款结转和结余": "60"}
    sides = [
        {name: prose.shown("04", line) for name, line in left.items()},
        {name: prose.shown("04", line, "total") for name, line in right.items()},
    ]
    _sources(prose, paragraphs, "财政拨款", sides)
    _incomes(prose, paragraphs)


def _incomes(prose: Prose, paragraphs: list[str]) -> None:
    """The income of each kind of fund, against last year."""
    now = {f: prose.shown("04", str(n)) for n, f in enumerate(catalogue.FUNDS, 1)}
    before = {f: prose.unit.wan("prior", f"fiscal_{f}", "prior") or ZERO for f in now}
    due = [f for f in now if now[f] or (before[f] and not prose.unit.new)]
    start = f"{prose.unit.year}年度财政拨款收入"
    told = [p for p in paragraphs if p.startswith((f"{start}中，", f"{start}全部为"))]
    prose.tally.same("各种财政拨款收入的段落", len(told), int(bool(due)))
    if told and "全部为" in told[0]:
        only = [catalogue.FUND_NAMES[fund] for fund in due]
        prose.tally.same("各种财政拨款收入", told[0], f"{start}全部为{''.join(only)}收入。")
        prose.tally.same("各种财政拨款收入", prose.unit.new, True)
    elif told:
        _each_income(prose, told[0], due)


def _each_income(prose: Prose, text: str, due: list[str]) -> None:
    found: list[str] = []
    names = {name: fund for fund, name in catalogue.FUND_NAMES.items()}

    def income_of(m: re.Match[str]) -> None:
        fund = names[m[1]]
        found.append(fund)
        now = prose.shown("04", str(catalogue.FUNDS.index(fund) + 1))
        prose.tally.amount("财政拨款收入", m[2], now, text)
        prose.against_prior(f"fiscal_{fund}", now)

    last = f"{prose.unit.year - 1}年度决算数"
    pattern = f"({'|'.join(names)})收入<N>万元(?:，(?:比|与){last})?"
    prose._rated = False
    prose.scan(text, [clause(pattern, income_of)])
    prose._rated = True
    prose.tally.same("各种财政拨款收入", found, due, text)
