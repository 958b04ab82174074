"""The icons of the bundle for Windows: what each asks for, does, and says at the end.

An icon is a double click, or files dropped on it.  It does what commands do, in the folder that
holds the bundle, keeps a log of what stood on the screen, and opens what is to be looked at.
"""

from __future__ import annotations

import os
import re
import sys
import webbrowser
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import click

from generator import __version__
from generator.cli.dropping import is_book, outputs_for, typed
from generator.cli.logbook import logged, note
from generator.cli.shared import EXIT_UNUSABLE
from generator.model import regex

_INPUTS = Path("inputs")
_EXIT_FAILED = 3
_DROPPED = regex(r'"([^"]*)"|(\S+)')
_TOLD = {
    "build": {
        0: "没有错误。还有要填的，填好再拖一次；都填好了，在 Word 或 WPS 里看草稿，送审，"
        "改稿回来后拖到「核对并生成」上。都好了，把工作簿拖到「定稿」上。",
        1: "还有要处理的：按上面每一条的「处理」改工作簿，保存，关闭，再拖到「核对并生成」上。",
    },
    "final": {
        0: "定稿已经写出，可以公开。",
        1: "还不能定稿：按上面写的改工作簿，保存，关闭，再拖到「定稿」上。",
    },
    "new": {
        0: "有决算软件导出的表的，先关闭它，连同导出的表一起拖到「核对并生成」上，表就填进去。"
        "填好，保存，关闭以后，把它拖到「核对并生成」上。"
    },
    "desk": {0: ""},
    "open": {
        0: "做完了。填过、改过的工作簿，再拖到「核对并生成」上。",
        1: "还有没有处理完的，见上面。",
    },
}
_NAMES = {"new": "新建", "build": "核对并生成", "final": "定稿", "desk": "打开工作台"}
_NOT_DONE = {
    EXIT_UNUSABLE: "没有做成：按上面写的改好，再试一次。",
    _EXIT_FAILED: "程序出错，不是填报的问题。",
}


def main(action: str, arguments: Sequence[str], home: Path, line: str = "") -> int:
    """Do what the icon ``action`` is for, a key of ``_ICONS``; the exit code.

    ``home`` becomes the working folder, or one of the person's own where it cannot be written to.
    ``line`` is the whole command line as Windows knows it, ""
    where it is not known; the files in it count before ``arguments``.
    """
    files = [Path(name).absolute() for name in dropped(line, arguments)]
    folder = home if _is_writable(home) else _own_folder()
    os.chdir(folder)
    with logged(folder) as log:
        click.echo(f"gen {__version__}  {_NAMES[action]}  {date.today():%Y-%m-%d}")
        for file in files:
            click.echo(f"  {file}")
        if folder != home:
            click.echo(f"程序所在的文件夹不能写入，新建的工作簿和日志放在 {folder}。")
        try:
            code = _ICONS[action](files)
        except (KeyboardInterrupt, EOFError, click.Abort):
            click.echo("已中断。")
            return 130
        others = action == "build" and not all(map(is_book, files))
        told = _TOLD["open" if others else action]
        click.echo(f"\n{told.get(code, _NOT_DONE.get(code, ''))}")
        if log is not None:
            click.echo(f"这次显示的内容记在 {log}，有问题时可以把它发给维护程序的人。")
        return code


def dropped(line: str, arguments: Sequence[str]) -> list[str]:
    """The files that were dropped.

    Windows quotes a dropped path only where it has blanks, so that cmd cuts ``甲&乙.xlsx`` in two
    and takes ``^`` away before the icon is asked.  The line that started cmd has it whole: what
    stands behind the name of the .cmd file.
    """
    _, found, rest = line.partition(".cmd")
    if not found:
        return list(arguments)
    rest = rest.strip().removeprefix('"')
    if rest.count('"') % 2:  # cmd /c "…" is closed by the last one
        rest = rest.rstrip().removesuffix('"')
    return [quoted or plain for quoted, plain in _DROPPED.findall(rest)]


def _is_writable(folder: Path) -> bool:
    """By trying: what Windows says of a folder's rights is not what it does.

    Not with tempfile, which tries ten thousand names where Windows forbids one.
    """
    probe = folder / f".gen-{os.getpid()}"
    try:
        probe.touch(exist_ok=False)
        probe.unlink()
    except OSError:
        return False
    return True


def _own_folder() -> Path:
    """A folder of the person, made where there is none yet."""
    folder = Path.home() / "决算公开"
    folder.mkdir(exist_ok=True)
    return folder


def _gen(*arguments: str | Path) -> int:
    from generator.cli import main as gen

    return typed(gen, [str(argument) for argument in arguments])


