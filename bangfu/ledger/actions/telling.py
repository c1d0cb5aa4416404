"""Telling both sides of an entry what the other did to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.kernel.saying import saying
from bangfu.ledger.queries.recorders import offices_of

CHUNK, VIEW = 500, "ledger.entry.view"


def tell_of_dispute(actor: User, rows: Sequence[Mapping[str, Any]], note: str, key: int) -> None:
    """Tell who recorded and the giver's side that entries are disputed: one notice each, however many entries."""
    several = reverse("ledger-waiting") + "?state=objected"
    for user, theirs in _sides(actor, rows, ("giver",)):
        many = len(theirs) > 1
        notify(
            [user],
            title=saying("有 %(n)s 笔记录被提出异议", n=len(theirs)) if many else saying("有一笔记录被提出异议"),
            text=note,
            url=several if many else reverse("ledger.entry.detail", args=theirs[:1]),
            key=f"ledger.disputed:{key}:{user.pk}",
        )


def tell_of_reversal(actor: User, rows: Sequence[Mapping[str, Any]], reason: str, number: int) -> None:
    """Tell who recorded, the giver's and the receiver's side that entries were taken back by (from) entry ``number``.

    Nobody is told what they did themselves, nor an office what it did within its own place.
    """
    several = reverse("ledger.entry.list") + "?state=reversed"
    for user, theirs in _sides(actor, rows, ("giver", "receiver")):
        many = len(theirs) > 1
        one = saying("记录 %(id)s 已由记录 %(by)s 冲销", id=theirs[0], by=number)
        notify(
            [user],
            title=saying("有 %(n)s 笔记录被冲销", n=len(theirs)) if many else one,
            text=reason,
            url=several if many else reverse("ledger.entry.detail", args=theirs[:1]),
            key=f"ledger.reversed:{number}:{user.pk}",
        )


def _sides(actor: User, rows: Sequence[Mapping[str, Any]], sides: Iterable[str]) -> Iterable[tuple[User, list[int]]]:
    """Each user to be told, with the ids of the entries that concern them."""
    told: dict[int, dict[int, None]] = defaultdict(dict)
    for row in rows:
        told[row["posted_by_id"]][row["id"]] = None
    for side in sides:
        place_of, party_of = {"giver": "giver_area_code", "receiver": "area_code"}[side], f"{side}_id"
        offices = offices_of({row[place_of] for row in rows})
        acting = _acting_for({row[party_of] for row in rows if row[party_of]})
        for row in rows:
            office = offices.get(row[place_of], [])
            for user in (*([] if actor.pk in office else office), *acting.get(row[party_of], ())):
                told[user][row["id"]] = None
    told.pop(actor.pk, None)
    users = User.objects.filter(is_active=True, is_operator=False).prefetch_related("grants").in_bulk(list(told))
    return [(users[pk], list(ids)) for pk, ids in sorted(told.items()) if pk in users and may(users[pk], VIEW)]


def _acting_for(parties: set[int]) -> dict[int, list[int]]:
    """Who acts for a party, by its id."""
    ids, found = sorted(parties), defaultdict(list)
    for start in range(0, len(ids), CHUNK):
        rows = User.objects.filter(acts_for__party_id__in=ids[start : start + CHUNK])
        for party, user in rows.order_by("pk").values_list("acts_for__party_id", "pk"):
            found[party].append(user)
    return found
