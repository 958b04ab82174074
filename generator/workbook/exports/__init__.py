"""Tables that other programs wrote: found by what stands in them, read with their places."""

EXPORTS = (".xls", ".xlsb", ".ods", ".et", ".csv")
"""How only an export is called, never a workbook."""
ENDINGS = (".xlsx", ".xlsm", ".docx", ".xml", ".htm", ".html", *EXPORTS)
"""How files are called that may have tables."""
