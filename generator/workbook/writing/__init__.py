"""The input workbook: written blank, or with given values, from an edition's declarations."""

from generator.workbook.writing.filling import Values
from generator.workbook.writing.writer import write_workbook

__all__ = ["Values", "write_workbook"]
