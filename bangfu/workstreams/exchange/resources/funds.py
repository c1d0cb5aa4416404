"""Funds and appeals."""

from collections.abc import Callable
from typing import Any

from django.db.models import ExpressionWrapper, F, QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.fields import MoneyField
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.workstreams.exchange import forms, forms_money
from bangfu.workstreams.exchange.actions import appeals, funds, photos
from bangfu.workstreams.exchange.models import Appeal, AppealPhoto, Fund
from bangfu.workstreams.exchange.permissions import APPEAL_CHANGE, APPEAL_REVIEW, APPEAL_VIEW, FUND_CHANGE
from bangfu.workstreams.exchange.resources.samples_money import sample_appeal, sample_fund, sample_photo

FUND_STATES = {"open": (Fund.State.OPEN.label, "good"), "closed": (Fund.State.CLOSED.label, "neutral")}
TONES = {"reviewing": "waiting", "open": "good", "reached": "good", "failed": "bad", "refused": "bad"}
APPEAL_STATES = {value: (label, TONES.get(value, "neutral")) for value, label in Appeal.State.choices}


PHOTO_TONES = {"waiting": "waiting", "shown": "good", "hidden": "neutral"}
PHOTO_STATES = {value: (label, PHOTO_TONES[value]) for value, label in AppealPhoto.State.choices}


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _appeals() -> QuerySet[Appeal]:
    raised = ExpressionWrapper(F("purse__received") - F("purse__refunded"), output_field=MoneyField())
    return Appeal.objects.annotate(raised=raised)


FUNDS = Resource(
    name="exchange.fund",
    title=_("爱心基金"),
    model=Fund,
    menu="exchange",
    under="exchange-money",
    menu_order=61,
    icon="heart-handshake",
    order=("area_code", "id"),
    columns=(
        Column(name="name", title=_("名称")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="keeper", title=_("管理单位"), path="keeper_id", kind="party"),
        Column(name="purpose", title=_("宗旨和使用范围"), in_list=False),
        Column(name="opened_on", title=_("设立日期"), kind="date"),
        Column(name="state", title=_("状态"), kind="state", states=FUND_STATES),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    form=forms_money.FundForm,
    create=funds.open_fund,
    change=funds.change_fund,
    acts=(
        Act(
            name="earmark",
            title=_("增加定向用途"),
            run=funds.add_earmark,
            permission=FUND_CHANGE,
            form=forms_money.EarmarkForm,
            when=_in("open"),
        ),
        Act(
            name="close",
            title=_("结束基金"),
            run=funds.close_fund,
            permission=FUND_CHANGE,
            when=_in("open"),
            confirm=_("结束后不能再收款和拨付。"),
        ),
    ),
    evidence=("document",),
    empty=_("还没有爱心基金。"),
    sample=sample_fund,
)

APPEALS = Resource(
    name="exchange.appeal",
    title=_("众筹项目"),
    model=Appeal,
    menu="exchange",
    under="exchange-appeals",
    menu_order=51,
    icon="coins",
    order=("area_code", "id"),
    rows=_appeals,
    columns=(
        Column(name="title", title=_("众筹项目")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=APPEAL_STATES),
        Column(name="target", title=_("目标金额（元）"), kind="money"),
        Column(name="raised", title=_("已筹（元）"), kind="money"),
        Column(name="mode", title=_("筹款方式"), kind="choice", in_list=False),
        Column(name="closes_on", title=_("截止日期"), kind="date"),
        Column(name="text", title=_("公开说明"), in_list=False),
        Column(name="keeper", title=_("款项管理单位"), path="keeper_id", kind="party", in_list=False),
        Column(name="published_on", title=_("发布日期"), kind="date", in_list=False),
        Column(name="ended_on", title=_("筹款结束日期"), kind="date", in_list=False),
        Column(name="closed_on", title=_("办结日期"), kind="date", in_list=False),
        Column(name="result", title=_("结果说明"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="mode", title=_("筹款方式")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    form=forms_money.AppealForm,
    create=appeals.draft_appeal,
    change=appeals.change_appeal,
    acts=(
        Act(
            name="submit",
            title=_("提交审核"),
            run=appeals.submit_appeal,
            permission=APPEAL_CHANGE,
            when=_in("draft"),
            tone="good",
        ),
        Act(
            name="publish",
            title=_("审核发布"),
            run=appeals.publish_appeal,
            permission=APPEAL_REVIEW,
            when=_in("reviewing"),
            tone="good",
        ),
        Act(
            name="refuse",
            title=_("不予通过"),
            run=appeals.refuse_appeal,
            permission=APPEAL_REVIEW,
            form=forms.ReasonForm,
            when=_in("reviewing"),
        ),
        Act(
            name="end",
            title=_("结束筹款"),
            run=appeals.end_appeal,
            permission=APPEAL_REVIEW,
            when=_in("open"),
            confirm=_("结束后不再收款；按筹款方式使用或退款。"),
        ),
        Act(
            name="withdraw",
            title=_("撤回"),
            run=appeals.withdraw_appeal,
            permission=APPEAL_REVIEW,
            form=forms.ReasonForm,
            when=_in("draft", "reviewing", "open"),
            confirm=_("撤回后已收到的捐款全部待退款。"),
        ),
        Act(
            name="photo",
            title=_("上传照片"),
            run=photos.offer_photo,
            permission=APPEAL_CHANGE,
            form=forms_money.PhotoForm,
            when=_in("draft", "reviewing", "open", "reached"),
        ),
        Act(
            name="close",
            title=_("办结"),
            run=appeals.close_appeal,
            permission=APPEAL_REVIEW,
            form=forms_money.ResultForm,
            when=_in("reached", "failed"),
        ),
    ),
    evidence=("document",),
    empty=_("还没有众筹项目。"),
    sample=sample_appeal,
)

PHOTOS = Resource(
    name="exchange.appeal_photo",
    title=_("众筹照片"),
    model=AppealPhoto,
    order=("area_code", "id"),
    view_permission=APPEAL_VIEW,
    columns=(
        Column(name="caption", title=_("文字说明")),
        Column(name="appeal", title=_("众筹项目"), path="appeal__title"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=PHOTO_STATES),
        Column(name="offered_on", title=_("上传日期"), kind="date"),
        Column(name="offered_by", title=_("上传人"), path="offered_by_id", kind="user"),
        Column(name="checked_by", title=_("查看人"), path="checked_by_id", kind="user"),
        Column(name="reason", title=_("原因"), in_list=False),
    ),
    filters=(Filter(name="state", title=_("状态")),),
    acts=(
        Act(
            name="show",
            title=_("查看后公开"),
            run=photos.show_photo,
            permission=APPEAL_REVIEW,
            form=forms_money.SeenForm,
            when=_in("waiting"),
        ),
        Act(
            name="hide",
            title=_("不公开"),
            run=photos.hide_photo,
            permission=APPEAL_REVIEW,
            form=forms.ReasonForm,
            when=_in("waiting", "shown"),
        ),
    ),
    empty=_("还没有照片。"),
    sample=sample_photo,
)
