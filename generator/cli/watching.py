"""``gen watch``: check again on each save of a workbook, and keep its review page fresh.

Excel and WPS save into another file and put it in the place of the old one, so that the
workbook is gone or half there for a moment.  It is looked at until it has come to rest.
"""

from __future__ import annotations

import hashlib
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from generator.checks import by_cause
from generator.checks.engine.telling import short
from generator.cli.report import as_text, block_text, counts_text
from generator.model import Finding
from generator.pipeline import preview
from generator.products.listing import PAGE
from generator.products.outcome import Outcome, guarded

PAUSE = 0.5
_PATIENCE = 10  # looks at a file that stays half-written or away before it is told

State = tuple[int, int] | None  # time of the last change and size; None: no file


def watch(path: Path, outputs: Path, say: Callable[[str], None]) -> bool:
    """Preview ``path`` now and after each save until Ctrl+C; ``say`` gets what is to be shown.

    False when there was no such file to begin with.
    """
    look = partial(preview, outputs=outputs)
    if _state(path) is None or path.is_dir():
        say(as_text(guarded(path, look)))
        return False
    try:
        for number, (_, text) in enumerate(looks(path, look)):
            if text:
                say(text)
            if not number:
                say("保存工作簿后自动重新核对；按 Ctrl+C 结束。")
    except KeyboardInterrupt:
        say("已结束。")
    return True


def looks(
    path: Path, look: Callable[[Path], Outcome], wait: Callable[[float], None] = time.sleep
) -> Iterator[tuple[Outcome, str]]:
    """What ``look`` finds now and after each save, each with what there is to say of it."""
    before: Outcome | None = None
    for _ in saves(path, wait):
        outcome = guarded(path, look)
        yield outcome, told(outcome, before, datetime.now())
        before = _remembered(outcome, before)


def saves(path: Path, wait: Callable[[float], None] = time.sleep) -> Iterator[None]:
    """One item at once, then one each time that other content has come to rest in the file."""
    shown = _digest(path)
    done = last = _state(path)
    yield
    looks = 0
    while True:
        wait(PAUSE)
        now = _state(path)
        looks = looks + 1 if now == last else 0
        last = now
        if now == done or not looks or (looks < _PATIENCE and not _whole(path)):
            continue
        done = now
        digest = _digest(path)
        if digest != shown:
            shown = digest
            yield


def _state(path: Path) -> State:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _digest(path: Path) -> str:
    """The content in short; "" while it cannot be read."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def _whole(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False


def told(outcome: Outcome, before: Outcome | None, now: datetime) -> str:
    """Everything the first time; then the counts, what is new and what is gone; "" for nothing."""
    place = outcome.files.get(PAGE.key)
    page = f"{PAGE.label}：{place}（在浏览器里打开，会自动刷新）" if place else ""
    if before is None:
        return "\n".join(filter(None, (as_text(outcome), page)))
    old, new = ({_known(f): f for f in found.findings} for found in (before, outcome))
    appeared = [f for key, f in new.items() if key not in old]
    lines = [f"新出现 {block_text(lead, others)}" for lead, others in by_cause(appeared)]
    if not outcome.unusable:  # else nothing but the reading was looked at
        lines += [f"已解决 {short(f)}" for key, f in old.items() if key not in new]
    if outcome.unusable and not lines:
        return ""
    kept = "程序出错" if outcome.failed else "不能使用"
    state = f"{kept}，审阅页还是上一次的" if outcome.unusable else counts_text(outcome)
    moved = page if place != before.files.get(PAGE.key) else ""
    return "\n".join(filter(None, (f"{now:%H:%M:%S}  {state}", *lines, moved)))


def _remembered(outcome: Outcome, before: Outcome | None) -> Outcome:
    """What the next save is compared with: findings that could not be looked at still stand."""
    if before is None or not outcome.unusable:
        return outcome
    standing = dict.fromkeys((*outcome.findings, *before.findings))
    return replace(outcome, findings=tuple(standing))


def _known(finding: Finding) -> tuple[object, ...]:
    return finding.rule, finding.message, finding.cells, finding.sides
