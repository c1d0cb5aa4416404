"""What is measured about clues: how many, through which channel, by which rule, and how many were false."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, share
from bangfu.figures.sources import Dimension, Source, chosen_from
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact
from bangfu.workstreams.monitoring.clues.queries import clues_visible_to
from bangfu.workstreams.monitoring.permissions import CLUE_SENSITIVE, CLUE_VIEW
from bangfu.workstreams.monitoring.screening.models import Rule


def _clues(_on: date | None) -> QuerySet[Clue]:
    return Clue.objects.all()


def _facts(_on: date | None) -> QuerySet[Any]:
    return ClueFact.objects.exclude(rule_version=None)


def _channels(codes: Iterable[str]) -> dict[str, str]:
    return {code: str(dict(Channel.choices).get(code, code)) for code in codes}


def _rules(codes: Iterable[str]) -> dict[str, str]:
    return dict(Rule.objects.filter(code__in=list(codes)).values_list("code", "title"))


SOURCES = (
    Source(
        name="clues",
        title=_("风险线索"),
        rows=_clues,
        day="raised_on",
        fields={"household": "household_id", "channel": "channel", "state": "state"},
        dimensions=(Dimension(name="channel", title=_("发现渠道"), path="channel", labels=_channels),),
        permission=CLUE_VIEW,
        labels={"state": chosen_from(Clue.State.choices)},
        visible_to=clues_visible_to,
    ),
    Source(
        name="clue_facts",
        title=_("规则命中"),
        rows=_facts,
        day="found_on",
        fields={"household": "household_id", "rule": "rule_version__rule__code", "channel": "channel"},
        dimensions=(
            Dimension(name="rule", title=_("规则"), path="rule_version__rule__code", labels=_rules),
            Dimension(name="channel", title=_("发现渠道"), path="channel", labels=_channels),
        ),
        permission=CLUE_SENSITIVE,
    ),
)

FIGURES = (
    Figure(
        name="monitoring.clues",
        title=_("风险线索"),
        unit="household",
        workstream="monitoring",
        expression=count(source="clues"),
        by=("channel",),
        definition=_("一户一条；同一户在处理完之前发现的其他情况并入同一条。"),
    ),
    Figure(
        name="monitoring.clues.false",
        title=_("误报线索"),
        unit="household",
        workstream="monitoring",
        expression=count(source="clues", state="dismissed"),
        by=("channel",),
    ),
    Figure(
        name="monitoring.clues.false_share",
        title=_("误报率"),
        unit="percent",
        workstream="monitoring",
        expression=share(count(source="clues", state="dismissed"), count(source="clues")),
    ),
    Figure(
        name="monitoring.rule_hits",
        title=_("筛查规则命中"),
        unit="item",
        workstream="monitoring",
        expression=count(source="clue_facts"),
        by=("rule", "channel"),
    ),
)
