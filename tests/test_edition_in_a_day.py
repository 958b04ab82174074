"""The walk through ``docs/edition-in-a-day.md``: each of its files, commands and outputs, as they stand there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import docx
from click.testing import CliRunner

from generator.cli import main
from generator.workbook.reading.facts import read_workbook
from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "edition-in-a-day.md").read_text("utf-8")
FOLDER = Path("templates/guangdong-2024")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def outputs() -> Iterable[tuple[str, list[str]]]:
    """Each command of the page with the lines that it is said to print."""
    for block in re.findall(r"```\n\$ (gen .*?)```", PAGE, re.DOTALL):
        command, *lines = block.splitlines()
        yield command, lines


def told(command: str) -> list[str]:
    return CliRunner().invoke(main, command.split()[1:]).output.splitlines()


def test_the_walk_gives_what_the_page_says() -> None:
    steps = list(outputs())
    for number, (command, lines) in enumerate(steps):
        if number == 1:
            write_files()
        if number == 2:
            edit_the_template()
        if command.startswith("gen check"):
            continue
        printed = told(command)
        assert [line for line in lines if line not in printed] == [], printed
    told_blank = "\n".join(told("gen check inputs/2024.xlsx"))
    assert "人员情况：还差 3 格" in told_blank
    assert read_workbook(Path("inputs/2024.xlsx")).edition.form("three_public").mark == "07表"


def write_files() -> None:
    (FOLDER / "function-codes.csv").unlink()
    for name, text in re.findall(
        r"`templates/guangdong-2024/(\w+\.toml)`.*?```toml\n(.*?)```", PAGE, re.DOTALL
    ):
        (FOLDER / name).write_text(text, "utf-8")


# --- what a person does in Word ----------------------------------------------------------------


def edit_the_template() -> None:
    document = docx.Document(str(FOLDER / "template.docx"))
    body = document.element.body
    start = body.index(_first(body, lambda e: _style(e) == "Heading1"))
    for table in ("决算表", "情况说明"):
        _moved(body, start, table)
    sentence = re.search(r"^年末编制人数.*$", PAGE, re.MULTILINE)
    assert sentence is not None
    below = _first(body, lambda e: _text(e).startswith("纳入{{"))
    paragraph = document.add_paragraph(sentence[0], style="Body Text")._p
    below.getprevious().addprevious(paragraph)
    document.save(str(FOLDER / "template.docx"))


def _moved(body: Any, start: int, what: str) -> None:
    """三公 with all that belongs to it before 基金, with the numbers that follow."""
    headings = [e for e in body[start:] if _style(e) == "Heading2" and _text(e).endswith(what)]
    of = {word: next(e for e in headings if word in _text(e)) for word in ("三公", "基金", "国有")}
    ends = ("Heading1", "Heading2", "SectionEnd")
    piece = [of["三公"]]
    while _style(piece[-1].getnext()) not in ends:
        piece.append(piece[-1].getnext())
    for element in piece:
        of["基金"].addprevious(element)
    for word, number in (("三公", "七"), ("基金", "八"), ("国有", "九")):
        text = next(t for t in of[word].iter(f"{W}t") if t.text and "、" in t.text)
        text.text = f"{number}、{text.text.partition('、')[2]}"


def _text(element: Any) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def _style(element: Any) -> str:
    found = element.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def _first(body: Any, fits: Callable[[Any], bool]) -> Any:
    return next(element for element in body if fits(element))
