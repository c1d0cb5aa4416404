"""Region pairs from either side: agreements, the year's indicators, visits, what was given, people sent and come."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from bangfu.figures.agreements.panel import table_of
from bangfu.figures.agreements.performance import performance
from bangfu.figures.declared import figures
from bangfu.figures.natures import WORDS, sums_of
from bangfu.figures.pages.asking import figure_address
from bangfu.figures.pages.rows import as_table, ordered
from bangfu.figures.region_pairs import (
    Indicator,
    RegionPair,
    entries_between,
    in_year,
    indicators,
    money_by_year,
    passed_by,
    people_kinds,
    question_of,
    region_pairs,
    seen_by,
    visits_between,
    years_between,
)
from bangfu.figures.units import written
from bangfu.kernel import formats
from bangfu.kernel.areas_of import COUNTY
from bangfu.kernel.errors import Refused
from bangfu.kernel.manifest import manifests
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.rows.visibility import row_visible_to
from bangfu.ledger.kinds import entry_kinds
from bangfu.pairing.agreements import CHANGE, STANDINGS, VIEW
from bangfu.pairing.models import Agreement
from bangfu.pairing.queries.agreements import agreements_visible_to
from bangfu.parties.queries import names_of

PAIRS_VIEW = "pairing.pairing.view"
PER_PAGE, SHOWN, AGREEMENTS = 30, 10, 12


def pairs_page(request: HttpRequest) -> HttpResponse:
    """List the region pairs that the user sees, from either side."""
    require(request.user, PAIRS_VIEW)
    pages = Paginator(region_pairs(request.user).order_by("valid_to", "area_code", "pk"), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = list(page.object_list)
    names = names_of({pk for row in rows for pk in (row.helper_id, row.recipient_id)})
    listed = [
        {
            "cells": (
                {"text": _title(names, row), "url": reverse("region-pair", args=[row.pk])},
                row.scheme.words,
                row.valid_from.isoformat(),
                row.valid_to.isoformat() if row.valid_to else {"text": _("至今"), "tone": "good"},
            ),
            "row_url": reverse("region-pair", args=[row.pk]),
        }
        for row in rows
    ]
    context = {
        "rows": listed,
        "page": page.number,
        "pages": pages.num_pages,
        "total": pages.count,
        "url_for": lambda number: f"?page={number}",
        "may_register": may(request.user, "pairing.pairing.change"),
    }
    return show(request, "office/region_pairs.html", context, crumbs=[("", _("地区结对"))])


def pair_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one pair in one year; a stranger's pair answers as one that does not exist."""
    user, pair = request.user, _pair(request, pk)
    years = years_between(user, pair)
    year = _year(request, years)
    given, back = (in_year(entries_between(user, pair, back=back), year) for back in (False, True))
    names = names_of([pair.pairing.helper_id, pair.pairing.recipient_id])
    visits, visit_count = visits_between(user, pair, year, SHOWN)
    context = {
        "pair": pair,
        "title": _title(names, pair.pairing),
        "helper": names.get(pair.pairing.helper_id, ""),
        "recipient": names.get(pair.pairing.recipient_id, ""),
        "side": _("从帮扶方看") if pair.from_helper else _("从受助方看"),
        "year": year,
        "years": [{"title": str(y), "url": f"?year={y}", "active": y == year} for y in years[:12]],
        "cards": cards(pair, year, passed_by(given, "kind"), passed_by(back, "kind")),
        "indicators": [indicator_row(pair, row) for row in (indicators(user, pair, year) if year else [])],
        **agreements_part(user, pair, year),
        "may_record": may(user, "ledger.entry.record"),
        "matrix": matrix(user, pair),
        "given": kinds_table(pair, year, passed_by(given, "kind"), back=False),
        "back": kinds_table(pair, year, passed_by(back, "kind"), back=True),
        "visits": as_table(given.model, visits),
        "visit_count": visit_count,
        "links": links(user, pair),
    }
    crumbs = [(reverse("region-pairs"), _("地区结对")), ("", context["title"])]
    return show(request, "office/region_pair.html", context, crumbs=crumbs)


