"""Reading workbooks: from cells to facts."""
