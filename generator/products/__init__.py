"""What is made beside the draft: pages, lists, data, the PDF, the workbook of the next year."""
