"""Reading funds, appeals, gifts of money and what was done with them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of, scoped
from bangfu.parties.models import Organisation
from bangfu.parties.queries import names_of, party_id_of
from bangfu.workstreams.exchange.models import Appeal, Donation, Fund, Payout, Purse
from bangfu.workstreams.exchange.permissions import (
    APPEAL_VIEW,
    BOARD_VIEW,
    DONATION_MAKE,
    DONATION_VIEW,
    FUND_VIEW,
    PAYOUT_VIEW,
)
from bangfu.workstreams.exchange.queries.text_hits import donations_as_told, not_withheld, withheld

SHOWN_STATES = ("open", "reached", "failed", "closed")
"""States in which an appeal is public."""
STANDING = ("received", "returning")
DONORS_SHOWN = 50


def own_donations(user: User) -> Q:
    """What the user's party gave."""
    party = party_id_of(user)
    return Q(donor_id=party) if party is not None else Q(pk__in=[])


def open_appeals(area_code: str = "") -> QuerySet[Appeal]:
    """Return the appeals that take money today, those that end first on top."""
    rows = Appeal.objects.filter(state=Appeal.State.OPEN, closes_on__gte=timezone.localdate())
    return rows.filter(area_code__startswith=area_code).select_related("purse").order_by("closes_on", "pk")


def public_appeals(area_code: str = "") -> QuerySet[Appeal]:
    """Return every appeal the public may see, the newest first; their purses with them."""
    rows = Appeal.objects.filter(not_withheld("appeal"), state__in=SHOWN_STATES, area_code__startswith=area_code)
    return rows.select_related("purse").order_by("-published_on", "-pk")


def may_see_appeal(user: User, appeal: Appeal) -> bool:
    """Tell whether somebody may see an appeal: it is public, or within their reach."""
    if appeal.state in SHOWN_STATES and not withheld("appeal").filter(object_id=appeal.pk).exists():
        return may(user, BOARD_VIEW)
    return may(user, APPEAL_VIEW, appeal.area_code)


def may_see_fund(user: User, fund: Fund) -> bool:
    """Tell whether somebody may see a fund: it is of their place, or lies around it, or they may give to it.

    Everybody may read of funds on the public site; here stand the gifts and what was paid with its voucher.
    """
    prefixes = scope_of(user, FUND_VIEW).prefixes
    if any(fund.area_code.startswith(place) or place.startswith(fund.area_code) for place in prefixes):
        return True
    own = scope_of(user, DONATION_MAKE).own
    return own and fund.state == Fund.State.OPEN and party_id_of(user) is not None


def plan_of(purse: Purse) -> list[dict[str, Any]]:
    """Return the published plan against what was used: title, amount, used, left, share; money in CNY."""
    return [
        {
            "title": line.title,
            "amount": line.amount,
            "used": line.used,
            "left": line.amount - line.used,
            "share": line.used / line.amount,
        }
        for line in purse.lines.order_by("id")
    ]


def public_payouts(purses: Iterable[int]) -> list[dict[str, Any]]:
    """Return what was paid from purses as the public may see it: day, purpose, line, amount; nobody's name."""
    rows = Payout.objects.filter(purse__in=list(purses), state=Payout.State.PAID).order_by("-paid_on", "-pk")
    return list(
        rows.values("paid_on", "purpose", "amount", "voucher", title=F("line__title"), earmark=F("purse__earmark"))
    )


def shown_donors(purses: Iterable[int], *, inside: bool = False) -> list[dict[str, Any]]:
    """Return the newest gifts to purses with the donor and the message as may be shown.

    Organisations by name; people by their surname alone; who asked for it as 爱心人士. ``inside`` shows full names.
    """
    rows = list(
        donations_as_told()
        .filter(purse__in=list(purses), state__in=STANDING)
        .order_by("-received_on", "-pk")[:DONORS_SHOWN]
    )
    ids = {row.donor_id for row in rows if row.donor_id}
    names, firms = names_of(ids), set(Organisation.objects.filter(pk__in=ids).values_list("pk", flat=True))
    return [
        {
            "name": _name(row, names, row.donor_id in firms, inside),
            "amount": row.kept,
            "on": row.received_on,
            "message": row.told_message,  # type: ignore[attr-defined]
        }
        for row in rows
    ]


def _name(row: Donation, names: dict[int, str], firm: bool, inside: bool) -> str:
    full = names.get(row.donor_id or 0, "") or row.donor_name
    if inside or (firm and not row.anonymous):
        return full
    if row.anonymous or not full:
        return _("爱心人士")
    return f"{full[0]}**"


def donations_visible_to(user: User) -> QuerySet[Donation]:
    """Return the gifts of money at the user's places, and their own."""
    return scoped(Donation.objects.all(), user, DONATION_VIEW, own=own_donations)


def payouts_visible_to(user: User) -> QuerySet[Payout]:
    """Return the payouts at the user's places."""
    return scoped(Payout.objects.all(), user, PAYOUT_VIEW)


def purse_choices(area_codes: Iterable[str]) -> QuerySet[Purse]:
    """Return the purses that take or hold money at places, with fund and appeal."""
    places = Q(pk__in=[])
    for code in area_codes:
        places |= Q(area_code__startswith=code)
    alive = Q(fund__state="open") | Q(appeal__state__in=("open", "reached"))
    return Purse.objects.filter(places & alive).select_related("fund", "appeal").order_by("area_code", "pk")


def share_of(appeal: Appeal) -> Decimal:
    """Return how much of its target an appeal has raised, as a share."""
    return appeal.purse.raised / appeal.target
