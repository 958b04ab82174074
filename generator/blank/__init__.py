"""The input workbook: written blank, or with given values, from an edition's declarations."""

from generator.blank.filling import Content
from generator.blank.writer import write_workbook

__all__ = ["Content", "write_workbook"]
