"""What stands around every page."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from bangfu.config import urls as project
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.rows.visibility import Absent
from bangfu.kernel.tests.people import alice

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
HTMX = {"HX-Request": "true"}
ANSWERS: dict[str, tuple[Exception, int]] = {
    "refused": (Refused("请先填写<姓名>。", field="name", problems=("一", "二")), 422),
    "conflict": (Conflict("别人改过了。"), 409),
    "denied": (Denied("不在您的管辖范围内。"), 403),
    "absent": (Absent("没有这条记录。"), 404),
    "forbidden": (PermissionDenied("不行。"), 403),
    "clash": (IntegrityError("UNIQUE constraint failed"), 409),
}


def raising(error: Exception) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault")


@login_not_required
def open_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open")


urlpatterns = [
    *[path(f"{name}/", raising(error)) for name, (error, _status) in ANSWERS.items()],
    *[path(f"api/{name}/", raising(error)) for name, (error, _status) in ANSWERS.items()],
    path("broken/", broken),
    path("open/", open_page),
    *project.urlpatterns,
]
handler404, handler500 = project.handler404, project.handler500


@pytest.fixture
def browser(client: Client) -> Client:
    """Alice's browser, which shows faults instead of raising them."""
    client.force_login(alice())
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("name", ANSWERS)
def test_people_get_a_page_in_the_words_of_the_refusal(browser: Client, name: str) -> None:
    error, status = ANSWERS[name]
    answer = browser.get(f"/{name}/")
    assert answer.status_code == status
    body = answer.content.decode()
    assert "<html" in body
    if isinstance(error, Refused):
        assert error.message.replace("<", "&lt;").replace(">", "&gt;") in body
        assert all(f"<li>{problem}</li>" in body for problem in error.problems)


@pytest.mark.parametrize(("address", "headers"), [("/api/refused/", {}), ("/refused/", {"Accept": "application/json"})])
def test_programs_get_json(browser: Client, address: str, headers: dict[str, str]) -> None:
    answer = browser.get(address, headers=headers)
    assert answer.status_code == 422
    assert answer.json() == {"message": "请先填写<姓名>。", "field": "name", "problems": ["一", "二"]}


def test_a_part_of_a_page_sends_the_browser_to_the_whole(browser: Client) -> None:
    answer = browser.get("/refused/?x=1", headers=HTMX)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/refused/?x=1")
    assert browser.post("/refused/", headers=HTMX).json()["field"] == "name"


def test_a_fault_is_told_without_its_cause(browser: Client) -> None:
    answer = browser.get("/broken/")
    assert answer.status_code == 500
    assert "a fault" not in answer.content.decode()
    assert "系统" in answer.content.decode()


def test_an_unknown_address_is_told_in_our_words(browser: Client) -> None:
    assert "没有这个页面" in browser.get("/nothing/").content.decode()


def test_only_marked_pages_are_open(client: Client) -> None:
    assert client.get("/open/").content == b"open"
    assert client.get("/broken/")["Location"] == "/login/?next=/broken/"


def test_scripts_of_strangers_are_kept_out(browser: Client, client: Client) -> None:
    for answer in (browser.get("/kernel/policy/"), Client().get("/login/"), browser.get("/refused/")):
        policy = answer["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe-inline" not in policy.replace("style-src-attr 'unsafe-inline'", "")
        assert answer["X-Frame-Options"] == "DENY"
        assert "<script>" not in answer.content.decode()


def test_pages_of_people_are_kept_by_nobody_else(browser: Client) -> None:
    assert "private" in browser.get("/kernel/policy/")["Cache-Control"]


def test_a_refusal_logs_no_words_and_no_query(browser: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO):
        browser.get("/refused/?q=420302199001011234")
    text = " ".join(_full(record) for record in caplog.records)
    assert "/refused/" in text or "refused" in text
    assert "420302199001011234" not in text
    assert "姓名" not in text


def test_one_is_sent_back_to_where_one_came_from(browser: Client) -> None:
    back = browser.get("/refused/", headers={"Referer": "http://testserver/kernel/policy/?sort=key"}).content.decode()
    assert 'href="/kernel/policy/?sort=key"' in back
    strange = browser.get("/refused/", headers={"Referer": "http://evil.example/x"}).content.decode()
    assert "evil.example" not in strange


def _full(record: logging.LogRecord) -> Any:
    return record.getMessage()
