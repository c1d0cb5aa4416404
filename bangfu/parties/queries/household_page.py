"""Everything known of one household, for the page people live in: a fixed number of queries whatever its size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import CipherField
from bangfu.kernel.errors import Denied
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.parties.codes import HEAD
from bangfu.parties.models import (
    FormerPlace,
    Household,
    HouseholdIncome,
    HouseholdStatus,
    Membership,
    Person,
)
from bangfu.parties.queries.areas import area_paths
from bangfu.parties.queries.visible import households_visible_to, own_household_rows

SENSITIVE = "parties.sensitive.view"


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who belongs, or belonged, to the household. Numbers are masked; health is None when not to be shown."""

    person: Person
    membership: Membership
    relation: str
    age: int | None
    id_number: str
    disability_number: str | None
    phone: str
    health: list[str] | None
    elsewhere: bool  # registered here, counted in the household where they live


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the household was, until which day (None: it is there now)."""

    area_code: str
    path: str
    until: date | None


@dataclass(frozen=True, kw_only=True)
class HouseholdPage:
    """One household with all that the registers know of it; other layers add their panels."""

    household: Household
    on: date
    area_path: str
    phone: str
    bank_account: str
    members: Sequence[Member]
    past_members: Sequence[Member]
    statuses: Sequence[HouseholdStatus]
    incomes: Sequence[HouseholdIncome]
    places: Sequence[Place]
    merged_from: Sequence[Household] = field(default_factory=tuple)
    offshoots: Sequence[Household] = field(default_factory=tuple)
    sensitive: bool = False  # whether health, disability and causes may be shown

    @property
    def head(self) -> Member | None:
        """The head, unless the household is closed."""
        return next((m for m in self.members if m.relation == HEAD and not m.elsewhere), None)


def household_page(user: User, household_id: int, on: date | None = None) -> HouseholdPage:
    """Return the page of a household; raise Denied alike when it does not exist and when the user may not see it.

    ``on`` decides ages only; what belonged to the household on a past day is in ``queries.past``.
    """
    rows = households_visible_to(user).select_related("successor", "split_from")
    household = rows.filter(pk=household_id).first()
    if household is None:
        raise Denied(_("没有这一户，或它不在您的管辖范围内。"))
    day = on or timezone.localdate()
    sensitive = _may_see_sensitive(user, household)
    memberships = list(household.memberships.select_related("person").order_by("valid_from", "pk"))
    members = [_member(m, household, day, sensitive) for m in memberships]
    places = _places(household)
    relatives = list(Household.objects.filter(successor=household) | Household.objects.filter(split_from=household))
    return HouseholdPage(
        household=household,
        on=day,
        area_path=places[-1].path,
        phone=masked(household, "phone"),
        bank_account=masked(household, "bank_account"),
        members=sorted((m for m in members if m.membership.valid_to is None), key=_order),
        past_members=_gone(members),
        statuses=list(household.statuses.order_by("valid_from", "pk")),
        incomes=list(household.incomes.order_by("-year")),
        places=places,
        merged_from=[h for h in relatives if h.successor_id == household.pk],
        offshoots=[h for h in relatives if h.split_from_id == household.pk],
        sensitive=sensitive,
    )


def masked(row: Household | Person, name: str) -> str:
    """Return an encrypted number as a screen may show it."""
    column, stored = row._meta.get_field(name), getattr(row, name)
    if not isinstance(column, CipherField):
        raise TypeError(f"{name} is not kept encrypted")
    return column.masked(stored) if stored else ""


def age_on(birth_date: date | None, on: date) -> int | None:
    """Return full years of age on a day, or None when the birth date is not known."""
    if birth_date is None or birth_date > on:
        return None
    return on.year - birth_date.year - ((on.month, on.day) < (birth_date.month, birth_date.day))


def _may_see_sensitive(user: User, household: Household) -> bool:
    """Tell whether health, disability and causes may be shown; the household is one the user may see."""
    sensitive = scope_of(user, SENSITIVE)
    if sensitive.covers(household.area_code):
        return True
    return sensitive.own and Household.objects.filter(own_household_rows(user), pk=household.pk).exists()


def _member(membership: Membership, household: Household, on: date, sensitive: bool) -> Member:
    person = membership.person
    return Member(
        person=person,
        membership=membership,
        relation=membership.relation,
        age=age_on(person.birth_date, person.died_on or on),
        id_number=masked(person, "id_number"),
        disability_number=masked(person, "disability_number") if sensitive else None,
        phone=masked(person, "phone"),
        health=list(person.health) if sensitive else None,
        elsewhere=membership.valid_to is None and person.household_id != household.pk,
    )


def _order(member: Member) -> tuple[bool, bool, int]:
    return member.elsewhere, member.relation != HEAD, member.person.pk


def _gone(members: Sequence[Member]) -> list[Member]:
    """Return those who are no longer here, once each, with their last membership."""
    here = {m.person.pk for m in members if m.membership.valid_to is None}
    last = {m.person.pk: m for m in members if m.person.pk not in here}
    return list(last.values())


def _places(household: Household) -> list[Place]:
    former = list(FormerPlace.objects.filter(party=household.pk).order_by("until").values_list("area_code", "until"))
    stays: list[tuple[str, date | None]] = [*former, (household.area_code, None)]
    paths = area_paths({code for code, _until in stays})
    return [Place(area_code=code, path=paths[code], until=until) for code, until in stays]
