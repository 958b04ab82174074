"""What the tests share: the real workbook, and a way to spoil a copy of it."""

from __future__ import annotations

import compileall
import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.helpers.office import FONT_RULES
from tests.helpers.opening import opened

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "inputs" / "2023.xlsx"
EXAMPLES = sorted((ROOT / "inputs" / "examples").rglob("*.xlsx"))  # those of regions too

Spoil = Callable[[Any], None]


def pytest_configure(config: pytest.Config) -> None:
    """Tests, and what they start, are compiled once, also where Python is told to keep no bytecode.

    Three processes that rewrite all assertions anew take four seconds each.
    """
    sys.dont_write_bytecode = False
    if not hasattr(config, "workerinput"):  # once, before the processes of the run
        compileall.compile_dir(ROOT / "generator", quiet=2)


def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are processors: some tests wait for other programs."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish() -> None:
    """What the tests import stays: looking through it again and again would cost a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in a folder of its own: nothing is written beside the project's files."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True, scope="session")
def _with_ctrl_c() -> None:
    """Programs that tests start take ctrl-C, also where the tests run as a job that ignores it.

    A shell starts background jobs with SIGINT ignored, and every process inherits that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def shared(factory: pytest.TempPathFactory) -> Path:
    """A folder for this run of the tests, the same one for all its processes."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(autouse=True, scope="session")
def _with_a_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps from run to run stays out of the user's folder.

    TESTS_RUN is the folder of this run of the tests, in which its processes share what they made.
    """
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(tmp_path_factory.getbasetemp() / "cache"))
        patch.setenv("TESTS_RUN", str(shared(tmp_path_factory)))
        # A LibreOffice stays alive from test to test, with the fonts that it was started with.
        patch.setenv("FONTCONFIG_FILE", str(FONT_RULES))
        yield


@pytest.fixture
def unlaid(monkeypatch: pytest.MonkeyPatch) -> None:
    """Final versions as they are before LibreOffice puts the page numbers in, which takes most time.

    ``prints.printed`` has them as they are in the end, made once in a run.
    """
    monkeypatch.setattr(pipeline, "_laid_out", lambda docx: (docx, b"", ()))


@pytest.fixture
def spoiled(tmp_path: Path) -> Callable[[Spoil], Path]:
    """A copy of the real workbook after a change; the change gets openpyxl's workbook."""

    def make(change: Spoil) -> Path:
        book = opened(REAL)
        change(book)
        path = tmp_path / "2023.xlsx"
        book.save(path)
        return path

    return make


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden texts anew, to be read before a commit",
    )


def pytest_make_parametrize_id(val: object) -> str | None:
    """Names for bytes: unescaped ids, which pyproject.toml asks for, must be texts."""
    return ascii(val) if isinstance(val, bytes) else None
