"""``build`` and ``check``: the flow from a workbook to a draft, step by step."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from generator import __version__, checklist, checks, drafts, review, versions
from generator.charts import charts
from generator.checks import CheckReport, Requirement
from generator.differences import Compared, content_of, gaps
from generator.document import CompiledTemplate, Draft, annotated, compiled, render
from generator.editions import Edition
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure, disclosure
from generator.model import Finding, InputProblem, Severity
from generator.phrasing import Marks, Phrasing
from generator.workbook.reading import Workbook, read_workbook


@dataclass(frozen=True)
class Outcome:
    """What became of one workbook.

    ``page`` is the review page beside the draft, ``checklist`` the sheet 核对表, ``pdf`` its PDF.  ``unusable``: nothing could be made of it;
    ``refused``: a final version was asked for while errors stand or something is ``missing``
    (heading and marker).  ``findings`` are those of reading and the open ones of ``report``, the
    checks' own account.  ``notes`` are about earlier drafts and the record.
    """

    workbook: Path
    findings: tuple[Finding, ...]
    written: drafts.Written | None = None
    unusable: bool = False
    page: Path | None = None
    checklist: Path | None = None
    refused: bool = False
    report: CheckReport | None = None
    pdf: Path | None = None
    requirements: tuple[Requirement, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors in the findings or no final version, 2 input unusable."""
        if self.unusable:
            return 2
        return 1 if self.refused or _has_errors(self.findings) else 0


def check(path: Path) -> Outcome:
    """Read and check one workbook; nothing is written."""
    try:
        return _examined(path)[2]
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)


def build(path: Path, outputs: Path, final: bool = False, pdf: bool = False) -> Outcome:
    """Read, check, render and save one workbook's draft under ``outputs/<year>/``.

    A ``final`` version carries no mark and no comments, and is not written while errors stand or
    a marker of something missing is left in it.
    With ``final`` or ``pdf`` LibreOffice lays the document out, so that the contents have their
    page numbers; ``pdf`` keeps the pages as a PDF beside it.
    """
    try:
        source = _digest(path)
        workbook, made, outcome = _examined(path)
        draft = render_draft(workbook.edition, made, final)
        content = content_of(draft, outcome.findings)
        missing = gaps(content.lines, workbook.edition.phrases.missing) if final else ()
        if final and (missing or _has_errors(outcome.findings)):
            return replace(outcome, refused=True, missing=missing)
        if not final:
            draft = annotated(draft, review.remarks(draft, outcome.findings))
        docx, printed, troubles = _laid_out(draft.docx) if final or pdf else (draft.docx, b"", ())
        outcome = replace(outcome, findings=(*troubles, *outcome.findings))
        written = drafts.save(outputs / str(made.unit.year), path.stem, docx, final)
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)
    outcome = _with_pdf(replace(outcome, written=written), written, printed if pdf else b"")
    pages = (outcome.pdf, printed) if outcome.pdf else None
    origin = _origin(path.name, source, workbook.edition)
    notes = drafts.keep_record(written, docx, origin, content, pages)
    since = versions.since(written, path.stem, content)
    outcome = replace(outcome, notes=(*written.notes, *notes, *versions.unkept(since)))
    return _with_checklist(_with_page(outcome, written.path, workbook, made, draft, since))


def preview(path: Path, outputs: Path) -> Outcome:
    """Read, check and render one workbook, writing only the review page: no draft is numbered.

    The page reads itself again in the browser; the next preview replaces it.
    """
    try:
        workbook, made, outcome = _examined(path)
        draft = render_draft(workbook.edition, made)
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)
    place = outputs / str(made.unit.year) / f"{path.stem}决算公开预览.docx"
    return _with_page(outcome, place, workbook, made, draft, live=True)


def _digest(path: Path) -> str:
    """The digest of a workbook; "" where it cannot be read (reading it says why)."""
    try:
        return drafts.sha256(path.read_bytes())
    except OSError:
        return ""


def _origin(workbook: str, digest: str, edition: Edition) -> drafts.Origin:
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    return drafts.Origin(workbook, digest, edition.id, __version__, moment)


def _with_pdf(outcome: Outcome, written: drafts.Written, printed: bytes) -> Outcome:
    """The outcome after the PDF was put beside the draft, if there is one."""
    try:
        return replace(outcome, pdf=drafts.save_pdf(written, printed)) if printed else outcome
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))


