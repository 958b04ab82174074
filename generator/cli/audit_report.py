"""What ``gen audit`` says of papers, as text for a person and as JSON for a program."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from generator.checks import by_cause
from generator.cli.report import Line, block_text, finding_json, finding_text
from generator.history.audited import Audit, JudgedNumber, NumberStanding
from generator.model import WEIGHTS, Cell, Severity
from generator.products.outcome import Outcome
from generator.workbook.widths import aligned

_MOST = 12  # paragraphs whose numbers are listed
_HEAD: Line = ("公开稿", "错误", "警告", "提示", "未核对", "结果")


def shown(
    path: Path,
    found: Audit | Outcome,
    as_json: bool,
    written: Sequence[Path] = (),
    notes: Sequence[str] = (),
) -> str:
    """The result of one paper, and the files that were ``written`` beside it."""
    if as_json:
        files = {"files": [str(file) for file in written], "notes": list(notes)}
        return json.dumps(_json(path, found) | files, ensure_ascii=True, indent=2)
    return "\n".join([*_text(path, found), *(f"已写出 {file}" for file in written), *notes])


def exit_code(found: Audit | Outcome) -> int:
    """0 all right, 1 errors or something that could not be looked at, 2 unusable, 3 a fault."""
    if isinstance(found, Outcome):
        return found.exit_code
    return 1 if _errors(found) or found.undone else 0


def line_of(path: Path, found: Audit | Outcome) -> Line:
    """A paper's line in the table of many."""
    if isinstance(found, Outcome):
        return (str(path), "", "", "", "", "程序出错" if found.failed else "不能核对")
    counts = Counter(f.severity for f in found.findings)
    numbers = (str(counts[severity]) for severity in WEIGHTS)
    return (str(path), *numbers, str(len(_unjudged(found))), _state(found))


def table(lines: Sequence[Line]) -> str:
    """The results of many papers at a glance."""
    return "\n".join(aligned([_HEAD, *lines]))


def _state(found: Audit) -> str:
    errors = "有错误" if _errors(found) else "没有发现错误"
    return f"{errors}，没有核对完" if found.undone else errors


def _errors(found: Audit) -> bool:
    return any(finding.severity is Severity.ERROR for finding in found.findings)


def _unjudged(found: Audit) -> list[JudgedNumber]:
    return [number for number in found.numbers if number.standing is NumberStanding.UNJUDGED]


def _text(path: Path, found: Audit | Outcome) -> Iterator[str]:
    if isinstance(found, Outcome):
        yield f"{path}：{'程序出错，没有处理完' if found.failed else '不能核对'}"
        yield from map(finding_text, found.findings)
        return
    counts = Counter(f.severity for f in found.findings)
    told = "，".join(f"{severity.chinese} {counts[severity]}" for severity in WEIGHTS)
    paper = found.paper
    yield f"{path}：{paper.year} 年度，按 {paper.edition.id} 版式核对：{told}"
    yield from (block_text(lead, others) for lead, others in by_cause(found.findings))
    standings = Counter(number.standing for number in found.numbers)
    parts = "，".join(f"{standing.value} {standings[standing]}" for standing in NumberStanding)
    yield f"正文里的数 {len(found.numbers)} 个：{parts}"
    yield from _listed(_unjudged(found))
    if found.undone:
        yield f"没有核对的 {len(found.undone)} 处："
        yield from (f"  {cell}  {why}" for cell, why in found.undone)
    yield f"结果：{_state(found)}。"


def _listed(numbers: list[JudgedNumber]) -> Iterator[str]:
    """The numbers that nobody judged, those of one place together."""
    by_place: dict[Cell, list[JudgedNumber]] = {}
    for number in numbers:
        by_place.setdefault(number.place, []).append(number)
    if by_place:
        yield "未核对的数（公开稿自己的话，或版式里没有的句子，请人看）："
    for place, found in list(by_place.items())[:_MOST]:
        yield f"  {place}：{'、'.join(number.text for number in found)}（{found[0].quoted}）"
    if len(by_place) > _MOST:
        yield f"  …… 还有 {len(by_place) - _MOST} 段，用 --json 看全部。"


def _json(path: Path, found: Audit | Outcome) -> dict[str, Any]:
    if isinstance(found, Outcome):
        return {
            "paper": str(path),
            "unusable": found.unusable,
            "failed": found.failed,
            "findings": [finding_json(f) for f in found.findings],
        }
    return {
        "paper": str(path),
        "unusable": False,
        "failed": False,
        "year": found.paper.year,
        "edition": found.paper.edition.id,
        "tables": list(found.paper.tables),
        "complete": not found.undone,
        "findings": [finding_json(f) for f in found.findings],
        "undone": [{"place": str(cell), "why": why} for cell, why in found.undone],
        "numbers": [
            {
                "text": number.text,
                "place": str(number.place),
                "quoted": number.quoted,
                "standing": number.standing.value,
            }
            for number in found.numbers
        ],
    }
