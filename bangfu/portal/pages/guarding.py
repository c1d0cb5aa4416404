"""Keeping scripts out of public forms without asking people to read crooked letters or calling an outside service.

A field that people do not see must stay empty, and a form must have been open for a moment; how often one address
sends is bounded by the actions.
"""

from django import forms
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused

TRAP, OPENED = "website", "opened"
LEAST_SECONDS, MOST_SECONDS = 2, 24 * 3600
_signer = TimestampSigner(salt="portal.form")


def opened() -> str:
    """Return the signed moment at which a form is shown."""
    return _signer.sign("form")


def refuse_scripts(request: HttpRequest) -> None:
    """Raise Refused when a form was filled by a program, or lay open too long."""
    if request.POST.get(TRAP):
        raise Refused(_("没有提交成功，请重新填写。"))
    try:
        _signer.unsign(request.POST.get(OPENED, ""), max_age=MOST_SECONDS)
    except SignatureExpired as error:
        raise Refused(_("页面打开太久了，请再提交一次。")) from error
    except BadSignature as error:
        raise Refused(_("没有提交成功，请重新填写。")) from error
    if _too_quick(request.POST[OPENED]):
        raise Refused(_("提交得太快了，请稍等两秒再提交一次。"))


def _too_quick(signed: str) -> bool:
    try:
        _signer.unsign(signed, max_age=LEAST_SECONDS)
    except SignatureExpired:
        return False
    return True


def address_of(request: HttpRequest) -> str:
    """Return where a visitor comes from."""
    return request.META.get("REMOTE_ADDR", "")


class PublicForm(forms.Form):
    """A form of the public site: its errors are told at the field, and nothing is filled in again but by its sender."""

    use_required_attribute = True
