"""Tests of importing and exporting entries."""
