"""Agreements as somebody sees them: their own places on either side, who is concerned, what runs out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.notices.actions import holders_of
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.pairing.agreements import NOTICE_DAYS, VIEW
from bangfu.pairing.models import Agreement, AgreementParty
from bangfu.parties.models import UserParty


def own_agreements(user: User) -> Q:
    """Agreements to which the user's own party is a party."""
    mine = UserParty.objects.filter(user=user).values("party")
    return Q(pk__in=AgreementParty.objects.filter(party__in=mine).values("agreement"))


def own_duties(user: User) -> Q:
    """Duties of agreements to which the user's own party is a party."""
    mine = UserParty.objects.filter(user=user).values("party")
    return Q(agreement__in=AgreementParty.objects.filter(party__in=mine).values("agreement"))


def agreements_visible_to(user: User) -> QuerySet[Agreement]:
    """Return the agreements of places below the user's grants, on either side, and of the user's own party."""
    scope = scope_of(user, VIEW)
    own = own_agreements(user) if scope.own else None
    return Agreement.objects.filter(scope.q("area_code", own) | scope.q("helper_area_code", own))


def people_of(agreement: Agreement) -> list[User]:
    """Return whom an agreement concerns: the county offices of both sides, and who acts for a party."""
    found = list(User.objects.filter(acts_for__party__agreements__agreement=agreement, is_active=True))
    for code in {agreement.area_code[:COUNTY], agreement.helper_area_code[:COUNTY]} - {""}:
        found += holders_of("county", code)
    return list({user.pk: user for user in found}.values())


@dataclass(frozen=True)
class Expiry:
    """A signed agreement near or past its last day; ``days`` are left, negative when it is over."""

    agreement: Agreement
    days: int


def running_out(agreements: QuerySet[Agreement], on: date | None = None) -> list[Expiry]:
    """Return the signed agreements whose term is over or ends within the notice of their place, the soonest first."""
    day = on or timezone.localdate()
    rows = agreements.filter(state=Agreement.State.SIGNED, valid_to__isnull=False).order_by("valid_to", "pk")
    days_of: dict[str, int] = {}
    found = []
    for row in rows.iterator():
        county = row.area_code[:COUNTY]
        if county not in days_of:
            days_of[county] = int(policy_or_none(NOTICE_DAYS, county, day) or 0)
        if row.valid_to <= day + timedelta(days=days_of[county]):
            found.append(Expiry(row, (row.valid_to - day).days))
    return found
