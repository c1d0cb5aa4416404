"""What waits for one's word: entries that the other side recorded, answered one by one or many at once."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.asking import day_of
from bangfu.kernel.errors import Refused
from bangfu.kernel.pages.frame import show
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions import confirm_entries, dispute_entries
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Confirmation, Entry, EntryStanding
from bangfu.ledger.panels import table_of
from bangfu.ledger.queries import asked_of
from bangfu.ledger.queries.recorders import objected_to
from bangfu.parties.queries import find_parties

PER_PAGE, GIVERS = 50, 200
State = EntryStanding.State
TABS = (State.WAITING, State.DISPUTED, State.CONFIRMED)
OBJECTED = "objected"  # the other way round: what the other side disputes of one's own records


def waiting_page(request: HttpRequest) -> HttpResponse:
    """List what waits to be confirmed, the oldest deadline first; confirm or dispute what is ticked, or all of it."""
    require(request.user, "ledger.entry.confirm")
    if request.method == "POST":
        return _answer(request)
    asked = asked_of(request.user)
    state = request.GET.get("state") or State.WAITING
    if state == OBJECTED:
        asked = EntryStanding.objects.filter(entry__in=objected_to(request.user).order_by().values("pk"))
    elif state not in TABS:
        raise Refused(_("没有这种状态的列表。"), field="state")
    narrowed = _narrowed(request.user, asked, request.GET)
    listed = State.DISPUTED if state == OBJECTED else state
    rows = narrowed.filter(state=listed).order_by("due_on", "pk")
    pages = Paginator(rows, PER_PAGE)
    current = pages.get_page(request.GET.get("page"))
    context = {
        **_table(list(current.object_list), objections=listed == State.DISPUTED),
        "current": current,
        "pages": pages,
        "url_for": lambda number: _address(request.GET, page=number),
        "tabs": _tabs(request.user, request.GET, state),
        "totals": rows.aggregate(entries=Count("pk"), amount=Sum("entry__amount")),
        "filters": _filters(asked, listed, request.GET),
        "hidden": {"state": state},
        "state": state,
        "may_answer": state in (State.WAITING, State.DISPUTED),
        "may_dispute": state == State.WAITING,
        "query": _kept(request.GET),
    }
    return show(request, "ledger/waiting.html", context, crumbs=[("", _("待我确认"))])


def _answer(request: HttpRequest) -> HttpResponse:
    user, note = request.user, request.POST.get("note") or request.POST.get("reason") or ""
    if request.POST.get("everything"):
        state = State.DISPUTED if request.POST.get("state") == State.DISPUTED else State.WAITING
        narrowed = _narrowed(user, asked_of(user), request.POST).filter(state=state)
        ids = list(narrowed.values_list("pk", flat=True))
    else:
        ids = [int(text) for text in request.POST.getlist("ids") if text.isdigit()]
    disputing = request.POST.get("do") == "dispute"
    try:
        done = dispute_entries(user, ids, note=note) if disputing else confirm_entries(user, ids, note=note)
    except Refused as refused:
        messages.warning(request, refused.message)
    else:
        said = _("对 %(n)s 条提出了异议。") if disputing else _("已确认 %(n)s 条。")
        told = said % {"n": done} if done else _("没有可以处理的记录：可能刚才已经处理过。")
        (messages.success if done else messages.info)(request, told)
    return redirect(reverse("ledger-waiting") + _address(request.POST))


def _narrowed(user: User, rows: QuerySet[EntryStanding], given: Mapping[str, str]) -> QuerySet[EntryStanding]:
    if kind := given.get("kind"):
        rows = rows.filter(entry__kind=kind)
    if giver := given.get("giver", "").strip():
        ids = [party_id for party_id, _name in find_parties(user, giver, GIVERS)]
        rows = rows.filter(Q(entry__giver_id__in=ids))
    for name, condition in (("from", "gte"), ("to", "lte")):
        if day := day_of(given.get(name, ""), name):
            rows = rows.filter(**{f"entry__happened_on__{condition}": day})
    return rows


def _filters(asked: QuerySet[EntryStanding], state: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    kinds = asked.filter(state=state).order_by().values_list("entry__kind", flat=True).distinct()
    options = [(name, entry_kinds[name].title) for name in sorted(kinds) if name in entry_kinds]
    return [
        {"name": "kind", "label": _("类型"), "kind": "select", "options": options, "value": given.get("kind", "")},
        {
            "name": "giver",
            "label": _("提供方"),
            "kind": "text",
            "value": given.get("giver", ""),
            "placeholder": _("名称开头几个字"),
        },
        {"name": "from", "label": _("日期自"), "kind": "date", "value": given.get("from", "")},
        {"name": "to", "label": _("日期至"), "kind": "date", "value": given.get("to", "")},
    ]


def _kept(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in ("kind", "giver", "from", "to", "state") if given.get(name)}


def _address(given: Mapping[str, str], **changes: object) -> str:
    return "?" + urlencode({**_kept(given), **changes})


def _tabs(user: User, given: Mapping[str, str], state: str) -> list[dict[str, Any]]:
    narrowed = _narrowed(user, asked_of(user), given)
    counted: dict[str, int] = dict(narrowed.order_by().values_list("state").annotate(Count("pk")))
    own = EntryStanding.objects.filter(entry__in=objected_to(user).order_by().values("pk"))
    counted[OBJECTED] = _narrowed(user, own, given).count()
    titles = {
        State.WAITING.value: _("待确认"),
        State.DISPUTED.value: _("已提出异议"),
        State.CONFIRMED.value: _("已确认"),
        OBJECTED: _("对方有异议"),
    }
    return [
        {"title": title, "url": _address(given, state=value), "active": value == state, "count": counted.get(value, 0)}
        for value, title in titles.items()
    ]


def _table(standings: list[EntryStanding], *, objections: bool) -> dict[str, Any]:
    entries = {e.pk: e for e in Entry.objects.filter(pk__in=[s.pk for s in standings]).select_related("standing")}
    table = table_of([entries[s.pk] for s in standings])
    if objections:
        return _with_objections(table, [s.pk for s in standings])
    table["columns"].append({"key": "due", "title": _("确认期限")})
    today = timezone.localdate()
    for row, standing in zip(table["rows"], standings, strict=True):
        late = standing.state == State.WAITING and standing.due_on is not None and standing.due_on < today
        text = standing.due_on.isoformat() if standing.due_on else "—"
        row["due"] = {"text": _("%s 已逾期") % text, "tone": "bad"} if late else text
        row["row_id"] = standing.pk
    return table


def _with_objections(table: dict[str, Any], ids: list[int]) -> dict[str, Any]:
    """Say beside each entry what is wrong with it, in the words of the last objection."""
    said = dict(
        Confirmation.objects.filter(entry__in=ids, verdict="disputed").order_by("pk").values_list("entry_id", "note")
    )
    table["columns"].append({"key": "objection", "title": _("异议内容")})
    for row, pk in zip(table["rows"], ids, strict=True):
        row["objection"], row["row_id"] = said.get(pk, ""), pk
    return table
