"""``build`` and ``check``: the flow from a workbook to a draft, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict, replace

from generator import __version__, checks
from generator.checks import lacking
from generator.document import (
    CompiledTemplate,
    Draft,
    annotated,
    compiled,
    identified,
    lines,
    remains,
    render,
    template_changes,
)
from generator.document.charts import charts
from generator.document.template.package import members_of
from generator.editions import Edition, base_template, elsewhere
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure, disclosure
from generator.figures.phrasing import Marks, Phrasing
from generator.history import drafts, versions
from generator.history.differences import Compared, Content, content_of, gaps, lines_of
from generator.history.returned.open_list import still_open
from generator.model import Finding, InputProblem, Line, Severity, Unread
from generator.products.listing import PAGE, FileOrFolder, Made, Material, Product, asked_for
from generator.products.outcome import Outcome
from generator.workbook.reading.facts import Unreadable, Workbook, read_workbook

if TYPE_CHECKING:
    from generator.history.audited import Audit
    from generator.history.papers import PaperRead
    from generator.history.returned.adopting import Adopted
    from generator.history.returned.entries import ReviewEntry
    from generator.history.returned.reading import Recognised, ReturnedCopy
    from generator.products.review import Answer


def check(path: Path, outputs: Path | None = None) -> Outcome:
    """Read and check one workbook; nothing is written.

    With ``outputs``, where its drafts are, also which reviews are open.
    """
    everything, outcome = examine(path)
    if everything is None or outputs is None:
        return outcome
    return replace(outcome, reviews=_open_reviews(everything, path, outputs))


def examine(path: Path) -> tuple[Made | None, Outcome]:
    """What is made of a workbook, None where it cannot be used, and what the checks say."""
    try:
        return _examined(path)
    except InputProblem as problem:
        return None, _unusable(path, problem)


def build(
    path: Path, outputs: Path, final: bool = False, products: Collection[str] = ()
) -> Outcome:
    """Read, check, render and save one workbook's draft under ``outputs/<year>/``.

    A ``final`` version carries no mark and no comments, and is not written while errors stand,
    something is to be filled in or a marker of something missing is left in it.  ``products`` are keys of what is also put beside
    it (``products.listing``).  A final version, or one whose pages are wanted, is laid out by
    LibreOffice, so that its contents have page numbers.
    """
    wished = tuple(asked_for(products))
    laid_out = final or any(product.laid_out for product in wished)
    if laid_out and not final:
        _prepare_pages()
    try:
        source = drafts.digest_of(path)
        made, outcome = _examined(path)
        edition = made.edition
        refused = final and bool(outcome.wrong or outcome.todo)
        if final:
            if not refused:
                _prepare_pages()
            made = replace(made, draft=render_draft(edition, made.disclosure, final))
        # what is refused already needs no file, only what its text lacks
        docx, identity = (b"", "") if refused else _file_of(made.draft, outcome.findings, final)
        content = content_of(made.draft, outcome.findings)
        year = made.disclosure.unit.year
        opinions = made.workbook.opinions.rows
        reviews = still_open(outputs / str(year), path.stem, opinions, content.lines)
        outcome = replace(outcome, reviews=reviews)
        missing = gaps(content.lines, edition.phrases.missing) if final else ()
        if refused or (final and (missing or reviews)):
            return replace(outcome, refused=True, missing=missing)
        docx, printed, troubles = _laid_out(docx) if laid_out else (docx, b"", ())
        written = drafts.save(outputs / str(year), path.stem, docx, final)
    except InputProblem as problem:
        return _unusable(path, problem)
    outcome = replace(outcome, written=written, findings=(*troubles, *outcome.findings))
    since = versions.since(written, path.stem, content)
    material = Material(made, outcome, written.path.stem, final, printed, since, identity=identity)
    outcome = _with([p for p in wished if p.laid_out and printed], material, written)
    origin = _origin(path.name, source, edition)
    outcome = _recorded(outcome, written, (docx, printed), (origin, content, identity), since)
    del content  # of a large draft the page needs the memory
    made.draft.finish()
    rest = [product for product in wished if not product.laid_out]
    return _with(rest, replace(material, outcome=outcome), written)


def _file_of(draft: Draft, findings: tuple[Finding, ...], final: bool) -> tuple[bytes, str]:
    """The Word file with its number, and the number; one that is not ``final`` has comments.

    It is made before anything else is read from the draft: a large one takes most memory here.
    """
    if not final:
        from generator.products.review import remarks  # the pages are no part of a check

        draft = annotated(draft, remarks(draft, findings))
    draft, identity = identified(draft, drafts.IDENTITY)
    return draft.docx, identity


def preview(path: Path, outputs: Path) -> Outcome:
    """Read, check and render one workbook, writing only the review page: no draft is numbered.

    The page reads itself again in the browser; the next preview replaces it.
    """
    everything, outcome = examine(path)
    if everything is None:
        return outcome
    year = everything.disclosure.unit.year
    place = outputs / str(year) / f"{path.stem}决算公开预览.docx"
    outcome = replace(outcome, reviews=_open_reviews(everything, path, outputs))
    return _beside(PAGE, Material(everything, outcome, place.stem, live=True), place)


def _open_reviews(made: Made, path: Path, outputs: Path) -> tuple[ReviewEntry, ...]:
    folder, opinions = outputs / str(made.disclosure.unit.year), made.workbook.opinions.rows
    return still_open(folder, path.stem, opinions, lines_of(made.draft))


def explain(path: Path, question: str) -> Answer:
    """What stands behind a printed text, a label or a cell.  Raises InputProblem."""
    from generator.products.review import answer

    workbook = read_workbook(path)
    _, made = derive(workbook)
    draft = render_draft(workbook.edition, made)
    return answer(question, workbook.facts, workbook.edition, draft)


def diff(old: Path, new: Path) -> tuple[Compared, ReturnedCopy | None]:
    """Two drafts or two workbooks against each other.  Raises InputProblem.

    Where the new one is a reviewed copy of the old one, also whose its edits and comments are.
    """
    kinds = {path.suffix.lower() for path in (old, new)}
    if kinds == {".docx"}:
        first, second = versions.draft_version(old), versions.draft_version(new)
        try:
            copy = _review(old, new)
        except InputProblem as problem:
            told = [f"{one.message}：没有列出修改和批注是谁的。" for one in problem.findings]
            return versions.compared(first, replace(second, notes=(*second.notes, *told))), None
        second = second if copy is None else replace(second, notes=copy.notes)
        return versions.compared(first, second), copy
    if kinds == {".xlsx"}:
        return versions.compared(_workbook_version(old), _workbook_version(new)), None
    message = f"{old.name} 和 {new.name} 不能比较"
    remedy = "给出两份 Word 草稿（.docx），或者两个工作簿（.xlsx）。"
    raise InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)])


def returned(reviewed: Path, workbook: Path | None, outputs: Path) -> tuple[ReturnedCopy, Workbook]:
    """What reviewers changed and said in a copy of a draft, and its workbook as it is now.

    ``reviewed`` is a Word file, the remarks saved from the review page, or a 核对表.
    Without ``workbook`` the one of the draft's record is looked for.  Raises InputProblem.
    """
    from generator.history.returned.checklist_remarks import checklist_copy, is_checklist
    from generator.history.returned.page_remarks import is_saved_remarks, remarks_copy
    from generator.history.returned.reading import recognise
    from generator.history.returned.recognising import workbook_of

    def book_of(record: drafts.Record) -> Workbook:
        return read_workbook(workbook or workbook_of(record, outputs, reviewed))

    if is_saved_remarks(reviewed):
        remarks = remarks_copy(reviewed, outputs)
        return remarks, book_of(remarks.record)
    if is_checklist(reviewed):
        opinions = checklist_copy(reviewed, outputs)
        return opinions, book_of(opinions.record)
    copy = recognise(reviewed, outputs)
    book = book_of(copy.record)
    return _returned(copy, book), book


def adopt(
    copy: ReturnedCopy, workbook: Workbook, outputs: Path, accepted: Collection[str]
) -> Adopted:
    """Write the entries with the accepted keys into the workbook.  Raises InputProblem.

    An entry that another one has done, or that was answered before, is not left: what is open is
    what the workbook now says.
    """
    from generator.history.returned import adopting

    found = adopting.adopt(copy, workbook, outputs, accepted)
    if not found.left:
        return found
    try:
        book = read_workbook(workbook.path)
        _, made = derive(book)
        everything = Made(book, made, render_draft(book.edition, made))
    except InputProblem:  # of what was written; the next build says so
        return found
    still = {entry.key for entry in _open_reviews(everything, book.path, outputs)}
    return replace(found, left=tuple(entry for entry in found.left if entry.key in still))


def _review(draft: Path, reviewed: Path) -> ReturnedCopy | None:
    """What reviewers did in a copy of a draft; None for any other file.  Raises InputProblem."""
    from generator.history.returned.reading import copy_of
    from generator.history.returned.recognising import workbook_of

    copy = copy_of(reviewed, draft)
    if copy is None:
        return None
    return _returned(copy, read_workbook(workbook_of(copy.record, draft.parent.parent, draft)))


def _returned(copy: Recognised, book: Workbook) -> ReturnedCopy:
    from generator.history.returned.reading import returned_copy

    _, made = derive(book)
    draft = render_draft(book.edition, made)
    template = members_of(book.edition.template, book.edition.template.read_bytes())
    return returned_copy(copy, draft, book, template)


def audit(paper: Path, edition_id: str | None = None) -> Audit:
    """A paper checked without a workbook; nothing is written.

    Raises InputProblem for what cannot be opened or is no 决算公开.
    """
    from generator.history.audited import audited, held_against, read_for_audit

    read = _all_read(read_for_audit(paper, edition_id), paper)
    book, accounts, made, draft = _made_of(read, paper)
    held = held_against(read, draft)
    report = _judged(accounts, made, lines(draft), book.unread)
    return audited(read, book, (accounts, made, draft), held, report)


def whole_paper(paper: Path, edition_id: str | None = None) -> PaperRead:
    """A paper read back into the content of a workbook, under the edition that it looks like.

    Raises InputProblem for what cannot be opened or is no 决算公开.
    """
    from generator.history.papers import read_paper

    return _all_read(read_paper(paper, edition_id), paper)


def _all_read(read: PaperRead, paper: Path) -> PaperRead:
    """The paper with what its sentences say in the places where the edition prints a cell."""
    from generator.history.audited import held_against, learned, probed

    trial = probed(read)
    book, _, _, draft = _made_of(trial, paper)
    held = held_against(trial, draft)
    return learned(read, book, held.pairs, (draft, held.marked)) or read


def _made_of(read: PaperRead, paper: Path) -> tuple[Workbook, Accounts, Disclosure, Draft]:
    """The facts of a paper, their figures, and the draft that they make."""
    from generator.history.audited import workbook_of

    book = workbook_of(read, paper)
    accounts, made = derive(book)
    return book, accounts, made, render_draft(book.edition, made, final=True)


def audit_files(paper: Path, found: Audit, wished: Collection[str]) -> tuple[list[Path], list[str]]:
    """Put the page (``page``) and the copy with comments (``comments``) beside a paper.

    What is there already is never replaced.  Also the reasons, in Chinese, for what was not made.
    Raises InputProblem where the folder cannot be written to.
    """
    from generator.products.audited import audit_page, commented

    written, notes = list[Path](), list[str]()
    if "page" in wished:
        page = audit_page(found, paper.name).encode("utf-8")
        written.append(drafts.save_beside(paper, "核对", ".html", page))
    if "comments" in wished and paper.suffix.lower() == ".docx":
        copy = commented(paper, found)
        written.append(drafts.save_beside(paper, "批注", ".docx", copy))
    elif "comments" in wished:
        notes.append("批注只能放进 .docx：用 Word 或 WPS 另存一次再试。")
    return written, notes


def derive(workbook: Workbook) -> tuple[Accounts, Disclosure]:
    """The figures of a workbook.  Raises InputProblem for an edition without what they need."""
    accounts = Accounts(workbook.facts, workbook.edition)
    try:
        return accounts, disclosure(accounts)
    except KeyError as error:
        raise lacking.refused(workbook.edition, error) from error


def render_draft(edition: Edition, made: Disclosure, final: bool = False) -> Draft:
    """The Word draft of a disclosure.  Raises InputProblem for a fault of the template."""
    unit = made.unit
    known = tuple(name.value for name in (unit.name, unit.self_name, unit.we))
    phrasing = Phrasing(edition, Marks(), known)
    template = _template(edition)
    context = asdict(made)
    context["draft"] = not final
    return render(template, context, phrasing, charts(made, edition.money))


def _template(edition: Edition) -> CompiledTemplate:
    paths = edition.template, base_template(edition)
    return _compiled(*paths, tuple(path.stat().st_mtime_ns for path in paths if path))


@lru_cache(maxsize=8)
def _compiled(path: Path, base: Path | None, _modified: tuple[int, ...]) -> CompiledTemplate:
    return compiled(path, base)


def _told(workbook: Workbook, draft: Draft) -> tuple[Finding, ...]:
    """What there is to say of the template: tags left in the draft, tags that went astray."""
    template, meant = _template(workbook.edition), workbook.edition.template_changes
    rows = (row for table in workbook.facts.tables.values() for row in table.rows)
    left = remains(draft, (fact.text for row in rows for fact in row.cells.values()))
    return (*left, *template_changes(template, meant))


def examined(workbook: Workbook) -> tuple[Accounts, Disclosure, Draft, checks.CheckReport]:
    """The figures of a workbook, its draft, and what the checks say about both.

    Raises InputProblem for a fault of the template, with what the checks say without the draft.
    """
    accounts, made = derive(workbook)
    try:
        draft = render_draft(workbook.edition, made)
    except InputProblem as problem:
        report = _judged(accounts, made)
        raise InputProblem([*problem.findings, *workbook.findings, *report.findings]) from problem
    return accounts, made, draft, _judged(accounts, made, lines(draft))


def _judged(
    accounts: Accounts,
    made: Disclosure,
    printed: tuple[Line, ...] | None = None,
    unread: Unread | None = None,
) -> checks.CheckReport:
    """What the checks say.  Raises InputProblem for an edition without what they need."""
    try:
        return checks.run(accounts, made, printed, unread)
    except KeyError as error:
        raise lacking.refused(accounts.edition, error) from error


def _examined(path: Path) -> tuple[Made, Outcome]:
    """A workbook read, its figures and draft, and what the checks say."""
    workbook = read_workbook(path)
    accounts, made, draft, report = examined(workbook)
    findings = (*workbook.findings, *report.told)
    required = checks.requirements(accounts, made)
    told = _told(workbook, draft)
    place = elsewhere(workbook.edition)
    outcome = Outcome(path, (*told, *findings), report, required, edition=place)
    return Made(workbook, made, draft), outcome


def _unusable(path: Path, problem: InputProblem) -> Outcome:
    """Why nothing was made, and what is wrong apart from what could not be read; no hints."""
    if not isinstance(problem, Unreadable):
        return Outcome(path, problem.findings, unusable=True)
    accounts, made = derive(problem.rest)
    report = _judged(accounts, made, unread=problem.rest.unread)
    serious = [finding for finding in report.findings if finding.severity.serious]
    return Outcome(path, (*problem.findings, *serious), report, unusable=True)


def _workbook_version(path: Path) -> versions.Version:
    everything, outcome = _examined(path)
    return versions.Version(path.name, content_of(everything.draft, outcome.findings))


def _origin(workbook: str, digest: str, edition: Edition) -> drafts.Origin:
    moment = datetime.now().astimezone().isoformat(timespec="seconds")
    return drafts.Origin(workbook, digest, edition.id, __version__, moment)


def _prepare_pages() -> None:
    """Let LibreOffice start: it takes about as long as all that is to be done before it."""
    from generator.workbook.office import prepare

    prepare()


def _laid_out(docx: bytes) -> tuple[bytes, bytes, tuple[Finding, ...]]:
    """The document with page numbers and its PDF; as it was, with the reason, where that fails."""
    from generator.products import pdf  # only for a PDF or a final version

    try:
        finished = pdf.print_draft(docx)
    except InputProblem as problem:
        return docx, b"", problem.findings
    return finished.docx, finished.pdf, finished.findings


# --- what stands beside the draft --------------------------------------------------------------


def _with(products: Iterable[Product], material: Material, written: drafts.Written) -> Outcome:
    for product in products:
        outcome = _beside(product, material, written.path, written)
        material = replace(material, outcome=outcome)
    return material.outcome


def _beside(
    product: Product, material: Material, document: Path, written: drafts.Written | None = None
) -> Outcome:
    """The outcome with the place of one more file, or with the finding that says why not."""
    outcome = material.outcome
    try:
        place = _saved(product, _content(product, material, document), document, written)
    except InputProblem as problem:
        return replace(outcome, findings=(*problem.findings, *outcome.findings))
    return replace(outcome, files={**outcome.files, product.key: place})


def _content(product: Product, material: Material, document: Path) -> FileOrFolder:
    try:
        return product.make(material)
    except OSError as error:  # openpyxl writes temporary files
        raise InputProblem([drafts.unwritable(document.parent, error, product.label)]) from error


def _saved(
    product: Product,
    content: FileOrFolder,
    document: Path,
    written: drafts.Written | None,
) -> Path:
    if isinstance(content, Mapping):
        return drafts.save_folder(document, product.name, content)
    if product.laid_out and written is not None:
        return drafts.save_pdf(written, content)
    if product.ours:
        return drafts.save_page(document, product.name, content)
    return drafts.save_beside(document, product.name, product.ending, content)


def _recorded(
    outcome: Outcome,
    written: drafts.Written,
    made: tuple[bytes, bytes],
    record: tuple[drafts.Origin, Content, str],
    since: Compared | None,
) -> Outcome:
    """The outcome after the draft was recorded; ``made`` are the .docx and the PDF (b"" without)."""
    place = outcome.files.get("pdf")
    pdf = (place, made[1]) if place else None
    notes = drafts.keep_record(written, made[0], record, pdf)
    return replace(outcome, notes=(*written.notes, *notes, *versions.unkept(since)))
