"""What the three files of an edition may say, and within which bounds."""

from typing import Annotated, Literal

from msgspec import Meta, field

from generator.editions.money import Currency
from generator.editions.relations import EquationRule
from generator.editions.schema import Declared, Form, InputSheet
from generator.editions.slots import Slot, SlotWords

DerivedFrom = Literal["printed", "exact"]
PlainWord = Annotated[str, Meta(min_length=1)]
ThreePublicAgainst = Literal["full", "initial"]
Thousands = Literal["nowhere", "tables", "everywhere"]
Decimals = Annotated[int, Meta(ge=0, le=6)]  # six decimals of 万元 are 分, two of 元


class Phrases(Declared, frozen=True):
    """Fixed wording with slots, from ``[phrases]`` of edition.toml.

    ``change`` etc. map a direction (up, down, flat, from_zero, to_zero) to its text; ``change``
    has up_bare and down_bare for changes without a rate.  ``least`` words a share too small for
    the printed decimals.  ``corrected`` follows a change whose prior year was corrected after
    it had been published; "" says nothing.  ``same`` stands for a reason that is told of another
    change; "" repeats the reason.  ``against`` compares with both budgets, ``against_initial`` with
    the initial one.  ``leads`` are of an edition made before there were slots.
    """

    missing: str
    separator: str
    least: str
    change: dict[str, str]
    change_amount: dict[str, str]
    direction: dict[str, str]
    compare: dict[str, str]
    corrected: str = ""
    same: str = ""
    against: str = ""
    against_initial: str = ""
    leads: tuple[str, ...] = ()


class Term(Declared, frozen=True):
    """A term explained when the amount at ``place`` (form.row.column) is not nil."""

    term: str
    meaning: str
    place: str


class Sections(Declared, frozen=True):
    """Where the disclosure of a place has each part, in the words of remarks: 第三部分 九."""

    duties: str = ""
    organisation: str = ""
    tables: str = ""
    reasons: str = ""
    three_public: str = ""
    quantities: str = ""
    operating: str = ""
    procurement: str = ""
    assets: str = ""
    performance: str = ""
    projects: str = ""
    key_work: str = ""
    glossary: str = ""


class RuleChange(Declared, frozen=True):
    """What an edition says otherwise of a rule of the catalogue; ``off``: the rule is not run."""

    severity: Literal["", "error", "warning", "hint"] = ""
    basis: str = ""
    off: bool = False


class EditionFile(Declared, frozen=True):
    """``edition.toml``; the fields are explained at ``Edition``."""

    id: str
    name: str
    years: Annotated[tuple[int, ...], Meta(min_length=1)]
    template: str
    amount_digits: Decimals
    percent_digits: Decimals
    score_digits: Decimals
    publish_within_days: Annotated[int, Meta(ge=0, le=366)]
    execution_points: Annotated[int, Meta(ge=0, le=100)]
    words: dict[str, dict[str, str]]
    phrases: Phrases
    based_on: str = ""
    currency: Currency = "万元"
    derived_from: DerivedFrom = "printed"
    keep_zeros: bool = False
    thousands: Thousands = "nowhere"
    nil_cell: str = ""
    three_public_against: ThreePublicAgainst = "full"
    terms: tuple[Term, ...] = ()
    slots: tuple[Slot, ...] | None = None
    restated: SlotWords = SlotWords()
    headings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    template_changes: str = ""
    rules: dict[str, RuleChange] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    sections: Sections = Sections()
    word_lists: dict[str, tuple[PlainWord, ...]] = field(default_factory=dict)


class FormsFile(Declared, frozen=True):
    """``forms.toml``: the official tables, and relations between them that the place adds."""

    forms: tuple[Form, ...] = field(name="form")
    relations: tuple[EquationRule, ...] = field(name="relation", default=())


class SheetsFile(Declared, frozen=True):
    """``sheets.toml``: the further input sheets."""

    sheets: tuple[InputSheet, ...] = field(name="sheet")
