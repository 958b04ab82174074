"""What is wrong with a tag of a template, in Chinese: Jinja's own messages, translated.

The last entry catches what no other one knows: it says where to look and quotes Jinja.
"""

from __future__ import annotations

import re

from generator.model import regex

_QUOTED = r"['\"](.+?)['\"]"
_TOKENS = {
    "end of print statement": "}}",
    "end of statement block": "%}",
    "end of template": "文件末尾",
    "begin of print statement": "{{",
    "begin of statement block": "{%",
    "string": "文字",
    "name": "名称",
    "integer": "数字",
}
_SAID: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (regex(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (rf"expected token {_QUOTED}, got {_QUOTED}", "这里应是「{0}」，写的是「{1}」"),
        (rf"Expected an expression, got {_QUOTED}", "少了名称，这里只有「{0}」"),
        (
            rf"Encountered unknown tag ['\"](el\w+|end\w+)['\"].*to be closed is {_QUOTED}",
            "「{0}」和前面的「{1}」对不上：每个 if、for 都要有自己的 endif、endfor",
        ),
        (
            rf"Encountered unknown tag {_QUOTED}",
            "没有「{0}」这个标记，或者它前面少了 if、for",
        ),
        (
            rf"Unexpected end of template.*needs to be closed is {_QUOTED}",
            "「{0}」没有结束：少了 end{0}",
        ),
        (r"[Uu]nexpected end of template", "标记没有写完就到了文件末尾"),
        (rf"No filter named {_QUOTED}", "不认识的格式「|{0}」"),
        (rf"No test named {_QUOTED}", "不认识的判断「is {0}」"),
        (rf"unexpected char {_QUOTED}", "不能用的字符「{0}」"),
        (rf"unexpected {_QUOTED}, expected {_QUOTED}", "这里应是「{1}」，写的是「{0}」"),
        (rf"unexpected {_QUOTED}", "这里不应有「{0}」"),
        (r"tag name expected", "{{% 后面少了 if、for 等字"),
        (r"expected name or number", "点后面少了名称"),
        (rf"object' has no attribute {_QUOTED}", "没有「{0}」这一项"),
        (r"' object has no attribute", "这里印的不是这种内容：数字用 |wan 等，文字和名单另有格式"),
        (r"positional argument|keyword argument", "格式后面括号里的内容不对"),
        (r"operand type|can only concatenate|not supported between", "模板里不能计算和比较"),
        (r"division|modulo by zero", "模板里不能计算和比较"),
        (r"maximum recursion depth", "自己套用了自己，没有尽头"),
        (r"Range too big", "range 的数太大"),
        (rf"{_QUOTED} is undefined", "不认识的名称「{0}」"),
        (r"access to attribute " + _QUOTED, "不能用「{0}」"),
        (r"(?s)(.*[\u4e00-\u9fff].*)", "{0}"),
        (r"(?s)(.*)", "这个标记不能用（{0}）"),
    )
)


def in_chinese(message: str) -> str:
    """A message of Jinja, or of a filter, as office staff can read it."""
    for pattern, chinese in _SAID:
        found = pattern.search(message)
        if found:
            return chinese.format(*(_TOKENS.get(word, word) for word in found.groups()))
    return message
