"""What people type: template residue, both direction words, doubling, widths, brackets, 部门/单位."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from generator.checks.context import Context, Words
from generator.checks.looks import Right, Unknown, Wrong
from generator.checks.rule import WORDS, Look, Rule
from generator.model import Severity

Spot = Callable[[Words], str]

_RESIDUE = re.compile(
    r"(?<![A-Za-z])[XxＸｘ×]{2,}(?![A-Za-z])|某某|[〇○□＿_]{2,}|\*{3,}|待填|待补|待定稿|待完善"
    r"|TODO|请填写|请在此|此处填|填写内容|示例文字|（空）|\(空\)|事项标题|标题[一二三1-3]"
    r"|【[^】]*(?:填|补充|说明|单位名称|年度)[^】]*】|^(?:标题|内容|正文|测试)$",
    re.IGNORECASE,
)
_PAIRS: tuple[str, ...] = ("增加减少", "增长下降", "上升下降", "提高降低", "大于小于")
_PAIRS += ("增长减少", "增加下降", "高于低于", "超过不足")
_BOTH = re.compile(
    "|".join(
        rf"{a}[（(/／、]?{b}[）)]?|{b}[（(/／、]?{a}[）)]?"
        for a, b in ((pair[:2], pair[2:]) for pair in _PAIRS)
    )
)
# 服务服务对象, 管理管理人员 are a verb and its object.
_DOUBLED = re.compile(r"(?!服务服务|管理管理)([\u4e00-\u9fa5]{2,8})\1|(?<!目)的的")
_STOPS = re.compile(r"，，|。。|、、|；；|：：|[，、；：]+[。，、；：]|。[，、；]|,,|;;")
_HALF = re.compile(
    r"(?<=[\u4e00-\u9fa5])[,;:?!]|[,;?!](?=[\u4e00-\u9fa5])|(?<=[\u4e00-\u9fa5])[()]|[()](?=[\u4e00-\u9fa5])"
    r"|[０-９Ａ-Ｚａ-ｚ％]"
)
_ENUMERATION = re.compile(r"(^|[\s；;。，：:、])[（(]?[0-9一二三四五六七八九十]{1,3}[）)]")
_OPEN = {"（": "）", "(": "）", "《": "》", "【": "】", "“": "”", "‘": "’", "「": "」", "[": "]"}
_CLOSE = {"）": "）", ")": "）", "》": "》", "】": "】", "”": "”", "’": "’", "」": "」", "]": "]"}
_SHARE = re.compile(
    r"占(?:比|[^，。；]{0,12}?的)?\s*(?:为|达|达到)?\s*(\d+\.\d+)(?![\d.]|\s*[%％‰万亿千元个百分成倍张件次人])"
)


def residue(words: Words) -> str:
    """Placeholders and remains of a template."""
    found = _RESIDUE.search(words.text)
    return f"留有占位或模板文字「{found.group()}」" if found else ""


def both_ways(words: Words) -> str:
    """增加（减少）, 增长下降."""
    found = _BOTH.search(words.text)
    return f"两个方向的词都在：「{found.group()}」" if found else ""


def doubled(words: Words) -> str:
    """保障保障."""
    found = _DOUBLED.search(words.text)
    return f"词语重复：「{found.group()}」" if found else ""


def stops(words: Words) -> str:
    """。。 or ，。"""
    found = _STOPS.search(words.text)
    return f"标点重复：「{found.group()}」" if found else ""


def widths(words: Words) -> str:
    """Half-width punctuation in Chinese text, full-width digits and letters."""
    found = _HALF.search(words.text)
    if not found:
        return ""
    kind = "全角字符" if ord(found.group()) > 127 else "半角标点"
    around = words.text[max(0, found.start() - 4) : found.end() + 4]
    return f"中文里混用{kind}「{found.group()}」（…{around}…）"


def brackets(words: Words) -> str:
    """Every bracket and quotation mark has its partner."""
    text, stack = _ENUMERATION.sub(r"\1", words.text), list[str]()
    for sign in text:
        if sign in _OPEN:
            stack.append(sign)
        elif sign in _CLOSE and (not stack or _OPEN[stack.pop()] != _CLOSE[sign]):
            return f"「{sign}」没有对应的前半个"
    return f"「{stack[-1]}」没有对应的后半个" if stack else ""


def percent_sign(words: Words) -> str:
    """占比 76.23 without %."""
    found = _SHARE.search(words.text)
    return f"「{found.group()}」后面像是漏了百分号" if found else ""


def _each(context: Context, spot: Spot, remedy: str) -> Iterator[Look]:
    for words in context.words:
        message = spot(words)
        yield Wrong(message, (words.cell,), remedy) if message else Right((words.cell,))


def self_name(context: Context) -> Iterator[Look]:
    """A unit speaks of itself as 单位, a department as 部门."""
    entity = context.choice("entity")
    if not entity:
        cell = context.accounts.facts["profile"]["entity"]["value"].cell
        yield Unknown(f"没有填公开主体（{cell}）", (cell,))
        return
    other = "单位" if entity == "部门" else "部门"
    for words in context.words:
        found = re.search(f"[本我]{other}", words.text)
        if found:
            message = f"公开主体是{entity}，这里自称「{found.group()}」"
            yield Wrong(message, (words.cell,), f"改成「{found.group()[0]}{entity}」。")
        else:
            yield Right((words.cell,))


def other_level(context: Context) -> Iterator[Look]:
    """Explanations of terms speak of the unit's own level: 区级财政, not 市级财政."""
    level, words_of = context.choice("level"), context.accounts.edition.words
    wrong = [
        word
        for kind in ("finance", "departments")
        for name, word in words_of[kind].items()
        if name != level and word not in (words_of[kind].get(level), "")
    ]
    for words in context.words:
        if words.block not in ("glossary", "subjects"):
            continue
        found = next((word for word in wrong if word in words.text), None)
        if found:
            message = f"预算级次是{level}，这里写的是「{found}」"
            yield Wrong(message, (words.cell,), "核对是哪一级财政、哪一级部门。")
        else:
            yield Right((words.cell,))


def _rule(rule: str, title: str, severity: Severity, spot: Spot, remedy: str, *covers: str) -> Rule:
    test = partial(_each, spot=spot, remedy=remedy)
    return Rule(rule, title, severity, "文字校对", test, "没有填文字", WORDS, covers)


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT
RULES = (
    _rule("W01", "没有占位和模板文字", _E, residue, "填上真实内容，或删去。", "E38"),
    _rule("W02", "增减方向只留一个词", _E, both_ways, "只留与数字相符的一个词。", "E25", "E38"),
    _rule("W03", "词语不重复", _W, doubled, "删去重复的词。", "E39"),
    _rule("W04", "标点不重复", _W, stops, "只留一个标点。", "E39"),
    _rule("W05", "全角半角不混用", _H, widths, "中文用全角标点，数字和字母用半角。", "E39"),
    _rule("W06", "括号引号成对", _W, brackets, "补上或删去半个括号、引号。", "E39"),
    _rule("W07", "百分比带百分号", _W, percent_sign, "补上百分号。", "E27"),
    Rule(
        "W08",
        "自称与公开主体一致",
        _H,
        "基本信息 公开主体",
        self_name,
        "没有填文字",
        WORDS,
        ("E16",),
    ),
    Rule(
        "W09",
        "名词解释的预算级次",
        _H,
        "基本信息 预算级次",
        other_level,
        "名词解释和科目解释没有填",
        WORDS,
        ("E17",),
    ),
)
