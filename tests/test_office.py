"""The LibreOffice that stays: one for many documents, and what becomes of those it fails at."""

from __future__ import annotations

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest

from generator.cli import pool
from generator.model import InputProblem
from generator.pipeline import build
from generator.products import pdf
from generator.workbook import office
from generator.workbook.office import Job, NotConverted, converted, living
from generator.workbook.office.program import build_of, start
from tests.conftest import REAL, ROOT

TEXT = Job(".txt", "pdf", writer="writer_pdf_Export")
# A program that talks as the macro does: what it makes of a document is said by the document.
FAKE = """
import pathlib, re, socket, subprocess, sys, time, urllib.parse, urllib.request
def path(url):
    return pathlib.Path(urllib.request.url2pathname(urllib.parse.urlsplit(url).path))
place = next(one for one in sys.argv if one.startswith("-env:")).partition("=")[2]
macro = (path(place) / "user/basic/Standard/Converter.xba").read_text()
port = int(re.search("port=(\\\\d+)", macro)[1])
password = re.search('Tell\\\\(connection, "(\\\\w+)"', macro)[1]
with pathlib.Path(LOG).open("a") as log:
    child = subprocess.Popen(["sleep", "600"])
    print(child.pid, file=log)
socket.create_connection(("127.0.0.1", port)).sendall(b"somebody else\\n")
connection = socket.create_connection(("127.0.0.1", port)).makefile("rw")
print(password, file=connection, flush=True)
for line in connection:
    fields = line.rstrip("\\n").split("\\t")
    content = path(fields[0]).read_text()
    if content == "break off":
        child.kill()
        sys.exit(1)
    if content == "hang":
        time.sleep(600)
    if content not in ("refuse", "forget"):
        path(fields[2]).write_text(content.upper())
    print("failed" if content == "refuse" else "made", file=connection, flush=True)
child.kill()
"""
# It ends by itself at so many starts, each of which leaves a mark.
ENDING = """
import pathlib, sys
starts = pathlib.Path(STARTS)
with starts.open("a") as file:
    file.write("x")
if starts.stat().st_size <= MANY:
    sys.exit(1)
"""


@pytest.fixture
def anew() -> Iterator[None]:
    """Without the LibreOffice of other tests, which is not the one here."""
    office.close()
    yield
    office.close()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None) -> Callable[[str], None]:
    """Another program in the place of LibreOffice; the tests' temporary files apart."""
    folder = tmp_path / "文件 夹"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))

    def put(code: str) -> None:
        path = tmp_path / "soffice"
        path.write_text(f"#!{sys.executable}\n{code}", "utf-8")
        path.chmod(0o755)
        monkeypatch.setattr(office, "office", lambda: path)

    return put


@pytest.fixture
def started(tmp_path: Path, program: Callable[[str], None]) -> Callable[[], list[int]]:
    """The fake one; what it started, a process at each start."""
    log = tmp_path / "log"
    program(FAKE.replace("LOG", repr(str(log))))
    return lambda: [int(line) for line in log.read_text().split()]


def made(text: str) -> str:
    try:
        return converted(TEXT, text.encode()).content.decode()
    except NotConverted as error:
        return error.told


def ended(process: int) -> bool:
    """True when the process is gone, or soon is."""
    for _ in range(200):
        if ended_already(process):
            return True
        time.sleep(0.05)
    return False


