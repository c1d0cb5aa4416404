"""Which entry of the ledger a confirmed delivery becomes: its kind and its units."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.drafts import Draft
from bangfu.workstreams.exchange.models import Claim, Kind, Need

HERE = _("本系统")  # the platform a gift came through, when it is our own board


def source_of(claim: Claim) -> str:
    """Return the name under which a claim posts: the ledger takes each source once."""
    return f"exchange.claim:{claim.pk}"


def draft_of(claim: Claim, need: Need) -> Draft:
    """Return the entry for a confirmed claim.

    Money is posted in yuan, articles in pieces with their value where it is known, services in times with person-times,
    and a wish as a wish, whatever it was for: 次, 件, 人次 and 元 are different things and never stand for each other.
    """
    return Draft(
        happened_on=claim.delivered_on or claim.claimed_on,
        area_code=claim.area_code,
        source=source_of(claim),
        giver_id=claim.donor_id,
        receiver_id=need.asker_id,
        confirmed=str(claim.get_receipt_display()),
        household_ids=(need.asker_id,) if need.asker_kind == "household" else (),
        **_measured(claim, need),
    )


def _measured(claim: Claim, need: Need) -> dict[str, Any]:
    if need.wave_id and claim.value:
        return {"kind": "exchange.wish", "amount": claim.value, "households": 1, "details": {"wish": need.title}}
    match need.kind:
        case Kind.MONEY:
            details = {"use": need.title, "platform": str(HERE)}
            return {"kind": "exchange.donation_money", "amount": claim.quantity, "details": details}
        case Kind.ARTICLE if claim.value:
            counted = {"quantity": claim.quantity, "unit": need.unit, "details": {"goods": need.title}}
            return {"kind": "exchange.donation_goods", "amount": claim.value, **counted}
        case Kind.ARTICLE:
            details = {"goods": need.title, "platform": str(HERE)}
            counted = {"quantity": claim.quantity, "unit": need.unit, "details": details}
            return {"kind": "exchange.donation_goods_counted", **counted}
        case Kind.SERVICE:
            times = claim.person_times or int(claim.quantity)
            return {
                "kind": "exchange.service",
                "quantity": claim.quantity,
                "unit": "service",
                "person_times": max(times, 1),
                "details": {"platform": str(HERE)},
            }
        case Kind.JOB:
            return {"kind": "exchange.job_found", "persons": _people(claim.quantity), "details": {"post": need.title}}
        case Kind.SKILL:
            return {
                "kind": "exchange.skill_taught",
                "persons": _people(claim.quantity),
                "person_times": max(claim.person_times or 0, _people(claim.quantity)),
                "details": {"skill": need.title},
            }
        case Kind.SALE:
            return {
                "kind": "exchange.sale_helped",
                "amount": claim.value,
                "quantity": claim.quantity,
                "unit": need.unit,
                "details": {"goods": need.title},
            }
        case _:
            return {"kind": "exchange.adoption", "amount": claim.value, "details": {"project": need.title}}


def _people(quantity: Decimal) -> int:
    return max(int(quantity), 1)
