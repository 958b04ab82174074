"""The addresses of the desk: two pages, the parts of them that change, uploads, downloads, work."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import bottle

from generator.cli.desk import views
from generator.cli.desk.actions import ACTIONS, Actions, Given
from generator.cli.desk.jobs import DeskJobs
from generator.cli.desk.live import LiveLooks
from generator.cli.desk.shelf import Shelf, files_of, packed
from generator.cli.desk.tray import UploadTray
from generator.cli.shared import Refused, fail
from generator.cli.status import Progress, board_rows, looked_at, progress, with_drafts
from generator.editions import available
from generator.model import InputProblem
from generator.products import pages
from generator.products.listing import OPTIONAL
from generator.products.outcome import described
from generator.workbook.exports import ENDINGS
from generator.workbook.reading.opinions import STATES

_TOLD = "程序出错：{}。这不是填报的问题，请把这段话连同有关的文件发给维护程序的人。"


class Desk:
    """The page over one working folder, which is the current one.

    ``show`` opens a file with its own program; ``end`` closes the desk.
    """

    def __init__(self, show: Callable[[Path], bool], end: Callable[[], None]) -> None:
        self.tray = UploadTray()
        self.jobs = DeskJobs()
        self.shelf = Shelf(Path("inputs"), Path("outputs"))
        self.live = LiveLooks(self.shelf.outputs, self.jobs)
        self._actions = Actions(self.shelf, self.tray, show)
        self._end = end
        self._seen: dict[Path, tuple[object, Progress]] = {}
        self.app = self._application()

    def close(self) -> None:
        """Look at nothing any more, and forget what was uploaded once nobody works with it."""
        self.live.end()
        self.jobs.close()
        self.tray.clear()

    def _application(self) -> bottle.Bottle:
        made = bottle.Bottle()
        made.install(_telling)
        for address, function in {"/": self.home, "/book": self.book, "/years": self.years}.items():
            made.get(address, callback=function)
        made.get("/desk.css", callback=partial(_static, "desk.css", "text/css"))
        made.get("/desk.js", callback=partial(_static, "desk.js", "text/javascript"))
        made.get("/live", callback=self.changed)
        made.get("/job", callback=self.job)
        made.get("/file", callback=self.download)
        made.get("/published", callback=self.published)
        made.post("/upload", callback=self.upload)
        made.post("/do/<name>", callback=self.do)
        made.post("/close", callback=self.ended)
        made.default_error_handler = _fault
        return made

    # --- what is seen --------------------------------------------------------------------------

    def home(self) -> str:
        """The page that one begins with."""
        return pages.rendered("desk-home.html.j2", folder=str(Path().resolve()))

    def years(self) -> str:
        """Every workbook with its progress, and the form for a new one."""
        entries = progress(self.shelf.inputs, self.shelf.outputs, date.today(), self._looked_at)
        rows = list(zip(entries, board_rows(entries, self.shelf.inputs), strict=True))
        books = [entry.workbook.name for entry in entries if entry.workbook is not None]
        years = [int(entry.year) for entry in entries if entry.year.isdigit()]
        return pages.rendered(
            "desk-years.html.j2",
            rows=rows,
            books=books,
            year=max(years, default=date.today().year - 2) + 1,
            editions=sorted(available()),
            quote=quote,
        )

    def book(self) -> str:
        """The page of one workbook."""
        try:
            path = self.shelf.workbook(bottle.request.query.getunicode("name", ""))
        except Refused as refused:
            bottle.response.status = 404
            return pages.rendered(
                "desk-gone.html.j2", folder=str(Path().resolve()), told=str(refused)
            )
        entry = self._looked_at(path)
        look = self.live.at(path)
        outcome = look.outcome
        return pages.rendered(
            "desk-book.html.j2",
            folder=str(Path().resolve()),
            entry=entry,
            row=board_rows([entry], self.shelf.inputs)[0],
            key=path.as_posix(),
            name=path.name,
            outputs=(self.shelf.outputs / entry.year).as_posix(),
            drafts=self.shelf.drafts(entry.year, path.stem) if entry.year else (),
            reviews=outcome.reviews if outcome else (),
            states=STATES,
            products=OPTIONAL,
            quote=quote,
            endings=ENDINGS,
        )

    def _looked_at(self, path: Path) -> Progress:
        """How far a workbook is; looked at again where it, or what came back of it, has changed.

        While a job lasts what was seen before is enough: looking would wait for its end.
        """
        folders = [path, *self.shelf.outputs.glob("*/记录/审稿")]
        now = date.today(), [(found, found.stat().st_mtime_ns) for found in folders]
        known, entry = self._seen.get(path, (None, None))
        if entry is None or (known != now and self.jobs.running is None):
            entry = self.jobs.look(partial(looked_at, path, self.shelf.outputs, date.today()))
            self._seen[path] = now, entry
        return with_drafts(entry, self.shelf.outputs / entry.year) if entry.year else entry

    def changed(self) -> dict[str, Any]:
        """What the last save of a workbook changed, where the page has not seen it yet.

        ``busy`` says what is being done, for the pages that did not begin it, "" for nothing;
        ``saved`` when the workbook was saved, which makes results of before older ones.
        """
        query = bottle.request.query
        look = self.live.at(self.shelf.workbook(query.getunicode("name", "")))
        answer = {"seen": query.get("seen", ""), "html": None, "busy": self._busy()}
        answer["saved"] = self._saved(look.path.name)
        if look.outcome is not None and query.get("seen") != str(look.count):
            answer["seen"] = str(look.count)
            answer["html"] = views.live_view(look.outcome, look.changes, look.moment)
        return answer

    def _busy(self) -> str:
        job = self.jobs.running
        return f"{job.title}（{job.seconds} 秒）" if job else ""

    def download(self) -> bytes:
        """A listed file, a folder as a zip; always to be saved, never shown as a page of ours."""
        path = self.shelf.file(bottle.request.query.getunicode("path", ""))
        if path.is_dir():
            return _saved(f"{path.name}.zip", packed(files_of(path)))
        return _saved(path.name, path.read_bytes())

    def published(self) -> bytes:
        """What of a workbook's final version goes online, as a zip."""
        path = self.shelf.workbook(bottle.request.query.getunicode("name", ""))
        name, files = self.shelf.published(self._looked_at(path).year, path.stem)
        return _saved(name, packed(files))

    # --- what is done --------------------------------------------------------------------------

    def upload(self) -> dict[str, str]:
        """Keep a dropped file; the key under which the page names it."""
        request = bottle.request
        name = request.query.getunicode("name", "")
        key = self.tray.put(name, request.environ["wsgi.input"], request.content_length)
        return {"file": key}

    def do(self, name: str) -> dict[str, int]:
        """Begin what a button says; the number of the job."""
        action, given = ACTIONS.get(name), _given()
        if action is None:
            fail("没有这个按钮，请刷新页面。")
        work = partial(action.make, self._actions, given)
        if name == "page":
            self.live.at(self.shelf.workbook(given.one("book"))).previewed = True
        book = given.one("book") if name != "page" else ""  # a page that reads itself again

        def made() -> str:
            view = views.tried(given.one("book"), work)
            return views.dated_view(view, self._saved(book))

        return {"job": self.jobs.start(action.title, made).number}

    def _saved(self, name: str) -> str:
        """The moment at which a workbook was saved last; "" without one."""
        try:
            return str(self.shelf.workbook(name).stat().st_mtime_ns) if name else ""
        except (OSError, Refused):  # it may be away while it is saved
            return ""

    def job(self) -> dict[str, Any]:
        """How far a job is: what is said of it, or its result."""
        number = bottle.request.query.get("number", "")
        job = self.jobs.job(int(number) if number.isascii() and number.isdigit() else 0)
        return {"title": f"{job.title}（{job.seconds} 秒）", "html": job.result or None}

    def ended(self) -> Iterable[bytes]:
        """Close the desk, unless something is being written."""
        if (running := self.jobs.running) is not None:
            fail(f"{running.title}：等它做完，再关闭。")
        return _LastAnswer(self._end)


