"""Who may talk to the desk: the browser that was given its address, and no other page in it.

Another website cannot read the token, so it cannot name an address here.  Should it learn it, the
``Host`` of a rebound name, the ``Origin`` of a form sent from elsewhere and the browser's own
``Sec-Fetch-Site`` give it away.  The token stands in the path and not in a cookie: cookies are
shared by all ports of a machine, so another user's server would be sent it.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from _typeshed import OptExcInfo

HOST = "127.0.0.1"
LARGEST_FILE = 64 * 1024 * 1024
_LARGEST_WORDS = 1024 * 1024  # a request that brings no file
UPLOAD = "/upload"

_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; "
        "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


class Refusal(NamedTuple):
    """Why a request is not let in: status line, and a sentence for whoever sees it."""

    status: str
    words: str


_STRANGER = Refusal(
    "403 Forbidden", "请用 gen desk 启动时打开的地址。程序重新启动过的，地址也变了。"
)
_ELSEWHERE = Refusal("403 Forbidden", "这个请求来自别的网页，没有执行。")
_UNMEASURED = Refusal("411 Length Required", "请求没有写明长度。")
_METHOD = Refusal("405 Method Not Allowed", "不支持这种请求。")
_LARGE = Refusal("413 Content Too Large", f"文件太大：最多 {LARGEST_FILE >> 20} MB。")


class DeskGuard:
    """A WSGI application in front of another one.  ``port`` is where it is served."""

    def __init__(self, app: WSGIApplication, port: int, token: str) -> None:
        self._app = app
        self._host = f"{HOST}:{port}"
        self._token = token

    @property
    def address(self) -> str:
        """Where the page is, token and all."""
        return f"http://{self._host}/{self._token}/"

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Let the request through, or answer why not."""
        refused = self._refusal(environ)
        if refused is not None:
            return _answered(refused, start)
        environ["SCRIPT_NAME"] = f"/{self._token}"
        environ["PATH_INFO"] = environ["PATH_INFO"].removeprefix(f"/{self._token}")
        return self._app(environ, _with_headers(start))

    def _refusal(self, environ: WSGIEnvironment) -> Refusal | None:
        named = environ.get("PATH_INFO", "").split("/")
        known = len(named) > 2 and hmac.compare_digest(named[1].encode(), self._token.encode())
        if environ.get("HTTP_HOST") != self._host or not known:
            return _STRANGER
        site = environ.get("HTTP_SEC_FETCH_SITE", "none")
        if site not in ("none", "same-origin"):
            return _ELSEWHERE
        if environ["REQUEST_METHOD"] in ("GET", "HEAD"):
            return None
        if environ["REQUEST_METHOD"] != "POST":
            return _METHOD
        if environ.get("HTTP_ORIGIN") != f"http://{self._host}":
            return _ELSEWHERE
        return _too_much(environ, LARGEST_FILE if f"/{named[2]}" == UPLOAD else _LARGEST_WORDS)


def _too_much(environ: WSGIEnvironment, most: int) -> Refusal | None:
    length = environ.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in environ or not (length.isascii() and length.isdigit()):
        return _UNMEASURED
    return _LARGE if len(length) > len(str(most)) or int(length) > most else None


def _answered(refused: Refusal, start: StartResponse) -> Iterator[bytes]:
    body = refused.words.encode()
    kind = ("Content-Type", "text/plain; charset=utf-8")
    start(refused.status, [kind, ("Content-Length", str(len(body))), *_HEADERS])
    return iter([body])


def _with_headers(start: StartResponse) -> StartResponse:
    names = {name for name, _ in _HEADERS}

    def started(
        status: str, headers: list[tuple[str, str]], fault: OptExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        kept = [(name, value) for name, value in headers if name not in names]
        return start(status, [*kept, *_HEADERS], fault)

    return started
