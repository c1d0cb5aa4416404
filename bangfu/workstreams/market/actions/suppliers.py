"""A supplier's way: applied, checked by the county, certified for a time, expired or withdrawn."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.calendars import months_later
from bangfu.kernel.errors import Refused
from bangfu.kernel.flows.actions import advance, start
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Organisation
from bangfu.workstreams.market.actions.rows import change, create, locked
from bangfu.workstreams.market.certification import CERTIFICATION
from bangfu.workstreams.market.models import Supplier
from bangfu.workstreams.market.permissions import CERTIFY, CHECK, SUPPLIER_CHANGE

FLOW = CERTIFICATION.name


@action(SUPPLIER_CHANGE)
def apply_for_certification(actor: User, *, organisation: int, applied_on: date) -> Supplier:
    """Register an organisation's application; raise Conflict when it has one."""
    row = Organisation.objects.get(pk=organisation)
    require(actor, SUPPLIER_CHANGE, row.area_code)
    supplier = Supplier(organisation=row, area_code=row.area_code, applied_on=applied_on)
    create(actor, "apply_for_certification", supplier, twice=_("“%(who)s”已经申报过。") % {"who": row})
    start(actor, FLOW, supplier)
    return supplier


@action(CHECK)
def check_supplier(actor: User, supplier: Supplier) -> Supplier:
    """The county has checked papers and benefit to households."""
    return _step(actor, supplier, "check", "checked")


@action(CHECK)
def refuse_supplier(actor: User, supplier: Supplier, *, reason: str) -> Supplier:
    """Do not pass an application, saying why."""
    return _step(actor, supplier, "refuse", "refused", reason)


@action(CERTIFY)
def certify_supplier(actor: User, supplier: Supplier, *, level: str, certified_on: date) -> Supplier:
    """Record the certification by a level, from a day, for as long as the policy of that day says."""
    if certified_on < supplier.applied_on:
        raise Refused(_("认定日期不能早于申报日期 %(day)s。") % {"day": supplier.applied_on}, field="certified_on")
    months = policy("market.certified_months", supplier.area_code, certified_on)
    return _step(
        actor,
        supplier,
        "certify",
        "certified",
        level=level,
        certified_on=certified_on,
        certified_until=months_later(certified_on, months),
        ended_on=None,
    )


@action(CERTIFY)
def expire_supplier(actor: User, supplier: Supplier, *, ended_on: date) -> Supplier:
    """The certification ran out and was not renewed."""
    return _step(actor, supplier, "expire", "expired", ended_on=ended_on)


@action(CERTIFY)
def withdraw_supplier(actor: User, supplier: Supplier, *, ended_on: date, reason: str) -> Supplier:
    """The certification was taken back, saying why."""
    return _step(actor, supplier, "withdraw", "withdrawn", reason, ended_on=ended_on)


def _step(actor: User, supplier: Supplier, transition: str, state: str, reason: str = "", **fields: Any) -> Supplier:
    row = locked(supplier)
    advance(actor, row, transition, reason, flow=FLOW)
    return change(actor, f"{transition}_supplier", row, reason=reason, state=state, **fields)
