"""What TOML texts say, kept from run to run: Python's own parser is slow and slow to import.

The key is the text and the Python that parsed it.  Only what comes back exactly as it was parsed
is kept, so nobody can tell a kept text from a parsed one: a date, for one, is parsed every time.
"""

from __future__ import annotations

import contextlib
import hashlib
import sys
from typing import Any

from msgspec import msgpack

from generator.kept import cache


def parsed(said: str, name: str) -> dict[str, Any]:
    """What a text says; ``name`` is its file's.  Raises ValueError that names a damaged one."""
    key = f"toml-{hashlib.sha256((sys.version + said).encode()).hexdigest()}"
    found = _kept(key)
    if found is None:
        found = _parsed(said, name)
        _keep(key, found)
    return found


def _kept(key: str) -> dict[str, Any] | None:
    """What is kept under a key; None for nothing, and for an entry that is something else."""
    content = cache.load(key)
    with contextlib.suppress(ValueError, RecursionError):
        return None if content is None else msgpack.decode(content, type=dict[str, Any])
    return None


def _parsed(said: str, name: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(said)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{name} 写法有误（{error}）") from error


def _keep(key: str, found: dict[str, Any]) -> None:
    """Their representations tell what ``==`` does not: 1, 1.0 and True, and the order of entries."""
    with contextlib.suppress(OverflowError, RecursionError):  # of huge numbers, of deep tables
        content = msgpack.encode(found)
        if repr(msgpack.decode(content)) == repr(found):
            cache.store(key, content)
