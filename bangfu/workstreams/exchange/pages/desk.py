"""The desk: what waits to be checked, reviewed, approved; what is late; what went offline."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from bangfu.kernel.flows.models import FlowStep
from bangfu.kernel.flows.queries import overdue
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of, scoped
from bangfu.workstreams.exchange.actions import check_needs, publish_needs
from bangfu.workstreams.exchange.actions.duplicates import find_duplicates
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Complaint, Need, Offer, TextHit
from bangfu.workstreams.exchange.pages.shown import claim_columns, claim_rows, desk_columns, desk_rows
from bangfu.workstreams.exchange.permissions import (
    CLAIM_APPROVE,
    CLAIM_CONFIRM,
    COMPLAINT_SETTLE,
    MATCH_MAKE,
    NEED_CHECK,
    NEED_REVIEW,
    NEED_VIEW,
    OFFER_REVIEW,
)
from bangfu.workstreams.exchange.queries.board import waiting_needs
from bangfu.workstreams.exchange.wording import doubts_of

PER_PAGE = 100


def desk_page(request: HttpRequest) -> HttpResponse:
    """Show one of the desk's heaps, and how high the others are."""
    user = request.user
    require(user, NEED_CHECK)
    heaps = _heaps(user)
    names = [heap["name"] for heap in heaps]
    chosen = request.GET.get("show", "")
    if chosen not in names:
        chosen = next((heap["name"] for heap in heaps if heap["count"]), names[0])
    heap = next(heap for heap in heaps if heap["name"] == chosen)
    pages = Paginator(heap["rows"], PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    objects = list(page.object_list)
    of_claims = bool(objects) and isinstance(objects[0], Claim)
    context = {
        "heaps": [
            {"title": h["title"], "count": h["count"], "url": f"?show={h['name']}", "active": h["name"] == chosen}
            for h in heaps
        ],
        "heap": heap,
        "columns": claim_columns() if of_claims else desk_columns(),
        "rows": claim_rows(user, objects) if of_claims else desk_rows(user, objects),
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?show={chosen}&page={number}",
        "links": _links(user),
        "hints": [(row, doubts) for row in objects if (doubts := doubts_of(row))] if heap["act"] == "publish" else [],
        "may_match": may(user, MATCH_MAKE),
        "may_compare": may(user, CLAIM_APPROVE),
    }
    return show(request, "exchange/desk.html", context, crumbs=[("", _("需求办理台"))])


def _heaps(user: User) -> list[dict[str, Any]]:
    late_needs = _late(user, NEED.name)
    late_claims = _late(user, CLAIM.name)
    heaps: list[tuple[str, str, QuerySet[Any], str]] = [
        ("checking", _("待村级核实"), waiting_needs(user, "checking", NEED_CHECK), "check"),
        ("reviewing", _("待审核发布"), waiting_needs(user, "reviewing", NEED_REVIEW), "publish"),
        ("consent", _("待征求意见"), _claims(user, CLAIM_CONFIRM).filter(state="claimed", consented_on=None), ""),
        ("delivered", _("待确认收到"), _claims(user, CLAIM_CONFIRM).filter(state="delivered"), ""),
        ("held", _("待核准认领"), _claims(user, CLAIM_APPROVE).filter(state="held"), ""),
        ("late", _("逾期需求"), Need.objects.filter(pk__in=late_needs).order_by("pk"), ""),
        ("late_claims", _("逾期认领"), _with_need(Claim.objects.filter(pk__in=late_claims)), ""),
        ("offline", _("转线下"), waiting_needs(user, "offline", NEED_VIEW), ""),
    ]
    return [
        {"name": name, "title": title, "rows": rows, "count": rows.order_by().count(), "act": act}
        for name, title, rows, act in heaps
    ]


def _claims(user: User, permission: str) -> QuerySet[Claim]:
    return _with_need(scoped(Claim.objects.all(), user, permission))


def _with_need(rows: QuerySet[Claim]) -> QuerySet[Claim]:
    return rows.select_related("need").order_by("claimed_at", "pk")


def _late(user: User, flow: str) -> QuerySet[FlowStep, Any]:
    return overdue(user, flow=flow).order_by().values("object_id")


def _links(user: User) -> list[dict[str, Any]]:
    found = []
    if may(user, COMPLAINT_SETTLE):
        count = scoped(Complaint.objects.filter(state="open"), user, COMPLAINT_SETTLE).count()
        found.append((_("待核查的投诉"), count, f"{reverse('exchange.complaint.list')}?state=open"))
    if may(user, OFFER_REVIEW):
        count = scoped(Offer.objects.filter(state="waiting"), user, OFFER_REVIEW).count()
        found.append((_("待审核的爱心供给"), count, f"{reverse('exchange.offer.list')}?state=waiting"))
    if may(user, NEED_REVIEW):
        count = scoped(TextHit.objects.filter(state="open"), user, NEED_REVIEW).count()
        found.append((_("待复核的公开内容"), count, f"{reverse('exchange.text_hit.list')}?state=open"))
    return [{"title": title, "count": count, "url": url} for title, count, url in found if count]


@require_POST
def desk_check(request: HttpRequest) -> HttpResponse:
    """Pass the ticked needs on to review."""
    count = check_needs(request.user, _ticked(request))
    messages.success(request, _("已核实 %(n)s 条。") % {"n": count})
    return redirect(f"{reverse('exchange-desk')}?show=checking")


@require_POST
def desk_publish(request: HttpRequest) -> HttpResponse:
    """Publish the ticked needs."""
    count = publish_needs(request.user, _ticked(request), seen="seen" in request.POST)
    messages.success(request, _("已发布 %(n)s 条。") % {"n": count})
    return redirect(f"{reverse('exchange-desk')}?show=reviewing")


@require_POST
def desk_duplicates(request: HttpRequest) -> HttpResponse:
    """Set the board's gifts beside those recorded by hand; what is found waits on the ledger's list of doubles."""
    user = request.user
    places = sorted(scope_of(user, CLAIM_APPROVE).prefixes)
    count = sum(find_duplicates(user, area_code=place) for place in places)
    messages.success(request, _("线上线下对照完毕，新发现 %(n)s 对。") % {"n": count})
    return redirect("ledger-doubles")


def _ticked(request: HttpRequest) -> list[int]:
    return [int(pk) for pk in request.POST.getlist("ids") if pk.isdigit()][:1000]
