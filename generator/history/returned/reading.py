"""A reviewed copy read against the draft that it was made from and the workbook as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import tee
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.document import Draft
from generator.document.word import BODY, WordFile, foreign_file
from generator.history import drafts
from generator.history.differences.reading import HEADING, bounded, places, unreadable
from generator.history.returned.comments import comments_of, resolved
from generator.history.returned.contents import OF_CONTENTS, contents_edits
from generator.history.returned.copied import CopyLine, new_words
from generator.history.returned.edits import edits_of
from generator.history.returned.entries import ReviewEntry, numbered, of_edit
from generator.history.returned.lines import copy_lines
from generator.history.returned.list_rows import ListRows
from generator.history.returned.model import Edit, Owner
from generator.history.returned.open_list import is_done
from generator.history.returned.owners import Owners
from generator.history.returned.recognising import not_taken, recognised
from generator.history.returned.sources import source_lines
from generator.history.returned.wording import TemplateWords
from generator.history.versions import read_file
from generator.model import Cell, Fact, showable
from generator.workbook.package import Damaged, TooMuch
from generator.workbook.reading.facts import Workbook

_MOST_EDITS = 5000


class Recognised(Struct, frozen=True):
    """A reviewed copy and the record of the draft that it was made from.

    ``lines``, ``contents`` and ``file`` are what stands in it; ``notes`` say in Chinese how it was
    recognised.
    """

    path: Path
    sha256: str
    record: drafts.Record
    lines: tuple[CopyLine, ...]
    contents: tuple[CopyLine, ...]
    file: WordFile
    notes: tuple[str, ...] = ()


class ReturnedCopy(Struct, frozen=True):
    """Everything that reviewers changed and said in a copy, in reading order.

    ``settled`` are the keys of those that the workbook says already.
    """

    path: Path
    sha256: str
    record: drafts.Record
    entries: tuple[ReviewEntry, ...]
    notes: tuple[str, ...] = ()
    settled: frozenset[str] = frozenset()


def recognise(path: Path, outputs: Path) -> Recognised:
    """Read a copy and find the draft that it was made from.

    Raises InputProblem for what is no Word file or holds more than any draft, and where no record
    knows the draft.
    """
    read = _Read.of(path)
    records, notes = drafts.known_records(path, outputs)
    found = recognised(records, read.identity, [line.original for line in read.lines], path.name)
    if found is None:
        message = f"{path.name} 认不出是哪一份草稿"
        remedy = (
            "给出由这里的草稿审改的那一份；草稿在别处的，"
            "用 --outputs 指出它的文件夹（里面要有「记录」文件夹），再运行。"
        )
        raise not_taken(message, remedy)
    record, how = found
    told = (*how, *notes)
    return Recognised(path, read.sha256, record, read.lines, read.contents, read.file, told)


def is_copy(path: Path, outputs: Path) -> bool:
    """Whether a Word file is a draft of ours or made from one, as far as it and the records say.

    Raises InputProblem for what is no Word file or holds more than any draft.
    """
    read = _Read.of(path)
    records, _ = drafts.known_records(path, outputs)
    lines = [line.original for line in read.lines]
    return bool(read.identity) or recognised(records, "", lines, path.name) is not None


def copy_of(path: Path, draft: Path) -> Recognised | None:
    """Read a file as a reviewed copy of a draft; None where it is none, or the same file.

    Raises InputProblem for what is no Word file or holds more than any draft.
    """
    record = drafts.record_of(draft)
    own = drafts.record_of(path) if path.name != draft.name else None
    if record is None or record.content is None or own is not None:
        return None
    read = _Read.of(path)
    if read.sha256 == record.sha256 or (read.identity and read.identity != record.identity):
        return None
    found = recognised([record], read.identity, [x.original for x in read.lines], path.name)
    if found is None:
        return None
    return Recognised(path, read.sha256, record, read.lines, read.contents, read.file)


class _Read(Struct, frozen=True):
    """A Word file as it is read to be recognised."""

    sha256: str
    identity: str
    lines: tuple[CopyLine, ...]
    contents: tuple[CopyLine, ...]
    file: WordFile

    @classmethod
    def of(cls, path: Path) -> _Read:
        """Raises InputProblem."""
        content = read_file(path)
        try:
            file = foreign_file(content)
            if linked := file.linked():
                message = f"{path.name} 引用了文件外的内容（{showable(linked[0])}）"
                remedy = "草稿里没有这样的引用：在 Word 中把它改成嵌入，或者删去，再收。"
                raise not_taken(message, remedy)
            contents = list[CopyLine]()
            lines = tuple(_bounded(copy_lines(file, contents)))
            identity = file.properties().get(drafts.IDENTITY, "")
        except (Damaged, TooMuch) as error:
            raise unreadable(path.name, error) from error
        return cls(drafts.sha256(content), identity, lines, tuple(contents), file)


def returned_copy(
    copy: Recognised, draft: Draft, workbook: Workbook, template: Mapping[str, bytes]
) -> ReturnedCopy:
    """What was changed and said, and whose it is in the ``draft`` that the workbook gives now.

    ``template`` are the parts of the Word template.  Raises InputProblem for comments that cannot
    be read, or more edits than any review has.
    """
    assert copy.record.content is not None
    base = copy.record.content.lines
    tables = workbook.facts.tables.values()
    cells: dict[Cell, Fact] = {
        fact.cell: fact for table in tables for row in table.rows for fact in row.cells.values()
    }
    now = source_lines(draft)
    units = {table.sheet: table.unit for table in tables}
    lone = frozenset(_lone_cells(workbook))
    rows = ListRows(now, workbook, draft.money)
    owners = Owners(base, now, cells, units, lone, rows, draft.money)
    words = TemplateWords(template)
    edits = edits_of(base, copy.lines, owners.bounds)
    if len(edits) > _MOST_EDITS:
        raise unreadable(copy.path.name, TooMuch(BODY))
    entries = [of_edit(edit, OF_CONTENTS) for edit in _in_contents(copy, base)]
    owned = _everywhere([_owner(edit, owners, words) for edit in edits])
    entries += [of_edit(edit, owner) for edit, owner in zip(edits, owned, strict=True)]
    try:
        entries += comments_of(copy.file, copy.lines)
    except (Damaged, TooMuch) as error:
        raise unreadable(copy.path.name, error) from error
    keyed = tuple(numbered(entries, copy.record.sha256))
    lines = [line.text for line in now]
    where = places(lines)
    settled = (
        entry.key
        for entry in keyed
        if (entry.edit is not None and is_done(entry.edit, lines, where)) or entry.owner.idle
    )
    notes = (*copy.notes, *resolved(copy.file))
    return ReturnedCopy(copy.path, copy.sha256, copy.record, keyed, notes, frozenset(settled))


def _everywhere(owners: Sequence[Owner]) -> Iterator[Owner]:
    """A name that was changed alike in half of the lines where it stands is meant as it is."""
    often = Counter(owner.changes for owner in owners if owner.places)
    for owner in owners:
        meant = owner.places and 2 * often[owner.changes] >= owner.places
        yield replace(owner, places=0, note="") if meant and not owner.overtaken else owner


def _in_contents(copy: Recognised, base: Sequence[str]) -> Iterator[Edit]:
    every = (*base, *map(new_words, copy.lines))
    headings = (line.removeprefix(HEADING) for line in every if line.startswith(HEADING))
    return contents_edits(copy.contents, headings)


def _lone_cells(workbook: Workbook) -> Iterator[Cell]:
    """The cells that are whole rows of a list: without one the others stand as before."""
    for _, block in workbook.edition.blocks.values():
        if block.kind == "list" and len(block.columns) == 1:
            for row in workbook.facts[block.id].rows:
                yield row[block.columns[0].key].cell


def _bounded(lines: Iterable[CopyLine]) -> Iterator[CopyLine]:
    """Raises TooMuch for more than any draft has."""
    told, counted = tee(lines)
    yield from (line for line, _ in zip(told, bounded(x.original for x in counted), strict=True))


def _owner(edit: Edit, owners: Owners, words: TemplateWords) -> Owner:
    found = owners.of(edit)
    if found.kind != "wording" or found.note:
        return found
    return replace(found, note=words.place(edit))
