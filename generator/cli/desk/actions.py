"""What the buttons of the page do: each calls what a command calls, and shows what it says."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct, field

from generator.cli.building import open_note
from generator.cli.desk import views
from generator.cli.desk.shelf import Shelf
from generator.cli.desk.tray import UploadTray, plain_name
from generator.cli.filling import filled, report_text
from generator.cli.shared import fail, place_for
from generator.cli.yearly import begun
from generator.history.drafts.files import placed, temporary
from generator.history.returned import telling
from generator.history.returned.adopting import answer
from generator.pipeline import adopt, build, check, diff, preview, returned
from generator.products.listing import OPTIONAL, PAGE
from generator.workbook.changing.saving import replace_workbook
from generator.workbook.reading.facts import Unreadable, read_workbook


class Given(Struct, frozen=True):
    """The fields of a form, each with everything that was entered in it."""

    fields: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: object) -> Given:
        """From pairs of name and value.  Raises Refused for anything else."""
        made = cls()
        for pair in pairs if isinstance(pairs, list) else [None]:
            if not (isinstance(pair, list) and len(pair) == 2):
                fail("这个请求看不懂，请刷新页面。")
            made.fields.setdefault(str(pair[0]), []).append(str(pair[1]))
        return made

    def one(self, name: str) -> str:
        """The first value, "" where nothing was entered."""
        return next(iter(self.fields.get(name, ())), "").strip()

    def many(self, name: str) -> list[str]:
        """All values."""
        return self.fields.get(name, [])


class Action(Struct, frozen=True):
    """A button: what is said while it lasts, and what makes its result."""

    title: str
    make: Callable[[Actions, Given], str]


class Actions:
    """The buttons of one desk.  ``show`` opens a file with the program that the system has for it."""

    def __init__(self, shelf: Shelf, tray: UploadTray, show: Callable[[Path], bool]) -> None:
        self._shelf = shelf
        self._tray = tray
        self._show = show

    def new(self, given: Given) -> str:
        """``gen new``."""
        year, source = given.one("year"), given.one("source")
        if not (year.isascii() and year.isdigit() and 2000 <= int(year) <= 2099):
            fail("年度要写四位数字，例如 2024。")
        name = _book_name(given.one("name") or year)
        target = place_for(self._shelf.inputs / name, int(year))
        told = begun(
            target,
            int(year),
            given.one("edition") or None,
            self._source(source),
            given.one("currency") or None,
            self._shelf.outputs,
        )
        said = self._tray.told("\n".join(told))
        return views.text_view(said, then=[_page_of(target)])

    def _source(self, named: str) -> Path | None:
        kind, _, key = named.partition(":")
        if kind == "book":
            return self._shelf.workbook(key)
        return self._tray.file(key) if kind == "file" else None

    def take(self, given: Given) -> str:
        """A workbook from elsewhere into the folder; one that is there is kept beside."""
        source = self._tray.file(given.one("file"))
        if source.suffix.lower() != ".xlsx":
            fail(f"{source.name} 不是工作簿（.xlsx）。上年公开的文稿拖到「新建一个年度」里。")
        target = place_for(self._shelf.inputs / source.name, 0)
        with contextlib.suppress(Unreadable):  # a workbook with cells to mend
            read_workbook(source)
        content = source.read_bytes()
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary(target.parent, content) as made:
            if placed(made, target):
                return views.text_view(f"已放进 {target}。", then=[_page_of(target)])
        if given.one("replace") != "yes":
            fail(f"{target} 已经存在，没有改动它。勾选「换成拖来的」再拖一次，原来的会留在旁边。")
        backup = replace_workbook(target, target.read_bytes(), content)
        told = f"已放进 {target}；原来的留作 {backup.name}。"
        return views.text_view(told, then=[_page_of(target)])

    def fill(self, given: Given) -> str:
        """``gen fill``."""
        files = [self._tray.file(key) for key in given.many("file")]
        if not files:
            fail("先把导出的表拖进来。")
        report = filled(self._book(given), files, given.one("replace") == "yes")
        return views.text_view(report_text(report), good=report.whole)

    def check(self, given: Given) -> str:
        """``gen check``."""
        path = self._book(given)
        return _noted(path) + views.outcome_view(check(path, self._shelf.outputs))

    def build(self, given: Given) -> str:
        """``gen build``."""
        return self._built(given, final=False)

    def final(self, given: Given) -> str:
        """``gen build --final``."""
        return self._built(given, final=True)

    def publish(self, given: Given) -> str:
        """``gen build --final`` with all that is put online, as one download."""
        path, keys = self._book(given), [product.key for product in OPTIONAL]
        made = build(path, self._shelf.outputs, True, keys)
        shown = _noted(path) + views.outcome_view(made, folded=made.written is not None)
        if made.written is None:
            return shown
        link = "下载公开文件（压缩包）", f"published?name={quote(path.name)}"
        return shown + views.text_view("压缩包里是定稿和公开用的网页、数据、PDF。", then=[link])

    def _built(self, given: Given, final: bool) -> str:
        path, asked = self._book(given), given.many("product")
        keys = [product.key for product in OPTIONAL if product.key in asked]
        made = build(path, self._shelf.outputs, final, keys)
        return _noted(path) + views.outcome_view(made, folded=made.written is not None)

    def page(self, given: Given) -> str:
        """The review page of ``gen watch``, opened in the browser."""
        outcome = preview(self._book(given), self._shelf.outputs)
        place = outcome.files.get(PAGE.key)
        if place is None:
            return views.outcome_view(outcome)
        return self._opened(place, "审阅页已在浏览器里打开，以后每次保存工作簿都会刷新")

    def returned(self, given: Given) -> str:
        """``gen adopt --dry-run``: what came back, to be answered one by one."""
        file, book = given.one("file"), self._book(given)
        copy, found = returned(self._tray.file(file), None, self._shelf.outputs)
        if found.path.resolve() != book.resolve():
            fail(f"这是 {found.path.name} 的审改稿：请到那个工作簿的页面收回。")
        return views.copy_view(copy, book.name, file)

    def adopt(self, given: Given) -> str:
        """``gen adopt`` with the answers that were given."""
        path, file = self._book(given), self._tray.file(given.one("file"))
        copy, book = returned(file, path, self._shelf.outputs)
        found = adopt(copy, book, self._shelf.outputs, set(given.many("yes")))
        return views.text_view(telling.adopted_text(found, str(path)), good=not found.refused)

    def answer(self, given: Given) -> str:
        """What became of open remarks, onto the sheet 审稿意见."""
        path = self._book(given)
        keys = [name.removeprefix("state-") for name in given.fields if name.startswith("state-")]
        answers = {
            key: (state, given.one(f"reason-{key}"))
            for key in keys
            if (state := given.one(f"state-{key}"))
        }
        if not answers:
            fail("还没有选采纳、不采纳。")
        found = answer(read_workbook(path), answers)
        told = f"写入 {path} 的「审稿意见」表：{len(found.written)} 格"
        kept = f"。原来的工作簿留在 {found.backup}" if found.backup else ""
        return views.text_view(told + kept, good=bool(found.written))

    def diff(self, given: Given) -> str:
        """``gen diff`` of a draft with the one before."""
        found, _ = diff(self._shelf.file(given.one("old")), self._shelf.file(given.one("new")))
        return views.compared_view(found)

    def open(self, given: Given) -> str:
        """A listed file in its own program."""
        path = self._shelf.file(given.one("path"))
        return self._opened(path, "已打开")

    def _opened(self, path: Path, told: str) -> str:
        if self._show(path):
            return views.text_view(f"{told}：{path}")
        return views.text_view(f"这台电脑没有能打开它的程序，请自己打开：{path}", good=False)

    def _book(self, given: Given) -> Path:
        return self._shelf.workbook(given.one("book"))


def _book_name(name: str) -> str:
    return plain_name(name if name.lower().endswith(".xlsx") else f"{name}.xlsx")


def _page_of(workbook: Path) -> tuple[str, str]:
    return f"到 {workbook.name} 的页面去", f"book?name={quote(workbook.name)}"


def _noted(path: Path) -> str:
    note = open_note(path)
    return views.text_view(note, good=False) if note else ""


ACTIONS = {
    "new": Action("正在新建", Actions.new),
    "take": Action("正在放进来", Actions.take),
    "fill": Action("正在填入", Actions.fill),
    "check": Action("正在核对", Actions.check),
    "build": Action("正在生成", Actions.build),
    "final": Action("正在生成定稿并排版，要几秒", Actions.final),
    "publish": Action("正在写出公开文件并排版，要几秒", Actions.publish),
    "page": Action("正在打开审阅页", Actions.page),
    "returned": Action("正在读审改稿", Actions.returned),
    "adopt": Action("正在写入工作簿", Actions.adopt),
    "answer": Action("正在写入工作簿", Actions.answer),
    "diff": Action("正在比较", Actions.diff),
    "open": Action("正在打开", Actions.open),
}
