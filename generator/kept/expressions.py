"""Regular expressions, compiled by an earlier run where there was one.

Compiling those of a check takes a fifth of it.  ``re`` keeps nothing from run to run and gives
its code to nobody, so this asks the compiler within it, as ``re.compile`` does, and keeps what it
gives.  Another Python, even of the next patch, begins anew; one whose compiler is asked otherwise
compiles as ever.  The engine looks through the code before it takes it.
"""

from __future__ import annotations

import marshal
import re
import sys
from importlib import import_module
from typing import Any, AnyStr, cast

_Asked = tuple[str | bytes, int]  # the text and the flags
_Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_MOST = 2000  # more are of programs and editions that are no longer used
_SIZE = 4  # bytes of a word of the engine
# What is within re differs from one Python to the other.
_OTHERWISE = (ImportError, AttributeError, TypeError, ValueError, OverflowError, RuntimeError)

_kept: dict[_Asked, _Code] | None = None
_new: dict[_Asked, _Code] = {}


def compiled(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as ``re.compile``.  For the program's own expressions: each is kept.

    Raises re.error.
    """
    global _kept
    if _kept is None:
        _kept = _loaded()
    asked: _Asked = (text, int(flags))
    try:
        code = _kept.get(asked) or _new.get(asked)
        if code is None:
            code = _new[asked] = _compiled(*asked)
        return cast("re.Pattern[AnyStr]", _pattern(text, code))
    except _OTHERWISE:
        return re.compile(text, flags)


def keep() -> None:
    """Keep what this run has compiled and found nowhere."""
    if _new and _kept is not None:
        from generator.kept import cache  # a call for help needs none

        found = _kept | _new if len(_kept) + len(_new) <= _MOST else _new
        cache.store(_key(), marshal.dumps(found))
        _kept.update(_new)
        _new.clear()


def _loaded() -> dict[_Asked, _Code]:
    from generator.kept import cache

    found = cache.load(_key())
    try:
        read = marshal.loads(found) if found else {}
    except (EOFError, ValueError, TypeError):
        return {}
    return read if isinstance(read, dict) else {}


def _key() -> str:
    digits = "".join(sign if sign.isalnum() else "-" for sign in sys.version)
    return f"expressions-{digits[:100]}"


def _compiled(text: str | bytes, flags: int) -> _Code:
    parser, compiler = import_module("re._parser"), import_module("re._compiler")
    tree = parser.parse(text, flags)
    names = tree.state.groupdict
    groups: list[str | None] = [None] * tree.state.groups
    for name, number in names.items():
        groups[number] = name
    words = compiler._code(tree, flags)
    code = b"".join(word.to_bytes(_SIZE, sys.byteorder) for word in words)
    return flags | tree.state.flags, code, tree.state.groups - 1, names, tuple(groups)


def _pattern(text: str | bytes, found: _Code) -> Any:
    flags, code, *groups = found
    words = memoryview(code).cast("I").tolist()
    return import_module("_sre").compile(text, flags, words, *groups)
