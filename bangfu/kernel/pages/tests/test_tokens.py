"""Tokens for programs."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.errors import Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.tokens import ApiToken, holder_of, issue_token, revoke_token
from bangfu.kernel.tests.people import COUNTY, alice, carol, mallory

pytestmark = pytest.mark.django_db
USERS = "/api/kernel/user/"


def with_token(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def test_a_program_sees_what_its_user_sees(client: Client) -> None:
    _token, text = issue_token(carol(), name="同步", days=1)
    User.objects.create(username="far", name="Far", area_code="110000")
    rows = client.get(USERS, headers=with_token(text)).json()["rows"]
    assert [row["username"] for row in rows] == ["carol"]


def test_a_program_writes_without_the_anti_forgery_header() -> None:
    user = carol()
    _token, text = issue_token(user, name="同步", days=1)
    client = Client(enforce_csrf_checks=True)
    answer = client.patch(
        f"{USERS}{user.pk}/", {"name": "New"}, content_type="application/json", headers=with_token(text)
    )
    assert (answer.status_code, answer.json()["name"]) == (200, "New")


def test_a_browser_does_not() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(carol())
    answer = client.post(USERS, {"username": "new"}, content_type="application/json")
    assert answer.status_code == 403
    assert set(answer.json()) == {"message", "field", "problems"}


def test_only_a_digest_is_kept() -> None:
    token, text = issue_token(carol(), name="同步", days=1)
    assert text not in str(ApiToken.objects.filter(pk=token.pk).values().get())


def test_an_ended_token_opens_nothing() -> None:
    user = carol()
    token, text = issue_token(user, name="同步", days=1)
    assert holder_of(text) == user
    revoke_token(user, token_id=token.pk)
    assert holder_of(text) is None
    late, text = issue_token(user, name="同步", days=1)
    ApiToken.objects.filter(pk=late.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert holder_of(text) is None
    _token, text = issue_token(user, name="同步", days=1)
    User.objects.update(is_active=False)
    assert holder_of(text) is None


@pytest.mark.parametrize("header", ["Bearer ", "Bearer bangfu_wrong", "Basic YTpi", ""])
def test_a_wrong_token_is_nobody(client: Client, header: str) -> None:
    answer = client.get(USERS, headers={"Authorization": header})
    assert answer.status_code == 401
    assert set(answer.json()) == {"message", "field", "problems"}


def test_one_stops_only_ones_own() -> None:
    token, text = issue_token(carol(), name="同步", days=1)
    with pytest.raises(Refused):
        revoke_token(mallory(), token_id=token.pk)
    assert holder_of(text) is not None


@pytest.mark.parametrize(("name", "days"), [("x", 0), ("x", 367), (" ", 5)])
def test_a_token_has_a_purpose_and_an_end(name: str, days: int) -> None:
    with pytest.raises(Refused):
        issue_token(alice(), name=name, days=days)


def test_the_page_shows_a_new_token_once(client: Client) -> None:
    client.force_login(carol())
    made = client.post("/account/tokens/", {"name": "同步", "days": "30"}).content.decode()
    found = re.search(r"bangfu_[\w-]{40,}", made)
    assert found
    assert holder_of(found[0]) is not None
    assert found[0] not in client.get("/account/tokens/").content.decode()
    client.post(f"/account/tokens/{ApiToken.objects.get().pk}/stop/")
    assert holder_of(found[0]) is None


def test_use_is_noted_once_an_hour() -> None:
    token, text = issue_token(carol(), name="同步", days=1)
    holder_of(text)
    token.refresh_from_db()
    first = token.last_used_at
    holder_of(text)
    token.refresh_from_db()
    assert first is not None
    assert token.last_used_at == first
    assert token.user.area_code == COUNTY
