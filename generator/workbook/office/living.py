"""A LibreOffice that stays: one document after the other, until it is ended.

It connects to a port of this machine that only this process listens at, says a password that
stands in its profile alone, and waits for jobs.  Where this process ends, however it does, the
connection closes and LibreOffice ends too.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from io import BufferedRWPair
from pathlib import Path

from msgspec import Struct

from generator.workbook.leftovers import PREFIX, SUFFIX
from generator.workbook.office.failing import NotMade, NotStarted, TooSlow
from generator.workbook.office.profile import START, write_profile
from generator.workbook.office.program import end, start

_LOOK = 0.2  # seconds between two looks whether a program that starts has ended
PATIENCE = 10  # seconds in which it may tidy up


class BrokenOff(Exception):
    """LibreOffice ended over a document, or before it."""


class Job(Struct, frozen=True):
    """What is to be made of a document whose name would end in ``ending``.

    ``reader`` and ``writer`` are what LibreOffice calls its filters ("": by the content),
    ``kind`` the ending of what is made, ``options`` those of the filter that writes.  ``marks``
    are bookmarks whose pages are written where the document has their marks (converter.bas).
    """

    ending: str
    kind: str
    reader: str = ""
    writer: str = ""
    options: str = ""
    marks: tuple[str, ...] = ()


class Converted(Struct, frozen=True):
    """What was made, and where there were marks the pages of the headings, by bookmark."""

    content: bytes
    pages: dict[str, int]


class Converter:
    """One process with a profile of its own, in a folder that goes with it."""

    def __init__(self, program: Path, timeout: float) -> None:
        """Start it, without waiting until it is there; the first job does.

        A job has so many seconds, and so has the start.  Raises NotStarted.
        """
        self.count = 0  # documents so far
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, suffix=SUFFIX))
        self._timeout = timeout
        self._program, self._password = program, secrets.token_hex(16)
        self._server: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: BufferedRWPair | None = None
        try:
            self._server = socket.create_server(("127.0.0.1", 0))
            self._process = self._started(self._server.getsockname()[1])
        except OSError as error:
            told = f"LibreOffice 不能运行（系统错误，代号 {error.errno}）"
            raise NotStarted(program, told) from error
        finally:
            if self._process is None:
                self.end()

    def _started(self, port: int) -> subprocess.Popen[bytes]:
        profile = self._folder / "profile"
        write_profile(profile, self._program, port, self._password)
        quiet = ("--headless", "--norestore", "--nologo")
        place = f"-env:UserInstallation={profile.as_uri()}"
        return start([str(self._program), place, *quiet, START])

    def _connected(self) -> BufferedRWPair:
        """The connection to it, once it is there.  Raises NotStarted, TooSlow."""
        if self._lines is None:
            assert self._server is not None
            with self._server as server:
                self._lines = self._awaited(server)
        return self._lines

    def _awaited(self, server: socket.socket) -> BufferedRWPair:
        server.settimeout(_LOOK)
        limit = time.monotonic() + self._timeout
        while time.monotonic() < limit:
            if lines := self._answering(server):
                return lines
            if self._process is None or self._process.poll() is not None:
                raise NotStarted(self._program)
        raise TooSlow(self._timeout)

    def _answering(self, server: socket.socket) -> BufferedRWPair | None:
        """The connection to it; None for the time being, or where somebody else connected."""
        with contextlib.suppress(TimeoutError):
            connection, _ = server.accept()
            with connection:
                connection.settimeout(self._timeout)
                lines = connection.makefile("rwb")
            if lines.readline() == f"{self._password}\n".encode():
                return lines
            lines.close()
        return None

    def converted(self, job: Job, content: bytes) -> Converted:
        """Do one job.  Raises NotMade, and what leaves it of no use: NotStarted, TooSlow, BrokenOff."""
        lines = self._connected()
        self.count += 1
        source = self._folder / f"document{self.count}{job.ending}"
        made = self._folder / f"made{self.count}.{job.kind}"
        source.write_bytes(content)
        try:
            files = source.as_uri(), job.reader, made.as_uri()
            answer = self._answer(
                lines, *files, job.writer, job.options, " ".join(job.marks)
            ).split()
            if answer[0] != "made" or not made.is_file():
                raise NotMade(job.kind)
            pages = (pair.split("=") for pair in answer[1:])
            return Converted(made.read_bytes(), {name: int(page) for name, page in pages})
        finally:
            source.unlink()
            made.unlink(missing_ok=True)

    def _answer(self, lines: BufferedRWPair, *fields: str) -> str:
        try:
            lines.write(("\t".join(fields) + "\n").encode("ascii"))
            lines.flush()
            answer = lines.readline().decode("ascii")
        except TimeoutError as error:
            raise TooSlow(self._timeout) from error
        except OSError as error:
            raise BrokenOff from error
        if not answer:
            raise BrokenOff
        return answer

    def end(self, patience: float = PATIENCE) -> None:
        """End the process with everything that it started; nothing of it stays.

        It has so many seconds to tidy up.
        """
        if self._server:
            self._server.close()
        if self._lines:
            with contextlib.suppress(OSError):
                self._lines.close()
        if self._process:
            end(self._process, 0 if self._lines is None else patience)
        shutil.rmtree(self._folder, ignore_errors=True)
