"""Households as papers show them, read many at once: a fixed number of queries for each run of households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import EntryHousehold, EntryPerson
from bangfu.ledger.queries import entries_visible_to
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries import in_force
from bangfu.parties.codes import HEAD
from bangfu.parties.models import Household, HouseholdIncome, HouseholdStatus, Membership, Person
from bangfu.parties.queries import area_paths, households_visible_to, names_of


@dataclass(frozen=True)
class Helper:
    """Who helps a household today; no telephone."""

    name: str
    workplace: str
    title: str
    since: date


@dataclass(frozen=True)
class Help:
    """One help received: when, what, from whom. No amount, no note."""

    on: date
    what: str
    giver: str


@dataclass
class Home:
    """One household with what papers tell of it.

    ``members`` are persons with the code of their relation to the head, the head first; what was ``received`` stands
    with the latest first, statuses and incomes with the latest last.
    """

    household: Household
    place: str
    members: list[tuple[Person, str]] = field(default_factory=list)
    helpers: list[Helper] = field(default_factory=list)
    received: list[Help] = field(default_factory=list)
    statuses: list[HouseholdStatus] = field(default_factory=list)
    incomes: list[HouseholdIncome] = field(default_factory=list)

    @property
    def head(self) -> Person | None:
        """The head, where the register names one."""
        return next((person for person, relation in self.members if relation == HEAD), None)


def households_for(user: User, area_code: str, standing: str = "") -> QuerySet[Household]:
    """Return the open households of a place that the user may see, village by village."""
    rows = households_visible_to(user).filter(Scope((area_code,)).q(), closed_on=None)
    return (rows.filter(standing=standing) if standing else rows).order_by("area_code", "pk")


def homes_of(user: User, households: Sequence[Household]) -> list[Home]:
    """Return households with all that papers tell of them, in the order given; twelve queries at most."""
    places = area_paths({household.area_code for household in households})
    homes = {h.pk: Home(h, places[h.area_code]) for h in households}
    _add_members(homes)
    _add_helpers(homes)
    _add_received(user, homes)
    for status in HouseholdStatus.objects.filter(household__in=homes).order_by("valid_from", "pk"):
        homes[status.household_id].statuses.append(status)
    for income in HouseholdIncome.objects.filter(household__in=homes).order_by("year"):
        homes[income.household_id].incomes.append(income)
    return list(homes.values())


def _add_members(homes: dict[int, Home]) -> None:
    rows = Membership.objects.filter(household__in=homes, valid_to=None).select_related("person")
    for row in sorted(rows, key=lambda m: (m.relation != HEAD, m.pk)):
        homes[row.household_id].members.append((row.person, row.relation))


def _add_helpers(homes: dict[int, Home]) -> None:
    rows = Pairing.objects.filter(in_force(), recipient__in=homes).select_related("scheme")
    rows = list(rows.order_by("scheme_id", "pk"))
    ids = {row.helper_id for row in rows}
    names = names_of(ids)
    units = dict(Person.objects.filter(pk__in=ids, works_for__isnull=False).values_list("pk", "works_for__name"))
    for row in rows:
        helper = Helper(
            names.get(row.helper_id, ""), units.get(row.helper_id, ""), str(row.scheme.helper_words), row.valid_from
        )
        homes[row.recipient_id].helpers.append(helper)


def _add_received(user: User, homes: dict[int, Home]) -> None:
    """Help that households or their members received, as far as the user may see it; what was taken back left out."""
    home_of = {pk: pk for pk in homes} | {p.pk: pk for pk, home in homes.items() for p, _relation in home.members}
    reached = defaultdict(set)  # entry → households
    for entry, household in EntryHousehold.objects.filter(household__in=homes).values_list("entry", "household"):
        reached[entry].add(household)
    for entry, person in EntryPerson.objects.filter(person__in=home_of).values_list("entry", "person"):
        reached[entry].add(home_of[person])
    entries = entries_visible_to(user).filter(reverses=None, reversed_by=None)
    fields = ("pk", "happened_on", "kind", "giver", "receiver")
    rows = {row[0]: row for row in entries.filter(receiver__in=home_of).values_list(*fields)}
    rows |= {row[0]: row for row in entries.filter(pk__in=reached).values_list(*fields)}
    givers = names_of({row[3] for row in rows.values()})
    for pk, on, kind, giver, receiver in sorted(rows.values(), key=lambda row: (row[1], row[0]), reverse=True):
        help_ = Help(on, _title(kind), givers.get(giver, ""))
        for household in reached[pk] | _of(home_of.get(receiver)):
            homes[household].received.append(help_)


def _of(household: int | None) -> set[int]:
    return set() if household is None else {household}


def _title(kind: str) -> str:
    return str(entry_kinds[kind].title) if kind in entry_kinds else _("帮扶")
