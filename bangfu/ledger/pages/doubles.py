"""Suspected doubles of a place: two entries beside each other, and the decision that settles them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import is_code, prefix_range
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.filters import area_options
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import active_grants, may, require
from bangfu.ledger.actions import decide_double, find_doubles, keep_apart, reopen_double
from bangfu.ledger.models import Entry, SuspectedDouble
from bangfu.ledger.panels import rows_of
from bangfu.ledger.queries.doubles import suspicions_visible_to, unsettled
from bangfu.parties.queries import area_paths

PER_PAGE = 20
DECIDE = "ledger.double.decide"


def doubles_page(request: HttpRequest) -> HttpResponse:
    """List the pairs that wait for a decision, or those that were settled; decide one, or many that are two gifts."""
    require(request.user, "ledger.entry.view")
    if request.method == "POST":
        return _decide(request)
    settled = request.GET.get("tab") == "settled"
    area = request.GET.get("area", "").strip()
    if area and not is_code(area):
        raise Refused(_("“%(text)s”不是地区代码。") % {"text": area[:20]}, field="area")
    visible = suspicions_visible_to(request.user)
    if area:
        low, high = prefix_range(area)
        visible = visible.filter(area_code__gte=low, area_code__lt=high)
    open_ = unsettled(visible)
    rows = visible.exclude(verdict=SuspectedDouble.Verdict.OPEN).order_by("-at") if settled else open_.order_by("-pk")
    pages = Paginator(rows, PER_PAGE)
    current = pages.get_page(request.GET.get("page"))
    query = {"area": area} if area else {}
    context = {
        "pairs": _shown(list(current.object_list)),
        "settled": settled,
        "may_decide": may(request.user, DECIDE),
        "current": current,
        "pages": pages,
        "url_for": lambda number: (
            f"?page={number}" + ("&tab=settled" if settled else "") + (f"&area={area}" if area else "")
        ),
        "tabs": _tabs(open_.count(), settled, area),
        "filters": _filters(request.user, area),
        "hidden": {"tab": "settled"} if settled else {},
        "query": query,
    }
    return show(request, "ledger/doubles.html", context, crumbs=[("", _("疑似重复"))])


def _filters(user: User, area: str) -> list[dict[str, Any]]:
    """The places by name, as the lists offer them; nothing to choose for who has one place without parts."""
    options = area_options(user, "ledger.entry.view", area)
    return (
        [{"name": "area", "label": _("地区"), "kind": "select", "options": options, "value": area}] if options else []
    )


def _tabs(count: int, settled: bool, area: str) -> list[dict[str, Any]]:
    more = f"&area={area}" if area else ""
    return [
        {"title": _("待判断"), "url": f"?{more}", "active": not settled, "count": count},
        {"title": _("已判断"), "url": f"?tab=settled{more}", "active": settled},
    ]


def _shown(pairs: list[SuspectedDouble]) -> list[dict[str, Any]]:
    entries = [entry for pair in pairs for entry in (pair.first, pair.second)]
    rows = dict(zip([entry.pk for entry in entries], rows_of(entries), strict=True))
    places = area_paths([entry.area_code for entry in entries])
    return [
        {
            "id": pair.pk,
            "verdict": pair.get_verdict_display(),
            "reason": pair.reason,
            "by": pair.by.name if pair.by else "",
            "at": pair.at,
            "sides": [_side(entry, rows[entry.pk], places) for entry in (pair.first, pair.second)],
        }
        for pair in pairs
    ]


def _side(entry: Entry, row: dict[str, Any], places: dict[str, str]) -> dict[str, Any]:
    facts = [
        (_("日期"), row["happened_on"]),
        (_("提供方"), row["giver"]),
        (_("受助方"), row["receiver"]),
        (_("金额（元）"), row["amount"]),
        (_("数量"), row["quantity"]),
        (_("受益地区"), places.get(entry.area_code, entry.area_code)),
        (_("记账人"), f"{entry.posted_by.name} · {entry.posted_at:%Y-%m-%d}"),
        (_("说明"), entry.note),
    ]
    return {
        "id": entry.pk,
        "title": row["kind"]["text"],
        "url": reverse("ledger.entry.detail", args=[entry.pk]),
        "state": row["state"],
        "facts": [(title, value or None) for title, value in facts],
    }


def _decide(request: HttpRequest) -> HttpResponse:
    user, given = request.user, request.POST
    reason, address = given.get("reason", ""), reverse("ledger-doubles")
    address += f"?area={given['area']}" if given.get("area") else ""
    try:
        told = _done(user, given, reason)
    except SuspectedDouble.DoesNotExist:
        messages.warning(request, _("没有这一对记录。"))
    except Refused as refused:
        messages.warning(request, refused.message)
    else:
        messages.success(request, told)
    return redirect(address)


def _done(user: User, given: Any, reason: str) -> str:
    match given.get("do"):
        case "find":
            found = sum(find_doubles(user, area_code=area) for area in _places_of(user))
            return _("重新查找完毕，新发现 %(n)s 对。") % {"n": found}
        case "apart":
            ids = [int(text) for text in given.getlist("ids") if text.isdigit()]
            return _("已把 %(n)s 对判断为不是同一笔，不再提示。") % {"n": keep_apart(user, ids, reason=reason)}
        case "same":
            number = int(given["pair"])
            decide_double(user, number, same=True, reason=reason, reverse=int(given["reverse"]))
            return _("已判断为同一笔，并冲销了其中一笔。")
        case "reopen":
            reopen_double(user, int(given["pair"]), reason=reason)
            return _("已撤销判断；冲销过的那笔重新记了账。")
        case _:
            decide_double(user, int(given["pair"]), same=False, reason=reason)
            return _("已判断为不是同一笔，不再提示。")


def _places_of(user: User) -> list[str]:
    return [""] if user.is_operator else sorted({grant.area_code for grant in active_grants(user)})
