"""One's own password and tokens."""

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.actions import change_password
from bangfu.kernel.rights.tokens import ApiToken, issue_token, revoke_token


class PasswordForm(forms.Form):
    """The old password, and the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("现在的密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("至少 10 位，不要用常见密码，也不要和姓名、登录名相近。"),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一遍新密码"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        again = self.cleaned_data["again"]
        if "new" in self.cleaned_data and again != self.cleaned_data["new"]:
            raise ValidationError(_("两次输入的新密码不一样。"))
        return again


class TokenForm(forms.Form):
    """What a token is for, and how long."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=60)
    days = forms.IntegerField(label=gettext_lazy("有效天数"), min_value=1, max_value=366, initial=90)


@sensitive_post_parameters()
def password_page(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the user end, this one goes on."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _changed(request, form.cleaned_data)):
        messages.success(request, _("密码已修改，其他地方的登录已退出。"))
        return redirect("/")
    status = 422 if request.method == "POST" else 200
    return show(request, "kernel/pages/password.html", {"form": form}, crumbs=[("", _("修改密码"))], status=status)


password_page.before_new_password = True  # type: ignore[attr-defined]


def _changed(request: HttpRequest, given: dict[str, str]) -> None:
    user = change_password(request.user, old=given["old"], new=given["new"])
    update_session_auth_hash(request, user)


@sensitive_post_parameters()
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens and make new ones; the text of a new one is shown this once."""
    form, made = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, made = issue_token(request.user, **form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "made": made, "tokens": ApiToken.objects.filter(user=request.user)}
    status = 422 if request.method == "POST" and not made else 200
    return show(request, "kernel/pages/tokens.html", context, crumbs=[("", _("接口令牌"))], status=status)


@require_POST
def stop_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke one of one's tokens."""
    try:
        revoke_token(request.user, token_id=token_id)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, _("令牌已停用。"))
    return redirect("tokens")
