"""From one Excel workbook to a unit's complete 部门决算公开 as a Word draft."""

__version__ = "0.1.0"
