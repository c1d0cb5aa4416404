"""Stating targets and bases, and taking them back."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bangfu.figures.declared import figures
from bangfu.figures.models import Target
from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Organisation

CHANGE = "figures.target.change"


@action(CHANGE)
def state_target(
    actor: User,
    *,
    figure: str,
    area_code: str,
    starts_on: date,
    ends_on: date,
    value: Decimal,
    document: str,
    use: str = "target",
    giver_area_code: str = "",
    organisation: int | None = None,
    note: str = "",
) -> Target:
    """State a target or a base, naming the document it stands in.

    Raises Refused for a figure nobody declared, Conflict when the same period has one already.
    """
    require(actor, CHANGE, area_code)
    if figure not in figures:
        raise Refused(_("没有名为“%(name)s”的指标。") % {"name": figure}, field="figure")
    row = Target(
        use=use,
        figure=figure,
        area_code=area_code,
        giver_area_code=giver_area_code,
        organisation=Organisation.objects.get(pk=organisation) if organisation else None,
        starts_on=starts_on,
        ends_on=ends_on,
        value=value,
        document=document,
        note=note,
    )
    try:
        row.full_clean()
    except ValidationError as error:
        if "__all__" in error.message_dict:
            raise Conflict(_("同一指标、地区和时期已有数值，或数值、日期不成立。")) from error
        raise Refused(str(next(iter(error.message_dict.values()))[0]), problems=tuple(error.messages)) from error
    row.save()
    record_change(actor, "state_target", row, after=snapshot(row))
    return row


@action(CHANGE)
def withdraw_target(actor: User, target: Target, *, reason: str) -> None:
    """Take a target back, saying why; what it was stays in the history."""
    row = Target.objects.select_for_update().get(pk=target.pk)
    require(actor, CHANGE, row.area_code)
    if not reason.strip():
        raise Refused(_("请写明撤回原因。"), field="reason")
    record_change(actor, "withdraw_target", row, before=snapshot(row), reason=reason)
    row.delete()
