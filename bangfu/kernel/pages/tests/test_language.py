"""Whose language a page speaks."""

import pytest
from django.test import Client

from bangfu.kernel.tests.people import alice

pytestmark = pytest.mark.django_db


def speaks(client: Client, **headers: str) -> str:
    return client.get("/login/", headers=headers)["Content-Language"]


def test_simplified_chinese_whatever_the_browser_prefers(client: Client) -> None:
    assert speaks(client, **{"Accept-Language": "en"}) == "zh-hans"


def test_a_stranger_chooses_for_the_browser(client: Client) -> None:
    answer = client.post("/language/", {"language": "en", "next": "/login/?next=/x/"})
    assert answer["Location"] == "/login/?next=/x/"
    assert speaks(client) == "en"


def test_a_users_choice_follows_them(client: Client) -> None:
    user = alice()
    client.force_login(user)
    client.post("/language/", {"language": "zh-hant", "next": "https://evil.example/"})
    user.refresh_from_db()
    assert user.language == "zh-hant"
    elsewhere = Client()
    elsewhere.force_login(user)
    assert elsewhere.get("/kernel/policy/")["Content-Language"] == "zh-hant"


@pytest.mark.parametrize("language", ["", "fr", "../en"])
def test_an_unknown_language_is_refused(client: Client, language: str) -> None:
    assert client.post("/language/", {"language": language}).status_code == 422
    assert speaks(client) == "zh-hans"


def test_a_forged_cookie_is_ignored(client: Client) -> None:
    client.cookies["django_language"] = "xx"
    assert speaks(client) == "zh-hans"
