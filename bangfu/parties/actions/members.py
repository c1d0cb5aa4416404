"""Members of households: born, married in, moved, died, made head.

``on`` is the day from which the new order holds; ``relations`` gives relations to the new head that cannot be
derived. The head of a household with members left never goes without ``new_head``.
"""

from datetime import date
from typing import Unpack

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.parties.actions.persons import PersonFields, new_person
from bangfu.parties.actions.regrouping import CHANGE, Regrouping, Relations
from bangfu.parties.actions.seats import Seat, seats_of
from bangfu.parties.codes import DIED, HEAD
from bangfu.parties.models import Household, Person
from bangfu.parties.registries import parted


@action(CHANGE)
def add_member(
    actor: User,
    household: Household,
    *,
    on: date,
    relation: str,
    reason_in: str = "",
    person: Person | None = None,
    registered: bool = True,
    living: bool = True,
    reason: str = "",
    **fields: Unpack[PersonFields],
) -> Person:
    """Add a member who belongs nowhere yet: a new person from ``fields``, or one on the register without a household.

    Somebody may be registered in one household and live in another; who would have two of either moves instead.
    """
    if relation == HEAD:
        raise Refused(_("新成员不能直接登记为户主，请登记后再变更户主。"), field="relation")
    known = [person] if person else []
    started = Regrouping.begin(actor, "add_member", on, persons=known, households=[household], reason=reason)
    row = started.households[household.pk]
    if person is None:
        member = new_person(actor, "register_person", row.area_code, fields, reason=reason)
        started.doubts.extend(member.doubts)
    else:
        member = started.persons[person.pk]
    _require_alive_since(member, on)
    seats = seats_of(member)
    if any(s.household_id == row.pk or (s.registered and registered) or (s.living and living) for s in seats):
        raise Conflict(_("%s已是某户成员，请改用“迁入”。") % member.name, field="person")
    seat = Seat(row.pk, relation, registered, living)
    member = started.place(member, [*seats, seat], reason_in=reason_in, left_on=None)
    started.settle_all()
    return _with_doubts(member, started)


@action(CHANGE)
def record_death(
    actor: User,
    person: Person,
    *,
    on: date,
    new_head: Person | None = None,
    relations: Relations | None = None,
    reason: str = "",
) -> Person:
    """Record that a person died; their memberships end. The head of a household with members left needs a successor."""
    started = Regrouping.begin(actor, "record_death", on, persons=[person], reason=reason)
    row = started.persons[person.pk]
    if row.died_on is not None:
        raise Conflict(_("%(person)s已于 %(day)s 登记死亡。") % {"person": row, "day": row.died_on.isoformat()})
    if row.birth_date and on < row.birth_date:
        raise Refused(_("死亡日期早于出生日期。"), field="on")
    gone = started.place(row, [], reason_out=DIED, died_on=on)
    started.settle_all(new_head=new_head, relations=relations)
    parted(actor, [row.pk], on)
    return _with_doubts(gone, started)


@action(CHANGE)
def remove_member(
    actor: User,
    person: Person,
    *,
    on: date,
    reason_out: str,
    new_head: Person | None = None,
    relations: Relations | None = None,
    reason: str = "",
) -> Person:
    """Record that a member left for a place outside these registers: married out, moved away."""
    started = Regrouping.begin(actor, "remove_member", on, persons=[person], reason=reason)
    row = started.persons[person.pk]
    if not seats_of(row):
        raise Conflict(_("%s目前不是任何户的成员。") % row)
    if not reason_out:
        raise Refused(_("请选择减少原因。"), field="reason_out")
    gone = started.place(row, [], reason_out=reason_out, left_on=on)
    started.settle_all(new_head=new_head, relations=relations)
    parted(actor, [row.pk], on)
    return _with_doubts(gone, started)


@action(CHANGE)
def move_member(
    actor: User,
    person: Person,
    *,
    to: Household,
    on: date,
    relation: str,
    reason_in: str = "",
    reason_out: str = "",
    registered: bool = True,
    living: bool = True,
    new_head: Person | None = None,
    relations: Relations | None = None,
    reason: str = "",
) -> Person:
    """Move a person's register, living, or both to another household; both must lie in the actor's scope.

    What does not move stays where it is. The last member's going closes the old household.
    """
    if relation == HEAD:
        raise Refused(_("请先迁入，再变更户主。"), field="relation")
    started = Regrouping.begin(actor, "move_member", on, persons=[person], households=[to], reason=reason)
    row = started.persons[person.pk]
    _require_alive_since(row, on)
    held = seats_of(row)
    target = Seat(to.pk, relation, registered, living)
    if target in held:
        raise Conflict(_("%s已在该户。") % row, field="to")
    member = started.place(row, [target, *_remaining(held, target)], reason_in=reason_in, reason_out=reason_out)
    started.settle(to.pk)
    for pk in sorted(started.households.keys() - {to.pk}):
        started.settle(pk, new_head=new_head, relations=relations, successor=to)
    return _with_doubts(member, started)


@action(CHANGE)
def make_head(
    actor: User,
    household: Household,
    *,
    person: Person,
    on: date,
    relations: Relations | None = None,
    reason: str = "",
) -> Household:
    """Make a member the head; the others' relations are to the new head from that day on."""
    started = Regrouping.begin(actor, "make_head", on, persons=[person], households=[household], reason=reason)
    member = started.persons[person.pk]
    if member.household_id == household.pk and member.relation == HEAD:
        raise Conflict(_("%s已是户主。") % member, field="person")
    if member.household_id != household.pk:
        raise Refused(_("新户主须是本户成员。"), field="person")
    return started.settle(household.pk, new_head=member, relations=relations)


@action(CHANGE)
def change_membership(
    actor: User,
    person: Person,
    *,
    household: Household,
    on: date,
    relation: str,
    registered: bool = True,
    living: bool = True,
    reason: str = "",
) -> Person:
    """Change a member's relation to the head, or whether they are registered or live there, from a day on."""
    started = Regrouping.begin(actor, "change_membership", on, persons=[person], reason=reason)
    row = started.persons[person.pk]
    held = seats_of(row)
    present = next((s for s in held if s.household_id == household.pk), None)
    if present is None:
        raise Conflict(_("%s不是本户成员。") % row, field="person")
    if (relation == HEAD) != (present.relation == HEAD):
        raise Refused(_("户主请用“变更户主”。"), field="relation")
    changed = Seat(household.pk, relation, registered, living)
    others = [s for s in held if s.household_id != household.pk]
    if any((s.registered and registered) or (s.living and living) for s in others):
        raise Conflict(_("%s在另一户已有户籍或共同生活记录，请改用“迁入”。") % row, field="registered")
    member = started.place(row, [*others, changed])
    started.settle_all()
    return _with_doubts(member, started)


def _with_doubts(person: Person, started: Regrouping) -> Person:
    person.doubts = tuple(started.doubts)
    return person


def _remaining(held: list[Seat], target: Seat) -> list[Seat]:
    """Return what is left of the seats held once the target has taken register, living or both."""
    left = [
        Seat(s.household_id, s.relation, s.registered and not target.registered, s.living and not target.living)
        for s in held
        if s.household_id != target.household_id
    ]
    return [s for s in left if s.registered or s.living]


def _require_alive_since(person: Person, on: date) -> None:
    if person.died_on is not None:
        raise Conflict(_("%s已登记死亡。") % person, field="person")
    if person.birth_date and on < person.birth_date:
        raise Refused(_("日期早于出生日期 %s。") % person.birth_date.isoformat(), field="on")
