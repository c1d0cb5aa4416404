"""Logging in: one answer for every mistake, a limit to guessing, nowhere but here afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from bangfu.kernel.resources import DemoLogin, demo_logins
from bangfu.kernel.rights.attempts import FROM_ONE_PLACE, LogInAttempt
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import alice

pytestmark = pytest.mark.django_db
GOOD = "correct horse battery"
LOGIN = "/login/"


@pytest.fixture
def user() -> User:
    """Alice with a password."""
    user = alice()
    user.set_password(GOOD)
    user.save()
    return user


def log_in(client: Client, password: str = GOOD, username: str = "alice", **more: str) -> int:
    return client.post(LOGIN, {"username": username, "password": password, **more}).status_code


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_the_right_password_lets_in(client: Client, user: User) -> None:
    assert log_in(client) == 302
    assert is_in(client)


def test_every_mistake_gets_the_same_answer(client: Client, user: User) -> None:
    User.objects.create(username="shut", name="Shut", is_active=False)
    bodies = set()
    for username, password in (("alice", "wrong"), ("nobody", "wrong"), ("shut", "wrong")):
        answer = client.post(LOGIN, {"username": username, "password": password})
        assert answer.status_code == 422
        bodies.add(_problem(answer.content.decode()))
    assert bodies == {"登录名或密码不对。"}
    assert not is_in(client)


def test_guessing_ends_even_with_the_right_password(client: Client, user: User) -> None:
    for _n in range(FROM_ONE_PLACE):
        log_in(client, "wrong")
    assert log_in(client) == 422
    assert not is_in(client)
    assert log_in(Client(REMOTE_ADDR="10.0.0.9")) == 302  # the owner elsewhere is not shut out
    LogInAttempt.objects.update(at=timezone.now() - timedelta(minutes=16))
    assert log_in(client) == 302


def test_a_success_takes_the_count_back(client: Client, user: User) -> None:
    for _n in range(FROM_ONE_PLACE - 1):
        log_in(client, "wrong")
    assert log_in(client) == 302
    assert not LogInAttempt.objects.exists()


def test_attempts_keep_neither_name_nor_address(client: Client, user: User) -> None:
    log_in(client, "wrong")
    kept = LogInAttempt.objects.values_list("name", "address").get()
    assert "alice" not in str(kept)
    assert "127.0.0.1" not in str(kept)


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_a_strangers_page(client: Client, user: User, elsewhere: str) -> None:
    answer = client.post(LOGIN, {"username": "alice", "password": GOOD, "next": elsewhere})
    assert answer["Location"] == "/"


def test_one_goes_on_to_what_one_wanted(client: Client, user: User) -> None:
    asked = client.get("/kernel/policy/?sort=key")
    assert asked["Location"] == "/login/?next=/kernel/policy/%3Fsort%3Dkey"
    answer = client.post(LOGIN, {"username": "alice", "password": GOOD, "next": "/kernel/policy/?sort=key"})
    assert answer["Location"] == "/kernel/policy/?sort=key"


def test_leaving_needs_a_button(client: Client, user: User) -> None:
    client.force_login(user)
    assert client.get("/logout/").status_code == 405
    assert is_in(client)
    client.post("/logout/")
    assert not is_in(client)


def test_a_first_password_must_be_changed_first(client: Client, user: User) -> None:
    User.objects.update(must_change_password=True)
    log_in(client)
    assert client.get("/kernel/policy/")["Location"] == reverse("password")
    assert client.get("/api/kernel/policy/").status_code == 401
    new = "another good horse"
    assert client.post(reverse("password"), {"old": GOOD, "new": new, "again": new}).status_code == 302
    assert client.get("/kernel/policy/").status_code == 200


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"old": "wrong", "new": "another good horse", "again": "another good horse"}, "现在的密码不对"),
        ({"old": GOOD, "new": "short", "again": "short"}, "至少"),
        ({"old": GOOD, "new": "another good horse", "again": "a third good horse"}, "不一样"),
        ({"old": GOOD, "new": GOOD, "again": GOOD}, "不能和现在的一样"),
    ],
)
def test_a_bad_new_password_is_refused(client: Client, user: User, given: dict[str, str], said: str) -> None:
    client.force_login(user)
    answer = client.post(reverse("password"), given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    user.refresh_from_db()
    assert user.check_password(GOOD)


def test_a_new_password_ends_other_sessions(client: Client, user: User) -> None:
    other = Client()
    log_in(client)
    log_in(other)
    new = "another good horse"
    client.post(reverse("password"), {"old": GOOD, "new": new, "again": new})
    assert client.get("/kernel/policy/").status_code == 200
    assert other.get("/kernel/policy/").status_code == 302


class TestDemo:
    """One click in the demonstration, nowhere else."""

    @pytest.fixture(autouse=True)
    def _offered(self, monkeypatch: pytest.MonkeyPatch, user: User) -> None:
        monkeypatch.setattr(demo_logins, "_items", {"alice": DemoLogin(name="alice", title="县办")})

    def test_one_click_in_the_demonstration(self, client: Client, settings: Settings) -> None:
        settings.DEMO = True
        assert "县办" in client.get(LOGIN).content.decode()
        assert client.post(LOGIN, {"demo": "alice"}).status_code == 302
        assert is_in(client)

    def test_not_anywhere_else(self, client: Client, settings: Settings) -> None:
        settings.DEMO = False
        assert "县办" not in client.get(LOGIN).content.decode()
        assert client.post(LOGIN, {"demo": "alice"}).status_code == 404
        assert not is_in(client)

    def test_nobody_but_those_offered(self, client: Client, settings: Settings) -> None:
        settings.DEMO = True
        User.objects.create(username="operator", name="O", is_operator=True)
        assert client.post(LOGIN, {"demo": "operator"}).status_code == 404


def _problem(body: str) -> str:
    return body.split('<div class="notice notice-bad"')[1].split("<li>")[1].split("</li>")[0]
