"""What stands around every page: log-in, answers to what cannot be done, and headers that keep scripts out."""

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rows.visibility import Absent

log = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",  # charts place their tooltips by style attributes
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
STATUS = ((Absent, 404), (Denied, 403), (Conflict, 409), (Refused, 422))


class RefusalMiddleware:
    """Lets nobody in without a log-in, and turns what actions refuse into an answer.

    Views marked ``login_not_required`` are open; the API has its own log-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response

    def process_view(self, request: HttpRequest, view: Callable[..., HttpResponse], *_args: Any) -> HttpResponse | None:
        """Ask for a log-in, or for a new password where one is due."""
        if not getattr(view, "login_required", True) or for_programs(request):
            return None
        if not request.user.is_authenticated:
            at_the_door = request.path == "/" and settings.PUBLIC_HOME
            return redirect(settings.PUBLIC_HOME) if at_the_door else redirect_to_login(request.get_full_path())
        if request.user.must_change_password and not getattr(view, "before_new_password", False):
            return redirect(reverse("password"))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what a person can mend; everything else goes on to Django."""
        if isinstance(error, PermissionDenied):
            error = Denied(str(error) or _("您没有做这件事的权限。"))
        if isinstance(error, IntegrityError):
            # Only the constraint's name is logged: PostgreSQL's message repeats the values.
            diagnosis = getattr(error.__cause__, "diag", None)
            log.error("a constraint refused a write: %s", getattr(diagnosis, "constraint_name", "") or "unnamed")
            error = Conflict(_("与刚刚保存的另一条记录冲突，没有保存。请刷新后核对再试。"))
        if not isinstance(error, Refused):
            return None
        status = status_of(error)
        log.info("%s %s answered %s", request.method, request.resolver_match and request.resolver_match.route, status)
        return refusal(request, error, status)


def status_of(error: Refused) -> int:
    """Return the HTTP status that says the same as the refusal."""
    return next(status for kind, status in STATUS if isinstance(error, kind))


def for_programs(request: HttpRequest) -> bool:
    """Tell whether the request is one of the API."""
    return request.path.startswith("/api/")


def refusal(request: HttpRequest, error: Refused, status: int) -> HttpResponse:
    """Show a refusal: as JSON to programs and scripts, as a page to people.

    A part of a page that htmx asked for cannot show it: the browser is sent to the whole page.
    """
    if request.headers.get("HX-Request") and request.method == "GET":
        return HttpResponse(status=204, headers={"HX-Redirect": request.get_full_path()})
    if for_programs(request) or request.headers.get("HX-Request") or not request.accepts("text/html"):
        return JsonResponse(described(error), status=status, json_dumps_params={"ensure_ascii": False})
    context = {
        "status": status,
        "message": error.message,
        "problems": error.problems,
        "back_url": back_address(request),
    }
    return show(request, "kernel/error.html", context, status=status)


def back_address(request: HttpRequest) -> str:
    """Return the page of this site that one came from; the first page when it is the one that was refused."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    local = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    same = came_from.netloc == request.get_host() and local != request.get_full_path()
    return local if same else ""


def described(error: Refused) -> dict[str, Any]:
    """Return a refusal as the API tells it."""
    return {"message": error.message, "field": error.field, "problems": list(error.problems)}
