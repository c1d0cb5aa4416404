"""What is measured about cases: taken up, taken in, helped, ended, in time; by kind, channel, and (where allowed) risk.

Risks touch health, so that they are dimensions of sources of their own, whose rows only those may open who may read
them; sums by risk are in the county's tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, count, share
from bangfu.figures.sources import Dimension, Source, chosen_from
from bangfu.kernel.codelists.queries import labels
from bangfu.workstreams.monitoring.cases.models import Case
from bangfu.workstreams.monitoring.cases.permissions import CASE_SENSITIVE, CASE_VIEW
from bangfu.workstreams.monitoring.cases.queries import cases_visible_to
from bangfu.workstreams.monitoring.channels import Channel

FIELDS = {
    "household": "household_id",
    "state": "state",
    "kind": "kind",
    "channel": "channel",
    "risk": "main_risk",
}


def _all(_on: date | None) -> QuerySet[Case]:
    return Case.objects.all()


def _decided(_on: date | None) -> QuerySet[Case]:
    return Case.objects.exclude(decided_on=None)


def _helped(_on: date | None) -> QuerySet[Case]:
    return Case.objects.exclude(helped_on=None)


def _left(_on: date | None) -> QuerySet[Case]:
    return Case.objects.exclude(left_on=None)


def _codes(name: str) -> Any:
    def named(values: Iterable[str]) -> dict[str, str]:
        words = labels(name)
        return {value: words.get(value, value) for value in values}

    return named


def _channels(values: Iterable[str]) -> dict[str, str]:
    words = dict(Channel.choices)
    return {value: str(words.get(value, value)) for value in values}


KIND = Dimension(name="kind", title=_("监测对象类别"), path="kind", labels=_codes("monitored_kind"))
CHANNEL = Dimension(name="channel", title=_("发现渠道"), path="channel", labels=_channels)
RISK = Dimension(name="risk", title=_("主要风险"), path="main_risk", labels=_codes("risk"))


def _source(name: str, title: Any, rows: Any, day: str, *, risks: bool) -> Source:
    return Source(
        name=name,
        title=title,
        rows=rows,
        day=day,
        fields=FIELDS,
        dimensions=(KIND, CHANNEL, RISK) if risks else (KIND, CHANNEL),
        permission=CASE_SENSITIVE if risks else CASE_VIEW,
        labels={"state": chosen_from(Case.State.choices)},
        visible_to=None if risks else cases_visible_to,
    )


SOURCES = (
    _source("cases", _("启动核查的户"), _all, "raised_on", risks=False),
    _source("cases_decided", _("审定纳入的户"), _decided, "decided_on", risks=False),
    _source("cases_helped", _("已落实帮扶的户"), _helped, "helped_on", risks=False),
    _source("cases_left", _("风险消除的户"), _left, "left_on", risks=False),
    _source("case_risks", _("审定纳入的户（按风险）"), _decided, "decided_on", risks=True),
    _source("case_risks_helped", _("已落实帮扶的户（按风险）"), _helped, "helped_on", risks=True),
    _source("case_risks_left", _("风险消除的户（按风险）"), _left, "left_on", risks=True),
)


def _figure(name: str, title: Any, expression: Expression, by: tuple[str, ...] = (), **more: Any) -> Figure:
    more.setdefault("unit", "household")
    return Figure(
        name=f"monitoring.cases{name}", title=title, workstream="monitoring", expression=expression, by=by, **more
    )


BY = ("kind", "channel")
RISKS = ("risk", "kind")
FIGURES = (
    _figure("", _("启动入户核查"), count(source="cases"), ("channel",)),
    _figure(".identified", _("纳入监测"), count(source="cases_decided"), BY, definition=_("县级审定纳入的户。")),
    _figure(
        ".helped",
        _("落实帮扶"),
        count(source="cases_helped"),
        BY,
        definition=_("有帮扶记录证明已得到帮扶的户，按第一笔帮扶的日期计。"),
    ),
    _figure(".cleared", _("风险消除"), count(source="cases_left"), BY),
    _figure(".refused", _("不予纳入"), count(source="cases", state="refused"), ("channel",)),
    _figure(
        ".refused_share",
        _("不予纳入占比"),
        share(count(source="cases", state="refused"), count(source="cases")),
        unit="percent",
    ),
    _figure(".by_risk", _("纳入监测（按风险）"), count(source="case_risks"), RISKS),
    _figure(".helped_by_risk", _("落实帮扶（按风险）"), count(source="case_risks_helped"), RISKS),
    _figure(".cleared_by_risk", _("风险消除（按风险）"), count(source="case_risks_left"), RISKS),
)
