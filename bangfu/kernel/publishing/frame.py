"""Pages that apps make themselves for everybody, inside the frame of the public site.

The kernel knows no public site: whoever has one declares its frame, and apps answer inside it without knowing whose
it is. A template of such a page extends ``frame`` and fills the block ``content``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse

from bangfu.kernel.manifest import registry_of

View = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class PublicFrame:
    """The frame of the public site: declared once.

    ``template`` is what pages extend. ``guard(view, methods)`` lets everybody in, in the visitor's language, and tells
    refusals inside the frame. ``answer`` renders, and ``shown_in(section)`` gives the area codes of the counties that
    show a section today (``("",)`` is everywhere). ``notice_address`` is where an office prepares a notice.
    """

    name: str
    template: str
    guard: Callable[[View, Sequence[str]], View]
    answer: Callable[..., HttpResponse]
    shown_in: Callable[[str], tuple[str, ...]]
    notice_address: Callable[..., str]


public_frames = registry_of(PublicFrame)


def for_everybody(*methods: str) -> Callable[[View], View]:
    """Make a view of an app a page of the public site, without a log-in. ``methods`` default to reading."""

    def decorate(view: View) -> View:
        @cache
        def guarded() -> View:
            return _frame().guard(view, methods or ("GET", "HEAD"))

        @login_not_required
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return guarded()(request, *args, **kwargs)

        return answer

    return decorate


def show_public(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str,
    section: str = "",
    crumbs: Sequence[tuple[str, str]] = (),
    index: bool = True,
    status: int = 200,
) -> HttpResponse:
    """Answer with a page of an app in the public frame.

    ``section`` is the name of the ``PublicLink`` it belongs to; pages with ``index`` false, which hold something of
    one visitor, stay out of search engines and caches.
    """
    around = {"title": title, "section": section, "crumbs": crumbs, "index": index, "status": status}
    frame = _frame()
    response = frame.answer(request, template, {"frame": frame.template, **(context or {})}, **around)
    if not index:
        response["Cache-Control"] = "private, no-store"
    return response


def shown_in(section: str) -> tuple[str, ...]:
    """Return the area codes of the counties whose public site shows a section; ``("",)`` is everywhere."""
    return _frame().shown_in(section)


def notice_address(template: str, area_code: str, *, subject: str = "", title: str = "") -> str:
    """Return the address at which an office prepares a notice by a template, filled in as far as it is known."""
    return _frame().notice_address(template=template, area_code=area_code, subject=subject, title=title)


def _frame() -> PublicFrame:
    return next(iter(public_frames))
