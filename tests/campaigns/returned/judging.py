"""A reviewed copy made by chance, and what became of its edits."""

from __future__ import annotations

import random
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cache
from itertools import pairwise
from pathlib import Path

from generator.history.drafts import record_of
from generator.history.returned.adopting import adopt
from generator.history.returned.entries import ReviewEntry
from generator.history.returned.model import Edit
from generator.history.returned.reading import ReturnedCopy
from generator.history.returned.sources import SourceLine, source_lines
from generator.model import Facts, Row, Table, Value
from generator.pipeline import build, examine, returned
from generator.workbook.reading.cells import place_of
from generator.workbook.reading.facts import read_workbook
from generator.workbook.reading.opinions import SHEET
from tests.helpers import office
from tests.helpers.opening import looked_at
from tests.helpers.reviewer import ReviewedFile

from .editing import Done, Reviewer

_EDITS = 24
_NUMBER = re.compile(
    r"^(\| )?(（[一二三四五六七八九十]+）|\d+(\. | \| ))"
)  # before a line that moved
_RESEMBLING = 0.6  # of a line that went has one that may be it, reworded


@dataclass
class Judged:
    """Counts by kind of edit, and what went wrong in words."""

    made: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    with_cell: int = 0
    right_cell: int = 0
    wrong_written: int = 0
    forgotten: int = 0
    texts: int = 0
    same_text: int = 0
    rows: int = 0
    closed: int = 0
    troubles: list[str] = field(default_factory=list)

    def __iadd__(self, other: Judged) -> Judged:
        self.made += other.made
        self.found += other.found
        names = ("with_cell", "right_cell", "wrong_written", "forgotten", "texts", "same_text")
        for name in (*names, "rows", "closed"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.troubles += other.troubles
        return self


@dataclass(frozen=True)
class Reviewed:
    """A copy on its way back: where it is, in a folder with its workbook, and what was done."""

    name: str
    folder: Path
    book: Path
    path: Path
    done: tuple[Done, ...]


@cache
def _drafted(workbook: Path) -> tuple[tuple[SourceLine, ...], dict[str, bytes]]:
    """The lines of a workbook's draft, and what stands in the folder after the first build."""
    made, _ = examine(workbook)
    assert made is not None
    with tempfile.TemporaryDirectory(prefix="drafted-") as name:
        folder = Path(name)
        shutil.copy(workbook, folder)
        assert build(folder / workbook.name, folder / "outputs").written is not None
        files = [path for path in folder.rglob("*") if path.is_file()]
        return source_lines(made.draft), {
            str(path.relative_to(folder)): path.read_bytes() for path in files
        }


def reviewed(workbook: Path, seed: int, folder: Path) -> Reviewed:
    """A copy of the first draft, edited by chance."""
    lines, files = _drafted(workbook)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    chance = random.Random(f"{workbook.stem} {seed}")
    copy = ReviewedFile(next((folder / "outputs").rglob("*.docx")))
    reviewer = Reviewer(copy, lines, chance)
    kinds = [chance.choice(reviewer.kinds) for _ in range(_EDITS)]
    done = tuple(edit for kind in kinds if (edit := reviewer.edit(kind)) is not None)
    back = copy.save(folder / f"审改-{workbook.stem}-{seed}.docx")
    return Reviewed(f"{workbook.stem} {seed}", folder, folder / workbook.name, back, done)


def resaved(copies: Sequence[Reviewed], folder: Path) -> list[Reviewed]:
    """The copies saved again by LibreOffice, all in one call."""
    profile = (folder / "profile").as_uri()
    options = [f"-env:UserInstallation={profile}", "--headless", "--convert-to", "docx"]
    files = [copy.path for copy in copies]
    office.run(["soffice", *options, "--outdir", folder, *files], timeout=1200)
    return [_kept(copy, folder / copy.path.name) for copy in copies]


def _kept(copy: Reviewed, path: Path) -> Reviewed:
    """The copy as LibreOffice saved it: of some files 7.4 loses the words of all footnotes."""
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if name == "word/footnotes.xml"]
        notes = "".join(archive.read(name).decode() for name in names)
    done = tuple(e for e in copy.done if e.kind != "footnote" or e.new in notes)
    return replace(copy, name=f"{copy.name} LibreOffice", path=path, done=done)


