"""What the office has already, put into the workbook: exports of the accounts software, forms."""

from generator.products.filling.filling import fill_in
from generator.products.filling.report import FillReport

__all__ = ["FillReport", "fill_in"]
