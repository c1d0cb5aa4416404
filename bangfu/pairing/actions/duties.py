"""What an agreement asks of each side in each year."""

from datetime import date
from decimal import Decimal
from typing import TypedDict, Unpack

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.agreements import open_draft
from bangfu.pairing.actions.rows import change, create, unchanged
from bangfu.pairing.agreements import CHANGE
from bangfu.pairing.models import Agreement, Duty
from bangfu.pairing.registries import duty_measures


class DutyFields(TypedDict, total=False):
    """What may be said of a duty. ``measured_by`` is ``column:choice`` (``entry_kind:market.purchase``) or empty."""

    year: int
    due_on: date | None
    side: str
    text: str
    measured_by: str
    amount: Decimal | None
    quantity: Decimal | None
    unit: str


@action(CHANGE)
def add_duty(actor: User, agreement: Agreement, **fields: Unpack[DutyFields]) -> Duty:
    """Add a duty to a draft. Raises Refused for a year outside its term or a unit that the measure does not count."""
    parent = open_draft(actor, agreement)
    row = Duty(agreement=parent)
    _fill(row, fields)
    return create(actor, "add_duty", row, twice="")


@action(CHANGE)
def change_duty(actor: User, duty: Duty, **fields: Unpack[DutyFields]) -> Duty:
    """Change a duty while the agreement is a draft."""
    row = unchanged(duty)
    open_draft(actor, row.agreement)
    before = snapshot(row)
    _fill(row, fields)
    return change(actor, "change_duty", row, before=before)


@action(CHANGE)
def remove_duty(actor: User, duty: Duty, *, reason: str) -> None:
    """Take a duty out of a draft, saying why; what it was stays in the history."""
    row = unchanged(duty)
    open_draft(actor, row.agreement)
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
    record_change(actor, "remove_duty", row.agreement, before=snapshot(row), reason=reason)
    row.delete()


def checked_duty(agreement: Agreement, **fields: Unpack[DutyFields]) -> Duty:
    """Return a duty that is not stored, for an import; raises Refused as ``add_duty`` does."""
    row = Duty(agreement=agreement)
    _fill(row, fields)
    return row


def _fill(row: Duty, fields: DutyFields) -> None:
    given = dict(fields)
    measured = str(given.pop("measured_by", "") or "") if "measured_by" in given else measured_by(row)
    column, _colon, choice = measured.partition(":")
    row.entry_kind, row.figure = (choice if column == name else "" for name in ("entry_kind", "figure"))
    for name, value in given.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _refuse_year(row)
    row.due_on = row.due_on or date(row.year, 12, 31)
    _refuse_due(row)
    _complete_unit(row, column, choice)


def measured_by(row: Duty) -> str:
    """Return by what a duty is measured, as the actions take it."""
    for name in ("entry_kind", "figure"):
        if choice := getattr(row, name):
            return f"{name}:{choice}"
    return ""


def _refuse_year(row: Duty) -> None:
    first, last = row.agreement.valid_from.year, row.agreement.valid_to and row.agreement.valid_to.year
    if row.year < first or (last is not None and row.year > last):
        raise Refused(
            _("年度应在协议有效期 %(first)s–%(last)s 之内。") % {"first": first, "last": last or ""}, field="year"
        )


def _refuse_due(row: Duty) -> None:
    if row.due_on.year != row.year:
        raise Refused(_("完成时限应在 %(year)s 年内。") % {"year": row.year}, field="due_on")


def _complete_unit(row: Duty, column: str, choice: str) -> None:
    """Check amount and unit against what the measure counts; without one the unit is words."""
    if not column:
        if row.quantity is not None and not row.unit:
            raise Refused(_("请写明数量的单位。"), field="unit")
        return
    measures = duty_measures.get(column)
    if measures is None or choice not in dict(measures.offered()):
        raise Refused(_("没有名为“%(name)s”的记录类型或指标。") % {"name": choice}, field="measured_by")
    if row.amount is not None and not measures.money(choice):
        raise Refused(_("这一类记录不计金额，请改填数量。"), field="amount")
    units = [unit for unit, _title in measures.units(choice)]
    if row.quantity is None:
        row.unit = ""
        return
    if not units:
        raise Refused(_("这一指标只计金额。"), field="quantity")
    row.unit = row.unit or units[0]
    if row.unit not in units:
        titles = "、".join(str(title) for _unit, title in measures.units(choice))
        raise Refused(_("这一类记录的单位只能是：%(units)s。") % {"units": titles}, field="unit")