def pair_entries_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the entries of a pair: one way, of a year, a working group or a kind."""
    user, pair = request.user, _pair(request, pk)
    back, kind, workstream = request.GET.get("back") == "1", request.GET.get("kind", ""), request.GET.get("group", "")
    rows = in_year(entries_between(user, pair, back=back), _given_year(request))
    if kind:
        rows = rows.filter(kind=kind)
    if workstream:
        rows = rows.filter(workstream=workstream)
    pages = Paginator(ordered(rows), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    names = names_of([pair.pairing.helper_id, pair.pairing.recipient_id])
    title = _title(names, pair.pairing, back=back)
    kept = {name: value for name in ("back", "kind", "group", "year") if (value := request.GET.get(name))}
    context = {
        "title": title,
        "note": " · ".join(_narrowed(kind, workstream, kept.get("year", ""))),
        **as_table(rows.model, list(page.object_list)),
        "total": pages.count,
        "page": page.number,
        "pages": pages.num_pages,
        "url_for": lambda number: "?" + urlencode({**kept, "page": number}),
    }
    crumbs = [
        (reverse("region-pairs"), _("地区结对")),
        (reverse("region-pair", args=[pk]), _title(names, pair.pairing)),
    ]
    return show(request, "office/region_pair_entries.html", context, crumbs=[*crumbs, ("", _("帮扶记录"))])


def _pair(request: HttpRequest, pk: int) -> RegionPair:
    require(request.user, PAIRS_VIEW)
    row = row_visible_to(request.user, resources["pairing.pairing"], pk)
    if row.scheme.recipient_kind != "area" or len(row.area_code) != COUNTY:
        raise Refused(_("这一结对不是县（区）之间的结对。"))
    return seen_by(request.user, row)


def _given_year(request: HttpRequest) -> int | None:
    text = request.GET.get("year", "").strip()
    if not text:
        return None
    if not text.isdigit() or not 1949 <= int(text) <= 2200:
        raise Refused(_("“%(text)s”不是年份。") % {"text": text[:20]}, field="year")
    return int(text)


def _year(request: HttpRequest, years: list[int]) -> int | None:
    return _given_year(request) or next(iter(years), None)


def _title(names: dict[int, str], pairing: Any, *, back: bool = False) -> str:
    ends = [names.get(pairing.helper_id, ""), names.get(pairing.recipient_id, "")]
    return " → ".join(reversed(ends) if back else ends)


def _narrowed(kind: str, workstream: str, year: str) -> list[str]:
    found = [str(entry_kinds[kind].title)] if kind in entry_kinds else []
    found += [str(manifests[workstream].title)] if workstream in manifests else []
    return [*found, *([_("%(year)s 年") % {"year": year}] if year else [])]


def entries_address(pair: RegionPair, **given: Any) -> str:
    """Return the page that lists the entries behind a number."""
    asked = {name: value for name, value in given.items() if value not in (None, "", False)}
    address = reverse("region-pair-entries", args=[pair.pairing.pk])
    return f"{address}?{urlencode(asked)}" if asked else address


def cards(pair: RegionPair, year: int | None, given: list[Any], back: list[Any]) -> list[dict[str, Any]]:
    """Return the numbers on top: money, entries, people one way and the other."""
    people = set(people_kinds())
    sent = sum(p.persons or 0 for p in given if p.key in people)
    came = sum(p.persons or 0 for p in back if p.key in people)
    money = sums_of((p.key, p.amount) for p in given)
    here, there = entries_address(pair, year=year), entries_address(pair, year=year, back="1")
    return [
        *(
            {"label": word, "value": formats.money(money[nature]), "url": here}
            for nature, word in WORDS.items()
            if money[nature]
        ),
        {"label": _("帮扶记录"), "value": formats.number(sum(p.entries for p in given)), "url": here},
        {"label": _("惠及和选派人数"), "value": formats.number(sent), "url": here, "note": _("记录写明的人数之和")},
        {
            "label": _("反方向记录"),
            "value": formats.number(sum(p.entries for p in back)),
            "url": there,
            "note": _("%(n)s 人") % {"n": formats.number(came)} if came else _("受助方到帮扶方"),
        },
    ]


def indicator_row(pair: RegionPair, row: Indicator) -> dict[str, Any]:
    """Return one yearly indicator with what was reached, open to its figure."""
    target, asked = row.target, question_of(pair, row.target)
    figure = figures.get(target.figure)
    unit = figure.unit if figure else ""
    address = figure_address(
        target.figure,
        {
            "place": asked.area_code,
            "from": str(target.starts_on),
            "to": str(target.ends_on),
            "side": asked.side if asked.side == "giver" else None,
            "pair": asked.partner or None,
        },
    )
    together = not target.area_code.startswith(pair.area_code)
    done = row.percent is not None and row.percent >= 100
    return {
        "cells": (
            (str(figure.title) if figure else target.figure) + (_("（几地合计）") if together else ""),
            written(target.value, unit),
            {"text": written(row.reached, unit), "url": address} if row.reached is not None else None,
            {"text": formats.percent(row.percent / 100), "tone": "good" if done else "waiting"}
            if row.percent is not None
            else None,
            target.document,
        )
    }


def agreements_part(user: User, pair: RegionPair, year: int | None) -> dict[str, Any]:
    """Return the pair's agreements: those of its own with the duties of the year, and how many others there are."""
    if not may(user, VIEW):
        return {"agreements": [], "duties": None, "agreement_count": 0, "agreements_url": ""}
    rows = agreements_visible_to(user).exclude(state=Agreement.State.DISCARDED)
    if pair.helper_code:
        rows = rows.filter(area_code__startswith=pair.area_code, helper_area_code__startswith=pair.helper_code)
    else:
        rows = rows.filter(pairing=pair.pairing)
    own = list(rows.exclude(kind=Agreement.Kind.ENTERPRISE).with_standing().order_by("-valid_from", "pk")[:AGREEMENTS])
    duties = [
        performed
        for agreement in own
        if (asked := [duty for duty in agreement.duties.select_related("agreement") if year in (None, duty.year)])
        for performed in performance(user, agreement, asked)
    ]
    given = {"area_code": pair.area_code, **({"helper_area_code": pair.helper_code} if pair.helper_code else {})}
    return {
        "agreements": [
            {
                "cells": (
                    {"text": row.title, "url": reverse("pairing.agreement.detail", args=[row.pk])},
                    row.get_kind_display(),
                    {"text": str(STANDINGS[row.standing][0]), "tone": STANDINGS[row.standing][1]},
                    row.signed_on and row.signed_on.isoformat(),
                    row.valid_to and row.valid_to.isoformat(),
                    formats.money(row.amount) if row.amount is not None else None,
                ),
                "row_url": reverse("pairing.agreement.detail", args=[row.pk]),
            }
            for row in own
        ],
        "duties": table_of(duties, with_agreement=True) if duties else None,
        "agreement_count": rows.count(),
        "agreements_url": f"{reverse('pairing.agreement.list')}?{urlencode(given)}",
    }


