"""Marks of provenance and control characters that somebody else wrote reach nothing that is shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from generator.cli import main
from generator.model import Finding, Severity
from tests.conftest import REAL, Spoil
from tests.helpers.handedits import reword

FORGED = "\ufdd00\ufdd1假\ufdd2\u202e"
MARKS = set("\ufdd0\ufdd1\ufdd2\u202e\x07")
FIRST = Path("outputs/2023/2023决算公开第1稿.docx")


def shown(*arguments: str | Path) -> str:
    return CliRunner().invoke(main, [str(argument) for argument in arguments]).output


def test_no_finding_carries_them() -> None:
    found = Finding("X", Severity.HINT, FORGED, remedy="\x07改", lapsed=FORGED, accepted=FORGED)
    assert (found.message, found.remedy, found.lapsed, found.accepted) == (
        "0假",
        "改",
        "0假",
        "0假",
    )


@pytest.mark.parametrize(
    ("sheet", "address"),
    [
        ("公开01表", "A3"),
        ("公开05表", "A1"),
        ("上年数", "M3"),
        ("重点工作", "B4"),
        ("公开02表", "D12"),
    ],
)
def test_a_workbook_forges_no_mark(
    sheet: str, address: str, spoiled: Callable[[Spoil], Path]
) -> None:
    def change(book: Any) -> None:
        book[sheet][address] = f"单位：{FORGED}"
        if sheet == "上年数":
            book[sheet]["M4"] = 1

    output = shown("build", spoiled(change))
    assert not MARKS & set(output)
    for path in Path("outputs").rglob("*.*"):
        text = path.read_bytes()
        if path.suffix in (".html", ".json"):
            assert not MARKS & set(text.decode("utf-8")), path


def test_a_draft_edited_by_hand_forges_no_mark() -> None:
    shown("build", REAL)
    reword(FIRST, "233.37万元。与2022", f"{FORGED}233.73万元。与2022")
    for command in (("verify", FIRST), ("diff", FIRST, FIRST), ("build", REAL)):
        assert not MARKS & set(shown(*command))
    assert "假" in shown("verify", FIRST)


def test_a_record_edited_by_hand_forges_no_mark() -> None:
    shown("build", REAL)
    record = FIRST.parent / "记录" / f"{FIRST.name}.json"
    known = json.loads(record.read_text("utf-8"))
    known["workbook"], known["text"][3] = f"{FORGED}.xlsx", FORGED
    record.write_text(json.dumps(known), "utf-8")
    reword(FIRST, "233.37万元。与2022", "233.73万元。与2022")
    assert not MARKS & set(shown("verify", FIRST))
