"""``gen status``: how far every workbook and its drafts are.  Reads only."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from generator.checks.catalogue import BY_ID
from generator.checks.engine.context import Context
from generator.checks.engine.todo import filled, total
from generator.checks.reference import KNOWN_PROBLEMS
from generator.editions import Edition
from generator.history.differences import lines_of
from generator.history.drafts import Series
from generator.history.drafts.files import temporary
from generator.history.returned.open_list import still_open
from generator.model import WEIGHTS, Finding, Severity, regex
from generator.pipeline import examined
from generator.products.board import BoardRow, Cause, board_book, board_page
from generator.products.outcome import described, guarded
from generator.products.summing.units import is_given
from generator.workbook.reading.facts import read_workbook
from generator.workbook.widths import aligned

_DRAFT = regex(r"(.+)决算公开(?:第\d+稿|定稿\d*)\.docx")


class Progress(Struct, frozen=True):
    """One workbook, or the drafts of one that is no longer there (``workbook`` is None).

    ``sheets`` counts the sheets that a year takes, ``filled`` those that are filled in; ``todo``
    are the cells and rows that are still due.  ``days`` are
    left of the days for publication, negative when they are over; None: 批复日期 is blank.
    ``reviews`` counts what reviewers want and nobody has dealt with.
    ``published`` is 公开日期 once it has come.
    ``unusable`` says why a workbook could not be read; ``failed``: by a fault of the program.
    ``name`` is the unit's; ``causes`` has an entry for each error and warning.
    """

    stem: str
    year: str
    workbook: Path | None = None
    filled: int = 0
    sheets: int = 0
    todo: int = 0
    findings: dict[Severity, int] = field(default_factory=dict)
    draft: int = 0
    final: bool = False
    days: int | None = None
    published: date | None = None
    reviews: int = 0
    unusable: str = ""
    failed: bool = False
    name: str = ""
    causes: tuple[Cause, ...] = ()


def of_folder(folder: Path, outputs: Path, today: date, jobs: int) -> tuple[Progress, ...]:
    """Every workbook below a folder, ``jobs`` at a time, in the order of their places.

    The drafts of one are looked for in a folder ``outputs`` beside it or above it, else in
    ``outputs``.
    """
    from generator.cli.pool import in_order  # only for many

    paths = [path for path in sorted(folder.rglob("*.xlsx")) if _is_given(path, folder)]
    look = partial(_below, folder=folder, outputs=outputs, today=today)
    if len(paths) < 2 or jobs < 2:
        return tuple(map(look, paths))
    made = zip(paths, in_order(look, paths, jobs), strict=True)
    return tuple(
        Progress(path.stem, "", path, unusable=described(found), failed=True)
        if isinstance(found, BaseException)
        else found
        for path, found in made
    )


def _is_given(path: Path, folder: Path) -> bool:
    """True for a workbook that a person fills: not what the program put beside one or a draft."""
    inside = path.relative_to(folder).parts
    made = path.with_suffix(".html").is_file() or "outputs" in inside[:-1]
    return is_given(path) and not made and not any(part.startswith(".") for part in inside)


def _below(path: Path, folder: Path, outputs: Path, today: date) -> Progress:
    above = [parent / "outputs" for parent in path.parents if parent.is_relative_to(folder)]
    own = next((place for place in above if place.is_dir()), outputs)
    return looked_at(path, own, today)


def progress(
    inputs: Path, outputs: Path, today: date, look: Callable[[Path], Progress] | None = None
) -> tuple[Progress, ...]:
    """Every workbook in ``inputs`` and every series of drafts in ``outputs``, by year and name.

    ``look`` looks at one workbook, None: as ``looked_at`` does.
    """
    look = look or partial(looked_at, outputs=outputs, today=today)
    found = [look(path) for path in workbooks(inputs)]
    known = {(entry.year, entry.stem) for entry in found}
    found += [
        with_drafts(Progress(stem, folder.name), folder)
        for folder in _years(outputs)
        for stem in _stems(folder)
        if (folder.name, stem) not in known
    ]
    return tuple(sorted(found, key=lambda entry: (entry.year, entry.stem)))


def workbooks(inputs: Path) -> list[Path]:
    """The workbooks of the folder; not the lock files of one that is open."""
    if not inputs.is_dir():
        return []
    return sorted(p for p in inputs.glob("*.xlsx") if not p.name.startswith(("~$", ".")))


def _years(outputs: Path) -> list[Path]:
    return sorted(p for p in outputs.iterdir() if p.is_dir()) if outputs.is_dir() else []


def _stems(folder: Path) -> list[str]:
    names = (_DRAFT.fullmatch(path.name) for path in folder.iterdir())
    return sorted({match[1] for match in names if match})


def with_drafts(entry: Progress, folder: Path) -> Progress:
    """The entry with the latest draft and whether there is a final version, as the folder has them."""
    if not folder.is_dir():
        return entry
    draft = max(Series(folder, entry.stem, False).numbers(), default=0)
    final = bool(Series(folder, entry.stem, True).numbers())
    return replace(entry, draft=draft, final=final)


def looked_at(path: Path, outputs: Path, today: date) -> Progress:
    """One workbook, also where it cannot be read or the program fails on it."""
    made = guarded(path, partial(_of_workbook, outputs=outputs, today=today))
    if isinstance(made, Progress):
        return made
    year = path.stem if re.fullmatch(r"20\d\d", path.stem) else ""
    said = made.findings[0].message
    entry = Progress(path.stem, year, path, unusable=said, failed=made.failed)
    return with_drafts(entry, outputs / year) if year else entry


def _of_workbook(path: Path, outputs: Path, today: date) -> Progress:
    workbook = read_workbook(path)
    accounts, made, draft, report = examined(workbook)
    context = Context(accounts, made)
    entry = Progress(
        path.stem,
        str(context.year),
        path,
        *filled(context, report.todo),
        total(report.todo),
        _counted((*workbook.findings, *report.told)),
        days=_days(context, today),
        published=_published(context, today),
        reviews=len(
            still_open(
                outputs / str(context.year),
                path.stem,
                workbook.opinions.rows,
                lines_of(draft),
            )
        ),
        name=context.accounts.facts["profile"]["name"]["value"].text,
        causes=tuple(
            _cause(finding, workbook.edition)
            for finding in (*workbook.findings, *report.told)
            if finding.severity is not Severity.HINT
        ),
    )
    return with_drafts(entry, outputs / entry.year)


def _counted(findings: Iterable[Finding]) -> dict[Severity, int]:
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in WEIGHTS}


def _cause(finding: Finding, edition: Edition) -> Cause:
    rule = BY_ID.get(finding.rule)
    known = KNOWN_PROBLEMS.get(finding.rule, "")
    title = rule.of(edition).title if rule is not None else known
    return Cause(finding.rule, title, finding.severity.chinese)


def _published(context: Context, today: date) -> date | None:
    day = context.accounts.facts["profile"]["publish_date"]["value"].value
    return day if isinstance(day, date) and day <= today else None


def _days(context: Context, today: date) -> int | None:
    approved = context.accounts.facts["profile"]["approval_date"]["value"].value
    if not isinstance(approved, date):
        return None
    return context.accounts.edition.publish_within_days - (today - approved).days


# --- as text and as JSON ----------------------------------------------------------------------

_HEADS = (
    "年度",
    "工作簿",
    "填好",
    "待填",
    "错误",
    "警告",
    "提示",
    "草稿",
    "审稿意见",
    "定稿",
    "公开期限",
)


def as_text(entries: Sequence[Progress], inputs: Path) -> str:
    """A table, a workbook a line, and below it why one could not be read."""
    if not entries:
        return f"{inputs} 里没有工作簿。用 gen new 年度 新建一个。"
    lines = aligned([_HEADS, *(_row(entry, inputs) for entry in entries)])
    unusable = [f"{e.workbook} {_trouble(e)}：{e.unusable}" for e in entries if e.unusable]
    return "\n".join([*lines, *unusable])


def _trouble(entry: Progress) -> str:
    return "程序出错" if entry.failed else "不能使用"


def _row(entry: Progress, inputs: Path) -> tuple[str, ...]:
    reviews = f"{entry.reviews} 条" if entry.reviews else "—"
    drafts = (f"第{entry.draft}稿" if entry.draft else "—", reviews, "有" if entry.final else "—")
    name = entry.workbook.name if entry.workbook else f"{entry.stem}.xlsx（不在 {inputs} 里）"
    if entry.workbook is None or entry.unusable:
        state = (_trouble(entry) if entry.unusable else "—", *["—"] * 4)
        return (entry.year or "—", name, *state, *drafts, "—")
    counts = (str(entry.findings[severity]) for severity in WEIGHTS)
    sheets = f"{entry.filled}/{entry.sheets} 张"
    return (entry.year, name, sheets, f"{entry.todo} 处", *counts, *drafts, _deadline(entry))


def _deadline(entry: Progress) -> str:
    if entry.published is not None:
        return f"{entry.published} 公开"
    days = entry.days
    if days is None:
        return "未填批复日期"
    return f"还有 {days} 天" if days >= 0 else f"已过 {-days} 天"


def as_json(entries: Sequence[Progress]) -> list[dict[str, Any]]:
    """The objects that ``gen status --json`` prints."""
    return [
        {
            "year": entry.year,
            "name": entry.stem,
            "workbook": str(entry.workbook) if entry.workbook else None,
            "filled": entry.filled,
            "sheets": entry.sheets,
            "todo": entry.todo,
            "findings": {severity.value: n for severity, n in entry.findings.items()},
            "draft": entry.draft,
            "reviews": entry.reviews,
            "final": entry.final,
            "days_left": entry.days,
            "published": str(entry.published) if entry.published else None,
            "unusable": entry.unusable,
            "failed": entry.failed,
        }
        for entry in entries
    ]


# --- as a board -------------------------------------------------------------------------------


def board_rows(entries: Iterable[Progress], folder: Path) -> list[BoardRow]:
    """The entries as a bureau's board shows them."""
    return [_board_row(entry, folder) for entry in entries]


