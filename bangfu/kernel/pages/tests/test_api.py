"""The derived API: partial changes, repeated calls, and clear answers to bad ones."""

from typing import Any

import pytest
from django.test import Client

from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import COUNTY, auditor, bob, carol

pytestmark = pytest.mark.django_db
USERS = "/api/kernel/user/"


@pytest.fixture
def api(client: Client) -> Client:
    """Carol's program."""
    client.force_login(carol())
    return client


def patch(client: Client, pk: int, **given: Any) -> Any:
    return client.patch(f"{USERS}{pk}/", given, content_type="application/json")


def test_only_the_given_fields_change(api: Client) -> None:
    user = User.objects.create(username="u", name="Old", area_code="", language="en")
    User.objects.filter(pk=user.pk).update(area_code=COUNTY)
    answer = patch(api, user.pk, name="New")
    assert (answer.status_code, answer.json()["name"]) == (200, "New")
    user.refresh_from_db()
    assert (user.language, user.area_code, user.is_active) == ("en", COUNTY, True)


def test_sending_again_with_the_same_key_adds_nothing(client: Client) -> None:
    client.force_login(operator())
    new = {"username": "new", "name": "New", "password": "correct horse battery", "language": "en"}
    call = {"content_type": "application/json", "headers": {"Idempotency-Key": "k"}}
    first, again = client.post(USERS, new, **call), client.post(USERS, new, **call)  # type: ignore[arg-type]
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert "password" not in first.json()
    assert User.objects.filter(username="new").count() == 1


@pytest.mark.parametrize("body", ["[1]", "{", '"x"', "null"])
def test_what_is_no_object_is_refused(api: Client, body: str) -> None:
    answer = api.post(USERS, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_all_faults_are_told_at_once(api: Client) -> None:
    told = api.post(USERS, {"language": "xx"}, content_type="application/json").json()
    assert told["field"] == "username"
    assert len(told["problems"]) >= 3


@pytest.mark.parametrize("value", [{"a": 1}, [1, 2], 5, None, "x" * 1000])
def test_values_of_any_shape_are_answered(api: Client, value: Any) -> None:
    assert patch(api, bob().pk, name=value).status_code in (200, 422)


def test_an_act_says_what_it_did_and_a_repeat_does_not(api: Client) -> None:
    user = User.objects.create(username="u", name="U", area_code=COUNTY)
    call = {"content_type": "application/json", "headers": {"Idempotency-Key": "k"}}
    first = api.post(f"{USERS}{user.pk}/act/reset-password/", {}, **call).json()  # type: ignore[arg-type]
    again = api.post(f"{USERS}{user.pk}/act/reset-password/", {}, **call).json()  # type: ignore[arg-type]
    assert first["fresh"] is True
    assert "临时密码" in first["message"]
    assert again == {"done": True, "fresh": False, "message": "", "job": None}  # a password is told once and not kept


def test_who_may_only_look_may_not_change(client: Client) -> None:
    client.force_login(auditor())
    assert patch(client, User.objects.get(username="auditor").pk, name="X").status_code == 403


def test_pages_are_turned_by_the_queries_told(api: Client) -> None:
    User.objects.bulk_create(User(username=f"u{n:02d}", name="U", area_code=COUNTY) for n in range(12))
    found, query = [], "size=5"
    while query:
        told = api.get(f"{USERS}?{query}").json()
        found += [row["username"] for row in told["rows"]]
        query = told["next"]
    assert found == ["carol", *(f"u{n:02d}" for n in range(12))]


def test_the_description_is_for_who_is_logged_in(api: Client) -> None:
    assert Client().get("/api/docs").status_code == 302
    assert b"swagger" in api.get("/api/docs").content
    described = api.get("/api/openapi.json").json()
    operation = described["paths"][USERS]["get"]
    assert {p["name"] for p in operation["parameters"]} >= {"area", "is_active", "q", "sort", "size", "after"}
    assert described["paths"][USERS]["post"]["requestBody"]["content"]["application/json"]["schema"]["required"]
