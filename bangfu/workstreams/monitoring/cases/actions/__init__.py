"""Every write to a case."""

from bangfu.workstreams.monitoring.cases.actions.checking import (
    finish_comparison,
    record_comparison,
    record_consent,
    record_visit,
    withdraw_consent,
)
from bangfu.workstreams.monitoring.cases.actions.deciding import (
    appeal_case,
    decide_case,
    grant_appeal,
    refuse_case,
    return_case,
    review_case,
    send_back_case,
    turn_down_case,
    uphold_refusal,
)
from bangfu.workstreams.monitoring.cases.actions.meeting import (
    end_publication,
    publish_cases,
    record_meeting,
    take_down,
)
from bangfu.workstreams.monitoring.cases.actions.opening import (
    help_first,
    open_case,
    open_case_of_clue,
    reopen_case,
    withdraw_case,
)

__all__ = [
    "appeal_case",
    "decide_case",
    "end_publication",
    "finish_comparison",
    "grant_appeal",
    "help_first",
    "open_case",
    "open_case_of_clue",
    "publish_cases",
    "record_comparison",
    "record_consent",
    "record_meeting",
    "record_visit",
    "refuse_case",
    "reopen_case",
    "return_case",
    "review_case",
    "send_back_case",
    "take_down",
    "turn_down_case",
    "uphold_refusal",
    "withdraw_case",
    "withdraw_consent",
]
