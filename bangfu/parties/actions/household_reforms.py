"""Households that split and households that merge, with nobody's history lost."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.areas import open_area
from bangfu.parties.actions.numbering import free_number, household_number, new_party_id
from bangfu.parties.actions.regrouping import CHANGE, Regrouping, Relations
from bangfu.parties.actions.rows import create
from bangfu.parties.actions.seats import Seat, seats_of
from bangfu.parties.codes import HEAD, OTHER_RELATION, SPLIT
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import Household, HouseholdStatus, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.rules.kinship import Kin, relation_to


@action(CHANGE)
def split_household(
    actor: User,
    household: Household,
    *,
    head: Person,
    members: Sequence[Person] = (),
    on: date,
    area_code: str = "",
    address: str = "",
    number: str = "",
    relations: Relations | None = None,
    remaining_head: Person | None = None,
    reason: str = "",
) -> Household:
    """Make a new household of some members with ``head`` as their head; return it.

    It has the status of the old one from that day on. If the old head leaves, ``remaining_head`` takes over.
    """
    leaving = {p.pk: p for p in (head, *members)}
    started = Regrouping.begin(
        actor, "split_household", on, persons=leaving.values(), households=[household], reason=reason
    )
    old = started.households[household.pk]
    if any(p.household_id != old.pk for p in started.persons.values()):
        raise Refused(_("分出的人须都是本户成员。"), field="members")
    if old.member_count == len(leaving):
        raise Refused(_("不能把全部成员都分出；整户迁移请用“迁移”。"), field="members")
    place = area_code or old.area_code
    require(actor, CHANGE, place)
    if len(place) < VILLAGE:
        raise Refused(_("农户须登记在村或村民小组。"), field="area_code")
    open_area(place)
    new = _offshoot(actor, old, place, address or old.address, number, on, reason)
    _take_seats(started, new, started.persons[head.pk], relations or {})
    started.settle(old.pk, new_head=remaining_head)
    started.adopt(new)
    return started.settle(new.pk)


@action(CHANGE)
def merge_households(
    actor: User,
    household: Household,
    *,
    others: Sequence[Household],
    on: date,
    relations: Relations | None = None,
    reason: str = "",
) -> Household:
    """Merge other households into one; they are closed and point to it. Its head and status stay.

    ``relations`` gives what the newcomers are to its head; where it says nothing they are *other*, and named.
    """
    if household.pk in {h.pk for h in others} or not others:
        raise Refused(_("请选择要并入的其他农户。"), field="others")
    members = list(Person.objects.filter(memberships__household__in=others, memberships__valid_to=None).distinct())
    started = Regrouping.begin(
        actor, "merge_households", on, persons=members, households=[household, *others], reason=reason
    )
    into, closing = started.households[household.pk], {h.pk for h in others}
    given = relations or {}
    unsure = []
    for person in started.persons.values():
        relation = given.get(person.pk) or OTHER_RELATION
        if person.pk not in given:
            unsure.append(person.name)
        started.place(person, _merged(seats_of(person), closing, into.pk, relation))
    if unsure:
        message = _("请核对与户主的关系：%s") % "、".join(unsure)
        started.doubts.append(Doubt("relation.merged", message, "relation"))
    for pk in sorted(closing):
        started.settle(pk, successor=into)
    for pk in sorted(started.households.keys() - closing):
        started.settle(pk)
    return started.households[into.pk]


def _offshoot(
    actor: User, old: Household, area_code: str, address: str, number: str, on: date, reason: str
) -> Household:
    pk = new_party_id(PartyKind.HOUSEHOLD)
    new = Household(
        party_id=pk,
        area_code=area_code,
        address=address,
        number=free_number(Household, number or household_number(pk)),
        standing=old.standing,
        attribute=old.attribute,
        identified_by=old.identified_by,
        main_cause=old.main_cause,
        other_causes=old.other_causes,
        opened_on=on,
        split_from=old,
    )
    create(actor, "split_household", new, reason=reason)
    if old.standing:
        cause = old.statuses.filter(valid_to=None).values_list("cause", flat=True).first() or ""
        HouseholdStatus.objects.create(
            household=new, area_code=area_code, value=old.standing, valid_from=on, cause=cause
        )
    return new


def _take_seats(started: Regrouping, new: Household, head: Person, relations: Relations) -> None:
    """Seat the leaving members in the new household, related to its head."""
    crowned = Kin(head.relation, head.sex)
    unsure = []
    for person in started.persons.values():
        if person.pk == head.pk:
            relation = HEAD
        else:
            relation = relations.get(person.pk) or relation_to(crowned, Kin(person.relation, person.sex))
            if relation == OTHER_RELATION and person.pk not in relations:
                unsure.append(person.name)
        seats = [
            Seat(new.pk, relation, s.registered, s.living) if s.household_id == person.household_id else s
            for s in seats_of(person)
        ]
        started.place(person, seats, reason_out=SPLIT)
    if unsure:
        message = _("请核对与新户主的关系：%s") % "、".join(unsure)
        started.doubts.append(Doubt("relation.new_head", message, "relation"))


def _merged(seats: list[Seat], closing: set[int], into: int, relation: str) -> list[Seat]:
    """Return the seats after the merger: what was held in the closing households and the one they join is one."""
    joined = [s for s in seats if s.household_id in closing or s.household_id == into]
    kept = [s for s in seats if s.household_id not in closing and s.household_id != into]
    present = next((s.relation for s in joined if s.household_id == into), relation)
    whole = Seat(into, present, any(s.registered for s in joined), any(s.living for s in joined))
    return [*kept, whole]
