"""Registering persons and changing what is known of them. Who belongs to which household: ``members``."""

from datetime import date
from typing import TypedDict, Unpack

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical, decrypt
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scoped
from bangfu.parties.actions.areas import open_area
from bangfu.parties.actions.numbering import free_number, new_party_id, person_number
from bangfu.parties.actions.rows import assign, change, check_codes, create, state, unchanged
from bangfu.parties.codes import PERSON_LISTS
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import Household, Organisation, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.rules.identity import (
    born_on,
    degree_in,
    disability_number_doubts,
    id_number_doubts,
    phone_doubts,
    sex_in,
)

CHANGE, VIEW = "parties.person.change", "parties.person.view"


class PersonFields(TypedDict, total=False):
    """What may be said of a person; ID number, disability number and phone in plain."""

    name: str
    sex: str
    birth_date: date | None
    id_number: str
    disability_number: str
    disability_level: str
    phone: str
    ethnicity: str
    political: str
    education: str
    schooling: str
    health: list[str]
    labour: str
    work_area: str
    work_months: int | None
    medical_insured: bool | None
    pension_insured: bool | None
    minimum_living: bool | None
    works_for: Organisation | None
    post: str
    rank: str


@action(CHANGE)
def register_person(
    actor: User, *, area_code: str, number: str = "", reason: str = "", **fields: Unpack[PersonFields]
) -> Person:
    """Register somebody who belongs to no household here: a helper, a unit's clerk. Members: ``add_member``."""
    require(actor, CHANGE, area_code)
    open_area(area_code)
    return new_person(actor, "register_person", area_code, fields, number=number, reason=reason)


@action(CHANGE)
def change_person(actor: User, person: Person, *, reason: str = "", **fields: Unpack[PersonFields]) -> Person:
    """Change what is known of a person. Raises Conflict when somebody else changed the person meanwhile."""
    row = unchanged(person)
    require(actor, CHANGE, row.area_code)
    before = state(row)
    doubts = fill(actor, row, fields, before)
    return change(actor, "change_person", row, before, reason=reason, doubts=doubts)


def new_person(
    actor: User, action_name: str, area_code: str, fields: PersonFields, *, number: str = "", reason: str = ""
) -> Person:
    """Create a person at a place; inside an action that has checked the scope."""
    pk = new_party_id(PartyKind.PERSON)
    row = Person(party_id=pk, area_code=area_code, number=_number(number, pk))
    doubts = fill(actor, row, fields)
    return create(actor, action_name, row, reason=reason, doubts=doubts)


def fill(actor: User, row: Person, fields: PersonFields, before: dict[str, object] | None = None) -> list[Doubt]:
    """Set a person's fields; what the ID number says of sex and birth fills what is empty. Return the doubts."""
    assign(row, fields, PersonFields.__annotations__)
    row.name = row.name.strip()
    check_codes(row, PERSON_LISTS, before)
    id_number = decrypt(row.id_number)
    row.birth_date = row.birth_date or born_on(id_number)
    row.sex = row.sex or sex_in(id_number)
    row.disability_level = row.disability_level or degree_in(decrypt(row.disability_number))
    if row.birth_date and row.birth_date > timezone.localdate():
        raise Refused(_("出生日期 %s 还没有到。") % row.birth_date.isoformat(), field="birth_date")
    _refuse_known(actor, row)
    return [
        *id_number_doubts(id_number, row.sex, row.birth_date),
        *disability_number_doubts(decrypt(row.disability_number), id_number),
        *phone_doubts(canonical(fields.get("phone", ""))),
    ]


def _number(given: str, pk: int) -> str:
    if not given:
        return free_number(Person, person_number(pk))
    if Person.objects.filter(number=given).exists():
        raise Conflict(_("人编号 %s 已登记在册。") % given, field="number")
    return given


def _refuse_known(actor: User, row: Person) -> None:
    """Refuse an ID number that is on the register; who has it is told only to those who may see that person."""
    if not row.id_number_index:
        return
    holders = Person.objects.filter(id_number_index=row.id_number_index).exclude(pk=row.pk)
    if not holders.exists():
        return
    seen = scoped(holders, actor, VIEW).select_related("household").first()
    if seen is None:
        raise Conflict(_("该公民身份号码已在其他地区登记，请联系县办核实后办理迁移。"), field="id_number")
    where = _household_words(seen.household)
    raise Conflict(
        _("该公民身份号码已登记为%(name)s（%(number)s%(where)s），请改用“迁入”。")
        % {"name": seen.name, "number": seen.number, "where": where},
        field="id_number",
    )


def _household_words(household: Household | None) -> str:
    return _("，户主%s") % household.head_name if household else ""
