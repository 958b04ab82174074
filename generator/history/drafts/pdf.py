"""The PDF beside a draft or a final version."""

from __future__ import annotations

import itertools
from pathlib import Path

from generator.history.drafts.files import placed, read_or_none, temporary, unwritable
from generator.history.drafts.records import record_path, records_in, sha256
from generator.history.drafts.series import Written
from generator.model import InputProblem


def save_pdf(written: Written, pdf: bytes) -> Path:
    """Write the PDF beside its draft; one that is there stays, one that differs gets a number.

    A draft that is not fresh keeps the PDF that was made of it.  Raises InputProblem when it
    cannot be written.
    """
    document = written.path
    standing = None if written.fresh else _standing_pdf(document)
    if standing is not None:
        return standing
    try:
        with temporary(document.parent, pdf) as source:
            for number in itertools.count(1):
                path = document.with_name(f"{document.stem}{f'-{number}' * (number > 1)}.pdf")
                if read_or_none(path) == pdf:
                    return path
                if not record_path(path).exists() and placed(source, path):
                    return path
    except OSError as error:
        raise InputProblem([unwritable(document.parent, error, "PDF")]) from error
    raise AssertionError("count never ends")


def _standing_pdf(document: Path) -> Path | None:
    """The PDF of a draft that stands as it was written; None when there is none."""
    known, _ = records_in(document.parent)
    for record in known:
        path = document.with_name(record.file)
        found = read_or_none(path) if record.document == document.name else None
        if found is not None and sha256(found) == record.sha256:
            return path
    return None
