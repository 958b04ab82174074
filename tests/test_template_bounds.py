"""A template can neither compute nor run away: it ends in seconds, with the place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from jinja2 import TemplateError

from generator import editions
from generator.document.template.checking import check_template
from generator.document.template.sandbox import Sandbox
from generator.pipeline import build
from tests.helpers.sampling import some
from tests.helpers.wordtemplates import DOCUMENT, edition, swapped, workbook

TAG = "{{ overview.total|wan }}"
PLACE = "「一、收入支出决算总体情况说明」下的段落"

RUNAWAY = [
    "{{ 1/0 }}",
    "{{ 1 // 0 }}",
    "{{ 1 % 0 }}",
    "{{ 10 ** 10 ** 10 }}",
    "{{ 'x' * 10**9 }}",
    "{{ [0] * 999999999 }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '{:999999999}'.format(1) }}",
    "{{ 'x'.ljust(999999999) }}",
    "{{ 'x'|center(999999999) }}",
    "{{ 'x'|indent(999999999) }}",
    "{{ lipsum(100000) }}",
    "{% set n = namespace(x=1) %}{{ n.x }}",
    "{% for i in range(10**9) %}x{% endfor %}",
    "{% for i in range(999999999) %}x{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}",
    "{% for a in range(9999) %}{% for b in range(9999) %}{% if b %}{% endif %}{% endfor %}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f() %}{{ g() }}{% endmacro %}{% macro g() %}{{ f() }}{{ f() }}{% endmacro %}{{ f() }}",
    "{% macro f(x) %}{{ f(x ~ x) }}{% endmacro %}{{ f('xxxxxxxx') }}",
    "{% for x in [[[1]]] recursive %}{{ loop([[x]]) }}{% endfor %}",
    "{% include 'x' %}",
    "{% filter upper %}x{% endfilter %}",
    "{{ " + "(" * 300 + "1" + ")" * 300 + " }}",
    "{% for i in range(99) %}" * 30 + "x" + "{% endfor %}" * 30,
]


@pytest.mark.parametrize("tag", some(RUNAWAY, 14), ids=lambda tag: tag[:40])
def test_it_ends_with_its_place(tag: str) -> None:
    edition({DOCUMENT: swapped(TAG, tag)})
    began = time.process_time()
    told = list(check_template(editions.load("试")).faults)
    if not told:  # only rendering can tell
        outcome = build(workbook(), Path("outputs"))
        assert outcome.unusable and not Path("outputs").exists()
        told = [f.message for f in outcome.findings if f.rule in ("T01", "T06")]
    assert time.process_time() - began < 20
    assert any(PLACE in fault or "套得太多" in fault for fault in told), told


@pytest.mark.parametrize(
    "source",
    [
        "{% set a = 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
        "{% for i in range(9999) %}{{ ['x']|join('y') }}{% for j in range(999) %}x{% endfor %}{% endfor %}",
        "{% macro f(n) %}{% for i in range(9) %}{{ f(n) }}{% endfor %}{% endmacro %}{{ f(1) }}",
    ],
)
def test_the_bounds_hold_while_a_document_is_rendered(source: str) -> None:
    sandbox = Sandbox()
    sandbox.begin({}, lambda value: value)
    began = time.process_time()
    with pytest.raises(TemplateError):
        sandbox.from_string(source).render()
    assert time.process_time() - began < 20


def test_what_a_template_needs_still_works() -> None:
    sandbox = Sandbox()
    sandbox.begin({}, lambda value: value)
    source = (
        "{% for i in range(3) if i != 1 %}{{ i + 1 }}{{ loop.index }}{{ '、' if not loop.last }}{% endfor %}"
        "{{ names|length }}{{ names|join('；') }}{{ names[0].removesuffix('甲') ~ '乙' }}"
        "{% for key, value in table.items() %}{{ key }}{{ value }}{% endfor %}"
    )
    made = sandbox.from_string(source).render(names=["甲", "乙"], table={"a": 1})
    assert made == "11、322甲；乙乙a1"


@pytest.mark.parametrize(
    ("source", "printed"),
    [("{{ 3 - 1 }}", "2"), ("{{ a + a }}", "甲甲"), ("{{ range(9000, 9003)|length }}", "3")],
)
def test_counting_and_joining_give_what_they_say(source: str, printed: str) -> None:
    sandbox = Sandbox()
    sandbox.begin({}, lambda value: value)
    assert sandbox.from_string(source).render(a="甲") == printed


@pytest.mark.parametrize(
    "source",
    ["{{ a + a }}", "{{ range(1, 50000)|length }}", "{{ b }}", "{{ c }}", "{{ d }}"],
)
def test_what_is_too_long_or_no_single_thing_is_not_printed(source: str) -> None:
    sandbox = Sandbox()
    sandbox.begin({}, lambda value: value)
    with pytest.raises((TemplateError, ValueError)):
        sandbox.from_string(source).render(a="甲" * 30_000, b=[1], c={"x": 1}, d=True)