def _saved(name: str, content: bytes) -> bytes:
    """Content that the browser is to save under a name."""
    response = bottle.response
    response.content_type = "application/octet-stream"
    response.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
    return content


class _LastAnswer:
    """An answer after which the desk is closed: only then has the browser got it."""

    def __init__(self, end: Callable[[], None]) -> None:
        self.close = end

    def __iter__(self) -> Iterator[bytes]:
        yield b"{}"


def _given() -> Given:
    try:
        return Given.of(json.loads(bottle.request.body.read()))
    except (ValueError, RecursionError):
        fail("这个请求看不懂，请刷新页面。")


def _static(name: str, kind: str) -> str:
    bottle.response.content_type = f"{kind}; charset=utf-8"
    return pages.static(name)


def _telling(callback: Callable[..., Any]) -> Callable[..., Any]:
    """A route whose refusals are told in words."""

    @functools.wraps(callback)
    def told(*args: Any, **kwargs: Any) -> Any:
        try:
            return callback(*args, **kwargs)
        except Refused as refused:
            return _refused(str(refused))
        except InputProblem as problem:
            return _refused("；".join(finding.message for finding in problem.findings))

    return told


def _refused(words: str) -> bottle.HTTPResponse:
    headers = {"Content-Type": "text/plain; charset=utf-8"}
    return bottle.HTTPResponse(words, 409, headers)


def _fault(error: bottle.HTTPError) -> str:
    """What is told for an address that is none, and for a fault of the program."""
    bottle.response.content_type = "text/plain; charset=utf-8"
    if error.status_code == 404:
        return "没有这个地址，请回到第一页。"
    return _TOLD.format(described(error.exception) if error.exception else error.status_line)
