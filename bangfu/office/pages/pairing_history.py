"""Who helped somebody on any past day, under every scheme, and how it came and went."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.kernel import asking
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import Absent
from bangfu.pairing.models import Pairing
from bangfu.pairing.queries import in_force, pairings_visible_to
from bangfu.parties.queries import area_paths, names_of

VIEW, PER_PAGE, TOWNSHIP_UP = "pairing.pairing.view", 50, 9


def day_of(request: HttpRequest) -> date:
    """Return the day of the address, today by default. Raises Refused for what is no day."""
    return asking.day_of(request.GET.get("on", ""), "on") or timezone.localdate()


def history_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who helped a party on a day and everything before and after; as JSON where only that is accepted."""
    require(request.user, VIEW)
    day = day_of(request)
    rows = pairings_visible_to(request.user).filter(recipient_id=pk).select_related("scheme")
    if not rows.exists():
        raise Absent(_("没有它的结对记录，或它不在您的管辖范围内。"))
    then = list(rows.filter(in_force(day)).order_by("scheme_id", "valid_from", "pk"))
    pages = Paginator(rows.order_by("-valid_from", "-pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = names_of({pk, *(row.helper_id for row in [*then, *shown])})
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse(
            {"recipient": pk, "on": day.isoformat(), "helpers": [told(row, names) for row in then]},
            json_dumps_params={"ensure_ascii": False},
        )
    name = names.get(pk, "")
    context = {
        "name": name,
        "day": day,
        "fields": [{"name": "on", "label": _("哪一天"), "kind": "date", "value": day.isoformat()}],
        "then": [(row.scheme.words, names.get(row.helper_id, ""), row.valid_from, until(row)) for row in then],
        "rows": table_rows(shown, names),
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?{urlencode({'on': day.isoformat(), 'page': number})}",
    }
    steps = [(reverse("pairing"), _("结对总览")), ("", _("%(who)s的帮扶历史") % {"who": name})]
    return show(request, "office/pairing_history.html", context, crumbs=steps)


def until(row: Pairing) -> str:
    """Return a pair's last day in words."""
    return row.valid_to.isoformat() if row.valid_to else str(_("至今"))


def told(row: Pairing, names: dict[int, str]) -> dict[str, Any]:
    """Return a pair as JSON tells it."""
    return {
        "scheme": row.scheme.name,
        "helper": row.helper_id,
        "name": names.get(row.helper_id, ""),
        "from": row.valid_from.isoformat(),
        "to": row.valid_to.isoformat() if row.valid_to else None,
    }


def table_rows(rows: list[Pairing], names: dict[int, str]) -> list[tuple[Any, ...]]:
    """Return pairs with where the recipient was and why they began and ended."""
    paths = area_paths({row.area_code for row in rows}, top=TOWNSHIP_UP)
    return [
        (
            {"text": names.get(row.helper_id, ""), "url": reverse("pairing.pairing.detail", args=[row.pk])},
            row.scheme.words,
            row.valid_from,
            until(row),
            paths.get(row.area_code, row.area_code),
            "；".join(filter(None, (row.reason_in, row.reason_out))),
        )
        for row in rows
    ]
