"""The demonstration's users: one of each kind, with invented names."""

from __future__ import annotations

from datetime import date

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.staff import Staff
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
    ("clerk", "王丽娟（区扶贫办经办）", "county", plan.COUNTY),
)
STATIONS = (
    ("yuanyang", "李春梅（鸳鸯乡工作站）", "township", "420302201"),
    ("wudanglu", "何建平（武当路街道工作站）", "township", "420302001"),
    ("eryan", "黄秀兰（二堰街道工作站）", "township", "420302002"),
    ("bailang", "邓志强（白浪街道工作站）", "township", "420302004"),
)
VISITORS = (
    ("dachuan-villages", "罗小军（大川镇包村干部）", "township", "420302100"),
    ("maota-villages", "谭晓燕（茅塔乡包村干部）", "township", "420302200"),
    ("yuanyang-villages", "彭国强（鸳鸯乡包村干部）", "township", "420302201"),
    ("wudanglu-villages", "曾凡英（武当路街道包村干部）", "township", "420302001"),
    ("eryan-villages", "余志华（二堰街道包村干部）", "township", "420302002"),
    ("bailang-villages", "蔡红（白浪街道包村干部）", "township", "420302004"),
)

PARTNERS = (
    ("hexi", "河西区合作交流办", "county", "120103"),
    ("wushan", "武山县乡村振兴局", "county", "620524"),
    ("zhuanglang", "庄浪县乡村振兴局", "county", "620825"),
    ("yongdeng", "永登县乡村振兴局", "county", "620121"),
    ("minfeng", "民丰县乡村振兴局", "county", "653227"),
)
RECIPIENTS = ("wushan", "zhuanglang")
Users = dict[str, User]


def build_users(actor: User) -> Users:
    """Create the users of 茅箭区 and those of the places it is paired with, by their names to log in with."""
    return {row[0]: _create(actor, *row) for row in (*USERS, *STATIONS, *VISITORS, *PARTNERS)}


def staff_of(found: Users) -> Staff:
    """Return who records in 茅箭区: its county officer decides and confirms, and so records nothing."""
    stations = {row[3]: found[row[0]] for row in (*USERS, *STATIONS) if row[2] == "township"}
    points = {row[3]: found[row[0]] for row in (*VISITORS, *(row for row in USERS if row[2] == "village"))}
    units = {found[name].acts_for.party_id: found[name] for name in ("buyer", "supplier")}  # type: ignore[attr-defined]
    return Staff(office=found["clerk"], stations=stations, points=points, units=units)


def offices_of(found: Users) -> Users:
    """Return who speaks for each county, by its code."""
    offices: Users = {}
    for user in found.values():
        if user.grants.filter(role="county").exists():
            offices.setdefault(user.area_code, user)
    return offices


def let_users_act(actor: User, found: Users, units: dict[str, list[Organisation]]) -> None:
    """Say for whom helper, buyer, supplier and department act."""
    let_act_for(actor, found["buyer"], party=units["budget_units"][0])
    let_act_for(actor, found["supplier"], party=units["suppliers"][0])
    let_act_for(actor, found["insurance"], party=next(u for u in units["units"] if u.name == plan.INSURANCE))
    let_act_for(actor, found["helper"], party=_busy_helper())


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
