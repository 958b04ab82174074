"""A browser's requests to ``gen desk``, without a browser."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote
from wsgiref.util import setup_testing_defaults

from generator.cli.desk.app import Desk
from generator.cli.desk.guard import DeskGuard

PORT = 4321
TOKEN = "0123456789abcdefghijklmnopqrstuv"
ORIGIN = f"http://127.0.0.1:{PORT}"


class DeskAnswer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class DeskClient:
    """A desk over the current folder, and its page in a browser; ``shown`` are the files opened."""

    def __init__(self) -> None:
        self.shown: list[Path] = []
        self.ended = 0
        self.desk = Desk(self._show, self._end)
        self.app = DeskGuard(self.desk.app, PORT, TOKEN)

    def _show(self, path: Path) -> bool:
        self.shown.append(path)
        return path.suffix != ".pdf"  # no program for it here

    def _end(self) -> None:
        self.ended += 1

    def ask(
        self, address: str, body: bytes | None = None, token: str = TOKEN, **headers: str
    ) -> DeskAnswer:
        """One request; ``headers`` as WSGI calls them, "" leaves one out."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "GET" if body is None else "POST",
            "PATH_INFO": f"/{token}/{path}",
            "QUERY_STRING": query,
            "HTTP_HOST": f"127.0.0.1:{PORT}",
            "wsgi.input": io.BytesIO(body or b""),
        }
        if body is not None:
            environ |= {"HTTP_ORIGIN": ORIGIN, "CONTENT_LENGTH": str(len(body))}
        environ |= headers
        setup_testing_defaults(environ)
        found: list[tuple[str, dict[str, str]]] = []
        body_of = self.app(
            {name: value for name, value in environ.items() if value != "" or "_" not in name},
            lambda status, sent, fault=None: found.append((status, dict(sent))),  # type: ignore[arg-type]
        )
        content = b"".join(body_of)
        getattr(body_of, "close", lambda: None)()  # as a server does
        status, sent = found[0]
        return DeskAnswer(int(status[:3]), sent, content)

    def upload(self, path: Path, name: str = "") -> str:
        """The key of an uploaded file."""
        answer = self.ask(f"upload?name={quote(name or path.name)}", path.read_bytes())
        assert answer.status == 200, answer.text
        return str(answer.json["file"])

    def begin(self, action: str, *fields: tuple[str, str]) -> DeskAnswer:
        """Press a button."""
        return self.ask(f"do/{action}", json.dumps(fields).encode())

    def do(self, action: str, *fields: tuple[str, str]) -> str:
        """Press a button and wait for what it shows."""
        answer = self.begin(action, *fields)
        assert answer.status == 200, answer.text
        return self.result(answer.json["job"])

    def result(self, job: int) -> str:
        """What a job shows in the end."""
        for _ in range(3000):
            state = self.ask(f"job?number={job}").json
            if state["html"] is not None:
                return str(state["html"])
            time.sleep(0.01)
        raise AssertionError("the job does not end")

    def live(self, name: str, seen: str = "") -> Any:
        """What a look after a save says, waited for."""
        for _ in range(1000):
            state = self.ask(f"live?name={quote(name)}&seen={seen}").json
            if state["html"] is not None:
                return state
            time.sleep(0.02)
        raise AssertionError("nobody looked")


def files(folder: Path, beside: Iterable[str] = ()) -> set[str]:
    """Every file below a folder, hidden ones too."""
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return found - set(beside)
