"""What a helper or a unit comes for: whom they help, and their own records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries import in_force
from bangfu.parties.models import Household, Person
from bangfu.parties.queries import area_paths, households_visible_to, names_of, party_id_of

MOST = 100
TOWNSHIP_UP = 9


@dataclass(frozen=True)
class Helped:
    """A household one helps: since when, what was last recorded for it, and what deserves a look."""

    household: Household
    place: str
    since: date | None
    last: date | None
    hints: list[str]


def helped_by(user: User, year: int) -> list[Helped]:
    """Return the households that the user's own party helps, at most ``MOST``; a fixed number of queries."""
    party = party_id_of(user)
    since = dict(
        Pairing.objects.filter(in_force(), helper_id=party, scheme__recipient_kind="household")
        .order_by("area_code", "id")
        .values_list("recipient_id", "valid_from")[:MOST]
    )
    homes = list(households_visible_to(user).filter(pk__in=since).order_by("area_code", "pk"))
    places = area_paths({home.area_code for home in homes}, top=TOWNSHIP_UP)
    last = _last_help(user, since)
    uninsured = _uninsured(since)
    recorded = set(Household.objects.filter(pk__in=since, incomes__year__gte=year - 1).values_list("pk", flat=True))
    return [
        Helped(
            home,
            places.get(home.area_code, ""),
            since.get(home.pk),
            last.get(home.pk),
            list(_hints(home, last.get(home.pk), year, uninsured.get(home.pk, 0), home.pk in recorded)),
        )
        for home in homes
    ]


def _last_help(user: User, households: Iterable[int]) -> dict[int, date]:
    rows = entries_visible_to(user).filter(receiver_id__in=list(households)).order_by()
    return dict(rows.values_list("receiver_id").annotate(last=Max("happened_on")))


def _uninsured(households: Iterable[int]) -> dict[int, int]:
    rows = Person.objects.filter(household_id__in=list(households), medical_insured=False).order_by()
    return dict(rows.values_list("household_id").annotate(people=Count("pk")))


def _hints(home: Household, last: date | None, year: int, uninsured: int, income_known: bool) -> Iterable[str]:
    if last is None or last.year < year:
        yield _("%(year)s 年还没有您的帮扶记录") % {"year": year}
    if uninsured:
        yield _("%(n)s 人未参加基本医保") % {"n": uninsured}
    if not income_known:
        yield _("还没有 %(year)s 年的收入") % {"year": year - 1}
    if home.electricity is False:
        yield _("未通生活用电")


@dataclass(frozen=True)
class Place:
    """A place or household that an organisation is paired with; ``url`` is empty for who may not open the pairing."""

    name: str
    scheme: str
    since: date
    url: str


def paired_with(user: User) -> list[Place]:
    """Return whom the user's own party helps as an organisation (villages, counties), at most ``MOST``."""
    rows = list(
        Pairing.objects.filter(in_force(), helper_id=party_id_of(user))
        .exclude(scheme__recipient_kind="household")
        .select_related("scheme")
        .order_by("scheme_id", "area_code")[:MOST]
    )
    names = names_of({row.recipient_id for row in rows})
    places = area_paths({row.area_code for row in rows}, top=TOWNSHIP_UP)
    opened = may(user, "pairing.pairing.view")
    return [
        Place(
            places.get(row.area_code) or names.get(row.recipient_id, ""),
            row.scheme.words,
            row.valid_from,
            reverse("pairing.pairing.detail", args=[row.pk]) if opened else "",
        )
        for row in rows
    ]


def own_entries_latest(user: User, most: int = 10) -> list[Any]:
    """Return the latest entries the user's own party gave or received."""
    rows = entries_visible_to(user).select_related("standing").order_by("-happened_on", "-pk")
    party = party_id_of(user)
    return list(rows.filter(Q(giver_id=party) | Q(receiver_id=party))[:most]) if party else []
