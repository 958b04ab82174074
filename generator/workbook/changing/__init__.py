"""Writing cells into a workbook that is there: everything else stays as it was."""

from generator.workbook.changing.entries import CellEntry, Entered, Growth, Standing
from generator.workbook.changing.writer import enter

__all__ = ["CellEntry", "Entered", "Growth", "Standing", "enter"]
