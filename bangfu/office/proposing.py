"""Proposing helpers for a whole county takes longer than a page may: it is done in the background and followed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.pairing.actions import accept, propose, propose_districts
from bangfu.pairing.models import Proposal, Scheme


def run_proposal(
    progress: Progress,
    *,
    scheme: str,
    place: str,
    steady: bool = False,
    connected: bool = False,
    time_limit: int | None = None,
) -> dict[str, Any]:
    """Propose and keep the answer; started again after a crash it proposes anew, and only a whole answer is kept."""
    assert progress.actor is not None
    with translation.override(progress.actor.language):
        row = Scheme.objects.get(name=scheme)
        if connected:
            made = propose_districts(progress.actor, scheme=row, area_code=place)
        else:
            made = propose(progress.actor, scheme=row, area_code=place, steady=steady, time_limit=time_limit)
    return {"proposal": made.pk}


def run_acceptance(progress: Progress, *, proposal: int) -> dict[str, Any]:
    """Accept as one step; started again after a crash, nothing or all of it has happened."""
    assert progress.actor is not None
    row = Proposal.objects.get(pk=proposal)
    if row.state != Proposal.State.ACCEPTED or row.accepted_by_id != progress.actor.pk:
        with translation.override(progress.actor.language):
            accept(progress.actor, row)
    return {"proposal": proposal}


def _address(job: Job) -> str:
    return reverse("proposal", args=[job.result["proposal"]]) if job.result else ""


PROPOSE = JobKind(
    name="office.propose",
    title=_("提出结对建议"),
    run=run_proposal,
    permission="pairing.proposal.make",
    url=_address,
)
ADOPT = JobKind(
    name="office.adopt",
    title=_("采用结对建议"),
    run=run_acceptance,
    permission="pairing.proposal.accept",
    url=_address,
)
