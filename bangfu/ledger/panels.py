"""What the ledger adds to the pages of lower nouns."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from bangfu.kernel.rights.models import User
from bangfu.ledger.kinds import UnitWords, entry_kinds
from bangfu.ledger.models import Campaign, Entry
from bangfu.ledger.queries import entry_page
from bangfu.ledger.queries.campaigns import campaign_sums
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
    return render_to_string("ledger/entry_panel.html", {**told, "states": STATES})


def campaign_panel(user: User, campaign: Campaign) -> str:
    """Return what a campaign and the events inside it add up to, kind by kind, opening to the entries."""
    columns = [
        {"key": "kind", "title": _("类型")},
        *(
            {"key": key, "title": title, "align": "right"}
            for key, title in (
                ("entries", _("记录")),
                ("amount", _("金额（元）")),
                ("person_times", _("人次")),
                ("givers", _("提供方")),
                ("places", _("受益地区")),
            )
        ),
    ]
    rows = [
        {
            **sums,
            "kind": {
                "text": entry_kinds[sums["kind"]].title if sums["kind"] in entry_kinds else sums["kind"],
                "url": f"/ledger/entry/?kind={sums['kind']}&campaign={campaign.pk}",
            },
            "amount": None if sums["amount"] is None else f"{sums['amount']:,.2f}",
        }
        for sums in campaign_sums(user, campaign)
    ]
    return render_to_string("ledger/received.html", {"columns": columns, "rows": rows}) if rows else ""


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
            "quantity": "" if entry.quantity is None else f"{entry.quantity.normalize():,f}{units.get(entry.unit, '')}",
            "note": entry.note,
            "state": {"text": STATES[entry.standing.state][0], "tone": STATES[entry.standing.state][1]},
        }
        for entry in entries
    ]


def date_text(day: date) -> str:
    """Return a day as people read it here: 2026-11-21."""
    return day.isoformat()
