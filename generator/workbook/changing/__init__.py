"""Writing cells into a workbook that is there: everything else stays as it was."""

from generator.workbook.changing.asking import formulas_in
from generator.workbook.changing.entries import CellEntry, Entered, Growth, NewSheet, Standing
from generator.workbook.changing.writer import NoRoom, enter

__all__ = [
    "CellEntry",
    "Entered",
    "Growth",
    "NewSheet",
    "NoRoom",
    "Standing",
    "enter",
    "formulas_in",
]
