"""Sealed reports, and explanations of findings, as people list them."""

from secrets import token_hex

from django import forms
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.reports.composing import period_named
from bangfu.reports.explaining import Subject
from bangfu.reports.explanations import explain_finding, revoke_explanation
from bangfu.reports.models import Explanation, SealedReport
from bangfu.reports.permissions import CHECK, EXPLAIN, VIEW


def page_of(sealed: Model) -> str:
    """Return the address of a sealed report's own page."""
    return reverse("sealed-report", args=[sealed.pk])


def period_words() -> dict[str, str]:
    """Return the words of the periods that reports were sealed for."""
    codes = SealedReport.objects.order_by().values_list("period", flat=True).distinct()
    return {code: period_named(code).words for code in codes}


SEALED_REPORTS = Resource(
    name="reports.sealed",
    title=_("封存报告"),
    model=SealedReport,
    menu="figures",
    under="reports",
    menu_order=21,
    icon="lock",
    order=("-id",),
    view_permission=VIEW,
    version="",
    page=page_of,
    columns=(
        Column(name="title", title=_("标题")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="period", title=_("时期"), kind="choice", words=period_words),
        Column(name="sealed_at", title=_("封存时间"), kind="datetime"),
        Column(name="sealed_by", title=_("封存人"), path="sealed_by_id", kind="user"),
        Column(name="withdrawn", title=_("撤回时间"), path="withdrawal__withdrawn_at", kind="datetime"),
        Column(name="digest", title=_("校验值"), in_list=False),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="sealed", title=_("封存日期"), path="sealed_at", kind="date"),
    ),
    empty=_("还没有封存的报告。打开一份报告，核对无误后可以封存。"),
)


class RevokeForm(forms.Form):
    """Why an explanation no longer holds."""

    reason = forms.CharField(label=_("撤回的原因"), max_length=200)


def _sample(actor: User, area_code: str) -> Explanation:
    subject = Subject(token_hex(32), "合计：线上销售额、线下销售额", "conflict")
    return explain_finding(actor, area_code=area_code, subject=subject, reason="两者口径不同，线下含预售")


EXPLANATIONS = Resource(
    name="reports.explanation",
    title=_("已说明的差异"),
    model=Explanation,
    menu="figures",
    under="check",
    menu_order=31,
    icon="message",
    order=("area_code", "-id"),
    view_permission=CHECK,
    version="",
    columns=(
        Column(name="words", title=_("关于")),
        Column(
            name="verdict",
            title=_("结论"),
            kind="state",
            states={
                "conflict": (_("矛盾"), "bad"),
                "ambiguous": (_("有歧义"), "warning"),
                "different": (_("与账本不同"), "bad"),
            },
        ),
        Column(name="reason", title=_("说明")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="accepted_by", title=_("说明人"), path="accepted_by_id", kind="user"),
        Column(name="accepted_at", title=_("说明时间"), kind="datetime"),
        Column(name="revoked_at", title=_("撤回时间"), kind="datetime"),
    ),
    filters=(
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="accepted", title=_("说明日期"), path="accepted_at", kind="date"),
    ),
    acts=(
        Act(
            name="revoke",
            title=_("撤回说明"),
            run=revoke_explanation,
            permission=EXPLAIN,
            form=RevokeForm,
            when=lambda row: row.revoked_at is None,
        ),
    ),
    empty=_("还没有说明过。核对文稿时，对查出的问题可以写明原因，下个月的文稿就不再重复提醒。"),
    sample=_sample,
)
