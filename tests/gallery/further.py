"""Cases of the rules about what is right in itself and yet cannot be: kinds, sizes, places, plans."""

from __future__ import annotations

from tests.gallery.changing import Add, Edit, Put, wan
from tests.gallery.single import Case

_BASIC = {
    "total": ("198.37", "35"),
    "208": ("187.95", "35"),
    "20801": ("171.96", "0"),
    "2080150": ("171.96", "0"),
    "20805": ("14.55", "0"),
    "2080505": ("14.55", "0"),
    "20899": ("1.44", "35"),
    "2089999": ("1.44", "35"),
    "210": ("10.42", "0"),
    "21011": ("10.42", "0"),
    "2101102": ("10.42", "0"),
}
_EXCHANGED = tuple(
    Put(f"general.{code}.{column}", wan(amount))
    for code, (basic, project) in _BASIC.items()
    for column, amount in (("basic", project), ("project", basic))
)
_LINES = ("total", "income", "expenditure", "fiscal_total", "fiscal_general", "general_expenditure")


def _named(name: str, *tables: str) -> tuple[Edit, ...]:
    return tuple(Put(f"{table}.2080150.name", name) for table in tables)


def _prior(**lines: str) -> tuple[Edit, ...]:
    return tuple(Put(f"prior.{line}.prior", wan(amount)) for line, amount in lines.items())


def _running(budget: str, outturn: str, initial: str) -> tuple[Edit, ...]:
    """公务用车运行维护费: full-year budget, outturn, initial budget."""
    return (
        Put("three_public.row.budget_running", wan(budget)),
        Put("three_public.row.outturn_running", wan(outturn)),
        Put("three_public_items.running.budget", wan(initial)),
    )


def _reached(target: str, result: str) -> tuple[Edit, ...]:
    """服务对象满意度 of a project."""
    return (Put("indicators.#3.target", target), Put("indicators.#3.result", result))


def _told(said: str) -> tuple[Edit, ...]:
    """An indicator of a project with 25 次, and a key work that says so many."""
    return (
        Put("indicators.#3.level3", "业务培训次数"),
        Put("indicators.#3.target", "20次"),
        Put("indicators.#3.result", "25次"),
        Put("key_work.#0.result", f"全年开展业务培训{said}次。"),
    )


_WITH_INSTITUTION = (
    Put("profile.entity.value", "部门"),
    Add("units", name="武汉市黄陂区社会保障卡服务站", type="公益一类事业单位"),
)

FURTHER = (
    Case("F10", _EXCHANGED),
    Case("C10", (Put("general.20899.name", "大中型水库移民后期扶持基金支出"),)),
    Case("C11", _named("行政运行", "income", "expenditure", "general")),
    Case(
        "C12",
        (*_named("行政运行", "general"), Put("general.2080150.project", wan("1"))),
        _named("行政运行", "general"),
    ),
    Case(
        "C13",
        (Put("budget.2101102.group", "行政事业单位养老支出"),),
        (Put("budget.2101102.group", "行政事业单位医疗"),),
    ),
    Case("U08", (Put("profile.supervisor.value", "武汉市黄陂区教育局"),)),
    Case("U09", (Put("profile.unit_type.value", "行政单位"),)),
    Case(
        "X37",
        (Put("totals.operating.amount", wan("1")),),
        (
            Put("totals.operating.amount", wan("1")),
            Put("expenditure.total.operating", wan("0.5")),
        ),
    ),
    Case(
        "X38",
        tuple(Put(f"prior.{line}.prior", wan("0")) for line in _LINES),
        tuple(Put(f"prior.{line}.prior", wan("0")) for line in _LINES[1:]),
    ),
    Case(
        "X39",
        _prior(total="250", income="240", expenditure="245", closing="10"),
        _prior(total="250", income="245", expenditure="240", closing="10"),
    ),
    Case(
        "X40",
        (Put("procurement.goods.value", wan("120000")),),
        (Put("procurement.goods.value", wan("12")),),
    ),
    Case(
        "B12",
        (Put("budget.2080150.budget", wan("171.96")),),
        (Put("budget.2080150.budget", wan("171.95")),),
    ),
    Case(
        "S11",
        (Put("three_public.row.budget", wan("5")),),
        (
            Put("three_public.row.budget", wan("5")),
            Put("three_public_items.total.budget", wan("5")),
        ),
    ),
    Case("S12", _running("2", "3", "3"), _running("3", "2", "3")),
    Case("K13", _reached("≥95%", "120%"), _reached("≥95%", "100%")),
    Case("K14", _reached("≥95%", "≥95%"), _reached("≥95%", "96%")),
    Case(
        "K15",
        (Put("projects.#0.outturn", wan("13.9")),),
        (Put("projects.#0.outturn", wan("14")),),
    ),
    Case(
        "K16",
        (Put("projects.#0.budget", wan("218.40")),),
        (Put("projects.#0.budget", wan("218.39")),),
    ),
    Case("K17", _told("26"), _told("25")),
    Case(
        "O05",
        (*_WITH_INSTITUTION, Put("operating.operating.this", wan("3.93"))),
        (*_WITH_INSTITUTION, Put("operating.operating.this", wan("3"))),
    ),
)
