"""Organisations."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.parties.actions import (
    add_alias,
    change_organisation,
    end_organisation,
    move_organisation,
    register_organisation,
    succeed_organisation,
)
from bangfu.parties.forms.organisations import (
    AliasForm,
    EndOrganisationForm,
    MoveOrganisationForm,
    OrganisationForm,
    SucceedOrganisationForm,
)
from bangfu.parties.models import Organisation
from bangfu.parties.queries.visible import own_organisation_rows
from bangfu.parties.resources.acts import said
from bangfu.parties.resources.samples import sample_organisation

CHANGE = "parties.organisation.change"


def _open(organisation: Organisation) -> bool:
    return organisation.valid_to is None


ORGANISATIONS = Resource(
    name="parties.organisation",
    title=_("单位"),
    model=Organisation,
    menu="registers",
    menu_order=30,
    icon="building-community",
    order=("area_code", "party_id"),
    own=own_organisation_rows,
    columns=(
        Column(name="name", title=_("单位名称")),
        Column(name="credit_code", title=_("统一社会信用代码")),
        Column(name="kind", title=_("单位类型"), kind="code", code_list="organisation_kind"),
        Column(name="rank", title=_("隶属层级"), kind="code", code_list="organisation_rank"),
        Column(name="is_budget_unit", title=_("预算单位"), kind="boolean"),
        Column(name="area_code", title=_("所在地"), kind="area"),
        Column(name="superior", title=_("上级单位"), path="superior_id", kind="party", in_list=False),
        Column(name="contact", title=_("联系人"), in_list=False),
        Column(name="phone", title=_("联系电话"), kind="masked", in_list=False),
        Column(name="valid_from", title=_("成立日期"), kind="date", in_list=False),
        Column(name="valid_to", title=_("撤销日期"), kind="date", in_list=False),
        Column(name="successor", title=_("并入单位"), path="successor_id", kind="party", in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("所在地"), path="area_code", kind="area"),
        Filter(name="kind", title=_("单位类型"), kind="code", code_list="organisation_kind"),
        Filter(name="rank", title=_("隶属层级"), kind="code", code_list="organisation_rank"),
        Filter(name="is_budget_unit", title=_("预算单位"), kind="boolean", more=True),
    ),
    search=(Search(path="name"), Search(path="credit_code", kind="exact"), Search(path="phone_index", kind="exact")),
    search_hint=_("名称开头、信用代码或电话"),
    form=OrganisationForm,
    create=register_organisation,
    change=change_organisation,
    acts=(
        Act(
            name="add-alias",
            title=_("添加别名"),
            run=said(add_alias, _("已添加别名。")),
            permission=CHANGE,
            form=AliasForm,
        ),
        Act(
            name="move",
            title=_("变更所在地"),
            run=said(move_organisation, _("已变更所在地。")),
            permission=CHANGE,
            form=MoveOrganisationForm,
            when=_open,
        ),
        Act(
            name="succeed",
            title=_("并入、改组"),
            run=said(succeed_organisation, _("已并入，人员、结对和协议已转到新单位。")),
            permission=CHANGE,
            form=SucceedOrganisationForm,
            when=_open,
            confirm=_("原单位撤销；人员、结对、驻村工作队、有效协议和账号转到新单位。"),
        ),
        Act(
            name="end",
            title=_("撤销"),
            run=said(end_organisation, _("已撤销。")),
            permission=CHANGE,
            form=EndOrganisationForm,
            when=_open,
            tone="danger",
        ),
    ),
    empty=_("还没有登记单位。可逐个新增，或从“导入”上传单位名册。"),
    sample=sample_organisation,
)
