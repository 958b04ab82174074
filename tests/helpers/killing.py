"""Kill builds at random moments and at each step, run two at once, fill the disk: no draft may be lost.

Usage: ``python -m tests.helpers.killing [how many kills, 100 by default] [seed]``.  Slow; a few rounds of
it run as tests.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from generator.history import drafts
from generator.pipeline import build
from tests.conftest import REAL, ROOT
from tests.helpers.opening import opened

PLAIN: tuple[str, ...] = ()
MODES: tuple[tuple[str, ...], ...] = (PLAIN, PLAIN, ("--final",), ("--pdf",), ("--final", "--pdf"))
YEAR = "2023"


def variants(folder: Path, count: int) -> list[Path]:
    """Workbooks of one name that differ in a date, each in a folder of its own."""
    made = []
    for number in range(count):
        path = folder / f"v{number}" / "2023.xlsx"
        path.parent.mkdir(parents=True)
        book = opened(REAL)
        book["基本信息"]["B12"] = date(2024, 10, 11 + number)
        book.save(path)
        made.append(path)
    return made


def start(
    workbook: Path, outputs: Path, mode: Sequence[str], limit: int = 0
) -> subprocess.Popen[bytes]:
    """A build in a process of its own; ``limit`` is the most that a file may hold, 0 for any."""

    def limited() -> None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    command = [sys.executable, "-B", "-m", "generator", "build", str(workbook), *mode]
    return subprocess.Popen(
        [*command, "--outputs", str(outputs)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=limited if limit else None,
    )


def finished(process: subprocess.Popen[bytes]) -> str:
    """What a build said that was left alone.  It must not have failed."""
    said = process.communicate()[0].decode("utf-8", "replace")
    assert process.returncode == 0, said
    return said


def kept(outputs: Path) -> dict[str, bytes]:
    """The drafts, PDFs and records that stand there."""
    files = (p for p in outputs.rglob("*") if p.suffix in (".docx", ".pdf", ".json"))
    return {str(path.relative_to(outputs)): path.read_bytes() for path in files}


def debris(outputs: Path) -> list[Path]:
    """Files that no one should see."""
    return list(outputs.rglob(".gen-*.tmp"))


def sound(outputs: Path) -> None:
    """Every draft is whole, and no two records speak of the same file."""
    for path in outputs.rglob("*.docx"):
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
        record = drafts.record_of(path)
        if record is not None and record.file == path.name:
            assert record.sha256 == drafts.sha256(path.read_bytes()), path
    for path in outputs.rglob("*.pdf"):
        assert path.read_bytes().rstrip().endswith(b"%%EOF"), path
    for path in outputs.rglob("*.json"):
        assert json.loads(path.read_bytes())["file"] == path.name.removesuffix(".json")


def numbers(outputs: Path, final: bool) -> list[int]:
    """The numbers of the drafts, or of the final versions."""
    return sorted(drafts.Series(outputs / YEAR, "2023", final).numbers())


class Campaign:
    """Builds killed one after the other in one folder."""

    def __init__(self, folder: Path, seed: int, modes: Sequence[tuple[str, ...]] = MODES) -> None:
        self.outputs = folder / "outputs"
        self.workbooks = variants(folder, 3)
        self.chance = random.Random(seed)
        self.modes = modes
        self.moments: Counter[str] = Counter()
        self._seconds: dict[tuple[str, ...], float] = {}

    def measure(self) -> None:
        """How long each kind of build takes, and the first drafts to be kept."""
        for mode in dict.fromkeys(self.modes):
            begun = time.perf_counter()
            finished(start(self.workbooks[0], self.outputs, mode))
            self._seconds[mode] = time.perf_counter() - begun

    def round(self) -> None:
        """Kill one build, look at what is left, and build again."""
        mode = self.chance.choice(self.modes)
        final = "--final" in mode
        workbook = self.chance.choice(self.workbooks)
        before, had = kept(self.outputs), numbers(self.outputs, final)
        self._kill(start(workbook, self.outputs, mode), self._seconds[mode])
        after, have = kept(self.outputs), numbers(self.outputs, final)
        assert {name: after.get(name) for name in before} == before
        sound(self.outputs)
        assert have in (had, [*had, max(had) + 1])
        self.moments[moment(before, after)] += 1

        said = finished(start(workbook, self.outputs, mode))
        now = numbers(self.outputs, final)
        if have != had:  # the killed build had written its draft: it is not written twice
            assert "没有另写" in said and now == have
        else:
            same = "没有另写" in said
            assert now == (had if same else [*had, max(had) + 1]), said
        again = kept(self.outputs)
        assert {name: again.get(name) for name in after} == after
        sound(self.outputs)
        name = drafts.Series(self.outputs / YEAR, "2023", final).path(max(now)).name
        assert f"{YEAR}{os.sep}{drafts.FOLDER}{os.sep}{name}.json" in again

    def _kill(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        """At any moment; half of the times near the end, where files are put in their place."""
        late = self.chance.random() < 0.5
        time.sleep(seconds * self.chance.uniform(0.75 if late else 0.0, 1.05))
        if process.poll() is None:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, 9)  # LibreOffice too
            else:
                process.kill()
        process.communicate()

    def swept(self) -> int:
        """How many hidden files were left; the next build removes them once they are old."""
        left = debris(self.outputs)
        for path in left:
            os.utime(path, (0, 0))
        finished(start(self.workbooks[0], self.outputs, PLAIN))
        assert debris(self.outputs) == []
        return len(left)


# Ends the process, without any clean-up, before the n-th time that it changes a file in a folder.
_DIES = """
import os, sys
left, folder = int(sys.argv[1]), os.path.abspath(sys.argv[2])
CHANGES = {"os.link", "os.remove", "os.rename", "os.mkdir", "os.chmod"}

