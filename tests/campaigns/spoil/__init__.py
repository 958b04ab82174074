"""Workbooks spoilt at random, and the demand that none of them is misread without a word.

``books`` takes the workbooks apart, ``rawbytes``, ``markup`` and ``person`` spoil them in three
ways, ``making`` chooses by a seed.  ``running`` lets the program read one and keeps what it made
as plain records; ``reading`` reads the same file with openpyxl, and ``judging`` compares the two.
The judge imports nothing of ``generator``.

A workbook passes when the program ends by itself within the time, raises nothing, and either
refuses it, or says of every cell what openpyxl finds there, or has a finding that names the cell.

Usage: ``python -m tests.campaigns.spoil --count 10000 --seed 1 --jobs 2``; one again: ``--only SEED``
"""
