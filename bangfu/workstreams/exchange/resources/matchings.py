"""Batches of matching, and the job that makes them."""

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.resources import Column, Filter, Resource
from bangfu.workstreams.exchange.actions.matching import propose_matching
from bangfu.workstreams.exchange.models import Matching
from bangfu.workstreams.exchange.permissions import MATCH_MAKE
from bangfu.workstreams.exchange.resources.samples import sample_matching

STATES = {
    "open": (Matching.State.OPEN.label, "waiting"),
    "accepted": (Matching.State.ACCEPTED.label, "good"),
    "withdrawn": (Matching.State.WITHDRAWN.label, "neutral"),
    "undone": (Matching.State.UNDONE.label, "neutral"),
}

MATCHINGS = Resource(
    name="exchange.matching",
    title=_("批量匹配"),
    model=Matching,
    menu="exchange",
    under="exchange-desk",
    menu_order=34,
    icon="arrows-join",
    order=("area_code", "id"),
    columns=(
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=STATES),
        Column(name="made_by", title=_("提出人"), path="made_by_id", kind="user"),
        Column(name="made_at", title=_("提出时间"), kind="datetime"),
    ),
    filters=(Filter(name="state", title=_("状态")),),
    page=lambda row: reverse("exchange-matching", args=[row.pk]),
    empty=_("还没有批量匹配；从办理台提出。"),
    sample=sample_matching,
)


def run_matching(progress: Progress, *, place: str) -> dict[str, Any]:
    """Match and keep the answer; started again after a crash it matches anew, and only a whole answer is kept."""
    assert progress.actor is not None
    with translation.override(progress.actor.language):
        made = propose_matching(progress.actor, area_code=place)
    return {"matching": made.pk}


def _address(job: Job) -> str:
    return reverse("exchange-matching", args=[job.result["matching"]]) if job.result else ""


MATCH = JobKind(name="exchange.match", title=_("批量匹配需求"), run=run_matching, permission=MATCH_MAKE, url=_address)
