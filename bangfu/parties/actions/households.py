"""Registering households, changing what is known of them, moving them, closing them."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.areas_of import VILLAGE
from bangfu.kernel.ciphers import canonical
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.areas import open_area
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.limits import soft_limit
from bangfu.parties.actions.numbering import free_number, household_number, new_party_id
from bangfu.parties.actions.persons import PersonFields, new_person
from bangfu.parties.actions.places import move_parties
from bangfu.parties.actions.regrouping import CHANGE, Regrouping
from bangfu.parties.actions.rows import assign, change, check_codes, create, state, unchanged
from bangfu.parties.actions.seats import Seat, seats_of
from bangfu.parties.actions.statuses import set_household_status
from bangfu.parties.codes import HEAD, HOUSEHOLD_LISTS
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import FormerPlace, Household, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.policy_keys import FUELS_MAX, OTHER_CAUSES_MAX
from bangfu.parties.rules.households import cause_doubts, fuel_doubts
from bangfu.parties.rules.identity import phone_doubts


class HouseholdFields(TypedDict, total=False):
    """What the registration card says of a household; phone and bank account in plain."""

    address: str
    attribute: str
    identified_by: str
    main_cause: str
    other_causes: list[str]
    phone: str
    bank_name: str
    bank_account: str
    housing_area: Decimal | None
    housing_structure: str
    housing_year: int | None
    housing_safety: str
    water: str
    fuels: list[str]
    electricity: bool | None
    relocated: bool | None
    longitude: Decimal | None
    latitude: Decimal | None


@action(CHANGE)
def register_household(
    actor: User,
    *,
    area_code: str,
    head_name: str = "",
    head_sex: str = "",
    head_birth_date: date | None = None,
    head_id_number: str = "",
    head: Person | None = None,
    opened_on: date | None = None,
    standing: str = "",
    number: str = "",
    reason: str = "",
    **fields: Unpack[HouseholdFields],
) -> Household:
    """Register a household in a village or group, with its head: a new person, or one who belongs to no household.

    Without a ``number`` it is given one. ``standing`` opens its first status on the same day (default today).
    """
    require(actor, CHANGE, area_code)
    if len(area_code) < VILLAGE:
        raise Refused(_("农户须登记在村或村民小组。"), field="area_code")
    open_area(area_code)
    day = happened(opened_on or timezone.localdate(), "opened_on")
    row, doubts = _new_household(actor, area_code, number, day, fields)
    create(actor, "register_household", row, reason=reason, doubts=doubts)
    started = Regrouping.begin(
        actor, "register_household", day, persons=[head] if head else [], households=[row], reason=reason
    )
    if head is None:
        facts: PersonFields = {
            "name": head_name,
            "sex": head_sex,
            "birth_date": head_birth_date,
            "id_number": head_id_number,
        }
        person = new_person(actor, "register_person", area_code, facts, reason=reason)
    else:
        person = started.persons[head.pk]
    if seats_of(person):
        raise Conflict(_("%s已是某户成员，请改用“分户”。") % person, field="head")
    started.place(person, [Seat(row.pk, HEAD)], left_on=None)
    row = started.settle(row.pk)
    if standing:
        row = set_household_status(actor, row, value=standing, on=day, reason=reason)
    row.doubts = (*doubts, *person.doubts)
    return row


@action(CHANGE)
def change_household(
    actor: User, household: Household, *, reason: str = "", **fields: Unpack[HouseholdFields]
) -> Household:
    """Change the card of a household. Raises Conflict when somebody else changed the household meanwhile."""
    row = unchanged(household)
    require(actor, CHANGE, row.area_code)
    before = state(row)
    doubts = _fill(row, fields, before)
    return change(actor, "change_household", row, before, reason=reason, doubts=doubts)


@action(CHANGE)
def move_household(
    actor: User, household: Household, *, area_code: str, on: date, address: str = "", reason: str = ""
) -> Household:
    """Move a whole household to another village or group from a day on; both must lie in the actor's scope."""
    started = Regrouping.begin(actor, "move_household", on, households=[household], reason=reason)
    row = started.households[household.pk]
    require(actor, CHANGE, area_code)
    if len(area_code) < VILLAGE:
        raise Refused(_("农户须登记在村或村民小组。"), field="area_code")
    open_area(area_code)
    if area_code == row.area_code:
        raise Conflict(_("该户已在此地。"), field="area_code")
    if FormerPlace.objects.filter(party=row.pk, until__gte=on - DAY).exists():
        raise Refused(_("该户在这一天之后还有迁移记录，请核对日期。"), field="on")
    members = list(Person.objects.filter(household=row).values_list("pk", flat=True))
    move_parties([row.pk, *members], area_code, on)
    row.area_code, row.address = area_code, address or row.address
    return change(actor, "move_household", row, started.before[row.pk], reason=reason)


@action(CHANGE)
def close_household(
    actor: User, household: Household, *, on: date, reason_out: str, closed_reason: str, reason: str = ""
) -> Household:
    """Close a household from a day on: its members leave it, its status ends; everything stays readable."""
    members = Person.objects.filter(memberships__household=household, memberships__valid_to=None)
    started = Regrouping.begin(actor, "close_household", on, persons=members, households=[household], reason=reason)
    row = started.households[household.pk]
    row.closed_reason = closed_reason
    for person in started.persons.values():
        kept = [s for s in seats_of(person) if s.household_id != row.pk]
        started.place(person, kept, reason_out=reason_out, left_on=None if kept else on)
    started.settle_all()
    return row


def _new_household(
    actor: User, area_code: str, number: str, day: date, fields: HouseholdFields
) -> tuple[Household, list[Doubt]]:
    pk = new_party_id(PartyKind.HOUSEHOLD)
    if number and Household.objects.filter(number=number).exists():
        raise Conflict(_("户编号 %s 已登记在册。") % number, field="number")
    row = Household(
        party_id=pk,
        area_code=area_code,
        number=number or free_number(Household, household_number(pk)),
        opened_on=day,
    )
    return row, _fill(row, fields)


def _fill(row: Household, fields: HouseholdFields, before: dict[str, object] | None = None) -> list[Doubt]:
    assign(row, fields, HouseholdFields.__annotations__)
    check_codes(row, HOUSEHOLD_LISTS, before)
    return [
        *phone_doubts(canonical(fields.get("phone", ""))),
        *cause_doubts(row.main_cause, row.other_causes, soft_limit(OTHER_CAUSES_MAX, row.area_code)),
        *fuel_doubts(row.fuels, soft_limit(FUELS_MAX, row.area_code)),
    ]
