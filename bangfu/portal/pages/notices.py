"""Notices for everybody: what is published now, one of them, and what hung before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.publishing.declared import public_templates
from bangfu.kernel.publishing.releasing import Withheld, released
from bangfu.kernel.rows.visibility import Absent
from bangfu.portal.models import PublicNotice
from bangfu.portal.pages.shown import table
from bangfu.portal.pages.site import page, public
from bangfu.portal.queries.asking import place_of
from bangfu.portal.queries.notices import current_notices, past_notices
from bangfu.portal.queries.places import choices, place_names
from bangfu.portal.sites import NOTICES, hotline, places_for

MOST_NOW, MOST_PAST, FINEST = 100, 50, 15


@public()
def notices_page(request: HttpRequest) -> HttpResponse:
    """List what is published today and what hung before."""
    place = place_of(request.GET)
    places = places_for(NOTICES, place)
    now, past = list(current_notices(places)[:MOST_NOW]), list(past_notices(places)[:MOST_PAST])
    context = {
        "now": now,
        "past": past,
        "names": place_names({row.area_code for row in (*now, *past)}),
        "place": place,
        "place_choices": choices(NOTICES, place),
    }
    return page(
        request,
        "portal/notices.html",
        context,
        title=_("公示公告"),
        section=NOTICES,
        description=_("项目、资金和帮扶对象有关事项的公示公告，到期自动撤下。"),
        canonical={"place": place},
    )


@public()
def notice_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one notice while it is published; afterwards only that it hung, and from when to when."""
    row = PublicNotice.objects.filter(pk=pk, begins_on__lte=timezone.localdate(), withdrawn_on=None).first()
    if row is None or not any(row.area_code.startswith(code) for code in places_for(NOTICES)):
        raise Absent(_("没有这份公示公告，或者已经撤下。"))
    template = public_templates.get(row.template)
    over = row.ends_on < timezone.localdate()
    told = template is not None and not over and row.channel == "web"
    context = {
        "notice": row,
        "over": over,
        "place_name": place_names({row.area_code}).get(row.area_code, ""),
        "about": template.about if template else "",
        "basis": template.basis if template else "",
        "table": table(template.columns, checked(row), template.totals, row.area_code) if template and told else None,
        "line": row.line or hotline(row.area_code),
    }
    crumbs = [(reverse("portal-notices"), _("公示公告"))]
    return page(request, "portal/notice.html", context, title=row.title, section=NOTICES, crumbs=crumbs, index=not over)


def checked(row: PublicNotice) -> list[dict[str, object]]:
    """Return a notice's rows as kept, each once more through the gate. Raises Absent when one holds a number."""
    template = public_templates[row.template]
    try:
        return [released(template.columns, one, finest=FINEST) for one in row.rows]
    except Withheld as withheld:
        raise Absent(_("这份公告正在复核，暂时不能查看。")) from withheld
