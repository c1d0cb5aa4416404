"""Household income, year by year."""

from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.actions.limits import soft_limit
from bangfu.parties.actions.regrouping import CHANGE
from bangfu.parties.actions.rows import locked, title_of
from bangfu.parties.doubts import reason_with
from bangfu.parties.models import Household, HouseholdIncome
from bangfu.parties.policy_keys import INCOME_JUMP
from bangfu.parties.rules.households import income_doubts

NOTHING = Decimal(0)


@action(CHANGE)
def record_income(
    actor: User,
    household: Household,
    *,
    year: int,
    persons: int | None = None,
    wages: Decimal = NOTHING,
    business: Decimal = NOTHING,
    property: Decimal = NOTHING,
    transfers: Decimal = NOTHING,
    costs: Decimal = NOTHING,
    reason: str = "",
) -> Household:
    """Record a household's income of a year by source, in CNY; a year recorded before is replaced, with history.

    ``persons`` is the head count the year's average uses (default: today's members).
    """
    row = locked(household)
    require(actor, CHANGE, row.area_code)
    amounts = {"wages": wages, "business": business, "property": property, "transfers": transfers, "costs": costs}
    for name, amount in amounts.items():
        if amount < 0:
            title = title_of(HouseholdIncome, name)
            raise Refused(_("%s不能为负数；经营亏损请把支出填全。") % title, field=name)
    if year > timezone.localdate().year:
        raise Refused(_("%d 年还没有到。") % year, field="year")
    heads = row.member_count if persons is None else persons
    if heads < 1:
        raise Refused(_("请填写该年度的家庭人口。"), field="persons")
    income = row.incomes.select_for_update().filter(year=year).first()
    before = _told(income) if income else None
    income = income or HouseholdIncome(household=row, year=year)
    income.area_code, income.persons = row.area_code, heads
    for name, amount in amounts.items():
        setattr(income, name, amount)
    income.save()
    income.refresh_from_db()
    last = row.incomes.filter(year=year - 1).first()
    row.doubts = tuple(
        income_doubts(
            income.net_per_head or NOTHING,
            last.net_per_head if last else None,
            soft_limit(INCOME_JUMP, row.area_code),
        )
    )
    record_change(
        actor,
        "record_income",
        row,
        before=before,
        after=_told(income),
        reason=reason_with(reason, row.doubts),
    )
    return row


def _told(income: HouseholdIncome) -> dict[str, object]:
    return {k: v for k, v in snapshot(income).items() if k not in ("household", "area_code")}
