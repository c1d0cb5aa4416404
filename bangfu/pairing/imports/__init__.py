"""The workbook of helpers."""
