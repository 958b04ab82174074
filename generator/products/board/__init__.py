"""The board of a bureau: how far each of its units is, on one page and in one workbook."""

from generator.products.board.board import BoardRow, Cause, board_book, board_page

__all__ = ["BoardRow", "Cause", "board_book", "board_page"]
