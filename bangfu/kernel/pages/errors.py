"""Pages for what went wrong outside the application's own refusals."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.guard import described, for_programs, refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The request itself is malformed."""
    return refusal(request, Refused(_("请求的格式不对，请返回上一页再试。")), 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The right is lacking."""
    return refusal(request, Refused(_("您没有做这件事的权限。")), 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page."""
    return refusal(request, Refused(_("没有这个页面，可能地址有误，或内容已经移走。")), 404)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's protection against forgery did not fit: usually the log-in ended, or cookies are off."""
    return refusal(request, Refused(_("页面停留太久，或浏览器不允许 Cookie。请返回上一页，刷新后再提交。")), 403)


def failed(request: HttpRequest, *_args: Any) -> HttpResponse:
    """The program has a fault; the operator finds it in the log.

    The page has no surroundings, and needs neither the database nor whoever asks: either may be what failed.
    """
    error = Refused(_("系统出了问题，刚才的操作没有完成。请稍后再试，或告诉系统管理员。"))
    if for_programs(request) or not request.accepts("text/html"):
        return JsonResponse(described(error), status=500, json_dumps_params={"ensure_ascii": False})
    return render(request, "kernel/error.html", {"status": 500, "message": error.message}, status=500)
