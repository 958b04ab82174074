"""What stands beside a draft: the page for a website, the sheet 核对表, the folder of open data.

A person may have worked on any of them, so none is ever replaced: one with the same content is
left as it is, a different one gets the next number.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.history.drafts.files import placed, read_or_none, temporary, unwritable
from generator.model import InputProblem
from generator.workbook.leftovers import PREFIX, SUFFIX


def save_beside(document: Path, name: str, ending: str, content: bytes) -> Path:
    """Write ``<document>-<name><ending>``, or with a number where that is another one.

    Without a ``name`` it is ``<document><ending>``, and ``<document>-2<ending>``.

    Raises InputProblem when it cannot be written.
    """
    try:
        with temporary(document.parent, content) as source:
            for path in _names(document, name, ending):
                if read_or_none(path) == content or placed(source, path):
                    return path
    except OSError as error:
        raise InputProblem([unwritable(document.parent, error, name)]) from error
    raise AssertionError("names never end")


def save_folder(document: Path, name: str, files: Mapping[str, bytes]) -> Path:
    """Write the folder ``<document>-<name>``, or with a number where that is another one.

    The folder appears with all its files or not at all.  Raises InputProblem when it cannot be
    written.
    """
    parent = document.parent
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX, suffix=SUFFIX, dir=parent) as made:
            whole = Path(made) / "whole"
            whole.mkdir()
            for file, content in files.items():
                (whole / file).write_bytes(content)
            for path in _names(document, name, ""):
                if _holds(path, files) or _moved(whole, path):
                    return path
    except OSError as error:
        raise InputProblem([unwritable(parent, error, name)]) from error
    raise AssertionError("names never end")


def _names(document: Path, name: str, ending: str) -> Iterator[Path]:
    for number in itertools.count(1):
        counted = f"{name}{number if number > 1 else ''}"
        yield document.with_name(f"{document.stem}{counted and '-'}{counted}{ending}")


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """True for a folder with exactly these files."""
    if not folder.is_dir() or {path.name for path in folder.iterdir()} != set(files):
        return False
    return all(read_or_none(folder / file) == content for file, content in files.items())


def _moved(folder: Path, path: Path) -> bool:
    """Give the folder its name unless the name is taken."""
    if os.path.lexists(path):
        return False
    try:
        folder.rename(path)
    except OSError:
        if path.exists():  # another build was faster
            return False
        raise
    return True
