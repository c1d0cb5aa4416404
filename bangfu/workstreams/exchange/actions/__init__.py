"""Every write to the exchange's tables."""

from bangfu.workstreams.exchange.actions.claims import (
    approve_claim,
    cancel_claim,
    claim_need,
    refuse_claim,
    release_claim,
)
from bangfu.workstreams.exchange.actions.codes import confirm_by_code, issue_code
from bangfu.workstreams.exchange.actions.complaints import complain, dismiss_complaint, uphold_complaint
from bangfu.workstreams.exchange.actions.delivery import (
    allow_contact,
    confirm_by_paper,
    confirm_receipt,
    deliver,
    dispute_delivery,
    rate,
    read_contact,
    record_contact,
)
from bangfu.workstreams.exchange.actions.needs import (
    change_need,
    check_needs,
    clear_need,
    enter_need,
    list_again,
    publish_needs,
    question_need,
    refuse_need,
    return_need,
    settle_for_less,
    submit_need,
    withdraw_need,
)
from bangfu.workstreams.exchange.actions.offers import (
    approve_offers,
    change_offer,
    make_offer,
    refuse_offer,
    withdraw_offer,
)
from bangfu.workstreams.exchange.actions.wishing import carry_over, close_wave, open_wave

__all__ = [
    "allow_contact",
    "approve_claim",
    "approve_offers",
    "cancel_claim",
    "carry_over",
    "change_need",
    "change_offer",
    "check_needs",
    "claim_need",
    "clear_need",
    "close_wave",
    "complain",
    "confirm_by_code",
    "confirm_by_paper",
    "confirm_receipt",
    "deliver",
    "dismiss_complaint",
    "dispute_delivery",
    "enter_need",
    "issue_code",
    "list_again",
    "make_offer",
    "open_wave",
    "publish_needs",
    "question_need",
    "rate",
    "read_contact",
    "record_contact",
    "refuse_claim",
    "refuse_need",
    "refuse_offer",
    "release_claim",
    "return_need",
    "settle_for_less",
    "submit_need",
    "uphold_complaint",
    "withdraw_need",
    "withdraw_offer",
]