def judged(copy: Reviewed) -> Judged:
    """A copy taken back, everything adopted, and built again."""
    book, outputs, name = copy.book, copy.folder / "outputs", copy.name
    found, read = returned(copy.path, book, outputs)
    result = Judged(made=Counter(edit.kind for edit in copy.done))
    matched = _matched(found, list(copy.done), result, name)
    before = _values(book)
    old = read.facts
    adopted = adopt(found, read, outputs, {entry.key for entry in found.entries})
    new = read_workbook(book).facts
    rows = {e.owner.row for e in adopted.written if e.owner.row is not None}
    sheets = {old[row.block].sheet for row in rows} | set(_shortened(old, new))
    _written(before, _values(book), list(adopted.written), sheets, result, name)
    _rows_kept(old, new, adopted.written, sheets, result, name)
    again = build(book, outputs)
    still = {e.key for e in again.reviews}
    record = record_of(again.written.path) if again.written is not None else None
    lines = record.content.lines if record and record.content else ()
    lost = forgotten(found, {e.key for e in adopted.written} | still, lines)
    result.forgotten += len(lost)
    result.troubles += [f"{name} 忘了 {e.kind}：{e.old[:40]} → {e.new[:40]}" for e in lost]
    _closed(matched, adopted.written, still, result, name)
    if again.written is not None:
        _texts(matched, set(lines), {e.key for e in adopted.written}, result, name)
    if again.reviews:
        final = build(book, outputs, final=True)
        if not final.refused and not final.unusable:
            result.forgotten += len(again.reviews)
    return result


def _matched(
    found: ReturnedCopy, done: list[Done], result: Judged, name: str
) -> list[tuple[Done, ReviewEntry]]:
    """Each edit with its one entry; the right cell; no entry for nothing."""
    replied = {edit.old for edit in done if edit.kind == "reply"}  # their comments are found too
    left = [entry for entry in found.entries if entry.said not in replied]
    pairs = list[tuple[Done, ReviewEntry]]()
    for edit in done:
        fits = [entry for entry in left if _fits(edit, entry)]
        if not fits:
            result.troubles.append(
                f"{name} {edit.kind} 没有找到：{edit.old[:40]} → {edit.new[:40]}"
            )
            continue
        entry = max(fits, key=lambda e: (edit.cell in e.owner.cells, _author(edit) == e.author))
        left.remove(entry)
        pairs.append((edit, entry))
        result.found[edit.kind] += 1
        if edit.who is not None and _author(edit) != entry.author:
            result.troubles.append(f"{name} {edit.kind} 作者 {entry.author}")
        if edit.cell is not None:
            result.with_cell += 1
            right = edit.cell in entry.owner.cells
            result.right_cell += right
            if not right:
                cells = "、".join(map(str, entry.owner.cells))
                result.troubles.append(f"{name} {edit.kind} 不是 {edit.cell} 而是 {cells}")
    for entry in left:
        result.troubles.append(f"{name} 多出 {entry.kind}：{entry.old[:40]} → {entry.new[:40]}")
    return pairs


def _author(edit: Done) -> str:
    return edit.who["author"] if edit.who is not None else ""


