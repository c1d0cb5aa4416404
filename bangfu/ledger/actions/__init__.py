"""Every write to the book: record, reverse, confirm, dispute."""

from bangfu.ledger.actions.campaigns import change_campaign, register_campaign
from bangfu.ledger.actions.closing import close_period, reopen_period
from bangfu.ledger.actions.confirming import confirm_entry, dispute_entry
from bangfu.ledger.actions.posting import post_entries, post_entry, record_entry, reverse_batch, reverse_entry

__all__ = [
    "change_campaign",
    "close_period",
    "confirm_entry",
    "dispute_entry",
    "post_entries",
    "post_entry",
    "record_entry",
    "register_campaign",
    "reopen_period",
    "reverse_batch",
    "reverse_entry",
]
