"""What can be done in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from bangfu.kernel.manifest import registry_of

if TYPE_CHECKING:
    from bangfu.kernel.jobs.models import Job

Text = str | Promise


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of background work.

    ``run(progress, **args)`` does it and returns what ``result`` shall hold (anything JSON can). It works in
    chunks and calls ``progress.checkpoint`` **in the transaction of each chunk**, so that chunk and cursor are
    written together; started again after a crash, it goes on from ``progress.cursor``. ``permission`` is needed
    to ask for the work; ``url(job)`` is where its result is seen. A ``daily`` kind takes no arguments and is queued
    by the workers themselves, once on each day they run.
    """

    name: str
    title: Text
    run: Callable[..., Any]
    permission: str = ""
    url: Callable[[Job], str] | None = None
    daily: bool = False


job_kinds = registry_of(JobKind)
