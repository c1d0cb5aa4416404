"""Pairing's tables in lists, details and forms that have grown beyond the manifest."""
