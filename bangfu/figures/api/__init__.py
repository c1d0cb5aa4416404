"""Figures and statistical tables in the JSON API."""

from bangfu.figures.api import tables, values

__all__ = ["tables", "values"]
