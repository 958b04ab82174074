"""The audit of one paper: its facts are checked, and its own sentences held against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.checks import CheckReport
from generator.checks.engine.grouping import grouped
from generator.document import Draft, Spot
from generator.figures.accounts import Accounts
from generator.figures.disclosure import Disclosure
from generator.history.audited.columns import by_columns
from generator.history.audited.empty import empty_tables, uncounted
from generator.history.audited.faults import faults
from generator.history.audited.judging import Judge, JudgedNumber, rate_digits, spot_of
from generator.history.audited.labelled import differing, labelled
from generator.history.audited.lacking import blank_sums, other_order, unsaid
from generator.history.audited.lines import AuditLine, paper_lines
from generator.history.audited.matching import Matched, matched
from generator.history.audited.places import PaperPlaces, PaperSpot
from generator.history.audited.slots import SentencePair, compared
from generator.history.audited.stated import contradicted
from generator.history.audited.together import together
from generator.history.audited.wording import ANYWHERE, uncertain, undecided, unreasoned, wording
from generator.history.papers import PaperRead
from generator.history.papers.blocks import PaperBlock, Passage
from generator.history.papers.official import printed_forms
from generator.history.papers.sections import titles_of
from generator.history.papers.word import blocks_of
from generator.model import Cell, Finding, Severity, Unread
from generator.workbook.reading.facts import Workbook


class Audit(Struct, frozen=True):
    """What an audit says of a paper, at places of the paper.

    ``undone`` is what could not be checked, with the reason.  ``spots`` are the places named by
    findings, as blocks of the paper.  ``book``, ``draft`` and ``pairs`` are what the paper was held
    against.
    """

    paper: PaperRead
    findings: tuple[Finding, ...]
    numbers: tuple[JudgedNumber, ...]
    undone: tuple[tuple[Cell, str], ...]
    report: CheckReport
    spots: Mapping[Cell, PaperSpot]
    places: PaperPlaces
    book: Workbook
    draft: Draft
    pairs: tuple[SentencePair, ...]


# What a person has to do in a workbook, and a paper cannot show; what its sentences show better.
_OF_THE_WORKBOOK = (
    frozenset({"N05", "R01", "R02", "R07", "W41", "W42", "W43", "W44", "W45"}) | ANYWHERE
)


class HeldPaper(Struct, frozen=True):
    """A paper beside the draft that its facts make: its lines, what matches, the marked places.

    ``pieced`` is True for a PDF, whose lines had to be put together.
    """

    lines: tuple[AuditLine, ...]
    found: Matched
    pairs: tuple[SentencePair, ...]
    marked: Sequence[Spot]
    pieced: bool


def held_against(paper: PaperRead, draft: Draft) -> HeldPaper:
    """Lay a paper beside a draft, sentence by sentence."""
    styled = any(isinstance(block, Passage) and block.heading for block in paper.blocks)
    titles = {} if styled else titles_of(paper.edition)
    ours = paper_lines(paper.blocks, _official(paper.blocks, paper), titles)
    blocks = blocks_of(draft.words)
    found = matched(ours, paper_lines(blocks, _official(blocks, paper)))
    pairs = tuple(compared(one, two) for one, two in found.pairs)
    pieced = any(isinstance(block, Passage) and block.pieced for block in paper.blocks)
    return HeldPaper(tuple(ours), found, pairs, draft.spots, pieced)


def audited(
    paper: PaperRead,
    book: Workbook,
    made: tuple[Accounts, Disclosure, Draft],
    held: HeldPaper,
    report: CheckReport,
) -> Audit:
    """Judge a paper by the draft that its facts make, and by what the checks say of them."""
    accounts, disclosure, draft = made
    places = PaperPlaces(paper, book.facts, dict(_shown(held.found, held.marked)))
    judge = Judge(book.unread or _NOTHING, draft, held.marked, places)
    judge.rate_digits = rate_digits(judge, held.pairs)
    torn = [f for f in book.findings if f.rule not in _TORN]
    rules = [_weighed(f) for f in (*torn, *report.findings) if f in torn or _tells(f, book)]
    judge.wrong = frozenset(_wrong_cells(rules))
    said = [finding for pair in held.pairs for finding in faults(pair, judge)]
    said += wording(accounts, disclosure, held.lines, places)
    said += unreasoned(held.lines, places)
    said += undecided(held.lines, places)
    labels = labelled(accounts, held.pairs, held.found.alone, judge)
    said += differing(labels, judge)
    said += contradicted(held.lines, places, said)
    said += empty_tables(places)
    said += uncounted(accounts, held.lines, places)
    said += unsaid(held.found, held.lines, judge)
    said += blank_sums(accounts, judge.unread, places, judge.wrong)
    said += other_order(places)
    said = list(map(uncertain, said)) if held.pieced else said
    sheets = frozenset(form.sheet for form in paper.edition.forms)
    told = together(map(places.told, by_columns(grouped([*rules, *said]), sheets)))
    undone = tuple(_undone(paper, book, places))
    agreeing = {spot_of(one.sentence, one.token): one.agrees(judge) for one in labels}
    numbers = tuple(judge.numbers(held.pairs, held.found.alone, agreeing))
    findings, beside = tuple(told), (book, draft, held.pairs)
    return Audit(paper, findings, numbers, undone, report, places.spots, places, *beside)


def _weighed(finding: Finding) -> Finding:
    """What is still to do in a workbook is missing in a paper; a whole table, wrongly."""
    if finding.severity is not Severity.TODO:
        return finding
    whole = finding.rule == "N03"
    return replace(finding, severity=Severity.ERROR if whole else Severity.WARNING)


def _wrong_cells(findings: Iterable[Finding]) -> Iterator[Cell]:
    """The cells of errors in and between official tables."""
    for finding in findings:
        if finding.severity is Severity.ERROR and finding.rule[0] in "FX":
            yield from (cell for side in finding.sides for cell in side.cells)


_NOTHING = Unread(frozenset(), frozenset())


def _official(blocks: Sequence[PaperBlock], paper: PaperRead) -> list[int]:
    """The blocks that are official tables: the rules look at those."""
    tables = {id(printed.table) for printed in printed_forms(blocks, paper.edition).values()}
    return [at for at, block in enumerate(blocks) if id(block) in tables]


def _shown(found: Matched, marked: Sequence[Spot]) -> Iterator[tuple[Cell, AuditLine]]:
    """The line of the paper that shows a cell: the first one whose sentence prints it."""
    seen = set[Cell]()
    for ours, theirs in found.pairs:
        for number in {token.spot for token in theirs.tokens if token.spot >= 0}:
            for cell in marked[number].cells:
                if cell not in seen:
                    seen.add(cell)
                    yield cell, ours.line


def _tells(finding: Finding, book: Workbook) -> bool:
    """False for what hangs on an input cell that no paper fills, or on a table half understood."""
    if finding.rule in _OF_THE_WORKBOOK:
        return False
    named: Iterable[Cell] = (*finding.cells, *(c for s in finding.sides for c in s.cells))
    doubtful = book.unread.sheets if book.unread else ()
    blank = _blank(book)
    return not any(cell in blank or cell.sheet in doubtful for cell in named)


# What the reader of tables says where it did not find its way.
_TORN = frozenset({"I03", "I08", "I16"})


def _blank(book: Workbook) -> set[Cell]:
    official = {form.id for form in book.edition.forms}
    return {
        fact.cell
        for table in book.facts.tables.values()
        if table.id not in official
        for row in table.rows
        for fact in row.cells.values()
        if not fact.given
    }


def _official_sheets(paper: PaperRead) -> set[str]:
    return {form.sheet for form in paper.edition.forms}


def _undone(paper: PaperRead, book: Workbook, places: PaperPlaces) -> Iterator[tuple[Cell, str]]:
    """What could not be checked, and why."""
    told = set[str]()
    for form in paper.edition.forms:
        if form.id not in paper.printed:
            told.add(form.sheet)
            yield Cell(form.sheet, ""), f"没有找到「{form.title}」这张表"
    for finding in book.findings:
        if finding.rule in _TORN:
            yield places.cell(finding.cells[0]), f"{finding.message}，这张表没有读全"
            told.add(finding.cells[0].sheet)
    for sheet in sorted((book.unread or _NOTHING).sheets & _official_sheets(paper) - told):
        yield Cell(sheet, ""), "有一行没有读懂，与这张表有关的数没有核对"
    forms = _official_sheets(paper)
    for cell, why in paper.unread:
        if cell.sheet not in forms and not cell.address:
            yield cell, why
