"""What became of one workbook: its findings and the files that were made of it."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from generator.checks import CheckReport, Requirement, SheetTodo
from generator.history.drafts import Written, advice, reason
from generator.history.returned.entries import ReviewEntry
from generator.model import Finding, InputProblem, Severity

EXIT_FAILED = 3  # the program itself failed; never taken for something wrong in the workbook
_LACKING = ("I20", "P01")  # a file that could not be written, or laid out
_PACKAGE = Path(__file__).parents[1]

Made = TypeVar("Made")


class Outcome(Struct, frozen=True):
    """The result of ``gen check`` or ``gen build``.

    ``findings`` are those of reading and those that ``report``, the checks' own account, tells.
    ``unusable``: nothing could be made of the workbook; ``failed``: by a fault of the program.
    ``refused``: a final version was asked for while errors stand, something is to be filled in or
    ``missing`` (heading and marker) or a review is open.  ``notes`` are about earlier drafts and the record.  ``files`` are what was put beside the draft ``written``, by
    the key of the product.
    ``reviews`` are the edits and comments of reviewers that nobody has dealt with yet.
    ``edition`` is the folder of an edition that did not come with the program.
    """

    workbook: Path
    findings: tuple[Finding, ...]
    report: CheckReport | None = None
    requirements: tuple[Requirement, ...] = ()
    unusable: bool = False
    failed: bool = False
    refused: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    reviews: tuple[ReviewEntry, ...] = ()
    written: Written | None = None
    notes: tuple[str, ...] = ()
    files: Mapping[str, Path] = field(default_factory=dict)
    edition: Path | None = None

    @property
    def todo(self) -> tuple[SheetTodo, ...]:
        """What is not filled in yet, by sheet."""
        return self.report.todo if self.report else ()

    @property
    def wrong(self) -> bool:
        """True when errors are among the findings."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def unfinished(self) -> bool:
        """True where the same workbook may come to more next time: a file is lacking.

        Nothing was made of it, or the system or LibreOffice did not make a file that was wished for.
        """
        return self.unusable or any(finding.rule in _LACKING for finding in self.findings)

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors or no final version, 2 input unusable, 3 the program failed."""
        if self.failed:
            return EXIT_FAILED
        if self.unusable:
            return 2
        return 1 if self.refused or self.wrong else 0


def guarded(path: Path, make: Callable[[Path], Made]) -> Made | Outcome:
    """What ``make`` makes of one workbook; an outcome that tells what went wrong where it does.

    A fault on one workbook must not end the others, a watch or a table, and must not look like
    a mistake of the accountant.  With ``GEN_DEBUG`` set it goes on, for whoever mends it.
    """
    try:
        return make(path)
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)
    except OSError as error:
        return Outcome(path, (refused_by_system(path.name, error),), unusable=True)
    except Exception as error:  # here and in the command line, nowhere else
        if os.environ.get("GEN_DEBUG"):
            raise
        return failure(path, f"程序出错：{described(error)}")


def refused_by_system(name: str, error: OSError) -> Finding:
    """The finding for a file that the system does not let us read or write."""
    return Finding(
        "I01",
        Severity.ERROR,
        f"{name}：系统不让读写，{reason(error)}",
        remedy=f"{advice(error)}后再运行。",
    )


def failure(path: Path, what: str) -> Outcome:
    """The outcome for a workbook on which the program failed."""
    remedy = "这不是填报的问题。请把这段话连同工作簿发给维护程序的人；其他工作簿不受影响。"
    finding = Finding("程序", Severity.ERROR, f"{path.name}：{what}", remedy=remedy)
    return Outcome(path, (finding,), unusable=True, failed=True)


def described(error: BaseException) -> str:
    """A fault in one line, with the last place of the program that it passed."""
    said = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    if not own:
        return said
    place = Path(own[-1].filename).relative_to(_PACKAGE).as_posix()
    return f"{said}（{place} 第 {own[-1].lineno} 行）"