def hook(event, arguments):
    global left
    writes = event == "open" and (arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR)
    if (writes or event in CHANGES) and isinstance(arguments[0], (str, os.PathLike)):
        if os.path.abspath(arguments[0]).startswith(folder):
            left -= 1
            if left < 0:
                os._exit(9)

sys.addaudithook(hook)
from generator.cli import main
main(["build", sys.argv[3], "--outputs", folder])
"""


def at_every_step(folder: Path, stride: int = 1) -> Counter[str]:
    """Builds that end before their first, second, third … change of a file; what they left.

    With a ``stride`` only some of them.
    """
    workbooks, outputs = variants(folder, 2), folder / "outputs"
    build(workbooks[0], outputs)
    found: Counter[str] = Counter()
    for turn, step in enumerate(range(0, 100, stride), start=1):
        workbook = workbooks[turn % 2]
        before, had = kept(outputs), numbers(outputs, False)
        command = [sys.executable, "-B", "-c", _DIES, str(step), str(outputs), str(workbook)]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, check=False)
        after, have = kept(outputs), numbers(outputs, False)
        sound(outputs)
        assert {name: after.get(name) for name in before} == before
        if ended.returncode != 9:
            assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")
            return found
        found[moment(before, after)] += 1
        found["with a hidden file"] += bool(debris(outputs))
        next_build = build(workbook, outputs).written
        assert next_build is not None
        assert next_build.number == max(had) + 1 and next_build.fresh == (have == had)
        assert numbers(outputs, False) == [*had, next_build.number]
        assert drafts.record_of(next_build.path) is not None
        for path in debris(outputs):
            os.utime(path, (0, 0))
    raise AssertionError("a build changes fewer files than this")


def moment(before: dict[str, bytes], after: dict[str, bytes]) -> str:
    """How far a build came."""
    new = {Path(name).suffix for name in after.keys() - before.keys()}
    if not new:
        return "before the draft"
    return "after the record" if ".json" in new else "between the draft and its record"


def at_once(folder: Path, processes: int) -> Counter[int]:
    """Builds of one name at the same time; how many drafts came of it."""
    workbooks = variants(folder, 2)
    outputs = folder / "outputs"
    running = [start(workbooks[n % 2], outputs, PLAIN) for n in range(processes)]
    for process in running:
        finished(process)
    sound(outputs)
    found = numbers(outputs, False)
    assert found == list(range(1, len(found) + 1))
    assert 2 <= len(found) <= processes
    names = {path.name for path in (outputs / YEAR / drafts.FOLDER).iterdir()}
    series = drafts.Series(outputs / YEAR, "2023", False)
    assert names == {f"{series.path(number).name}.json" for number in found}
    assert debris(outputs) == []
    return Counter(found)


def full_disk(folder: Path, limits: Sequence[int]) -> Counter[str]:
    """Builds that may not write a file beyond a size; where each of them failed."""
    first, second = variants(folder, 2)
    outputs = folder / "outputs"
    finished(start(first, outputs, PLAIN))
    whole = kept(outputs)
    found: Counter[str] = Counter()
    for limit in limits:
        process = start(second, outputs, PLAIN, limit)
        said = process.communicate()[0].decode("utf-8")
        now = kept(outputs)
        assert "Traceback" not in said, said
        assert {name: now.get(name) for name in whole} == whole
        assert debris(outputs) == []
        sound(outputs)
        for what in ("草稿写不进", "的记录没有写成", "审阅页写不进"):
            if what in said:
                found[what] += 1
        if "草稿写不进" in said:
            assert now.keys() == whole.keys() and process.returncode == 2
    finished(start(second, outputs, PLAIN))
    assert numbers(outputs, False) == [1, 2]
    sound(outputs)
    return found


def main(kills: int, seed: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="killing-"))
    begun = time.perf_counter()
    try:
        campaign = Campaign(folder / "kill", seed)
        campaign.measure()
        for _ in range(kills):
            campaign.round()
        told = "，".join(f"{name} {count}" for name, count in campaign.moments.items())
        print(f"killed {kills} builds ({told}); drafts lost or changed: 0")
        print(f"hidden files left: {campaign.swept()}, all removed by a later build")
        print(f"ended before each change of a file: {dict(at_every_step(folder / 'step'))}")
        many = _repeated(folder, "once", 10, lambda place: len(at_once(place, 4)))
        print(f"four builds at once, ten times: {sorted(many.items())} drafts: times")
        limits = [*range(1000, 120_000, 7000), 200_000, 400_000]
        print(f"file size limits {limits}: {dict(full_disk(folder / 'full', limits))}")
        print(f"{time.perf_counter() - begun:.0f} seconds")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _repeated(folder: Path, name: str, times: int, act: Callable[[Path], int]) -> Counter[int]:
    return Counter(act(folder / f"{name}{number}") for number in range(times))


if __name__ == "__main__":
    given = [int(text) for text in sys.argv[1:]]
    main(given[0] if given else 100, given[1] if len(given) > 1 else 1)
