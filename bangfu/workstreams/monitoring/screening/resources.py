"""Rules and runs as people list them."""

from __future__ import annotations

from datetime import date

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.parties.resources.samples import sample_household
from bangfu.workstreams.monitoring.permissions import RULE_VIEW, RUN_VIEW
from bangfu.workstreams.monitoring.screening.actions import write_rule
from bangfu.workstreams.monitoring.screening.asking import ENGINES
from bangfu.workstreams.monitoring.screening.models import Rule, RuleVersion, ScreeningRun
from bangfu.workstreams.monitoring.screening.running import plan_run

RUN_STATES = {"waiting": (_("等待中"), "waiting"), "running": (_("进行中"), "waiting"), "done": (_("已完成"), "good")}


def sample_rule(actor: User, area_code: str) -> Rule:
    """A rule about crowded houses."""
    sample_household(actor, area_code)
    code = f"sample_{Rule.objects.count()}"
    text = "家庭人口 > 20"
    return write_rule(
        actor, code=code, title="示例规则", area_code=area_code, expression=text, valid_from=date(2020, 1, 1)
    )


def sample_run(actor: User, area_code: str) -> ScreeningRun:
    """A run that waits."""
    sample_household(actor, area_code)
    return plan_run(actor, area_code=area_code, on=date(2020, 11, 30))


def _with_version() -> QuerySet[Rule]:
    last = RuleVersion.objects.filter(rule=OuterRef("pk")).order_by("-number")
    names = ("channel", "frequency", "document", "number", "valid_from")
    columns = {f"last_{name}": Subquery(last.values(name)[:1]) for name in names}
    return Rule.objects.annotate(**columns, place=F("area_code"))


RULES = Resource(
    name="monitoring.rule",
    title=_("筛查规则"),
    model=Rule,
    menu="monitoring",
    under="screening-start",
    menu_order=52,
    icon="adjustments",
    order=("area_code", "code"),
    scope_field="",  # what rules say is no secret, and wider rules concern every place
    rows=_with_version,
    page=lambda rule: reverse("screening-rule", args=[rule.pk]),
    view_permission=RULE_VIEW,
    columns=(
        Column(name="title", title=_("名称")),
        Column(name="code", title=_("代号"), in_list=False),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="last_channel", title=_("渠道"), in_list=False),
        Column(name="last_document", title=_("依据文件")),
        Column(name="last_number", title=_("版本"), kind="number"),
        Column(name="last_valid_from", title=_("起"), kind="date"),
        Column(name="example", title=_("示例"), kind="boolean"),
        Column(name="stopped_on", title=_("停用日期"), kind="date"),
    ),
    filters=(Filter(name="example", title=_("示例"), kind="boolean"),),
    search=(),
    sample=sample_rule,
)

RUNS = Resource(
    name="monitoring.run",
    title=_("筛查"),
    model=ScreeningRun,
    menu="monitoring",
    under="screening-start",
    menu_order=51,
    icon="player-play",
    order=("-id",),
    page=lambda run: reverse("screening-run", args=[run.pk]),
    view_permission=RUN_VIEW,
    columns=(
        Column(name="on", title=_("筛查日期"), kind="date"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=RUN_STATES),
        Column(name="households", title=_("户数"), kind="number"),
        Column(name="raised", title=_("新增线索"), kind="number"),
        Column(name="merged", title=_("并入已有线索"), kind="number"),
        Column(name="kept_closed", title=_("已认定误报未再产生"), kind="number"),
        Column(name="engine", title=_("引擎"), in_list=False),
        Column(name="seconds", title=_("用时（秒）"), kind="number", in_list=False),
        Column(name="started_at", title=_("发起时间"), kind="datetime"),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="engine", title=_("引擎"), choices=lambda _user: [(e, e) for e in ENGINES], more=True),
    ),
    version="",
    empty=_("还没有筛查过。"),
    sample=sample_run,
)

DECLARED = (RULES, RUNS)
