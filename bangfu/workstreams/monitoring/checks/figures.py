"""What is measured of checks: households visited, problems found, solved, still open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, minus, share
from bangfu.figures.sources import Dimension, Source, chosen_from
from bangfu.figures.tables.declared import By, Column, Derived, Grid
from bangfu.kernel.codelists.queries import labels
from bangfu.workstreams.monitoring.checks.items import ITEMS
from bangfu.workstreams.monitoring.checks.models import CheckProblem, CheckRound, CheckSheet
from bangfu.workstreams.monitoring.checks.permissions import PROBLEM_VIEW, SHEET_VIEW
from bangfu.workstreams.monitoring.checks.queries import problems_visible_to, sheets_visible_to


def _sheets(_on: date | None) -> QuerySet[CheckSheet]:
    return CheckSheet.objects.exclude(state=CheckSheet.State.PENDING)


def _problems(_on: date | None) -> QuerySet[CheckProblem]:
    return CheckProblem.objects.exclude(state=CheckProblem.State.WITHDRAWN)


def _item_words(codes: Iterable[str]) -> dict[str, str]:
    known = labels(ITEMS)
    return {code: known.get(code, code) for code in codes}


def _round_words(ids: Iterable[int]) -> dict[int, str]:
    return dict(CheckRound.objects.filter(pk__in=list(ids)).values_list("pk", "title"))


ROUND = Dimension(name="round", title=_("轮次"), path="check_round_id", labels=_round_words)
ITEM = Dimension(name="item", title=_("项目"), path="item", labels=_item_words)

SOURCES = (
    Source(
        name="check_sheets",
        title=_("入户排查"),
        rows=_sheets,
        day="checked_on",
        fields={"household": "household_id", "state": "state"},
        dimensions=(ROUND,),
        permission=SHEET_VIEW,
        visible_to=sheets_visible_to,
    ),
    Source(
        name="check_problems",
        title=_("排查问题"),
        rows=_problems,
        day="found_on",
        fields={"household": "household_id", "state": "state", "item": "item"},
        dimensions=(ITEM, ROUND),
        permission=PROBLEM_VIEW,
        labels={"state": chosen_from(CheckProblem.State.choices)},
        visible_to=problems_visible_to,
    ),
)

FOUND, SOLVED = count(source="check_problems"), count(source="check_problems", state="solved")

FIGURES = (
    Figure(
        name="monitoring.checked",
        title=_("入户排查户数"),
        unit="household",
        workstream="monitoring",
        expression=distinct("household", source="check_sheets"),
        by=("round",),
        definition=_("登记了入户结果的农户；一户在一段时间里查了几轮也只算一户。"),
    ),
    Figure(
        name="monitoring.problem_homes",
        title=_("排查发现有问题的户"),
        unit="household",
        workstream="monitoring",
        expression=distinct("household", source="check_problems"),
        by=("item", "round"),
    ),
    Figure(
        name="monitoring.problems",
        title=_("排查发现问题"),
        unit="item",
        workstream="monitoring",
        expression=FOUND,
        by=("item", "round"),
        definition=_("一户一个项目算一个；登记有误撤销的不算。"),
    ),
    Figure(
        name="monitoring.problems.solved",
        title=_("排查问题已销号"),
        unit="item",
        workstream="monitoring",
        expression=SOLVED,
        by=("item", "round"),
        definition=_("在这一段时间里发现、到现在已复查销号的。"),
    ),
    Figure(
        name="monitoring.problems.open",
        title=_("排查问题未销号"),
        unit="item",
        workstream="monitoring",
        expression=minus(FOUND, SOLVED),
        by=("item", "round"),
    ),
    Figure(
        name="monitoring.problems.solved_share",
        title=_("排查问题销号率"),
        unit="percent",
        workstream="monitoring",
        expression=share(SOLVED, FOUND),
    ),
)

BY_ITEM = Grid(
    title=_("入户排查发现的问题（逐户登记）"),
    head=_("项目"),
    rows=By("item"),
    columns=(
        Column("monitoring.problem_homes", _("有问题的户")),
        Column("monitoring.problems", _("发现")),
        Column("monitoring.problems.solved", _("已销号")),
        Derived("problems_open", _("未销号"), "-", "monitoring.problems", "monitoring.problems.solved"),
        Derived("problems_rate", _("销号率"), "%", "monitoring.problems.solved", "monitoring.problems"),
    ),
)