def _laid_out(docx: bytes) -> tuple[bytes, bytes, tuple[Finding, ...]]:
    """The document with page numbers and its PDF; as it was, with the reason, where that fails."""
    from generator import printing  # only for a PDF or a final version

    try:
        finished = printing.print_draft(docx)
    except InputProblem as problem:
        return docx, b"", problem.findings
    return finished.docx, finished.pdf, ()


def _examined(path: Path) -> tuple[Workbook, Disclosure, Outcome]:
    """A workbook read, its figures, and what the checks say."""
    workbook = read_workbook(path)
    accounts, made = derive(workbook)
    report = checks.run(accounts, made)
    findings = (*workbook.findings, *report.findings)
    required = checks.requirements(accounts, made)
    return workbook, made, Outcome(path, findings, report=report, requirements=required)


def _with_page(
    outcome: Outcome,
    beside: Path,
    workbook: Workbook,
    made: Disclosure,
    draft: Draft,
    since: Compared | None = None,
    live: bool = False,
) -> Outcome:
    """The outcome after the review page was put beside the draft."""
    if outcome.report is None:
        return outcome
    page = review.review_page(
        review.ReviewInput(
            draft_name=beside.stem,
            workbook_name=outcome.workbook.name,
            edition=workbook.edition,
            facts=workbook.facts,
            draft=draft,
            charts=charts(made, workbook.edition.amount_digits),
            findings=outcome.findings,
            comparisons=review.comparisons(made),
            coverage=review.covered(outcome.report),
            accepted=review.accepted(outcome.report),
            requirements=review.required(outcome.requirements),
            since=since,
            live=live,
        )
    )
    try:
        return replace(outcome, page=drafts.save_page(beside, page))
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))


def _with_checklist(outcome: Outcome) -> Outcome:
    """The outcome after the sheet 核对表 was put beside the draft."""
    if outcome.written is None or outcome.report is None:
        return outcome
    draft = outcome.written.path
    content = checklist.checklist(
        draft.stem, outcome.workbook.name, outcome.requirements, outcome.findings, outcome.report
    )
    try:
        return replace(outcome, checklist=drafts.save_checklist(draft, content))
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))


def explain(path: Path, question: str) -> review.Answer:
    """What stands behind a printed text, a label or a cell.  Raises InputProblem."""
    workbook = read_workbook(path)
    _, made = derive(workbook)
    draft = render_draft(workbook.edition, made)
    return review.answer(question, workbook.facts, workbook.edition, draft)


def diff(old: Path, new: Path) -> Compared:
    """Two drafts or two workbooks against each other.  Raises InputProblem."""
    kinds = {path.suffix.lower() for path in (old, new)}
    if kinds == {".docx"}:
        return versions.compared(versions.draft_version(old), versions.draft_version(new))
    if kinds == {".xlsx"}:
        return versions.compared(_workbook_version(old), _workbook_version(new))
    message = f"{old.name} 和 {new.name} 不能比较"
    remedy = "给出两份 Word 草稿（.docx），或者两个工作簿（.xlsx）。"
    raise InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)])


def _workbook_version(path: Path) -> versions.Version:
    workbook, made, outcome = _examined(path)
    content = content_of(render_draft(workbook.edition, made), outcome.findings)
    return versions.Version(path.name, content)


def _has_errors(findings: tuple[Finding, ...]) -> bool:
    return any(finding.severity is Severity.ERROR for finding in findings)


def derive(workbook: Workbook) -> tuple[Accounts, Disclosure]:
    """The figures of a workbook."""
    accounts = Accounts(workbook.facts, workbook.edition)
    return accounts, disclosure(accounts)


def render_draft(edition: Edition, made: Disclosure, final: bool = False) -> Draft:
    """The Word draft of a disclosure.  Raises InputProblem for a fault of the template."""
    phrasing = Phrasing(edition, Marks())
    template = _compiled(edition.template, edition.template.stat().st_mtime_ns)
    context = {field.name: getattr(made, field.name) for field in fields(made)}
    context["draft"] = not final
    return render(template, context, phrasing, charts(made, edition.amount_digits))


@lru_cache(maxsize=8)
def _compiled(path: Path, _modified: int) -> CompiledTemplate:
    return compiled(path)
