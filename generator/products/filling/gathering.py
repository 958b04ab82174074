"""The tables in the files that were given: which are taken, which are not and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from generator.editions import Edition
from generator.editions.schema import Form
from generator.model import InputProblem
from generator.products.filling.report import ExportPlace, NotTaken
from generator.workbook.exports import ENDINGS, titles
from generator.workbook.exports.continuing import continued
from generator.workbook.exports.evaluations import Evaluated, read_evaluation
from generator.workbook.exports.files import Convert, read_tables
from generator.workbook.exports.official import ReadForm, read_official
from generator.workbook.exports.regions import Region, name_of, published_number, regions
from generator.workbook.package import Damaged, TooMuch
from generator.workbook.reading.heads import COLUMN_HEADS, head_rows, money_of, owner_in
from generator.workbook.reading.opening import Grid
from generator.workbook.reading.origin import PROFILE
from generator.workbook.reading.problems import Problems
from generator.workbook.reading.values import label_key

_BUDGET = "是预算表，不是决算表"
_DRAFT = "是由工作簿生成的草稿，不是导出的表"
_TO_ADOPT = "审改过的草稿用 gen adopt 收回；要填的，给出决算软件导出的表。"
_WORKBOOK = "是填报工作簿，不是导出的表"
_EXPORTS = "给出决算软件导出的表；别处填好的工作簿不用取，直接核对、生成。"
_HEADLESS = "有决算表的行和金额，没有标题或表头，看不出是哪一张表"
_TO_JOIN = "是上一页的续页的，把各行接在那张表下面，或在上面补上标题和表头，再给出它。"
_UNITS = ("元", "万元")
_HEAD = 3  # rows: a title with fewer below it is a line of a list of contents


class About(Struct, frozen=True):
    """Of whom and when the workbook is; ``name`` "" where it does not say yet."""

    year: str
    name: str


class GatheredTable(Struct, frozen=True):
    """One official table of a file, with its amounts in 元; ``upstream``: from 财决 tables."""

    form: Form
    read: ReadForm
    place: ExportPlace
    title: str
    unit: str
    owner: str
    upstream: str = ""


class Gathering(Struct):
    """Everything found: official tables, evaluation forms, what was left out; digests of files."""

    tables: list[GatheredTable]
    evaluations: list[tuple[Evaluated, ExportPlace]]
    refused: list[NotTaken]
    contents: dict[Path, bytes]


def gather(
    files: Sequence[Path], workbook: Path, edition: Edition, about: About, convert: Convert
) -> Gathering:
    """Read every file; what cannot be used is told and does not stop the others."""
    found = Gathering([], [], [], {})
    for path in _expanded(files, workbook):
        try:
            content, grids = read_tables(path, convert, _word_tables)
        except InputProblem as problem:
            for finding in problem.findings:
                why = finding.message.removeprefix(f"{path.name}：")
                found.refused.append(NotTaken(path.name, why, finding.remedy))
            continue
        if _is_draft(path, content):
            found.refused.append(NotTaken(path.name, _DRAFT, _TO_ADOPT))
            continue
        found.contents[path] = content
        before = len(found.tables) + len(found.evaluations) + len(found.refused)
        for grid in _tables_of(grids, edition):
            _look_at(path, grid, grids, edition, about, found)
        if len(found.tables) + len(found.evaluations) + len(found.refused) == before:
            why = "没有认出一张决算公开的表"
            remedy = "给出决算公开表、绩效自评表或重点工作表；表上要有标题和表头。"
            found.refused.append(NotTaken(path.name, why, remedy))
    _join_parts(found)
    _settle_twins(found)
    _settle_forms(found)
    return found


def _word_tables(content: bytes) -> Iterable[Grid]:
    from generator.products.filling.word import word_tables  # a quarter of the time of all else

    return word_tables(content)


def _is_draft(path: Path, content: bytes) -> bool:
    """True for a draft of ours, whoever has edited it: its figures are rounded ones of a workbook."""
    if path.suffix.lower() != ".docx":
        return False
    from generator.document.word import foreign_file
    from generator.history.drafts import IDENTITY

    try:
        return bool(foreign_file(content).properties().get(IDENTITY))
    except (Damaged, TooMuch):  # no Word file, whatever its name
        return False


def _tables_of(grids: Sequence[Grid], edition: Edition) -> Sequence[Grid]:
    """All sheets of an export; of another workbook of ours the nine tables."""
    if not _is_ours(grids):
        return grids
    official = {label_key(form.sheet) for form in edition.forms}
    return [grid for grid in grids if label_key(grid.sheet) in official]


def _is_ours(grids: Iterable[Grid]) -> bool:
    return any(label_key(grid.sheet) == PROFILE for grid in grids)


def _expanded(files: Iterable[Path], workbook: Path) -> Iterator[Path]:
    """The files, with those of a folder by name; not the workbook, and no lock files."""
    seen = {workbook.absolute()}
    for given in files:
        inside = sorted(given.rglob("*")) if given.is_dir() else [given]
        for path in inside:
            wanted = not given.is_dir() or (
                path.is_file()
                and path.suffix.lower() in ENDINGS
                and not path.name.startswith(("~$", ".", "._"))
            )
            if wanted and path.absolute() not in seen:
                seen.add(path.absolute())
                yield path


def _look_at(
    path: Path,
    grid: Grid,
    others: Sequence[Grid],
    edition: Edition,
    about: About,
    found: Gathering,
) -> None:
    known = titles.titles_of(edition.forms)
    for region in regions(grid):
        place = ExportPlace(path.name, grid.sheet, region.area)
        evaluated = read_evaluation(region.grid, region.title, edition)
        if evaluated is not None:
            why = _not_ours([evaluated.owner], [region.title], evaluated.years, about)
            if why:
                found.refused.append(NotTaken(str(place), why))
            else:
                found.evaluations.append((evaluated, place))
            continue
        outcome = _official(path, region, others, edition, known, about)
        if isinstance(outcome, GatheredTable):
            found.tables.append(outcome)
        elif outcome is not None:
            found.refused.append(outcome)
        elif region.has_items or _has_lines(region, edition):
            found.refused.append(NotTaken(str(place), _HEADLESS, _TO_JOIN))


def _official(
    path: Path,
    region: Region,
    others: Sequence[Grid],
    edition: Edition,
    known: dict[str, str],
    about: About,
) -> GatheredTable | NotTaken | None:
    """The table of a region; why it is not taken; None for what is no table at all."""
    place = ExportPlace(path.name, region.grid.sheet, region.area)
    name = name_of(region, known)
    told = f"{place}「{name.text or region.grid.sheet}」"
    if titles.is_budget(name.text) and _is_grid(region):
        remedy = "给出同一年度决算的表；年初预算数请填在「年初预算」。"
        return NotTaken(told, _BUDGET, remedy)
    forms = _forms(name, region, edition)
    if not forms:
        return _unknown(name, region, told)
    if not _is_table(forms[0], region):
        return None
    texts = [text for _, text in region.texts(_head(forms[0], region))]
    owners = [_as_typed(text, owner) for text in texts if (owner := owner_in(text))]
    owners.append(titles.owner_before(name))
    years = titles.years_about((*texts, region.grid.sheet), known)
    if why := _not_ours(owners, texts, years, about):
        return NotTaken(told, why)
    unit = _unit(forms[0], region, others)
    if not unit and _is_ours(others):
        return NotTaken(told, _WORKBOOK, _EXPORTS)
    if unit not in _UNITS:
        remedy = "在表头写明「金额单位：元」或「金额单位：万元」，再给出它。"
        return NotTaken(told, unit or "表头没有写金额单位，看不出是元还是万元", remedy)
    return _read(forms, region, unit, told, name, place, next(filter(None, owners), ""))


def _as_typed(text: str, owner: str) -> str:
    """A name with the signs that were typed; reading it made full and half width alike."""
    starts = range(len(text))
    found = (text[a:b] for a in starts for b in range(len(text), a, -1))
    return next((words.strip() for words in found if label_key(words) == owner), owner)


def _read(
    forms: Sequence[Form],
    region: Region,
    unit: str,
    told: str,
    name: titles.Named,
    place: ExportPlace,
    owner: str,
) -> GatheredTable | NotTaken | None:
    """The table under the first form that it fits."""
    reasons = []
    for form in forms:
        read = read_official(form, region, unit)
        if isinstance(read, ReadForm):
            title = name.text or form.title
            return GatheredTable(form, read, place, title, unit, owner, name.upstream)
        reasons.append((form, read))
    form, why = reasons[0]
    if len(forms) > 1:
        return NotTaken(told, "看不出是哪一张公开表", "在表上写明标题或「公开某某表」，再给出它。")
    if not why:
        return NotTaken(told, f"{form.sheet}没有数", expected=True)
    return NotTaken(
        told, f"像是{form.sheet}，读不懂：{why}", "对照表样改正表头，或者把这张表粘贴到工作簿里。"
    )


def _forms(name: titles.Named, region: Region, edition: Edition) -> list[Form]:
    """The forms that a region may be: of its title, of its number, else of its header alone."""
    if name.form:
        return [form for form in edition.forms if form.id == name.form]
    number = published_number(region)
    if number and not name.upstream:
        return [form for form in edition.forms if label_key(form.sheet) == f"公开{number:02}表"]
    if name.upstream or name.text:
        return []
    fitting = [form for form in edition.forms if _has_header(form, region)]
    return fitting if len(fitting) == 1 else []


def _is_grid(region: Region) -> bool:
    """False for lines of words, such as a list of contents."""
    columns = {column for _, column in region.grid.values}
    return len(columns) > 2 and region.last - region.first > _HEAD


def _is_table(form: Form, region: Region) -> bool:
    """False for a title alone, as in a list of contents or above words."""
    return head_rows(form, region.grid).stop <= region.grid.height and (
        region.last - region.first >= _HEAD
    )


def _has_lines(region: Region, edition: Edition) -> bool:
    """True where some lines of 公开01 or 04 stand in it with a number in their row."""
    lines = (line for form in edition.forms for side in form.sides for line in side.lines)
    labels = {label_key(line.label) for line in lines}
    named = {place[0] for place in region.grid.values if region.grid.label(*place) in labels}
    return len(named & region.rows_with_amounts) >= _HEAD


def _has_header(form: Form, region: Region) -> bool:
    """True where every column of a form has its label on the sheet, and its lines some of theirs."""
    shown = {region.grid.label(*place) for place in region.grid.values}
    labels = {label_key(c.label) for c in form.columns}
    lines = {label_key(line.label) for side in form.sides for line in side.lines}
    items = {line.key for block in form.blocks for line in block.lines}
    needed = labels or lines or items
    return len(needed & shown) * 3 > len(needed) * 2


def _unknown(name: titles.Named, region: Region, told: str) -> NotTaken | None:
    """What is said of a table that is none of the nine; None for words alone."""
    if not region.filled:
        return None
    if name.upstream:
        why = f"财决{name.upstream}表没有对应的公开表，没有取"
        return NotTaken(told, why, "所需的数在各张决算公开表里。", expected=True)
    if name.text:
        return NotTaken(told, "不是公开表，没有取", expected=True)
    return None


def _head(form: Form, region: Region) -> range:
    rows = head_rows(form, region.grid)
    return range(region.first, max(rows.stop, region.first + 1))


def _unit(form: Form, region: Region, others: Sequence[Grid]) -> str:
    """元 or 万元 as the table says, else as the file says throughout; else what is wrong.

    三公 is in 万元 in files whose other tables are in 元: it says nothing of them.
    """
    problems = Problems()
    found = money_of(region.grid, _head(form, region), problems, COLUMN_HEADS)
    if found is None and not problems.findings:
        found = money_of(region.grid, range(region.first, region.last + 1), Problems())
    if found is None and not problems.findings:
        telling = (g for g in others if not any("三公" in text for text in (g.sheet, *g.head())))
        whole = {money_of(grid, range(1, 10), Problems()) for grid in telling} - {None}
        found = next(iter(whole)) if len(whole) == 1 else None
    if problems.findings:
        return problems.findings[0].message.partition(" ")[2]
    return found or ""


def _not_ours(
    owners: Iterable[str], texts: Iterable[str], years: Iterable[str], about: About
) -> str:
    """Why a table is of another year or unit; "" where nothing says so."""
    other = [year for year in years if year != about.year]
    if other and about.year not in years:
        return f"是 {other[0]} 年度的，工作簿是 {about.year} 年度的"
    strange = [
        owner for owner in owners if owner and about.name and not _same_body(owner, about.name)
    ]
    return f"是「{strange[0]}」的，工作簿是「{about.name}」的" if strange else ""


def _same_body(one: str, other: str) -> bool:
    """True for two names of one unit: one may have 本级, a code or a place before it."""
    first, second = label_key(one), label_key(other)
    for word in ("(本级)", "(汇总)", "本级"):
        first, second = first.removesuffix(word), second.removesuffix(word)
    return first.endswith(second) or second.endswith(first)


def _join_parts(found: Gathering) -> None:
    """Tables by codes of one file that are parts of one, in the place of the first."""
    groups: dict[tuple[str, str, str, str], list[GatheredTable]] = {}
    for table in found.tables:
        if table.form.layout == "codes":
            key = (table.form.id, table.place.file, table.unit, table.upstream)
            groups.setdefault(key, []).append(table)
    for first, *others in groups.values():
        read = continued([first.read, *(table.read for table in others)]) if others else None
        if read is not None:
            gone = {id(table) for table in others}
            left = [table for table in found.tables if id(table) not in gone]
            found.tables = [replace(t, read=read) if t is first else t for t in left]


def _settle_twins(found: Gathering) -> None:
    """One table for each form: a published one before an upstream one, equal ones once.

    Of two that differ nobody knows which one counts: neither is taken.
    """
    chosen: dict[str, GatheredTable] = {}
    torn: set[str] = set()
    for table in sorted(found.tables, key=lambda t: bool(t.upstream)):
        first = chosen.setdefault(table.form.id, table)
        if first is table:
            continue
        where = f"{table.place}「{table.title}」"
        if table.upstream and not first.upstream:
            why = f"{table.form.sheet}已取自 {first.place.file}"
            found.refused.append(NotTaken(where, why, expected=True))
        elif _values(table) == _values(first):
            found.refused.append(NotTaken(where, f"与 {first.place} 相同", expected=True))
        else:
            remedy = "只给出要用的一份，再运行。"
            why = f"与 {first.place} 都是{table.form.sheet}，数不相同，两份都没有取"
            found.refused.append(NotTaken(where, why, remedy))
            torn.add(table.form.id)
    taken = [table for table in found.tables if chosen[table.form.id] is table]
    found.tables = [table for table in taken if table.form.id not in torn]


def _settle_forms(found: Gathering) -> None:
    """Each evaluation form once; of two that differ neither is taken."""
    chosen: dict[tuple[str, str], tuple[Evaluated, ExportPlace]] = {}
    torn: set[tuple[str, str]] = set()
    for evaluated, place in found.evaluations:
        key = evaluated.kind, label_key(evaluated.name)
        first, there = chosen.setdefault(key, (evaluated, place))
        if first is evaluated:
            continue
        if evaluated.said == first.said:
            found.refused.append(NotTaken(str(place), f"与 {there} 相同", expected=True))
        else:
            why = f"与 {there} 是同一张表，内容不同，两份都没有取"
            found.refused.append(NotTaken(str(place), why, "只给出要用的一份，再运行。"))
            torn.add(key)
    found.evaluations = [kept for key, kept in chosen.items() if key not in torn]


def _values(table: GatheredTable) -> dict[tuple[str, str], object]:
    """Its amounts; 合计 stands in the column of codes or of names, and names are spelt in two ways."""
    return {
        (row.key, key): fact.value
        for row in table.read.rows
        for key, fact in row.cells.items()
        if fact.given and fact.value and key not in ("code", "name")
    }
