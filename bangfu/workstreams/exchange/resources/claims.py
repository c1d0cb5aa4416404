"""Claims and complaints."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.visibility import Absent
from bangfu.workstreams.exchange import actions, forms
from bangfu.workstreams.exchange.actions.met import take_back_met
from bangfu.workstreams.exchange.flows import CLAIM, COMPLAINT, states_of
from bangfu.workstreams.exchange.models import Claim, Complaint, Need
from bangfu.workstreams.exchange.permissions import (
    CLAIM_APPROVE,
    CLAIM_CONFIRM,
    CLAIM_DELIVER,
    CLAIM_MAKE,
    CLAIM_VIEW,
    COMPLAINT_SETTLE,
)
from bangfu.workstreams.exchange.queries.board import may_see_need
from bangfu.workstreams.exchange.queries.own import own_claims, own_complaints
from bangfu.workstreams.exchange.queries.text_hits import claims_as_told
from bangfu.workstreams.exchange.resources.needs import INSIDE
from bangfu.workstreams.exchange.resources.samples import sample_claim, sample_complaint

STATES = {
    **states_of(CLAIM),
    "held": (Claim.State.HELD.label, "warning"),
    "refused": (Claim.State.REFUSED.label, "bad"),
}


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _claim(actor: User, *, need: int, **fields: Any) -> Claim:
    """Claim a need by its number; one that the actor may not see is answered as one that does not exist."""
    row = Need.objects.filter(pk=need).first()
    if row is None or not may_see_need(actor, row):
        raise Absent(_now("没有这个需求，或它不在榜上。"))
    return actions.claim_need(actor, row, **fields)


_claim.permission = CLAIM_MAKE  # type: ignore[attr-defined]


def _written_up(row: Any) -> bool:
    """Whether a claim looks as those do that were met elsewhere: all of it on one day, by a list."""
    return row.state == "closed" and row.receipt == "paper" and row.claimed_on == row.ended_on


CLAIMS = Resource(
    name="exchange.claim",
    title=_("认领"),
    model=Claim,
    rows=claims_as_told,
    menu="exchange",
    under="exchange-desk",
    menu_order=32,
    icon="heart-handshake",
    order=("area_code", "id"),
    own=own_claims,
    columns=(
        Column(name="need", title=_("需求"), path="need__title"),
        Column(name="donor", title=_("认领方"), path="donor_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area", permission=INSIDE.name),
        Column(name="asker", title=_("求助方"), path="need__asker_id", kind="party", permission=INSIDE.name),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="quantity", title=_("数量"), kind="number"),
        Column(name="unit", title=_("单位"), path="need__unit", kind="choice"),
        Column(name="value", title=_("价值（元）"), kind="money"),
        Column(name="claimed_on", title=_("认领日期"), kind="date"),
        Column(name="message", title=_("寄语"), path="told_message", in_list=False),
        Column(name="consented_on", title=_("同意联系日期"), kind="date", in_list=False),
        Column(name="contacted_on", title=_("对接日期"), kind="date", in_list=False),
        Column(name="delivered_on", title=_("送达日期"), kind="date"),
        Column(name="person_times", title=_("服务人次"), kind="number", in_list=False),
        Column(name="proof", title=_("送达说明"), path="told_proof", in_list=False),
        Column(name="confirmed_on", title=_("确认日期"), kind="date"),
        Column(name="receipt", title=_("确认方式"), kind="choice", in_list=False),
        Column(name="asker_rating", title=_("求助方评价"), kind="number", in_list=False),
        Column(name="donor_rating", title=_("认领方评价"), kind="number", in_list=False),
        Column(name="thanks", title=_("感谢的话"), path="told_thanks", in_list=False),
        Column(name="end_reason", title=_("结束原因"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="kind", title=_("类别"), path="need__kind"),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="claimed_on", title=_("认领日期"), kind="date", more=True),
        Filter(name="confirmed_on", title=_("确认日期"), kind="date", more=True),
    ),
    form=forms.ClaimOfForm,
    create=_claim,
    acts=(
        Act(
            name="approve",
            title=_("核准认领"),
            run=actions.approve_claim,
            permission=CLAIM_APPROVE,
            when=_in("held"),
            tone="good",
        ),
        Act(
            name="refuse",
            title=_("不予核准"),
            run=actions.refuse_claim,
            permission=CLAIM_APPROVE,
            form=forms.ReasonForm,
            when=_in("held"),
        ),
        Act(
            name="consent",
            title=_("求助方同意联系"),
            run=actions.allow_contact,
            permission=CLAIM_CONFIRM,
            form=forms.ContactForm,
            when=_in("claimed", "under_way"),
        ),
        Act(
            name="contact",
            title=_("已对接"),
            run=actions.record_contact,
            permission=CLAIM_DELIVER,
            form=forms.DayForm,
            when=_in("claimed"),
        ),
        Act(
            name="deliver",
            title=_("登记送达"),
            run=actions.deliver,
            permission=CLAIM_DELIVER,
            form=forms.DeliverForm,
            when=_in("claimed", "under_way"),
            tone="good",
        ),
        Act(
            name="confirm",
            title=_("确认收到"),
            run=actions.confirm_receipt,
            permission=CLAIM_CONFIRM,
            when=_in("delivered"),
            tone="good",
        ),
        Act(
            name="paper",
            title=_("上传签收单确认"),
            run=actions.confirm_by_paper,
            permission=CLAIM_CONFIRM,
            form=forms.PaperForm,
            when=_in("delivered"),
        ),
        Act(
            name="dispute",
            title=_("没有收到"),
            run=actions.dispute_delivery,
            permission=CLAIM_CONFIRM,
            form=forms.ReasonForm,
            when=_in("delivered"),
        ),
        Act(
            name="rate",
            title=_("评价、致谢"),
            run=actions.rate,
            permission=CLAIM_VIEW,
            form=forms.RateForm,
            when=_in("confirmed"),
        ),
        Act(
            name="cancel",
            title=_("取消认领"),
            run=actions.cancel_claim,
            permission=CLAIM_DELIVER,
            form=forms.ReasonForm,
            when=_in("held", "claimed", "under_way"),
        ),
        Act(
            name="take_back",
            title=_("撤销补记"),
            run=take_back_met,
            permission=CLAIM_APPROVE,
            form=forms.ReasonForm,
            when=_written_up,
            confirm=_("台账里的记录会冲销，需求重新上榜。"),
        ),
        Act(
            name="release",
            title=_("释放"),
            run=actions.release_claim,
            permission=CLAIM_APPROVE,
            form=forms.ReasonForm,
            when=_in("claimed", "under_way"),
        ),
    ),
    evidence=("photo", "document"),
    evidence_permission=CLAIM_DELIVER,
    empty=_("还没有认领。"),
    sample=sample_claim,
)

COMPLAINTS = Resource(
    name="exchange.complaint",
    title=_("投诉核查"),
    model=Complaint,
    menu="exchange",
    under="exchange-desk",
    menu_order=36,
    icon="alert-triangle",
    order=("area_code", "id"),
    own=own_complaints,
    columns=(
        Column(name="need", title=_("需求"), path="need__title"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="about", title=_("事由"), kind="choice"),
        Column(name="state", title=_("状态"), kind="state", states=states_of(COMPLAINT)),
        Column(name="text", title=_("情况"), in_list=False),
        Column(name="made_by", title=_("反映人"), path="made_by_id", kind="user", in_list=False),
        Column(name="made_on", title=_("反映日期"), kind="date"),
        Column(name="finding", title=_("核查结果"), in_list=False),
        Column(name="settled_on", title=_("办结日期"), kind="date"),
    ),
    filters=(Filter(name="state", title=_("状态")), Filter(name="about", title=_("事由"))),
    acts=(
        Act(
            name="uphold",
            title=_("属实"),
            run=actions.uphold_complaint,
            permission=COMPLAINT_SETTLE,
            form=forms.ReasonForm,
            when=_in("open"),
            confirm=_("需求不实的，认定后下榜并释放认领。"),
        ),
        Act(
            name="dismiss",
            title=_("不属实"),
            run=actions.dismiss_complaint,
            permission=COMPLAINT_SETTLE,
            form=forms.ReasonForm,
            when=_in("open"),
        ),
    ),
    empty=_("没有投诉。"),
    sample=sample_complaint,
)
