"""Random units whose accounts agree, and every number of their drafts computed once more.

``making`` invents a unit from a seed, ``filling`` types it into a blank workbook, ``running``
builds the draft through the command line, and ``judging`` reads the draft and recomputes what is
printed.  What a number must be is stated here once more, from the forms and the disclosure
rules; nothing of ``generator`` is imported.  Amounts are whole 分 (``int``) while a unit is
invented, and ``Decimal`` as typed and as printed.

Usage: ``python -m tests.campaigns.units --units 300 --seed 1 --jobs 2``
"""