def _board_row(entry: Progress, folder: Path) -> BoardRow:
    place = entry.workbook
    if place is not None and place.is_relative_to(folder):
        place = place.relative_to(folder)
    errors, warnings, hints = (entry.findings.get(severity, 0) for severity in WEIGHTS)
    return BoardRow(
        entry.name or entry.stem,
        entry.year,
        place.as_posix() if place is not None else "",
        entry.filled,
        entry.sheets,
        entry.todo,
        errors,
        warnings,
        hints,
        draft=entry.draft,
        reviews=entry.reviews,
        final=entry.final,
        published=entry.published is not None,
        days=entry.days,
        deadline="" if entry.unusable else _deadline(entry),
        trouble=entry.unusable,
        causes=entry.causes,
    )


def write_board(
    entries: Iterable[Progress], folder: Path, target: Path, today: date
) -> Iterator[Path]:
    """The page and the workbook of the same name beside it, each written whole.

    Both are made anew each time; raises OSError where they cannot be written.
    """
    rows = board_rows(entries, folder)
    title, day = "部门决算公开进度总览", f"{today.year}年{today.month}月{today.day}日"
    target.parent.mkdir(parents=True, exist_ok=True)
    for path, content in (
        (target, board_page(title, rows, day).encode()),
        (target.with_suffix(".xlsx"), board_book(title, rows, day)),
    ):
        with temporary(path.parent, content) as made:
            made.replace(path)
        yield path
