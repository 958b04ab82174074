"""The desk on a port of this machine, until it is closed."""

from __future__ import annotations

import os
import secrets
import threading
from collections.abc import Callable
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from generator.cli.desk.app import Desk
from generator.cli.desk.guard import HOST, DeskGuard


class DeskServer(ThreadingMixIn, WSGIServer):
    """A thread for each request: a page may ask while something is being written."""

    daemon_threads = True
    # On Windows the option would let another program take the same port.
    allow_reuse_address = os.name != "nt"

    def server_bind(self) -> None:
        """Take the port.  The standard server would ask the network for the machine's name."""
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = HOST, self.server_address[1]
        self.setup_environ()

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that went away is no news."""


class _Handler(WSGIRequestHandler):
    timeout = 60  # seconds without a word from the browser

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the window is for people, and the address has the token in it."""


def listening(port: int) -> DeskServer:
    """A server on ``port``, 0: any that is free.  Raises OSError where it cannot be had."""
    return DeskServer((HOST, port), _Handler)


def serve(server: DeskServer, show: Callable[[Path], bool], tell: Callable[[str], None]) -> None:
    """Serve the current folder until the page is closed or ctrl-C; ``tell`` is given the address."""
    # shutdown waits for the loop, which waits for no request: from a thread of its own.
    desk = Desk(show, lambda: threading.Thread(target=server.shutdown).start())
    guard = DeskGuard(desk.app, server.server_port, secrets.token_urlsafe(24))
    server.set_app(guard)
    try:
        tell(guard.address)
        server.serve_forever(poll_interval=0.2)
    finally:
        server.server_close()
        desk.close()
