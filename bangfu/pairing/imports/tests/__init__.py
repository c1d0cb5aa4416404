"""Tests of importing and exporting helpers."""
