"""Which rows of the registers a user may see: those below their areas, and their own."""

from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from bangfu.kernel.areas_of import COUNTY, parents
from bangfu.kernel.ciphers import index_of
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import EVERYWHERE, Scope, active_grants, scoped
from bangfu.parties.models import Area, Household, Organisation, Person, Unmasking, UserParty
from bangfu.parties.registries import own_households, own_organisations, partner_organisations, partner_places

HOUSEHOLDS, PERSONS = "parties.household.view", "parties.person.view"
ORGANISATIONS, UNMASKINGS = "parties.organisation.view", "parties.unmasking.view"


def households_visible_to(user: User) -> QuerySet[Household]:
    """Return the households the user may see, closed ones too."""
    return scoped(Household.objects.all(), user, HOUSEHOLDS, own=own_household_rows)


def persons_visible_to(user: User) -> QuerySet[Person]:
    """Return the persons the user may see: by place, members of own households, and oneself."""
    return scoped(Person.objects.all(), user, PERSONS, own=own_person_rows)


def organisations_visible_to(user: User) -> QuerySet[Organisation]:
    """Return the organisations the user may see."""
    return scoped(Organisation.objects.all(), user, ORGANISATIONS, own=own_organisation_rows)


def organisations_findable_by(user: User) -> QuerySet[Organisation]:
    """Return the organisations a user may look up by name: those seen, and those of the user's and partner counties.

    Besides, units of the city and the province above, and those from elsewhere that help here. An organisation's name
    is public; a unit must be able to name its supplier, and a county the unit that was designated to it.
    """
    here = _here_and_partners(user)
    if here.everywhere:
        return Organisation.objects.filter(valid_to=None)
    found = Q(pk__in=organisations_visible_to(user).values("pk")) | here.q()
    found |= Q(area_code__in={code for county in counties_of(user) for code in parents(county)})
    own = Scope(tuple(counties_of(user)))
    for declared in partner_organisations:
        found |= Q(pk__in=declared.ids(own))
    return Organisation.objects.filter(found, valid_to=None)


def areas_findable_by(user: User) -> QuerySet[Area]:
    """Return the places a user may look up by name: every county, and what lies in the user's and partner counties."""
    there = Area.objects.filter(valid_to=None)
    here = EVERYWHERE if user.is_operator else _here_and_partners(user)
    return there if here.everywhere else there.filter(here.q("code") | Q(level__lte=COUNTY))


def counties_of(user: User) -> set[str]:
    """Return the counties (or what lies above them) in which a user has a role today."""
    return {grant.area_code[:COUNTY] for grant in active_grants(user)}


def _here_and_partners(user: User) -> Scope:
    counties = counties_of(user)
    partners = {code for declared in partner_places for code in declared.codes(counties)} if any(counties) else set()
    return EVERYWHERE if "" in counties else Scope(tuple(sorted(counties | partners)))


def unmaskings_visible_to(user: User) -> QuerySet[Unmasking]:
    """Return who looked at which number in full, within the user's areas."""
    return scoped(Unmasking.objects.select_related("actor"), user, UNMASKINGS)


def unmasked_today(user: User) -> int:
    """Return how many numbers the user has read in full today, for pages to say so."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return Unmasking.objects.filter(actor=user, at__gte=start).aggregate(numbers=Sum("rows"))["numbers"] or 0


def own_household_rows(user: User) -> Q:
    """Return the condition on households that are the user's own: theirs, and those a higher layer declares."""
    condition = Q(pk__in=_party_of(user)) | Q(pk__in=_self(user).values("household"))
    for declared in own_households:
        condition |= Q(pk__in=declared.households(user))
    return condition


def own_person_rows(user: User) -> Q:
    """Return the condition on persons that are the user's own: the user, and members of own households."""
    return Q(pk__in=_party_of(user)) | Q(household__in=Household.objects.filter(own_household_rows(user)).values("pk"))


def own_organisation_rows(user: User) -> Q:
    """Return the condition on organisations that are the user's own: the one they act for or work for, and declared."""
    condition = Q(pk__in=_party_of(user))
    condition |= Q(pk__in=_self(user).values("works_for"))
    for declared in own_organisations:
        condition |= Q(pk__in=declared.organisations(user))
    return condition


def find_by_id_number(user: User, number: str) -> QuerySet[Person]:
    """Return the persons with this ID number among those the user may see; one index look-up."""
    index = index_of(number)
    return persons_visible_to(user).filter(id_number_index=index) if index else Person.objects.none()


def party_id_of(user: User) -> int | None:
    """Return the party the user acts for, if any."""
    return UserParty.objects.filter(user=user).values_list("party_id", flat=True).first()


def _party_of(user: User) -> QuerySet[Any, Any]:
    return UserParty.objects.filter(user=user).values("party")


def _self(user: User) -> QuerySet[Person]:
    return Person.objects.filter(pk__in=_party_of(user))
