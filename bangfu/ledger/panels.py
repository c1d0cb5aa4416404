"""What the ledger adds to the pages of lower nouns."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel.resources import Happening
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.kinds import UnitWords, entry_kinds
from bangfu.ledger.models import Campaign, Entry, EntryStanding
from bangfu.ledger.queries import entry_page
from bangfu.ledger.queries.campaigns import campaign_sums, campaigns_at
from bangfu.ledger.queries.recorders import REVERSE_FOR, may_reverse
from bangfu.ledger.standings import STATES
from bangfu.parties.models import Household
from bangfu.parties.queries import names_of

SHOWN = 50


def received_panel(_user: User, household: Household) -> str:
    """Return what a household and its members received, newest first; empty text when nothing."""
    members = household.members.values_list("pk", flat=True)
    entries = list(
        Entry.objects.filter(
            Q(receiver_id=household.pk)
            | Q(receiver_id__in=members)
            | Q(household_links__household=household)
            | Q(person_links__person__in=members)
        )
        .select_related("standing")
        .distinct()
        .order_by("-happened_on", "-id")[:SHOWN]
    )
    return render_to_string("ledger/received.html", table_of(entries)) if entries else ""


def entry_panel(user: User, entry: Entry) -> str:
    """Return what the facts of an entry do not say: details, what the other side said, cautions, reversal, people."""
    told = entry_page(user, entry)
    open_ = entry.reverses_id is None and told["reversed_by"] is None
    foreign = open_ and scope_of(user, REVERSE_FOR).covers(entry.area_code) and not may_reverse(user, entry)
    return render_to_string("ledger/entry_panel.html", {**told, "foreign": foreign})


def course_of(entry: Entry) -> list[Happening]:
    """Return what befell an entry: recorded, confirmed or disputed, taken back; each with who, when and why."""
    found = [Happening(at=entry.posted_at, title=_("记账"), who=entry.posted_by.name)]
    for said in entry.confirmations.select_related("by"):
        tone = STATES[EntryStanding.State(said.verdict)][1]
        title = said.get_verdict_display()
        found.append(Happening(at=said.at, title=title, who=said.by.name, text=said.note, tone=tone))
    if (reversal := Entry.objects.filter(reverses=entry).select_related("posted_by").first()) is not None:
        title = _("由记录 %(id)s 冲销") % {"id": reversal.pk}
        address = reverse("ledger.entry.detail", args=[reversal.pk])
        who, why = reversal.posted_by.name, reversal.note
        found.append(Happening(at=reversal.posted_at, title=title, who=who, text=why, url=address, tone="bad"))
    return found


def campaign_panel(user: User, campaign: Campaign) -> str:
    """Return what a campaign adds up to, kind by kind, with the events inside it; below, each of these events."""
    parts = list(campaigns_at(user).filter(parent=campaign).order_by("starts_on", "pk")[:SHOWN])
    sums = [_sums_row(row, "" if parts else f"&campaign={campaign.pk}") for row in campaign_sums(user, campaign)]
    if not sums and not parts:
        return ""
    context = {
        "columns": _sum_columns(_("类型")),
        "rows": sums,
        "parts": {"columns": _sum_columns(_("里面的活动")), "rows": [_part_row(user, part) for part in parts]},
    }
    return render_to_string("ledger/campaign.html", context)


def _sum_columns(head: str) -> list[dict[str, str]]:
    titles = (
        ("entries", _("记录")),
        ("amount", _("金额（元）")),
        ("persons", _("人数（各笔相加）")),
        ("person_times", _("人次")),
        ("givers", _("提供方")),
        ("places", _("受益地区")),
    )
    return [{"key": "kind", "title": head}, *({"key": k, "title": t, "align": "right"} for k, t in titles)]


def _sums_row(sums: dict[str, Any], narrower: str) -> dict[str, Any]:
    kind = entry_kinds.get(sums["kind"])
    head: dict[str, Any] = {"text": kind.title if kind else sums["kind"]}
    if narrower:
        head["url"] = f"{reverse('ledger.entry.list')}?kind={sums['kind']}{narrower}"
    return {**sums, "kind": head, "amount": None if sums["amount"] is None else f"{sums['amount']:,.2f}"}


def _part_row(user: User, part: Campaign) -> dict[str, Any]:
    """An event inside a campaign, with all its kinds together; parties that stand in two kinds are not counted here."""
    sums = campaign_sums(user, part)
    money = [row["amount"] for row in sums if row["amount"] is not None]
    return {
        "kind": {"text": part.name, "url": reverse("ledger.campaign.detail", args=[part.pk])},
        "entries": sum(row["entries"] for row in sums),
        "amount": f"{sum(money):,.2f}" if money else None,
        "persons": sum(row["persons"] or 0 for row in sums) or None,
        "person_times": sum(row["person_times"] or 0 for row in sums) or None,
        "givers": None,
        "places": None,
    }


def table_of(entries: list[Entry]) -> dict[str, Any]:
    """Return entries as the columns and rows of the one table macro."""
    return {
        "columns": [
            {"key": "happened_on", "title": _("日期")},
            {"key": "kind", "title": _("类型")},
            {"key": "giver", "title": _("提供方")},
            {"key": "receiver", "title": _("受助方")},
            {"key": "amount", "title": _("金额（元）"), "align": "right"},
            {"key": "quantity", "title": _("数量"), "align": "right"},
            {"key": "note", "title": _("说明")},
            {"key": "state", "title": _("状态")},
        ],
        "rows": rows_of(entries),
    }


def rows_of(entries: list[Entry]) -> list[dict[str, Any]]:
    """Return entries as rows of a table: kind and parties by name, numbers, state."""
    names = names_of({e.giver_id for e in entries} | {e.receiver_id for e in entries})
    units = {code: str(word) for code, (word, _tone) in UnitWords().items()}
    return [
        {
            "row_url": f"/ledger/entry/{entry.pk}/",
            "happened_on": date_text(entry.happened_on),
            "kind": {
                "text": entry_kinds[entry.kind].title if entry.kind in entry_kinds else entry.kind,
                "url": f"/ledger/entry/{entry.pk}/",
            },
            "giver": names.get(entry.giver_id or 0, ""),
            "receiver": names.get(entry.receiver_id or 0, ""),
            "amount": "" if entry.amount is None else f"{entry.amount:,.2f}",
            "quantity": counted(entry, units),
            "note": entry.note,
            "state": {"text": STATES[entry.standing.state][0], "tone": STATES[entry.standing.state][1]},
        }
        for entry in entries
    ]


def counted(entry: Entry, units: Mapping[str, str]) -> str:
    """Return what an entry counts, each with its unit: 2期，60 人次 for two courses attended sixty times."""
    told = [] if entry.quantity is None else [f"{entry.quantity.normalize():,f}{units.get(entry.unit, '')}"]
    heads = ((entry.persons, _("人")), (entry.person_times, _("人次")), (entry.households, _("户")))
    return "，".join([*told, *(f"{number:,} {word}" for number, word in heads if number is not None)])


def date_text(day: date) -> str:
    """Return a day as people read it here: 2026-11-21."""
    return day.isoformat()
