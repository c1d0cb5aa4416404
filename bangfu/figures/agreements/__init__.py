"""Agreements against the ledger: what was promised, what was delivered, and the entries behind each number."""
