"""Clues and facts as people list and open them.

A list shows that a household has a clue and through which channel. Facts that touch health, disability or minors are in
no list and no export: only on the page of the clue, for whoever holds the right.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Menu, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.parties.registries import PlaceFollower
from bangfu.parties.resources.samples import sample_household
from bangfu.workstreams.monitoring.cases.actions import open_case_of_clue
from bangfu.workstreams.monitoring.cases.permissions import CASE_OPEN
from bangfu.workstreams.monitoring.clues import actions, forms
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact
from bangfu.workstreams.monitoring.clues.panels import render_clues_of_household, render_facts
from bangfu.workstreams.monitoring.clues.queries import own_clues
from bangfu.workstreams.monitoring.permissions import CLUE_ASSIGN, CLUE_DISMISS, CLUE_SENSITIVE, CLUE_VIEW
from bangfu.workstreams.monitoring.screening.models import Rule

MENU = Menu(name="monitoring", title=_("防返贫监测"), order=40)
STATES = {
    "open": (_("待核查"), "waiting"),
    "assigned": (_("已派到村"), "warning"),
    "taken_up": (_("已进入核查程序"), "waiting"),
    "dismissed": (_("误报"), "neutral"),
    "ended": (_("已办结"), "good"),
}


def sample_clue(actor: User, area_code: str) -> Clue:
    """A clue that a cadre reported."""
    household = sample_household(actor, area_code)
    text = "外出务工人员返乡，暂无收入"
    return actions.report_clue(actor, household=household.pk, channel="cadre", text=text)


def sample_fact(actor: User, area_code: str) -> ClueFact:
    """What the cadre said."""
    return sample_clue(actor, area_code).facts.get()


def _plain_facts() -> QuerySet[Any]:
    return ClueFact.objects.filter(sensitive=False)


def _rules(_user: User) -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in Rule.objects.order_by("code").values_list("pk", "title")]


CLUES = Resource(
    name="monitoring.clue",
    title=_("风险线索"),
    model=Clue,
    menu="monitoring",
    menu_order=40,
    icon="bell",
    order=("area_code", "id"),
    own=own_clues,
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="channel", title=_("发现渠道"), kind="choice"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="raised_on", title=_("产生日期"), kind="date", sort=True),
        Column(name="facts_count", title=_("事实数"), kind="number"),
        Column(name="assigned_to", title=_("核查人"), path="assigned_to_id", kind="user", in_list=False),
        Column(name="due_on", title=_("核查期限"), kind="date", sort=True),
        Column(name="ended_on", title=_("结束日期"), kind="date", in_list=False),
        Column(
            name="reason",
            title=_("误报原因"),
            in_list=False,
            in_export=False,
            permission=CLUE_SENSITIVE,
        ),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="channel", title=_("发现渠道")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="raised_on", title=_("产生日期"), kind="date", more=True),
    ),
    form=forms.ReportForm,
    create=actions.report_clue,
    acts=(
        Act(
            name="assign",
            title=_("派到村"),
            run=actions.assign_clues,
            permission=CLUE_ASSIGN,
            form=forms.AssignForm,
            bulk=True,
        ),
        Act(
            name="check",
            title=_("启动入户核查"),
            run=open_case_of_clue,
            permission=CASE_OPEN,
            when=lambda clue: clue.state in ("open", "assigned"),
            confirm=_("从线索产生之日起计算办理时限；这户已在监测中的，并入原来的办理。"),
            tone="primary",
        ),
        Act(
            name="dismiss",
            title=_("认定误报"),
            run=actions.dismiss_clue,
            permission=CLUE_DISMISS,
            form=forms.ReasonForm,
            when=lambda clue: clue.state in ("open", "assigned"),
            tone="danger",
        ),
        Act(
            name="reopen",
            title=_("恢复线索"),
            run=actions.reopen_clue,
            permission=CLUE_DISMISS,
            form=forms.ReasonForm,
            when=lambda clue: clue.state == "dismissed",
        ),
    ),
    empty=_("没有风险线索。可以开始一次筛查，或登记一条线索。"),
    sample=sample_clue,
)

FACTS = Resource(
    name="monitoring.fact",
    title=_("线索依据"),
    model=ClueFact,
    view_permission=CLUE_VIEW,
    menu="monitoring",
    under="monitoring.clue",
    menu_order=41,
    icon="list-search",
    order=("area_code", "id"),
    own=own_clues,
    rows=_plain_facts,
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="rule", title=_("规则"), path="rule_version__rule__title"),
        Column(name="channel", title=_("发现渠道"), kind="choice"),
        Column(name="risk", title=_("风险类型"), kind="code", code_list="risk", permission=CLUE_SENSITIVE),
        Column(name="since", title=_("发生时间"), kind="date"),
        Column(name="found_on", title=_("首次发现"), kind="date", sort=True),
        Column(name="seen_on", title=_("最近一次仍存在"), kind="date", in_list=False),
        Column(name="text", title=_("情况"), in_list=False, in_export=False, permission=CLUE_SENSITIVE),
    ),
    filters=(
        Filter(name="rule", title=_("规则"), path="rule_version__rule_id", choices=_rules),
        Filter(name="channel", title=_("发现渠道")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="found_on", title=_("首次发现"), kind="date", more=True),
    ),
    version="",
    empty=_("没有线索依据。涉及健康、残疾和未成年人的事实不列在这里，请打开线索查看。"),
    sample=sample_fact,
)

DECLARED = (
    MENU,
    CLUES,
    FACTS,
    Panel(
        name="monitoring.facts",
        of="monitoring.clue",
        title=_("依据"),
        render=render_facts,
        permission=CLUE_VIEW,
        order=10,
    ),
    Panel(
        name="monitoring.clues_of_household",
        of="parties.household",
        title=_("风险线索"),
        render=render_clues_of_household,
        permission=CLUE_VIEW,
        order=60,
    ),
    PlaceFollower(name="monitoring.clue", rows=Clue.objects.all, party="household_id"),
    PlaceFollower(name="monitoring.fact", rows=ClueFact.objects.all, party="household_id"),
)
