"""Damaged and hostile drafts, records and cache entries: told, bounded, never in the way."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from generator.history.differences.wording import aligning
from generator.kept import cache
from generator.pipeline import build, check
from generator.workbook.package import Damaged, Package, TooMuch
from tests.conftest import REAL

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
RECORDS = Path("outputs/2023/记录")
FIRST = Path("outputs/2023/2023决算公开第1稿.docx")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the real workbook's first draft."""
    folder = tmp_path_factory.mktemp("first")
    build(REAL, folder / "outputs")
    return folder


@pytest.fixture
def drafted(first: Path) -> Path:
    """The first draft in the folder of the test."""
    shutil.copytree(first / "outputs", "outputs")
    return FIRST


def gen(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def repacked(path: Path, changes: dict[str, Callable[[bytes], bytes]]) -> None:
    """A draft as somebody changed it."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(path) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for name in source.namelist():
            target.writestr(name, changes.get(name, bytes)(source.read(name)))
    path.write_bytes(written.getvalue())


def before(end: bytes, added: bytes) -> Callable[[bytes], bytes]:
    return lambda xml: xml.replace(end, added + end)


def spoilt_name(path: Path) -> None:
    """One byte in the name of a part, which says that it is UTF-8."""
    content = bytearray(path.read_bytes())
    at = content.rindex(DOCUMENT.encode()) - 46
    content[at + 9] |= 0x08
    content[at + 46] = 0xFF
    path.write_bytes(content)


def encrypted(path: Path) -> None:
    """The flag of a part that it is encrypted."""
    content = bytearray(path.read_bytes())
    content[content.rindex(DOCUMENT.encode()) - 46 + 8] |= 1
    path.write_bytes(content)


def packed_strangely(path: Path) -> None:
    """A way of packing that nobody knows."""
    content = bytearray(path.read_bytes())
    content[content.rindex(DOCUMENT.encode()) - 46 + 10] = 77
    path.write_bytes(content)


def wrong_sum(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[content.rindex(DOCUMENT.encode()) - 46 + 16] ^= 0xFF
    path.write_bytes(content)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])


def twice(path: Path) -> None:
    """Two parts of one name: which one does Word show?"""
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "a") as archive:
        archive.writestr(DOCUMENT, "<x/>")


def styles(path: Path) -> None:
    repacked(path, {STYLES: before(b"</w:styles>", b"<w:style/>" * 3_000_000)})


def paragraphs(path: Path) -> None:
    one = b"<w:p><w:r><w:t>x</w:t></w:r></w:p>"
    repacked(path, {DOCUMENT: before(b"<w:sectPr", one * 60_000)})


def a_book(path: Path) -> None:
    text = "长".encode() * 6_000_000
    repacked(path, {DOCUMENT: before(b"<w:sectPr", b"<w:p><w:r><w:t>%b</w:t></w:r></w:p>" % text)})


DAMAGED = {
    make.__name__: make
    for make in (spoilt_name, encrypted, packed_strangely, wrong_sum, cut, twice)
}
TOO_MUCH = {make.__name__: make for make in (styles, paragraphs, a_book)}
SPOILT = DAMAGED | TOO_MUCH


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_draft_is_told_and_does_not_stop_the_next(kind: str, drafted: Path) -> None:
    shutil.copy(drafted, "old.docx")
    SPOILT[kind](drafted)
    told = "损坏" if kind in DAMAGED else "多得不像决算公开的草稿"
    for command in (("diff", drafted, "old.docx"), ("diff", "old.docx", drafted)):
        result = gen(*command)
        assert result.exit_code == 2
        assert told in result.output and "处理：" in result.output
    result = gen("verify", drafted)
    assert result.exit_code == 2 and told in result.output
    shutil.copy(REAL, "2023.xlsx")
    found = build(Path("2023.xlsx"), Path("outputs"))
    assert found.written is not None


@pytest.mark.parametrize("kind", ["spoilt_name", "encrypted", "packed_strangely", "wrong_sum"])
def test_a_spoilt_workbook_is_told(kind: str) -> None:
    content = bytearray(REAL.read_bytes())
    part = b"xl/workbook.xml"
    at = content.rindex(part) - 46
    if kind == "spoilt_name":
        content[at + 9] |= 0x08
        content[at + 46] = 0xFF
    else:
        offset = {"encrypted": 8, "packed_strangely": 10, "wrong_sum": 16}[kind]
        content[at + offset] ^= 1 if kind == "encrypted" else 77
    Path("2023.xlsx").write_bytes(content)
    found = check(Path("2023.xlsx"))
    assert found.unusable
    (finding,) = found.findings
    assert finding.rule == "I01" and ("损坏" in finding.message or "不完整" in finding.message)


def test_any_byte_of_the_list_of_parts_may_be_spoilt() -> None:
    """No fault of the zip module gets out, whichever byte is wrong."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name in (DOCUMENT, "词.xml"):
            archive.writestr(name, b"<x>1</x>" * 9)
    content = written.getvalue()
    for at in range(len(content)):
        for flipped in (0x01, 0x80, 0x5A, 0xFF):
            spoilt = bytearray(content)
            spoilt[at] ^= flipped
            with contextlib.suppress(Damaged, TooMuch):
                Package(bytes(spoilt)).members()


def test_repetitions_are_compared_in_time() -> None:
    """Ten thousand equal lines against as many are no hundred million pairs to look at."""
    old, new = ["x"] * 10_000 + ["甲"], ["y", *["x"] * 10_000]
    assert aligning(old, new).get_opcodes()


# --- what is no file ---------------------------------------------------------------------------


def pipe(path: Path) -> None:
    os.mkfifo(path)


def endless(path: Path) -> None:
    path.symlink_to("/dev/zero")


def circle(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


NO_FILES = {make.__name__: make for make in (pipe, endless, circle, folder)}
unix = pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices as files are of Unix")


@unix
@pytest.mark.parametrize("kind", NO_FILES)
def test_a_record_that_is_no_file_is_named_and_left(kind: str, drafted: Path) -> None:
    record = RECORDS / f"{drafted.name}.json"
    record.unlink()
    NO_FILES[kind](record)
    Path("old.docx").write_bytes(drafted.read_bytes())
    assert gen("verify", "old.docx", "--outputs", "outputs").exit_code in (1, 2)
    assert gen("diff", "old.docx", drafted).exit_code == 0
    shutil.copy(REAL, "2023.xlsx")
    found = build(Path("2023.xlsx"), Path("outputs"))
    assert any("读不了" in note for note in found.notes)


@unix
@pytest.mark.parametrize("kind", NO_FILES)
def test_a_draft_that_is_no_file_is_left(kind: str, drafted: Path) -> None:
    drafted.unlink()
    NO_FILES[kind](drafted)
    assert gen("diff", drafted, drafted).exit_code == 2
    assert gen("verify", drafted).exit_code == 2
    shutil.copy(REAL, "2023.xlsx")
    found = build(Path("2023.xlsx"), Path("outputs"))
    assert found.written is not None and "第1稿读不了" in found.written.notes[0]


@unix
@pytest.mark.parametrize("kind", NO_FILES)
def test_a_workbook_that_is_no_file_is_told(kind: str) -> None:
    NO_FILES[kind](Path("2023.xlsx"))
    for command in ("check", "build"):
        result = gen(command, "2023.xlsx")
        assert result.exit_code == 2 and "I01" in result.output


@unix
@pytest.mark.parametrize("kind", NO_FILES)
def test_a_cache_entry_that_is_no_file_is_passed_over(kind: str) -> None:
    cache.store("key", b"content")
    place = cache.folder()
    assert place is not None
    (place / "key").unlink()
    NO_FILES[kind](place / "key")
    assert cache.load("key") is None
    (place / "key").rmdir() if kind == "folder" else (place / "key").unlink()


# --- records -----------------------------------------------------------------------------------


def nested(record: dict[str, Any]) -> bytes:
    return b'{"file": ' + b"[" * 2_000_000


def items(record: dict[str, Any]) -> bytes:
    return (
        json.dumps({**record, "text": []}).encode()[:-1] + b', "x": [' + b"1," * 3_000_000 + b"1]}"
    )


def large(record: dict[str, Any]) -> bytes:
    return json.dumps({**record, "x": "x" * 20_000_000}).encode()


@pytest.mark.parametrize("spoil", [nested, items, large], ids=lambda make: make.__name__)
def test_a_record_that_is_none_is_named_and_left(
    spoil: Callable[[dict[str, Any]], bytes], drafted: Path
) -> None:
    record = RECORDS / f"{drafted.name}.json"
    record.write_bytes(spoil(json.loads(record.read_bytes())))
    result = gen("verify", drafted)
    assert result.exit_code == 2 and "读不了" in result.output
    shutil.copy(REAL, "2023.xlsx")
    found = build(Path("2023.xlsx"), Path("outputs"))
    assert any("读不了" in note for note in found.notes)
