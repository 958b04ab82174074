"""A published or drafted 决算公开 read back into the cells of a workbook of its own year.

It lives in ``history``, what was written before: it needs the editions, the readers of the official
tables and the layout of the workbook, which stand above, and the roll-over into the next year, a
product, needs it.
"""

from generator.history.papers.opening import is_paper, read_paper
from generator.history.papers.reading import PaperRead

__all__ = ["PaperRead", "is_paper", "read_paper"]
