"""Which draft a reviewed copy was made from, whatever it is called and whoever saved it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from generator.history.drafts import Record
from generator.model import Finding, InputProblem, Severity, regex

_YEAR = regex(r"(20\d\d)年度")
_LEAST = 0.3  # of all lines that a copy and its draft have in common


def recognised(
    records: Iterable[Record], identity: str, lines: Sequence[str], name: str
) -> tuple[Record, tuple[str, ...]] | None:
    """The record, and what a person should know about it; None where none is likely.

    ``identity`` is what the properties of the file say, "" for nothing.
    """
    written = [record for record in records if record.content is not None]
    known = next((r for r in written if identity and r.identity == identity), None)
    if known is not None:
        return known, ()
    own, year = set(lines), _year(lines)
    # The paper of last year is much like this year's draft, and no copy of it.
    same = [r for r in written if r.content and _year(r.content.lines) in (year, "")]
    likely = max(same, key=lambda r: (_likeness(r, own), r.file == name), default=None)
    if likely is None or _likeness(likely, own) < _LEAST:
        return None
    return likely, (f"文件里没有草稿的编号，按内容认出是 {likely.file}。",)


def _likeness(record: Record, lines: set[str]) -> float:
    own = set(record.content.lines) if record.content else set()
    return len(own & lines) / max(1, len(own | lines))


def _year(lines: Iterable[str]) -> str:
    """The year that lines speak of most, "" for none."""
    years = Counter(year for line in lines for year in _YEAR.findall(line))
    return max(years, key=lambda year: years[year], default="")


def workbook_of(record: Record, outputs: Path, reviewed: Path) -> Path:
    """The workbook that a draft was made from, by its name in the usual folders.

    Raises InputProblem where it is in none of them.
    """
    name = record.origin.workbook
    folders = (Path("inputs"), outputs.parent / "inputs", reviewed.parent, Path(), outputs.parent)
    found = next((place for folder in folders if (place := folder / name).is_file()), None)
    if found is None:
        message = f"没有找到 {record.file} 的工作簿 {name}"
        remedy = "在命令里给出工作簿：gen adopt 审改稿.docx 工作簿.xlsx。"
        raise not_taken(message, remedy)
    return found


def not_taken(message: str, remedy: str) -> InputProblem:
    """To raise for a file that is no reviewed copy, or of a draft that nobody knows."""
    return InputProblem([Finding("I22", Severity.ERROR, message, remedy=remedy)])
