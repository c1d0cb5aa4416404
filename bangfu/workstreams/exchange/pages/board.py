"""The board of open needs, one need in public words, and claiming it."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from time import monotonic
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup

from bangfu.kernel.codelists.queries import choices, labels
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.edits import KEY, attempt
from bangfu.kernel.pages.frame import show
from bangfu.kernel.pages.submissions import new_key, submit_once
from bangfu.kernel.remembered import SECONDS, RememberedByKey, RememberedEach
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import active_grants, may, require, scope_of
from bangfu.kernel.rows.visibility import Absent
from bangfu.parties.models import Area
from bangfu.parties.queries import area_path, names_of, party_id_of
from bangfu.parties.queries.areas import below
from bangfu.workstreams.exchange.actions import claim_need, complain
from bangfu.workstreams.exchange.forms import ClaimForm, ComplaintForm
from bangfu.workstreams.exchange.models import Claim, Kind, Need
from bangfu.workstreams.exchange.pages.shown import (
    amount,
    board_columns,
    board_rows,
    claim_columns,
    claim_rows,
    may_claim_for,
    state_cell,
)
from bangfu.workstreams.exchange.permissions import BOARD_VIEW, CLAIM_MAKE, COMPLAINT_MAKE, NEED_ENTER, NEED_VIEW
from bangfu.workstreams.exchange.queries.board import (
    Wanted,
    ids_on_page,
    last_change,
    lines_of,
    may_see_inside,
    may_see_need,
    open_needs,
    public_place,
)

PER_PAGE, COUNTED_AHEAD, MOST_PLACES = 50, 1_001, 400
ORDERS = (
    ("new", gettext_lazy("最新")),
    ("urgent", gettext_lazy("紧急")),
    ("old", gettext_lazy("等得最久")),
    ("small", gettext_lazy("金额从小到大")),
)


_tables: RememberedByKey[tuple[Markup, int | None]] = RememberedByKey(200)
_townships: RememberedEach[frozenset[str], list[tuple[str, str]]] = RememberedEach(seconds=60)


def board_page(request: HttpRequest) -> HttpResponse:
    """List what is open, with filters; anybody who works here may look."""
    user = request.user
    require(user, BOARD_VIEW)
    wanted = wanted_of(request)
    page = max(_whole(request, "page") or 1, 1)
    counted = page * PER_PAGE + COUNTED_AHEAD
    lines, total = _lines(user, wanted, page, counted)
    asked = {name: value for name in request.GET if name != "page" and (value := request.GET[name])}
    context = {
        "fields": _fields(user, request, wanted),
        "tabs_": _tabs(asked),
        "lines": lines,
        "page": page,
        "pages": max(1, -(-(counted if total is None else total) // PER_PAGE)),
        "total": total,
        "url_for": lambda number: "?" + urlencode({**asked, "page": number}),
        "filtered": bool({name for name in asked if name != "order"}),
        "may_ask": may(user, NEED_ENTER),
        "may_claim": may(user, CLAIM_MAKE),
        "many": total is None,
    }
    return show(request, "exchange/board.html", context, crumbs=[("", _("需求榜"))])


def _lines(user: User, wanted: Wanted, page: int, counted: int) -> tuple[Markup, int | None]:
    """Return the table of a page, empty where there is nothing, and how many needs there are (None: many).

    It is the same for all who know places as exactly, until somebody writes something; and never older than seconds.
    """
    reach, tick = scope_of(user, NEED_VIEW).prefixes, int(monotonic() // SECONDS)
    key = (last_change(), tick, reach, get_language(), wanted, page)

    def read() -> tuple[Markup, int | None]:
        ids, total = ids_on_page(open_needs(wanted), offset=(page - 1) * PER_PAGE, limit=PER_PAGE, counted=counted)
        rows = board_rows(user, lines_of(ids))
        table = render_to_string("exchange/board_lines.html", {"columns": board_columns(), "rows": rows})
        return Markup(table if rows else ""), total  # noqa: S704 - the template has escaped it

    return _tables.get(key, read)


def wanted_of(request: HttpRequest) -> Wanted:
    """Return what the address asks for; raise Refused for a value that cannot be."""
    kind, order = request.GET.get("kind", ""), request.GET.get("order", "") or "new"
    place = request.GET.get("place", "")
    if kind and kind not in Kind.values:
        raise Refused(_("没有这个类别。"), field="kind")
    if order not in dict(ORDERS):
        raise Refused(_("没有这种排序。"), field="order")
    if place and not place.isdigit():
        raise Refused(_("没有这个地区。"), field="place")
    return Wanted(
        area_code=place,
        kind=kind,
        category=request.GET.get("category", ""),
        urgency=_whole(request, "urgency"),
        least=_money(request, "least"),
        most=_money(request, "most"),
        text=request.GET.get("q", "").strip()[:60],
        wishes=request.GET.get("wishes") == "1",
        order=order,
    )


def _whole(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not text.isdigit() or len(text) > 7:
        raise Refused(_("“%(text)s”不是数字。") % {"text": text[:20]}, field=name)
    return int(text)


def _money(request: HttpRequest, name: str) -> Decimal | None:
    text = request.GET.get(name, "")
    try:
        found = Decimal(text).quantize(Decimal("0.01")) if text else None
    except InvalidOperation as error:
        raise Refused(_("“%(text)s”不是金额。") % {"text": text[:20]}, field=name) from error
    return found


def _fields(user: User, request: HttpRequest, wanted: Wanted) -> list[dict[str, Any]]:
    given = request.GET
    return [
        {"name": "q", "label": _("搜索"), "kind": "search", "value": wanted.text, "placeholder": _("轮椅、助学、辅导")},
        {
            "name": "kind",
            "label": _("类别"),
            "kind": "select",
            "options": [("", _("全部")), *Kind.choices],
            "value": wanted.kind,
        },
        {
            "name": "place",
            "label": _("地区"),
            "kind": "select",
            "options": [("", _("全部")), *_places(user)],
            "value": wanted.area_code,
        },
        {
            "name": "urgency",
            "label": _("紧急程度"),
            "kind": "select",
            "options": [("", _("全部")), *((str(v), word) for v, word in Need.Urgency.choices)],
            "value": given.get("urgency", ""),
            "more": True,
        },
        {
            "name": "category",
            "label": _("用途"),
            "kind": "select",
            "options": [("", _("全部")), *choices("need_category")],
            "value": wanted.category,
            "more": True,
        },
        {
            "name": "least",
            "label": _("估价不低于（元）"),
            "kind": "number",
            "value": given.get("least", ""),
            "more": True,
        },
        {
            "name": "most",
            "label": _("估价不高于（元）"),
            "kind": "number",
            "value": given.get("most", ""),
            "more": True,
        },
        {
            "name": "wishes",
            "label": _("微心愿"),
            "kind": "select",
            "options": [("", _("全部")), ("1", _("只看微心愿"))],
            "value": given.get("wishes", ""),
            "more": True,
        },
    ]


def _places(user: User) -> list[tuple[str, str]]:
    """Counties and townships around the user's grants."""
    counties = frozenset(grant.area_code[:6] for grant in active_grants(user) if len(grant.area_code) >= 6)
    return _townships.get(counties, lambda: _read_townships(counties)) if counties else []


