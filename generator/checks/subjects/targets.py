"""预算绩效: what was reached against what was aimed at, where both are a number with a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.figures.arithmetic import from_fact
from generator.model import Row, Severity
from generator.workbook.reading.values import label_key

_TARGET = re.compile(r"(≥|>=|>|≤|<=|<|不低于|不少于|不高于|不超过|大于|小于)(\d+(?:\.\d+)?)(\D*)")
_RESULT = re.compile(r"(?:≥|>=|>|≤|<=|<|达到?|为)?(\d+(?:\.\d+)?)(\D*)")
_AT_MOST = ("≤", "<=", "<", "不高于", "不超过", "小于")


def reached(context: Context) -> Iterator[Look]:
    """A target such as ≥95% that was missed does not score in full, and is explained."""
    deviations = _deviations(context)
    for table in ("goals", "indicators"):
        for row in context.accounts.facts[table].rows:
            met = _met(row["target"].text, row["result"].text)
            if met is None:
                continue
            cells = (row["result"].cell, row["target"].cell, row["score"].cell)
            owner = row["project"].text if table == "indicators" else ""
            said = "" if met else _passed_over(row, deviations.get(owner, ""))
            yield Wrong(_message(row, said), cells, _REMEDY) if said else Right(cells)


_REMEDY = "核对实际完成值和得分；没有完成的扣分，并写明偏差原因。"


def _deviations(context: Context) -> dict[str, str]:
    """What is said of deviations: of the whole unit under "", of each project under its name."""
    whole = context.accounts.text("performance", "deviation").value
    projects = context.accounts.facts["projects"].rows
    return {"": whole} | {row["name"].text: row["deviation"].text for row in projects}


def _met(target: str, result: str) -> bool | None:
    """Whether the result meets the target; None where either is no number of the same kind."""
    aim, got = _TARGET.fullmatch(label_key(target)), _RESULT.fullmatch(label_key(result))
    if aim is None or got is None or aim[3] != got[2]:
        return None
    wanted, found = Decimal(aim[2]), Decimal(got[1])
    return found <= wanted if aim[1] in _AT_MOST else found >= wanted


_NONE = re.compile(r"(?:无|没有|暂无|无偏差|不适用|(?:全部|已|均)?(?:达成|完成|达到).*)")


def _passed_over(row: Row, deviation: str) -> str:
    """How a missed target was passed over: with full points, or with nothing said; "" if not."""
    points, score = from_fact(row["points"]), from_fact(row["score"])
    if points.given and score.given:
        return "得了满分" if score.amount >= points.amount else ""
    return f"偏差原因写的是「{deviation}」" if _NONE.fullmatch(label_key(deviation)) else ""


def _message(row: Row, said: str) -> str:
    target, result = row["target"].text, row["result"].text
    return f"「{row['level3'].text}」目标「{target}」，实际「{result}」没有达到，{said}"


RULES = (
    Rule(
        "K12",
        "没有达到目标的指标扣分并说明",
        Severity.WARNING,
        "预算绩效自评表",
        reached,
        "没有写明大于、小于的目标值",
        WORDS,
        ("X28",),
        reads=Reads.INPUTS,
    ),
)
