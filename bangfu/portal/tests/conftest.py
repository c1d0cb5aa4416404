"""A county with an open site and needs, and visitors without a log-in."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import html

from bangfu.kernel.remembered import forget_everything
from bangfu.portal import actions
from bangfu.portal.pages import guarding
from bangfu.portal.sites import sections
from bangfu.workstreams.exchange.tests.conftest import COUNTY, Place, place

__all__ = ["place"]

Look = Callable[..., Any]


@pytest.fixture
def site(place: Place) -> Place:
    """The county shows everything."""
    actions.set_site(
        place.county, area_code=COUNTY, open_=True, shown=list(sections()), hotline="12317", valid_from=date(2020, 1, 1)
    )
    return place


@pytest.fixture
def look(client: Client) -> Look:
    """Open an address as a visitor; the answer has its text as ``said``. Nothing is remembered from before."""

    def go(address: str, *, post: dict[str, Any] | None = None, **headers: Any) -> HttpResponse:
        forget_everything()
        answer = client.post(address, post, **headers) if post is not None else client.get(address, **headers)
        if (
            answer.get("Content-Type", "").startswith("text/html")
            and answer.content
            and "Content-Encoding" not in answer
        ):
            answer.said = " ".join(html.fromstring(answer.content.decode()).text_content().split())
        return answer

    return go


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms may be sent at once."""
    monkeypatch.setattr(guarding, "_too_quick", lambda _signed: False)
