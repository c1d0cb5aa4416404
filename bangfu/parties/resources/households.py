"""Households."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.parties.actions import (
    add_member,
    change_household,
    close_household,
    make_head,
    move_household,
    record_income,
    register_household,
    set_household_status,
    split_household,
)
from bangfu.parties.forms.households import (
    CloseHouseholdForm,
    HouseholdForm,
    IncomeForm,
    MakeHeadForm,
    MergeHouseholdsForm,
    MoveHouseholdForm,
    SplitHouseholdForm,
    StatusForm,
)
from bangfu.parties.forms.persons import AddMemberForm
from bangfu.parties.models import Household
from bangfu.parties.queries.visible import own_household_rows
from bangfu.parties.resources.acts import merge_other, said
from bangfu.parties.resources.samples import sample_household

CHANGE, SENSITIVE = "parties.household.change", "parties.sensitive.view"
HOUSING, BANK, PLACE = _("住房与生活条件"), _("开户信息"), _("位置")


def _open(household: Household) -> bool:
    return household.closed_on is None


def _several(household: Household) -> bool:
    return _open(household) and household.member_count > 1


COLUMNS = (
    Column(name="head_name", title=_("户主")),
    Column(name="number", title=_("户编号")),
    Column(name="area_code", title=_("村（组）"), kind="area"),
    Column(name="member_count", title=_("人口"), kind="number"),
    Column(name="standing", title=_("户类型"), kind="code", code_list="household_standing"),
    Column(name="attribute", title=_("农户属性"), kind="code", code_list="household_attribute"),
    Column(name="identified_by", title=_("识别标准"), kind="code", code_list="identified_by", in_list=False),
    Column(
        name="main_cause",
        title=_("主要致贫原因"),
        kind="code",
        code_list="poverty_cause",
        in_list=False,
        permission=SENSITIVE,
    ),
    Column(
        name="other_causes",
        title=_("其他致贫原因"),
        kind="code",
        code_list="poverty_cause",
        in_list=False,
        permission=SENSITIVE,
    ),
    Column(name="address", title=_("住址"), in_list=False, section=PLACE),
    Column(name="phone", title=_("联系电话"), kind="masked", in_list=False),
    Column(name="bank_name", title=_("开户银行"), in_list=False, section=BANK),
    Column(name="bank_account", title=_("银行账号"), kind="masked", in_list=False, section=BANK),
    Column(name="housing_area", title=_("住房面积（平方米）"), kind="number", in_list=False, section=HOUSING),
    Column(
        name="housing_structure",
        title=_("住房结构"),
        kind="code",
        code_list="housing_structure",
        in_list=False,
        section=HOUSING,
    ),
    Column(name="housing_year", title=_("建房年份"), in_list=False, section=HOUSING),
    Column(
        name="housing_safety",
        title=_("住房安全等级"),
        kind="code",
        code_list="housing_safety",
        in_list=False,
        section=HOUSING,
    ),
    Column(name="water", title=_("饮水情况"), kind="code", code_list="water", in_list=False, section=HOUSING),
    Column(name="fuels", title=_("主要燃料"), kind="code", code_list="fuel", in_list=False, section=HOUSING),
    Column(name="electricity", title=_("通生活用电"), kind="boolean", in_list=False, section=HOUSING),
    Column(name="relocated", title=_("易地扶贫搬迁"), kind="boolean", in_list=False, section=HOUSING),
    Column(name="longitude", title=_("经度"), kind="number", in_list=False, section=PLACE),
    Column(name="latitude", title=_("纬度"), kind="number", in_list=False, section=PLACE),
    Column(name="opened_on", title=_("建档日期"), kind="date", in_list=False),
    Column(name="closed_on", title=_("销户日期"), kind="date", in_list=False),
    Column(name="closed_reason", title=_("销户原因"), in_list=False),
    Column(name="successor", title=_("并入农户"), path="successor_id", kind="party", in_list=False),
    Column(name="split_from", title=_("分户来源"), path="split_from_id", kind="party", in_list=False),
)

ACTS = (
    Act(
        name="add-member",
        title=_("新增成员"),
        run=said(add_member, _("已新增成员。")),
        permission=CHANGE,
        form=AddMemberForm,
        when=_open,
    ),
    Act(
        name="set-status",
        title=_("变更户类型"),
        run=said(set_household_status, _("已变更户类型。")),
        permission=CHANGE,
        form=StatusForm,
        when=_open,
    ),
    Act(
        name="record-income",
        title=_("登记收入"),
        run=said(record_income, _("已登记收入。")),
        permission=CHANGE,
        form=IncomeForm,
    ),
    Act(
        name="make-head",
        title=_("变更户主"),
        run=said(make_head, _("已变更户主。")),
        permission=CHANGE,
        form=MakeHeadForm,
        when=_several,
    ),
    Act(
        name="move",
        title=_("整户迁移"),
        run=said(move_household, _("已迁移。")),
        permission=CHANGE,
        form=MoveHouseholdForm,
        when=_open,
    ),
    Act(
        name="split",
        title=_("分户"),
        run=said(split_household, _("已分户。")),
        permission=CHANGE,
        form=SplitHouseholdForm,
        when=_several,
    ),
    Act(
        name="merge",
        title=_("并户"),
        run=said(merge_other, _("已并户。")),
        permission=CHANGE,
        form=MergeHouseholdsForm,
        when=_open,
    ),
    Act(
        name="close",
        title=_("销户"),
        run=said(close_household, _("已销户。")),
        permission=CHANGE,
        form=CloseHouseholdForm,
        when=_open,
        tone="danger",
        confirm=_("全部成员将离开本户，户类型随之结束；记录仍可查阅。"),
    ),
)

HOUSEHOLDS = Resource(
    name="parties.household",
    title=_("农户"),
    model=Household,
    menu="registers",
    menu_order=10,
    icon="home-2",
    order=("area_code", "party_id"),
    own=own_household_rows,
    columns=COLUMNS,
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="standing", title=_("户类型"), kind="code", code_list="household_standing"),
        Filter(name="attribute", title=_("农户属性"), kind="code", code_list="household_attribute", more=True),
        Filter(name="main_cause", title=_("主要致贫原因"), kind="code", code_list="poverty_cause", more=True),
        Filter(name="housing_safety", title=_("住房安全等级"), kind="code", code_list="housing_safety", more=True),
        Filter(name="relocated", title=_("易地扶贫搬迁"), kind="boolean", more=True),
        Filter(name="opened", title=_("建档日期"), path="opened_on", kind="date", more=True),
        Filter(name="closed", title=_("销户日期"), path="closed_on", kind="date", more=True),
    ),
    search=(Search(path="head_name"), Search(path="number", kind="exact"), Search(path="phone_index", kind="exact")),
    search_hint=_("户主姓名开头、户编号或电话"),
    form=HouseholdForm,
    create=register_household,
    change=change_household,
    acts=ACTS,
    evidence=("photo", "document"),
    template="persons",
    empty=_("还没有登记农户。可逐户新增，或从“导入”上传农户名册。"),
    sample=sample_household,
)
