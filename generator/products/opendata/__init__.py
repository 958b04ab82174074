"""Open data beside the document: its tables and figures as .xlsx, CSV and JSON.

The .xlsx looks as the tables are printed; CSV and JSON are for programs and keep blank, zero
and not applicable apart.  Everything is what the document says, nothing more: amounts in the currency
and with the decimals that are printed, no cells of the workbook, no findings.
"""

from generator.products.opendata.files import open_data

__all__ = ["open_data"]
