"""Saying of old gifts and payouts which account they went through: entries are never altered, so they are restated."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import post_entry, reverse_entry
from bangfu.ledger.queries import entries_without
from bangfu.workstreams.exchange.actions.donations import draft_of
from bangfu.workstreams.exchange.actions.payouts import draft_of_payout
from bangfu.workstreams.exchange.actions.rows import change
from bangfu.workstreams.exchange.models import Donation, Payout

GIVEN, PAID = ("exchange.donation_money", "exchange.donation_public"), ("exchange.fund_aid",)
CHUNK = 200


def restate_accounts(actor: User, _on: date) -> int:
    """Take back what was posted before entries said ``account`` and post it anew with it; return how many.

    The day, the parties and the sum stay. For the daily job; done twice it changes nothing more.
    """
    reason = _("补记资金账户（众筹或基金）。")
    lacking = set(entries_without("account", GIVEN, prefix="exchange.donation:", limit=CHUNK))
    gifts = Donation.objects.select_for_update(of=("self",)).filter(entry__in=lacking).select_related("purse")
    done = 0
    for gift in gifts.order_by("pk"):
        reverse_entry(actor, gift.entry or 0, reason=reason)
        draft = draft_of(gift, gift.kept, gift.received_on or gift.pledged_on)
        draft.source = f"exchange.donation:{gift.pk}:account"
        change(actor, "restate_account", gift, reason=reason, entry=post_entry(actor, draft).pk)
        done += 1
    lacking = set(entries_without("account", PAID, prefix="exchange.payout:", limit=CHUNK))
    payouts = Payout.objects.select_for_update(of=("self",)).filter(entry__in=lacking).select_related("purse")
    for payout in payouts.order_by("pk"):
        reverse_entry(actor, payout.entry or 0, reason=reason)
        draft = draft_of_payout(payout, payout.paid_on or payout.asked_on)
        draft.source = f"exchange.payout:{payout.pk}:account"
        change(actor, "restate_account", payout, reason=reason, entry=post_entry(actor, draft).pk)
        done += 1
    return done
