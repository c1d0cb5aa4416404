"""Measures as people list them; what risk they meet is not in the list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.kernel.rights.models import User
from bangfu.parties.registries import PlaceFollower
from bangfu.workstreams.monitoring.cases.actions import help_first
from bangfu.workstreams.monitoring.cases.forms import ReasonForm
from bangfu.workstreams.monitoring.cases.permissions import CASE_HELP, CASE_SENSITIVE
from bangfu.workstreams.monitoring.cases.queries import own_measures
from bangfu.workstreams.monitoring.cases.resources import sample_case
from bangfu.workstreams.monitoring.measures import actions
from bangfu.workstreams.monitoring.measures.models import Measure


def sample_measure(actor: User, area_code: str) -> Measure:
    """A measure for a case that is helped first."""
    case = sample_case(actor, area_code)
    help_first(actor, case, reason="示例")
    return actions.add_measure(actor, case, risk="job", kind="employment", title="介绍到附近工厂务工")


def _open(measure: Any) -> bool:
    return measure.cancelled_on is None and measure.proved_entry is None


MEASURES = Resource(
    name="monitoring.measure",
    title=_("帮扶措施"),
    model=Measure,
    menu="monitoring",
    under="monitoring.case",
    menu_order=21,
    icon="heart-handshake",
    order=("area_code", "id"),
    own=own_measures,
    columns=(
        Column(name="title", title=_("具体措施")),
        Column(name="household", title=_("农户"), path="case__household_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="kind", title=_("措施类型"), kind="code", code_list="measure"),
        Column(
            name="risk",
            title=_("针对的风险"),
            kind="code",
            code_list="risk",
            in_list=False,
            in_export=False,
            permission=CASE_SENSITIVE,
        ),
        Column(name="responsible", title=_("责任人"), path="responsible_id", kind="party", in_list=False),
        Column(name="planned_on", title=_("计划日期"), kind="date"),
        Column(name="due_on", title=_("落实期限"), kind="date"),
        Column(name="proved_on", title=_("落实日期"), kind="date", sort=True),
        Column(name="cancelled_on", title=_("取消日期"), kind="date", in_list=False),
        Column(name="reason", title=_("取消原因"), in_list=False, in_export=False, permission=CASE_SENSITIVE),
    ),
    filters=(
        Filter(name="kind", title=_("措施类型"), kind="code", code_list="measure"),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="proved_on", title=_("落实日期"), kind="date", more=True),
        Filter(name="planned_on", title=_("计划日期"), kind="date", more=True),
    ),
    acts=(
        Act(
            name="cancel",
            title=_("取消措施"),
            run=actions.cancel_measure,
            permission=CASE_HELP,
            form=ReasonForm,
            when=_open,
            tone="danger",
        ),
    ),
    empty=_("还没有帮扶措施。在监测对象页面添加。"),
    sample=sample_measure,
)

FOLLOWER = PlaceFollower(name="monitoring.measure", rows=Measure.objects.all, party="case__household_id")