def _fits(edit: Done, entry: ReviewEntry) -> bool:
    if edit.kind in ("comment", "reply"):  # LibreOffice 7.4 loses what a reply answers
        return entry.kind in ("comment", "reply") and edit.new in entry.said
    if edit.kind in ("split", "joined"):
        return entry.kind == edit.kind and edit.old in entry.old
    if edit.kind in ("moved", "list row moved"):
        return entry.kind == "moved" and edit.old in entry.old
    if edit.kind in ("new paragraph", "new row", "list row") and entry.kind != "added":
        return False
    if edit.kind == "check box":
        return entry.edit is not None and entry.edit.result == edit.line
    if edit.new:
        exact = bool(edit.line) and entry.edit is not None and entry.edit.result == edit.line
        return exact or edit.new.strip("，。") in entry.new
    if edit.kind == "cut":
        return not entry.new and len(entry.old) == len(edit.old) and _same_cut(edit, entry)
    return entry.kind == "removed" and edit.old in entry.old


def _same_cut(edit: Done, entry: ReviewEntry) -> bool:
    """A deletion beside equal signs may be told one sign further on."""
    return entry.edit is not None and entry.edit.result == edit.line


def _values(book: Path) -> dict[tuple[str, str], object]:
    sheets = looked_at(book).worksheets
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in sheets
        if sheet.title != SHEET
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _written(
    before: dict[tuple[str, str], object],
    after: dict[tuple[str, str], object],
    entries: list[ReviewEntry],
    grown: set[str],
    result: Judged,
    name: str,
) -> None:
    """Exactly the cells of the entries changed; of sheets whose rows moved other things are asked."""

    def formula(place: tuple[str, str]) -> bool:  # it names what moved
        return bool(grown) and str(before.get(place)).startswith("=")

    changed = {
        place
        for place in before.keys() | after.keys()
        if before.get(place) != after.get(place) and place[0] not in grown and not formula(place)
    }
    meant = {(cell.sheet, cell.address) for e in entries for cell in e.owner.writes}
    renamed = {change.value for e in entries for change in e.owner.changes}
    follows = {
        p for p in changed if p[0] == "项目指标" and p[1][0] == "A" and after.get(p) in renamed
    }
    wrong = changed - meant - follows  # the indicators of a project name it
    result.wrong_written += len(wrong)
    if wrong:
        result.troubles.append(f"{name} 写了不该写的 {sorted(wrong)}")


def _shortened(old: Facts, new: Facts) -> Iterator[str]:
    """The sheets of paragraphs that went: those below moved up."""
    for table in old.tables.values():
        paragraphs = all(len(row.cells) == 1 for row in table.rows)
        if paragraphs and len(new[table.id].rows) < len(table.rows):
            yield table.sheet


def _rows_kept(
    old: Facts,
    new: Facts,
    written: tuple[ReviewEntry, ...],
    sheets: set[str],
    result: Judged,
    name: str,
) -> None:
    """Of lists whose rows came, went and moved: the others mean what they meant, without a gap."""
    rows = {entry.owner.row for entry in written if entry.owner.row is not None}
    meant = {cell for entry in written for cell in entry.owner.writes}
    values = {change.old for entry in written for change in entry.owner.changes}
    for table in old.tables.values():
        own = [row for row in rows if row.block == table.id]
        if table.sheet not in sheets:
            continue
        if _gaps(new[table.id]) > _gaps(table):
            result.wrong_written += 1
            result.troubles.append(f"{name} 「{table.id}」中间有空行")
        left = Counter(_means(row) for row in new[table.id].rows)
        gone = len({row.row for row in own if row.kind == "gone"})
        wanted = len(table.rows) + sum(row.kind == "put" for row in own) - gone
        lost = [
            row
            for row in table.rows
            if not meant & {fact.cell for fact in row.cells.values()}
            and not values & {fact.value for fact in row.cells.values()}
            and not left[_means(row)]
        ]
        # paragraphs that are joined are fewer rows
        wrong = len(lost) + (abs(wanted - left.total()) if own else 0)
        result.wrong_written += wrong
        if wrong:
            lines = [" ".join(map(str, _means(row))) for row in lost]
            result.troubles.append(
                f"{name} 「{table.id}」{wanted} 行成了 {left.total()} 行，没有了：{lines}"
            )


