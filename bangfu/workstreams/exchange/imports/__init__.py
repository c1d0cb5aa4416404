"""The workbook of needs."""
