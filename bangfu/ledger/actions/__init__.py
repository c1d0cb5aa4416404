"""Every write to the book: record, reverse, confirm, dispute, tell doubles apart."""

from bangfu.ledger.actions.campaigns import change_campaign, register_campaign
from bangfu.ledger.actions.closing import close_period, reopen_period
from bangfu.ledger.actions.confirming import confirm_entries, confirm_entry, dispute_entries, dispute_entry
from bangfu.ledger.actions.doubles import decide_double, find_doubles, keep_apart, reopen_double, suspect_doubles
from bangfu.ledger.actions.posting import post_entries, post_entry, post_judged
from bangfu.ledger.actions.recording import may_record, record_entries, record_entry
from bangfu.ledger.actions.reversing import (
    reverse_batch,
    reverse_entry,
    reverse_posted,
    reverse_posted_batch,
)

__all__ = [
    "change_campaign",
    "close_period",
    "confirm_entries",
    "confirm_entry",
    "decide_double",
    "dispute_entries",
    "dispute_entry",
    "find_doubles",
    "keep_apart",
    "may_record",
    "post_entries",
    "post_entry",
    "post_judged",
    "record_entries",
    "record_entry",
    "register_campaign",
    "reopen_double",
    "reopen_period",
    "reverse_batch",
    "reverse_entry",
    "reverse_posted",
    "reverse_posted_batch",
    "suspect_doubles",
]
