"""Browser journeys: `page` for one visitor, `visit` for several with log-ins of their own.

A test that asks for either gets the mark `browser`. A page that raises a script error or asks another server
than ours fails its test. Pictures of failed tests are in `var/screenshots/`.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scripts.debian import browser as installed_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

    Visit = Callable[..., Page]

SCREENSHOTS = Path(__file__).resolve().parent.parent / "var" / "screenshots"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP = {"width": 1280, "height": 800}
OUTCOME = pytest.StashKey[dict[str, pytest.TestReport]]()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark whatever uses the browser, before tests are selected by mark."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Let fixtures know at tear-down how the test went."""
    report = yield
    item.stash.setdefault(OUTCOME, {})[report.when] = report
    return report


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """One headless Chromium for the whole run."""
    # Imported here: half a second that only journeys need.
    from playwright.sync_api import sync_playwright

    program = installed_browser()
    if program is None:
        pytest.fail("Chromium is not installed: run `make test-browser`", pytrace=False)
    # Playwright keeps an event loop in this thread, which Django would take for asynchronous code.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        chromium = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def visit(browser: "Browser", live_server: Any, request: pytest.FixtureRequest) -> "Iterator[Visit]":
    """Opens a page for a new visitor: `visit()`, or `visit(viewport=…, locale="en")` and other context options."""
    visitors: list[Visitor] = []

    def open_page(**options: Any) -> "Page":
        visitor = Visitor(browser, live_server.url, options)
        visitors.append(visitor)
        return visitor.page

    yield open_page
    call = request.node.stash.get(OUTCOME, {}).get("call")
    for number, visitor in enumerate(visitors, start=1):
        if call is not None and call.failed:
            visitor.photograph(SCREENSHOTS / f"{file_name_of(request.node.nodeid)}-{number}.png")
        visitor.context.close()
    problems = [problem for visitor in visitors for problem in visitor.problems]
    assert not problems, problems


@pytest.fixture
def page(visit: "Visit") -> "Page":
    """A page of the running site for one visitor; addresses are relative to the site."""
    return visit()


class Visitor:
    """One browser context with its page, and what went wrong in it unnoticed by the test."""

    def __init__(self, browser: "Browser", address: str, options: dict[str, Any]) -> None:
        self.address = address
        self.problems: list[str] = []
        settings = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": DESKTOP, **options}
        self.context: BrowserContext = browser.new_context(base_url=address, **settings)
        self.context.route(lambda url: not url.startswith(f"{address}/"), self._refuse)
        self.page: Page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.problems.append(f"script error: {error}"))

    def photograph(self, path: Path) -> None:
        """Keep a picture of the whole page."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True)

    def _refuse(self, route: "Route") -> None:
        self.problems.append(f"asked another server: {route.request.url}")
        route.abort()


def file_name_of(node: str) -> str:
    """A test's id as a file name."""
    return "".join(character if character.isalnum() else "-" for character in node)
