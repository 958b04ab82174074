"""Pages from Jinja templates, compiled once per process and kept in the user's cache folder."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Callable
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from generator.document.headlines import word_ends
from generator.kept import cache as kept
from generator.model import regex, spans

_PIECE = regex(r"<[^>]*>|&[^;]+;|.", re.DOTALL)
_ONE_LINE = 12  # signs of a heading that fit beside each other on a telephone
_FOLDERS = [
    Path(__file__).with_name(name) / "static" for name in ("review", "webpage", "audited", "board")
]


def macro(template: str, name: str) -> Callable[..., str]:
    """A macro of a template, to be called from Python."""
    found: Callable[..., str] = getattr(_environment().get_template(template).module, name)
    return found


def also_in(folder: Path) -> None:
    """Look for templates and static files in one more folder; names are one for all folders."""
    if folder not in _FOLDERS:
        _FOLDERS.append(folder)


def rendered(template: str, /, **values: Any) -> str:
    """The page of a template in one of the folders ``static``; every text is escaped."""
    return _environment().get_template(template).render(values)


@cache
def static(name: str) -> str:
    """A style sheet or script of those folders as it stands."""
    return _text(name)


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FunctionLoader(_text),
        autoescape=True,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
        bytecode_cache=_Compiled(),
    )
    made.filters.update(spans=spans, breaks=_breaks, whole_words=_whole_words)
    return made


def _text(name: str) -> str:
    path = next(path for folder in _FOLDERS if (path := folder / name).exists())
    return path.read_text("utf-8")


def _breaks(text: str) -> str:
    """A text with its line breaks; escaped like any other."""
    return Markup("<br>").join(text.split("\n")) if "\n" in text else text


def _whole_words(heading: str) -> str:
    """A heading's markup with the places where it may break, which are none inside a word."""
    pieces = _PIECE.findall(escape(heading))
    signs = [piece for piece in pieces if _is_sign(piece)]
    if len(signs) <= _ONE_LINE:
        return heading
    text = "".join(" " if sign == "<br>" else unescape(sign) for sign in signs)
    ends, count = word_ends(text), 0
    found = list[str]()
    for piece in pieces:
        if _is_sign(piece):
            found += ["<wbr>"] * (count in ends)
            count += 1
        found.append(piece)
    return Markup("".join(found))


def _is_sign(piece: str) -> bool:
    return piece == "<br>" or not piece.startswith("<")


class _Compiled(jinja2.BytecodeCache):
    """Templates that an earlier run compiled; the key says everything that compiling depends on."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what is kept, if it can be trusted."""
        found = kept.load(_key(bucket))
        if found is not None:
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        kept.store(_key(bucket), bucket.bytecode_to_string())


def _key(bucket: Bucket) -> str:
    depends = (bucket.key, bucket.checksum, Path(__file__).read_bytes())
    told = repr((depends, jinja2.__version__, sys.version))
    return f"page-{hashlib.sha256(told.encode()).hexdigest()}"
