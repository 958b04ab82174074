"""Tags that take half a paragraph, row or cell in or out are named before anything is printed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from jinja2 import Environment, TemplateSyntaxError
from lxml import etree

from generator.document.template.balance import torn, unclosed
from generator.document.template.sandbox import Sandbox
from tests.test_template_check import checked, with_text

__all__ = ["with_text"]  # a fixture

TABLE = "".join(
    f"<tr>{''.join(f'<tc><p><r><t>{row}{cell}</t></r></p></tc>' for cell in 'ab')}</tr>"
    for row in "甲乙丙"
)
DOCUMENT = (
    '<?xml version="1.0"?><body><p style="x > 1"><r><t>一</t></r><br/></p><!-- <p> -->'
    f"<p><r><t>二</t></r></p><tbl>{TABLE}</tbl><p><r><t>三</t></r></p></body>"
)
# Between two pieces of markup, inside a text, inside an attribute's value.
PLACES = [m.end() for m in re.finditer(r">(?=[^?])|(?<=>)[一二三甲乙丙]|x ", DOCUMENT)][1:-1]


def parses(text: str) -> bool:
    try:
        etree.fromstring(text.encode())
    except etree.XMLSyntaxError:
        return False
    return True


def with_tags(seed: int) -> str:
    """The document with an ``if`` (or ``for``) and its end at two places, perhaps one in the other."""
    chance = random.Random(seed)
    tags = [("{% if a %}", "{% endif %}"), ("{% for _ in b %}", "{% endfor %}")]
    first, second = chance.sample(tags, 2)
    middle = chance.choice(["", "{% else %}"]) if first == tags[0] else ""
    wanted = [first[0], middle, first[1]]
    if chance.random() < 0.5:
        wanted[1:1] = second
    places = sorted(chance.choices(PLACES, k=len(wanted)))
    text = DOCUMENT
    for tag, place in reversed(list(zip(wanted, places, strict=True))):
        text = f"{text[:place]}{tag}{text[place:]}"
    return text


@pytest.mark.parametrize("seeds", [range(start, start + 500) for start in range(0, 3000, 500)])
def test_what_passes_prints_xml_whatever_is_true_and_what_does_not_passes_not(seeds: range) -> None:
    environment, seen = Environment(autoescape=True), set()
    for seed in seeds:
        text = with_tags(seed)
        template = environment.from_string(text)
        values = [{"a": a, "b": "x" * times} for a in (True, False) for times in (0, 1, 2)]
        fine = all(parses(template.render(one)) for one in values)
        assert (torn(environment.parse(text)) == []) is fine, text
        seen.add(fine)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("source", "line", "says"),
    [
        ("<p>{%\nif a %}</p>{%\nendif %}", 2, "「if」和它的「endif」之间只有半个段落"),
        ("<t>\n<p>{%\nfor b in a %}</p><p>{%\nif b %}</p>{%\nendif %}<p>{%\nendfor %}</p></t>", 4, "「if」"),
        ("<p>{%\nmacro x() %}</p><p>{%\nendmacro %}</p>", 2, "「macro」里只有半个"),
        ("{%\nmacro x() %}<p/>{%\nendmacro %}<p>{{\nx()|upper }}</p>", 4, "只能单独印：{{ x(…) }}"),
        ("{%\nmacro x() %}<p/>{%\nendmacro %}<p a='{{\nx() }}'/>", 4, "版面的设置里"),
        ("<p {{\na }}/>", 2, "版面的设置里"),
    ],
)  # fmt: skip
def test_the_tag_is_named_and_told_what_to_do(source: str, line: int, says: str) -> None:
    found = torn(Sandbox().parse(source))
    assert [one[0] for one in found] == [line]
    assert says in found[0][1]


@pytest.mark.parametrize(
    "source",
    [
        "<p a='{% if a %}1{% else %}2{% endif %}' b=\"{{ a }}\">{{ a }}</p>",
        "{% macro x() %}<p/>{% endmacro %}<t>{{ x() }}{% for b in a %}{{ x() }}{% endfor %}</t>",
        "<p>{% if a %}甲{% elif b %}乙</p><p>{% else %}丙{% endif %}</p>",
    ],
)
def test_what_prints_xml_is_let_stand(source: str) -> None:
    assert torn(Sandbox().parse(source)) == []


def test_a_tag_that_would_tear_the_document_of_some_units_is_a_fault_for_all(
    with_text: Callable[[str, str], None],
) -> None:
    with_text(">项目</w:t>", ">{% if overview.change.up %}项目</w:t>")
    with_text("收、支总计均为{{", "{% endif %}收、支总计均为{{")
    faults = checked().faults
    mine = [fault for fault in faults if "「{% if overview.change.up %}项目」" in fault]
    assert mine and all("半个段落" in fault for fault in faults), faults


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("{%\nif a %}", 2),
        ("{%\nif a %}{%\nfor b in a %}{%\nendfor %}{%\nfor b in a %}", 5),
        ("{%\nfor b in a %}{%\nif b %}{%\nendif %}", 2),
        ("{%-\nmacro x() %}甲", 2),
    ],
)
def test_a_tag_that_nothing_ends_is_named_itself(source: str, line: int) -> None:
    with pytest.raises(TemplateSyntaxError, match="Unexpected end of template"):
        Sandbox().parse(source)
    assert unclosed(source) == line
