"""Which language a page speaks: the user's, else the one chosen in this browser, else simplified Chinese."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.addresses import local_address
from bangfu.kernel.rights.models import User

COOKIE = settings.LANGUAGE_COOKIE_NAME
YEAR = 365 * 24 * 3600


class LanguageMiddleware:
    """Speaks the chosen language while a request is answered, and forgets it afterwards."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(COOKIE, "")
        with translation.override(chosen if chosen in known() else settings.LANGUAGE_CODE):
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(self, request: HttpRequest, *_args: Any) -> None:
        """Now it is known who asks."""
        if request.user.is_authenticated and request.user.language in known():
            translation.activate(request.user.language)


def known() -> list[str]:
    """Return the codes of all languages."""
    return [code for code, _title in settings.LANGUAGES]


def remember(response: HttpResponse, language: str) -> None:
    """Keep the language in this browser."""
    response.set_cookie(
        COOKIE, language, max_age=YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )


@login_not_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Change the language, for the browser and for the user if one is logged in."""
    language = request.POST.get("language", "")
    if language not in known():
        raise Refused(_("没有这种语言。"), field="language")
    if request.user.is_authenticated:
        User.objects.filter(pk=request.user.pk).update(language=language)
    response = redirect(local_address(request, request.POST.get("next", "")))
    remember(response, language)
    return response
