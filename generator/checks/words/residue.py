"""Placeholders and remains of a template in what people typed."""

from __future__ import annotations

import re

from generator.checks.engine.context import Words
from generator.checks.engine.spots import TextFault
from generator.model import Severity

# Where a prompt begins: prompts open a text, a bracket or a clause; 引导群众扫码并请填写 does not.
_OPENING = r"(?:^|(?<=[（(【，。；：:…\n]))"
_ENDING = r"(?=[）)】。；]|$)"

# Without one of these there is no residue; most texts have none and are done with quickly.
_SIGNS = re.compile(r"[XxＸｘ×某〇○□＿_*#待请填【？?空Tt说列注标例称 \s：:]|此处|（）|\(\)")
_WHOLE = frozenset({"标题", "内容", "正文", "测试"})
_CERTAIN = re.compile(
    "|".join(
        (
            r"(?<![A-Za-z])[XxＸｘ×]{2,}(?![A-Za-z])",
            r"某某",
            r"(?<![零一二三四五六七八九〇○])[〇○]{2,}",  # 二〇〇九年 is a year
            r"□{2,}|[＿_]{2,}|\*{3,}|#{3,}|##(?=[%％万元])",
            r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!)",
            rf"{_OPENING}待(?:完善|补充?|填写?|定稿)(?=[）)】，。；：:]|$)",
            # 绩效指标体系有待完善, 待补缴人员 are no placeholders.
            rf"(?<![有尚还仍亟])待(?:填写?|补充?|定稿){_ENDING}",
            r"TODO|请在此|示例文字|（空）|\(空\)",
            r"此处(?:填|请|应填|根据实际)",
            rf"{_OPENING}(?:请填写|填写内容|请(?:说明|注明|列明|填列|补充))",
            r"[（(](?:简要)?(?:说明|列明|注明|填写)[^）)：:]{0,12}(?:原因|情况|内容|名称|金额|数量)[）)]",
            r"[（(](?:根据|按照?|据)?实际?(?:情况)?填[写列报][）)]",
            rf"{_OPENING}事项标题|(?<![主副级])标题[一二三1-3](?!号)",
            r"【[^】]*(?:填|补充|说明|单位名称|年度)[^】]*】",
        )
    ),
    re.IGNORECASE | re.MULTILINE,
)
# What may be meant as it stands: “我和我的XX” is the name of a contest, 某县 an example.
_QUOTED = re.compile(r"“[^“”]*[A-Za-z×Ｘｘ][^“”]*”")
_LIKELY = re.compile(
    r"[（(](?:\s*|(?:单位|部门|项目)名称)[）)]"
    r"|[\u4e00-\u9fa5]{2} +(?:人次?|个|次|批次?|辆|台|场|期|万?元)(?=[，。；、）]|$)"
    r"|[？?]{2,}(?=[个人次万元名件项户家%％])"
    r"|某[省市县区镇局](?![域级部限民])"
    r"|填写内容$"
)


def residue(words: Words) -> TextFault | None:
    """Placeholders and remains of a template."""
    text = words.text
    if text in _WHOLE:
        return TextFault(f"留有占位或模板文字「{text}」")
    if not _SIGNS.search(text):
        return None
    if found := _CERTAIN.search(_unquoted(text)):
        return TextFault(_message(found))
    if found := _LIKELY.search(text) or _CERTAIN.search(text):
        return TextFault(_message(found), Severity.WARNING)
    if words.key.endswith("reason") and text.rstrip().endswith(("：", ":")):
        return TextFault(f"冒号后面没有内容：「{text.rstrip()[-8:]}」", Severity.WARNING)
    return None


def _unquoted(text: str) -> str:
    return _QUOTED.sub("“”", text) if "“" in text else text


def _message(found: re.Match[str]) -> str:
    return f"留有占位或模板文字「{found.group().strip()}」"
