"""Whether the reason of a change speaks of an increase or of a decrease."""

from __future__ import annotations

import re

_UP = ("增加", "增长", "增多", "上升", "提高", "追加", "新增", "扩大", "调增", "上涨")
_DOWN = ("减少", "下降", "降低", "压减", "压缩", "缩减", "削减", "减小", "调减", "节约", "下调")
_NOT = re.compile(r"(无|未|没有|不再|不)(?:有|再)?$")
_CLAUSES = re.compile(r"[，。；,;\n]")

_EARLIER = re.compile(r"上年|去年|上一年|往年|以往|以前年度|年初预算|上期|前期|同期|前[两二三几]年")
_THIS_YEAR = re.compile(r"本年|今年")

# Words of a direction that say nothing of the amount.
_BESIDE = re.compile(
    # What is done better, and is no dearer for it: not 提高工资水平, 提高缴费比率.
    r"提高[^，。；]{0,12}?(?:效益|效率|绩效|质量|站位|认识|能力|(?:管理|服务)水平|(?<![费比税])率)"
    r"|扩大[^，。；]{0,8}(?:视频|线上|网络|共享|集中采购)"
    # What was held back.
    r"|(?:控制|严控|停止|暂停|暂缓|不得|禁止|严禁|取消|杜绝|避免|原计划|减少)(?:新增|追加|增加)"
    # A purpose, or what is paid for from elsewhere.
    r"|(?<![因认作成行])为了?(?:减少|降低|节约)[^，。；]*|节约型|(?:减少|降低)[^，。；]{0,6}?(?:结转|隐患|风险|能耗|浪费|压力|负担)"
    r"|(?:其他|事业|经营|非税)收入(?:减少|下降)(?=，[^。；]*(?:统筹|弥补|保障|补足))"
    r"|压减[^。；]*?(?:用于|调剂|统筹)"
)
# What had been added and could not be spent.
_UNSPENT = re.compile(r"未|尚|较晚|来不及|收回|[年月]底|年末")


def spoken_against(text: str, year: int, *, up: bool) -> str:
    """The word of a reason that speaks against its change, when none speaks for it; or "".

    What speaks against is read narrowly, what speaks for it generously.
    """
    against, along = (_DOWN, _UP) if up else (_UP, _DOWN)
    if not any(word in text for word in against) or _first(_not_earlier(text, year), along):
        return ""
    clauses = _of_this_year(_BESIDE.sub("", text), year)
    if not up:
        clauses = [clause for clause in clauses if not _UNSPENT.search(clause)]
    return _first(clauses, against)


# What compares two amounts, where a reason repeats the sentence before it comes to the point.
_MORE = ("增加", "增长", "上升", "大于", "高于", "超过", "多于")
_LESS = ("减少", "下降", "降低", "小于", "低于", "少于")


def head_against(head: str, *, up: bool) -> str:
    """The word of a head that compares the other way than the change; "" if none, or both do."""
    against, along = (_LESS, _MORE) if up else (_MORE, _LESS)
    if any(word in head for word in along):
        return ""
    return next((word for word in against if word in head), "")


def _not_earlier(text: str, year: int) -> list[str]:
    clauses = _CLAUSES.split(text)
    return [c for c in clauses if not _EARLIER.search(c) and f"{year - 1}年" not in c]


def _of_this_year(text: str, year: int) -> list[str]:
    """The clauses about this year; one about an earlier year holds on until this year is named."""
    clauses = _CLAUSES.split(text)
    named = [_THIS_YEAR.search(clause) is not None or f"{year}年" in clause for clause in clauses]
    told, earlier = list[str](), False
    for at, clause in enumerate(clauses):
        if _EARLIER.search(clause) or f"{year - 1}年" in clause:
            earlier = any(named[at + 1 :])
        elif named[at] or not earlier:
            told.append(clause)
            earlier = False
    return told


def _first(clauses: list[str], words: tuple[str, ...]) -> str:
    for clause in clauses:
        for word in words:
            at = clause.find(word)
            if at >= 0 and not _NOT.search(clause[:at]):
                return word
    return ""
