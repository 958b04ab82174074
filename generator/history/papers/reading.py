"""A published or drafted 决算公开 read back into the cells of a workbook of its own year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from generator.editions import Edition, load
from generator.history.papers.appraisals import take_bodies, take_summaries, take_tables
from generator.history.papers.blocks import PaperBlock, PaperTable, Passage
from generator.history.papers.clauses import Clauses
from generator.history.papers.editions import edition_of
from generator.history.papers.folding import Folded
from generator.history.papers.gathered import Gathered, NotRead
from generator.history.papers.holdings import take_holdings
from generator.history.papers.official import PrintedForm, joined, owners, printed_forms, take_forms
from generator.history.papers.plans import take_plans, take_subjects
from generator.history.papers.priors import take_priors
from generator.history.papers.sections import sections_of
from generator.history.papers.standing import take_profile, take_texts, year_in
from generator.history.papers.visits import take_visits
from generator.model import Cell, Finding, InputProblem, Severity
from generator.workbook.writing import Values
from generator.workbook.writing.areas import Key
from generator.workbook.writing.places import Places, arrange
from generator.workbook.writing.style import CellValue

# What the writer fills in by itself.
_WRITTEN = frozenset(("profile", line, "value") for line in ("year", "edition", "currency"))


class PaperRead(Struct, frozen=True):
    """What a paper says: the content of its workbook, and what could not be read, by cell.

    ``tables`` are the official forms that were found, by their names.  ``blocks`` is the paper
    itself, ``printed`` the official forms in it by their ids.
    """

    edition: Edition
    year: int
    content: Values
    unread: tuple[tuple[Cell, str], ...]
    tables: tuple[str, ...]
    blocks: tuple[PaperBlock, ...] = ()
    printed: Mapping[str, PrintedForm] = field(default_factory=dict)


def read_blocks(blocks: Sequence[PaperBlock], name: str, edition_id: str | None) -> PaperRead:
    """Read the blocks of the paper called ``name``.

    The edition is the one that the paper looks like where none is given.  Raises InputProblem for what is
    no 决算公开.
    """
    year = year_in(_words(blocks))
    edition = load(edition_id or edition_of(blocks, year or 2023))
    blocks = joined(blocks, edition)
    forms = printed_forms(blocks, edition)
    if not year or not forms:
        raise _no_paper(name, year)
    gathered = Gathered(edition, year)
    take_forms(forms, gathered)
    sections, clauses = sections_of(blocks, edition), Clauses(edition)
    take_profile(sections, owners(forms), gathered)
    take_texts(sections, gathered)
    take_priors(sections, clauses, gathered)
    take_plans(sections, clauses, gathered)
    take_visits(sections, clauses, gathered)
    take_holdings(sections, clauses, gathered)
    take_tables(sections, gathered)
    take_summaries(sections, gathered)
    take_bodies(gathered)
    take_subjects(sections, gathered)
    found = _finished(gathered, tuple(one.form.sheet for one in forms.values()))
    return replace(found, blocks=blocks, printed=forms)


def with_more(paper: PaperRead, found: Mapping[Key, CellValue]) -> PaperRead:
    """A paper of which more cells are known: those are no longer among what could not be read."""
    content = Values({**paper.content.cells, **found}, paper.content.notes)
    places = arrange(paper.edition, content.rows_used())
    known = {_cell(NotRead(key, ""), places) for key in found}
    unread = tuple(entry for entry in paper.unread if entry[0] not in known)
    return replace(paper, content=content, unread=unread)


def _words(blocks: Sequence[PaperBlock]) -> Iterator[Folded]:
    """The paragraphs; the first ones together too, since a title may stand in several."""
    lines = [Folded(block.text) for block in blocks if isinstance(block, Passage)]
    yield Folded("".join(line.source for line in lines[:6]))
    yield from lines
    for table in (block for block in blocks if isinstance(block, PaperTable)):
        yield from (Folded(text) for text in list(table.texts.values())[:6])


def _no_paper(name: str, year: int) -> InputProblem:
    told = "没有找到任何一张公开表" if year else "没有找到决算年度（例如「2023年度部门决算」）"
    remedy = "请给出部门决算公开的全文；表格是图片的、预算公开的，都读不了。"
    return InputProblem([Finding("I50", Severity.ERROR, f"{name}：{told}", remedy=remedy)])


def _finished(gathered: Gathered, tables: tuple[str, ...]) -> PaperRead:
    places = arrange(gathered.edition, Values(gathered.cells).rows_used())
    known = {key: value for key, value in gathered.cells.items() if key in places.cells}
    lost = [
        NotRead(key, _lost(key, gathered))
        for key, value in gathered.cells.items()
        if key not in known and value != 0
    ]
    unread = (*gathered.unread, *lost, *_required(gathered, places))
    told = dict.fromkeys((_cell(one, places), one.why) for one in unread)
    known |= {("profile", "currency", "value"): "万元"}  # whatever the edition prints
    return PaperRead(gathered.edition, gathered.year, Values(known), tuple(told), tables)


def _lost(key: tuple[str, str, str], gathered: Gathered) -> str:
    return f"版式里没有「{key[1]}」这一行，没有写入 {gathered.cells[key]}"


def _required(gathered: Gathered, places: Places) -> Iterator[NotRead]:
    """Cells that must be filled and that the paper does not say."""
    missed = {one.key for one in gathered.unread}
    for block in places.blocks.values():
        declared = block.block
        if declared.waived and _says(gathered, *declared.waived):
            continue
        rows = list(gathered.rows(declared.id)) if declared.kind == "list" else block.lines
        for row in rows:
            for column in declared.columns:
                line = block.lines.get(row)
                needed = column.required or (line is not None and line.needs(column.key))
                key = (declared.id, row, column.key)
                if needed and key not in {*gathered.cells, *missed, *_WRITTEN}:
                    yield NotRead(key, "公开稿里没有")


def _says(gathered: Gathered, block: str, line: str, choice: str) -> bool:
    """True where a line of fields holds that choice."""
    word = gathered.edition.blocks[block][1].line(line).choices.get(choice)
    return word is not None and gathered.cells.get((block, line, "value")) == word


def _cell(one: NotRead, places: Places) -> Cell:
    """The cell of a key, the sheet where the key names no cell."""
    area = places.cells.get(one.key)
    if area is not None:
        return Cell(area.sheet, area.corner)
    table = one.key[0]
    plan, form = places.blocks.get(table), places.forms.get(table)
    sheet = plan.sheet if plan else form.form.sheet if form else table
    return Cell(sheet, "")
