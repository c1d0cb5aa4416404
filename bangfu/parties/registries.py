"""What higher layers tell the registers: whose rows are a user's own, and which tables follow a party that moves."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from bangfu.kernel.manifest import registry_of
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope


@dataclass(frozen=True, kw_only=True)
class OwnHouseholds:
    """A reason why households are a user's own, for roles whose reach is *own*.

    ``households(user)`` returns a query set of one column, the household ids: it becomes a subquery of every list,
    so that it must not be evaluated. Pairing declares the households a helper is paired with.
    """

    name: str
    households: Callable[[User], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class OwnOrganisations:
    """A reason why organisations are a user's own; as ``OwnHouseholds``, with organisation ids."""

    name: str
    organisations: Callable[[User], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class PlaceFollower:
    """A table whose rows repeat the place of a party and follow it when it moves or its area is reformed.

    ``party`` is the ORM path of the party's id, ``area`` the column of the code. Records of what happened
    (ledger entries, history, logs) keep the place of their day and are not declared. With ``moves`` false the rows
    name a place of their own (where a helper is meant to help): they follow a reform of it, not a party that moves.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    party: str
    area: str = "area_code"
    moves: bool = True


@dataclass(frozen=True, kw_only=True)
class Parting:
    """What follows when parties are there no more: an organisation ended, an area was merged, somebody died or left.

    ``follow(actor, ids, on)`` runs in the same transaction, after the registers were written; ``on`` is the last day.
    """

    name: str
    follow: Callable[[User, Collection[int], date], None]


@dataclass(frozen=True, kw_only=True)
class Succession:
    """What passes to an organisation that took the place of another.

    ``follow(actor, old, new, on)`` gets their ids and the first day of the new order; it runs in the same transaction,
    before the partings.
    """

    name: str
    follow: Callable[[User, int, int, date], None]


@dataclass(frozen=True, kw_only=True)
class Requalifying:
    """What follows when what a party is has changed: a household's status, a village's class. A need may have ended.

    ``follow(actor, ids, on)`` runs in the same transaction; ``on`` is the first day of the new order.
    """

    name: str
    follow: Callable[[User, Collection[int], date], None]


@dataclass(frozen=True, kw_only=True)
class PartnerPlaces:
    """Why somebody of one county must be able to name places and organisations of another.

    ``codes(counties)`` returns the area codes that work together with these counties; pairing declares the regions
    paired with each other.
    """

    name: str
    codes: Callable[[Collection[str]], Collection[str]]


@dataclass(frozen=True, kw_only=True)
class PartnerOrganisations:
    """Organisations elsewhere that work in counties, so that these must be able to name them.

    ``ids(here)`` returns a query of their ids; pairing declares the units that help somebody there.
    """

    name: str
    ids: Callable[[Scope], QuerySet[Any]]


own_households = registry_of(OwnHouseholds)
own_organisations = registry_of(OwnOrganisations)
place_followers = registry_of(PlaceFollower)
partner_places = registry_of(PartnerPlaces)
partner_organisations = registry_of(PartnerOrganisations)
partings = registry_of(Parting)
successions = registry_of(Succession)
requalifyings = registry_of(Requalifying)


def parted(actor: User, ids: Collection[int], on: date) -> None:
    """Let whatever hangs on these parties follow that they are there no more."""
    if ids:
        for parting in partings:
            parting.follow(actor, ids, on)


def succeeded(actor: User, old: int, new: int, on: date) -> None:
    """Let whatever one organisation did pass to the one that took its place."""
    for succession in successions:
        succession.follow(actor, old, new, on)


def requalified(actor: User, ids: Collection[int], on: date) -> None:
    """Let whatever depends on what these parties are follow that it changed."""
    if ids:
        for requalifying in requalifyings:
            requalifying.follow(actor, ids, on)
