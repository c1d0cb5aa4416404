"""What is sent twice is done once."""

import threading

import pytest
from django.db import connection

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.submissions import Submission, submit_once
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import alice, bob


def writing(name: str) -> str:
    """A piece of work: opens an account and returns where it is."""
    return f"/users/{User.objects.create(username=name, name=name).pk}/"


@pytest.mark.django_db
class TestSubmitOnce:
    """One at a time."""

    def test_the_second_is_led_to_where_the_first_was(self) -> None:
        user = alice()
        first = submit_once(user, "k", lambda: writing("new"))
        assert submit_once(user, "k", lambda: writing("new")) == (first[0], False)
        assert User.objects.filter(username="new").count() == 1

    def test_another_key_is_another_deed(self) -> None:
        user = alice()
        submit_once(user, "k1", lambda: writing("a"))
        assert submit_once(user, "k2", lambda: writing("b"))[1]

    def test_keys_of_two_users_are_two(self) -> None:
        submit_once(alice(), "k", lambda: writing("a"))
        assert submit_once(bob(), "k", lambda: writing("b"))[1]

    def test_a_refusal_leaves_the_key_free_and_nothing_done(self) -> None:
        user = alice()

        def refused() -> str:
            writing("half")
            raise Refused("不行。")

        with pytest.raises(Refused):
            submit_once(user, "k", refused)
        assert not User.objects.filter(username="half").exists()
        assert not Submission.objects.exists()
        assert submit_once(user, "k", lambda: writing("whole"))[1]

    def test_without_a_key_each_is_done(self) -> None:
        user = alice()
        assert submit_once(user, "", lambda: writing("a"))[1]
        assert submit_once(user, "", lambda: writing("b"))[1]


@pytest.mark.django_db(transaction=True)
def test_several_at_the_same_moment_are_one() -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("tables in memory answer that they are locked, where a file lets the second wait")
    user = alice()
    barrier, answers = threading.Barrier(4), []

    def send() -> None:
        try:
            barrier.wait()
            answers.append(submit_once(user, "k", lambda: writing("once")))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fresh for _answer, fresh in answers) == [False, False, False, True]
    assert len({answer for answer, _fresh in answers}) == 1
    assert User.objects.filter(username="once").count() == 1
