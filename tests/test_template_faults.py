"""What a fault of the template is called: Chinese words for every message of the template engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import TemplateError

from generator.document.template.compiling import CompiledTemplate, read_template
from generator.document.template.faults import in_chinese
from generator.document.template.package import members_of
from generator.document.template.remains import template_changes
from generator.document.template.resolving import resolved
from generator.document.template.sandbox import Sandbox
from generator.document.template.scanning import broken
from generator.model import InputProblem
from tests.helpers.wordtemplates import DOCUMENT, TYPES, write

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


@pytest.mark.parametrize("tag", ["overview.balance.even", "income.parts", "income", "charts"])
def test_what_is_no_single_thing_is_told_without_printing_it(tag: str) -> None:
    sandbox = Sandbox()
    found = resolved({"x": lambda: sandbox.parse(f"{{{{ {tag} }}}}")}, sandbox).faults["x"]
    assert [said for _, said in found] == [
        "这里不是一项内容，印不出来：名称后面少了一段，或者少了格式"
    ]


@pytest.mark.parametrize("text", ["{{ a { b }}", "{{ a } b }}", "{{ a {% if b }}"])
def test_a_tag_that_has_braces_inside_is_not_finished(text: str) -> None:
    assert broken(text) == f"标记「{text}」没有写完，吞掉了后面的内容"


@pytest.mark.parametrize("name", [DOCUMENT, TYPES])
def test_a_package_without_a_document_or_types_is_no_word_file(name: str) -> None:
    path = Path("template.docx")
    write(path, {name: b"<a/>"})
    with pytest.raises(InputProblem) as caught:
        members_of(path, path.read_bytes())
    assert (
        caught.value.findings[0].message == "模板打不开：template.docx（不是 Word 文档（.docx））"
    )


def test_a_template_that_cannot_be_read_is_told_with_the_reason_alone() -> None:
    Path("template.docx").mkdir()
    with pytest.raises(InputProblem) as caught:
        read_template(Path("template.docx"))
    assert caught.value.findings[0].message == "模板打不开：template.docx（Is a directory）"


@pytest.mark.parametrize(("count", "rest"), [(5, ""), (7, "；另有 2 处")])
def test_a_build_names_the_first_changes_and_counts_the_others(count: int, rest: str) -> None:
    told = tuple(f"第{number}处" for number in range(1, count + 1))
    path = Path("templates/试/template.docx")
    template = CompiledTemplate(path, Sandbox(), (), {}, {}, (), told, "x")
    (finding,) = template_changes(template, "")
    assert finding.message.endswith(f"：第1处；第2处；第3处；第4处；第5处{rest}")
