"""Proposing helpers for a whole county takes longer than a page may: it is done in the background and followed."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.pairing.actions import propose
from bangfu.pairing.models import Scheme


def run_proposal(progress: Progress, *, scheme: str, place: str) -> dict[str, Any]:
    """Propose and keep the answer; started again after a crash it proposes anew, and only a whole answer is kept."""
    assert progress.actor is not None
    with translation.override(progress.actor.language):
        made = propose(progress.actor, scheme=Scheme.objects.get(name=scheme), area_code=place)
    return {"proposal": made.pk}


def _address(job: Job) -> str:
    return reverse("proposal", args=[job.result["proposal"]]) if job.result else ""


PROPOSE = JobKind(
    name="office.propose",
    title=_("提出结对建议"),
    run=run_proposal,
    permission="pairing.proposal.make",
    url=_address,
)
