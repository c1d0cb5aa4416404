"""What every public page shares: who may see it, its language, how it is kept, and the frame around it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_http_methods

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.guard import status_of
from bangfu.kernel.pages.language import known
from bangfu.kernel.publishing.declared import public_links, public_listings
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.rows.visibility import Absent
from bangfu.portal.sites import LETTERS, NOTICES, RESULTS, open_site

View = Callable[..., HttpResponse]
LARGE = "bangfu-text"  # the cookie that asks for large letters
BROWSER_SECONDS, KEPT_SECONDS = 60, 10.0
LANGUAGE_TAGS = {"zh-hans": "zh-Hans", "zh-hant": "zh-Hant", "en": "en"}


class _Pages(RememberedEach[tuple[str, ...], tuple[bytes, str]]):
    """Whole pages as everybody gets them, for some seconds: a crowd asks for the same few."""

    LARGEST = 300


_pages = _Pages(KEPT_SECONDS)


def public(
    *, kept: bool = False, always: bool = False, methods: Sequence[str] = ("GET", "HEAD")
) -> Callable[[View], View]:
    """Make a view a page for everybody: no log-in, and no session is touched.

    Its answer carries an ETag and is compressed. ``kept`` ones are the same for all who ask, and remembered for
    ``KEPT_SECONDS``. What is refused is told in the site's own frame. ``always`` ones answer also where no county has
    opened its site: a certificate must still be checked.
    """

    def decorate(view: View) -> View:
        @require_http_methods(list(methods))
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not (always or open_site().counties):
                return redirect("login")
            with translation.override(language_of(request)):
                try:
                    return (
                        _kept(request, lambda: view(request, *args, **kwargs))
                        if kept
                        else _cautious(view(request, *args, **kwargs))
                    )
                except Refused as error:
                    return told(request, error)

        run = login_not_required(wraps(view)(gzip_page(conditional_page(answer))))
        return run

    return decorate


def _kept(request: HttpRequest, make: Callable[[], HttpResponse]) -> HttpResponse:
    if request.method not in ("GET", "HEAD") or settings.DEBUG:
        return make()
    key = (request.build_absolute_uri(), translation.get_language() or "", request.COOKIES.get(LARGE, ""))
    made: list[HttpResponse] = []

    def load() -> tuple[bytes, str]:
        made.append(make())
        return made[0].content, made[0].headers["Content-Type"]

    content, kind = _pages.get(key, load)
    response = made[0] if made else HttpResponse(content, content_type=kind)
    patch_cache_control(response, public=True, max_age=BROWSER_SECONDS)
    return response


def _cautious(response: HttpResponse) -> HttpResponse:
    """What may be taken back must be asked for again; the ETag makes that cheap."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, no_cache=True)
    return response


def guarded(view: View, methods: Sequence[str]) -> View:
    """Let everybody in to a page that another app makes, whether or not a site is open."""
    return public(always=True, methods=methods)(view)


def language_of(request: HttpRequest) -> str:
    """Return the language of the address (``lang``), else the one chosen in this browser."""
    wanted = request.GET.get("lang", "")
    return wanted if wanted in known() else (translation.get_language() or settings.LANGUAGE_CODE)


def told(request: HttpRequest, error: Refused) -> HttpResponse:
    """Tell a visitor what cannot be done, in the site's frame."""
    status = status_of(error)
    title = _("没有找到") if isinstance(error, Absent) else _("这样不行")
    context = {"message": error.message, "problems": error.problems}
    return page(request, "portal/error.html", context, title=title, index=False, status=status)


def absolute(request: HttpRequest, address: str) -> str:
    """Return an address with the site's own name: the one set for links, else the one asked for."""
    return (
        settings.PUBLIC_ADDRESS.rstrip("/") + address
        if settings.PUBLIC_ADDRESS
        else request.build_absolute_uri(address)
    )


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    title: str = "",
    description: str = "",
    section: str = "",
    canonical: Mapping[str, Any] | None = None,
    crumbs: Sequence[tuple[str, str]] = (),
    index: bool = True,
    data: str = "",
    picture: str = "",
    status: int = 200,
) -> HttpResponse:
    """Answer with a page in the site's frame.

    ``canonical`` are the parameters that make it another page; ``data`` is its structured data as JSON; ``picture``
    the address of its share card. Pages with ``index`` false ask search engines to leave them out.
    """
    chosen = request.GET.get("lang", "") if request.GET.get("lang", "") in known() else ""

    def link(address: str, **parameters: Any) -> str:
        given = {name: value for name, value in parameters.items() if value not in ("", None)}
        if chosen:
            given["lang"] = chosen
        return f"{address}?{urlencode(given)}" if given else address

    own = {name: value for name, value in (canonical or {}).items() if value not in ("", None)}
    around = {
        "link": link,
        "site_name": site_name(request.GET.get("place", "")),
        "page_title": title,
        "description": description,
        "sections": navigation(section),
        "canonical": absolute(request, _query(request.path, own)),
        "alternates": [
            (LANGUAGE_TAGS[code], absolute(request, _query(request.path, {**own, "lang": code}))) for code in known()
        ],
        "languages_": [
            (code, _query(request.path, {**request.GET.dict(), "lang": code}), word)
            for code, word in settings.LANGUAGES
        ],
        "language_tag": LANGUAGE_TAGS.get(translation.get_language() or "", "zh-Hans"),
        "large": request.COOKIES.get(LARGE) == "large",
        "here": request.get_full_path(),
        "crumbs": crumbs,
        "index": index,
        "data": data.replace("<", "\\u003c"),
        "picture": absolute(request, picture) if picture else "",
        "lines": [(c.name, c.words["hotline"]) for c in open_site().counties if c.words.get("hotline")],
    }
    return render(request, template, {**around, **(context or {})}, status=status)


def _query(path: str, parameters: Mapping[str, Any]) -> str:
    return f"{path}?{urlencode(parameters)}" if parameters else path


def site_name(place: str) -> str:
    """Return the name of the site: that of the county asked for, or of the only one."""
    counties = open_site().counties
    county = open_site().county(place) if place else counties[0] if len(counties) == 1 else None
    if county is None:
        return _("社会帮扶公开网")
    return county.words.get("name") or _("%(county)s社会帮扶") % {"county": county.name}


def navigation(active: str) -> list[dict[str, Any]]:
    """Return the sections that some county shows, in order."""
    shown = open_site()
    entries = [
        (one.name, one.title, reverse("portal-list", args=[one.address]))
        for one in sorted(public_listings, key=lambda one: one.order)
    ]
    entries += [
        (RESULTS, _("帮扶成效"), reverse("portal-results")),
        (NOTICES, _("公示公告"), reverse("portal-notices")),
        (LETTERS, _("投诉建议"), reverse("portal-letters")),
    ]
    entries += [(one.name, one.title, one.url("")) for one in sorted(public_links, key=lambda one: one.order)]
    return [
        {"title": title, "url": url, "active": name == active} for name, title, url in entries if shown.showing(name)
    ]
