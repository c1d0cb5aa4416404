"""Reading the book."""

from bangfu.ledger.queries.chain import verify_chains
from bangfu.ledger.queries.entries import (
    asked_of,
    entries_visible_to,
    entries_without,
    entry_page,
    own_entries,
    posted_sources,
    standing_entry,
    waiting_for,
)

__all__ = [
    "asked_of",
    "entries_visible_to",
    "entries_without",
    "entry_page",
    "own_entries",
    "posted_sources",
    "standing_entry",
    "verify_chains",
    "waiting_for",
]
