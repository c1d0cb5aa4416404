"""Printable lists of who helps whom: by village, by unit, by helper; on the page and as PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.pages.words import place_name
from bangfu.kernel.errors import Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may, require
from bangfu.office.lists_pdf import lists_pdf
from bangfu.office.pages.pairing import VIEW, checked_place, place_field_of, scheme_of
from bangfu.office.pages.pairing_history import day_of
from bangfu.office.pages.progress import pairing_address
from bangfu.office.queries.coverage import in_order
from bangfu.office.queries.pairing import pairings_listed
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.queries import area_paths, names_of

PER_PAGE, TOWNSHIP_UP, MOST_PRINTED = 1000, 9, 20_000
EXPORT = "pairing.pairing.export"
ORDERS = {
    "village": ("area_code", "helper_id", "pk"),
    "unit": ("helper__person__works_for__name", "helper_id", "pk"),
    "helper": ("helper_id", "area_code", "pk"),
}


@dataclass(frozen=True)
class Asked:
    """Which list: scheme, place, day, and by what it is grouped."""

    scheme: Scheme
    place: str
    day: date
    by: str

    def address(self, route: str, **more: Any) -> str:
        """Return the address of this list, or of another like it."""
        past = "" if self.day == timezone.localdate() else self.day.isoformat()
        given = {"scheme": self.scheme.name, "place": self.place, "on": past, "by": self.by, **more}
        return f"{reverse(route)}?{urlencode({name: value for name, value in given.items() if value})}"


def asked_of(request: HttpRequest, reach: Scope) -> Asked:
    """Read which list is asked for. Raises Refused for what nobody can mean."""
    schemes, by = in_order(Scheme.objects.all()), request.GET.get("by", "village")
    if not schemes:
        raise Refused(_("还没有结对方案。"))
    if by not in ORDERS:
        raise Refused(_("不能按“%(text)s”分组。") % {"text": by[:20]}, field="by")
    return Asked(scheme_of(request, schemes), checked_place(request, reach), day_of(request), by)


def listed(user: User, asked: Asked) -> QuerySet[Pairing]:
    """Return the pairs of a list in the order of its groups."""
    rows = pairings_listed(user, asked.scheme, asked.place, asked.day).select_related("helper__person__works_for")
    return rows.order_by(*ORDERS[asked.by])


def lists_page(request: HttpRequest) -> HttpResponse:
    """List pairings in force in groups, ready to print."""
    user = request.user
    reach = require(user, VIEW)
    asked = asked_of(request, reach)
    pages = Paginator(listed(user, asked), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    titles = {"village": _("按村"), "unit": _("按单位"), "helper": _("按帮扶方")}
    context = {
        "scheme": asked.scheme,
        "place_name": place_name(user, reach, asked.place),
        "fields": [
            *place_field_of(user, reach, asked.place),
            {"name": "on", "label": _("哪一天"), "kind": "date", "value": asked.day.isoformat()},
        ],
        "day": None if asked.day == timezone.localdate() else asked.day,
        "hidden": {"scheme": asked.scheme.name, "by": asked.by},
        "tabs": [
            {"title": title, "url": asked.address("pairing-lists", by=name), "active": name == asked.by}
            for name, title in titles.items()
        ],
        "groups": groups(list(page.object_list), asked.by),
        "page_number": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: asked.address("pairing-lists", page=number),
        "file_url": asked.address("pairing-lists-file") if may(user, EXPORT, asked.place) and pages.count else "",
        "back": pairing_address(asked.scheme.name, asked.place),
    }
    return show(
        request, "office/pairing_lists.html", context, crumbs=[(reverse("pairing"), _("结对总览")), ("", _("名单"))]
    )


def lists_file(request: HttpRequest) -> HttpResponse:
    """Send the list as PDF. Raises Refused for one too long to hand out, and where no Chinese font is installed."""
    user = request.user
    reach = require(user, VIEW)
    asked = asked_of(request, reach)
    require(user, EXPORT, asked.place)
    rows = listed(user, asked)
    count = rows.count()
    if count > MOST_PRINTED:
        raise Refused(_("共 %(n)s 对，一次最多打印 %(most)s 对，请按乡镇打印。") % {"n": count, "most": MOST_PRINTED})
    scheme = asked.scheme
    place = place_name(user, reach, asked.place)
    content = lists_pdf(
        title=_("%(scheme)s名单") % {"scheme": scheme.words},
        note=_("%(place)s · %(day)s · 共 %(n)s 对") % {"place": place, "day": asked.day.isoformat(), "n": count},
        columns=[scheme.helper_words, _("单位"), scheme.recipient_words, _("地区"), _("自何时起")],
        groups=groups(list(rows), asked.by),
        apart=asked.by != "helper",
    )
    record_change(user, "export", scheme, after={"rows": count, "place": asked.place, "on": asked.day.isoformat()})
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{scheme.words}{_('名单')}-{place}.pdf"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


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
