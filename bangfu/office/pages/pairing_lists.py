"""Printable lists of who helps whom: by village, by unit, by helper."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.pages.words import place_name
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.scope import require
from bangfu.office.pages.pairing import VIEW, checked_place, place_field_of, scheme_of
from bangfu.office.pages.pairing_history import day_of
from bangfu.office.pages.progress import pairing_address
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.pairing import pairings_listed
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.queries import area_paths, names_of

PER_PAGE, TOWNSHIP_UP = 1000, 9
ORDERS = {
    "village": ("area_code", "helper_id", "pk"),
    "unit": ("helper__person__works_for__name", "helper_id", "pk"),
    "helper": ("helper_id", "area_code", "pk"),
}


def lists_page(request: HttpRequest) -> HttpResponse:
    """List pairings in force in groups, ready to print."""
    user = request.user
    reach = require(user, VIEW)
    schemes = in_order(Scheme.objects.all())
    if not schemes:
        raise Refused(_("还没有结对方案。"))
    scheme, place, by = scheme_of(request, schemes), checked_place(request, reach), request.GET.get("by", "village")
    if by not in ORDERS:
        raise Refused(_("不能按“%(text)s”分组。") % {"text": by[:20]}, field="by")
    day = day_of(request)
    rows = pairings_listed(user, scheme, place, day).select_related("helper__person__works_for").order_by(*ORDERS[by])
    pages = Paginator(rows, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    past = {} if day == timezone.localdate() else {"on": day.isoformat()}
    given = {"scheme": scheme.name, **({"place": place} if place else {}), **past}
    titles = {"village": _("按村"), "unit": _("按单位"), "helper": _("按帮扶方")}
    address = reverse("pairing-lists")
    context = {
        "scheme": scheme,
        "place_name": place_name(user, reach, place),
        "fields": [
            *place_field_of(user, reach, place),
            {"name": "on", "label": _("哪一天"), "kind": "date", "value": day.isoformat()},
        ],
        "day": day if past else None,
        "hidden": {"scheme": scheme.name, "by": by},
        "tabs": [
            {"title": title, "url": f"{address}?{urlencode({**given, 'by': name})}", "active": name == by}
            for name, title in titles.items()
        ],
        "groups": groups(list(page.object_list), by),
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"{address}?{urlencode({**given, 'by': by, 'page': number})}",
        "back": pairing_address(scheme.name, place),
    }
    return show(
        request, "office/pairing_lists.html", context, crumbs=[(reverse("pairing"), _("结对总览")), ("", _("名单"))]
    )


def groups(rows: list[Pairing], by: str) -> list[dict[str, Any]]:
    """Return pairings grouped in their order: helper, workplace, recipient, place and since when."""
    names = names_of({pk for row in rows for pk in (row.helper_id, row.recipient_id)})
    paths = area_paths({row.area_code for row in rows}, top=TOWNSHIP_UP)
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in rows:
        unit = _workplace(row)
        helper, place = names.get(row.helper_id, ""), paths.get(row.area_code, row.area_code)
        title = {
            "village": place,
            "unit": unit or _("未注明单位"),
            "helper": f"{helper}（{unit}）" if unit else helper,
        }[by]
        line = (helper, unit, names.get(row.recipient_id, ""), place, row.valid_from.isoformat())
        found.setdefault(title, []).append(line)
    return [{"title": title, "rows": lines} for title, lines in found.items()]


def _workplace(row: Pairing) -> str:
    person = getattr(row.helper, "person", None)
    return person.works_for.name if person is not None and person.works_for is not None else ""
