"""Notices, jobs, suggestions and search: one's own, and within one's reach."""

import pytest
from django.test import Client

from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import saying
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, alice, auditor, bob, carol, mallory

pytestmark = pytest.mark.django_db


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestNotices:
    """What one was told."""

    def test_only_ones_own(self) -> None:
        user, other = alice(), bob()
        notify([user], title=saying("给甲的"))
        notify([other], title=saying("给乙的"))
        body = browser(user).get("/notices/").content.decode()
        assert "给甲的" in body
        assert "给乙的" not in body

    def test_in_ones_own_language(self) -> None:
        user = alice()
        User.objects.filter(pk=user.pk).update(language="en")
        notify([user], title=saying("“%(job)s”已完成", job="备份"))
        assert "“备份” is done" in browser(User.objects.get(pk=user.pk)).get("/notices/").content.decode()

    def test_opening_one_marks_it_and_leads_on(self) -> None:
        user = alice()
        notify([user], title=saying("看"), url="/kernel/policy/")
        notify([user], title=saying("外"), url="https://evil.example/")
        client, (good, bad) = browser(user), Notice.objects.order_by("pk")
        assert client.post(f"/notices/{good.pk}/")["Location"] == "/kernel/policy/"
        assert client.post(f"/notices/{bad.pk}/")["Location"] == "/notices/"
        assert not Notice.objects.filter(read_at=None).exists()

    def test_nobody_reads_anothers(self) -> None:
        notify([alice()], title=saying("看"))
        assert browser(bob()).post(f"/notices/{Notice.objects.get().pk}/").status_code == 404
        assert browser(mallory()).post("/notices/read/").status_code == 302
        assert Notice.objects.filter(read_at=None).count() == 1

    def test_the_bell_counts(self) -> None:
        user = alice()
        notify([user], title=saying("看"))
        client = browser(user)
        assert "1 条未读" in client.get("/notices/").content.decode()
        client.post("/notices/read/")
        assert "0 条未读" in client.get("/notices/").content.decode()


class TestJobs:
    """Work in the background."""

    def test_its_page_tells_scripts_and_people(self) -> None:
        user = alice()
        job = enqueue(user, "kernel.export", area_code=COUNTY)
        client = browser(user)
        assert client.get(f"/jobs/{job.pk}/").status_code == 200
        told = client.get(f"/jobs/{job.pk}/", headers={"Accept": "application/json"}).json()
        assert told == {
            "state": "waiting", "state_text": "排队中", "done": 0, "total": 0, "message": "", "url": "",
        }  # fmt: skip

    def test_a_strangers_job_is_absent(self) -> None:
        job = enqueue(alice(), "kernel.export", area_code=COUNTY)
        client = browser(mallory())
        answers = [client.get(f"/jobs/{job.pk}/"), client.post(f"/jobs/{job.pk}/cancel/"), client.get("/jobs/999/")]
        assert {answer.status_code for answer in answers} == {404}
        assert Job.objects.get().state == JobState.QUEUED

    def test_its_owner_stops_and_resumes_it(self) -> None:
        user = alice()
        job = enqueue(user, "kernel.export", area_code=COUNTY)
        client = browser(user)
        client.post(f"/jobs/{job.pk}/cancel/")
        assert Job.objects.get().state == JobState.CANCELLED
        assert "接着再试" in client.get(f"/jobs/{job.pk}/").content.decode()
        client.post(f"/jobs/{job.pk}/retry/")
        assert Job.objects.get().state == JobState.QUEUED


class TestSuggestions:
    """While somebody types."""

    def test_they_begin_with_the_text_and_lie_within_reach(self) -> None:
        User.objects.create(username="w1", name="王一", area_code=COUNTY)
        User.objects.create(username="w2", name="王二", area_code=ELSEWHERE)
        client = browser(carol())
        assert [found["label"] for found in client.get("/choices/user/", {"text": "王"}).json()] == ["王一"]
        assert client.get("/choices/user/", {"text": ""}).json() == []

    def test_to_htmx_they_are_options_without_markup_of_strangers(self) -> None:
        User.objects.create(username="w1", name='"><b>x', area_code=COUNTY)
        answer = browser(carol()).get("/choices/user/?of=user", {"user": '">'}, headers={"HX-Request": "true"})
        assert b"<b>" not in answer.content
        named = browser(auditor()).get("/choices/user/?of=user&user=w1", headers={"HX-Request": "true"})
        assert b"&lt;b&gt;x" in named.content

    def test_an_unknown_kind_has_none(self) -> None:
        assert browser(alice()).get("/choices/nothing/", {"text": "x"}).status_code == 404


class TestSearch:
    """Everywhere at once."""

    def test_what_one_sees_is_found_and_nothing_else_is_hinted(self) -> None:
        User.objects.create(username="w1", name="王一", area_code=COUNTY)
        User.objects.create(username="w2", name="王二", area_code=ELSEWHERE)
        body = browser(carol()).get("/search/", {"q": "王"}).content.decode()
        assert "王一" in body
        assert "王二" not in body
        nothing = browser(mallory()).get("/search/", {"q": "王"}).content.decode()
        assert "王一" not in nothing
        assert "用户" not in nothing.split('<main id="main"')[1]  # nor that there is such a list

    def test_an_overlong_text_is_told(self) -> None:
        assert "太长" in browser(carol()).get("/search/", {"q": "王" * 300}).content.decode()
