"""The way of a case, from the visit to the decision, and from help to the end of the risk.

Its limits are not declared here: they follow from the case's own day of discovery and from policy (``clocks``).
"""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.flows.declarations import Flow, Text, Transition
from bangfu.kernel.flows.declarations import State as FlowState
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import (
    CASE_APPEAL,
    CASE_COMPARE,
    CASE_DECIDE,
    CASE_HELP,
    CASE_LEAVE,
    CASE_OPEN,
    CASE_PUBLISH,
    CASE_REVIEW,
    CASE_VIEW,
    CASE_VISIT,
)

TONES = {
    "planning": "warning",
    "helping": "good",
    "cleared": "good",
    "refused": "neutral",
    "withdrawn": "neutral",
    "appealed": "bad",
}

ASKS = {
    "visiting": "visit",
    "comparing": "compare",
    "meeting": "publish",
    "publishing": "published",
    "township": "review",
    "county": "decide",
    "planning": "plan",
    "appealed": "grant",
    "leaving_visit": "leave_visit",
    "leaving_meeting": "leave_publish",
    "leaving_publishing": "leave_published",
    "leaving_township": "leave_review",
    "leaving_county": "clear",
}
"""The step each state waits for."""


def _step(
    name: str, title: Text, source: str | tuple[str, ...], target: str, permission: str, reason: bool = False
) -> Transition:
    sources = (source,) if isinstance(source, str) else source
    return Transition(
        name=name, title=title, sources=sources, target=target, permission=permission, needs_reason=reason
    )


CASE = Flow(
    name="monitoring.case",
    title=_("监测对象办理"),
    states=tuple(
        FlowState(
            name=value,
            title=title,
            tone=TONES.get(value, "waiting"),
            final=value in Case.ENDED,
            asks=ASKS.get(value, ""),
        )
        for value, title in Case.State.choices
    ),
    transitions=(
        _step("visit", _("入户核查"), "visiting", "comparing", CASE_VISIT),
        _step("compare", _("比对完成"), "comparing", "meeting", CASE_COMPARE),
        _step("publish", _("张榜公示"), "meeting", "publishing", CASE_PUBLISH),
        _step("unpublish", _("公示有异议，重新评议"), "publishing", "meeting", CASE_PUBLISH, True),
        _step("published", _("公示期满"), "publishing", "township", CASE_PUBLISH),
        _step("review", _("乡镇审核通过"), "township", "county", CASE_REVIEW),
        _step("return", _("退回重办"), ("township", "county"), "visiting", CASE_REVIEW, True),
        _step("send_back", _("县级退回"), "county", "visiting", CASE_DECIDE, True),
        _step("decide", _("县级审定"), "county", "planning", CASE_DECIDE),
        _step("plan", _("落实帮扶计划"), "planning", "helping", CASE_HELP),
        _step("replan", _("新的风险，调整计划"), "helping", "planning", CASE_VISIT),
        _step("refuse", _("不予纳入"), ("visiting", "comparing", "meeting", "township"), "refused", CASE_REVIEW, True),
        _step("turn_down", _("县级不予纳入"), "county", "refused", CASE_DECIDE, True),
        _step("withdraw", _("终止办理"), tuple(Case.DECIDING), "withdrawn", CASE_OPEN, True),
        _step("appeal", _("申诉"), "refused", "appealed", CASE_APPEAL, True),
        _step("uphold", _("维持原决定"), "appealed", "refused", CASE_DECIDE, True),
        _step("grant", _("申诉成立，重新核查"), "appealed", "visiting", CASE_DECIDE, True),
        _step("leave", _("提出风险消除"), "helping", "leaving_visit", CASE_LEAVE),
        _step("leave_visit", _("消除核实"), "leaving_visit", "leaving_meeting", CASE_VISIT),
        _step("leave_publish", _("消除公示"), "leaving_meeting", "leaving_publishing", CASE_PUBLISH),
        _step(
            "leave_unpublish", _("公示有异议，重新评议"), "leaving_publishing", "leaving_meeting", CASE_PUBLISH, True
        ),
        _step("leave_published", _("公示期满"), "leaving_publishing", "leaving_township", CASE_PUBLISH),
        _step("leave_review", _("乡镇审核通过"), "leaving_township", "leaving_county", CASE_REVIEW),
        _step("clear", _("县级审定风险消除"), "leaving_county", "cleared", CASE_DECIDE),
        _step("keep", _("继续监测"), tuple(Case.LEAVING), "helping", CASE_HELP, True),
    ),
    initial="visiting",
    start_permission=CASE_OPEN,
    view_permission=CASE_VIEW,
)

STATES: dict[str, tuple[Text, str]] = {s.name: (s.title, s.tone or "neutral") for s in CASE.states}
