"""The workbook of targets."""

from bangfu.figures.imports.declared import TEMPLATES

__all__ = ["TEMPLATES"]
