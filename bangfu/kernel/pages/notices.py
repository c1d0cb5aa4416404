"""What the application told one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from bangfu.kernel.notices.actions import mark_read
from bangfu.kernel.notices.queries import notices_visible_to
from bangfu.kernel.pages.addresses import local_address
from bangfu.kernel.pages.frame import forget_unread, show
from bangfu.kernel.rows.visibility import Absent

MOST = 100


def notices_page(request: HttpRequest) -> HttpResponse:
    """Show one's own notices, unread first."""
    found = list(notices_visible_to(request.user)[: MOST + 1])
    context = {"notices_shown": found[:MOST], "more": len(found) > MOST}
    return show(request, "kernel/pages/notices.html", context, crumbs=[("", _("通知"))])


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of one's notices as read."""
    count = mark_read(request.user)
    forget_unread(request.user)
    messages.success(request, ngettext("已读 %(count)s 条。", "已读 %(count)s 条。", count) % {"count": count})
    return redirect("notices")


@require_POST
def open_notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go where it points."""
    notice = notices_visible_to(request.user).filter(pk=notice_id).first()
    if notice is None:
        raise Absent(_("没有这条通知。"))
    mark_read(request.user, [notice.pk])
    forget_unread(request.user)
    return redirect(local_address(request, notice.url, "notices"))
