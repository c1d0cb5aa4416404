"""One household as its page, its card and its handbook show it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries import in_force
from bangfu.parties.models import Household, Person
from bangfu.parties.queries import names_of

MOST = 60


@dataclass(frozen=True)
class HelperOf:
    """Who helps a household today: name, workplace, scheme and since when. No telephone."""

    name: str
    workplace: str
    title: str
    since: Any


def helpers_today(household: Household) -> list[HelperOf]:
    """Return who helps a household today; three queries."""
    rows = list(
        Pairing.objects.filter(in_force(), recipient_id=household.pk).select_related("scheme").order_by("scheme_id")
    )
    ids = {row.helper_id for row in rows}
    names = names_of(ids)
    workplaces = dict(Person.objects.filter(pk__in=ids, works_for__isnull=False).values_list("pk", "works_for__name"))
    return [
        HelperOf(
            names.get(row.helper_id, ""), workplaces.get(row.helper_id, ""), row.scheme.helper_words, row.valid_from
        )
        for row in rows
    ]


def received(user: User, household: Household, members: Collection[int]) -> QuerySet[Any]:
    """Return the entries a household or its members received, as far as the user may see them; none reversed."""
    rows = entries_visible_to(user).filter(
        Q(receiver_id__in=[household.pk, *members])
        | Q(household_links__household=household)
        | Q(person_links__person__in=list(members))
    )
    return rows.filter(reverses=None, reversed_by=None).distinct().order_by("-happened_on", "-pk")


@dataclass(frozen=True)
class Received:
    """One help received, as it may stand on a door: when, what, from which organisation. No amount, no note."""

    on: Any
    what: str
    giver: str


def received_openly(user: User, household: Household, members: Collection[int], most: int) -> list[Received]:
    """Return the latest help received without what is nobody's business."""
    entries = list(received(user, household, members)[:most])
    names = names_of({e.giver_id for e in entries})
    return [
        Received(
            e.happened_on,
            str(entry_kinds[e.kind].title) if e.kind in entry_kinds else _("帮扶"),
            names.get(e.giver_id, ""),
        )
        for e in entries
    ]
