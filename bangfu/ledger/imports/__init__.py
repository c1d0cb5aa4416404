"""The ledger's workbook."""
