"""Persons, and who looked at their numbers."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.parties.actions import (
    change_person,
    move_member,
    record_death,
    register_person,
    remove_member,
)
from bangfu.parties.forms.persons import LeavingForm, MoveMemberForm, PersonForm, RemoveMemberForm
from bangfu.parties.models import Household, Organisation, Person, Unmasking
from bangfu.parties.queries.visible import own_person_rows
from bangfu.parties.resources.acts import said
from bangfu.parties.resources.samples import sample_person, sample_unmasking

CHANGE, SENSITIVE = "parties.household.change", "parties.sensitive.view"
WORK, SECURITY, POST = _("上学与务工"), _("保障"), _("工作")
UNMASKABLE = {
    f.name: (f.verbose_name, "neutral")
    for model in (Person, Household, Organisation)
    for f in model._meta.concrete_fields
    if hasattr(f, "masked")
}


def _member(person: Person) -> bool:
    return person.household_id is not None


def _alive(person: Person) -> bool:
    return person.died_on is None


PERSONS = Resource(
    name="parties.person",
    title=_("人员"),
    model=Person,
    menu="registers",
    menu_order=20,
    icon="users",
    order=("area_code", "party_id"),
    own=own_person_rows,
    columns=(
        Column(name="name", title=_("姓名")),
        Column(name="number", title=_("人编号"), in_list=False),
        Column(name="household", title=_("户主"), path="household_id", kind="party"),
        Column(name="relation", title=_("与户主关系"), kind="code", code_list="relation"),
        Column(name="sex", title=_("性别"), kind="code", code_list="sex"),
        Column(name="birth_date", title=_("出生日期"), kind="date"),
        Column(name="area_code", title=_("村（组）"), kind="area"),
        Column(name="id_number", title=_("公民身份号码"), kind="masked", in_list=False),
        Column(name="phone", title=_("联系电话"), kind="masked", in_list=False),
        Column(name="ethnicity", title=_("民族"), kind="code", code_list="ethnicity", in_list=False),
        Column(name="political", title=_("政治面貌"), kind="code", code_list="political", in_list=False),
        Column(name="education", title=_("文化程度"), kind="code", code_list="education", in_list=False, section=WORK),
        Column(
            name="schooling", title=_("在校生状况"), kind="code", code_list="schooling", in_list=False, section=WORK
        ),
        Column(name="labour", title=_("劳动能力"), kind="code", code_list="labour", in_list=False, section=WORK),
        Column(name="work_area", title=_("务工区域"), kind="code", code_list="work_area", in_list=False, section=WORK),
        Column(name="work_months", title=_("务工月数"), kind="number", in_list=False, section=WORK),
        Column(
            name="health",
            title=_("健康状况"),
            kind="code",
            code_list="health",
            in_list=False,
            permission=SENSITIVE,
            section=SECURITY,
        ),
        Column(
            name="disability_number",
            title=_("残疾证号"),
            kind="masked",
            in_list=False,
            permission=SENSITIVE,
            section=SECURITY,
        ),
        Column(
            name="disability_level",
            title=_("残疾等级"),
            kind="code",
            code_list="disability_level",
            in_list=False,
            permission=SENSITIVE,
            section=SECURITY,
        ),
        Column(name="medical_insured", title=_("参加基本医疗保险"), kind="boolean", in_list=False, section=SECURITY),
        Column(name="pension_insured", title=_("参加养老保险"), kind="boolean", in_list=False, section=SECURITY),
        Column(name="minimum_living", title=_("享受低保"), kind="boolean", in_list=False, section=SECURITY),
        Column(name="works_for", title=_("工作单位"), path="works_for_id", kind="party", in_list=False, section=POST),
        Column(name="post", title=_("职务"), in_list=False, section=POST),
        Column(name="rank", title=_("职级"), kind="code", code_list="person_rank", in_list=False, section=POST),
        Column(name="died_on", title=_("死亡日期"), kind="date", in_list=False),
        Column(name="left_on", title=_("离开日期"), kind="date", in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="sex", title=_("性别"), kind="code", code_list="sex"),
        Filter(name="relation", title=_("与户主关系"), kind="code", code_list="relation", more=True),
        Filter(name="labour", title=_("劳动能力"), kind="code", code_list="labour", more=True),
        Filter(name="schooling", title=_("在校生状况"), kind="code", code_list="schooling", more=True),
        Filter(name="born", title=_("出生日期"), path="birth_date", kind="date", more=True),
        Filter(name="died", title=_("死亡日期"), path="died_on", kind="date", more=True),
    ),
    search=(
        Search(path="name"),
        Search(path="number", kind="exact"),
        Search(path="id_number_index", kind="exact"),
        Search(path="phone_index", kind="exact"),
        Search(path="disability_number_index", kind="exact"),
    ),
    search_hint=_("姓名开头，或完整的身份证号、电话、人编号"),
    form=PersonForm,
    create=register_person,
    change=change_person,
    acts=(
        Act(
            name="move",
            title=_("迁入其他户"),
            run=said(move_member, _("已迁移。")),
            permission=CHANGE,
            form=MoveMemberForm,
            when=_alive,
        ),
        Act(
            name="leave",
            title=_("迁出"),
            run=said(remove_member, _("已登记迁出。")),
            permission=CHANGE,
            form=RemoveMemberForm,
            when=_member,
        ),
        Act(
            name="death",
            title=_("登记死亡"),
            run=said(record_death, _("已登记死亡。")),
            permission=CHANGE,
            form=LeavingForm,
            when=_alive,
            tone="danger",
        ),
    ),
    template="persons",
    empty=_("还没有登记人员。"),
    sample=sample_person,
)

UNMASKINGS = Resource(
    name="parties.unmasking",
    title=_("查看明文记录"),
    model=Unmasking,
    menu="registers",
    under="kernel.change",
    menu_order=61,
    icon="eye",
    order=("-pk",),
    columns=(
        Column(name="at", title=_("时间"), kind="datetime"),
        Column(name="actor", title=_("查看人"), path="actor_id", kind="user"),
        Column(name="party", title=_("对象"), path="party_id", kind="party"),
        Column(name="field", title=_("字段"), kind="state", states=UNMASKABLE),
        Column(name="rows", title=_("条数"), kind="number"),
        Column(name="purpose", title=_("用途")),
        Column(name="area_code", title=_("地区"), kind="area"),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="at", title=_("时间"), kind="date"),
    ),
    version="",
    empty=_("还没有人查看过明文号码。"),
    sample=sample_unmasking,
)
