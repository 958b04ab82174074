"""A department is the sum of its units: filled from their workbooks, or compared with them."""

from generator.products.summing.report import SumReport
from generator.products.summing.summing import sum_up

__all__ = ["SumReport", "sum_up"]
