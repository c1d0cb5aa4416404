"""Registering organisations, correcting them, ending them, and the other names they go by."""

from datetime import date
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.ciphers import canonical
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.areas import open_area
from bangfu.parties.actions.days import happened
from bangfu.parties.actions.numbering import new_party_id
from bangfu.parties.actions.places import move_parties
from bangfu.parties.actions.rows import assign, change, check_codes, create, locked, state, unchanged
from bangfu.parties.codes import ORGANISATION_LISTS
from bangfu.parties.doubts import Doubt
from bangfu.parties.models import Organisation, OrganisationAlias
from bangfu.parties.models.party import PartyKind
from bangfu.parties.registries import parted
from bangfu.parties.rules.identity import credit_code_doubts, phone_doubts

CHANGE = "parties.organisation.change"


class OrganisationFields(TypedDict, total=False):
    """What may be said of an organisation; the phone in plain."""

    name: str
    credit_code: str
    kind: str
    rank: str
    is_budget_unit: bool
    superior: Organisation | None
    contact: str
    phone: str
    valid_from: date | None


@action(CHANGE)
def register_organisation(
    actor: User, *, area_code: str, reason: str = "", **fields: Unpack[OrganisationFields]
) -> Organisation:
    """Register an organisation where it is seated. A doubtful credit code is recorded, one already taken refused."""
    require(actor, CHANGE, area_code)
    open_area(area_code)
    row = Organisation(party_id=new_party_id(PartyKind.ORGANISATION), area_code=area_code)
    _fill(row, fields)
    return create(actor, "register_organisation", row, reason=reason, doubts=_doubts(fields))


@action(CHANGE)
def change_organisation(
    actor: User, organisation: Organisation, *, reason: str = "", **fields: Unpack[OrganisationFields]
) -> Organisation:
    """Change what is known of an organisation; a former name stays findable as an alias."""
    row = unchanged(organisation)
    require(actor, CHANGE, row.area_code)
    before, old_name = state(row), row.name
    _fill(row, fields, before)
    if row.name != old_name:
        OrganisationAlias.objects.get_or_create(organisation=row, name=old_name)
    return change(actor, "change_organisation", row, before, reason=reason, doubts=_doubts(fields))


@action(CHANGE)
def move_organisation(
    actor: User, organisation: Organisation, *, area_code: str, on: date, reason: str = ""
) -> Organisation:
    """Seat an organisation elsewhere from a day on; both places must lie in the actor's scope."""
    happened(on)
    row = locked(organisation)
    require(actor, CHANGE, row.area_code)
    require(actor, CHANGE, area_code)
    open_area(area_code)
    before = state(row)
    move_parties([row.pk], area_code, on)
    row.area_code = area_code
    return change(actor, "move_organisation", row, before, reason=reason)


@action(CHANGE)
def end_organisation(actor: User, organisation: Organisation, *, on: date, reason: str) -> Organisation:
    """End an organisation; ``on`` is its last day."""
    happened(on)
    row = locked(organisation)
    require(actor, CHANGE, row.area_code)
    if row.valid_to is not None:
        raise Conflict(_("“%(row)s”已于 %(day)s 撤销。") % {"row": row, "day": row.valid_to.isoformat()})
    if row.valid_from and on < row.valid_from:
        raise Refused(_("撤销日期早于成立日期。"), field="on")
    before = state(row)
    row.valid_to = on
    ended = change(actor, "end_organisation", row, before, reason=reason)
    parted(actor, [row.pk], on)
    return ended


@action(CHANGE)
def add_alias(actor: User, organisation: Organisation, *, name: str, reason: str = "") -> OrganisationAlias:
    """Add a name an organisation also goes by; imports and documents find it by that name."""
    row = locked(organisation)
    require(actor, CHANGE, row.area_code)
    name = name.strip()
    if not name:
        raise Refused(_("请填写别名。"), field="name")
    if name == row.name or row.aliases.filter(name=name).exists():
        raise Conflict(_("“%s”已是该单位的名称或别名。") % name, field="name")
    alias = OrganisationAlias.objects.create(organisation=row, name=name)
    record_change(actor, "add_alias", row, after={"alias": name}, reason=reason)
    return alias


def _fill(row: Organisation, fields: OrganisationFields, before: dict[str, object] | None = None) -> None:
    assign(row, fields, OrganisationFields.__annotations__)
    row.name, row.credit_code = row.name.strip(), canonical(row.credit_code)
    check_codes(row, ORGANISATION_LISTS, before)
    if row.superior_id == row.pk:
        raise Refused(_("上级单位不能是本单位。"), field="superior")
    taken = Organisation.objects.filter(credit_code=row.credit_code).exclude(pk=row.pk)
    if row.credit_code and taken.exists():
        raise Conflict(_("统一社会信用代码 %s 已登记在册。") % row.credit_code, field="credit_code")


def _doubts(fields: OrganisationFields) -> list[Doubt]:
    return [
        *credit_code_doubts(canonical(fields.get("credit_code", ""))),
        *phone_doubts(canonical(fields.get("phone", ""))),
    ]
