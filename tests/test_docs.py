"""The README and the manual against the program: nothing that exists goes without a word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from conftest import ROOT
from docx import Document

from generator.checks.catalogue import RULES
from generator.cli import main
from generator.document.template.checking import check_template
from generator.editions import load
from generator.figures.phrasing import FILTERS

README = ROOT / "README.md"
MANUAL = ROOT / "docs" / "manual.md"
DOCUMENTS = [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
ACCOUNTANTS = [
    "new",
    "check",
    "build",
    "diff",
    "verify",
    "watch",
    "status",
    "explain",
    "rules",
    "template new",
    "template diff",
    "template check",
]

_INPUT_CODE = re.compile(r"\bI[0-9]{2}\b")
_IMAGE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")
_MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|home|root|tmp|opt|Users|var)/|\b[A-Z]:\\")


def commands(command: click.Command, path: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by what is typed after ``gen``."""
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from commands(inner, f"{path} {name}".strip())
    else:
        yield path, command


def raised_codes() -> set[str]:
    """The codes of unreadable input that stand as strings in the program."""
    sources = (path.read_text("utf-8") for path in (ROOT / "generator").rglob("*.py"))
    return {code for text in sources for code in re.findall(r'"(I[0-9]{2})"', text)}


def anchors(document: Path) -> set[str]:
    """The headings as GitHub links to them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_readme_names_every_command_and_option(name: str) -> None:
    text = README.read_text("utf-8")
    assert f"`gen {name}" in text
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option)]
    assert [o.opts[-1] for o in options if f"`{o.opts[-1]}" not in text] == []


def test_the_manual_names_what_an_accountant_uses() -> None:
    text = MANUAL.read_text("utf-8")
    assert set(ACCOUNTANTS) <= set(COMMANDS)
    assert [name for name in ACCOUNTANTS if f"`gen {name}" not in text] == []


def test_the_manual_explains_every_input_code_and_no_other() -> None:
    rows = re.findall(r"^\| (I[0-9]{2}) \| .+ \| .+ \|$", MANUAL.read_text("utf-8"), re.M)
    assert set(rows) == raised_codes()
    assert set(_INPUT_CODE.findall(MANUAL.read_text("utf-8"))) == raised_codes()


def test_the_manual_has_a_heading_for_every_input_sheet() -> None:
    headings = "\n".join(re.findall(r"^### .+$", MANUAL.read_text("utf-8"), re.M))
    assert [s.name for s in load("2023").sheets if s.name not in headings] == []


def test_the_manual_explains_every_letter_of_the_rules() -> None:
    letters = set(re.findall(r"^\| ([A-Z]) \|", MANUAL.read_text("utf-8"), re.M))
    assert {rule.id[0] for rule in RULES} - letters == set()


def test_the_readme_lists_every_filter() -> None:
    text = README.read_text("utf-8")
    assert [name for name in FILTERS if not re.search(rf"`{name}[`(]", text)] == []


def test_the_tags_shown_as_examples_are_in_the_template() -> None:
    """Names that a reader copies from here are names that the program knows."""
    assert check_template(load("2023")).ok
    body = "".join(Document(str(load("2023").template)).element.body.itertext())
    for document in (README, MANUAL):
        shown = re.findall(r"\{\{ (\w+\.[\w.]+)", document.read_text("utf-8"))
        assert [name for name in shown if name not in body] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert blocks[:2] == ["python3 run.py build inputs/2023.xlsx\n", "python3 run.py test\n"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    text = document.read_text("utf-8")
    for picture in _IMAGE.findall(text):
        assert (document.parent / picture).is_file(), picture
        assert (document.parent / picture).stat().st_size < 200_000, picture
    for file, anchor in _LINK.findall(text):
        target = document.parent / file if file else document
        assert target.exists(), file
        assert not anchor or anchor in anchors(target), anchor


def test_no_picture_lies_unused() -> None:
    used = {
        (document.parent / picture).resolve()
        for document in DOCUMENTS
        for picture in _IMAGE.findall(document.read_text("utf-8"))
    }
    assert set((ROOT / "docs" / "pictures").iterdir()) == used


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_document_names_a_path_of_one_machine(document: Path) -> None:
    assert _MACHINE_PATH.findall(document.read_text("utf-8")) == []


@pytest.mark.parametrize("extra", ["", "-dev"])
def test_everything_that_is_installed_is_pinned_with_its_hashes(extra: str) -> None:
    """Also what installs the project itself: its build backend, and pip."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["setup"]]
    wanted += project["project"]["optional-dependencies"]["dev"] if extra else []
    text = (ROOT / f"requirements{extra}.txt").read_text("utf-8")
    pins = re.split(r"\n(?=\S)", text.strip())
    named = {re.match(r"[\w.-]+", pin).group().lower() for pin in pins}  # type: ignore[union-attr]
    assert {re.match(r"[\w.-]+", name).group().lower() for name in wanted} <= named  # type: ignore[union-attr]
    for pin in pins:
        assert re.match(r"[\w.-]+==[\w.]+ ", pin) and "--hash=sha256:" in pin, pin
    assert "://" not in text  # from whichever registry the machine is set up for
