"""What was published for a year: the figures that the record of its final version holds.

A workbook may be changed after its final version was written.  What readers hold is what was
printed then, so the year after is compared with that (``上年公开数``).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from msgspec import Struct

from generator.editions.money import Money
from generator.figures.phrasing import trimmed
from generator.history import drafts
from generator.model import Figure, regex

Key = tuple[str, str, str]  # block, line, column

_MOST_NAMED = 5
_AMOUNT = regex(r"(-?[0-9]+(?:\.[0-9]+)?)(万元|元)")
_FINAL = "决算公开定稿"


class Final(Struct, frozen=True):
    """The latest final version of a workbook, as its record tells.

    ``record`` is None where there is none; ``damaged`` are the records of its final versions that
    cannot be read; ``changed``: the workbook is not the one that it was written from.
    """

    year: str
    record: drafts.Record | None = None
    changed: bool = False
    damaged: tuple[Path, ...] = ()


class CarriedFigure(Struct, frozen=True):
    """A carried figure against what was printed of it, in 元; None where it was not printed.

    Both are told in ``money``.
    """

    figure: Figure
    printed: Decimal | None
    money: Money

    @property
    def told(self) -> str:
        """Cells and both amounts, as 公开01表!C37 总计（公开 233.37 万元，工作簿 230 万元）."""
        cells = "、".join(map(str, self.figure.cells))
        if self.printed is None:
            return f"{cells} {self.figure.label}"
        amounts = (self.money.scaled(amount) for amount in (self.figure.amount, self.printed))
        now, then = (f"{trimmed(amount)} {self.money.currency}" for amount in amounts)
        return f"{cells} {self.figure.label}（公开 {then}，工作簿 {now}）"


def final_of(workbook: Path, year: str, outputs: Path) -> Final:
    """The latest final version of a workbook among the records of its year."""
    records, unread = drafts.records_in(outputs / year)
    damaged = tuple(p for p in unread if p.name.startswith(f"{workbook.stem}{_FINAL}"))
    finals = [
        record
        for record in records
        if record.final and record.content and Path(record.origin.workbook).stem == workbook.stem
    ]
    latest = max(finals, key=_moment, default=None)
    if latest is None:
        return Final(year, damaged=damaged)
    try:
        changed = drafts.sha256(workbook.read_bytes()) != latest.origin.workbook_sha256
    except OSError:  # gone since it was read: each figure is compared
        changed = True
    return Final(year, latest, changed, damaged)


def differing(
    final: Final, figures: Mapping[Key, Figure], money: Money
) -> dict[Key, CarriedFigure]:
    """The carried figures that were printed otherwise, or not at all; by the keys given.

    ``money`` is what the final version printed amounts in.  A nil amount that was not printed
    differs in nothing.
    """
    if final.record is None or final.record.content is None or not final.changed:
        return {}
    printed = {
        (figure.label, figure.cells): Decimal(amount[1])
        for figure in final.record.content.figures
        if (amount := _AMOUNT.fullmatch(figure.text)) and amount[2] == money.currency
    }
    found = {}
    for key, figure in figures.items():
        then = printed.get((figure.label, tuple(map(str, figure.cells))))
        now = money.printed(figure.amount)
        if then != now and (then is not None or now):
            found[key] = CarriedFigure(
                figure, None if then is None else then * money.of_yuan, money
            )
    return found


def told(final: Final, found: Mapping[Key, CarriedFigure]) -> str:
    """One line for the person who makes the new workbook."""
    damaged = f"（记录 {'、'.join(map(str, final.damaged))} 读不了）" if final.damaged else ""
    if final.record is None:
        return (
            f"没有找到 {final.year} 年度的定稿记录{damaged}："
            "上年公开数取自工作簿，请与公开的数核对。"
        )
    said = f"上年公开数取自定稿 {final.record.file}{damaged}"
    different = _listed([c.told for c in found.values() if c.printed is not None])
    unknown = _listed([c.told for c in found.values() if c.printed is None])
    if different:
        said += (
            f"；工作簿后来改动过，有 {different}，与公开的不同：上年决算数取工作簿的，要写更正原因"
        )
    if unknown:
        said += f"；定稿里没有找到 {unknown}：上年公开数取自工作簿，请与公开的数核对"
    return f"{said}。"


def _listed(told: list[str]) -> str:
    """The first of several, with their number; "" for none."""
    more = "等" if len(told) > _MOST_NAMED else ""
    listed = dict.fromkeys(told)
    return f"{len(told)} 个数：{'；'.join([*listed][:_MOST_NAMED])}{more}" if told else ""


def _moment(record: drafts.Record) -> tuple[datetime, int, str]:
    """When it was written; of two within a second the one with the higher number."""
    try:
        written = datetime.fromisoformat(record.origin.written).astimezone(UTC)
    except (ValueError, OverflowError):  # somebody edited the record
        written = datetime.min.replace(tzinfo=UTC)
    return written, len(record.file), record.file
