"""Several workbooks at once: a pool of processes, results in the order of the input.

One workbook cannot spoil the others.  What a fault of the program or a killed process does to
one is reported for that one; the others are handled as if nothing had happened.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from generator.cli.report import Line, Wanted, line_of, shown
from generator.history.drafts import digest_of
from generator.model import Finding, Severity
from generator.pipeline import audit, audit_files, check
from generator.products.outcome import Outcome, described, failure, guarded
from generator.workbook.reading.facts import read_workbook

if TYPE_CHECKING:
    from generator.history.audited import Audit


class Done(Struct, frozen=True):
    """What became of one workbook: what to print (text or JSON), its line in the table.

    ``digest`` is that of the workbook before anything was made of it, ``draft`` where its draft is,
    "" where none was written.  ``unfinished``: another run may come to more, though the workbook is the same.
    """

    text: str
    line: Line
    exit_code: int
    digest: str = ""
    draft: str = ""
    unfinished: bool = False


class Wished(Struct, frozen=True):
    """How papers are audited: the edition, None to find it, JSON, which files are put beside."""

    edition: str | None = None
    json: bool = False
    files: tuple[str, ...] = ()


Work = Callable[[Path], Done]


def builds(
    workbooks: Sequence[Path],
    build: Callable[[Path], Outcome],
    how: Wanted,
    jobs: int,
    among: Sequence[Path] = (),
) -> Iterator[Done]:
    """``build`` each workbook; those whose drafts would be taken for one another are refused.

    ``among`` are all of a run of which some were done before.  ``build`` goes to other processes: a function of a module, or a partial of one.
    """
    every = among or workbooks
    refused = _mistakable(every) if len(every) > 1 else {}
    return run(partial(_built, build, how, refused), workbooks, how, jobs)


def checks(workbooks: Sequence[Path], how: Wanted, jobs: int) -> Iterator[Done]:
    """Check each workbook."""
    return run(partial(_checked, how), workbooks, how, jobs)


def audits(papers: Sequence[Path], how: Wished, jobs: int) -> Iterator[Done]:
    """Audit each paper."""
    return run(partial(_audited, how), papers, Wanted(how.json), jobs)


def cores() -> int:
    """How many processors this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _built(
    build: Callable[[Path], Outcome], how: Wanted, refused: Mapping[Path, Finding], path: Path
) -> Done:
    if path in refused:
        return _done(Outcome(path, (refused[path],), unusable=True), how)
    digest = digest_of(path)  # a workbook that is saved meanwhile is another one
    return replace(_done(guarded(path, build), how), digest=digest)


def _checked(how: Wanted, path: Path) -> Done:
    return _done(guarded(path, check), how)


def _audited(how: Wished, path: Path) -> Done:
    from generator.cli import audit_report  # with what reads papers: half the start of a build

    found = guarded(path, partial(audit, edition_id=how.edition))
    made = guarded(path, partial(_files, found=found, wished=how.files))
    written, notes = made if isinstance(made, tuple) else ([], [f.message for f in made.findings])
    text = audit_report.shown(path, found, how.json, written, notes)
    missing = 2 if isinstance(made, Outcome) else 0  # a file that was asked for and is not there
    code = max(audit_report.exit_code(found), missing)
    return Done(text, audit_report.line_of(path, found), code)


def _files(
    path: Path, found: Audit | Outcome, wished: tuple[str, ...]
) -> tuple[list[Path], list[str]]:
    return ([], []) if isinstance(found, Outcome) else audit_files(path, found, wished)


def _done(outcome: Outcome, how: Wanted) -> Done:
    draft = "" if outcome.written is None else str(outcome.written.path.absolute())
    made = shown(outcome, how), line_of(outcome), outcome.exit_code
    return Done(*made, draft=draft, unfinished=outcome.unfinished)


def _mistakable(workbooks: Sequence[Path]) -> dict[Path, Finding]:
    """Workbooks of one name and one year: their drafts would be numbered as one workbook's."""
    alike: dict[str, list[Path]] = {}
    for path in workbooks:
        alike.setdefault(path.stem.casefold(), []).append(path)
    found: dict[Path, Finding] = {}
    for paths in (paths for paths in alike.values() if len(paths) > 1):
        years = {path: _year(path) for path in paths}
        for path, year in years.items():
            others = [p for p in paths if p is not path and year and years[p] == year]
            if others:
                found[path] = _same_name(path, others)
    return found


def _year(path: Path) -> str:
    """The year of a workbook; "" for one that cannot be read (building it says why)."""
    made = guarded(path, _stated_year)
    return made if isinstance(made, str) else ""


def _stated_year(path: Path) -> str:
    return read_workbook(path).facts["profile"]["year"]["value"].text


def _same_name(path: Path, others: Sequence[Path]) -> Finding:
    named = "、".join(map(str, others))
    return Finding(
        "I23",
        Severity.ERROR,
        f"{path} 与 {named} 同名同年度，草稿会混在一起，分不清是谁的第几稿",
        remedy="把其中一个改名（例如用单位名称），或者分几次运行，各用 --outputs 指定文件夹。",
    )


# --- many ------------------------------------------------------------------------------------


def run(work: Work, workbooks: Sequence[Path], how: Wanted, jobs: int) -> Iterator[Done]:
    """Do ``work`` on each, ``jobs`` at a time; the results in the order of ``workbooks``.

    A single one is handled in this very process.  ``how`` is for what the pool itself reports.
    """
    if len(workbooks) == 1:
        yield work(workbooks[0])
        return
    from generator.cli.pool import Killed, in_order  # only for several

    for path, made in zip(workbooks, in_order(work, workbooks, jobs), strict=True):
        if isinstance(made, BaseException):
            yield _failed(path, made, isinstance(made, Killed), how)
        else:
            yield made


def _failed(path: Path, error: BaseException, killed: bool, how: Wanted) -> Done:
    """What no process could tell itself: that it was killed, or that the pool failed."""
    if killed:
        what = (
            "处理它的进程被终止（多半是内存不足，或被人为结束）。"
            "单独再运行一次；仍然这样，就是程序的问题"
        )
        return _done(failure(path, what), how)
    return _done(failure(path, f"程序出错：{described(error)}"), how)
