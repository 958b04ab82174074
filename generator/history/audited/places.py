"""Where in the paper something stands, in words, in the place of the cells of a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from generator.history.audited.lines import AuditLine
from generator.history.papers import PaperRead
from generator.model import Cell, Facts, Finding, Mismatch, Side
from generator.workbook.reading.cells import place_of


class PaperSpot(Struct, frozen=True):
    """A block of the paper, and in a table the row and the column, from 1; 0 for all of it."""

    block: int
    row: int = 0
    column: int = 0


class PaperPlaces(Struct, dict=True):
    """Cells of the facts, and lines of the paper, as places in it."""

    paper: PaperRead
    facts: Facts
    shown: Mapping[Cell, AuditLine] = field(default_factory=dict)
    spots: dict[Cell, PaperSpot] = field(default_factory=dict)
    _told: dict[Cell, Cell] = field(default_factory=dict)

    def line(self, line: AuditLine) -> Cell:
        """The place of a line."""
        heading = " ".join(line.under.split())
        under = f"「{heading}」" if heading else "开头部分"
        if line.row:
            where = f"{under}下第{line.place}张表第{line.row}行"
        else:
            where = f"{under}下第{line.place}段" if line.place else f"标题{under}"
        cell = Cell(where, "")
        self.spots.setdefault(cell, PaperSpot(line.block, line.row))
        return cell

    def cell(self, cell: Cell) -> Cell:
        """The place of a cell of the facts; the cell itself where the paper does not show it."""
        if cell not in self._told:
            self._told[cell] = self._found(cell)
        return self._told[cell]

    def _found(self, cell: Cell) -> Cell:
        printed = next((p for p in self.paper.printed.values() if p.form.sheet == cell.sheet), None)
        if printed is None:
            line = self.shown.get(cell)
            return self.line(line) if line else cell
        at = next(n for n, block in enumerate(self.paper.blocks) if block is printed.table)
        if not cell.address:
            return self._place(Cell(cell.sheet, ""), PaperSpot(at))
        row, column = place_of(cell.address)
        row -= len(printed.lines)
        if row < 1:
            return self._place(Cell(f"{cell.sheet}表头", ""), PaperSpot(at))
        label = self.labels.get(cell, "")
        named = f"（{label}）" if label else ""
        return self._place(
            Cell(f"{cell.sheet}第{row}行第{column}列{named}", ""), PaperSpot(at, row, column)
        )

    def _place(self, cell: Cell, spot: PaperSpot) -> Cell:
        self.spots.setdefault(cell, spot)
        return cell

    @cached_property
    def labels(self) -> dict[Cell, str]:
        """What the cells of the official tables are called."""
        tables = (self.facts.tables[form.id] for form in self.paper.edition.forms)
        return {
            fact.cell: fact.label
            for table in tables
            for row in table.rows
            for fact in row.cells.values()
        }

    def told(self, finding: Finding) -> Finding:
        """A finding with places of the paper for its cells, in its words too."""
        named = dict.fromkeys((*finding.cells, *(c for s in finding.sides for c in s.cells)))
        message = finding.message
        for cell in named:
            if cell.address:
                message = message.replace(str(cell), str(self.cell(cell)))
        slip = finding.slip
        if slip:
            part, meant = (self.cell(c) if c else None for c in (slip.part, slip.meant))
            slip = replace(slip, part=part, meant=meant)
        return replace(
            finding,
            message=message,
            cells=self._all(finding.cells),
            mismatch=self._sides(finding.mismatch),
            slip=slip,
            cause=self.cell(finding.cause) if finding.cause else None,
        )

    def _sides(self, found: Mismatch | None) -> Mismatch | None:
        if found is None:
            return None
        left, right = (Side(s.value, self._all(s.cells)) for s in found.sides)
        return replace(found, left=left, right=right, currency=self.paper.edition.currency)

    def _all(self, cells: Iterable[Cell]) -> tuple[Cell, ...]:
        return tuple(dict.fromkeys(map(self.cell, cells)))
