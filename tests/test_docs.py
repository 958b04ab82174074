"""The papers against the program: nothing that exists goes without a word, and what they name exists."""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from docx import Document

from generator.checks.catalogue import RULES
from generator.checks.reference import INPUT_PROBLEMS
from generator.cli import main
from generator.document.template.checking import check_template
from generator.editions import built_in, load
from generator.figures.phrasing import FILTERS
from generator.products.listing import PRODUCTS
from generator.workbook.reading import limits
from tests.conftest import ROOT
from tests.helpers.manual import with_counts

README = ROOT / "README.md"
DOCS = ROOT / "docs"
MANUAL, COMMANDS_PAGE, TEMPLATES_PAGE, DEVELOPING = (
    DOCS / f"{name}.md" for name in ("manual", "commands", "templates", "developing")
)
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(DOCS.glob("*.md"))]
ACCOUNTANTS = [
    "new",
    "read",
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


Gen = Callable[..., Result]


@pytest.fixture
def gen() -> Gen:
    return lambda *arguments: CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_named_with_its_options(name: str) -> None:
    """In its own row of the table: an option of another command is no word about this one."""
    rows = COMMANDS_PAGE.read_text("utf-8").splitlines()
    [row] = [row for row in rows if re.match(rf"\| `gen {name}[ `]", row)]
    options = [p for p in COMMANDS[name].params if isinstance(p, click.Option)]
    assert [o.opts[-1] for o in options if f"`{o.opts[-1]}" not in row] == []
    known = {name for option in options for name in option.opts}
    assert [o for o in re.findall(r"`(--[a-z-]+)", row) if o not in known] == []


def test_the_manual_names_what_an_accountant_uses() -> None:
    text = MANUAL.read_text("utf-8")
    assert set(ACCOUNTANTS) <= set(COMMANDS)
    assert [name for name in ACCOUNTANTS if f"`gen {name}" not in text] == []


def test_the_manual_explains_every_input_code_and_no_other() -> None:
    rows = re.findall(r"^\| (I[0-9]{2}) \| .+ \| .+ \|$", MANUAL.read_text("utf-8"), re.M)
    assert set(rows) == raised_codes()
    assert set(_INPUT_CODE.findall(MANUAL.read_text("utf-8"))) == raised_codes()


def test_the_manual_names_what_of_the_cells_stops_no_draft() -> None:
    """What the list of codes calls a hint or a warning; I35 is an error, too, at some places."""
    lines = MANUAL.read_text("utf-8").splitlines()
    (line,) = (one for one in lines if "有下面任何一条（" in one)
    for word in ("提示", "警告"):
        codes = [code for code, what in INPUT_PROBLEMS.items() if what.endswith(f"（{word}）")]
        named = re.search(rf"([I\d、]+)[^；，]*是{word}", line)
        assert named and named[1].strip("、").split("、") == codes


def test_the_manual_has_a_heading_for_every_input_sheet() -> None:
    headings = "\n".join(re.findall(r"^### .+$", MANUAL.read_text("utf-8"), re.M))
    assert [s.name for s in load("2023").sheets if s.name not in headings] == []


def test_the_manual_explains_every_letter_of_the_rules() -> None:
    letters = set(re.findall(r"^\| ([A-Z]) \|", MANUAL.read_text("utf-8"), re.M))
    assert {rule.id[0] for rule in RULES} - letters == set()


def test_every_filter_is_listed() -> None:
    text = TEMPLATES_PAGE.read_text("utf-8")
    assert [name for name in FILTERS if not re.search(rf"`{name}[`(]", text)] == []


def test_the_tags_shown_as_examples_are_in_the_template() -> None:
    """Names that a reader copies from here are names that the program knows."""
    assert check_template(load("2023")).ok
    templates = (Document(str(load(name).template)) for name in ("2023", "hunan-2024"))
    body = "".join(text for found in templates for text in found.element.body.itertext())
    for document in (TEMPLATES_PAGE, MANUAL):
        shown = re.findall(r"\{\{ (\w+\.[\w.]+)", document.read_text("utf-8"))
        assert [name for name in shown if name not in body] == []


def test_the_readme_begins_with_the_two_commands() -> None:
    blocks = re.findall(r"^```\w*\n(.*?)^```$", README.read_text("utf-8"), re.M | re.S)
    assert blocks[:2] == ["python3 run.py build inputs/2023.xlsx\n", "python3 run.py test\n"]
    assert len(README.read_text("utf-8").splitlines()) <= 100


def test_the_manual_counts_what_the_program_counts() -> None:
    # Written by python -m tests.helpers.write_examples.
    text = MANUAL.read_text("utf-8")
    assert with_counts(text) == text


def test_the_bounds_that_the_manual_names_are_those_of_the_program() -> None:
    text = MANUAL.read_text("utf-8")
    cells, characters = limits.MOST_CELLS // 10_000, limits.MOST_CHARACTERS // 10_000
    told = f"{limits.MOST_SHEETS} 张工作表、{cells} 万个有内容的单元格、{characters} 万字"
    assert told in text
    assert f"公开应在其后 {load('2023').publish_within_days} 天之内" in str(load("2023").sheets)
    assert f"从批复日期起算 {load('2023').publish_within_days} 天" in text


def test_the_counts_of_the_readme_are_those_of_the_program() -> None:
    text, edition = README.read_text("utf-8"), load("2023")
    assert f"One workbook of {1 + len(edition.forms) + len(edition.sheets)} sheets" in text
    *first, last = sorted(built_in())
    counted = {3: "Three", 4: "Four", 5: "Five"}[len(built_in())]
    assert f"{counted} editions: {', '.join(first)} and {last}." in text
    years = "、".join(sorted(filter(str.isdigit, built_in())))
    assert f"程序带有 {years} " in MANUAL.read_text("utf-8")
    for page in (MANUAL, TEMPLATES_PAGE):
        assert [name for name in built_in() if name not in page.read_text("utf-8")] == []


def test_the_tables_are_listed_by_their_keys() -> None:
    listed = re.findall(r"^\| `(\w+)` \| (公开\d\d表) \|", TEMPLATES_PAGE.read_text("utf-8"), re.M)
    for name in ("2023", "2024"):
        assert listed == [(form.id, form.sheet) for form in load(name).forms]


def test_the_edition_that_is_walked_through_is_read_and_checked(gen: Gen) -> None:
    """The pieces of the page as they stand there, laid over the program's own edition."""
    assert gen("template", "new", "2025", "--from", "2024", "--year", "2025").exit_code == 0
    pieces = re.findall(
        r"^( *)```toml\n(.*?)^ *```$", TEMPLATES_PAGE.read_text("utf-8"), re.M | re.S
    )
    texts = [textwrap.dedent(piece) for _, piece in pieces]
    folder = Path("templates/2025")
    forms = [text for text in texts if "[[form]]" in text or "[[relation]]" in text]
    (folder / "forms.toml").write_text("\n".join(forms), "utf-8")
    others = "\n".join(text for text in texts if text not in forms)
    own = (folder / "edition.toml").read_text("utf-8")
    (folder / "edition.toml").write_text(f"{own}\n{others}", "utf-8")
    edition = load("2025")
    assert edition.form("totals").sides[0].by_key["surplus_used"].also
    assert edition.form("expenditure").columns[-1].key == "refunds"
    assert set(edition.rules) == {"X24", "K09"}
    assert [relation.id for relation in edition.relations] == ["E01"]
    checked = gen("template", "check", "2025")
    assert checked.exit_code == 1
    told = "公开03表的「退回上年支出」在版式里有，模板没有印"
    assert checked.output.count(told) == 2
    assert told in TEMPLATES_PAGE.read_text("utf-8")


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


def test_each_product_stands_in_the_table_of_what_a_build_writes() -> None:
    text = (DOCS / "commands.md").read_text("utf-8")
    found = re.findall(r"^\| `2024决算公开第1稿([^`]*)` \| `(\w+)` \| (.+) \|$", text, re.M)
    assert found == [
        (
            f"{product.name and '-'}{product.name}{product.ending}",
            product.key,
            f"with `--{product.key}`" if product.option else "always",
        )
        for product in PRODUCTS
    ]
