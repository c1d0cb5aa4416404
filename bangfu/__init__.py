"""Bangfu 帮扶: a county's whole assistance programme on one ledger."""

__version__ = "0.1.0"
