"""The demonstration's users: one of each kind, with invented names."""

from __future__ import annotations

from datetime import date

from bangfu.config.demo import maojian as plan
from bangfu.kernel.rights.actions import create_user, grant_role
from bangfu.kernel.rights.models import User
from bangfu.office.demo import PASSWORD
from bangfu.pairing.models import Pairing
from bangfu.parties.actions import let_act_for
from bangfu.parties.models import Organisation, Person

SINCE = date(2018, 1, 1)
USERS = (
    ("county", "陈明（区扶贫办）", "county", plan.COUNTY),
    ("township", "刘芳（大川镇工作站）", "township", "420302100"),
    ("village", "赵永福（卡子村信息点）", "village", "420302100201"),
    ("neighbour", "孙丽（茅塔乡工作站）", "township", "420302200"),
    ("auditor", "周正（审计）", "auditor", plan.COUNTY),
    ("baodi", "何静（宝坻区合作交流办）", "county", "120115"),
    ("admin", "系统管理员", "administrator", ""),
    ("helper", "帮扶干部", "helper", plan.COUNTY),
    ("buyer", "采购单位经办人", "unit", plan.COUNTY),
    ("supplier", "供应商经办人", "unit", plan.COUNTY),
)


def build_users(actor: User, units: dict[str, list[Organisation]]) -> dict[str, User]:
    """Create the demonstration's users and say for whom helper, buyer and supplier act."""
    found = {}
    for username, name, role, area_code in USERS:
        user = create_user(actor, username=username, name=name, password=PASSWORD, area_code=area_code)
        User.objects.filter(pk=user.pk).update(must_change_password=False)
        grant_role(actor, user=user, role=role, area_code=area_code, valid_from=SINCE, reason="示范")
        found[username] = User.objects.get(pk=user.pk)
    let_act_for(actor, found["buyer"], party=units["budget_units"][0])
    let_act_for(actor, found["supplier"], party=units["suppliers"][0])
    let_act_for(actor, found["helper"], party=_busy_helper())
    return found


def _busy_helper() -> Person:
    """A helper of 卡子村 with more than one household."""
    rows = Pairing.objects.filter(scheme__name="cadre-household", valid_to=None, area_code__startswith="420302100201")
    helpers = list(rows.values_list("helper_id", flat=True))
    return Person.objects.get(pk=max(set(helpers), key=lambda pk: (helpers.count(pk), -pk)))
