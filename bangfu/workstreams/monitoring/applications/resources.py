"""Applications as the offices list them; what was said is on the page only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.parties.resources.samples import sample_place
from bangfu.workstreams.monitoring.applications import actions, forms
from bangfu.workstreams.monitoring.applications.models import Application
from bangfu.workstreams.monitoring.cases.permissions import APPLICATION_ENTER, CASE_SENSITIVE

STATES = {
    "received": (_("已收到"), "waiting"),
    "accepted": (_("已受理"), "good"),
    "declined": (_("不予受理"), "neutral"),
}


def sample_application(actor: User, area_code: str) -> Application:
    """An application taken down on the telephone."""
    place = sample_place(actor, area_code)
    return actions.take_application(
        actor, area_code=place, name="示例农户", way="phone", text="家中有困难", phone="13900000000"
    ).application


def take_application(actor: User, **fields: Any) -> Application:
    """Take an application down; its code is issued on the receipt."""
    return actions.take_application(actor, **fields).application


take_application.permission = APPLICATION_ENTER  # type: ignore[attr-defined]

APPLICATIONS = Resource(
    name="monitoring.application",
    title=_("农户申报"),
    model=Application,
    menu="monitoring",
    menu_order=80,
    icon="clipboard-list",
    order=("area_code", "id"),
    columns=(
        Column(name="number", title=_("受理编号")),
        Column(name="name", title=_("申报人")),
        Column(name="area_code", title=_("所在村"), kind="area"),
        Column(name="way", title=_("申报方式"), kind="choice"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="received_on", title=_("收到日期"), kind="date", sort=True),
        Column(name="answered_on", title=_("答复日期"), kind="date"),
        Column(name="phone", title=_("联系电话"), kind="masked", in_list=False, in_export=False),
        Column(name="household", title=_("农户"), path="household_id", kind="party", in_list=False),
        Column(name="text", title=_("申报情况"), in_list=False, in_export=False, permission=CASE_SENSITIVE),
        Column(name="answer", title=_("不予受理的原因"), in_list=False, in_export=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="way", title=_("申报方式")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="received_on", title=_("收到日期"), kind="date", more=True),
    ),
    search=(Search(path="number", kind="exact"),),
    form=forms.ApplicationForm,
    create=take_application,
    acts=(
        Act(
            name="accept",
            title=_("受理，转为线索"),
            run=actions.accept_application,
            permission=APPLICATION_ENTER,
            form=forms.AcceptForm,
            when=lambda row: row.state == "received",
            tone="primary",
        ),
        Act(
            name="decline",
            title=_("不予受理"),
            run=actions.decline_application,
            permission=APPLICATION_ENTER,
            form=forms.DeclineForm,
            when=lambda row: row.state == "received",
            tone="danger",
        ),
    ),
    empty=_("还没有农户申报。村里可以代为登记。"),
    sample=sample_application,
)
