"""The rules over the printed sentence: what meets at a seam is told once, with the cell behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from generator import checks, pipeline
from generator.checks.catalogue import RULES
from generator.checks.engine.context import Context
from generator.checks.engine.looks import Wrong
from generator.checks.words.lexicon import declared, lexicon
from generator.checks.words.printed import across, seam_fault
from generator.document import lines
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import Cell, Facts, Finding, InputProblem, Line, Row, Severity, Typed
from generator.pipeline import build, check, render_draft
from generator.workbook.reading.facts import read_workbook
from tests.conftest import Spoil
from tests.gallery.changing import Put, changed
from tests.gallery.running import WORKBOOKS, checked, real, report_on

PRINTED = ("W41", "W42", "W43", "W44")
CELL = Cell("上年数", "F4")


def line(text: str, in_table: bool = False) -> Line:
    """A line with its typed words between ⟦ and ⟧."""
    before, _, rest = text.partition("⟦")
    words, _, after = rest.partition("⟧")
    typed = (Typed(len(before), len(before) + len(words), CELL),)
    return Line(before + words + after, typed, in_table)


@pytest.mark.parametrize(
    ("text", "found"),
    [("共⟦3人⟧次", "人次"), ("⟦3人次⟧", None), ("共⟦人次⟧人", None), ("人次⟦3人⟧", None), ("人⟦次⟧", "人次")],
)  # fmt: skip
def test_only_what_lies_across_a_seam_is_seen(text: str, found: str | None) -> None:
    one = line(text)
    seen = across(re.compile("人次"), one, one.typed[0])
    assert (seen and seen.found) == found


def told(rule: str, text: str) -> str:
    """What a rule says of the typed words between ⟦ and ⟧ in their line."""
    accounts = Accounts(real().facts, real().edition)
    one = line(text)
    context = Context(accounts, disclosure(accounts), (one,))
    entry = next(entry for entry in declared().rules if entry.id == rule)
    found = seam_fault(context, lexicon(real().edition), entry, one, one.typed[0])
    return found.message if found else ""


@pytest.mark.parametrize(
    "text",
    [
        "主要原因是⟦是否达标影响支出⟧。",
        "收入⟦天天向上⟧，常常",
        "⟦江澜市云溪区委宣传部⟧部门决算公开",
        "⟦江澜市各部门⟧部门决算公开",
        "公务接待⟦3⟧批次、5人次",
        "⟦2023⟧年年初结转和结余5万元",
        "主要用于⟦于洪区道路维护⟧。",
        "对⟦个人和家庭的补助⟧5万元",
        "主要原因是⟦的确增加⟧。",
    ],
)
def test_what_is_rightly_said_twice_stands(text: str) -> None:
    assert not told("W41", text)


@pytest.mark.parametrize(
    "text",
    [
        "⟦金保工程项目绩效自评⟧项目绩效自评综述",
        "主要原因是⟦是人员增加⟧。",
        "支出⟦5万元⟧万元",
        "完成预算⟦95%⟧%。",
        "保障⟦保障房建设⟧。",
        "的⟦的工作⟧",
        "主要用于⟦于接待⟧。",
    ],
)
def test_a_word_doubled_at_the_seam_is_told(text: str) -> None:
    assert told("W41", text).startswith("印出来词语重复：「")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("主要原因是⟦减少、⟧。", "标点重复"),
        ("主要原因是⟦，减少⟧。", ""),
        ("比上年减少，⟦，减少⟧。", "标点重复"),
        ("主要原因：⟦：减少⟧。", "标点重复"),
        ("主要原因是⟦减少。”⟧。", "标点重复"),
        ("主要原因是⟦减少.⟧。", "标点重复"),
        ("主要原因是⟦减少。。。⟧", ""),
        ("⟦负责统计、⟧", "句子末尾是「、」"),
        ("⟦负责统计。承担调查⟧", "句子末尾没有标点"),
        ("⟦负责统计。承担调查。⟧", ""),
        ("⟦负责统计；⟧", ""),
        ("（一）⟦加强管理⟧", ""),
        ("⟦行政运行⟧（项）：反映。", ""),
    ],
)
def test_stops_at_the_seam_and_at_the_end(text: str, says: str) -> None:
    found = told("W42", text)
    assert says in found if says else not found


def test_a_table_may_break_a_line_anywhere() -> None:
    def rules(text: str) -> set[str]:
        report = checked((Put("key_work.#0.result", text),))
        return {finding.rule for finding in report.findings} & set(PRINTED)

    assert not rules("完成培训，\n合格率95%。\n登记（含\n线上）3次。")
    assert rules("完成培训、") == {"W42"}


def test_brackets_across_the_line() -> None:
    assert told("W43", "《⟦《条例》⟧》")
    assert told("W43", "（原因是⟦更正（补记）⟧）。") == ""
    assert told("W43", "主要原因是⟦更正“补记”⟧。") == ""


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("主要原因是⟦人员增加的主要原因是招录⟧。", "「主要原因」印了两遍"),
        ("主要原因：⟦人员增加，主要原因是招录⟧。", "「主要原因」印了两遍"),
        ("主要原因是⟦人员增加，主要是招录⟧。", ""),
        ("行政运行（项）：⟦一般行政管理事务：反映支出⟧。", "又写了「一般行政管理事务」"),
        ("行政运行（项）：⟦反映指挥中心：指挥支出⟧。", ""),
    ],
)
def test_a_lead_printed_twice_is_told(text: str, says: str) -> None:
    found = told("W44", text)
    assert says in found if says else not found


def test_a_lead_in_a_later_clause_is_a_hint() -> None:
    (first,) = found("人员增加的主要原因是招录")
    (later,) = found("人员增加，主要原因是招录")
    assert (first.severity, later.severity) == (Severity.WARNING, Severity.HINT)
    assert first.cells == (real().facts["prior"]["total"]["reason"].cell,)


def found(reason: str) -> list[Finding]:
    report = checked((Put("prior.total.reason", reason),))
    return [finding for finding in report.findings if finding.rule in PRINTED]


@pytest.mark.parametrize("words", ["社会保障保障工作", "工作平稳，。继续", "举办培训（3期"])
def test_what_stands_inside_a_cell_is_told_once(words: str) -> None:
    report = checked((Put("prior.total.reason", f"项目支出减少，{words}"),))
    rules = [f.rule for f in report.findings if f.rule in (*PRINTED, "W03", "W04", "W06")]
    assert len(rules) == 1 and rules[0] not in PRINTED


@pytest.mark.parametrize(
    "words", ["主要原因是主要原因是项目支出减少", "项目支出减少；；", "项目支出减少，。"]
)
def test_what_is_not_printed_is_not_told(words: str) -> None:
    report = checked((Put("prior.total.reason", words),))
    assert not [f for f in report.findings if f.rule in (*PRINTED, "W03", "W04", "W05")]


@pytest.mark.parametrize("path", WORKBOOKS, ids=lambda path: path.stem)
def test_the_examples_have_nothing_at_their_seams(path: Path) -> None:
    workbook = read_workbook(path)
    report = report_on(workbook.facts, workbook)
    assert not [f for f in report.findings if f.rule in PRINTED]
    looked = {entry.rule.id: entry.looked for entry in report.coverage}
    assert all(looked[rule] > 50 for rule in PRINTED)


def test_without_a_draft_the_rules_say_that_they_did_not_look() -> None:
    accounts = Accounts(real().facts, real().edition)
    report = checks.run(accounts, disclosure(accounts))
    status = {entry.rule.id: (entry.status, entry.detail) for entry in report.coverage}
    assert all(status[rule] == (checks.Status.NOT_RUN, "正文没有排出来") for rule in PRINTED)


def test_an_item_of_a_class_that_is_not_printed_stands_in_the_last_block() -> None:
    facts = real().facts
    basic = facts["basic"]
    rows = (*basic.rows, Row("31204", basic["30101"].cells))
    more = replace(basic, rows=rows, by_key={row.key: row for row in rows})
    made = disclosure(Accounts(Facts({**facts.tables, "basic": more}), real().edition))
    blocks = zip(
        *((row.first, row.second, row.third) for row in made.tables.basic.rows), strict=True
    )
    assert ["31204" in [str(item.code) for item in block] for block in blocks] == [
        False,
        False,
        True,
    ]


def texts(edits: Sequence[Put]) -> tuple[Line, ...]:
    accounts = Accounts(changed(real(), edits), real().edition)
    return lines(render_draft(real().edition, disclosure(accounts)))


def test_a_line_knows_the_cell_behind_its_words() -> None:
    cell = real().facts["prior"]["total"]["reason"].cell
    (one,) = (
        one
        for one in texts((Put("prior.total.reason", "甲 & 乙<丙>"),))
        if any(part.cell == cell for part in one.typed)
    )
    (part,) = (part for part in one.typed if part.cell == cell)
    assert one.text[part.start : part.end] == "甲 & 乙<丙>"
    assert one.text.endswith("，主要原因是甲 & 乙<丙>。") and not one.in_table


def test_a_line_break_ends_a_line_and_a_table_is_known() -> None:
    cell = real().facts["key_work"].rows[0]["result"].cell
    found = [
        one
        for one in texts((Put("key_work.#0.result", "甲。\n乙。"),))
        if one.typed[0].cell == cell
    ]
    assert [one.text for one in found] == ["甲。", "乙。"]
    assert all(one.in_table for one in found)


def test_check_and_build_tell_the_same(spoiled: Any) -> None:
    def change(book: Any) -> None:
        book["上年数"]["F4"] = "人员减少的主要原因是项目减少"

    change_it: Spoil = change
    path = spoiled(change_it)
    said, made = check(path), build(path, Path("outputs"))
    assert [f for f in said.findings if f.rule == "W44"]
    assert said.findings == made.findings


def test_a_fault_of_the_template_hides_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise InputProblem([Finding("模板", Severity.ERROR, "坏了")])

    facts = changed(real(), (Put("prior.total.reason", ""),))
    monkeypatch.setattr(pipeline, "render_draft", broken)
    with pytest.raises(InputProblem) as problem:
        pipeline.examined(replace(real(), facts=facts))
    assert {"模板", "R02"} <= {finding.rule for finding in problem.value.findings}


def test_a_wrong_look_quotes_the_printed_words() -> None:
    accounts = Accounts(real().facts, real().edition)
    context = Context(accounts, disclosure(accounts), (line("保障⟦保障房建设⟧。"),))
    (rule,) = (rule for rule in RULES if rule.id == "W41")
    (look,) = rule.test(context)
    assert isinstance(look, Wrong) and look.cells == (CELL,)
    assert "「保障保障房建设。」" in look.message
