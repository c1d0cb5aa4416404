"""Every write to pairings."""

from bangfu.pairing.actions.acceptance import accept, undo_acceptance
from bangfu.pairing.actions.enrolments import change_enrolment, end_enrolment, enrol
from bangfu.pairing.actions.freezing import freeze, release
from bangfu.pairing.actions.handing import end_exited, follow_recipients, hand_over
from bangfu.pairing.actions.pairs import end_pairing, pair, replace_helper
from bangfu.pairing.actions.proposals import adjust, propose, propose_districts, restore, withdraw

__all__ = [
    "accept",
    "adjust",
    "change_enrolment",
    "end_enrolment",
    "end_exited",
    "end_pairing",
    "enrol",
    "follow_recipients",
    "freeze",
    "hand_over",
    "pair",
    "propose",
    "propose_districts",
    "release",
    "replace_helper",
    "restore",
    "undo_acceptance",
    "withdraw",
]
