"""What stands in a line of the document on the page, as HTML; all text is escaped here.

Written here and not in the template: a large draft has hundreds of thousands of such pieces, and
a template takes three times as long for each.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from markupsafe import Markup

from generator.model import regex

_NUMBER = regex(r"[0-9０-９]+(?:[.,][0-9]+)*[%％]?")
BREAK = "<br>"


def plain(text: str) -> str:
    """A text with its line breaks."""
    return escape(text, quote=False).replace("\n", BREAK)


def figure(text: str, kind: str, place: str, entry: int) -> str:
    """A number that opens its figure: the script of the page makes a button of it."""
    return f'<span class="{kind}" id="{place}" data-f="{entry}">{plain(text)}</span>'


def typed(text: str, kind: str, place: str, entry: int) -> str:
    """Words that open the cell in which they were typed; ``place`` is "" for one within others."""
    own = f' id="{place}"' if place else ""
    return f'<span class="{kind}"{own} data-t="{entry}">{plain(text)}</span>'


def other(inner: str, kind: str, place: str) -> str:
    """A piece of HTML at a place, which opens nothing itself."""
    return f'<span class="{kind}" id="{place}">{inner}</span>'


def words(text: str, entry: int) -> tuple[str, int]:
    """Typed words with the numbers in them to be opened, and how many there are."""
    found, at, count = list[str](), 0, 0
    for match in _NUMBER.finditer(text):
        found += plain(text[at : match.start()]), typed(match[0], "t", "", entry)
        at, count = match.end(), count + 1
    return "".join((*found, plain(text[at:]))), count


def is_number(text: str) -> bool:
    """Whether a text is one number and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def was(change: int) -> str:
    """The way from a changed line to its change, "" for 0.

    The words are in the style sheet: they are not the document's.
    """
    if not change:
        return ""
    way = f'<a class="was" href="#c{change}" data-go tabindex="-1"'
    return f'{way} aria-label="看第 {change} 处改动"></a>'


def cell(inner: str, covered: tuple[int, int], amount: bool, head: bool) -> str:
    """A cell that covers so many columns and rows; one of the ``head`` is named as such."""
    columns, rows = covered
    name = "th" if head else "td"
    scope = f' scope="{"colgroup" if columns > 1 else "col"}"' if head else ""
    wide = f' colspan="{columns}"' if columns > 1 else ""
    high = f' rowspan="{rows}"' if rows > 1 else ""
    kind = ' class="amount"' if amount else ""
    return f"<{name}{scope}{wide}{high}{kind}>{inner}</{name}>"


def row(cells: Iterable[str], change: int, place: str) -> Markup:
    """A row; one that a ``change`` made is marked, and has the id ``place`` unless it is ""."""
    own = f' id="{place}" tabindex="-1"' if place else ""
    kind = f' class="changed"{own}' if change else ""
    return Markup(f"<tr{kind}>{''.join(cells)}</tr>")
