"""Editions: what changes from year to year and from place to place, loaded from ``templates/``.

An edition is a folder with ``edition.toml`` (digits, wording of changes, limits),
``forms.toml`` (the nine tables), ``sheets.toml`` (the further input sheets) and the Word
template.  An edition may be based on another one and declare only what differs.  ``templates/`` in
the working folder is used first, then the copy that came with the program.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct, field

from generator.editions.declared import (
    DerivedFrom,
    EditionFile,
    FormsFile,
    Phrases,
    RuleChange,
    Sections,
    SheetsFile,
    Term,
    Thousands,
    ThreePublicAgainst,
)
from generator.editions.money import Currency, Money
from generator.editions.naming import worded
from generator.editions.overlay import codes, declaration, lineage, nearest
from generator.editions.permitted import misworded
from generator.editions.references import DeclaredPlaces, dangling, leading_nowhere
from generator.editions.relations import EquationRule
from generator.editions.schema import Block, Form, InputSheet
from generator.editions.slots import Slot, slots_from
from generator.editions.soundness import unsound
from generator.editions.strict import taken
from generator.model import Finding, InputProblem, Severity, made_once

FILES = ("edition", "forms", "sheets")
OWN_TEMPLATE = "own"  # template_changes of a template that is compared with no other
_PACKAGE = Path(__file__).resolve().parent.parent
_OWN = (_PACKAGE.parent / "templates", _PACKAGE / "templates")  # in the project, or installed
_CODE_LISTS = ("function-codes", "economic-codes")

_Made = TypeVar("_Made")


class Edition(Struct, frozen=True, dict=True):
    """One edition, ready to use.  Digits count decimals; ``amount_digits`` are of the ``currency``
    in which amounts are printed.

    ``derived_from``: whether changes, rates and shares are computed from the amounts as the draft
    prints them ("printed") or from the unrounded ones ("exact").
    ``keep_zeros``: amounts and rates in prose keep the zeros at their end; ``thousands``: where
    amounts have commas (everywhere: rates too); ``nil_cell`` is what a table prints for a nil amount.
    ``three_public_against``: which budget 三公 is compared with, 全年 ("full") or 年初 ("initial").
    ``folders`` declare it: its own, then those of the editions it is based on.  ``slots`` are the
    kinds of places for typed words; ``headings`` say under which heading a block of texts is printed.
    ``rules`` are what it says otherwise of rules of the catalogue, by their ids; ``word_lists`` what
    it adds to the lists of words of the rules about texts, by their names.
    ``relations`` are rules between tables that it adds.
    ``sections`` say where the disclosure has each part, for remarks.
    ``without`` are the input sheets whose part the disclosure of the place does not have.
    ``template_changes`` is the mark of the moved tags of its template that are meant to be so.
    """

    id: str
    name: str
    years: tuple[int, ...]
    folders: tuple[Path, ...]
    template: Path
    currency: Currency
    amount_digits: int
    percent_digits: int
    score_digits: int
    derived_from: DerivedFrom
    keep_zeros: bool
    thousands: Thousands
    nil_cell: str
    three_public_against: ThreePublicAgainst
    publish_within_days: int
    execution_points: int
    words: dict[str, dict[str, str]]
    terms: tuple[Term, ...]
    phrases: Phrases
    slots: tuple[Slot, ...]
    headings: dict[str, tuple[str, ...]]
    forms: tuple[Form, ...]
    relations: tuple[EquationRule, ...]
    sheets: tuple[InputSheet, ...]
    template_changes: str = ""
    rules: Mapping[str, RuleChange] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    sections: Sections = field(default_factory=Sections)
    word_lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def money(self) -> Money:
        """In what amounts are printed."""
        return Money(self.currency, self.amount_digits)

    @cached_property
    def asked(self) -> tuple[InputSheet, ...]:
        """The input sheets that a workbook has: those of the parts that the place has."""
        return tuple(sheet for sheet in self.sheets if sheet.id not in self.without)

    @cached_property
    def in_order(self) -> tuple[Form | InputSheet, ...]:
        """The sheets of a workbook: who publishes, the official tables, then everything else."""
        return (*self.asked[:1], *self.forms, *self.asked[1:])

    @property
    def to_fill(self) -> tuple[str, ...]:
        """The names of the sheets that a year takes: all but those for what may turn up."""
        due = [e for e in self.in_order if isinstance(e, Form) or not e.optional or _asks(e)]
        return tuple(entry.sheet if isinstance(entry, Form) else entry.name for entry in due)

    @cached_property
    def blocks(self) -> dict[str, tuple[InputSheet, Block]]:
        """Block id → its sheet and itself."""
        return {block.id: (sheet, block) for sheet in self.sheets for block in sheet.blocks}

    @cached_property
    def function_codes(self) -> dict[str, str]:
        """功能分类 code → name, as far as the edition lists them."""
        return codes(_CODE_LISTS[0], self.folders)

    @cached_property
    def economic_codes(self) -> dict[str, str]:
        """经济分类 code → name, as far as the edition lists them."""
        return codes(_CODE_LISTS[1], self.folders)

    @cached_property
    def texts(self) -> frozenset[str]:
        """Every text that the edition itself declares, and its 行次 as they are printed."""
        numbers = (range(side.first, side.last + 1) for form in self.forms for side in form.sides)
        return frozenset(_texts((self.forms, self.sheets, self.words, *map(list, numbers))))

    @cached_property
    def _forms(self) -> dict[str, Form]:
        return {form.id: form for form in self.forms}

    @cached_property
    def _once(self) -> dict[str, Any]:
        return {}

    def once(self, name: str, make: Callable[[], _Made]) -> _Made:
        """What ``make`` gives, worked out once for this edition; ``name`` is of the whole package."""
        return made_once(self._once, name, make)

    def worded(self, text: str) -> str:
        """A text in which ``{totals}`` and the like stand for what the tables are called."""
        return worded(text, self._forms)

    def choice(self, block: str, name: str, word: str) -> str:
        """The key of a choice that a cell says, of a line of fields or a column; "" for none."""
        choices = self.choices_of(block, name)
        return next((key for key, said in choices.items() if said == word), "")

    def choices_of(self, block: str, name: str) -> Mapping[str, str]:
        """What a line of fields or a column may say, by key; empty where it is free."""
        declared = self.blocks[block][1]
        entries = declared.lines if declared.kind == "fields" else declared.columns
        return next((entry.choices for entry in entries if entry.key == name), {})

    def has_form(self, key: str) -> bool:
        """Whether there is an official form with that key."""
        return key in self._forms

    def form(self, form_id: str) -> Form:
        """The official form with that key (``totals``); KeyError if the edition has none."""
        return self._forms[form_id]


def _asks(sheet: InputSheet) -> bool:
    """True for a sheet with a line that an amount elsewhere makes required."""
    return any(line.needed_if for block in sheet.blocks for line in block.lines)


def _texts(value: Any) -> Iterator[str]:
    """Every text inside a declaration, and every whole number as it would be printed."""
    if isinstance(value, str | int):
        yield str(value)
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _texts(getattr(value, name))


def template_folders() -> tuple[Path, ...]:
    """Where editions are looked for, in this order; only folders that exist."""
    candidates = (Path.cwd() / "templates", *_OWN)
    unique = dict.fromkeys(path.resolve() for path in candidates if path.is_dir())
    return tuple(unique)


def available() -> dict[str, Path]:
    """Edition id → folder, for every edition that can be found."""
    return _in(template_folders())


def built_in() -> dict[str, Path]:
    """Edition id → folder of the editions that came with the program."""
    return _in(root for root in map(Path.resolve, _OWN) if root.is_dir())


def elsewhere(edition: Edition) -> Path | None:
    """The folder of an edition that did not come with the program; None for one that did."""
    folder = edition.folders[0]
    return None if folder.parent in map(Path.resolve, _OWN) else folder


def base_template(edition: Edition) -> Path | None:
    """The Word template that an edition's own one was made from; None where it is that one itself.

    It is that of the edition it is based on, else the program's own for the same edition or year.
    None also for a template that is a work of its own (``template_changes = "own"``).
    """
    if edition.template_changes == OWN_TEMPLATE:
        return None
    return _base(edition.id, edition.years[0], edition.template, edition.folders)


@lru_cache(maxsize=8)
def _base(edition_id: str, year: int, own: Path, line: tuple[Path, ...]) -> Path | None:
    """Asked for in every build, and nothing that changes while the program runs."""
    name = own.name
    below = line[line.index(own.parent) + 1 :] if own.parent in line else line[1:]
    based = next((folder / name for folder in below if (folder / name).is_file()), None)
    if based is not None:
        return based
    folders = built_in()
    same = edition_id if edition_id in folders else _fitting(year, folders)
    if same is None:
        return None
    found = nearest("template.docx", lineage(same, folders))
    return found if found.is_file() and not found.samefile(own) else None


def _in(roots: Iterable[Path]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for root in roots:
        for path in sorted(root.iterdir()):
            if (path / "edition.toml").is_file():
                found.setdefault(path.name, path)
    return found


def edition_for_year(year: int) -> str:
    """The edition meant for ``year``: the newest one that is not newer than it, else the oldest.

    Raises InputProblem when there is no edition at all.
    """
    found = _fitting(year, available())
    if found is None:
        raise InputProblem([_problem("没有找到任何版式", "检查 templates 文件夹是否完整。")])
    return found


def _fitting(year: int, names: Iterable[str]) -> str | None:
    numbered = sorted(int(name) for name in names if name.isdigit())
    fitting = [number for number in numbered if number <= year] or numbered[:1]
    return str(fitting[-1]) if fitting else None


def load(edition_id: str) -> Edition:
    """Load one edition.  Raises InputProblem for an unknown or damaged one."""
    folders = available()
    if edition_id not in folders:
        raise InputProblem([_problem(f"没有「{edition_id}」这个版式", _instead(list(folders)))])
    try:
        edition = _load(*_state(lineage(edition_id, folders)))
        edition.template.stat()
        _ = edition.function_codes, edition.economic_codes  # read here, where a fault has a name
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise InputProblem(
            [
                _problem(
                    f"版式「{edition_id}」的数据有误：{_fault(error)}",
                    f"检查 {folders[edition_id]} 里的文件。",
                )
            ]
        ) from error
    return edition


def first_edition() -> Edition:
    """The program's own edition that is based on nothing: what figures and rules are made for."""
    return _load(*_state((_root(*_state(tuple(built_in().values()))),)))


