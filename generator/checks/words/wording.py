"""What people type: both direction words, doubling, stops, widths, missing per cent signs."""

from __future__ import annotations

import re

from generator.checks.engine.context import Words
from generator.checks.engine.rule import WORDS, Reads, Rule
from generator.checks.engine.spots import TextFault, spotting
from generator.checks.words.brackets import brackets, without_intervals
from generator.checks.words.residue import residue
from generator.checks.words.voice import other_level, self_name
from generator.model import Severity

_PAIRS: tuple[str, ...] = ("增加减少", "增长下降", "上升下降", "提高降低", "大于小于")
_PAIRS += ("增长减少", "增加下降", "高于低于", "超过不足")
_BOTH_ORDERS = [(p[:2], p[2:]) for p in _PAIRS] + [(p[2:], p[:2]) for p in _PAIRS]
# 人员增加、减少的登记 names two things; before an amount one of the words was to be struck.
_AMOUNT = r"(?=\s*[\d（(])"
_END = r"(?=$|[。；，])"
_BOTH = re.compile(
    "|".join(
        rf"{a}(?<!每{a})(?:[/／、]?{b}{_AMOUNT}|[/／]?{b}{_END}|[（(]{b}[）)]?(?=\s*\d|$|[。；，]))"
        for a, b in _BOTH_ORDERS
    )
    + r"|增[（(/／]减[）)]?(?=\s*\d)"
)
_TOGETHER = re.compile("|".join(rf"{a}(?:{b}|[（(]{b}[）)])" for a, b in _BOTH_ORDERS))
_LISTED = re.compile("|".join(f"{a}、{b}{_END}" for a, b in _BOTH_ORDERS))
_BOTH_WAYS = ((_BOTH, None), (_TOGETHER, Severity.WARNING), (_LISTED, Severity.HINT))


def both_ways(words: Words) -> TextFault | None:
    """增加（减少）, 增长下降."""
    for pattern, severity in _BOTH_WAYS:
        if found := pattern.search(words.text):
            return TextFault(f"两个方向的词都在：「{found.group()}」", severity)
    return None


DOUBLED = re.compile(r"([\u4e00-\u9fa5]{2,8})\1")
# 服务服务, 管理管理: a verb and its object.  一件一件, 逐户逐户: said twice on purpose.
_ON_PURPOSE = re.compile(r"服务|管理|一[^般是定致切并级类]|逐[^步渐]")
# So is 救助救助对象, where the second word with what follows it is the object.
_OBJECT = re.compile(r"对象|机构|机关|[员令率站院性]|人(?!员)|生(?![活产])")
# Words that end one name and begin the next, as in 文明城市|城市管理 and 区直部门|部门预算.
BODIES = re.compile(
    r"部门|单位|政府|机关|中心|企业|组织|机构|城市|国家|社区|小区|学校|医院|医疗|学生|教师|儿童|妇女|会计|法律"
)
# The compounds of them that are heard so often that the doubling is no sign of a slip.
_COMPOUND = re.compile(
    r"部门(?:预|决|整体)|政府(?:采购|网站|信息|性基金|债|购买|投资)|中心(?:组|主任|城区|校|党)"
    r"|企业家|城市(?:管理|大脑|更新|建设)|国家级"
)
_CHARACTERS = re.compile(
    r"的的(?<![目标]的的)(?![确士哥姐])|了了(?![解然结却断事无])"
    r"|和和(?<![共饱总缓温柔调中平]和和)(?![平谐解田睦气美顺县])"
    r"|为为(?<![^，。；、：]为为)(?![民人期])|指指(?<![^，。；、：]指指)(?![标定导挥])|万万元|元万元"
)


def doubled(words: Words) -> TextFault | None:
    """保障保障, 开展的的."""
    for found in DOUBLED.finditer(words.text):
        if not in_order(words.text, found):
            severity = Severity.HINT if BODIES.fullmatch(found[1]) else None
            return TextFault(f"词语重复：「{found.group()}」", severity)
    found_one = _CHARACTERS.search(words.text)
    return TextFault(f"词语重复：「{found_one.group()}」") if found_one else None


