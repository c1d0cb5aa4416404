"""Moving rows to another area code: a few parties to a new place, or everything below a reformed area.

Set-wise, in every table that repeats a party's place; where a party was stays readable through ``FormerPlace``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.functions import Concat, Substr

from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.history.actions import record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.parties.actions.days import DAY
from bangfu.parties.models import FormerPlace, Household, HouseholdIncome, HouseholdStatus, Organisation, Person
from bangfu.parties.registries import place_followers

CHUNK = 5000
PLACED: tuple[type[Model], ...] = (Household, Person, Organisation)
T = TypeVar("T")


def move_parties(party_ids: Collection[int], area_code: str, first_day: date) -> None:
    """Put parties at a new place from a day on; everything that repeats their place follows.

    The caller records the change of each: these are the rows somebody is looking at.
    """
    ids = set(party_ids)
    for model in PLACED:
        _leave_traces(model._default_manager.filter(pk__in=ids), first_day)
        model._default_manager.filter(pk__in=ids).update(area_code=area_code)
    for rows, party, area in _followers(moving=True):
        rows.filter(**{f"{party}__in": ids}).update(**{area: area_code})


def follow_reform(
    actor: User, action: str, landing: dict[str, str], first_day: date, *, reason: str, only: Collection[int] = ()
) -> int:
    """Move everything at or below the old codes to the new ones, from a day on; return how many parties moved.

    The deepest codes go first, so that each row is moved once. With ``only``, just those parties move.
    """
    moved = 0
    for old, new in sorted(landing.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        chosen = Q(pk__in=set(only)) if only else Q()
        for model in PLACED:
            parties = model._default_manager.filter(at_or_below(old), chosen)
            _leave_traces(parties, first_day)
            moved += _record(actor, action, parties, old, new, reason)
            parties.update(area_code=_recoded("area_code", old, new), version=F("version") + 1)
        for rows, party, area in _followers():
            following = rows.filter(at_or_below(old, area))
            if only:
                following = following.filter(**{f"{party}__in": set(only)})
            following.update(**{area: _recoded(area, old, new)})
    return moved


def at_or_below(code: str, field: str = "area_code") -> Q:
    """Return the condition that a column's code is this one or lies inside it."""
    low, high = prefix_range(code)
    return Q(**{f"{field}__gte": low, f"{field}__lt": high})


def in_chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Yield the items in lists of at most ``size``."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _followers(*, moving: bool = False) -> list[tuple[QuerySet[Any], str, str]]:
    own: list[tuple[Callable[[], QuerySet[Any]], str, str]] = [
        (HouseholdStatus.objects.all, "household", "area_code"),
        (HouseholdIncome.objects.all, "household", "area_code"),
    ]
    declared = [(f.rows, f.party, f.area) for f in place_followers if f.moves or not moving]
    return [(rows(), party, area) for rows, party, area in own + declared]


def _recoded(field: str, old: str, new: str) -> Concat:
    return Concat(Value(new), Substr(field, len(old) + 1), output_field=CharField())


def _leave_traces(parties: QuerySet[Any], first_day: date) -> None:
    """Note where parties were until the day before; those that moved later than that keep the note they have."""
    last_day = first_day - DAY
    later = FormerPlace.objects.filter(until__gte=last_day).values("party")
    places = parties.exclude(pk__in=later).values_list("pk", "area_code")
    for chunk in in_chunks(places.iterator(CHUNK)):
        FormerPlace.objects.bulk_create(FormerPlace(party_id=pk, area_code=code, until=last_day) for pk, code in chunk)


def _record(actor: User, action: str, parties: QuerySet[Any], old: str, new: str, reason: str) -> int:
    label = parties.model._meta.label_lower
    recorded = 0
    for chunk in in_chunks(parties.values_list("pk", "area_code").iterator(CHUNK)):
        recorded += record_changes(
            Change(
                actor=actor,
                action=action,
                object_type=label,
                object_id=pk,
                area_code=new + code[len(old) :],
                before={"area_code": code},
                after={"area_code": new + code[len(old) :]},
                reason=reason,
            )
            for pk, code in chunk
        )
    return recorded
