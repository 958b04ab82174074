"""``gen FILE…``: files or folders in the place of a command, as they are dropped on an icon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from generator.cli.shared import fail, path
from generator.model import InputProblem
from generator.workbook.exports import EXPORTS

OUTPUTS = "outputs"
_EXIT_INTERRUPTED = 130
_BOOKS = (".xlsx", ".xlsm")
_PAPERS = (".doc", ".pdf")
KNOWN = (*_BOOKS, ".docx", ".json", *_PAPERS, *EXPORTS)


@click.command("open")
@click.argument("files", nargs=-1, required=True, type=path, metavar="文件…")
@click.pass_context
def open_command(ctx: click.Context, files: tuple[Path, ...]) -> None:
    """做文件该做的事：工作簿生成草稿，审改稿收回意见，公开稿读成工作簿，文件夹看进度。

    「open」可以不写：文件拖到程序图标上，就是这样做的。
    """
    raise SystemExit(carried_out(steps(files), ctx.find_root().command))


def is_dropped(word: str) -> bool:
    """True for what can only be a file or folder; a mistyped command has neither place nor ending."""
    place = Path(word)
    return place.exists() or place.suffix.lower() in KNOWN or any(x in word for x in "/\\")


def carried_out(asked: Iterable[Sequence[str]], gen: click.Command) -> int:
    """Do some commands one after the other, each as if typed; the highest of their exit codes."""
    codes = [0]
    for arguments in asked:
        codes.append(code := typed(gen, arguments))
        if code == _EXIT_INTERRUPTED:
            break
    return max(codes)


def typed(gen: click.Command, arguments: Sequence[str]) -> int:
    """Do what these words behind ``gen`` ask for; the exit code."""
    try:
        gen.main(list(arguments), prog_name="gen")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def steps(files: Sequence[Path]) -> list[list[str]]:
    """What is to be typed behind ``gen`` for these files.  Workbooks go together, in one call.

    Raises Refused for exports without the workbook to be filled, and for unknown kinds of files.
    """
    exports = [file for file in files if _is_export(file)]
    books = [file for file in files if file not in exports and _may_be_book(file)]
    if exports and len(books) == 1:
        forms = [file for file in files if _kind(file) == ".docx" and not _is_copy(file)]
        fill = ["fill", "--", *map(str, [*books, *exports, *forms])]
        rest = [file for file in files if file not in (*books, *exports, *forms)]
        return [fill, *map(_other, rest)]
    if exports:
        fail(
            f"{exports[0]} 不是填报工作簿。是导出的表的，把它和要填的那个工作簿一起选中，再一起拖上来。"
        )
    found: list[list[str]] = []
    for place in dict.fromkeys(map(outputs_for, books)):
        some = [str(book) for book in books if outputs_for(book) == place]
        found.append(["build", "--outputs", str(place), "--", *some])
    return found + [_other(file) for file in files if file not in books]


def is_book(file: Path) -> bool:
    """True for a workbook by its name, other than a 核对表 and what was exported as .xlsx."""
    return _may_be_book(file) and not _is_export(file)


def _may_be_book(file: Path) -> bool:
    from generator.history.returned.checklist_remarks import has_opinions

    return _kind(file) in _BOOKS and not has_opinions(file)


def _is_export(file: Path) -> bool:
    """True for a file of the accounts software; False also for a workbook that cannot be opened."""
    if _kind(file) not in _BOOKS:
        return _kind(file) in EXPORTS
    from generator.workbook.reading.opening import open_workbook
    from generator.workbook.reading.origin import is_foreign

    try:
        return is_foreign(open_workbook(file)) and _may_be_book(file)
    except InputProblem:
        return False


def _kind(file: Path) -> str:
    return "" if file.is_dir() else file.suffix.lower()


def _other(file: Path) -> list[str]:
    """What is to be done with what is no workbook."""
    if file.is_dir():
        return ["status", "--outputs", str(file / OUTPUTS), "--", str(file)]
    if _kind(file) in _PAPERS or (_kind(file) == ".docx" and not _is_copy(file)):
        return ["read", "--", str(file)]
    if _kind(file) not in KNOWN:
        fail(f"{file} 不是这里用得上的文件：可以是工作簿、Word 草稿、公开稿，或者文件夹。")
    return ["adopt", "--outputs", str(_records_for(file)), "--", str(file)]


def _is_copy(file: Path) -> bool:
    from generator.history.returned.reading import is_copy

    return file.is_file() and is_copy(file, _records_for(file))


def outputs_for(workbook: Path) -> Path:
    """The folder of the drafts of a workbook: beside it, or beside the folder ``inputs``."""
    folder = workbook.parent
    return (folder.parent if folder.name == "inputs" else folder) / OUTPUTS


def _records_for(file: Path) -> Path:
    """The folder of the drafts from which a returned file may come: above it, beside it, or ours."""
    above = [folder for folder in file.absolute().parents if folder.name == OUTPUTS]
    places = [*above, outputs_for(file), Path(OUTPUTS)]
    return next((place for place in places if place.is_dir()), Path(OUTPUTS))