def _read_townships(counties: frozenset[str]) -> list[tuple[str, str]]:
    rows = Area.objects.none()
    for code in counties:
        rows = rows | below(Area.objects.all(), code)
    rows = rows.filter(level__in=(6, 9), valid_to=None).order_by("code")
    return [
        (code, name if len(code) == 6 else f"　{name}") for code, name in rows.values_list("code", "name")[:MOST_PLACES]
    ]


def _tabs(asked: dict[str, str]) -> list[dict[str, Any]]:
    now = asked.get("order", "new")
    return [
        {"title": title, "url": "?" + urlencode({**asked, "order": name}), "active": name == now}
        for name, title in ORDERS
    ]


def need_of(user: User, pk: int) -> Need:
    """Return a need the user may at least see in public words; raise Absent otherwise."""
    need = Need.objects.select_related("wave").filter(pk=pk).first()
    if need is None or not may_see_need(user, need):
        raise Absent(_("没有这个需求，或它不在榜上。"))
    return need


def need_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one need in public words; claim it with a second click."""
    user, need = request.user, need_of(request.user, pk)
    open_now = need.state in ("published", "offline") and need.left > 0
    may_claim = open_now and may(user, CLAIM_MAKE) and (party_id_of(user) or may_claim_for(user, need))
    form = ClaimForm(request.POST if request.method == "POST" else None, actor=user)
    if not need.group:
        del form.fields["quantity"]
    if not may_claim_for(user, need):
        del form.fields["donor"]
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _claimed(request, need, form)):
        return redirect(form.answer)
    inside = may_see_inside(user, need)
    code = need.area_code if inside else public_place(need.area_code, need.band)
    claims = (
        need.claims.select_related("need").order_by("-id")[:20] if scope_of(user, NEED_VIEW).prefixes and inside else []
    )
    context = {
        "need": need,
        "inside": inside,
        "asker": names_of([need.asker_id]).get(need.asker_id, "") if inside else "",
        "place": area_path(code),
        "state": state_cell(need),
        "quantity": amount(need.quantity, need.unit),
        "left": amount(need.left, need.unit),
        "category": labels("need_category").get(need.category, ""),
        "may_claim": may_claim,
        "open_now": open_now,
        "unlinked": open_now and may(user, CLAIM_MAKE) and not may_claim,
        "may_complain": may(user, COMPLAINT_MAKE),
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "claim_columns": claim_columns(),
        "claims": claim_rows(user, claims),
        "share": need.taken / need.quantity if need.quantity else 0,
    }
    status = 422 if request.method == "POST" else 200
    return show(
        request,
        "exchange/need.html",
        context,
        crumbs=[(reverse("exchange-board"), _("需求榜")), ("", need.title)],
        status=status,
    )


def _claimed(request: HttpRequest, need: Need, form: ClaimForm) -> str:
    def work() -> str:
        claim = claim_need(request.user, need, **form.cleaned_data)
        if claim.state == Claim.State.HELD:
            messages.info(request, _("认领较多，已转人工核准；核准前这个需求别人仍可认领。"))
        else:
            messages.success(request, _("认领成功。村信息点会征求求助方意见，同意后您能看到联系方式。"))
        return reverse("exchange.claim.detail", args=[claim.pk])

    return submit_once(request.user, request.POST.get(KEY, ""), work)[0]


def complain_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what is wrong with a need."""
    need = need_of(request.user, pk)
    require(request.user, COMPLAINT_MAKE)
    form = ComplaintForm(request.POST if request.method == "POST" else None, actor=request.user)
    back = reverse("exchange-board-need", args=[pk])

    def work() -> str:
        complain(request.user, need, **form.cleaned_data)
        messages.success(request, _("已收到，核查后会有结果。"))
        return back

    def once() -> str:
        return submit_once(request.user, request.POST.get(KEY, ""), work)[0]

    if request.method == "POST" and form.is_valid() and attempt(form, once):
        return redirect(form.answer)
    context = {
        "page": {"title": _("反映问题"), "note": need.title},
        "form": form,
        "hidden": {KEY: request.POST.get(KEY) or new_key()},
        "cancel_url": back,
        "submit_label": _("提交"),
        "edited": None,
        "edited_by": None,
    }
    status = 422 if request.method == "POST" else 200
    return show(
        request, "kernel/pages/form.html", context, crumbs=[(back, need.title), ("", _("反映问题"))], status=status
    )
