"""The pairing overview: coverage by place, who has nobody, how the load lies, who left, and what was proposed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.pages.asking import place_of
from bangfu.figures.pages.words import place_name, places_offered
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import Scope, may, require
from bangfu.office.pages.progress import coverage_words, pairing_address
from bangfu.office.queries.coverage import SchemeCoverage, coverage_of, in_order
from bangfu.office.queries.pairing import gone_but_paired, left_lately, load_of
from bangfu.office.queries.proposals import proposals_visible_to
from bangfu.pairing.models import Proposal, Scheme
from bangfu.pairing.queries import unpaired
from bangfu.pairing.queries.schemes import schemes_in_use
from bangfu.pairing.queries.sides import place_field
from bangfu.parties.queries import area_paths, areas_visible_to, children_of, names_of

PER_PAGE, SHOWN, TOWNSHIP_UP = 50, 15, 9
PROPOSAL_TONES = {"open": "waiting", "accepted": "good", "withdrawn": "neutral", "undone": "neutral"}
VIEW = "office.pairing.view"


def overview_page(request: HttpRequest) -> HttpResponse:
    """Show one scheme in one place."""
    user = request.user
    reach = require(user, VIEW)
    schemes = in_order(Scheme.objects.all())
    if not schemes:
        return show(request, "office/pairing.html", {"scheme": None}, crumbs=[("", _("结对总览"))])
    scheme = scheme_of(request, schemes)
    place = checked_place(request, reach)
    covered = coverage_of(scheme, place)
    context = {
        "scheme": scheme,
        "schemes": [
            {"title": s.words, "url": pairing_address(s.name, place), "active": s == scheme}
            for s in offered(schemes, scheme, place)
        ],
        "fields": place_field_of(user, reach, place),
        "place": place,
        "place_name": place_name(user, reach, place),
        "covered": covered.within(),
        "shown": coverage_words(covered.within()),
        "parts": parts(user, scheme, place, covered),
        "unpaired": unpaired_part(request, scheme, place, covered.within().missing),
        **load_part(scheme, place),
        "gone": gone_part(scheme, place),
        "left": left_part(scheme, place),
        "proposals": proposals_part(user, scheme),
        "may_propose": may(user, "pairing.proposal.make"),
        "links": links(user, scheme, place),
    }
    return show(request, "office/pairing.html", context, crumbs=[("", _("结对总览"))])


def offered(schemes: list[Scheme], chosen: Scheme, place: str) -> list[Scheme]:
    """Return the schemes used in a place and the one looked at; all of them where nothing has begun."""
    used = {scheme.pk for scheme in schemes_in_use(place)} | {chosen.pk}
    return [scheme for scheme in schemes if scheme.pk in used] if len(used) > 1 else schemes


def scheme_of(request: HttpRequest, schemes: list[Scheme]) -> Scheme:
    """Return the scheme of the address, by default the first that must reach everybody."""
    name = request.GET.get("scheme") or schemes[0].name
    found = next((scheme for scheme in schemes if scheme.name == name), None)
    if found is None:
        raise Refused(_("没有代号为“%(text)s”的方案。") % {"text": name[:40]}, field="scheme")
    return found


def checked_place(request: HttpRequest, reach: Scope) -> str:
    """Return the place of the address; several places of one user are looked at one by one."""
    place = place_of(request, reach) or ("" if reach.everywhere else reach.prefixes[0])
    if not reach.covers(place):
        raise Denied(_("这个地区不在您的管辖范围内。"))
    return place


def place_field_of(user: User, reach: Scope, place: str) -> list[dict[str, Any]]:
    """Return the choice of place."""
    offered = places_offered(user, reach, place)
    field = {"name": "place", "label": _("地区"), "kind": "select", "options": offered, "value": place}
    return [{**field, "placeholder": place_name(user, reach, "")}] if offered else []


def parts(user: User, scheme: Scheme, place: str, covered: SchemeCoverage) -> dict[str, Any] | None:
    """Return the parts of a place with their coverage."""
    below = list(children_of(areas_visible_to(user), place).order_by("code").values_list("code", "name"))
    rows = [
        {
            "cells": (
                {"text": name, "url": pairing_address(scheme.name, code)},
                f"{here.recipients:,}",
                f"{here.paired:,}",
                coverage_words(here),
                {"text": f"{here.missing:,}", "url": pairing_address(scheme.name, code) + "#unpaired"}
                if here.missing
                else "0",
            ),
            "row_tone": "warning" if here.missing else "",
        }
        for code, name in below
        if (here := covered.within(code)).recipients
    ]
    if not rows:
        return None
    total = covered.within()
    columns = [
        {"key": "place", "title": _("地区")},
        {"key": "all", "title": _("应结对%s") % scheme.recipient_words, "align": "right"},
        {"key": "paired", "title": _("已结对"), "align": "right"},
        {"key": "share", "title": _("覆盖率"), "align": "right"},
        {"key": "missing", "title": _("未结对"), "align": "right"},
    ]
    totals = (_("合计"), f"{total.recipients:,}", f"{total.paired:,}", coverage_words(total), f"{total.missing:,}")
    return {"columns": columns, "rows": rows, "totals": totals}


class Counted(Paginator):
    """Pages of rows whose number is known already."""

    def __init__(self, rows: Any, per_page: int, count: int) -> None:
        super().__init__(rows, per_page)
        self.count = count


def unpaired_part(request: HttpRequest, scheme: Scheme, place: str, missing: int) -> dict[str, Any]:
    """Return one page of those who have nobody."""
    pages = Counted(unpaired(scheme, place), PER_PAGE, missing)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    field = place_field(scheme)
    paths = area_paths({getattr(row, field) for row in rows}, top=TOWNSHIP_UP)
    may_change = may(request.user, "pairing.pairing.change", place or None)
    listed = [
        {
            "cells": (
                {"text": str(row), "url": recipient_address(scheme, row.pk)},
                paths.get(getattr(row, field), getattr(row, field)),
                {"text": _("结对"), "url": new_pair_address(scheme, row.pk)} if may_change else None,
            )
        }
        for row in rows
    ]
    given = {"scheme": scheme.name, **({"place": place} if place else {})}
    return {
        "rows": listed,
        "total": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "url_for": lambda number: f"{reverse('pairing')}?{urlencode({**given, 'page': number})}#unpaired",
    }


def recipient_address(scheme: Scheme, pk: int) -> str:
    """Return the page of a recipient."""
    return reverse(f"parties.{scheme.recipient_kind}.detail", args=[pk])


def new_pair_address(scheme: Scheme, recipient: int) -> str:
    """Return the form that pairs one recipient."""
    return f"{reverse('pairing.pairing.new')}?{urlencode({'scheme': scheme.name, 'recipient': recipient})}"


def load_part(scheme: Scheme, place: str) -> dict[str, Any]:
    """Return how many helpers have how many recipients, as a chart and in words."""
    load = load_of(scheme, place)
    counts = {0: load.idle, **load.by_count} if load.idle else dict(load.by_count)
    options = {
        "xAxis": {"type": "category", "data": [f"{n}" for n in counts], "name": scheme.recipient_words},
        "yAxis": {"type": "value", "name": scheme.helper_words},
        "grid": {"top": 32, "right": 48},
        "series": [{"type": "bar", "name": _("人数"), "data": list(counts.values()), "barMaxWidth": 40}],
    }
    over = sum(n for count, n in load.by_count.items() if scheme.per_helper_max and count > scheme.per_helper_max)
    return {
        "load": load,
        "load_chart": options if counts else None,
        "load_rows": [(_("%(n)s 个") % {"n": count}, f"{helpers:,}") for count, helpers in counts.items()],
        "load_over": over,
    }


def gone_part(scheme: Scheme, place: str) -> list[dict[str, Any]]:
    """Return pairings whose helper is gone, with where somebody else is put in."""
    rows = gone_but_paired(scheme, place, SHOWN)
    names = names_of({pk for row in rows for pk in (row.helper_id, row.recipient_id)})
    return [
        {
            "helper": names.get(row.helper_id, ""),
            "recipient": names.get(row.recipient_id, ""),
            "url": reverse("pairing.pairing.act", args=[row.pk, "replace"]),
        }
        for row in rows
    ]


def left_part(scheme: Scheme, place: str) -> list[dict[str, Any]]:
    """Return who left the scheme lately, as a timeline."""
    rows = left_lately(scheme, place, SHOWN)
    names = names_of({row.party_id for row in rows})
    return [
        {
            "when": row.valid_to,
            "title": names.get(row.party_id, ""),
            "body": row.reason_out,
            "url": reverse("pairing.enrolment.detail", args=[row.pk]),
        }
        for row in rows
    ]


def proposals_part(user: User, scheme: Scheme) -> list[dict[str, Any]]:
    """Return the latest proposals of a scheme."""
    if not may(user, "pairing.proposal.view"):
        return []
    rows = list(proposals_visible_to(user).filter(scheme=scheme).order_by("-pk")[:8])
    paths = area_paths({row.area_code for row in rows})
    return [
        {
            "when": row.made_at,
            "title": _("建议 %(n)s：%(place)s") % {"n": row.pk, "place": paths.get(row.area_code, row.area_code)},
            "who": f"{row.made_by} · {row.get_state_display()}",
            "url": reverse("proposal", args=[row.pk]),
            "tone": PROPOSAL_TONES[row.state],
            "open": row.state == Proposal.State.OPEN,
        }
        for row in rows
    ]


def links(user: User, scheme: Scheme, place: str) -> list[dict[str, Any]]:
    """Return the buttons: propose, printable list, export."""
    given = {"scheme": scheme.name, **({"place": place} if place else {})}
    found = [{"title": _("覆盖地图"), "url": f"{reverse('pairing-coverage')}?{urlencode(given)}", "icon": "map-2"}]
    found.append({"title": _("打印名单"), "url": f"{reverse('pairing-lists')}?{urlencode(given)}", "icon": "printer"})
    if may(user, "pairing.pairing.export"):
        asked = {"scheme": scheme.name, **({"area_code": place} if place else {})}
        address = f"{reverse('pairing.pairing.export')}?{urlencode(asked)}"
        found.append({"title": _("导出"), "url": address, "icon": "download"})
    if may(user, "pairing.proposal.make"):
        address = f"{reverse('propose')}?{urlencode(given)}"
        found.append({"title": _("提出建议"), "url": address, "icon": "bulb", "primary": True, "key": "n"})
    return found
