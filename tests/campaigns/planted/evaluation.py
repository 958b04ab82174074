"""预算绩效: results against targets, scores, amounts."""

from __future__ import annotations

from collections.abc import Iterator

from tests.gallery.changing import Edit, Put, number, wan

from .planting import DEPARTMENT, HOSPITAL, NEW, REAL, Plant, edits


def plants() -> Iterator[Plant]:
    """Every planted mistake in the self-evaluation."""
    yield from _missed()
    yield from _impossible()
    yield from _copied()
    yield from _amounts()
    yield from _twice()


# What a key work says of an indicator, whose form has another number.
_TOLD = (
    (REAL, "indicators", 4, "开展专项检查次数", "12次", "全年开展专项检查15次，发现问题立行立改"),
    (DEPARTMENT, "indicators", 6, "化解矛盾纠纷数量", "326件", "化解矛盾纠纷362件"),
    (HOSPITAL, "indicators", 8, "组织义诊活动场次", "40场次", "组织义诊活动场次达48场次"),
    (NEW, "indicators", 0, "办结群众诉求件数", "1200件", "办结群众诉求共1020件，按期办结"),
)


def _twice() -> Iterator[Plant]:
    for book, table, row, name, result, sentence in _TOLD:
        place = f"{table}.#{row}"
        change = edits(
            Put(f"{place}.level3", name),
            *_result(table, row, result, result),
            Put("key_work.#0.result", sentence),
        )
        yield Plant("同一指标两处的数不同", name, book, change, ("key_work.#0", place))


def _result(table: str, row: int, target: str, result: str, points: str = "") -> tuple[Edit, ...]:
    """A target and its result, in full marks where points are given."""
    place = f"{table}.#{row}"
    made: list[Edit] = [Put(f"{place}.target", target), Put(f"{place}.result", result)]
    if points:
        made += [Put(f"{place}.{key}", number(points)) for key in ("points", "score")]
    return tuple(made)


_MISSED = (
    (REAL, "indicators", 4, "4个", "2个", "20"),
    (REAL, "indicators", 8, "2000件", "1500件", "20"),
    (REAL, "goals", 4, "20万张", "12万张", "6"),
    (REAL, "indicators", 7, "100%", "50%", "20"),
    (DEPARTMENT, "indicators", 6, "100%", "92%", "20"),
    (DEPARTMENT, "indicators", 13, "8个", "6个", "15"),
    (DEPARTMENT, "goals", 10, "8个", "7个", "4"),
    (HOSPITAL, "indicators", 8, "6台（套）", "4台（套）", "25"),
    (HOSPITAL, "indicators", 15, "1800平方米", "900平方米", "25"),
    (NEW, "indicators", 0, "25个", "20个", "30"),
    (NEW, "indicators", 1, "100%", "95%", "20"),
    (REAL, "indicators", 0, "≥95%", "90%", "20"),
)


def _missed() -> Iterator[Plant]:
    for book, table, row, target, result, points in _MISSED:
        change = edits(*_result(table, row, target, result, points))
        places: tuple[str, ...] = (f"{table}.#{row}",)
        yield Plant("没有完成得满分", f"{target}→{result}", book, change, places)


_RATES = (
    (REAL, "indicators", 3, "≥95%", "120%"),
    (REAL, "goals", 3, "≥95%", "106%"),
    (DEPARTMENT, "indicators", 4, "≥90%", "951%"),
    (DEPARTMENT, "indicators", 15, "100%", "110%"),
    (DEPARTMENT, "goals", 8, "≥85%", "188%"),
    (HOSPITAL, "indicators", 9, "100%", "101%"),
    (HOSPITAL, "indicators", 14, "≥90%", "960%"),
    (HOSPITAL, "goals", 0, "≥92%", "105.3%"),
    (NEW, "indicators", 1, "≥99.5%", "109.8%"),
)


def _impossible() -> Iterator[Plant]:
    for book, table, row, target, result in _RATES:
        change = edits(*_result(table, row, target, result))
        yield Plant("不可能超过百分之百", result, book, change, (f"{table}.#{row}",))


_COPIED = (
    (REAL, "indicators", 4, "≥5000人"),
    (REAL, "indicators", 3, ">95%"),
    (REAL, "goals", 8, ">1500件"),
    (DEPARTMENT, "indicators", 5, "≥5000人"),
    (DEPARTMENT, "indicators", 9, "≥11000人"),
    (DEPARTMENT, "goals", 0, "≥6200人"),
    (HOSPITAL, "indicators", 12, "≥600对"),
    (HOSPITAL, "goals", 6, "≤15个工作日"),
    (NEW, "indicators", 3, "不低于90%"),
)


def _copied() -> Iterator[Plant]:
    for book, table, row, target in _COPIED:
        change = edits(*_result(table, row, target, target))
        yield Plant("目标值抄成完成值", target, book, change, (f"{table}.#{row}",))


def _amounts() -> Iterator[Plant]:
    for book, row, outturn, deviation in (
        (REAL, 0, "4", "无偏差"),
        (REAL, 2, "0.5", "无"),
        (DEPARTMENT, 1, "400", "无"),
        (HOSPITAL, 3, "3", "无"),
        (NEW, 0, "6", "达成预期指标"),
    ):
        change = edits(
            Put(f"projects.#{row}.outturn", wan(outturn)),
            Put(f"projects.#{row}.deviation", deviation),
        )
        places: tuple[str, ...] = (f"projects.#{row}",)
        yield Plant("执行率很低写无偏差", outturn, book, change, places)
    for book, budget in ((REAL, "800"), (NEW, "500"), (HOSPITAL, "5900"), (DEPARTMENT, "15000")):
        change = edits(Put("projects.#0.budget", wan(budget)))
        places = ("projects", "performance.budget.value")
        yield Plant("项目预算之和超过整体", budget, book, change, places)
    for book, outturn, project in (
        (REAL, "85", 0),
        (DEPARTMENT, "7089.73", 0),
        (HOSPITAL, "684.63", 4),
    ):
        change = edits(
            Put(f"projects.#{project}.outturn", wan(outturn)),
            Put(f"projects.#{project}.budget", wan(outturn)),
        )
        yield Plant("项目执行数超过项目支出", outturn, book, change, (f"projects.#{project}",))
    for book, outturn in ((REAL, "198.37"), (DEPARTMENT, "9444.43"), (HOSPITAL, "755.98")):
        change = edits(Put("performance.outturn.value", wan(outturn)))
        yield Plant("整体执行数不是本年支出", outturn, book, change, ("performance.outturn.value",))
