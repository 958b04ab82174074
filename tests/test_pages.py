"""Pages from templates: escaped, strict, compiled once and kept."""

from __future__ import annotations

from pathlib import Path

import jinja2
import pytest

from generator.kept import cache
from generator.products import pages


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "folder", lambda: tmp_path / "gen")
    pages._environment.cache_clear()
    return tmp_path / "gen"


def page(title: str) -> str:
    return pages.rendered(
        "web.html.j2",
        title=title,
        css="",
        final=True,
        beside=(),
        cover=None,
        rest=(),
        reader=Nothing(),
    )


class Nothing:
    def blocks(self, _section: object) -> tuple[()]:
        return ()


def test_every_text_is_escaped(kept: Path) -> None:
    assert "<title>甲 &amp; 乙 &lt;丙&gt;</title>" in page("甲 & 乙 <丙>")


def test_what_a_template_is_not_given_is_refused(kept: Path) -> None:
    with pytest.raises(jinja2.UndefinedError):
        pages.rendered("web.html.j2", title="")


def test_a_template_is_compiled_once_and_kept(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = page("甲")
    assert list(kept.iterdir())
    pages._environment.cache_clear()
    monkeypatch.setattr(jinja2.Environment, "compile", None)
    assert page("甲") == first


def test_a_damaged_entry_is_compiled_anew(kept: Path) -> None:
    first = page("甲")
    for entry in kept.iterdir():
        entry.write_bytes(entry.read_bytes()[:-1])
    pages._environment.cache_clear()
    assert page("甲") == first
