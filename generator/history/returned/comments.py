"""The comments of people in a reviewed copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document.comments import AUTHOR
from generator.document.word import WordFile
from generator.history.differences.reading import places
from generator.history.returned.copied import CopyLine
from generator.history.returned.entries import ReviewEntry, of_comment
from generator.history.returned.model import Owner
from generator.workbook.package import TooMuch

_MOST_COMMENTS = 5000


def comments_of(file: WordFile, lines: Iterable[CopyLine]) -> Iterator[ReviewEntry]:
    """The comments of people, and what they answered to those of the program.

    Raises TooMuch for more than any draft has.
    """
    comments = file.comments()
    if len(comments) > _MOST_COMMENTS:
        raise TooMuch("word/comments.xml")
    where = dict(_anchored(lines))
    ours = {comment.id for comment in comments if comment.signature.author == AUTHOR}
    done = {comment.id for comment in comments if comment.done}
    for comment in comments:
        if comment.id in ours or done & {comment.id, comment.answers}:
            continue
        place, quoted = where.get(comment.id) or where.get(comment.answers) or ("", "")
        yield of_comment(comment, place, quoted, Owner("near"))


def resolved(file: WordFile) -> Iterator[str]:
    """How many comments of people are left out because the file says that they are dealt with."""
    count = sum(c.done and c.signature.author != AUTHOR for c in file.comments())
    if count:
        yield f"另有 {count} 条批注在文件里已标为解决，没有列出。"


def _anchored(lines: Iterable[CopyLine]) -> Iterator[tuple[str, tuple[str, str]]]:
    """For each comment the heading and the words that it stands on."""
    kept = list(lines)
    words: dict[str, tuple[str, str]] = {}
    for place, line in zip(places([line.original for line in kept]), kept, strict=True):
        for comment, quoted in line.remarks:
            first, said = words.get(comment, (place, ""))
            words[comment] = first, f"{said} {quoted}".strip() if said else quoted
    yield from words.items()
