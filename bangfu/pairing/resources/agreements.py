"""Agreements and their duties in lists, details and forms."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.pairing.actions import agreements as acts
from bangfu.pairing.actions import duties
from bangfu.pairing.agreements import CHANGE, SIGN, STANDINGS, VIEW
from bangfu.pairing.forms import agreements as forms
from bangfu.pairing.models import Agreement, Duty
from bangfu.pairing.queries.agreements import own_agreements, own_duties
from bangfu.pairing.registries import MeasureTitles
from bangfu.pairing.resources.samples import sample_agreement, sample_duty
from bangfu.pairing.resources.village_plans import HOUSEHOLDS_ACT, PLAN_ACT, PLAN_COLUMNS

DRAFT, SIGNED = Agreement.State.DRAFT, Agreement.State.SIGNED


def _in(*states: str) -> Callable[[Agreement], bool]:
    return lambda agreement: agreement.state in states


def _rows() -> object:
    return Agreement.objects.with_first_parties().with_standing()


AGREEMENTS = Resource(
    name="pairing.agreement",
    title=_("帮扶协议"),
    model=Agreement,
    rows=_rows,
    menu="pairing",
    menu_order=6,
    icon="file-text",
    order=("area_code", "id"),
    own=own_agreements,
    sides=("helper_area_code",),
    sides_act=True,
    columns=(
        Column(name="title", title=_("协议名称")),
        Column(name="kind", title=_("协议类型"), kind="choice"),
        Column(name="helper", title=_("帮扶方"), path="helper_id", kind="party"),
        Column(name="recipient", title=_("受助方"), path="recipient_id", kind="party"),
        Column(name="standing", title=_("状态"), kind="state", states=STANDINGS),
        Column(name="signed_on", title=_("签署日期"), kind="date", sort=True),
        Column(name="valid_from", title=_("生效日期"), kind="date", in_list=False),
        Column(name="valid_to", title=_("有效期至"), kind="date", sort=True),
        Column(name="amount", title=_("协议金额"), kind="money", sort=True),
        Column(name="number", title=_("协议编号"), in_list=False),
        Column(name="parent", title=_("所属框架协议"), path="parent__title", in_list=False),
        Column(name="scheme", title=_("结对方案"), path="pairing__scheme__title", in_list=False),
        Column(name="area_code", title=_("受助方地区"), kind="area", in_list=False),
        Column(name="helper_area_code", title=_("帮扶方地区"), kind="area", in_list=False),
        Column(name="ended_on", title=_("结束日期"), kind="date", in_list=False),
        Column(name="reason_out", title=_("结束原因"), in_list=False),
        Column(name="note", title=_("说明"), in_list=False),
        *PLAN_COLUMNS,
    ),
    filters=(
        Filter(name="kind", title=_("协议类型")),
        Filter(
            name="standing",
            title=_("状态"),
            choices=lambda _user: [(name, word) for name, (word, _tone) in STANDINGS.items()],
        ),
        Filter(name="area_code", title=_("受助方地区"), kind="area"),
        Filter(name="helper_area_code", title=_("帮扶方地区"), kind="area"),
        Filter(name="signed_on", title=_("签署日期"), kind="date", more=True),
        Filter(name="valid_to", title=_("有效期至"), kind="date", more=True),
    ),
    search=(Search(path="title"), Search(path="number", kind="exact")),
    search_hint=_("协议名称开头或编号"),
    form=forms.AgreementForm,
    create=acts.draft_agreement,
    change=acts.change_agreement,
    acts=(
        Act(
            name="add-duty",
            title=_("添加任务"),
            run=duties.add_duty,
            permission=CHANGE,
            form=forms.DutyForm,
            when=_in(DRAFT),
        ),
        PLAN_ACT,
        HOUSEHOLDS_ACT,
        Act(
            name="add-party",
            title=_("添加签约方"),
            run=acts.add_party,
            permission=CHANGE,
            form=forms.PartyForm,
            when=_in(DRAFT),
        ),
        Act(
            name="remove-party",
            title=_("移除签约方"),
            run=acts.remove_party,
            permission=CHANGE,
            form=forms.LeavingForm,
            when=_in(DRAFT),
        ),
        Act(
            name="sign",
            title=_("登记签署"),
            run=acts.sign_agreement,
            permission=SIGN,
            form=forms.SignForm,
            when=_in(DRAFT),
            tone="good",
        ),
        Act(
            name="discard",
            title=_("作废"),
            run=acts.discard_agreement,
            permission=CHANGE,
            form=forms.WhyForm,
            when=_in(DRAFT),
            tone="bad",
        ),
        Act(
            name="end",
            title=_("期满办结"),
            run=acts.end_agreement,
            permission=SIGN,
            form=forms.CloseForm,
            when=_in(SIGNED),
        ),
        Act(
            name="reopen",
            title=_("退回起草"),
            run=acts.reopen_agreement,
            permission=SIGN,
            form=forms.WhyForm,
            when=_in(SIGNED),
        ),
        Act(
            name="terminate",
            title=_("解除"),
            run=acts.terminate_agreement,
            permission=SIGN,
            form=forms.TerminateForm,
            when=_in(SIGNED),
            tone="bad",
        ),
    ),
    template="agreements",
    evidence=("agreement", "document"),
    evidence_permission=CHANGE,
    empty=_("还没有帮扶协议。点“新增”登记一份，或用 Excel 导入。"),
    sample=sample_agreement,
)

DUTIES = Resource(
    name="pairing.duty",
    title=_("协议任务"),
    model=Duty,
    view_permission=VIEW,
    menu="pairing",
    menu_order=61,
    under="pairing.agreement",
    icon="list-details",
    scope_field="agreement__area_code",
    order=("agreement__area_code", "agreement_id", "year", "id"),
    own=own_duties,
    sides=("agreement__helper_area_code",),
    sides_act=True,
    columns=(
        Column(name="text", title=_("约定内容")),
        Column(name="year", title=_("年度"), kind="number"),
        Column(name="agreement", title=_("所属协议"), path="agreement__title"),
        Column(name="side", title=_("由谁完成"), kind="choice"),
        Column(name="amount", title=_("约定金额"), kind="money"),
        Column(name="quantity", title=_("约定数量"), kind="number"),
        Column(name="unit", title=_("数量单位"), in_list=False),
        Column(name="due_on", title=_("完成时限"), kind="date"),
        Column(
            name="entry_kind",
            title=_("对应的帮扶记录类型"),
            kind="state",
            states=MeasureTitles("entry_kind"),
            in_list=False,
        ),
        Column(name="figure", title=_("对应的指标"), kind="state", states=MeasureTitles("figure"), in_list=False),
        Column(name="area_code", title=_("受助方地区"), path="agreement__area_code", kind="area", in_list=False),
    ),
    filters=(
        Filter(name="side", title=_("由谁完成")),
        Filter(name="area_code", title=_("受助方地区"), path="agreement__area_code", kind="area"),
        Filter(name="due_on", title=_("完成时限"), kind="date", more=True),
    ),
    form=forms.DutyForm,
    change=duties.change_duty,
    acts=(
        Act(
            name="remove",
            title=_("删除任务"),
            run=duties.remove_duty,
            permission=CHANGE,
            form=forms.WhyForm,
            when=lambda duty: duty.agreement.state == DRAFT,
            tone="bad",
        ),
    ),
    empty=_("还没有协议任务。任务在协议的页面里添加。"),
    sample=sample_duty,
)
