"""What must hold of every household and person, whatever was done to them."""

from collections import defaultdict
from itertools import pairwise

from bangfu.parties.codes import HEAD
from bangfu.parties.models import Household, Membership, Person


def assert_registers_hold() -> None:
    """One head a household, right counts, rows that repeat the membership in force, no overlap in time."""
    persons = list(Person.objects.all())
    open_memberships = defaultdict(list)
    for membership in Membership.objects.filter(valid_to=None):
        open_memberships[membership.person_id].append(membership)
    for household in Household.objects.all():
        counted = [p for p in persons if p.household_id == household.pk]
        assert household.member_count == len(counted), household
        heads = [p.name for p in counted if p.relation == HEAD]
        if household.closed_on is None:
            assert heads == [household.head_name], household
        else:
            assert not counted, household
            assert not Membership.objects.filter(household=household, valid_to=None).exists()
    for person in persons:
        held = open_memberships[person.pk]
        main = next((m for m in held if m.living), held[0] if held else None)
        assert (person.household_id, person.relation) == ((main.household_id, main.relation) if main else (None, ""))
        if person.died_on:
            assert not held
        if main:
            assert person.area_code == Household.objects.get(pk=main.household_id).area_code
    assert_memberships_do_not_overlap()


def assert_memberships_do_not_overlap() -> None:
    """On no day is a person on two registers, living in two places, or a member of one household twice."""
    stays = defaultdict(list)
    for m in Membership.objects.all():
        assert m.valid_to is None or m.valid_from <= m.valid_to
        for kind in [k for k in ("registered", "living") if getattr(m, k)]:
            stays[m.person_id, kind].append(m)
    for (person_id, kind), rows in stays.items():
        rows.sort(key=lambda m: m.valid_from)
        for earlier, later in pairwise(rows):
            assert earlier.valid_to is not None, (person_id, kind)
            assert earlier.valid_to < later.valid_from, (person_id, kind)
