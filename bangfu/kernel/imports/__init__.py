"""Importing workbooks: staged, validated whole, compared, applied in one transaction, undone as a whole."""
