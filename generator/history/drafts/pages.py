"""The review page beside a draft: replaced by a newer one unless a person changed it."""

from __future__ import annotations

import hashlib
import itertools
from pathlib import Path

from generator.history.drafts.files import placed, temporary, unwritable
from generator.model import InputProblem, regex

_SEAL = regex(rb"<!-- ([0-9a-f]{64}) -->\n\Z")


def save_page(draft: Path, name: str, page: bytes) -> Path:
    """Write the page ``<draft>-<name>.html`` beside a draft; an equal one is left as it is.

    An older page is replaced only where its seal shows that nobody has changed it since it was
    written; else the new one gets a number.  Raises InputProblem when it cannot be written.
    """
    content = _sealed(page)
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        for number in itertools.count(1):
            path = draft.with_name(f"{draft.stem}-{name}{number if number > 1 else ''}.html")
            if _is_there(path, content) or _written_page(path, content):
                return path
    except OSError as error:
        raise InputProblem([unwritable(draft.parent, error, "审阅页")]) from error
    raise AssertionError("count never ends")


def _is_there(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _written_page(path: Path, content: bytes) -> bool:
    """Write the page whole; False where the name is taken by something that is not ours."""
    ours = path.is_file() and _unchanged(path.read_bytes())
    with temporary(path.parent, content) as source:
        if ours:
            source.replace(path)
            return True
        return placed(source, path)


def _sealed(page: bytes) -> bytes:
    """The page with a last line that holds the digest of all before it."""
    return page + f"<!-- {hashlib.sha256(page).hexdigest()} -->\n".encode()


def _unchanged(content: bytes) -> bool:
    seal = _SEAL.search(content)
    return (
        seal is not None and hashlib.sha256(content[: seal.start()]).hexdigest().encode() == seal[1]
    )
