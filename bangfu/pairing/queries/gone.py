"""Parties that can help no longer, or need it no longer: they left the register, died, closed or were merged away."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone


def gone(party: str, on: date | None = None) -> Q:
    """Return the condition that the party at an ORM path is there no more on a day (default today).

    By joins to the nouns' tables on their keys, so that a short list reads only what it names.
    """
    day = on or timezone.localdate()
    return (
        Q(**{f"{party}__person__died_on__lte": day})
        | Q(**{f"{party}__person__left_on__lte": day})
        | Q(**{f"{party}__household__closed_on__lte": day})
        | Q(**{f"{party}__organisation__valid_to__lt": day})
        | Q(**{f"{party}__area__valid_to__lt": day})
    )
