"""Sharing a target out: one box for each part, the sum and what remains said before and after."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.figures.actions import SHARE, share_out_target
from bangfu.figures.covering import AXES, direct_parts, key_of_part, period_kinds
from bangfu.figures.declared import figures
from bangfu.figures.models import Target
from bangfu.figures.resources import TARGET_ROWS
from bangfu.figures.units import MONEY, NOT_SUMMED, unit_word, written
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.periods import Kind, NoPeriod, split
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.parties.models import Organisation
from bangfu.parties.queries import area_names, areas_visible_to, children_of

PREFIX, MOST = "part-", 400
WAN = Decimal(10_000)


def share_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the parts of a target along an axis, or save what was typed; a refusal keeps what was typed."""
    user = request.user
    require(user, SHARE)
    target = row_visible_to(user, TARGET_ROWS, pk)
    assert isinstance(target, Target)
    require(user, SHARE, target.area_code)
    by = request.GET.get("by") or AXES[0]
    if by not in AXES:
        raise Refused(_("不能按“%(by)s”分解。") % {"by": by[:20]}, field="by")
    problem = ""
    if request.method == "POST":
        try:
            shared = share_out_target(
                user,
                target,
                by=by,
                values=_typed(request, target),
                document=request.POST.get("document", "").strip(),
                reason=request.POST.get("reason", "").strip(),
            )
        except Refused as refused:
            problem = refused.message
        else:
            _tell(request, target, shared.total, shared.remaining)
            return redirect(reverse("figures.target.detail", args=[target.pk]))
    context = _context(user, target, by, request, problem)
    crumbs = [(reverse("figures.target.detail", args=[pk]), _("目标")), ("", _("分解"))]
    return show(request, "figures/share.html", context, crumbs=crumbs, status=422 if problem else 200)


def _tell(request: HttpRequest, target: Target, total: Decimal | None, remaining: Decimal | None) -> None:
    if total is None or not remaining:
        messages.success(request, _("已分解。"))
        return
    messages.warning(
        request,
        _("已分解，合计 %(total)s，还有 %(rest)s 没有分下去。")
        % {"total": written(total, target.counted_in), "rest": written(remaining, target.counted_in)},
    )


def _scale(target: Target) -> Decimal:
    return WAN if target.counted_in == MONEY else Decimal(1)


def _typed(request: HttpRequest, target: Target) -> dict[str, Decimal]:
    """Read the boxes that were filled in; money is typed in 万元. Raises Refused for what is no number."""
    values = {}
    for name, text in request.POST.items():
        if not name.startswith(PREFIX) or not str(text).strip():
            continue
        try:
            values[name.removeprefix(PREFIX)] = Decimal(str(text).strip().replace(",", "")) * _scale(target)
        except InvalidOperation as error:
            raise Refused(_("“%(text)s”不是数。") % {"text": str(text)[:20]}, field=name) from error
    new = request.POST.get("unit-new", "").split(" ")[0]
    value = request.POST.get("unit-value", "").strip()
    if new.isdigit() and value:
        try:
            values[new] = Decimal(value.replace(",", "")) * _scale(target)
        except InvalidOperation as error:
            raise Refused(_("“%(text)s”不是数。") % {"text": value[:20]}, field="unit-value") from error
    return values


def _context(user: User, target: Target, by: str, request: HttpRequest, problem: str) -> dict[str, Any]:
    parts = {key_of_part(part, by): part for part in direct_parts(target, by)}
    offered = _offered(user, target, by, request.GET.get("kind", "")) | _names_of(parts, by)
    total = sum((part.value for part in parts.values()), Decimal(0))
    figure = figures.get(target.figure)
    posted = request.POST if request.method == "POST" else {}
    unit = _("万元") if target.counted_in == MONEY else unit_word(target.counted_in)
    titles = {"area": _("按地区"), "period": _("按时期"), "organisation": _("按单位")}
    return {
        "target": target,
        "title": figure.title if figure else target.figure,
        "value": written(target.value, target.counted_in),
        "by": by,
        "tabs": [{"title": titles[axis], "url": f"?by={axis}", "active": axis == by} for axis in AXES],
        "kinds": _kind_tabs(target, request.GET.get("kind", "")) if by == "period" else [],
        "boxes": [
            {"name": f"{PREFIX}{key}", "label": words, "value": posted.get(f"{PREFIX}{key}", _shown(parts.get(key)))}
            for key, words in offered.items()
        ][:MOST],
        "unit": unit,
        "units": _units(user, target) if by == "organisation" else [],
        "summed": target.counted_in not in NOT_SUMMED,
        "total": written(total, target.counted_in),
        "remaining": written(target.value - total, target.counted_in),
        "problem": problem,
        "back": reverse("figures.target.detail", args=[target.pk]),
    }


def _shown(part: Target | None) -> str:
    return "" if part is None else f"{(part.value / _scale(part)).normalize():f}"


def _offered(user: User, target: Target, by: str, kind: str) -> dict[str, str]:
    """Return the parts one may fill in: places one level below, or the parts of the period."""
    if by == "area":
        if not target.receives:
            return {}
        rows = children_of(areas_visible_to(user), target.area_code).order_by("code").values_list("code", "name")
        return dict(rows)
    if by == "period":
        kinds = period_kinds(target)
        if not kinds:
            return {}
        chosen = next((one for one in kinds if one.value == kind), kinds[0])
        try:
            return {part.code: part.words for part in split(target.period, chosen)}
        except NoPeriod:
            return {}
    return {}


def _names_of(parts: dict[str, Target], by: str) -> dict[str, str]:
    if by == "area":
        names = area_names(parts)
        return {key: names.get(key, key) for key in parts}
    if by == "period":
        return {key: part.period.words for key, part in parts.items()}
    return {key: part.organisation.name for key, part in parts.items() if part.organisation is not None}


def _units(user: User, target: Target) -> list[tuple[str, str]]:
    """Return the units of the place, for the box that adds one."""
    rows = Organisation.objects.filter(area_code__startswith=target.area_code, valid_to=None).order_by("name")
    return [(str(pk), name) for pk, name in rows.values_list("party_id", "name")[:MOST]]


def _kind_tabs(target: Target, kind: str) -> list[dict[str, Any]]:
    titles = {Kind.YEAR: _("按年"), Kind.HALF: _("按半年"), Kind.QUARTER: _("按季"), Kind.MONTH: _("按月")}
    kinds = period_kinds(target)
    chosen = kind or (kinds[0].value if kinds else "")
    return [
        {"title": titles[one], "url": f"?by=period&kind={one.value}", "active": one.value == chosen} for one in kinds
    ]