def in_order(text: str, found: re.Match[str]) -> bool:
    """The second of the two words belongs to what follows it."""
    if _ON_PURPOSE.fullmatch(found[1]) or _OBJECT.match(text, found.end()):
        return True
    return bool(BODIES.fullmatch(found[1]) and _COMPOUND.match(text, found.end(1)))


STOPS = re.compile(
    r"，，|。。|、、|；；|：：|[，、；：]+[。，、；：]|。[，、；]|,,|;;|%%|％％|\d\.\.\d"
    r"|\d。\d+(?=\s*[万亿%％])|\d\.\d+\.\d+(?=\s*[万亿%％元])"
)


def stops(words: Words) -> TextFault | None:
    """。。 or ，。; two decimal points, or 。 for one."""
    found = STOPS.search(words.text)
    if not found:
        return None
    what = "用错" if any(map(str.isdigit, found.group())) else "重复"
    return TextFault(f"标点{what}：「{found.group()}」")


_HALF = re.compile(
    r"(?<=[\u4e00-\u9fa5])[,;:?!]|[,;?!](?=[\u4e00-\u9fa5])|(?<=[\u4e00-\u9fa5])[()]|[()](?=[\u4e00-\u9fa5])"
    r"|(?<=[\u4e00-\u9fa5])\.(?=[\u4e00-\u9fa5])|[０-９Ａ-Ｚａ-ｚ％]"
)


def widths(words: Words) -> TextFault | None:
    """Half-width punctuation in Chinese text, full-width digits and letters."""
    text = without_intervals(words.text)
    found = _HALF.search(text)
    if not found:
        return None
    kind = "全角字符" if ord(found.group()) > 127 else "半角标点"
    around = text[max(0, found.start() - 4) : found.end() + 4]
    return TextFault(f"中文里混用{kind}「{found.group()}」（…{around}…）")


# A share ends its clause, or is compared: 占12.5个点 and 占3.5亩 have another unit.
_SHARE_ENDS = r"(?=[，。；、）)]|$|以上|左右|较|比|居|高于|低于)"
_SHARE = re.compile(rf"占(?:比|[^，。；]{{0,12}}?的)?\s*(?:为|达|达到)?\s*(\d+\.\d+){_SHARE_ENDS}")
_RATE = re.compile(
    r"(?:执行率|完成率|满意[度率]|覆盖率|参保率|占比|(?:同比|比上年)(?:增长|下降))(?:为|达到?)?\s*"
    r"(\d+(?:\.\d+)?)(?=[，。；、）)]|$|以上)"
)


def percent_sign(words: Words) -> TextFault | None:
    """占比 76.23 without %; 0.52 may be a proportion."""
    for pattern, severity in ((_SHARE, None), (_RATE, Severity.HINT)):
        for found in pattern.finditer(words.text):
            if float(found[1]) > 1:
                return TextFault(f"「{found.group()}」后面像是漏了百分号", severity)
    return None


_E, _W, _H = Severity.ERROR, Severity.WARNING, Severity.HINT
RULES = (
    spotting("W01", "没有占位和模板文字", _E, residue, "填上真实内容，或删去。", "E38"),
    spotting("W02", "增减方向只留一个词", _E, both_ways, "只留与数字相符的一个词。", "E25", "E38"),
    spotting("W03", "词语不重复", _W, doubled, "删去重复的词。", "E39", printed=True),
    spotting(
        "W04", "标点不重复", _W, stops, "只留一个标点；小数点写成「.」。", "E39", printed=True
    ),
    spotting(
        "W05",
        "全角半角不混用",
        _H,
        widths,
        "中文用全角标点，数字和字母用半角。",
        "E39",
        printed=True,
    ),
    spotting(
        "W06", "括号引号成对", _W, brackets, "补上或删去半个括号、引号。", "E39", printed=True
    ),
    spotting("W07", "百分比带百分号", _W, percent_sign, "补上百分号。", "E27"),
    Rule(
        "W08",
        "自称与公开主体一致",
        _H,
        "基本信息 公开主体、单位全称",
        self_name,
        "没有填文字",
        WORDS,
        ("E16",),
        reads=Reads.CELLS,
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
        reads=Reads.CELLS,
    ),
)
