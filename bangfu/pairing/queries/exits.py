"""Pairs that have outlasted the need they were made for."""

from __future__ import annotations

from django.db.models import QuerySet

from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries.affected import open_pairs
from bangfu.pairing.queries.gone import gone
from bangfu.pairing.queries.sides import recipients_for


def no_longer_eligible(scheme: Scheme, area_code: str) -> QuerySet[Pairing]:
    """Return open pairs whose recipient is there but no longer meets the conditions of the scheme.

    Under a scheme that keeps pairs on exit (摘帽不摘帮扶) that is as it should be; under any other they end.
    """
    rows = open_pairs(scheme, area_code).exclude(recipient_id__in=recipients_for(scheme, "").values("pk"))
    return rows.exclude(gone("recipient"))