@lru_cache(maxsize=8)
def _root(folders: tuple[Path, ...], _modified: tuple[int, ...]) -> Path:
    """The first folder that is based on none."""
    by_name = {folder.name: folder for folder in folders}
    return next(folder for folder in folders if len(lineage(folder.name, by_name)) == 1)


def _fault(error: Exception) -> str:
    if isinstance(error, OSError) and error.filename:
        return f"{Path(error.filename).name} 没有或读不了"
    return f"少了或写错了 {error.args[0]}" if isinstance(error, KeyError) else str(error)


def _instead(known: list[str]) -> str:
    """What to type: a name that a command was given is the only one that gets here unknown."""
    if not known:
        return "检查 templates 文件夹是否完整。"
    return f"现有版式：{'、'.join(known)}。在命令里写其中一个，例如 {known[-1]}。"


def _state(folders: tuple[Path, ...]) -> tuple[tuple[Path, ...], tuple[int, ...]]:
    """The folders, and when their declarations and code lists were last written."""
    names = (*(f"{name}.toml" for name in FILES), *(f"{name}.csv" for name in _CODE_LISTS))
    paths = [folder / name for folder in folders for name in names]
    return folders, tuple(path.stat().st_mtime_ns for path in paths if path.is_file())


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], _modified: tuple[int, ...]) -> Edition:
    data = taken(EditionFile, declaration("edition", folders), "edition.toml")
    tables = taken(FormsFile, declaration("forms", folders), "forms.toml")
    forms, relations = tables.forms, tables.relations
    sheets = taken(SheetsFile, declaration("sheets", folders), "sheets.toml").sheets
    faults = [*misworded(data.phrases), *dangling(data, forms, sheets)]
    faults += leading_nowhere(relations, DeclaredPlaces(forms, sheets))
    faults += unsound(data, forms, relations, sheets)
    if faults:
        raise ValueError("；".join(faults))
    return Edition(
        id=data.id,
        name=data.name,
        years=data.years,
        folders=folders,
        template=_template(data.template, folders),
        currency=data.currency,
        amount_digits=data.amount_digits,
        percent_digits=data.percent_digits,
        score_digits=data.score_digits,
        derived_from=data.derived_from,
        keep_zeros=data.keep_zeros,
        thousands=data.thousands,
        nil_cell=data.nil_cell,
        three_public_against=data.three_public_against,
        publish_within_days=data.publish_within_days,
        execution_points=data.execution_points,
        words=data.words,
        terms=data.terms,
        phrases=data.phrases,
        slots=slots_from(data.slots, data.restated, data.phrases.leads),
        headings=data.headings,
        forms=forms,
        relations=relations,
        sheets=sheets,
        template_changes=data.template_changes,
        rules=data.rules,
        without=frozenset(data.without),
        sections=data.sections,
        word_lists=data.word_lists,
    )


def _template(name: str, folders: tuple[Path, ...]) -> Path:
    """The Word template, which lies in the edition's folder or in that of one it is based on."""
    found = nearest(name, folders)
    places = [folder.resolve() for folder in folders]
    if not any(found.resolve().is_relative_to(place) for place in places):
        raise ValueError(f"edition.toml 的 template 应是版式文件夹里的文件，写的是 {name!r}")
    return found


def _problem(message: str, remedy: str) -> Finding:
    return Finding("版式", Severity.ERROR, message, remedy=remedy)
