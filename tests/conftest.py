"""What the tests share: the real workbook, and a way to spoil a copy of it."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from generator import pipeline
from tests.helpers.opening import opened

ROOT = Path(__file__).resolve().parent.parent
REAL = ROOT / "inputs" / "2023.xlsx"

Spoil = Callable[[Any], None]


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


@pytest.fixture(autouse=True, scope="session")
def _with_a_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps from run to run stays out of the user's folder."""
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("XDG_CACHE_HOME", "LOCALAPPDATA"):
            patch.setenv(variable, str(tmp_path_factory.getbasetemp() / "cache"))
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
