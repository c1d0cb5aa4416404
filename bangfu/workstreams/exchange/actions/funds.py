"""Charity funds and their earmarks."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.parties.models import Organisation
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.models import Fund, Purse
from bangfu.workstreams.exchange.permissions import FUND_CHANGE
from bangfu.workstreams.exchange.wording import NOBODY, refuse_revealing


@action(FUND_CHANGE)
def open_fund(
    actor: User, *, name: str, area_code: str, keeper: int, purpose: str, opened_on: date | None = None
) -> Fund:
    """Set up a fund with its unrestricted purse. Raises Conflict for a name that the place has already."""
    require(actor, FUND_CHANGE, area_code)
    require_keeper(keeper)
    refuse_revealing(NOBODY, name=name, purpose=purpose)
    row = Fund(
        name=name.strip(),
        area_code=area_code,
        keeper_id=keeper,
        purpose=purpose.strip(),
        opened_on=opened_on or timezone.localdate(),
    )
    create(actor, "open_fund", row, twice=_("该地区已有同名的基金。"))
    create(actor, "open_purse", Purse(fund=row, area_code=area_code))
    return row


def require_keeper(party: int) -> None:
    """Refuse a keeper that is no organisation: only an organisation has an account for gifts."""
    if not Organisation.objects.filter(pk=party).exists():
        raise Refused(_("款项管理单位须是单位。"), field="keeper")


@action(FUND_CHANGE)
def change_fund(actor: User, fund: Fund, **fields: Any) -> Fund:
    """Change the name or purpose of a fund; place and keeper stay."""
    row = locked(fund)
    require(actor, FUND_CHANGE, row.area_code)
    refuse_unless(row.state == Fund.State.OPEN, _("这个基金已经结束。"))
    kept = {name: str(fields[name]).strip() for name in ("name", "purpose") if name in fields}
    refuse_revealing(NOBODY, **kept)
    return change(actor, "change_fund", row, **kept)


@action(FUND_CHANGE)
def add_earmark(actor: User, fund: Fund, *, earmark: str) -> Purse:
    """Begin to count money for one use apart from the rest of a fund."""
    row = locked(fund)
    require(actor, FUND_CHANGE, row.area_code)
    refuse_unless(row.state == Fund.State.OPEN, _("这个基金已经结束。"))
    if not earmark.strip():
        raise Refused(_("请填写定向用途。"), field="earmark")
    refuse_revealing(NOBODY, earmark=earmark)
    purse = Purse(fund=row, area_code=row.area_code, earmark=earmark.strip())
    return create(actor, "add_earmark", purse, twice=_("这个基金已有同名的定向用途。"))


@action(FUND_CHANGE)
def close_fund(actor: User, fund: Fund) -> Fund:
    """End a fund whose money is spent or given back."""
    row = locked(fund)
    require(actor, FUND_CHANGE, row.area_code)
    refuse_unless(row.state == Fund.State.OPEN, _("这个基金已经结束。"))
    purses = list(row.purses.select_for_update())
    refuse_unless(all(p.balance == 0 and p.committed == 0 for p in purses), _("基金还有余额或待拨付的款，不能结束。"))
    return change(actor, "close_fund", row, state=Fund.State.CLOSED)
