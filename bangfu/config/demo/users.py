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
    ("insurance", "吴静怡（区医保局）", "department", plan.COUNTY),
)

PARTNERS = (
    ("hexi", "河西区合作交流办", "county", "120103"),
    ("wushan", "武山县乡村振兴局", "county", "620524"),
    ("zhuanglang", "庄浪县乡村振兴局", "county", "620825"),
)
RECIPIENTS = ("wushan", "zhuanglang")


def build_users(actor: User, units: dict[str, list[Organisation]]) -> dict[str, User]:
    """Create the demonstration's users and say for whom helper, buyer, supplier and department act."""
    found = {row[0]: _create(actor, *row) for row in USERS}
    let_act_for(actor, found["buyer"], party=units["budget_units"][0])
    let_act_for(actor, found["supplier"], party=units["suppliers"][0])
    let_act_for(actor, found["insurance"], party=next(u for u in units["units"] if u.name == plan.INSURANCE))
    let_act_for(actor, found["helper"], party=_busy_helper())
    return found


def build_partners(actor: User) -> list[User]:
    """Create the officers of paired districts and counties; return those whose county receives."""
    found = {row[0]: _create(actor, *row) for row in PARTNERS}
    return [found[name] for name in RECIPIENTS]


def _create(actor: User, username: str, name: str, role: str, area_code: str) -> User:
    user = create_user(actor, username=username, name=name, password=PASSWORD, area_code=area_code)
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    grant_role(actor, user=user, role=role, area_code=area_code, valid_from=SINCE, reason="示范")
    return User.objects.get(pk=user.pk)


def _busy_helper() -> Person:
    """A helper of 卡子村 with more than one household."""
    rows = Pairing.objects.filter(scheme__name="cadre-household", valid_to=None, area_code__startswith="420302100201")
    helpers = list(rows.values_list("helper_id", flat=True))
    return Person.objects.get(pk=max(set(helpers), key=lambda pk: (helpers.count(pk), -pk)))
