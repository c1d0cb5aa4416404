"""A need follows its claims: its state is that of the claim that is least far."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from bangfu.kernel.flows.actions import advance
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.actions.rows import change
from bangfu.workstreams.exchange.flows import NEED
from bangfu.workstreams.exchange.models import Claim, Need
from bangfu.workstreams.exchange.models.claims import STANDING

TRANSITIONS = {
    "published": "free",
    "claimed": "take",
    "under_way": "begin",
    "delivered": "deliver",
    "confirmed": "confirm",
    "closed": "close",
}


def follow(actor: User, need: Need, deed: str, reason: str = "") -> Need:
    """Bring a need, locked by the caller, to where its claims stand. Quantities are summed anew from the claims."""
    held = need.claims.filter(state__in=STANDING).order_by()
    sums: dict[str, Any] = dict(held.values_list("state").annotate(total=Sum("quantity")))
    taken = sum(sums.values(), Decimal(0))
    met = sums.get("confirmed", Decimal(0)) + sums.get("closed", Decimal(0))
    state = _state(need, set(sums), taken)
    today = timezone.localdate()
    fields = {
        "taken": taken,
        "met": met,
        "matched_on": (need.matched_on or today) if taken else None,
        "completed_on": _completed(need, state, today),
        "state": state,
    }
    if state != need.state:
        advance(actor, need, TRANSITIONS[state], reason, flow=NEED.name)
    return change(actor, deed, need, reason=reason, **fields)


def _state(need: Need, states: set[str], taken: Any) -> str:
    if taken < need.quantity:
        return "offline" if need.state == "offline" else "published"
    return next(state for state in STANDING if state in states)


def _completed(need: Need, state: str, today: date) -> date | None:
    return (need.completed_on or today) if state in ("confirmed", "closed") else None


def standing_claims(need: Need) -> list[Claim]:
    """Return the claims that hold something of a need."""
    return list(need.claims.filter(state__in=STANDING).order_by("id"))
