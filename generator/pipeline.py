"""``build`` and ``check``: the flow from a workbook to a draft, step by step."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from functools import lru_cache
from pathlib import Path

from generator import checks, drafts, printing, review
from generator.charts import charts
from generator.checks import CheckReport, Requirement
from generator.document import CompiledTemplate, Draft, annotated, compile_template, render
from generator.editions import Edition
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure, disclosure
from generator.model import Finding, InputProblem, Severity
from generator.phrasing import Marks, Phrasing
from generator.workbook.reading import Workbook, read_workbook


@dataclass(frozen=True)
class Outcome:
    """What became of one workbook.

    ``page`` is the review page beside the draft, ``pdf`` its PDF, ``data`` the folder with its
    open data, ``html`` its page for a website.  ``unusable``: nothing could be made of it;
    ``refused``: a final version was asked for while errors stand.  ``findings`` are those of
    reading and the open ones of ``report``, the checks' own account.
    """

    workbook: Path
    findings: tuple[Finding, ...]
    written: drafts.Written | None = None
    unusable: bool = False
    page: Path | None = None
    refused: bool = False
    report: CheckReport | None = None
    pdf: Path | None = None
    data: Path | None = None
    html: Path | None = None
    requirements: tuple[Requirement, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 no errors, 1 errors in the findings, 2 input unusable."""
        if self.unusable:
            return 2
        return 1 if _has_errors(self.findings) else 0


def check(path: Path) -> Outcome:
    """Read and check one workbook; nothing is written."""
    try:
        return _examined(path)[2]
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)


def build(
    path: Path,
    outputs: Path,
    final: bool = False,
    pdf: bool = False,
    data: bool = False,
    html: bool = False,
) -> Outcome:
    """Read, check, render and save one workbook's draft under ``outputs/<year>/``.

    A ``final`` version carries no mark and no comments, and is not written while errors stand.
    With ``final`` or ``pdf`` LibreOffice lays the document out, so that the contents have their
    page numbers; ``pdf`` keeps the pages as a PDF beside it.  ``data`` and ``html`` put the
    open data and the page for a website there too.
    """
    try:
        workbook, made, outcome = _examined(path)
        if final and _has_errors(outcome.findings):
            return replace(outcome, refused=True)
        draft = render_draft(workbook.edition, made, final)
        if not final:
            draft = annotated(draft, review.remarks(draft, outcome.findings))
        docx, printed, troubles = _laid_out(draft.docx) if final or pdf else (draft.docx, b"", ())
        outcome = replace(outcome, findings=(*troubles, *outcome.findings))
        written = drafts.save(outputs / str(made.unit.year), path.stem, docx, final)
    except InputProblem as problem:
        return Outcome(path, problem.findings, unusable=True)
    outcome = _with_page(replace(outcome, written=written), workbook, made, draft)
    try:
        if pdf and printed:
            outcome = replace(outcome, pdf=drafts.save_pdf(written.path, printed))
        if data:
            from generator import opendata

            files = opendata.open_data(made, workbook.edition, draft, final)
            outcome = replace(outcome, data=drafts.save_folder(written.path, "数据", files))
        if html:
            from generator import webpage

            page = webpage.webpage(made, workbook.edition, draft, final)
            outcome = replace(outcome, html=drafts.save_beside(written.path, "网页", page))
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))
    return outcome


def _laid_out(docx: bytes) -> tuple[bytes, bytes, tuple[Finding, ...]]:
    """The document with page numbers and its PDF; as it was, with the reason, where that fails."""
    try:
        finished = printing.print_draft(docx)
    except InputProblem as problem:
        return docx, b"", problem.findings
    return finished.docx, finished.pdf, finished.findings


def _examined(path: Path) -> tuple[Workbook, Disclosure, Outcome]:
    """A workbook read, its figures, and what the checks say."""
    workbook = read_workbook(path)
    accounts, made = derive(workbook)
    report = checks.run(accounts, made)
    findings = (*workbook.findings, *report.findings)
    required = checks.requirements(accounts, made)
    return workbook, made, Outcome(path, findings, report=report, requirements=required)


def _with_page(outcome: Outcome, workbook: Workbook, made: Disclosure, draft: Draft) -> Outcome:
    """The outcome after the review page was put beside the draft."""
    if outcome.written is None or outcome.report is None:
        return outcome
    page = review.review_page(
        review.ReviewInput(
            draft_name=outcome.written.path.stem,
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
        )
    )
    try:
        return replace(outcome, page=drafts.save_page(outcome.written.path, page))
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))


def explain(path: Path, question: str) -> review.Answer:
    """What stands behind a printed text, a label or a cell.  Raises InputProblem."""
    workbook = read_workbook(path)
    _, made = derive(workbook)
    draft = render_draft(workbook.edition, made)
    return review.answer(question, workbook.facts, workbook.edition, draft)


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
    return compile_template(path)
