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

_SENTENCE = "T01"  # the template cannot print something

Examine = Callable[[Path], tuple[Workbook | None, Sequence[Finding]]]
"""A workbook as it was read, None where it cannot be, and what was found by reading and checking."""


class UnitBook(Struct, frozen=True):
    """One unit: ``workbook`` is None where it cannot be added up.

    ``doubt`` says in Chinese why it is not checked (未核对), "" where nothing stands against it;
    ``remedy`` what to do then.
    """

    listed: Subordinate
    path: Path
    workbook: Workbook | None
    doubt: str = ""
    remedy: str = ""


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


_LOST = "把它放到这里，或在「所属单位」改正「工作簿」一格；不再属于本部门的，删去这一行。"
_TWICE = "在「所属单位」改正「工作簿」一格，或删去这一行。"
_SAME_NAME = "是同一个单位的，只留一个；不是的，在它的「基本信息」改正单位全称。"
_OWN_ERRORS = "请它改正，gen check {} 列出全部问题；改好以后再运行。"


def opened(
    listed: Sequence[Subordinate], department: Path, own: Workbook, examine: Examine
) -> Iterator[UnitBook]:
    """Every unit with its workbook, in the order of the sheet; no workbook and no name twice."""
    seen, names = dict[Path, str](), dict[str, str]()
    for unit in listed:
        path = department.parent / unit.workbook.replace("\\", "/")
        if not path.is_file():
            yield UnitBook(unit, path, None, f"没有它的工作簿 {unit.workbook}", _LOST)
        elif path.resolve() in seen:
            doubt = f"与「{seen[path.resolve()]}」是同一个工作簿"
            yield UnitBook(unit, path, None, doubt, _TWICE)
        else:
            seen[path.resolve()] = unit.name
            yield _once(_opened(unit, path, own, examine), names)


def _once(found: UnitBook, names: dict[str, str]) -> UnitBook:
    """The unit, unless another workbook has its name: then it would be added twice."""
    if found.workbook is None:
        return found
    name, workbook = _name(found.workbook), found.listed.workbook
    other = names.setdefault(label_key(name), workbook) if name else workbook
    if other == workbook:
        return found
    doubt = f"{other} 的单位全称也是「{name}」，同一个单位会加两次"
    return UnitBook(found.listed, found.path, None, doubt, _SAME_NAME)


def _opened(unit: Subordinate, path: Path, own: Workbook, examine: Examine) -> UnitBook:
    workbook, findings = examine(path)
    errors = [f for f in findings if f.severity is Severity.ERROR]
    # What no sentence can say follows from an amount: that is told.
    example = next((f for f in errors if f.rule != _SENTENCE), next(iter(errors), None))
    remedy = _OWN_ERRORS.format(unit.workbook)
    if workbook is None:
        said = _said(example) if example is not None else "读不了"
        return UnitBook(unit, path, None, said, remedy)
    strange = _strange(workbook, own)
    if strange:
        year = own.facts["profile"]["year"]["value"].text
        remedy = f"换上它 {year} 年度、版式 {own.edition.id} 的工作簿。"
        return UnitBook(unit, path, None, strange, remedy)
    doubts = [*_named_otherwise(unit, workbook)]
    if example is not None:
        doubts.append(f"它自己有 {len(errors)} 个错误，例如：{_said(example)}")
    else:
        remedy = "在「所属单位」或它的「基本信息」改正名称。"
    doubt = "；".join(doubts)
    return UnitBook(unit, path, workbook, doubt, remedy if doubt else "")


def _said(finding: Finding) -> str:
    """A finding in a line, with its first cells."""
    cells = "、".join(map(str, finding.cells[:2]))
    return finding.message + (f"（{cells}）" if cells else "")


def _name(workbook: Workbook) -> str:
    return workbook.facts["profile"]["name"]["value"].text


def _strange(workbook: Workbook, own: Workbook) -> str:
    """Why the amounts of a workbook are not those of the department's year and form; "" if they are."""
    year, wanted = (b.facts["profile"]["year"]["value"].text for b in (workbook, own))
    if year != wanted:
        return f"是 {year} 年度的，不是 {wanted} 年度的"
    if workbook.edition.id != own.edition.id:
        return f"版式是 {workbook.edition.id}，部门的是 {own.edition.id}"
    return ""


def _named_otherwise(unit: Subordinate, workbook: Workbook) -> Iterator[str]:
    name = _name(workbook)
    if unit.name and label_key(name) != label_key(unit.name):
        yield f"工作簿里的单位全称是「{name}」"
