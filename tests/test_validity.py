"""The documents keep to the OOXML schema, as the Open XML SDK checks it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from generator.pipeline import build
from tests.conftest import REAL
from tests.helpers.prints import EXAMPLES, STEMS, printed, shared

DRAFTS = {REAL.stem: REAL, **EXAMPLES}


def faults(path: Path) -> list[str]:
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("stem", STEMS)
def test_a_final_version_with_page_numbers_is_valid(
    stem: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert faults(printed(stem, shared(tmp_path_factory)).docx) == []


@pytest.mark.parametrize("stem", DRAFTS)
def test_a_draft_with_its_comments_is_valid(stem: str, tmp_path: Path) -> None:
    outcome = build(DRAFTS[stem], tmp_path)
    assert outcome.written is not None
    assert faults(outcome.written.path) == []


@pytest.mark.parametrize("stem", DRAFTS)
def test_the_sheet_beside_it_is_valid(stem: str, tmp_path: Path) -> None:
    outcome = build(DRAFTS[stem], tmp_path)
    # Texts inside the cells and a workbook without a theme are allowed; Excel adds both on saving.
    allowed = ("inline-string", "relationships/theme")
    found = faults(outcome.files["checklist"])
    assert [fault for fault in found if not any(word in fault for word in allowed)] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('<w:jc w:val="center"/>', '<w:jc w:val="middle"/>'),
        ('<w:jc w:val="center"/>', '<w:jcc w:val="center"/>'),
        ("</w:tcPr><w:p>", "</w:tcPr><w:r/><w:p>"),
        ('<w:pStyle w:val="BodyText"/>', '<w:pStyle w:val="NoSuchStyle"/>'),
    ],
)
def test_a_fault_would_be_found(right: str, wrong: str, tmp_path: Path) -> None:
    outcome = build(REAL, tmp_path)
    assert outcome.written is not None
    spoiled = tmp_path / "spoiled.docx"
    with zipfile.ZipFile(outcome.written.path) as old, zipfile.ZipFile(spoiled, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                assert right.encode() in content
                content = content.replace(right.encode(), wrong.encode(), 1)
            new.writestr(name, content)
    assert faults(spoiled) != []
