"""What was measured, as tables for the terminal, README.md and docs/design.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Process, Times

_BEGIN, _END = "<!-- written by python -m benchmarks -->", "<!-- end of benchmarks -->"


@dataclass(frozen=True)
class Table:
    """One comparison: a sentence about it, the head, the rows."""

    about: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def __str__(self) -> str:
        lines = [self.head, tuple("---" for _ in self.head), *self.rows]
        return "\n".join([self.about, "", *(f"| {' | '.join(line)} |" for line in lines)])


def compared(
    about: str, times: dict[str, Times], runs: dict[str, Process] | None = None, ours: int = 1
) -> Table:
    """Engines side by side; the ratios say what each of the first ``ours`` takes of the others."""
    mine = list(times)[:ours]
    head = ("", "processor", "clock", *(["memory"] if runs else []))
    rows = []
    for name, values in times.items():
        taken = values.median
        memory = [f"{runs[name].peak // 1024} MiB"] if runs else []
        ratios = [_ratio(times[own], values) if name != own else "" for own in mine]
        rows.append((name, _ms(taken.cpu), _ms(taken.wall), *memory, *ratios))
    return Table(about, (*head, *(f"{name.partition(':')[0]} takes" for name in mine)), rows)


def _ratio(own: Times, other: Times) -> str:
    ratio = own.over(other)
    return f"{ratio.cpu:.2f}× ({ratio.wall:.2f}× by the clock)"


def _ms(taken: float) -> str:
    return f"{taken:.0f} ms" if taken >= 20 else f"{taken:.1f} ms"


def picked(about: str, tables: Sequence[Table], names: Sequence[str]) -> Table:
    """The rows of these names out of several tables, without the ratios."""
    found = {row[0]: row for table in tables for row in table.rows}
    rows = [found[name][:4] for name in names if name in found]
    return Table(about, ("", "processor", "clock", "memory"), rows)


def write_into(path: Path, tables: Sequence[Table]) -> None:
    """Put the tables between their marks.  Raises ValueError where the marks are gone."""
    text = path.read_text("utf-8")
    before, begin, rest = text.partition(_BEGIN)
    _, end, after = rest.partition(_END)
    if not begin or not end:
        raise ValueError(f"{path} has no place for the benchmarks")
    body = "\n\n".join(map(str, tables))
    path.write_text(f"{before}{begin}\n\n{body}\n\n{end}{after}", "utf-8")
