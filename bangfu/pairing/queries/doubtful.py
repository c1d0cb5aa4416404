"""Who seems to stand twice on a list: a proposal counts each of them as somebody of their own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Min, QuerySet

from bangfu.kernel.areas_of import COUNTY
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.pairing.queries.sides import below
from bangfu.parties.models import Household

MOST = 20


def twice_listed(scheme: Scheme, area_code: str) -> list[int]:
    """Return one party of each name that stands among helpers or recipients several times with one phone number.

    Two queries; at most ``MOST`` of either side. Identity numbers stand once anyway: the register refuses a second.
    """
    helpers = Enrolment.objects.filter(below(area_code[:COUNTY], "county_code"), scheme=scheme, valid_to=None)
    found = _twice(helpers, "party__person__name", "party__person__phone_index", "party_id")
    if scheme.recipient_kind == "household":
        rows = Household.objects.filter(below(area_code), closed_on=None)
        found += _twice(rows, "head_name", "phone_index", "pk")
    return found


def _twice(rows: QuerySet[Any], name: str, phone: str, party: str) -> list[int]:
    grouped = rows.exclude(**{phone: ""}).exclude(**{phone: None}).order_by().values(listed=F(name), reached=F(phone))
    several = grouped.annotate(n=Count("pk"), one=Min(party)).filter(n__gt=1).order_by("one")
    return list(several.values_list("one", flat=True)[:MOST])
