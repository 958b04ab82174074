"""A long run that was stopped goes on where it was: a log of the workbooks that were built.

The log is a line of JSON for each workbook, written as soon as it is done, and may be kept.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from generator.cli.batch import Done
from generator.history.drafts import digest_of

NAME = "批量记录.jsonl"


class BatchLog(Struct, frozen=True):
    """The log of a run in the folder of the drafts; ``wished`` says what was to be made."""

    path: Path
    wished: str

    def known(self) -> dict[str, dict[str, Any]]:
        """What was done before, by workbook: wished for alike, whole, and still there."""
        found: dict[str, dict[str, Any]] = {}
        with contextlib.suppress(OSError, UnicodeDecodeError):
            for line in self.path.read_text("utf-8").splitlines():
                with contextlib.suppress(ValueError, KeyError, TypeError):
                    entry = json.loads(line)
                    if entry["wished"] == self.wished:
                        found[entry["workbook"]] = entry
        return {name: entry for name, entry in found.items() if _whole(entry)}

    def begin(self) -> None:
        """Begin anew."""
        with contextlib.suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self.path.write_text("", "utf-8")

    def go_on(self) -> None:
        """Go on with it; a line that was torn when the machine stopped is ended."""
        with contextlib.suppress(OSError):
            if self.path.read_bytes()[-1:] not in (b"", b"\n"):
                with self.path.open("a", encoding="utf-8") as file:
                    file.write("\n")

    def note(self, workbook: Path, done: Done) -> None:
        """Note that a workbook is done; a log that cannot be written stops nothing."""
        entry = {
            "workbook": str(workbook.absolute()),
            "digest": done.digest,
            "wished": self.wished,
            "exit": done.exit_code,
            "unfinished": done.unfinished,
            "draft": done.draft,
            "line": list(done.line),
            "text": done.text,
        }
        with contextlib.suppress(OSError), self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _whole(entry: Mapping[str, Any]) -> bool:
    """True where all was made that could be, and nobody has taken the draft away since."""
    draft = entry.get("draft", "")
    return entry.get("unfinished") is False and (not draft or Path(draft).is_file())


def resumed(
    log: BatchLog,
    workbooks: Sequence[Path],
    resume: bool,
    work: Callable[[Sequence[Path]], Iterable[Done]],
) -> Iterator[Done]:
    """What became of each workbook, in order; with ``resume`` not those again that were done.

    A workbook that was changed since, or was to be made otherwise, is done again; so is one of
    which nothing was made, or not all, or whose draft is gone.
    """
    before = log.known() if resume else {}
    ready = {
        path: Done(entry["text"], tuple(entry["line"]), entry["exit"])
        for path in workbooks
        if (entry := before.get(str(path.absolute()))) and entry["digest"] == digest_of(path)
    }
    log.go_on() if resume else log.begin()
    rest = [path for path in workbooks if path not in ready]
    results = iter(work(rest)) if rest else iter(())
    for path in workbooks:
        if path in ready:
            yield ready[path]
            continue
        done = next(results)
        log.note(path, done)
        yield done
