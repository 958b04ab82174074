"""预算绩效: what was reached against what was aimed at, where both are a number of one kind."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.checks.engine.context import Context
from generator.checks.engine.looks import Right, Wrong
from generator.checks.engine.rule import WORDS, Look, Reads, Rule
from generator.checks.subjects.projects import NONE_SAID
from generator.figures.arithmetic import from_fact
from generator.model import Row, Severity, regex
from generator.workbook.reading.values import label_key

_SIGN = "≥|>=|>|≤|<=|<|不低于|不少于|不高于|不超过|大于|小于"
_TARGET = regex(rf"({_SIGN}|)(\d+(?:\.\d+)?)(\D*)")
_RESULT = regex(r"(?:≥|>=|>|≤|<=|<|达到?|为)?(\d+(?:\.\d+)?)(\D*)")
_AT_MOST = ("≤", "<=", "<", "不高于", "不超过", "小于")
# A target without a sign is to be reached, unless less of it is better.
_LESS = regex(
    r"成本|费用|时间|时限|时效|周期|投诉|死亡|事故|差错|故障|失业|逾期|违规|能耗|超支|误差|偏差"
)
_LESS_UNIT = regex(r"[天日时分秒周月年元]|工作日|小时|分钟|季度")


def reached(context: Context) -> Iterator[Look]:
    """A target such as ≥95% that was missed does not score in full, and is explained."""
    deviations = _deviations(context)
    for table in ("goals", "indicators"):
        for row in context.accounts.facts[table].rows:
            met = _met(row["target"].text, row["result"].text, row["level3"].text)
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


def _met(target: str, result: str, name: str) -> bool | None:
    """Whether the result meets the target; None where either is no number of the same kind."""
    aim, got = _TARGET.fullmatch(label_key(target)), _RESULT.fullmatch(label_key(result))
    if aim is None or got is None or aim[3] != got[2]:
        return None
    if not aim[1] and (_LESS.search(name) or _LESS_UNIT.search(aim[3])):
        return None
    wanted, found = Decimal(aim[2]), Decimal(got[1])
    return found <= wanted if aim[1] in _AT_MOST else found >= wanted


def _passed_over(row: Row, deviation: str) -> str:
    """How a missed target was passed over: with full points, or with nothing said; "" if not."""
    points, score = from_fact(row["points"]), from_fact(row["score"])
    if points.given and score.given:
        return "得了满分" if score.amount >= points.amount else ""
    return f"偏差原因写的是「{deviation}」" if NONE_SAID.fullmatch(label_key(deviation)) else ""


def _message(row: Row, said: str) -> str:
    target, result = row["target"].text, row["result"].text
    return f"「{row['level3'].text}」目标「{target}」，实际「{result}」没有达到，{said}"


# What can be a hundred per cent at most: parts of a whole.  完成率 and 增长率 may be more.
_PART = regex(
    r"(?:满意|知晓|覆盖|合格|及时|准确|完好|达标|可用|优良|验收通过|管理|筛查|检查|检测|公开|办结"
    r"|到位|兑现|入学|就诊|早诊|规范|参保|登记|回访|归档|发放|治愈|存活|保存|普及|按期完工|出勤|资金使用合规)(?:度|率)$"
)
_PERCENT = regex(r"(?:≥|>=|>|达到?|为)?(\d+(?:\.\d+)?)%")


def possible(context: Context) -> Iterator[Look]:
    """What is a part of a whole is no more than a hundred per cent."""
    for row in _indicators(context):
        found = _PERCENT.fullmatch(label_key(row["result"].text))
        if found is None or not _PART.search(label_key(row["level3"].text)):
            continue
        cells = (row["result"].cell, row["level3"].cell)
        if Decimal(found[1]) > 100:
            message = f"「{row['level3'].text}」实际完成值是「{row['result'].text}」，不会超过 100%"
            yield Wrong(message, cells, "核对实际完成值。")
        else:
            yield Right(cells)


def told_apart(context: Context) -> Iterator[Look]:
    """The result is not the target again: ≥5000人 was aimed at, so many were reached."""
    for row in _indicators(context):
        target, result = label_key(row["target"].text), label_key(row["result"].text)
        if not (_TARGET.fullmatch(target) and _SIGNED.match(target)) or not result:
            continue
        cells = (row["result"].cell, row["target"].cell)
        if result == target:
            message = f"「{row['level3'].text}」实际完成值抄的是目标值「{row['target'].text}」"
            yield Wrong(message, cells, "写实际完成的数，不带大于、小于。")
        else:
            yield Right(cells)


_SIGNED = regex(_SIGN)


def _indicators(context: Context) -> Iterator[Row]:
    for table in ("goals", "indicators"):
        yield from context.accounts.facts[table].rows


RULES = (
    Rule(
        "K13",
        "满意度、合格率等不超过百分之百",
        Severity.WARNING,
        "预算绩效自评表",
        possible,
        "没有写百分比的满意度、合格率等",
        WORDS,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K14",
        "实际完成值不是目标值",
        Severity.WARNING,
        "预算绩效自评表",
        told_apart,
        "没有写明大于、小于的目标值",
        WORDS,
        ("X28",),
        reads=Reads.INPUTS,
    ),
    Rule(
        "K12",
        "没有达到目标的指标扣分并说明",
        Severity.WARNING,
        "预算绩效自评表",
        reached,
        "没有写成数字的目标值",
        WORDS,
        ("X28",),
        reads=Reads.INPUTS,
    ),
)
