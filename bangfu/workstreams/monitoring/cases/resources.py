"""Cases and publications as people list, open and export them.

A list shows who is being looked at and how far it is; risks, income, findings and reasons are in no list and no export:
only on the page of the case, for whoever holds the right.
"""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from bangfu.kernel.codelists.queries import codes
from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.parties.registries import PlaceFollower
from bangfu.parties.resources.samples import sample_household
from bangfu.workstreams.monitoring.cases import actions, forms
from bangfu.workstreams.monitoring.cases.flow import STATES
from bangfu.workstreams.monitoring.cases.models import (
    Case,
    CaseComparison,
    CaseConsent,
    CaseMeeting,
    CasePublication,
    CaseVisit,
)
from bangfu.workstreams.monitoring.cases.permissions import (
    CASE_APPEAL,
    CASE_COMPARE,
    CASE_DECIDE,
    CASE_HELP,
    CASE_LEAVE,
    CASE_MEET,
    CASE_OPEN,
    CASE_PUBLISH,
    CASE_REVIEW,
    CASE_SENSITIVE,
    CASE_VISIT,
)
from bangfu.workstreams.monitoring.cases.queries import own_cases
from bangfu.workstreams.monitoring.cases.rules import kind_faults
from bangfu.workstreams.monitoring.leaving import actions as leaving
from bangfu.workstreams.monitoring.measures import actions as measures
from bangfu.workstreams.monitoring.measures import forms as measure_forms

VISITED = ("visiting", "planning", "helping", "leaving_visit", "cleared")


def sample_case(actor: User, area_code: str) -> Case:
    """A case that a cadre opened."""
    household = sample_household(actor, area_code)
    return actions.open_case(actor, household=household.pk, channel="cadre", risks=["job"])


def sample_publication(actor: User, area_code: str) -> CasePublication:
    """A sheet on a village board."""
    case = _walked(actor, sample_case(actor, area_code))
    actions.publish_cases(actor, [case.pk])
    return case.publications.get().publication


def _walked(actor: User, case: Case) -> Case:
    """Bring a sample to its meeting."""
    kinds = [code.code for code in codes("monitored_kind")]
    faults = {kind: kind_faults(kind, case.household, None, case.raised_on, final=False) for kind in kinds}
    kind = next(kind for kind in kinds if not faults[kind])
    actions.record_visit(actor, case, visitors="甲一、乙二", findings="示例", kind=kind)
    actions.record_consent(actor, case, scan=_sample_scan())
    departments = ["vehicles", "business", "property", "payroll", "medical", "relief"]
    actions.record_comparison(actor, case, departments=departments, result="clear")
    actions.finish_comparison(actor, case)
    actions.record_meeting(actor, case, chair="丙三", attendants=9, agreeing=9, minutes="示例")
    return Case.objects.get(pk=case.pk)


def _sample_scan() -> ContentFile[bytes]:
    """A picture of one white point."""
    data = BytesIO()
    Image.new("RGB", (8, 8), "white").save(data, "PNG")
    return ContentFile(data.getvalue(), name="授权书.png")


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda case: case.state in states


def _act(
    name: str,
    title: Any,
    run: Callable[..., Any],
    permission: str,
    states: tuple[str, ...] | Callable[[Any], bool],
    form: type | None = None,
    tone: str = "",
    confirm: Any = "",
) -> Act:
    when = states if callable(states) else _in(*states)
    return Act(name=name, title=title, run=run, permission=permission, form=form, when=when, tone=tone, confirm=confirm)


def _helped(case: Case) -> bool:
    return case.state in (*Case.MONITORED, *Case.LEAVING) or (
        case.state in Case.DECIDING and case.emergency_on is not None
    )


