"""The documents keep to the OOXML schema, as the Open XML SDK checks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from generator.pipeline import build
from generator.products.outcome import Outcome
from tests.conftest import REAL, shared
from tests.helpers.prints import EXAMPLES, STEMS, printed
from tests.helpers.sampling import some

DRAFTS = {REAL.stem: REAL, **EXAMPLES}


def faults(path: Path) -> list[str]:
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("stem", some(STEMS, 3))
def test_a_final_version_with_page_numbers_is_valid(
    stem: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert faults(printed(stem, shared(tmp_path_factory)).docx) == []


@pytest.fixture(scope="module", params=some([*DRAFTS], 2))
def outcome(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    return build(DRAFTS[request.param], tmp_path_factory.mktemp("drafts"))


def test_a_draft_with_its_comments_is_valid(outcome: Outcome) -> None:
    assert outcome.written is not None
    assert faults(outcome.written.path) == []


def test_the_sheet_beside_it_is_valid(outcome: Outcome) -> None:
    # Texts inside the cells and a workbook without a theme are allowed; Excel adds both on saving.
    allowed = ("inline-string", "relationships/theme")
    found = faults(outcome.files["checklist"])
    assert [fault for fault in found if not any(word in fault for word in allowed)] == []


# What is put where; what the validator must say of it.
FAULTS = {
    "Value 'middle' is not": ('<w:jc w:val="center"/>', '<w:jc w:val="middle"/>'),
    "Unexpected element 'jcc'": ('<w:jc w:val="center"/>', '<w:jcc w:val="center"/>'),
    "Unexpected element 'r'": ("</w:tcPr><w:p>", "</w:tcPr><w:r/><w:p>"),
    "Style 'NoSuchStyle'": ('<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="NoSuchStyle"/>'),
}


@pytest.fixture(scope="module")
def said_of_faults(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """What the validator says of a draft with all of FAULTS at once."""
    folder = tmp_path_factory.mktemp("faults")
    written = build(REAL, folder).written
    assert written is not None
    with zipfile.ZipFile(written.path) as old, zipfile.ZipFile(folder / "f.docx", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                for right, wrong in FAULTS.values():
                    assert right.encode() in content
                    content = content.replace(right.encode(), wrong.encode(), 1)
            new.writestr(name, content)
    return faults(folder / "f.docx")


@pytest.mark.parametrize("told", FAULTS)
def test_a_fault_would_be_found(told: str, said_of_faults: list[str]) -> None:
    assert [fault for fault in said_of_faults if told in fault]
