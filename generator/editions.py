"""Editions: what changes from year to year and from place to place, loaded from ``templates/``.

An edition is a folder with ``edition.toml`` (digits, wording of changes, limits),
``forms.toml`` (the nine tables), ``sheets.toml`` (the further input sheets) and the Word
template.  ``templates/`` in the working folder is used first, then the copy that came with
the program.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from generator.forms import Block, Form, Sheet, form_from, sheet_from
from generator.model import Finding, InputProblem, Severity


@dataclass(frozen=True)
class Phrases:
    """Fixed wording with slots, from ``[phrases]`` of edition.toml.

    ``change`` etc. map a direction (up, down, flat, from_zero, to_zero) to its text; ``change``
    has up_bare and down_bare for changes without a rate.  ``least`` words a share too small for
    the printed decimals.  ``leads`` are words that a person may type before a reason though the
    sentence has them already.
    """

    missing: str
    separator: str
    least: str
    leads: tuple[str, ...]
    change: dict[str, str]
    change_amount: dict[str, str]
    direction: dict[str, str]
    compare: dict[str, str]


@dataclass(frozen=True)
class Term:
    """A term explained when the amount at ``place`` (form.row.column) is not nil."""

    term: str
    meaning: str
    place: str


@dataclass(frozen=True)
class Edition:
    """One edition, ready to use.  Digits count decimals; ``amount_digits`` are of 万元."""

    id: str
    name: str
    years: tuple[int, ...]
    folder: Path
    template: Path
    amount_digits: int
    percent_digits: int
    score_digits: int
    publish_within_days: int
    execution_points: int
    words: dict[str, dict[str, str]]
    terms: tuple[Term, ...]
    phrases: Phrases
    forms: tuple[Form, ...]
    sheets: tuple[Sheet, ...]

    @cached_property
    def blocks(self) -> dict[str, tuple[Sheet, Block]]:
        """Block id → its sheet and itself."""
        return {block.id: (sheet, block) for sheet in self.sheets for block in sheet.blocks}

    def form(self, form_id: str) -> Form:
        """The official form "01" … "09"; KeyError if the edition has none."""
        for form in self.forms:
            if form.id == form_id:
                return form
        raise KeyError(form_id)


def template_folders() -> tuple[Path, ...]:
    """Where editions are looked for, in this order; only folders that exist."""
    package = Path(__file__).resolve().parent
    candidates = (Path.cwd() / "templates", package.parent / "templates", package / "templates")
    unique = dict.fromkeys(path.resolve() for path in candidates if path.is_dir())
    return tuple(unique)


def available() -> dict[str, Path]:
    """Edition id → folder, for every edition that can be found."""
    found: dict[str, Path] = {}
    for root in template_folders():
        for path in sorted(root.iterdir()):
            if (path / "edition.toml").is_file():
                found.setdefault(path.name, path)
    return found


def edition_for_year(year: int) -> str:
    """The edition meant for ``year``: the newest one that is not newer than it, else the oldest.

    Raises InputProblem when there is no edition at all.
    """
    numbered = sorted(int(name) for name in available() if name.isdigit())
    if not numbered:
        raise InputProblem([_problem("没有找到任何版式", "检查 templates 文件夹是否完整。")])
    fitting = [number for number in numbered if number <= year]
    return str(fitting[-1] if fitting else numbered[0])


def load(edition_id: str) -> Edition:
    """Load one edition.  Raises InputProblem for an unknown or damaged one."""
    folders = available()
    if edition_id not in folders:
        names = "、".join(folders) or "无"
        raise InputProblem(
            [_problem(f"没有「{edition_id}」这个版式", f"现有版式：{names}。改正「版式」一格。")]
        )
    folder = folders[edition_id]
    try:
        edition = _load(folder)
        edition.template.stat()
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(
            [_problem(f"版式「{edition_id}」的数据有误：{error}", f"检查 {folder} 里的文件。")]
        ) from error
    return edition


def _load(folder: Path) -> Edition:
    data, forms, sheets = (
        _toml(folder / f"{name}.toml") for name in ("edition", "forms", "sheets")
    )
    return Edition(
        id=data["id"],
        name=data["name"],
        years=tuple(data["years"]),
        folder=folder,
        template=folder / data["template"],
        amount_digits=data["amount_digits"],
        percent_digits=data["percent_digits"],
        score_digits=data["score_digits"],
        publish_within_days=data["publish_within_days"],
        execution_points=data["execution_points"],
        words=data["words"],
        terms=tuple(Term(**term) for term in data.get("terms", ())),
        phrases=Phrases(**{**data["phrases"], "leads": tuple(data["phrases"]["leads"])}),
        forms=tuple(map(form_from, forms["form"])),
        sheets=tuple(map(sheet_from, sheets["sheet"])),
    )


def _toml(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"{path.name} 写法有误（{error}）") from error


def _problem(message: str, remedy: str) -> Finding:
    return Finding("版式", Severity.ERROR, message, remedy=remedy)
