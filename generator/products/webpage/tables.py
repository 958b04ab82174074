"""Tables that a screen reader can follow: caption, header rows, and what heads each row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from generator.document import Draft
from generator.products.review.model import DocumentTable, TableCell

Cells = Sequence[TableCell]


class HeadedCell(NamedTuple):
    """A cell; ``scope`` is what it is the head of, "" for one that is none."""

    cell: TableCell
    scope: str = ""
    amount: bool = False


class HeadedTable(NamedTuple):
    """A table with the lines of its caption."""

    id: str
    caption: tuple[str, ...]
    head: tuple[tuple[HeadedCell, ...], ...]
    rows: tuple[tuple[HeadedCell, ...], ...]


class TableReader:
    """Reads the tables of one draft, counting them."""

    def __init__(self, draft: Draft) -> None:
        self._figures = {spot.number for spot in draft.spots if spot.kind == ""}
        self._captions: list[str] = []

    def table(self, table: DocumentTable, above: Sequence[str], official: bool) -> HeadedTable:
        """A table with the lines ``above`` it as its caption.

        ``official``: every name in it heads the amounts to its right.
        """
        lines = [" ".join(line.split()) for line in above]
        lines[-1] += self._again("".join(lines))
        head, rest = table.rows[: table.head], table.rows[table.head :]
        headed = bool(head) and not official
        return HeadedTable(
            f"t{len(self._captions)}",
            tuple(lines),
            tuple(tuple(map(_head_cell, cells)) for cells in head),
            tuple(tuple(self._row(cells, official, headed)) for cells in rest),
        )

    def _again(self, caption: str) -> str:
        """A number where an earlier table has the same caption, else ""."""
        self._captions.append(caption)
        times = self._captions.count(caption)
        return f"（{times}）" if times > 1 else ""

    def _row(self, cells: Cells, official: bool, headed: bool) -> Iterator[HeadedCell]:
        names = [self._is_name(cell, official) for cell in cells]
        if headed and not any(names):
            first = next((n for n, cell in enumerate(cells) if not _text(cell).isdigit()), 0)
            names[first] = bool(_text(cells[first]))
        across = all(names)  # a header row in the middle of a form
        for number, (cell, name) in enumerate(zip(cells, names, strict=True)):
            beside = number + 1 < len(cells) and not names[number + 1]
            if not name:
                yield HeadedCell(cell, amount=self._is_amount(cell))
            elif cell.rows == 1 and (across or not (beside or official or headed)):
                yield HeadedCell(cell, "col")
            else:
                yield HeadedCell(cell, "row")

    def _is_name(self, cell: TableCell, official: bool) -> bool:
        """True for the template's own words; in an official table also for typed names."""
        text = _text(cell)
        if not text or text.isdigit():
            return False
        if official:
            return not any(spot in self._figures for spot in _spots(cell))
        return all(spot < 0 for spot in _spots(cell))

    def _is_amount(self, cell: TableCell) -> bool:
        """True for a cell of nothing but a figure."""
        found = list(_spots(cell))
        return len(found) == 1 and found[0] in self._figures


def _head_cell(cell: TableCell) -> HeadedCell:
    return HeadedCell(cell, ("colgroup" if cell.columns > 1 else "col") if _text(cell) else "")


def _text(cell: TableCell) -> str:
    return "".join(paragraph.text for paragraph in cell.paragraphs).strip()


def _spots(cell: TableCell) -> Iterator[int]:
    return (piece.spot for paragraph in cell.paragraphs for piece in paragraph.pieces)