def _gaps(table: Table) -> int:
    """How many blank rows stand between those of a table."""
    cells = [[f.cell.address for f in row.cells.values() if f.cell.address] for row in table.rows]
    rows = {max(place_of(address)[0] for address in own) for own in cells if own}
    return max(rows) - min(rows) + 1 - len(rows) if rows else 0


def _means(row: Row) -> tuple[Value, ...]:
    return tuple(fact.value for fact in row.cells.values())


def _closed(
    pairs: list[tuple[Done, ReviewEntry]],
    written: tuple[ReviewEntry, ...],
    still: set[str],
    result: Judged,
    name: str,
) -> None:
    """Rows of lists are written, unless another edit contradicts, and the next draft says so."""
    keys = {entry.key for entry in written}
    for edit, entry in pairs:
        if not edit.kind.startswith("list row"):
            continue
        if entry.owner.row is None:
            result.troubles.append(
                f"{name} {edit.kind} 没有写：{edit.old} → {edit.new} {entry.owner.note}"
            )
        elif entry.key in keys:
            result.rows += 1
            result.closed += entry.key not in still
            if entry.key in still:
                result.troubles.append(f"{name} {edit.kind} 还开着：{edit.old} → {edit.new}")


def forgotten(
    found: ReturnedCopy, known: Collection[str], lines: Sequence[str]
) -> list[ReviewEntry]:
    """What is not among the ``known``, written or open, though the next draft does not say it.

    Another edit may have done it: the paragraph that prints a row moves where the row moves.
    """
    before = found.record.content.lines if found.record.content else ()
    old, new = ([_NUMBER.sub("", line) for line in draft] for draft in (before, lines))
    others = [line for line in new if line not in old]
    left = (entry for entry in found.entries if entry.key not in known)
    return [e for e in left if e.edit is None or not _came_true(e.edit, new, others)]


def _came_true(edit: Edit, new: Sequence[str], others: Sequence[str]) -> bool:
    """True for a line that stands, whole, where it moved or came, or of which nothing is left.

    ``new`` are the lines of the next draft without their numbers, ``others`` those that were in
    none before.  In doubt it is forgotten.
    """
    text, after, came = (_NUMBER.sub("", line) for line in (edit.text, edit.beside, edit.new))
    if edit.kind == "moved":
        return (after, text) in pairwise(new)
    if edit.kind == "added":
        return came in new
    if edit.kind == "removed":
        like = (SequenceMatcher(None, text, line).ratio() for line in others)
        return text not in new and max(like, default=0) < _RESEMBLING
    return False


def _shown(entry: ReviewEntry, lines: set[str]) -> bool:
    """True where the new words stand in their surroundings: other edits may change the line too."""
    assert entry.edit is not None
    edit = entry.edit
    before = edit.result[max(0, edit.start - 6) : edit.start].rpartition(" | ")[2]
    before = before.rpartition("）")[2].rpartition(". ")[2]  # what moves has another number
    after = edit.result[edit.start + len(edit.new) :][:6].partition(" | ")[0]
    near = before + edit.new + after
    return any(near in line for line in lines)


def _texts(
    pairs: list[tuple[Done, ReviewEntry]],
    lines: set[str],
    written: set[str],
    result: Judged,
    name: str,
) -> None:
    """Lines in which words of a cell were changed say in the next draft what the reviewer wrote.

    A cell that was changed where it is printed here and there says both.
    """
    often = Counter(edit.cell for edit, _ in pairs)
    for edit, entry in pairs:
        if edit.cell is None or not edit.line or entry.key not in written or often[edit.cell] > 1:
            continue
        result.texts += 1
        same = edit.line in lines or _shown(entry, lines)
        result.same_text += same
        if not same:
            result.troubles.append(f"{name} {edit.kind} 下一稿没有：…{edit.line[-60:]}")
