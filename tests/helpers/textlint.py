"""What no sentence of a document may look like, whatever the facts are."""

from __future__ import annotations

import re

from tests.helpers.docsections import Text

NEVER = re.compile(r"None|nan\b|NaN|Decimal|\{\{|\}\}|\{%|%\}|[｛｝]|undefined|万元万元|%%|亿元")
PUNCTUATION = re.compile(r"[，；、：。][，；、。]|（）|“”|：：|[，；、：]$|^[，；、：。）]")
NO_REASON = re.compile(
    r"原因(是|：)?(?=[。，；]|$)|主要用于(?=[。，；]|$)|原因(是|：)?主要原因|主要用于主要用于"
)
REASON = re.compile(
    r"(主要原因(是|：)|主要用于|主要是用于|主要产出和效益：|从评价情况来看，).*?(?=。|$)"
)
DIRECTIONS = (
    ("增加", "减少"),
    ("增长", "下降"),
    ("增加", "下降"),
    ("减少", "增长"),
    ("持平", "增加"),
    ("持平", "减少"),
)
NUMBER = re.compile(r"-?\d+(?:,\d{3})*(?:\.\d+)?")
UNITS = re.compile(r"万元|元|%|年|月|日|个|辆|人次|批次|次会议|次培训|人|台|项|分")
NAMELESS = re.compile(
    r"[；、：，]-?\d+(?:\.\d+)?(?:万元|辆)|(?<![（类款项])（[类款项]）(?=（)|(?:^|[。.] ?)（[类款项]）"
)
HALF = re.compile(r"[一-鿿][,;:!?]|[,;:!?][一-鿿]")


def complaints(text: Text) -> list[str]:
    """Every fault, with the line it is in."""
    found = [f"{m.group()}: {line}" for _, line in text.lines for m in NEVER.finditer(line)]
    for line in body_lines(text):
        found += [f"{what}: {line}" for what in _faults(line)]
    found += _voices(text)
    return found


def body_lines(text: Text) -> list[str]:
    """The sentences of 第三部分, without headings, captions and tables."""
    at = next(
        n
        for n, (style, line) in enumerate(text.lines)
        if line.startswith("第三部分") and style == "Heading1"
    )
    end = next(
        n
        for n, (style, line) in enumerate(text.lines)
        if line.startswith("第四部分") and style == "Heading1"
    )
    return [line for style, line in text.lines[at:end] if style.startswith("BodyText")]


def _faults(line: str) -> list[str]:
    found = []
    if not line.endswith(("。", "：")):
        found.append("no stop at the end")
    own = REASON.sub("原因", line)  # without what the person typed
    found += [f"punctuation {m.group()}" for m in PUNCTUATION.finditer(own.rstrip("："))]
    found += [f"no reason {m.group()}" for m in NO_REASON.finditer(line)]
    found += [f"half-width {m.group()}" for m in HALF.finditer(own)]
    for clause in re.split(r"[；。]", own.replace("，主要", "。")):
        found += [f"both {a} and {b}" for a, b in DIRECTIONS if a in clause and b in clause]
    found += [f"without a name: {m.group()}" for m in NAMELESS.finditer(own)]
    found += _numbers(own)
    if re.search(r"[一-鿿]万元", own.replace("单位：万元", "")):
        found.append("万元 without a number")
    return found


def _numbers(line: str) -> list[str]:
    """Numbers without a unit, and shares of nothing."""
    line = re.sub(r"^（?\d+(）|、|\. )", "", line)
    found = [m.group() for m in NUMBER.finditer(line) if not UNITS.match(line, m.end())]
    faults = [f"{number} without a unit" for number in found]
    for sentence in line.split("。"):
        if re.search(r"(?<![\d.])0%", sentence) and "为0万元" not in sentence:
            faults.append("0% of nothing")
    return faults


def _voices(text: Text) -> list[str]:
    """A 单位 does not speak as a 部门, nor the other way round."""
    lines = body_lines(text)
    both = [word for word in ("本单位", "本部门") if any(word in REASON.sub("", x) for x in lines)]
    return [f"both {'、'.join(both)}"] if len(both) > 1 else []