STEPS = (
    _act("visit", _("登记入户"), actions.record_visit, CASE_VISIT, VISITED, forms.VisitForm, "primary"),
    _act("consent", _("登记承诺授权"), actions.record_consent, CASE_VISIT, ("visiting",), forms.ConsentForm),
    _act(
        "compare",
        _("登记比对结果"),
        actions.record_comparison,
        CASE_COMPARE,
        ("visiting", "comparing"),
        forms.ComparisonForm,
    ),
    _act("compared", _("比对完成"), actions.finish_comparison, CASE_COMPARE, ("comparing",), forms.DayForm, "primary"),
    _act(
        "meeting",
        _("登记民主评议"),
        actions.record_meeting,
        CASE_MEET,
        ("meeting", "leaving_meeting"),
        forms.MeetingForm,
        "primary",
    ),
    _act(
        "end_publication",
        _("公示期满"),
        actions.end_publication,
        CASE_PUBLISH,
        ("publishing", "leaving_publishing"),
        forms.EndForm,
        "primary",
    ),
    _act("review", _("审核通过"), actions.review_case, CASE_REVIEW, ("township",), forms.OpinionForm, "primary"),
    _act("return", _("退回重办"), actions.return_case, CASE_REVIEW, ("township",), forms.ReasonForm),
    _act("decide", _("审定纳入"), actions.decide_case, CASE_DECIDE, ("county",), forms.DecideForm, "primary"),
    _act("send_back", _("退回重办"), actions.send_back_case, CASE_DECIDE, ("county",), forms.ReasonForm),
    _act("turn_down", _("不予纳入"), actions.turn_down_case, CASE_DECIDE, ("county",), forms.ReasonForm, "danger"),
    _act(
        "refuse",
        _("不予纳入"),
        actions.refuse_case,
        CASE_REVIEW,
        ("visiting", "comparing", "meeting", "township"),
        forms.ReasonForm,
        "danger",
    ),
    _act("appeal", _("登记申诉"), actions.appeal_case, CASE_APPEAL, ("refused",), forms.ReasonForm),
    _act("uphold", _("维持原决定"), actions.uphold_refusal, CASE_DECIDE, ("appealed",), forms.ReasonForm),
    _act("grant", _("申诉成立，重新核查"), actions.grant_appeal, CASE_DECIDE, ("appealed",), forms.ReasonForm),
    _act(
        "help_first",
        _("先行帮扶"),
        actions.help_first,
        CASE_HELP,
        lambda case: case.state in Case.DECIDING and case.emergency_on is None,
        forms.FirstForm,
    ),
    _act("withdraw", _("终止办理"), actions.withdraw_case, CASE_OPEN, tuple(Case.DECIDING), forms.ReasonForm),
)
HELP = (
    _act("measure", _("添加措施"), measures.add_measure, CASE_HELP, _helped, measure_forms.MeasureForm),
    _act("plan", _("确定帮扶计划"), measures.confirm_plan, CASE_HELP, ("planning",), measure_forms.PlanForm, "primary"),
    _act(
        "responsible",
        _("确定责任人"),
        measures.name_responsible,
        CASE_HELP,
        _helped,
        measure_forms.ResponsibleForm,
    ),
    _act("proofs", _("核对帮扶记录"), measures.check_proofs, CASE_HELP, _helped),
)
LEAVING = (
    _act("leave", _("提出风险消除"), leaving.propose_leaving, CASE_LEAVE, ("helping",), forms.DayForm),
    _act(
        "leave_review",
        _("审核通过"),
        leaving.review_leaving,
        CASE_REVIEW,
        ("leaving_township",),
        forms.OpinionForm,
        "primary",
    ),
    _act("clear", _("审定风险消除"), leaving.clear_case, CASE_DECIDE, ("leaving_county",), forms.ClearForm, "primary"),
    _act("keep", _("继续监测"), leaving.keep_case, CASE_HELP, tuple(Case.LEAVING), forms.ReasonForm),
    _act("reopen", _("返贫致贫，重新核查"), actions.reopen_case, CASE_OPEN, tuple(Case.ENDED), forms.ReopenForm),
)
PUBLISH = Act(
    name="publish",
    title=_("张榜公示"),
    run=actions.publish_cases,
    permission=CASE_PUBLISH,
    form=forms.PublishForm,
    bulk=True,
)


def case_address(case: Any) -> str:
    """Return the page of a case."""
    return f"/monitoring/cases/{case.pk}/"


