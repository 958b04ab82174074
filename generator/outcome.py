"""What became of one workbook: its findings and the files that were made of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.checks import CheckReport, Requirement
from generator.drafts import Written
from generator.model import Finding, Severity


@dataclass(frozen=True)
class Outcome:
    """The result of ``gen check`` or ``gen build``.

    ``findings`` are those of reading and the open ones of ``report``, the checks' own account.
    ``unusable``: nothing could be made of the workbook.  ``refused``: a final version was asked
    for while errors stand or something is ``missing`` (heading and marker).  ``notes`` are about
    earlier drafts and the record.  Beside the draft ``written`` stand its PDF, its page for a
    website, its open data, the review page and the sheet 核对表; None for one that was not made.
    ``edition`` is the folder of an edition that did not come with the program.
    """

    workbook: Path
    findings: tuple[Finding, ...]
    report: CheckReport | None = None
    requirements: tuple[Requirement, ...] = ()
    unusable: bool = False
    refused: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    written: Written | None = None
    notes: tuple[str, ...] = ()
    pdf: Path | None = None
    html: Path | None = None
    data: Path | None = None
    page: Path | None = None
    checklist: Path | None = None
    edition: Path | None = None

    @property
    def wrong(self) -> bool:
        """True when errors are among the findings."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors in the findings or no final version, 2 input unusable."""
        if self.unusable:
            return 2
        return 1 if self.refused or self.wrong else 0
