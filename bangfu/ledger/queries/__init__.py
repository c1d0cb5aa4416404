"""Reading the book."""

from bangfu.ledger.queries.chain import verify_chains
from bangfu.ledger.queries.entries import entries_visible_to, entry_page, own_entries, waiting_for

__all__ = ["entries_visible_to", "entry_page", "own_entries", "verify_chains", "waiting_for"]
