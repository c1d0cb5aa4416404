"""Where a person belongs: the one place that writes memberships."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.parties.actions.days import DAY
from bangfu.parties.actions.places import move_parties
from bangfu.parties.actions.rows import check_codes
from bangfu.parties.codes import MEMBERSHIP_LISTS
from bangfu.parties.models import Household, Membership, Person


@dataclass(frozen=True, slots=True)
class Seat:
    """A person's place in a household: on its register, living in it, or both; and the relation to its head."""

    household_id: int
    relation: str
    registered: bool = True
    living: bool = True

    @classmethod
    def of(cls, membership: Membership) -> "Seat":
        """Return the seat a membership gives."""
        return cls(membership.household_id, membership.relation, membership.registered, membership.living)


def seats_of(person: Person) -> list[Seat]:
    """Return the seats a person has now."""
    return [Seat.of(m) for m in person.memberships.filter(valid_to=None)]


def reseat(person: Person, seats: Iterable[Seat], on: date, *, reason_in: str = "", reason_out: str = "") -> None:
    """Let a person have these seats from a day on; what ends, ends the day before.

    Sets the person's ``household``, ``relation`` and ``area_code`` without saving the person. Raises Refused for a
    day before the present seats were taken, and for one that a past membership covers.
    """
    held = list(person.memberships.select_for_update().filter(valid_to=None).order_by("pk"))
    wanted = {seat.household_id: seat for seat in seats}
    kept = {m.household_id for m in held if wanted.get(m.household_id) == Seat.of(m)}
    new = {pk: seat for pk, seat in wanted.items() if pk not in kept}
    for membership in held:
        if membership.household_id in kept:
            continue
        if membership.valid_from == on and new:
            # Changed on the day it began: it was never true, so the same row is put right. History keeps both.
            seat = new.pop(membership.household_id, None) or new.pop(min(new))
            _write(membership, seat)
        else:
            _end(membership, on, reason_out)
    for seat in new.values():
        _begin(person, seat, on, reason_in)
    _repeat(person, on)


def _end(held: Membership, on: date, reason_out: str) -> None:
    if held.valid_from > on:
        raise Refused(
            _("%(person)s自 %(day)s 起是本户成员，变动日期不能早于这一天。")
            % {"person": held.person, "day": held.valid_from.isoformat()},
            field="on",
        )
    held.valid_to = max(held.valid_from, on - DAY)
    held.reason_out = reason_out
    check_codes(held, MEMBERSHIP_LISTS)
    held.save()


def _begin(person: Person, seat: Seat, on: date, reason_in: str) -> None:
    kinds = Q(registered=True) if seat.registered else Q(pk__in=[])
    if seat.living:
        kinds |= Q(living=True)
    if not (seat.registered or seat.living):
        raise Refused(_("成员须户籍在本户，或在本户共同生活。"), field="living")
    if person.memberships.filter(kinds, valid_to__gte=on).exists():
        raise Refused(_("%s在这一天之后还有家庭成员记录，请核对日期。") % person, field="on")
    _write(Membership(person=person, valid_from=on, reason_in=reason_in), seat)


def _write(membership: Membership, seat: Seat) -> None:
    membership.household_id = seat.household_id
    membership.relation = seat.relation
    membership.registered, membership.living = seat.registered, seat.living
    check_codes(membership, MEMBERSHIP_LISTS)
    membership.save()


def _repeat(person: Person, on: date) -> None:
    """Repeat in the person's own row the membership in force: of two, the one where the person lives."""
    main = person.memberships.filter(valid_to=None).order_by("-living", "pk").first()
    person.household_id = main.household_id if main else None
    person.relation = main.relation if main else ""
    if main is None:
        return
    area_code = Household.objects.values_list("area_code", flat=True).get(pk=main.household_id)
    if area_code != person.area_code:
        move_parties([person.pk], area_code, on)
        person.area_code = area_code
