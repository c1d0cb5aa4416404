"""Large imports in the background."""

import pytest

from bangfu.kernel.errors import Conflict
from bangfu.kernel.imports.actions import abandon_import
from bangfu.kernel.imports.jobs import apply_later
from bangfu.kernel.imports.models import ImportRun
from bangfu.kernel.jobs.worker import claim, run_job
from bangfu.parties.imports.tests.invented import households
from bangfu.parties.models import Household


def test_a_staged_run_is_applied_in_the_background_once(actor, offer):
    run = offer(households(3))
    job = apply_later(actor, run)
    assert apply_later(actor, run) == job
    done = run_job(claim())
    assert (done.state, done.result["created"], done.done) == ("done", run.rows, run.rows)
    assert Household.objects.count() == 3


def test_a_job_that_died_after_the_commit_is_done(actor, offer):
    run = offer(households(3))
    job = apply_later(actor, run)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportRun.State.APPLIED)
    assert run_job(claim()).state == "done"
    assert (job.key, Household.objects.count()) == (f"imports.apply:{run.pk}", 0)


def test_what_was_put_aside_is_not_applied(actor, offer):
    run = abandon_import(actor, offer(households(2)))
    with pytest.raises(Conflict):
        apply_later(actor, run)
