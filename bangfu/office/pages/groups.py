"""The working groups: each with a home page derived from what it declares."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.figures.answers import remembered, state_of_books
from bangfu.figures.pages.asking import Period, period_of, place_of, year_period
from bangfu.figures.pages.listing import groups_for, rows
from bangfu.figures.tables.asking import usual_side
from bangfu.figures.tables.composing import tables_for
from bangfu.kernel.asking import DAYS, PLACE, conditions, days_in
from bangfu.kernel.formats import money
from bangfu.kernel.imports.declared import templates
from bangfu.kernel.manifest import Manifest, manifests
from bangfu.kernel.pages.frame import show
from bangfu.kernel.resources import resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, require, scope_of
from bangfu.ledger.kinds import EntryKind, entry_kinds
from bangfu.ledger.panels import table_of
from bangfu.ledger.queries.groups import KindCount, counts_of, latest_of, telling_year_of, years_of_group
from bangfu.ledger.standings import STATES

VIEW = "ledger.entry.view"
LATEST, FIGURES = 8, 12


def groups_page(request: HttpRequest) -> HttpResponse:
    """List the working groups with what each is about."""
    require(request.user, VIEW)
    groups = [
        {
            "title": group.title,
            "about": group.about,
            "url": reverse("group", args=[group.name]),
            "kinds": [kind.title for kind in entry_kinds if kind.workstream == group.name],
        }
        for group in _groups()
    ]
    return show(request, "office/groups.html", {"groups": groups}, crumbs=[("", _("工作组"))])


def group_page(request: HttpRequest, name: str) -> HttpResponse:
    """Show a working group: what it is, what it counts now, its registers and tables, its last entries."""
    user = request.user
    require(user, VIEW)
    group = next((one for one in _groups() if one.name == name), None)
    if group is None:
        raise Http404
    state, template = state_of_books(), f"entries-{name}"
    counts = remembered(("group", name, user.pk), lambda: counts_of(user, name), state=state)
    period = _period(request, name)
    kept = urlencode({name: day.isoformat() for name, day in (("from", period.from_), ("to", period.to)) if day})
    context = {
        "group": group,
        "counts": _counts_table([one for one in counts if one.entries], may(user, "ledger.entry.record")),
        "unused": [_way_in(one.kind, may(user, "ledger.entry.record")) for one in counts if not one.entries],
        "figures": _figures(request, name, period, state),
        "period": period.words,
        "years": _years(user, name, period, state),
        "figures_url": f"{reverse('figures')}?{urlencode({'workstream': name, **_asked(period)})}",
        "tables": [
            {"title": f"{table.name} {table.title}", "url": f"{reverse('table', args=[table.name])}?{kept}"}
            for table in tables_for(user).get(name, ())
        ],
        "registers": _registers(user, name),
        "latest": table_of(latest_of(user, name, LATEST)),
        "template": template if may(user, "ledger.entry.import") and template in templates else "",
    }
    return show(request, "office/group.html", context, crumbs=[(reverse("groups"), _("工作组")), ("", group.title)])


def _groups() -> list[Manifest]:
    """Every app that has something about itself to say is a working group."""
    return sorted((one for one in manifests if one.about), key=lambda one: one.order)


def _way_in(kind: EntryKind, may_record: bool) -> dict[str, str]:
    """A kind of which nothing is recorded yet: its name, and where to record it for those who may."""
    urls = {"url": reverse("ledger-record-kind", args=[kind.name]), "grid": reverse("ledger-grid", args=[kind.name])}
    return {"title": str(kind.title), "url": "", **(urls if may_record else {})}


def _counts_table(counts: list[KindCount], may_record: bool) -> dict[str, Any]:
    shown = ("confirmed", "waiting", "disputed", "recorded")
    columns = [
        {"key": "kind", "title": _("类型")},
        {"key": "entries", "title": _("记录"), "align": "right"},
        {"key": "amount", "title": _("金额"), "align": "right"},
        *({"key": state, "title": str(STATES[state][0]), "align": "right"} for state in shown),
        *([{"key": "record", "title": _("记一笔")}, {"key": "grid", "title": _("成批录入")}] if may_record else []),
    ]
    address = reverse("ledger.entry.list")
    rows = [
        {
            "kind": {"text": one.kind.title, "url": f"{address}?kind={one.kind.name}"},
            "entries": one.entries,
            "amount": None if one.amount is None else money(one.amount),
            **{
                state: {"text": n, "url": f"{address}?kind={one.kind.name}&state={state}"}
                if (n := one.states.get(state, 0))
                else {"text": ""}
                for state in shown
            },
            "record": {"text": _("记一笔"), "url": reverse("ledger-record-kind", args=[one.kind.name])},
            "grid": {"text": _("成批录入"), "url": reverse("ledger-grid", args=[one.kind.name])},
        }
        for one in counts
    ]
    kept = {column["key"] for column in columns}
    return {"columns": columns, "rows": [{k: v for k, v in row.items() if k in kept} for row in rows]}


def _period(request: HttpRequest, name: str) -> Period:
    """The period of the address; without one the last year of which the group's records tell more than a beginning."""
    conditions(request.GET, (*PLACE, *DAYS))
    if days_in(request.GET):
        return period_of(request)
    year = telling_year_of(request.user, name)
    return year_period(year) if year is not None else period_of(request)


def _years(user: User, name: str, period: Period, state: Any) -> list[dict[str, Any]]:
    """Each year the group's records tell of, and all of them together, as the counts above are."""
    years = remembered(("group years", name, user.pk), lambda: years_of_group(user, name), state=state)
    if not years:
        return []
    whole = Period(None, timezone.localdate())
    offered = [(_("%(year)s 年") % {"year": year}, year_period(year)) for year in years]
    return [
        {"title": title, "url": f"?{urlencode(_asked(one))}", "active": one == period}
        for title, one in [*offered, (_("历年合计"), whole)]
    ]


def _asked(period: Period) -> dict[str, str]:
    if period.year is not None:
        return {"year": str(period.year)}
    given = {"from": period.from_, "to": period.to}
    return {word: day.isoformat() for word, day in given.items() if day is not None}


def _figures(request: HttpRequest, name: str, period: Period, state: Any) -> list[Any]:
    user = request.user
    place = place_of(request, scope_of(user, VIEW))
    side = usual_side(place)  # a place that helps others looks at what it gave
    members = groups_for(user).get(name, []) if may(user, "figures.figure.view") else []
    return [one for one in rows(user, members, place, period, state, side=side) if one["told"]][:FIGURES]


def _registers(user: User, name: str) -> list[dict[str, Any]]:
    return [
        {"title": one.title, "url": reverse(f"{one.name}.list")}
        for one in resources
        if one.name.startswith(f"{name}.") and one.menu and may(user, one.permission)
    ]
