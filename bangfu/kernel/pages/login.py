"""Logging in and out, by password or (in the demonstration) by one click."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.addresses import local_address
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.language import remember
from bangfu.kernel.pages.submissions import forget_submissions
from bangfu.kernel.resources import DemoLogin, demo_logins
from bangfu.kernel.rights.attempts import begin_attempt, forget_attempts
from bangfu.kernel.rights.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


class LogInForm(forms.Form):
    """Log-in name and password."""

    username = forms.CharField(
        label=gettext_lazy("登录名"),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@sensitive_post_parameters()
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for name and password. A wrong name and a wrong password are told in the same words."""
    if request.method == "POST" and "demo" in request.POST:
        return _welcome(request, demo_user(request.POST["demo"]))
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = _authenticated(request, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            return _welcome(request, user)
    elif request.user.is_authenticated:
        return redirect(_next(request))
    status = 422 if request.method == "POST" else 200
    offered = [(one.title, one.description, one.name) for one in offered_demo_logins()]
    context = {"form": form, "next": _next(request), "login_url": reverse("login"), "demo_logins": offered}
    return show(request, "kernel/login.html", context, status=status)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("login")


log_out.before_new_password = True  # type: ignore[attr-defined]


def demo_user(name: str) -> User:
    """Return a user that the demonstration offers; anywhere else there are none."""
    offered = demo_logins.get(name) if settings.DEMO else None
    user = User.objects.filter(username=name, is_active=True).first() if offered else None
    if user is None:
        raise Http404
    return user


def offered_demo_logins() -> list[DemoLogin]:
    """Return the demonstration's log-ins, in order; none outside the demonstration."""
    return sorted(demo_logins, key=lambda offered: offered.order) if settings.DEMO else []


def _authenticated(request: HttpRequest, *, username: str, password: str) -> User:
    address = request.META.get("REMOTE_ADDR", "")
    begin_attempt(username, address)
    user: Any = authenticate(request, username=username, password=password)
    if user is None:
        raise Refused(_("登录名或密码不对。"))
    forget_attempts(username, address)
    forget_submissions()
    return user


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    login(request, user, backend=BACKEND)
    response = redirect(_next(request))
    remember(response, user.language)
    return response


def _next(request: HttpRequest) -> str:
    return local_address(request, request.POST.get("next") or request.GET.get("next", ""), settings.LOGIN_REDIRECT_URL)
