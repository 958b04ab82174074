"""What stands beside a draft: option, file, line of the report and key of ``--json``, one entry each.

A new one is a function that makes it and an entry of ``PRODUCTS``.  What one needs is imported
where it is made: most are only made when asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from generator.document import Draft
    from generator.editions import Edition
    from generator.figures.disclosure import Disclosure
    from generator.history.differences import Compared
    from generator.products.outcome import Outcome
    from generator.workbook.reading.facts import Workbook


class Made(Struct, frozen=True):
    """A workbook with everything that was made of it."""

    workbook: Workbook
    disclosure: Disclosure
    draft: Draft

    @property
    def edition(self) -> Edition:
        """What its wording and forms are."""
        return self.workbook.edition


class Material(Struct, frozen=True):
    """What a product is made of: a document by its ``name``, and what was said of it.

    ``printed`` is its PDF, b"" where it was not laid out; ``since`` what differs from the draft
    before; ``live`` marks a preview that reads itself again in the browser; ``identity`` is the
    number in the properties of the draft, "" for a preview.
    """

    made: Made
    outcome: Outcome
    name: str
    final: bool = False
    printed: bytes = b""
    since: Compared | None = None
    live: bool = False
    identity: str = ""


FileOrFolder = bytes | Mapping[str, bytes]


class Product(Struct, frozen=True):
    """A file beside the draft, or with no ``ending`` a folder: ``<draft>-<name><ending>``.

    With no ``name`` it is ``<draft><ending>``.

    ``key`` is its name in ``--json`` and of its option, ``label`` what the report calls it.
    ``option`` is the help of ``--<key>``; one without is made in every build.  One that is
    ``laid_out`` needs the pages, and stands in the record of the draft; one that is ``ours`` is
    replaced by a newer one unless a person changed it.
    """

    key: str
    label: str
    name: str
    ending: str
    make: Callable[[Material], FileOrFolder]
    option: str = ""
    laid_out: bool = False
    ours: bool = False


def _pdf(material: Material) -> bytes:
    return material.printed


def _html(material: Material) -> bytes:
    from generator.products.webpage import webpage

    made = material.made
    beside = tuple(_linked(material.outcome.files))
    return webpage(made.disclosure, made.edition, made.draft, material.final, beside)


def _linked(files: Mapping[str, Path]) -> Iterator[tuple[str, str]]:
    """What the page for a website links to: name and relative address of PDF and data."""
    if "pdf" in files:
        yield "PDF", files["pdf"].name
    if "data" in files:
        folder = files["data"]
        for name, ending in (("数据（Excel）", ".xlsx"), ("数据（JSON）", ".json")):
            found = sorted(path.name for path in folder.glob(f"*{ending}"))
            yield name, f"{folder.name}/{found[0]}"


def _data(material: Material) -> dict[str, bytes]:
    from generator.products.opendata import open_data

    made = material.made
    return open_data(made.disclosure, made.edition, made.draft, material.final)


def _page(material: Material) -> bytes:
    from generator.products.review import page_of

    return page_of(material)


def _checklist(material: Material) -> bytes:
    from generator.products.checklist import checklist

    outcome = material.outcome
    assert outcome.report is not None
    return checklist(
        material.name,
        outcome.workbook.name,
        outcome.requirements,
        outcome.findings,
        outcome.report,
        outcome.reviews,
    )


PAGE = Product("page", "审阅页", "审阅", ".html", _page, ours=True)
PRODUCTS = (
    Product(
        "pdf",
        "PDF",
        "",
        ".pdf",
        _pdf,
        option="同时生成 PDF，并在目录中填好页码（需要 LibreOffice）。",
        laid_out=True,
    ),
    Product(
        "data", "数据", "数据", "", _data, option="同时写出开放数据：表格和数字的 xlsx、CSV、JSON。"
    ),
    # behind what it links to
    Product("html", "网页", "网页", ".html", _html, option="同时写出供网站使用的网页（HTML）。"),
    PAGE,
    Product("checklist", "核对表", "核对表", ".xlsx", _checklist),
)
OPTIONAL = tuple(product for product in PRODUCTS if product.option)


def asked_for(keys: Iterable[str]) -> Iterator[Product]:
    """The products of a build that was asked for those ``keys``, in order."""
    asked = set(keys)
    return (product for product in PRODUCTS if not product.option or product.key in asked)