def ended_already(process: int) -> bool:
    """True when the process is gone or only waits to be collected."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    state = Path(f"/proc/{process}/stat")
    return state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z"


def test_one_makes_all_documents_and_leaves_nothing(started: Callable[[], list[int]]) -> None:
    with ThreadPoolExecutor(3) as threads:
        assert list(threads.map(made, "abc")) == ["A", "B", "C"]
    assert len(started()) == 1
    office.close()
    assert all(map(ended, started()))
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_a_document_it_cannot_read_costs_that_document(started: Callable[[], list[int]]) -> None:
    told = "LibreOffice 没有生成 PDF"
    assert [made(text) for text in ("a", "refuse", "forget", "b")] == ["A", told, told, "B"]
    assert len(started()) == 1


def test_a_document_it_breaks_off_over_costs_that_document(
    started: Callable[[], list[int]],
) -> None:
    """It is tried once more: what ended the program may have been something else."""
    told = "LibreOffice 没有生成 PDF"
    assert [made(text) for text in ("a", "break off", "b", "c")] == ["A", told, "B", "C"]
    assert len(started()) == 3
    assert all(map(ended, started()[:2]))


def test_one_that_was_killed_costs_nothing(started: Callable[[], list[int]]) -> None:
    assert made("a") == "A"
    os.killpg(os.getpgid(started()[0]), signal.SIGKILL)
    assert made("b") == "B"
    assert len(started()) == 2


def test_a_document_it_hangs_at_costs_that_document(
    started: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_TIMEOUT", 1)
    told = "LibreOffice 1 秒内没有完成转换，已停止"
    assert [made(text) for text in ("a", "hang", "b")] == ["A", told, "B"]
    assert len(started()) == 2
    assert ended(started()[0])


def test_one_that_was_started_beforehand_makes_the_first_document(
    started: Callable[[], list[int]],
) -> None:
    office.prepare()
    office.prepare()
    assert made("a") == "A"
    assert len(started()) == 1


def test_one_that_nobody_needed_ends_at_once(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program("import time; time.sleep(600)")
    processes: list[subprocess.Popen[bytes]] = []

    def kept(command: Sequence[str]) -> subprocess.Popen[bytes]:
        processes.append(start(command))
        return processes[-1]

    monkeypatch.setattr(living, "start", kept)
    office.prepare()
    office.close()
    assert [process.poll() for process in processes] == [-signal.SIGKILL]
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_where_none_starts_the_first_document_tells(program: Callable[[str], None]) -> None:
    program("raise SystemExit(1)")
    office.prepare()
    assert made("a") == "LibreOffice 没有启动"
    assert not list(Path(tempfile.gettempdir()).iterdir())


@pytest.mark.parametrize(("many", "told"), [(1, "A"), (9, "LibreOffice 没有启动")])
def test_one_that_ends_before_it_is_there_is_started_once_more(
    many: int, told: str, program: Callable[[str], None], tmp_path: Path
) -> None:
    starts, log = tmp_path / "starts", tmp_path / "log"
    ending = ENDING.replace("STARTS", repr(str(starts))).replace("MANY", str(many))
    program(ending + FAKE.replace("LOG", repr(str(log))))
    assert made("a") == told
    assert starts.read_text() == "xx"
    office.close()
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_without_a_port_the_first_document_tells(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> Any:
        raise PermissionError(errno.EACCES, "")

    program("raise SystemExit(1)")
    monkeypatch.setattr("socket.create_server", refused)
    office.prepare()
    assert made("a") == f"LibreOffice 不能运行（系统错误，代号 {errno.EACCES}）"
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_its_profile_says_that_it_is_set_up(tmp_path: Path) -> None:
    """The real program writes the same into a profile that it sets up itself."""
    program = office.office()
    assert program
    source, own = tmp_path / "a.txt", tmp_path / "own"
    source.write_text("a", "utf-8")
    place = f"-env:UserInstallation={own.as_uri()}"
    convert = ["--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)]
    subprocess.run([str(program), place, *convert], check=True, capture_output=True)
    (extensions,) = own.glob("user/extensions/buildid")
    assert extensions.read_text("utf-8").strip() == build_of(program)


def test_it_is_renewed_after_many_documents(
    started: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "_MOST", 2)
    assert [made(text) for text in "abcde"] == list("ABCDE")
    assert len(started()) == 3


def test_one_that_hangs_at_the_start_is_ended(
    program: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    program("import time; time.sleep(600)")
    monkeypatch.setattr(office, "_TIMEOUT", 1)
    assert made("a") == "LibreOffice 1 秒内没有完成转换，已停止"
    assert not list(Path(tempfile.gettempdir()).iterdir())


def test_what_a_killed_program_left_is_removed_once_it_is_old(
    program: Callable[[str], None],
) -> None:
    program("raise SystemExit(1)")
    place = Path(tempfile.gettempdir())
    old, young, other = (place / name for name in (".gen-a.tmp", ".gen-b.tmp", "gen-c"))
    for folder in (old, young, other):
        (folder / "profile").mkdir(parents=True)
    for folder in (old, other):
        os.utime(folder, (time.time() - 7200,) * 2)
    assert made("a") == "LibreOffice 没有启动"  # what is swept does not hang on the conversion
    assert sorted(path.name for path in place.glob("*gen*")) == [".gen-b.tmp", "gen-c"]


def test_one_that_does_not_start_leaves_the_document(
    program: Callable[[str], None], tmp_path: Path
) -> None:
    program("raise SystemExit(1)")
    outcome = build(REAL, tmp_path, products=["pdf"])
    assert outcome.written is not None and outcome.written.path.is_file()
    assert "pdf" not in outcome.files
    assert outcome.findings[0].message == "LibreOffice 没有启动"
    assert "重新安装 LibreOffice" in outcome.findings[0].remedy


def test_without_libreoffice_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, anew: None
) -> None:
    monkeypatch.setattr(office, "office", lambda: None)
    outcome = build(REAL, tmp_path, products=["pdf"])
    assert outcome.written is not None and outcome.written.path.is_file()
    assert outcome.findings[0].message == "没有找到 LibreOffice，目录没有页码，也没有 PDF"
    assert "安装 LibreOffice" in outcome.findings[0].remedy
    with pytest.raises(InputProblem):
        pdf.print_draft(outcome.written.path.read_bytes())


def _in_a_pool(ready: Any) -> None:
    pool._begin()
    made("a")
    ready.set()
    made("hang")


def test_a_process_of_a_pool_that_is_stopped_leaves_nothing(
    started: Callable[[], list[int]],
) -> None:
    """In the middle of a document, as ctrl-C stops it; and none of another process is touched."""
    assert made("mine") == "MINE"
    fork = multiprocessing.get_context("fork")
    ready = fork.Event()
    process = fork.Process(target=_in_a_pool, args=(ready,))
    process.start()
    assert ready.wait(60)
    process.terminate()
    process.join(60)
    mine, other = started()
    assert ended(other)
    assert made("still") == "STILL"
    assert len(started()) == 2 and not ended_already(mine)
    office.close()
    assert not list(Path(tempfile.gettempdir()).iterdir())


@pytest.mark.parametrize(
    ("set_before", "seen"), [("", "glibc.malloc.tcache_count=8000"), ("glibc.rtld.nns=4",) * 2]
)
def test_memory_is_kept_at_hand_unless_somebody_has_set_it(
    set_before: str, seen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GLIBC_TUNABLES", set_before)
    if not set_before:
        monkeypatch.delenv("GLIBC_TUNABLES")
    told = tmp_path / "told"
    tell = "import os, sys; open(sys.argv[1], 'w').write(os.environ['GLIBC_TUNABLES'])"
    assert start([sys.executable, "-c", tell, str(told)]).wait(60) == 0
    assert told.read_text().split(":")[0] == seen


# --- LibreOffice itself ------------------------------------------------------------------------

ALONE = """
import os, signal, sys
from generator.workbook import office
office.converted(office.Job(".docx", "pdf", writer="writer_pdf_Export"), open(sys.argv[1], "rb").read())
print(office._living._process.pid, flush=True)
sys.stdin.read() or os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_ends_with_the_program_that_started_it(tmp_path: Path) -> None:
    """Also with one that is killed, and with two at once."""
    document = python_docx.Document()
    document.add_paragraph("决算")
    document.save(str(tmp_path / "a.docx"))
    command = [sys.executable, "-c", ALONE, str(tmp_path / "a.docx")]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path)}
    pipe = subprocess.PIPE
    both = [
        subprocess.Popen(command, env=environment, stdin=pipe, stdout=pipe, text=True)
        for _ in range(2)
    ]
    said = ["x", ""]  # the first one ends, the second one is killed
    pids = [int(process.communicate(text)[0]) for process, text in zip(both, said, strict=True)]
    assert all(map(ended, pids))
    assert len(list(tmp_path.glob(".gen-*"))) == 1  # swept later
