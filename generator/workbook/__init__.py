"""The workbook: read into facts, written blank or filled, whoever saved it last."""
