"""Where the drafts of a workbook go: numbered files that are never overwritten, and their record."""

from generator.history.drafts.beside import save_beside, save_folder
from generator.history.drafts.files import advice, reason, unwritable
from generator.history.drafts.pages import save_page
from generator.history.drafts.pdf import save_pdf
from generator.history.drafts.records import (
    FOLDER,
    IDENTITY,
    Origin,
    Record,
    digest_of,
    known_records,
    records_in,
    sha256,
)
from generator.history.drafts.series import (
    Series,
    Written,
    before,
    keep_record,
    record_of,
    save,
)

__all__ = [
    "FOLDER",
    "IDENTITY",
    "Origin",
    "Record",
    "Series",
    "Written",
    "advice",
    "before",
    "digest_of",
    "keep_record",
    "known_records",
    "reason",
    "record_of",
    "records_in",
    "save",
    "save_beside",
    "save_folder",
    "save_page",
    "save_pdf",
    "sha256",
    "unwritable",
]
