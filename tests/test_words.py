"""The rules about texts as data: each sentence beside a rule is found, or let stand, by that rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator.checks.catalogue import BY_ID, TEXT_GROUPS
from generator.checks.engine.context import Context
from generator.checks.words.lexicon import WordPattern, WordRule, WordsFile, declared, lexicon
from generator.checks.words.printed import SEAMS, seam_fault
from generator.checks.words.rules import FINDERS, TESTS
from generator.editions import load
from generator.editions.strict import taken
from generator.figures.accounts import Accounts
from generator.figures.disclosure import disclosure
from generator.model import HAN, Finding, InputProblem
from tests.conftest import ROOT
from tests.gallery.changing import Add, Put, changed, wan
from tests.gallery.running import real, report_on
from tests.test_printed import line

COLUMNS = {
    "key_work": "result",
    "projects": "deviation",
    "duties": "paragraph",
    "organisation": "paragraph",
    "glossary": "meaning",
    "subjects": "meaning",
}
COLUMNS |= {"glossary.term": "term"}
ROWS = "\\n"  # what stands between the rows of one sentence
PLACED = re.compile(r"([a-z_#0-9.]+): (.*)")
BY_RULE = {rule.id: rule for rule in declared().rules}


def sentences(block: str) -> list[str]:
    return block.strip("\n").split("\n") if block.strip() else []


def wrong_of(rule: WordRule) -> list[str]:
    return [
        s for block in (rule.wrong, *(p.wrong for p in rule.patterns)) for s in sentences(block)
    ]


def said(wrong: bool, seam: bool) -> list[tuple[str, str]]:
    """(rule, sentence) of all rules."""
    return [
        (rule.id, text)
        for rule in declared().rules
        if rule.seam is seam
        for text in (wrong_of(rule) if wrong else sentences(rule.right))
    ]


def table_of(place: str) -> str:
    return place.split(".")[0]


def parted(text: str) -> tuple[str, str]:
    """Where a sentence stands, and the sentence."""
    placed = PLACED.fullmatch(text)
    return (placed[1], placed[2]) if placed else ("key_work", text)


@cache
def listed() -> dict[tuple[str, str], list[Finding]]:
    """What is found in the sentences that stand in lists, all of them in one workbook."""
    every = {parted(text) for wrong in (True, False) for _, text in said(wrong, False)}
    places = sorted(entry for entry in every if entry[0] in COLUMNS)
    codes = iter(f"29{number:05}" for number in range(10_000))
    rows = [
        Add(table_of(place), next(codes) if place == "subjects" else "", **{COLUMNS[place]: part})
        for place, text in places
        for part in text.split(ROWS)
    ]
    facts = changed(real(), rows)
    found: dict[tuple[str, str], list[Finding]] = {entry: [] for entry in places}
    whole = {(place, part): text for place, text in places for part in text.split(ROWS)}
    cells = {
        row[column].cell: (place, whole.get((place, row[column].text), ""))
        for place, column in COLUMNS.items()
        for row in facts[table_of(place)].rows
    }
    for finding in report_on(facts, real()).findings:
        for cell in finding.cells:
            found.get(cells.get(cell, ("", "")), []).append(finding)
    return found


def rules_in(text: str) -> set[str]:
    place, words = parted(text)
    if place in COLUMNS:
        return {finding.rule for finding in listed()[place, words]}
    facts = changed(real(), [Put(place, words)])
    table, row, column = place.split(".")
    cell = facts[table][row][column].cell
    return {f.rule for f in report_on(facts, real()).findings if cell in f.cells}


@pytest.mark.parametrize(("rule", "text"), said(wrong=True, seam=False))
def test_a_wrong_sentence_is_noticed(rule: str, text: str) -> None:
    assert rule in rules_in(text)


@pytest.mark.parametrize(
    ("rule", "text", "quoted"),
    [
        ("W14", "2023年2月30日前完成。", "2023年2月30日"),
        ("W23", "账号4111111111111111。", "4111…11"),  # not told once more
    ],
)
def test_only_what_must_not_be_published_is_quoted_in_part(
    rule: str, text: str, quoted: str
) -> None:
    facts = changed(real(), [Put("key_work.#0.result", text)])
    told = [f.message for f in report_on(facts, real()).findings if f.rule == rule]
    assert len(told) == 1 and f"「{quoted}」" in told[0]


@pytest.mark.parametrize(("rule", "text"), said(wrong=False, seam=False))
def test_a_right_sentence_is_let_stand(rule: str, text: str) -> None:
    assert rule not in rules_in(text)


WAYS = {
    ("prior", "up"): (Put("prior.total.prior", wan("200")), "prior.total.reason"),
    ("prior", "down"): (Put("prior.total.prior", wan("243.02")), "prior.total.reason"),
    ("budget", "up"): (Put("budget.2080150.budget", wan("140")), "budget.2080150.reason"),
}


def reasons(wrong: bool) -> list[tuple[str, tuple[str, str], str]]:
    return [
        (entry.rule, (entry.base, entry.way), text)
        for entry in declared().reasons
        for text in sentences(entry.wrong if wrong else entry.right)
    ]


def rules_in_reason(way: tuple[str, str], text: str) -> set[str]:
    amount, place = WAYS[way]
    facts = changed(real(), [amount, Put(place, text)])
    table, row, column = place.split(".")
    cell = facts[table][row][column].cell
    return {f.rule for f in report_on(facts, real()).findings if cell in f.cells}


@pytest.mark.parametrize(("rule", "way", "text"), reasons(wrong=True))
def test_a_wrong_reason_is_noticed(rule: str, way: tuple[str, str], text: str) -> None:
    assert rule in rules_in_reason(way, text)


@pytest.mark.parametrize(("rule", "way", "text"), reasons(wrong=False))
def test_a_right_reason_is_let_stand(rule: str, way: tuple[str, str], text: str) -> None:
    assert not {"R04", "R05"} & rules_in_reason(way, text)


def at_the_seam(rule: str, text: str) -> str:
    one = line(text)
    accounts = Accounts(real().facts, real().edition)
    context = Context(accounts, disclosure(accounts), (one,))
    found = seam_fault(context, lexicon(real().edition), BY_RULE[rule], one, one.typed[0])
    return found.message if found else ""


@pytest.mark.parametrize(("rule", "text"), said(wrong=True, seam=True))
def test_a_wrong_seam_is_noticed(rule: str, text: str) -> None:
    assert at_the_seam(rule, text)


@pytest.mark.parametrize(("rule", "text"), said(wrong=False, seam=True))
def test_a_right_seam_is_let_stand(rule: str, text: str) -> None:
    assert not at_the_seam(rule, text)


def patterns() -> Iterator[tuple[str, WordPattern]]:
    for rule in declared().rules:
        for number, pattern in enumerate(rule.patterns):
            yield f"{rule.id}-{number}", pattern


def test_each_expression_has_a_wrong_sentence() -> None:
    """A part that several patterns share is shown whole by the first of them."""
    words, shown = lexicon(real().edition), set[str]()
    for name, pattern in patterns():
        assert bool(pattern.find) is not bool(pattern.finder), name
        texts = [re.sub("[⟦⟧]", "", parted(text)[1]) for text in sentences(pattern.wrong)]
        texts += [unicodedata.normalize("NFKC", text) for text in texts if pattern.fold]
        for find in pattern.find.split():
            part = re.fullmatch(r"(?:\(\?i:)?\{([a-z_]+)\}\)?", find)
            whole = part is None or part[1] in shown
            for one in (find,) if whole or part is None else words.words(part[1]):
                looked = words.compiled(f"(?i:{one})" if "?i:" in find else one, pattern.pairs)
                assert any(map(looked.search, texts)) or pattern.find in shown, (name, one)
            shown |= {pattern.find, part[1] if part else find}


def test_every_rule_has_sentences_and_stands_in_the_catalogue() -> None:
    for rule in declared().rules:
        assert rule.right.strip() and wrong_of(rule), rule.id
        assert rule.group in TEXT_GROUPS and rule.id in BY_ID
        assert bool(rule.patterns) is not bool(rule.test), rule.id


def test_every_function_is_named_and_every_name_is_a_function() -> None:
    named = {(r.seam, p.finder) for r in declared().rules for p in r.patterns if p.finder}
    assert named == {(False, name) for name in FINDERS} | {(True, name) for name in SEAMS}
    assert {rule.test for rule in declared().rules if rule.test} == set(TESTS)


def test_every_list_and_part_is_used_and_explained() -> None:
    file = declared()
    code = "".join(p.read_text("utf-8") for p in (ROOT / "generator" / "checks").rglob("*.py"))
    text = (ROOT / "generator" / "checks" / "words" / "rules.toml").read_text("utf-8")
    for name in file.lists | file.parts:
        assert f"{{{name}}}" in text + code or f'"{name}"' in text + code, name
    explained = (ROOT / "docs" / "templates.md").read_text("utf-8").split("**Word lists**")[1]
    assert [name for name in file.lists if f"`{name}`" not in explained] == []


def test_a_misspelt_entry_is_refused() -> None:
    entry = {"id": "W01", "group": "", "title": "", "severity": "mild", "covers": [], "rihgt": ""}
    with pytest.raises(ValueError, match=r"rules\.toml rule「W01」 ") as refused:
        taken(WordsFile, {"lists": {}, "parts": {}, "rule": [entry]}, "rules.toml")
    assert "severity" in str(refused.value) and "rihgt" in str(refused.value)


def test_an_edition_adds_words() -> None:
    assert not {"W01", "R05"} & rules_in("prior.total.reason: 按（局）统一口径")
    with_words("template_words = ['（局）统一']")
    facts = changed(real(), [Put("prior.total.reason", "按（局）统一口径")])
    made = report_on(facts, replace(real(), edition=load("甲")))
    assert "W01" in {f.rule for f in made.findings}


def test_a_list_that_there_is_not_is_refused() -> None:
    with_words("template_wrods = ['统一']")
    with pytest.raises(InputProblem, match=r"甲.*template_wrods，没有这张词表"):
        lexicon(load("甲"))


def with_words(lines: str) -> None:
    """An edition 甲 in the working folder, with words added to lists."""
    folder = Path("templates/甲")
    folder.mkdir(parents=True)
    said = f"based_on = '2023'\nid = '甲'\nname = '甲'\n[word_lists]\n{lines}\n"
    (folder / "edition.toml").write_text(said, "utf-8")


def test_a_chinese_character_is_a_character_and_nothing_else() -> None:
    """Also those of rare names; no sign, no digit, no letter, be it Latin, Greek or full width."""
    assert all(re.fullmatch(HAN, sign) for sign in "一龥鄠㐂䶮鿍𠮷")
    assert not any(re.fullmatch(HAN, sign) for sign in "〇々①⒈ⅡαБéカか。（＄￥㎡℃Ａｚ１1_z \n")
