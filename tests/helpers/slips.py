"""Slip once in one tag of the Word template, again and again: does a build say so?

Usage: ``python -m tests.helpers.slips [how many slips, 1080 by default] [seed]``.  Every slip is one that
a hand makes in Word: a letter too many, a brace lost, a tag cut out or pasted twice.  What a build
would do is told by what it does first (``checked``); where that says nothing, the text of the
document is compared with that of the unspoilt template.  Nothing silent may be left.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache

from msgspec.structs import asdict

from generator.document import render
from generator.document.charts import charts
from generator.document.rendering import zipped
from generator.document.template.checking import checked
from generator.document.template.compiling import compile_template
from generator.document.template.opening import open_base, open_template
from generator.document.template.package import W, tree, written
from generator.figures.phrasing import Marks, Phrasing
from generator.history.differences.reading import lines_of
from generator.model import InputProblem
from generator.pipeline import derive
from generator.workbook.reading.facts import read_workbook
from tests.conftest import REAL
from tests.helpers.wordtemplates import DOCUMENT, TEMPLATE, parts_of

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_LETTERS = "abcdeilnorst._|()\"' 　=,%{}#-1年"


@dataclass(frozen=True)
class Slip:
    """One slip: its kind, the number of the tag in reading order, and the seed of its details."""

    kind: str
    tag: int
    seed: int


@dataclass(frozen=True)
class Place:
    """A tag in the template: the number of its ``w:t``, and where in it the tag stands."""

    text: int
    start: int
    end: int


Edit = Callable[[str, random.Random], str]


def _one(change: Callable[[str, int, random.Random], str]) -> Edit:
    """A slip at a random letter of the tag."""
    return lambda tag, chance: change(tag, chance.randrange(len(tag)), chance)


def _first(old: str, new: str) -> Edit:
    return lambda tag, _: tag.replace(old, new, 1)


def _last(old: str, new: str) -> Edit:
    return lambda tag, _: new.join(tag.rsplit(old, 1))


IN_THE_TAG: dict[str, Edit] = {
    "letter lost": _one(lambda t, i, _: t[:i] + t[i + 1 :]),
    # Inside the tag: a letter before it is one of the office's own words.
    "letter added": _one(lambda t, i, c: t[: i or 1] + c.choice(_LETTERS) + t[i or 1 :]),
    "letter doubled": _one(lambda t, i, _: t[: i + 1] + t[i:]),
    "letter replaced": _one(lambda t, i, c: t[:i] + c.choice(_LETTERS) + t[i + 1 :]),
    "letters swapped": _one(lambda t, i, _: t[:i] + t[i + 1 : i + 2] + t[i : i + 1] + t[i + 2 :]),
    "opening brace lost": _first("{", ""),
    "closing brace lost": _last("}", ""),
    "opening braces lost": lambda tag, _: tag[2:],
    "closing braces lost": lambda tag, _: tag[:-2],
    "all braces lost": lambda tag, _: tag[2:-2],
    "single braces": lambda tag, _: tag[1:-1],
    "full-width opening brace": _first("{", "｛"),
    "full-width closing brace": _last("}", "｝"),
    "full-width bar": _first("|", "｜"),
    "blank in the opening": lambda tag, _: f"{tag[0]} {tag[1:]}",
    "blank in the closing": lambda tag, _: f"{tag[:-1]} {tag[-1]}",
    "entity": _first('"', "&quot;"),
    "tr for t": _first("{%tr ", "{%t "),
    "p lost": _first("{%p ", "{% "),
    "p for tr": _first("{%tr ", "{%p "),
    "made a comment": lambda tag, _: f"{{#{tag[2:-2]}#}}",
    "tag lost": lambda tag, _: "",
    "tag doubled": lambda tag, _: tag + tag,
}
ELSEWHERE = ("tag moved", "paragraph lost", "paragraph doubled")
KINDS = (*IN_THE_TAG, *ELSEWHERE)
HOW = ("against the original", "by itself alone")


@cache
def real() -> tuple[dict[str, bytes], tuple[Place, ...]]:
    """The parts of the delivered template, and its tags."""
    parts = parts_of(TEMPLATE)
    texts = tree(parts[DOCUMENT]).iter(f"{W}t")
    places = [
        Place(number, *match.span())
        for number, text in enumerate(texts)
        for match in _TAG.finditer(text.text or "")
    ]
    return parts, tuple(places)


def spoilt(slip: Slip) -> bytes | None:
    """The template after a slip; None where the slip leaves it as it was."""
    parts, places = real()
    root = tree(parts[DOCUMENT])
    before = written(root)
    texts = list(root.iter(f"{W}t"))
    place, chance = places[slip.tag], random.Random(f"{slip}")
    element = texts[place.text]
    words = element.text or ""
    tag = words[place.start : place.end]
    if slip.kind in IN_THE_TAG:
        new = IN_THE_TAG[slip.kind](tag, chance)
        element.text = words[: place.start] + new + words[place.end :]
    elif slip.kind == "tag moved":
        other = texts[max(0, min(len(texts) - 1, place.text + chance.choice((-2, -1, 1, 2))))]
        element.text = words[: place.start] + words[place.end :]
        other.text = (other.text or "") + tag
    else:
        paragraph = next(element.iterancestors(f"{W}p"))
        holder = paragraph.getparent()
        if slip.kind == "paragraph doubled":
            at = holder.index(paragraph)
            holder.insert(at, tree(_alone(paragraph)))
        elif len(holder.findall(f"{W}p")) > 1:
            holder.remove(paragraph)
        else:
            row = next(paragraph.iterancestors(f"{W}tr"), None)
            if row is not None:
                row.getparent().remove(row)
    after = written(root)
    return None if after == before else zipped({**parts, DOCUMENT: after}, tuple(parts))


def _alone(element: object) -> bytes:
    from lxml import etree

    return bytes(etree.tostring(element))


@cache
def _unspoilt() -> tuple[str, ...]:
    return _text(TEMPLATE.read_bytes())


def _text(content: bytes) -> tuple[str, ...]:
    """The text of the draft that a template makes of the real workbook."""
    workbook = read_workbook(REAL)
    _, made = derive(workbook)
    phrasing = Phrasing(workbook.edition, Marks())
    context = asdict(made) | {"draft": True}
    template = compile_template(open_template(TEMPLATE, content))
    drawn = charts(made, workbook.edition.money)
    return lines_of(render(template, context, phrasing, drawn))


def outcome(slip: Slip, alone: bool = False) -> str:
    """What becomes of a slip: none, error, warning, same or silent.

    ``alone``: without the template it was made from, as where the delivered one is edited itself.
    """
    return outcomes(slip)[alone]


def outcomes(slip: Slip) -> tuple[str, str]:
    """What becomes of it against the original, and by itself alone; the document is made once."""
    content = spoilt(slip)
    if content is None:
        return ("none", "none")
    against, alone = _told(content)
    printed = "" if against and alone else _printed(content)
    return (against or printed, alone or printed)


def _told(content: bytes) -> tuple[str, str]:
    """What a build says of a template before it is used: error, warning or nothing."""
    try:
        base = open_base(TEMPLATE, TEMPLATE.read_bytes())
        report = checked(open_template(TEMPLATE, content), base)
    except InputProblem:
        return ("error", "error")
    alone = "error" if report.found else ""
    return (alone or ("warning" if report.changed else ""), alone)


def _printed(content: bytes) -> str:
    """What the document shows of a slip of which nothing was said."""
    try:
        return "same" if _text(content) == _unspoilt() else "silent"
    except InputProblem:
        return "error"


def slips(count: int, seed: int) -> Iterator[Slip]:
    """So many slips, every kind as often, at random tags; those that change nothing left out."""
    chance, tags = random.Random(seed), len(real()[1])
    made = 0
    while made < count:
        slip = Slip(KINDS[made % len(KINDS)], chance.randrange(tags), chance.randrange(10**9))
        if spoilt(slip) is not None:
            made += 1
            yield slip


def main(count: int, seed: int) -> None:
    begun = time.perf_counter()
    every = list(slips(count, seed))
    told: dict[str, Counter[str]] = {how: Counter() for how in HOW}
    with ProcessPoolExecutor() as pool:
        for number, results in enumerate(pool.map(outcomes, every, chunksize=4), 1):
            for how, result in zip(HOW, results, strict=True):
                told[how][result] += 1
                if result == "silent":
                    print(f"silent {how}: {every[number - 1]}", flush=True)
            if number % 60 == 0:
                print(f"{number} of {count} ({time.perf_counter() - begun:.0f} s)", flush=True)
    for how, counted in told.items():
        print(f"{how}: {count} slips, {dict(counted)}")
    print(f"{time.perf_counter() - begun:.0f} seconds, seed {seed}")


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(given[0] if given else 1080, given[1] if len(given) > 1 else 1)
