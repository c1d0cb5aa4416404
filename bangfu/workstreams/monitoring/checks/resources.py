"""Checks as people list them: types, rounds, sheets and problems."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.resources import Act, Column, Filter, Page, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.seeds import Seed
from bangfu.parties.registries import PlaceFollower
from bangfu.parties.resources.samples import sample_area, sample_household, sample_place
from bangfu.workstreams.monitoring.checks import forms, problems, recording, reminders, rounds, seeds
from bangfu.workstreams.monitoring.checks.imports import RESULTS
from bangfu.workstreams.monitoring.checks.items import ITEMS
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet, CheckType
from bangfu.workstreams.monitoring.checks.panels import render_checks_of_household
from bangfu.workstreams.monitoring.checks.permissions import (
    FINDING_VIEW,
    PERMISSIONS,
    PROBLEM_ASSIGN,
    PROBLEM_FIX,
    PROBLEM_RECHECK,
    ROUND_OPEN,
    ROUND_VIEW,
    SHEET_RECORD,
    SHEET_VIEW,
)
from bangfu.workstreams.monitoring.checks.policy_keys import KEYS
from bangfu.workstreams.monitoring.checks.queries import own_problems

ROUND_STATES = {"open": (_("进行中"), "waiting"), "closed": (_("已结束"), "neutral")}
SHEET_STATES = {
    "todo": (_("待入户"), "waiting"),
    "passed": (_("全部达标"), "good"),
    "problem": (_("有问题"), "warning"),
}
PROBLEM_STATES = {
    "open": (_("待整改"), "warning"),
    "fixed": (_("待复查"), "waiting"),
    "solved": (_("已销号"), "good"),
    "withdrawn": (_("登记有误"), "neutral"),
}


def sample_type(actor: User, area_code: str) -> CheckType:
    """A check of one item."""
    sample_place(actor, area_code)
    item = {"code": "water", "title": "饮水安全", "standard": "水量够用"}
    return rounds.declare_check(
        actor,
        area_code=area_code,
        items=[item],
        code=f"sample_{CheckType.objects.count()}",
        title="示例排查",
        valid_from=timezone.localdate(),
    )


def sample_round(actor: User, area_code: str) -> CheckRound:
    """A round over one household, in a village of its own."""
    home = sample_household(actor, sample_area(actor, area_code).code)
    kind = sample_type(actor, home.area_code)
    due_on = timezone.localdate() + timedelta(days=30)
    return rounds.open_round(actor, check_type=kind, title="示例轮次", area_code=home.area_code, due_on=due_on)


def sample_sheet(actor: User, area_code: str) -> CheckSheet:
    """Its sheet, not visited yet."""
    return sample_round(actor, area_code).sheets.order_by("-id")[0]


def sample_problem(actor: User, area_code: str) -> CheckProblem:
    """A household without safe water."""
    sheet = sample_sheet(actor, area_code)
    failed = {sheet.pk: [recording.Failed("water", "旱季缺水")]}
    recording.record_sheets(actor, sheet.check_round, sheets=[sheet.pk], failed=failed, checked_on=timezone.localdate())
    return sheet.problems.get()


def _rounds(_user: User) -> list[tuple[str, str]]:
    return [(str(pk), title) for pk, title in CheckRound.objects.order_by("-id").values_list("pk", "title")[:60]]


TYPES = Resource(
    name="monitoring.check_type",
    title=_("排查类型"),
    model=CheckType,
    menu="monitoring",
    under="checks",
    menu_order=33,
    icon="list-check",
    order=("area_code", "code"),
    scope_field="",  # what is checked is no secret, and wider checks concern every place
    columns=(
        Column(name="title", title=_("名称")),
        Column(name="code", title=_("代号"), in_list=False),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="document", title=_("依据文件")),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="example", title=_("示例"), kind="boolean"),
    ),
    form=forms.CheckTypeForm,
    create=rounds.declare_check,
    change=rounds.change_check,
    sample=sample_type,
)

ROUNDS = Resource(
    name="monitoring.check_round",
    title=_("排查轮次"),
    model=CheckRound,
    order=("-id",),
    page=lambda row: reverse("check-round", args=[row.pk]),
    columns=(
        Column(name="title", title=_("名称")),
        Column(name="check_type", title=_("排查类型"), path="check_type__title"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=ROUND_STATES),
        Column(name="households", title=_("应查户数"), kind="number"),
        Column(name="opened_on", title=_("开始日期"), kind="date"),
        Column(name="due_on", title=_("完成期限"), kind="date"),
        Column(name="closed_on", title=_("结束日期"), kind="date", in_list=False),
        Column(name="opened_by", title=_("发起人"), path="opened_by_id", kind="user", in_list=False),
    ),
    filters=(Filter(name="state", title=_("状态")), Filter(name="area_code", title=_("地区"), kind="area")),
    form=forms.RoundForm,
    create=rounds.open_round,
    acts=(
        Act(
            name="close",
            title=_("结束这一轮"),
            run=rounds.close_round,
            permission=ROUND_OPEN,
            form=forms.CloseForm,
            when=lambda row: row.state == "open",
        ),
    ),
    empty=_("还没有排查过。"),
    sample=sample_round,
)

SHEETS = Resource(
    name="monitoring.check_sheet",
    title=_("排查表"),
    model=CheckSheet,
    menu="monitoring",
    under="checks",
    menu_order=31,
    icon="clipboard-list",
    order=("area_code", "id"),
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="check_round", title=_("轮次"), path="check_round__title"),
        Column(name="state", title=_("结果"), kind="state", states=SHEET_STATES),
        Column(name="checked_on", title=_("入户日期"), kind="date"),
        Column(name="checked_by", title=_("登记人"), path="checked_by_id", kind="user", in_list=False),
    ),
    filters=(
        Filter(name="check_round", title=_("轮次"), path="check_round_id", choices=_rounds),
        Filter(name="state", title=_("结果")),
        Filter(name="area_code", title=_("地区"), kind="area"),
    ),
    acts=(
        Act(
            name="add-problem",
            title=_("补登问题"),
            run=recording.add_problem,
            permission=SHEET_RECORD,
            form=forms.ProblemForm,
            when=lambda sheet: sheet.check_round.state == "open",
        ),
        Act(
            name="reset",
            title=_("退回未入户"),
            run=recording.reset_sheet,
            permission=SHEET_RECORD,
            form=forms.ReasonForm,
            when=lambda sheet: sheet.state == "passed" and sheet.check_round.state == "open",
        ),
    ),
    version="",
    template=RESULTS.name,
    empty=_("没有排查表。发起一轮排查，就为范围内的每一户生成一张。"),
    sample=sample_sheet,
)

PROBLEMS = Resource(
    name="monitoring.check_problem",
    title=_("排查问题"),
    model=CheckProblem,
    menu="monitoring",
    under="checks",
    menu_order=32,
    icon="alert-triangle",
    order=("area_code", "id"),
    own=own_problems,
    columns=(
        Column(name="household", title=_("农户"), path="household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="item", title=_("项目"), kind="code", code_list=ITEMS),
        Column(name="state", title=_("状态"), kind="state", states=PROBLEM_STATES),
        Column(name="found_on", title=_("发现日期"), kind="date", sort=True),
        Column(name="due_on", title=_("整改期限"), kind="date", sort=True),
        Column(name="owner", title=_("责任人"), path="owner_id", kind="user"),
        Column(name="check_round", title=_("轮次"), path="check_round__title", in_list=False),
        Column(name="finding", title=_("情况"), in_list=False, in_export=False, permission=FINDING_VIEW),
        Column(name="remedy", title=_("整改措施"), in_list=False, in_export=False, permission=FINDING_VIEW),
        Column(name="fixed_on", title=_("整改日期"), kind="date", in_list=False),
        Column(name="solved_on", title=_("销号日期"), kind="date", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="item", title=_("项目"), kind="code", code_list=ITEMS),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="check_round", title=_("轮次"), path="check_round_id", choices=_rounds, more=True),
        Filter(name="due_on", title=_("整改期限"), kind="date", more=True),
    ),
    acts=(
        Act(
            name="assign",
            title=_("指定责任人"),
            run=problems.assign_problems,
            permission=PROBLEM_ASSIGN,
            form=forms.OwnerForm,
            bulk=True,
        ),
        Act(
            name="fix",
            title=_("登记整改"),
            run=problems.fix_problem,
            permission=PROBLEM_FIX,
            form=forms.FixForm,
            when=lambda problem: problem.state == "open",
            tone="good",
        ),
        Act(
            name="pass",
            title=_("复查通过，销号"),
            run=problems.pass_recheck,
            permission=PROBLEM_RECHECK,
            form=forms.RecheckForm,
            when=lambda problem: problem.state == "fixed",
            tone="good",
        ),
        Act(
            name="fail",
            title=_("复查未通过"),
            run=problems.fail_recheck,
            permission=PROBLEM_RECHECK,
            form=forms.ReasonForm,
            when=lambda problem: problem.state == "fixed",
        ),
        Act(
            name="withdraw",
            title=_("登记有误，撤销"),
            run=problems.withdraw_problem,
            permission=SHEET_RECORD,
            form=forms.ReasonForm,
            when=lambda problem: problem.state in ("open", "fixed"),
            tone="danger",
        ),
    ),
    evidence=("photo", "document"),
    evidence_permission=PROBLEM_FIX,
    empty=_("没有排查问题。"),
    sample=sample_problem,
)


def _sheets() -> Any:
    return CheckSheet.objects.filter(Q(state=CheckSheet.State.PENDING))


def _problems() -> Any:
    return CheckProblem.objects.filter(state__in=CheckProblem.STANDING)


DECLARED = (
    *PERMISSIONS,
    *KEYS,
    Seed(name="monitoring.checks", load=seeds.load),
    JobKind(name=reminders.JOB, title=_("排查提醒"), run=reminders.run_daily, daily=True),
    Page(
        name="checks",
        title=_("入户排查"),
        menu="monitoring",
        icon="clipboard-check",
        permission=ROUND_VIEW,
        order=30,
    ),
    TYPES,
    ROUNDS,
    SHEETS,
    PROBLEMS,
    RESULTS,
    Panel(
        name="monitoring.checks_of_household",
        of="parties.household",
        title=_("排查"),
        render=render_checks_of_household,
        permission=SHEET_VIEW,
        order=65,
    ),
    # Open work follows a household that moves; what is finished keeps the place of its day.
    PlaceFollower(name="monitoring.check_sheet", rows=_sheets, party="household_id"),
    PlaceFollower(name="monitoring.check_problem", rows=_problems, party="household_id"),
)
