"""Planted mistakes: what accountants really do to a workbook, and whether it is told at its place.

Every plant is a change to one of the workbooks in ``inputs/`` with the cells at which it must be
told.  The places are stated here by hand, apart from the checks.
"""
