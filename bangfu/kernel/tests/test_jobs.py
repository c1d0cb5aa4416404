"""Jobs: claimed once, resumed from their cursor, stopped, failed with words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.jobs.actions import cancel, enqueue, enqueue_daily, retry
from bangfu.kernel.jobs.kinds import JobKind, job_kinds
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Lost, Progress
from bangfu.kernel.jobs.queries import job_status, jobs_visible_to
from bangfu.kernel.jobs.worker import MOST_ATTEMPTS, claim, run_job
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.tests import jobs_for_tests
from bangfu.kernel.tests.people import COUNTY, TOWNSHIP, alice, bob, mallory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in jobs_for_tests.KINDS:
        monkeypatch.setitem(job_kinds._items, kind.name, kind)


def run_next() -> Job:
    job = claim()
    assert job is not None
    return run_job(job)


def titles() -> list[str]:
    """What the counting job wrote, without the word that it ended."""
    return list(Notice.objects.exclude(key__startswith="job:").order_by("pk").values_list("title", flat=True))


def age(job: Job, **values: Any) -> None:
    """Make a running job's heartbeat two minutes old."""
    Job.objects.filter(pk=job.pk).update(heartbeat_at=timezone.now() - timedelta(minutes=2), **values)


def test_done_with_result_and_progress() -> None:
    queued = enqueue(alice(), "test.count", upto=3)
    assert job_status(queued)["percent"] is None
    job = run_next()
    assert (job.state, job.result, job.done, job.total) == ("done", {"counted": 3}, 3, 3)
    status = job_status(job)
    assert (status["percent"], status["finished"], status["url"]) == (100, True, f"/counted/{job.pk}/")
    assert claim() is None


def test_what_is_daily_is_queued_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job_kinds, "_items", {"test.daily": JobKind(name="test.daily", title="", run=dict, daily=True)})
    first = enqueue_daily(date(2026, 3, 1))
    assert enqueue_daily(date(2026, 3, 1)) == first
    enqueue_daily(date(2026, 3, 2))
    assert Job.objects.count() == 2


def test_oldest_first_and_each_once() -> None:
    user = alice()
    jobs = [enqueue(user, "test.count", upto=1) for _ in range(3)]
    claimed = [claim() for _ in range(4)]
    assert [j.pk if j else None for j in claimed] == [*(j.pk for j in jobs), None]


def test_silent_worker_loses_its_job_and_can_write_no_more() -> None:
    enqueue(alice(), "test.count", upto=3)
    first = claim()
    assert first is not None
    assert claim() is None  # its heart still beats
    old = Progress(first)
    old.checkpoint(1, 3, cursor=1)
    age(first)
    second = claim()
    assert second is not None
    assert (second.pk, second.cursor, second.attempts) == (first.pk, 1, 2)
    with pytest.raises(Lost):
        old.checkpoint(2, 3, cursor=2)
    assert run_job(second).state == "done"
    assert titles() == ["1", "2"]  # goes on from the cursor
    assert run_job(first).state == "done"  # the loser's ending changes nothing
    assert Job.objects.get().result == {"counted": 3}


def test_work_that_kills_its_worker_is_given_up() -> None:
    enqueue(alice(), "test.count", upto=3)
    for _ in range(MOST_ATTEMPTS):
        job = claim()
        assert job is not None
        age(job)
    job = run_next()
    assert job.state == "failed"
    assert "中断" in job.message
    assert titles() == []


def test_refusal_reaches_people_word_for_word() -> None:
    enqueue(alice(), "test.fail", how="refused")
    job = run_next()
    assert (job.state, job.message, job.error) == ("failed", "表格缺少“姓名”列。", "")


def test_error_of_the_program_is_kept_for_the_operator() -> None:
    enqueue(alice(), "test.fail", how="boom")
    job = run_next()
    assert job.state == "failed"
    assert str(job.pk) in job.message
    assert "ZeroDivisionError: boom" in job.error
    assert "ZeroDivisionError" not in str(job_status(job))


def test_unknown_kind_fails_in_words() -> None:
    Job.objects.create(kind="test.gone", actor=alice())
    assert "test.gone" in run_next().message


def test_one_key_one_job_until_it_fails() -> None:
    user = alice()
    first = enqueue(user, "test.count", key="import:7", upto=1)
    assert enqueue(user, "test.count", key="import:7", upto=1) == first
    run_next()
    assert enqueue(user, "test.count", key="import:7", upto=1) == first
    Job.objects.filter(pk=first.pk).update(state="failed")
    second = enqueue(user, "test.count", key="import:7", upto=1)
    assert second != first
    with pytest.raises(Conflict):
        retry(user, first)


def test_cancelling() -> None:
    user = alice()
    waiting = enqueue(user, "test.count", upto=5)
    assert cancel(user, waiting).state == "cancelled"
    with pytest.raises(Conflict):
        cancel(user, waiting)
    running = enqueue(user, "test.count", upto=5)
    job = claim()
    assert job is not None
    Progress(job).checkpoint(1, 5, cursor=1)
    assert cancel(user, running).cancel_requested
    assert run_job(job).state == "cancelled"
    assert titles() == []  # the chunk at work was rolled back


def test_cancelled_while_its_worker_was_dead() -> None:
    user = alice()
    enqueue(user, "test.count", upto=5)
    job = claim()
    assert job is not None
    age(job, cancel_requested=True)
    assert run_next().state == "cancelled"


def test_retry_goes_on_from_the_cursor() -> None:
    user = alice()
    enqueue(user, "test.count", upto=3)
    job = claim()
    assert job is not None
    Progress(job).checkpoint(2, 3, cursor=2)
    cancel(user, job)
    run_job(job)
    job.refresh_from_db()
    retry(user, job)
    assert run_next().state == "done"
    assert titles() == ["2"]


def test_stopping_worker_gives_its_job_back() -> None:
    enqueue(alice(), "test.count", upto=3)
    job = claim()
    assert job is not None
    assert run_job(job, stopping=lambda: True).state == "queued"
    assert run_next().state == "done"
    assert titles() == ["0", "1", "2"]


def test_who_may_ask_see_and_stop() -> None:
    a, b, m = alice(), bob(), mallory()
    job = enqueue(b, "test.count", area_code=TOWNSHIP, upto=1)
    assert list(jobs_visible_to(b)) == list(jobs_visible_to(a)) == [job]
    assert not jobs_visible_to(m)
    with pytest.raises(Denied):
        cancel(m, job)
    with pytest.raises(Denied):
        enqueue(b, "test.guarded", area_code=COUNTY, upto=1)
    with pytest.raises(Denied):
        enqueue(m, "test.guarded", area_code=COUNTY, upto=1)
    assert cancel(a, job).state == "cancelled"
    with pytest.raises(KeyError):
        enqueue(a, "test.nothing")


def test_whoever_started_it_is_told_that_it_ended() -> None:
    enqueue(alice(), "test.count", upto=3)
    job = run_next()
    told = Notice.objects.get(key__startswith="job:")
    assert (told.user_id, told.url, told.level) == (job.actor_id, f"/jobs/{job.pk}/", "success")


def test_a_job_is_called_by_its_kind_in_words():
    assert str(Job(pk=8, kind="test.count")) == "数数 #8"
    assert str(Job(pk=9, kind="gone.away")) == "gone.away #9", "a kind that is no more still has a name"
