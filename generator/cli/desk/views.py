"""What the page shows: the words of the commands, laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from markupsafe import Markup, escape

from generator.cli.desk.words import on_the_page
from generator.cli.report import outcome_text
from generator.history.differences import Compared, Kind, compared_text
from generator.history.returned.reading import ReturnedCopy
from generator.history.returned.telling import entries_text, entry_text
from generator.model import Finding, InputProblem, regex
from generator.products import pages
from generator.products.outcome import Outcome, guarded

pages.also_in(Path(__file__).with_name("static"))

_MARKS: dict[Kind, str] = {"old": "\ufdd0{}\ufdd1", "new": "\ufdd2{}\ufdd3", "same": "{}"}
_TAGS = {"\ufdd0": "<del>", "\ufdd1": "</del>", "\ufdd2": "<ins>", "\ufdd3": "</ins>"}
_MOST_LINES = 15  # of differences that are shown at once; more are there on a click
_INDENT = regex(r"^ {2}", re.MULTILINE)


def outcome_view(outcome: Outcome, folded: bool = False) -> str:
    """A workbook's result: head, findings, what follows, as ``gen build`` prints it.

    ``folded``: the findings are there on a click, because something else is the news.
    """
    told = outcome_text(outcome)
    rest = on_the_page("\n".join(told.rest))
    return pages.rendered("desk-outcome.html.j2", told=told, rest=rest, split=_split, folded=folded)


def live_view(outcome: Outcome, changes: str, moment: str) -> str:
    """What the last save gave, and what it changed: the words of ``gen watch``."""
    _, _, changed = changes.partition("\n")
    starts = [line.split(" ")[0] for line in changed.split("\n")]
    return pages.rendered(
        "desk-live.html.j2",
        changes=changed,
        come=starts.count("新出现"),
        gone=starts.count("已解决"),
        moment=moment,
        result=outcome_view(outcome),
    )


def text_view(text: str, good: bool = True, then: Sequence[tuple[str, str]] = ()) -> str:
    """Words of a command; ``then`` are links below them, words and address."""
    return pages.rendered("desk-text.html.j2", text=on_the_page(text), good=good, then=then)


def compared_view(found: Compared) -> str:
    """What differs between two drafts; what was taken out and put in as such."""
    marked = compared_text(found, lambda kind, text: _MARKS[kind].format(text))
    shown = str(escape(marked))
    for mark, tag in _TAGS.items():
        shown = shown.replace(mark, tag)
    head, _, rest = shown.partition("\n")
    changes = found.differences
    count = len(changes.figures) + len(changes.lines)
    count += len(found.by_hand_old) + len(found.by_hand_new)
    return pages.rendered(
        "desk-compared.html.j2",
        head=Markup(head),
        rest=Markup(rest),
        count=count,
        many=rest.count("\n") > _MOST_LINES,
    )


def copy_view(copy: ReturnedCopy, book: str, file: str) -> str:
    """Every edit of a reviewed copy: those that a cell can hold with a choice."""
    head = entries_text(copy).split("\n[", 1)[0]
    entries = [
        (
            e.key,
            e.takeable and e.key not in copy.settled,
            entry_text(e, e.key in copy.settled),
            e.owner.doubtful,
        )
        for e in copy.entries
    ]
    return pages.rendered(
        "desk-returned.html.j2", head=head, entries=entries, book=book, file=file, split=_split
    )


def dated_view(view: str, saved: str) -> str:
    """A result of a workbook that was saved at ``saved``: the page marks it when it is older."""
    return f'<div data-saved="{escape(saved)}">{view}</div>' if saved else view


def problem_view(findings: Sequence[Finding]) -> str:
    """Why something cannot be done."""
    from generator.cli.report import finding_text

    return text_view("\n".join(map(finding_text, findings)), good=False)


def tried(name: str, make: Callable[[], str]) -> str:
    """The view that ``make`` makes, or the one that tells what went wrong; raises nothing."""
    from generator.cli.shared import Refused

    def made(_: Path) -> str:
        try:
            return make()
        except Refused as refused:
            return text_view(str(refused), good=False)
        except InputProblem as problem:
            return problem_view(problem.findings)

    found = guarded(Path(name), made)
    return found if isinstance(found, str) else problem_view(found.findings)


def _split(text: str) -> tuple[str, str]:
    """The first line of a block, and the rest of it without its indent."""
    head, _, rest = on_the_page(text).partition("\n")
    return head, _INDENT.sub("", rest)