def matrix(user: User, pair: RegionPair) -> dict[str, Any] | None:
    """Return what was given by the nature of the money, working group and year, in 万元; natures are not added up."""
    found = money_by_year(entries_between(user, pair))
    if not found:
        return None
    years = sorted({year for row in found.values() for year in row})[-8:]
    columns = [
        {"key": "nature", "title": _("性质")},
        {"key": "group", "title": _("工作组")},
        *({"key": str(year), "title": str(year), "align": "right"} for year in years),
        {"key": "all", "title": _("历年合计"), "align": "right"},
    ]
    rows = [
        {
            "cells": (
                str(WORDS[nature]),
                str(manifests[group].title) if group in manifests else group,
                *(
                    {"text": formats.money(row[y], "万元"), "url": entries_address(pair, group=group, year=y)}
                    if y in row
                    else None
                    for y in years
                ),
                {"text": formats.money(sum(row.values()), "万元"), "url": entries_address(pair, group=group)},
            )
        }
        for (nature, group), row in found.items()
    ]
    return {"columns": columns, "rows": rows}


def kinds_table(pair: RegionPair, year: int | None, found: list[Any], *, back: bool) -> dict[str, Any] | None:
    """Return what passed one way by kind, each number open to its entries."""
    if not found:
        return None
    columns = [
        {"key": "kind", "title": _("类型")},
        {"key": "entries", "title": _("笔数"), "align": "right"},
        {"key": "amount", "title": _("金额"), "align": "right"},
        {"key": "persons", "title": _("人数"), "align": "right"},
        {"key": "times", "title": _("人次"), "align": "right"},
    ]
    rows = []
    for part in found:
        url = entries_address(pair, kind=part.key, year=year, back="1" if back else "")
        rows.append(
            (
                str(entry_kinds[part.key].title) if part.key in entry_kinds else part.key,
                {"text": formats.number(part.entries), "url": url},
                {"text": formats.money(part.amount), "url": url} if part.amount else None,
                {"text": formats.number(part.persons), "url": url} if part.persons else None,
                {"text": formats.number(part.person_times), "url": url} if part.person_times else None,
            )
        )
    return {"columns": columns, "rows": rows}


def links(user: User, pair: RegionPair) -> list[dict[str, Any]]:
    """Return the buttons: the ledger's list between the two places, and a new agreement."""
    found = []
    if pair.helper_code:
        given = {"area_code": pair.area_code, "giver_area_code": pair.helper_code}
        address = f"{reverse('ledger.entry.list')}?{urlencode(given)}"
        found.append({"title": _("帮扶记录"), "url": address, "icon": "book"})
    if may(user, CHANGE):
        sides = {"helper": pair.pairing.helper_id, "recipient": pair.pairing.recipient_id}
        address = f"{reverse('pairing.agreement.new')}?{urlencode(sides)}"
        found.append({"title": _("登记协议"), "url": address, "icon": "file-text", "primary": True, "key": "n"})
    return found
