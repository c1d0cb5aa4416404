"""The derived pages in a browser: parts that load by themselves, suggestions, confirmation, and no blocked script."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from bangfu.kernel.resources import resources
from bangfu.kernel.rights.actions import grant_role, operator
from bangfu.kernel.rights.models import User
from tests.every_resource.actors import HERE

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
GOOD = "correct horse battery"
HOUSEHOLDS, PERSONS = "parties.household", "parties.person"


@pytest.fixture
def county() -> User:
    """The county office's user, some persons in their county, and one household."""
    user = User.objects.create(username="office", name="县办", area_code=HERE[:6])
    user.set_password(GOOD)
    user.save()
    grant_role(operator(), user=user, role="county", area_code=HERE[:6])
    persons(3)
    resources[HOUSEHOLDS].sample(operator(), HERE)  # type: ignore[misc]
    return user


def persons(count: int) -> None:
    """Register persons in the county."""
    for _n in range(count):
        resources[PERSONS].sample(operator(), HERE)  # type: ignore[misc]


@pytest.fixture
def office(county: User, visit: Callable[..., "Page"]) -> "Page":
    """Their browser, logged in by the form; what the content policy blocks fails the test."""
    page, blocked = visit(), []
    page.on(
        "console", lambda message: blocked.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.goto("/parties/person/")
    page.fill("#id_username", "office")
    page.fill("#id_password", GOOD)
    page.click("button.btn-primary")
    page.wait_for_url("**/parties/person/")
    page.blocked = blocked  # type: ignore[attr-defined]
    return page


def test_a_list_is_turned_sorted_and_filtered_without_loading_the_page_anew(office: "Page") -> None:
    from playwright.sync_api import expect  # half a second that only journeys need

    persons(57)
    office.reload()
    office.evaluate("window.stays = true")
    office.click("nav.pager a[rel=next]")
    office.wait_for_url("**?page=2")
    # Sixty persons and the head of the household.
    expect(office.locator("table.grid tbody tr")).to_have_count(11)
    office.select_option("select[name=area]", HERE[:9])
    office.click(".filters-go button")
    office.wait_for_url(f"**area={HERE[:9]}*")
    office.locator("ul.chips li").first.wait_for()
    assert office.evaluate("window.stays") is True
    office.go_back()
    office.wait_for_url("**?page=2")
    assert office.blocked == []  # type: ignore[attr-defined]


def test_a_long_list_folds_on_a_telephone_only(office: "Page") -> None:
    persons(20)
    for width, folds in ((1280, False), (390, True)):
        office.set_viewport_size({"width": width, "height": 800})
        office.goto("/parties/person/")
        assert office.locator(".more-cards").is_visible() is folds
        assert office.locator("table.grid tbody tr").nth(20).is_visible() is not folds


def test_a_row_opens_and_leads_on(office: "Page") -> None:
    office.locator("table.grid tbody tr a").first.click()
    office.wait_for_selector(".facts")
    first = office.url
    office.click("nav.turn a[rel=next]")
    office.wait_for_selector("nav.turn a[rel=prev]")
    office.click("nav.turn a[rel=prev]")
    office.wait_for_url(first)
    assert office.blocked == []  # type: ignore[attr-defined]


def test_what_is_refused_in_a_part_is_shown_as_a_page(office: "Page") -> None:
    office.evaluate("document.querySelector('select[name=area]').append(new Option('x', '110000', true, true))")
    office.click(".filters-go button")
    office.wait_for_selector(".blank-error")
    assert "管辖" in (office.text_content("main") or "")


def test_suggestions_come_while_typing(office: "Page") -> None:
    office.goto("/parties/person/new/")
    field: Any = office.locator("input[hx-get*='/choices/']").first
    with office.expect_response("**/choices/**"):
        field.type("示例")
    office.wait_for_selector(f"#{field.get_attribute('list')} option", state="attached")
    assert office.blocked == []  # type: ignore[attr-defined]


def test_leaving_an_unsaved_form_is_asked_about(office: "Page") -> None:
    office.goto("/parties/person/new/")
    office.locator("form.sheet input[type=text]").first.fill("改")
    asked: list[str] = []
    office.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    office.goto("/parties/person/")
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_is_wider_than_the_screen(office: "Page", width: int) -> None:
    office.set_viewport_size({"width": width, "height": 800})
    for address in ("/parties/person/", "/parties/household/", "/parties/person/new/", "/search/?q=示例", "/jobs/"):
        office.goto(address)
        assert office.evaluate("document.documentElement.scrollWidth") <= width, address
