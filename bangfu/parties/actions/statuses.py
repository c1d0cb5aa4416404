"""What a household is: registered, lifted, monitored …, one status at a time, each with its days."""

from datetime import date

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.codelists.queries import codes, label
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.days import DAY, happened
from bangfu.parties.actions.limits import soft_limit
from bangfu.parties.actions.regrouping import CHANGE
from bangfu.parties.actions.rows import change, check_codes, locked, state
from bangfu.parties.models import Household, HouseholdStatus
from bangfu.parties.policy_keys import STANDING_BEFORE
from bangfu.parties.registries import requalified
from bangfu.parties.rules.standing import standing_doubts

LIST = "household_standing"


@action(CHANGE)
def set_household_status(
    actor: User,
    household: Household,
    *,
    value: str,
    on: date,
    cause: str = "",
    document: str = "",
    reason: str = "",
) -> Household:
    """Give a household a status from a day on; the one before ends the day before.

    A status given for the same day as the present one corrects it. One that rarely follows the present one is
    doubted, not refused. Raises Refused for a value the list did not have on that day.
    """
    happened(on)
    row = locked(household)
    require(actor, CHANGE, row.area_code)
    if row.closed_on is not None:
        raise Conflict(_("“%(row)s”户已于 %(day)s 销户。") % {"row": row, "day": row.closed_on.isoformat()})
    if value not in {code.code for code in codes(LIST, on)}:
        raise Refused(
            _("%(day)s 的户类型中没有“%(value)s”。") % {"day": on.isoformat(), "value": label(LIST, value, on)},
            field="value",
        )
    present = row.statuses.select_for_update().filter(valid_to=None).first()
    _refuse_disorder(row, present, value, on)
    table = soft_limit(STANDING_BEFORE, row.area_code, on) or {}
    doubts = standing_doubts(present.value if present else "", value, table, on)
    before = state(row)
    before["status_from"] = present.valid_from.isoformat() if present else ""
    _open_status(row, present, value, on, cause, document)
    row.standing = value
    changed = change(actor, "set_household_status", row, before, reason=reason or document, doubts=doubts)
    requalified(actor, [row.pk], on)
    return changed


def _refuse_disorder(row: Household, present: HouseholdStatus | None, value: str, on: date) -> None:
    if present is not None and present.value == value:
        raise Conflict(
            _("“%(row)s”户自 %(day)s 起已是“%(value)s”。")
            % {"row": row, "day": present.valid_from.isoformat(), "value": label(LIST, value, on)},
            field="value",
        )
    latest = row.statuses.order_by("-valid_from").first()
    if latest is not None and (on < latest.valid_from or (latest.valid_to and on <= latest.valid_to)):
        raise Refused(
            _("这一天之后还有户类型记录（%s 起），请先核对日期。") % latest.valid_from.isoformat(), field="on"
        )


def _open_status(
    row: Household, present: HouseholdStatus | None, value: str, on: date, cause: str, document: str
) -> None:
    if present is not None and present.valid_from == on:
        status = present
        status.value, status.cause, status.document = value, cause, document
    else:
        if present is not None:
            present.valid_to = on - DAY
            present.save(update_fields=["valid_to"])
        status = HouseholdStatus(
            household=row, area_code=row.area_code, value=value, valid_from=on, cause=cause, document=document
        )
    check_codes(status, {"cause": "poverty_cause"})
    status.save()