def _new(files: Sequence[Path]) -> int:
    """Ask for the year and last year's file, and write the workbook."""
    if len(files) > 1:
        click.echo("一次只拖一个文件：上年的工作簿，或者上年的公开稿。")
        return EXIT_UNUSABLE
    source = files[0] if files else None
    year = _year(source)
    source = source or _last_year(year)
    options: list[str | Path] = []
    target = _INPUTS / f"{year}.xlsx"
    if source is not None:
        options = ["--from", source, "--outputs", outputs_for(source)]
        if not source.absolute().is_relative_to(Path.cwd()) and _is_writable(source.parent):
            target = source.with_name(f"{year}.xlsx")
    if target.exists():
        click.echo(f"{target} 已经有了，没有改动它：填好，拖到「核对并生成」上。")
        click.echo("要另外新建一个的，先把它改名或移走，再来一次。")
        return EXIT_UNUSABLE
    code = _gen("new", str(year), "--out", target, *options)
    if code == 0:
        _show(target)
    return code


def _year(source: Path | None) -> int:
    """The year of the new workbook: the one after last year's file, else the year before this."""
    named = re.search(r"20\d\d", source.stem) if source else None
    usual = int(named[0]) + 1 if named else date.today().year - 1
    while True:
        said = _answer(f"新建哪一年度的？输入四位数字；{usual} 年度的直接按回车：")
        if not said:
            return usual
        if re.fullmatch(r"20\d\d", said, re.ASCII):
            return int(said)
        click.echo(f"「{said}」不是年度，例如 {usual}。")


def _last_year(year: int) -> Path | None:
    """Last year's file as the person gives it; None for a blank workbook."""
    known = _INPUTS / f"{year - 1}.xlsx"
    usual = f"直接按回车，就用 {known}；不结转的输入 0" if known.is_file() else "没有的直接按回车"
    while True:
        said = _answer(f"上年的工作簿或公开稿：把文件拖到这个窗口里，再按回车；{usual}：")
        name = said.strip("\"'").strip()
        if name == "0" or not (name or known.is_file()):
            return None
        place = Path(name) if name else known
        if place.is_file():
            return place
        click.echo(f"没有这个文件：{place}")


def _build(files: Sequence[Path]) -> int:
    """A draft of the workbook, whose review page is opened; of other files what is natural."""
    chosen = list(files) or _chosen()
    if len(chosen) == 1 and chosen[0].is_file() and is_book(chosen[0]):
        return _build_one(chosen[0])
    from generator.cli import main as gen

    return typed(gen, ["open", "--", *map(str, chosen)]) if chosen else EXIT_UNUSABLE


def _build_one(book: Path) -> int:
    from functools import partial

    from generator.cli.building import open_note
    from generator.cli.report import Wanted, shown
    from generator.pipeline import build
    from generator.products.outcome import guarded

    made = partial(build, outputs=outputs_for(book), final=False, products=[])
    if told := open_note(book):
        click.echo(told)
    outcome = guarded(book, made)
    click.echo(shown(outcome, Wanted(False)))
    if page := outcome.files.get("page"):
        _show(page)
    return outcome.exit_code


def _final(files: Sequence[Path]) -> int:
    """The final version of each workbook."""
    chosen = list(files) or _chosen()
    return max(
        (_gen("build", "--final", "--outputs", outputs_for(book), "--", book) for book in chosen),
        default=EXIT_UNUSABLE,
    )


def _desk(files: Sequence[Path]) -> int:
    """The page for all of it: of a dropped folder, or of that of a workbook; else of the usual one."""
    folders = [file if file.is_dir() else outputs_for(file).parent for file in files[:1]]
    return _gen("desk", *folders)


def _chosen() -> list[Path]:
    """The workbook of the usual folder that is meant, where none was dropped."""
    from generator.cli.status import workbooks

    books = workbooks(_INPUTS)
    if not books:
        click.echo("请把工作簿拖到这个图标上。还没有工作簿的，先用「新建」。")
        return []
    if len(books) == 1:
        return books
    for number, book in enumerate(books, start=1):
        click.echo(f"  {number}  {book}")
    while True:
        said = _answer("是哪一个？输入前面的号码：")
        if said.isdecimal() and 0 < int(said) <= len(books):
            return [books[int(said) - 1]]


def _answer(question: str) -> str:
    click.echo(question, nl=False)
    sys.stdout.flush()
    said = sys.stdin.readline()
    if not said:
        raise EOFError
    note(said.strip())
    return said.strip()


def _show(file: Path) -> None:
    """Open a file with the program that the system has for it."""
    try:
        if sys.platform == "win32":
            os.startfile(file)
        else:
            webbrowser.open(file.absolute().as_uri())
    except OSError:
        click.echo(f"{file} 没有打开：电脑上没有打开它的程序，或者不让打开。请自己打开它。")


_ICONS: dict[str, Callable[[Sequence[Path]], int]] = {
    "new": _new,
    "build": _build,
    "final": _final,
    "desk": _desk,
}
