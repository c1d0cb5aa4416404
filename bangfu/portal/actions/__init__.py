"""Every write of the public site."""

from bangfu.portal.actions.joining import apply_for_account, approve_application, refuse_application
from bangfu.portal.actions.letters import accept_letter, answer_letter, decline_letter, rate_answer, send_letter
from bangfu.portal.actions.notices import expire_notices, publish_notice, withdraw_notice
from bangfu.portal.actions.settings import set_site
from bangfu.portal.actions.subscriptions import subscribe, tell_subscribers, unsubscribe

__all__ = [
    "accept_letter",
    "answer_letter",
    "apply_for_account",
    "approve_application",
    "decline_letter",
    "expire_notices",
    "publish_notice",
    "rate_answer",
    "refuse_application",
    "send_letter",
    "set_site",
    "subscribe",
    "tell_subscribers",
    "unsubscribe",
    "withdraw_notice",
]
