"""What people do in a journey. Each step that leads to another page ends when that page is loaded: what comes next
cannot meet the old page, however slow the machine."""

import re
from typing import TYPE_CHECKING

from tests.journeys.county import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    Visit = Callable[..., Page]

PHONE = {"viewport": {"width": 390, "height": 844}}
SEND = "button:not([type=button])"


def log_in(visit: "Visit", username: str, **options: object) -> "Page":
    """A page of somebody who has logged in."""
    page = visit(**options)
    page.goto("/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    with page.expect_navigation(url=re.compile(r"/$")):
        page.press("input[name=password]", "Enter")
    return page


def follow(page: "Page", name: "str | re.Pattern[str]") -> None:
    """Follow the link of this name."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def press(page: "Page", name: str) -> None:
    """Press the button of this name, which sends a form."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def send(page: "Page", form: str = "main form") -> None:
    """Send the form, the last one of the page if it has several."""
    with page.expect_navigation():
        page.locator(f"{form} {SEND}").last.click()


def confirm(page: "Page", label: str) -> None:
    """Press a button that asks first, and say yes in its dialog."""
    page.locator("details.confirm > summary", has_text=label).first.click()
    with page.expect_navigation():
        page.locator(f"dialog[open] form {SEND}").click()


def fits(page: "Page") -> bool:
    """Whether nothing runs out of the screen sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))