CASES = Resource(
    name="monitoring.case",
    title=_("监测对象"),
    model=Case,
    menu="monitoring",
    menu_order=20,
    icon="shield-check",
    order=("area_code", "id"),
    own=own_cases,
    page=case_address,
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("环节"), kind="state", states=STATES),
        Column(name="stage_due_on", title=_("本环节期限"), kind="date", sort=True),
        Column(name="kind", title=_("类别"), kind="code", code_list="monitored_kind"),
        Column(name="channel", title=_("发现渠道"), kind="choice", in_list=False),
        Column(name="raised_on", title=_("发现日期"), kind="date", sort=True),
        Column(name="due_on", title=_("审定期限"), kind="date"),
        Column(name="decided_on", title=_("审定日期"), kind="date", sort=True),
        Column(name="emergency_on", title=_("先行帮扶日期"), kind="date", in_list=False),
        Column(name="responsible", title=_("帮扶责任人"), path="responsible_id", kind="party", in_list=False),
        Column(name="planned_on", title=_("帮扶计划日期"), kind="date", in_list=False),
        Column(name="helped_on", title=_("首次帮扶日期"), kind="date", in_list=False),
        Column(name="seen_on", title=_("最近一次入户"), kind="date", in_list=False),
        Column(name="left_on", title=_("风险消除日期"), kind="date", in_list=False),
        Column(name="left_how", title=_("消除方式"), kind="choice", in_list=False),
        Column(name="appealed_on", title=_("申诉日期"), kind="date", in_list=False),
        Column(
            name="risks",
            title=_("风险类型"),
            kind="code",
            code_list="risk",
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
        Column(
            name="income",
            title=_("人均纯收入（元）"),
            kind="money",
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
        Column(
            name="line",
            title=_("收入监测范围（元）"),
            kind="money",
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
        Column(name="goal", title=_("帮扶目标"), in_list=False, in_export=False, permission=CASE_SENSITIVE),
        Column(
            name="emergency_reason",
            title=_("先行帮扶原因"),
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
        Column(
            name="end_reason",
            title=_("不予纳入或终止的原因"),
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
    ),
    filters=(
        Filter(name="state", title=_("环节")),
        Filter(name="kind", title=_("类别"), kind="code", code_list="monitored_kind"),
        Filter(name="channel", title=_("发现渠道")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="stage_due_on", title=_("本环节期限"), kind="date", more=True),
        Filter(name="raised_on", title=_("发现日期"), kind="date", more=True),
        Filter(name="decided_on", title=_("审定日期"), kind="date", more=True),
    ),
    search=(Search(path="household__head_name"),),
    form=forms.OpenForm,
    create=actions.open_case,
    acts=(*STEPS, PUBLISH, *HELP, *LEAVING),
    empty=_("还没有监测对象。从风险线索启动核查，或直接登记一户。"),
    sample=sample_case,
)

PUBLICATIONS = Resource(
    name="monitoring.publication",
    title=_("村内公示"),
    model=CasePublication,
    menu="monitoring",
    under="monitoring.case",
    menu_order=22,
    icon="clipboard-list",
    order=("area_code", "id"),
    page=lambda row: f"/monitoring/publications/{row.pk}/",
    columns=(
        Column(name="area_code", title=_("村"), kind="area"),
        Column(name="purpose", title=_("公示事项"), kind="choice"),
        Column(name="posted_on", title=_("张榜日期"), kind="date", sort=True),
        Column(name="ends_on", title=_("公示截止"), kind="date", sort=True),
        Column(name="ended_on", title=_("结束日期"), kind="date"),
        Column(name="posted_by", title=_("登记人"), path="posted_by_id", kind="user", in_list=False),
        Column(name="note", title=_("公示说明"), in_list=False),
    ),
    filters=(
        Filter(name="purpose", title=_("公示事项")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="posted_on", title=_("张榜日期"), kind="date", more=True),
    ),
    acts=(
        Act(
            name="take_down",
            title=_("内容有误，撤榜"),
            run=actions.take_down,
            permission=CASE_PUBLISH,
            form=forms.ReasonForm,
            when=lambda row: row.ended_on is None,
            tone="danger",
        ),
    ),
    evidence=("photo",),
    evidence_permission=CASE_PUBLISH,
    empty=_("还没有公示。评议通过的监测对象可以张榜。"),
    sample=sample_publication,
)

FOLLOWERS = (
    PlaceFollower(name="monitoring.case", rows=Case.objects.all, party="household_id"),
    PlaceFollower(name="monitoring.case_visit", rows=CaseVisit.objects.all, party="case__household_id"),
    PlaceFollower(name="monitoring.case_consent", rows=CaseConsent.objects.all, party="case__household_id"),
    PlaceFollower(name="monitoring.case_comparison", rows=CaseComparison.objects.all, party="case__household_id"),
    PlaceFollower(name="monitoring.case_meeting", rows=CaseMeeting.objects.all, party="case__household_id"),
)
