"""What a fault of the template is called: Chinese words for every message of the template engine."""

from __future__ import annotations

import re

import pytest
from jinja2 import TemplateError

from generator.document.template.faults import in_chinese
from generator.document.template.sandbox import Sandbox

FAULTS = [
    ("{{ a|wan +}}", "这里不应有「}}」"),
    ("{{ a|wan 。", "不能用的字符「。」"),
    ("{{ }}", "少了名称，这里只有「}}」"),
    ("{{ a b }}", "这里应是「}}」，写的是「b」"),
    ("{{ a|wan) }}", "这里不应有「)」"),
    ("{{ a. }}", "点后面少了名称"),
    ("{{ a|yuan }}", "不认识的格式「|yuan」"),
    ("{% if a is odd_one %}{% endif %}", "不认识的判断「is odd_one」"),
    ("{% %}", "{% 后面少了 if、for 等字"),
    ("{% if a %}", "「if」没有结束：少了 endif"),
    ("{% if a %}{% endfor %}", "「endfor」和前面的「if」对不上"),
    ("{% if a %}{% wenn a %}{% endif %}", "没有「wenn」这个标记"),
    ("{% endif %}", "没有「endif」这个标记，或者它前面少了 if、for"),
    ("{% for in a %}{% endfor %}", "这里应是「in」"),
    ("{{ b }}", "不认识的名称「b」"),
    ("{{ a.c }}", "没有「c」这一项"),
    ("{{ a.__class__ }}", "不能用「__class__」"),
    ("{{ a + 1 }}", "模板里不能计算和比较"),
    ("{{ a < 1 }}", "模板里不能计算和比较"),
    ("{{ a.strip(1, 2) }}", "这个标记不能用"),
]


@pytest.mark.parametrize(("source", "says"), FAULTS)
def test_a_fault_is_named_in_chinese(source: str, says: str) -> None:
    with pytest.raises((TemplateError, TypeError)) as caught:
        Sandbox().from_string(source).render(a="甲")
    told = in_chinese(str(caught.value))
    assert told.startswith(says), caught.value
    if not says.startswith("这个标记"):
        assert not re.search(r"[a-z]{4,} [a-z]{2,}", told)


def test_the_filters_own_words_are_kept() -> None:
    assert in_chinese("数字「总计」没有写格式") == "数字「总计」没有写格式"
