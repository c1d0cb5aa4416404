"""A change of who belongs where: households locked, persons reseated, every household left with one head or none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.rows import Values, change, locked, locked_all, state
from bangfu.parties.actions.seats import Seat, reseat, seats_of
from bangfu.parties.codes import HEAD, OTHER_RELATION
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import Household, HouseholdStatus, Membership, Person
from bangfu.parties.registries import parted
from bangfu.parties.rules.kinship import Kin, relation_to

CHANGE, PERSON_CHANGE = "parties.household.change", "parties.person.change"
Relations = Mapping[int, str]  # person id → relation to the head of that person's household


@dataclass
class Regrouping:
    """One such change: made with ``begin``, then ``place`` for each person, then ``settle`` for the households."""

    actor: User
    name: str
    on: date
    reason: str
    households: dict[int, Household]
    persons: dict[int, Person]
    before: dict[int, Values] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)

    @classmethod
    def begin(
        cls,
        actor: User,
        name: str,
        on: date,
        *,
        persons: Iterable[Person] = (),
        households: Iterable[Household] = (),
        reason: str = "",
    ) -> "Regrouping":
        """Lock these households and those the persons belong to, then the persons.

        Raises Denied unless all of them lie in the actor's scope, and Conflict if a household is closed.
        """
        happened(on)
        person_ids = {p.pk for p in persons}
        ids = {h.pk for h in households} | _homes(person_ids)
        started = cls(actor, name, on, reason, locked_all(Household, ids), locked_all(Person, person_ids))
        if _homes(person_ids) - ids:
            raise Conflict(_("所选人员刚刚已被他人变动，请刷新后重试。"))
        for household in started.households.values():
            require(actor, CHANGE, household.area_code)
            if household.closed_on is not None:
                raise Conflict(
                    _("“%(household)s”户已于 %(day)s 销户。")
                    % {"household": household, "day": household.closed_on.isoformat()}
                )
        for person in started.persons.values():
            require(actor, PERSON_CHANGE, person.area_code)
        started.before = {pk: state(row) for pk, row in started.households.items()}
        return started

    def place(
        self,
        person: Person,
        seats: Iterable[Seat],
        *,
        reason_in: str = "",
        reason_out: str = "",
        **facts: Any,
    ) -> Person:
        """Give a person these seats, and set other facts of the same event (the day of death, say)."""
        row = locked(person)
        before = state(row)
        reseat(row, seats, self.on, reason_in=reason_in, reason_out=reason_out)
        for name, value in facts.items():
            setattr(row, name, value)
        return change(self.actor, self.name, row, before, reason=self.reason)

    def settle(
        self,
        household_id: int,
        *,
        new_head: Person | None = None,
        relations: Relations | None = None,
        successor: Household | None = None,
    ) -> Household:
        """Leave the household with one head among its members; close it when nobody is left."""
        household = self.households[household_id]
        if new_head is not None and not Person.objects.filter(pk=new_head.pk, household__in=self.households).exists():
            raise Refused(_("新户主须是本户成员。"), field="new_head")
        counted = Person.objects.filter(household=household)
        if closing := not counted.exists():
            self._close(household, successor)
        else:
            self._crown(household, new_head, relations or {})
            head = counted.get(relation=HEAD)
            household.head_name, household.member_count = head.name, counted.count()
        settled = change(
            self.actor, self.name, household, self.before[household_id], reason=self.reason, doubts=self.doubts
        )
        if closing:
            parted(self.actor, [household_id], household.closed_on or self.on)
        return settled

    def adopt(self, household: Household) -> None:
        """Take a household made in the course of the event among those that ``settle`` knows."""
        row = locked(household)
        self.households[row.pk], self.before[row.pk] = row, state(row)

    def settle_all(self, **choices: Any) -> None:
        """Settle every household concerned, with the same choices."""
        for pk in sorted(self.households):
            self.settle(pk, **choices)

    def _crown(self, household: Household, new_head: Person | None, relations: Relations) -> None:
        counted = {p.pk: p for p in Person.objects.filter(household=household)}
        heads = [p.pk for p in counted.values() if p.relation == HEAD]
        if new_head is not None and new_head.pk in counted:
            if heads != [new_head.pk]:
                self._relate(household, counted[new_head.pk], relations)
        elif len(heads) != 1:
            names = "、".join(p.name for p in counted.values())
            raise Refused(
                _("“%(household)s”户须指定新的户主，可选：%(names)s。") % {"household": household, "names": names},
                field="new_head",
            )

    def _relate(self, household: Household, head: Person, relations: Relations) -> None:
        """Write everybody's relation to the new head; name those whose relation nobody can derive."""
        crowned = Kin(head.relation, head.sex)
        unsure = []
        held = Membership.objects.filter(household=household, valid_to=None).select_related("person").order_by("pk")
        for membership in held:
            person = membership.person
            if person.pk == head.pk:
                relation = HEAD
            else:
                kin = Kin(membership.relation, person.sex)
                relation = relations.get(person.pk) or relation_to(crowned, kin)
                if relation == OTHER_RELATION and membership.relation != OTHER_RELATION:
                    unsure.append(person.name)
            self._seat_with(person, household, relation)
        if unsure:
            message = _("请核对与新户主的关系：%s") % "、".join(unsure)
            self.doubts.append(Doubt("relation.new_head", message, "relation"))

    def _seat_with(self, person: Person, household: Household, relation: str) -> None:
        seats = [
            Seat(s.household_id, relation, s.registered, s.living) if s.household_id == household.pk else s
            for s in seats_of(person)
        ]
        self.place(person, seats)

    def _close(self, household: Household, successor: Household | None) -> None:
        if Membership.objects.filter(household=household, valid_to=None).exists():
            raise Refused(_("“%s”户已无共同生活成员，但户籍上还有人，请先处理户籍。") % household)
        last_day = max(self.on - DAY, household.opened_on or self.on - DAY)
        household.member_count, household.closed_on = 0, last_day
        household.successor = successor
        household.closed_reason = household.closed_reason or _("无在册成员")
        end_status(household, last_day)


def _homes(person_ids: Iterable[int]) -> set[int]:
    held = Membership.objects.filter(person__in=list(person_ids), valid_to=None)
    return set(held.values_list("household_id", flat=True))


def end_status(household: Household, last_day: date) -> None:
    """End the status a household has; ``standing`` becomes empty."""
    status = HouseholdStatus.objects.filter(household=household, valid_to=None).first()
    if status is not None:
        status.valid_to = max(last_day, status.valid_from)
        status.save(update_fields=["valid_to"])
    household.standing = ""
