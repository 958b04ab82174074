"""The workbooks of a department's units: opened, and what stands against adding them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from generator.model import Finding, InputProblem, Severity, regex
from generator.workbook.reading.facts import Workbook
from generator.workbook.reading.subordinates import Subordinate
from generator.workbook.reading.values import label_key

# What stands beside workbooks and drafts: 核对表, what the units wrote.
_MADE = regex(r"-(?:核对表|各单位文字)\d*$")

Examine = Callable[[Path], tuple[Workbook | None, Sequence[Finding]]]
"""A workbook as it was read, None where it cannot be, and what was found by reading and checking."""


class UnitBook(Struct, frozen=True):
    """One unit: ``workbook`` is None where it cannot be added up.

    ``doubt`` says in Chinese why it is not checked (未核对), "" where nothing stands against it.
    """

    listed: Subordinate
    path: Path
    workbook: Workbook | None
    doubt: str = ""


def is_given(path: Path) -> bool:
    """True for a workbook that a person fills: no lock file, and not what the program wrote."""
    return not path.name.startswith(("~$", ".")) and not _MADE.search(path.stem)


def given(files: Iterable[Path], department: Path) -> list[Path]:
    """The workbooks among files and folders, in order, each once; not the department's own."""
    found = dict[Path, None]()
    for file in files:
        if not file.exists():
            message = f"没有这个文件或文件夹：{file}"
            raise InputProblem([Finding("I01", Severity.ERROR, message)])
        inside = sorted(file.glob("*.xlsx")) if file.is_dir() else [file]
        for path in inside:
            if is_given(path) and not path.samefile(department):
                found[path] = None
    return list(found)


def opened(
    listed: Sequence[Subordinate], department: Path, own: Workbook, examine: Examine
) -> Iterator[UnitBook]:
    """Every unit with its workbook, in the order of the sheet."""
    seen = dict[Path, str]()
    for unit in listed:
        path = department.parent / unit.workbook.replace("\\", "/")
        if not path.is_file():
            yield UnitBook(unit, path, None, f"没有它的工作簿 {unit.workbook}")
        elif path.resolve() in seen:
            yield UnitBook(unit, path, None, f"与「{seen[path.resolve()]}」是同一个工作簿")
        else:
            seen[path.resolve()] = unit.name
            yield _opened(unit, path, own, examine)


def _opened(unit: Subordinate, path: Path, own: Workbook, examine: Examine) -> UnitBook:
    workbook, findings = examine(path)
    errors = [f for f in findings if f.severity is Severity.ERROR]
    if workbook is None:
        said = errors[0].message if errors else "读不了"
        return UnitBook(unit, path, None, said)
    strange = _strange(workbook, own)
    if strange:
        return UnitBook(unit, path, None, strange)
    doubts = [*_named_otherwise(unit, workbook)]
    if errors:
        doubts.append(f"它自己有 {len(errors)} 个错误，例如：{errors[0].message}")
    return UnitBook(unit, path, workbook, "；".join(doubts))


def _strange(workbook: Workbook, own: Workbook) -> str:
    """Why the amounts of a workbook are not those of the department's year and form; "" if they are."""
    year, wanted = (b.facts["profile"]["year"]["value"].text for b in (workbook, own))
    if year != wanted:
        return f"是 {year} 年度的，不是 {wanted} 年度的"
    if workbook.edition.id != own.edition.id:
        return f"版式是 {workbook.edition.id}，部门的是 {own.edition.id}"
    return ""


def _named_otherwise(unit: Subordinate, workbook: Workbook) -> Iterator[str]:
    name = workbook.facts["profile"]["name"]["value"].text
    if unit.name and label_key(name) != label_key(unit.name):
        yield f"工作簿里的单位全称是「{name}」"
