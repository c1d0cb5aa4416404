"""From which place an entry was recorded, and which office answers for that place.

An entry is taken back by the side that recorded it; the other side disputes it. The place is where the recorder held
the right to record on that day. A recorder who works for the place helped, or above it, recorded for that place. What
the command line recorded counts as the giver's record where the giver's place has an office here, since the receiver
is asked for its word; else as the receiver's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from bangfu.kernel.areas_of import parents
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.rights.roles import permissions
from bangfu.kernel.rights.scope import active_grants, may, scope_of
from bangfu.ledger.models import Entry, EntryStanding

REVERSE, REVERSE_FOR, RECORD = "ledger.entry.reverse", "ledger.entry.reverse_for", "ledger.entry.record"
CONFIRM_FOR = "ledger.entry.confirm_for"
COUNTY = 6
POSTED_BY_RECORD = re.compile(r"[a-z_]+\.[a-z_]+:")
CHUNK = 500


def offices_of(places: Iterable[str]) -> dict[str, list[int]]:
    """Return who holds the office of each place, by user id: of the place itself, else of the nearest above it.

    A place without any office here is left out.
    """
    wanted = {place: [place, *reversed(parents(place))] for place in set(places) if place}
    codes = sorted({code for line in wanted.values() for code in line})
    holders: dict[str, list[int]] = {}
    today = timezone.localdate()
    for start in range(0, len(codes), CHUNK):
        grants = Grant.objects.filter(
            Q(valid_to=None) | Q(valid_to__gte=today),
            valid_from__lte=today,
            role__in=permissions[REVERSE_FOR].roles,
            area_code__in=codes[start : start + CHUNK],
            user__is_active=True,
        )
        for code, user in grants.order_by("user_id").values_list("area_code", "user_id"):
            holders.setdefault(code, []).append(user)
    nearest = {place: next((holders[c] for c in line if c in holders), []) for place, line in wanted.items()}
    return {place: users for place, users in nearest.items() if users}


@dataclass
class Recorders:
    """Answers for many entries at once; what it read of users and offices it keeps."""

    users: dict[int, User] = field(default_factory=dict)
    offices: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Mapping[str, Any]]) -> Recorders:
        """Read what is needed to tell of these rows (with posted_by_id, area_code and giver_area_code)."""
        rows = list(rows)
        users = User.objects.prefetch_related("grants").in_bulk({row["posted_by_id"] for row in rows})
        return cls(users, offices_of({row["giver_area_code"] for row in rows if _across(row)}))

    def places(self, row: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the places from which an entry was recorded; one of them, as a rule."""
        recorder, area = self.users[row["posted_by_id"]], row["area_code"]
        declared = permissions[RECORD].roles
        on = timezone.localdate(row["posted_at"])
        held = {g.area_code for g in active_grants(recorder, on) if g.role in declared}
        if any(area.startswith(place) for place in held):
            return (area,)
        if held:
            return tuple(sorted(held))
        return (row["giver_area_code"],) if _across(row) and row["giver_area_code"] in self.offices else (area,)

    def may_reverse(self, user: User, row: Mapping[str, Any]) -> bool:
        """Tell whether the user may take an entry back: their own record, or one made at a place of their office."""
        if row["posted_by_id"] == user.pk and may(user, RECORD) and not POSTED_BY_RECORD.match(row["source"]):
            return True
        scope = scope_of(user, REVERSE_FOR)
        return bool(scope) and any(scope.covers(place) for place in self.places(row))


def told_of(entry: Entry) -> dict[str, Any]:
    """Return what ``Recorders`` asks of one entry."""
    names = ("posted_by_id", "posted_at", "area_code", "giver_area_code", "source")
    return {name: getattr(entry, name) for name in names}


def may_reverse(user: User, entry: Entry) -> bool:
    """Tell whether the user may take this entry back."""
    row = told_of(entry)
    return Recorders.of([row]).may_reverse(user, row)


def may_dispute(user: User, entry: Entry) -> bool:
    """Tell whether the user speaks for the side that may dispute an entry."""
    return speaks(user, entry.standing, told_of(entry), Recorders.of([told_of(entry)]))


def speaks(user: User, standing: EntryStanding, row: Mapping[str, Any], recorders: Recorders) -> bool:
    """Tell whether the user answers for the other side of an entry.

    The party that is asked answers for itself; its place's office may answer for a party without a log-in. Where
    nobody is asked, the office of the place helped speaks of what the giver's side recorded.
    """
    own = getattr(user, "acts_for", None)
    if own is not None and standing.party_id is not None and own.party_id == standing.party_id:
        return True
    scope = scope_of(user, CONFIRM_FOR)
    if not scope.covers(row["area_code"]) or row["posted_by_id"] == user.pk:
        return False
    return standing.party_id is not None or row["area_code"] not in recorders.places(row)


def given_by(user: User) -> Q:
    """Return the condition on entries for whose record the user answers: recorded by them, or given by their side."""
    condition = Q(posted_by_id=user.pk)
    if (own := getattr(user, "acts_for", None)) is not None:
        condition |= Q(giver_id=own.party_id)
    scope = scope_of(user, REVERSE_FOR)
    return condition | scope.q("giver_area_code") if scope.prefixes else condition


def objected_to(user: User) -> QuerySet[Entry]:
    """Return the entries of the user's side that the other side disputes, the newest first."""
    rows = Entry.objects.filter(given_by(user), standing__state="disputed")
    return rows.select_related("standing").order_by("-happened_on", "-pk")


def _across(row: Mapping[str, Any]) -> bool:
    """Whether the help came from another county."""
    giver: str = row["giver_area_code"]
    return bool(giver) and giver[:COUNTY] != row["area_code"][:COUNTY]
