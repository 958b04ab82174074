"""What is kept in the user's cache folder: used when whole and one's own, else made anew."""

from __future__ import annotations

import functools
import marshal
import os
import shutil
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator import editions
from generator.document import compiled
from generator.document.charts import data
from generator.document.template import checking, compiling, keeping
from generator.document.template.opening import OpenTemplate, open_template
from generator.figures import phrasing
from generator.kept import cache
from generator.model import InputProblem
from generator.pipeline import derive, render_draft
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL, ROOT

NO_TEMPLATES = [
    marshal.dumps(7),
    marshal.dumps("ab"),
    marshal.dumps(()),
    marshal.dumps(((), 5)),
    marshal.dumps(((), (1, 2, 3))),
    marshal.dumps((("T01",), None)),
]
TEMPLATE = ROOT / "templates" / "2023" / "template.docx"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such owners and modes")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder; it is made when something is kept."""
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "home"))
    return tmp_path / "home" / "gen"


compile_template = compiling.compile_template


@functools.cache
def delivered() -> compiling.CompiledTemplate:
    return compile_template(open_template(TEMPLATE, TEMPLATE.read_bytes()))


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The templates that were compiled, one entry each time; the delivered one is compiled once."""
    seen: list[Path] = []

    def counting(template: OpenTemplate) -> compiling.CompiledTemplate:
        seen.append(template.path)
        return delivered() if template.path == TEMPLATE else compile_template(template)

    monkeypatch.setattr(compiling, "compile_template", counting)
    return seen


def entry(folder: Path) -> Path:
    """The one template that is kept."""
    (only,) = folder.glob("template-*")
    return only


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_kept_template_is_not_compiled_again_and_equals_the_first(
    folder: Path, compilations: list[Path]
) -> None:
    first, second = compiled(TEMPLATE), compiled(TEMPLATE)
    assert compilations == [TEMPLATE]
    assert (first.order, first.static, first.charts) == (second.order, second.static, second.charts)
    assert [(p.name, p.source, p.code, p.headings) for p in first.parts.values()] == [
        (p.name, p.source, p.code, p.headings) for p in second.parts.values()
    ]


def test_a_kept_template_names_the_same_place_of_a_fault(
    folder: Path, tmp_path: Path, compilations: list[Path]
) -> None:
    shutil.copytree(TEMPLATE.parent, tmp_path / "templates" / "2023")
    _replace(tmp_path / "templates/2023/template.docx", "overview.total|wan", "overview.change|wan")
    workbook = read_workbook(REAL)
    edition = editions.load("2023")
    messages = []
    for number in range(2):
        os.utime(edition.template, ns=(number, number))  # the process itself keeps it by its time
        with pytest.raises(InputProblem) as problem:
            render_draft(edition, derive(workbook)[1])
        messages.append(str(problem.value))
    assert messages[0] == messages[1]
    assert "「一、收入支出决算总体情况说明」下的段落" in messages[0]
    assert len(compilations) == 1


def test_a_template_is_checked_once_before_anything_is_made_of_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Path] = []
    check = checking.checked

    def counting(template: OpenTemplate, base: OpenTemplate | None) -> checking.TemplateReport:
        seen.append(template.path)
        return check(template, base)

    monkeypatch.setattr(checking, "checked", counting)
    copy = tmp_path / "copy.docx"
    shutil.copy(TEMPLATE, copy)
    _replace(copy, "{{ overview.total|wan }}", "{ overview.totals|wan }")
    told = []
    for _ in range(2):
        with pytest.raises(InputProblem) as problem:
            compiled(copy, TEMPLATE)
        told.append(problem.value.findings)
    assert told[0] == told[1] and told[0][0].rule == "T01"
    shutil.copy(TEMPLATE, copy)
    _replace(copy, "{{ overview.total|wan }}", "很多")
    assert compiled(copy, TEMPLATE).changed == compiled(copy, TEMPLATE).changed != ()
    assert seen == [copy, copy]
    compiled(copy)
    assert len(seen) == 3  # against no other template: another question


def test_another_compiler_makes_another_template() -> None:
    """Every module of the room of documents, below its own folders too."""
    sources = keeping._sources()
    for module in (keeping, compiling, checking, data, phrasing):
        assert module.__file__ is not None
        assert Path(module.__file__) in sources


def test_another_content_is_another_template(
    folder: Path, tmp_path: Path, compilations: list[Path]
) -> None:
    compiled(TEMPLATE)
    copy = tmp_path / "copy.docx"
    shutil.copy(TEMPLATE, copy)
    _replace(copy, "决算", "結算")
    compiled(copy)
    assert compilations == [TEMPLATE, copy]


DAMAGES: tuple[Callable[[Path], object], ...] = (
    flip,
    lambda path: path.write_bytes(path.read_bytes()[:-1]),
    lambda path: path.write_bytes(b""),
)


def test_a_damaged_entry_is_never_used_and_replaced(folder: Path, compilations: list[Path]) -> None:
    compiled(TEMPLATE)
    whole = entry(folder).read_bytes()
    for times, damage in enumerate(DAMAGES, start=2):
        damage(entry(folder))
        compiled(TEMPLATE)
        assert len(compilations) == times
        assert entry(folder).read_bytes() == whole


def test_an_entry_that_is_whole_but_no_template_is_made_anew(
    folder: Path, compilations: list[Path]
) -> None:
    """Whatever wrote it: an unreadable entry is no reason to end with 已中断."""
    first = compiled(TEMPLATE)
    key = entry(folder).name
    for times, content in enumerate((b"", b"garbage", *NO_TEMPLATES), start=2):
        cache.store(key, content)
        assert compiled(TEMPLATE).order == first.order, content
        assert len(compilations) == times, content


def test_an_entry_under_another_key_is_not_used(folder: Path) -> None:
    cache.store("one", b"content")
    (folder / "one").rename(folder / "other")
    assert cache.load("other") is None


def test_a_home_that_cannot_be_written_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compilations: list[Path]
) -> None:
    (tmp_path / "file").touch()
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path / "file"))
    assert compiled(TEMPLATE).parts.keys() == compiled(TEMPLATE).parts.keys()
    assert len(compilations) == 2


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME", "USERPROFILE"):
        monkeypatch.setenv(variable, "relative")
    assert cache.folder() is None
    cache.store("key", b"content")
    assert cache.load("key") is None


def test_writers_at_the_same_time_leave_a_whole_entry_and_no_debris(folder: Path) -> None:
    contents = [bytes([number]) * 300_000 for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        writing = [pool.submit(cache.store, "key", content) for content in contents]
        read = [cache.load("key") for _ in range(40)]
        for done in writing:
            done.result()
    assert set(read) <= {None, *contents}
    assert cache.load("key") in contents
    assert [path.name for path in folder.iterdir()] == ["key"]


def test_only_the_newest_entries_stay(folder: Path) -> None:
    for number in range(90):
        cache.store(f"{number}", b"content")
        os.utime(folder / f"{number}", (number, number))
    assert cache.load("89") == b"content"
    assert cache.load("0") is None
    assert len(list(folder.iterdir())) < 90


def test_there_is_room_for_what_all_editions_keep_and_half_as_much_again(folder: Path) -> None:
    """Their declarations and templates, and the templates of pages; the rest is of an office."""
    kinds = (
        "templates/**/*.toml",
        "templates/**/*.docx",
        "generator/**/*.toml",
        "generator/**/*.j2",
    )
    delivered = [path for kind in kinds for path in ROOT.glob(kind)]
    assert len(delivered) > 30
    for number in range(len(delivered) * 3 // 2):
        cache.store(f"{number}", b"content")
    assert cache.load("0") == b"content"


@posix
def test_what_another_user_owns_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.store("key", b"content")
    uid = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: uid + 1)
    assert cache.load("key") is None
    cache.store("key", b"other")
    monkeypatch.undo()


@posix
@pytest.mark.parametrize("mode", [0o770, 0o777])
def test_a_folder_that_others_may_write_is_not_used(folder: Path, mode: int) -> None:
    cache.store("key", b"content")
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(mode)
    assert cache.load("key") is None


@posix
def test_an_entry_that_others_may_write_is_not_used(folder: Path) -> None:
    cache.store("key", b"content")
    (folder / "key").chmod(0o622)
    assert cache.load("key") is None


@posix
def test_links_are_not_followed(folder: Path, tmp_path: Path) -> None:
    cache.store("key", b"content")
    (folder / "key").rename(tmp_path / "elsewhere")
    (folder / "key").symlink_to(tmp_path / "elsewhere")
    assert cache.load("key") is None
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    cache.store("new", b"content")
    assert not (tmp_path / "moved" / "new").exists()


def _replace(path: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["word/document.xml"] = (
        members["word/document.xml"].decode().replace(old, new, 1).encode()
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
