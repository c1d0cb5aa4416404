"""The block on an agreement's page: its parties, and each duty beside what was delivered."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.figures.agreements.measures import ENTRY, PEOPLE
from bangfu.figures.agreements.performance import Performed, performance
from bangfu.figures.units import UNITS, unit_word
from bangfu.kernel import formats
from bangfu.kernel.evidence.queries import evidence_of
from bangfu.kernel.rights.models import User
from bangfu.ledger.kinds import UnitWords
from bangfu.pairing.models import Agreement, Duty, Side
from bangfu.parties.queries import names_of

FULL = Decimal(100)


def parties_panel(_user: User, agreement: Agreement) -> str:
    """Return who has signed, side by side, and what is missing."""
    rows = list(agreement.parties.order_by("pk"))
    names = names_of({row.party_id for row in rows})
    sides = [(str(side.label), [names.get(r.party_id, "") for r in rows if r.side == side]) for side in Side]
    parts = list(agreement.parts.exclude(state=Agreement.State.DISCARDED).order_by("valid_from", "pk"))
    context = {
        "sides": sides,
        "scan_missing": agreement.state == Agreement.State.SIGNED and not list(evidence_of(agreement)),
        "parts": [
            {
                "title": part.title,
                "url": reverse("pairing.agreement.detail", args=[part.pk]),
                "kind": part.get_kind_display(),
            }
            for part in parts
        ],
    }
    return render_to_string("figures/agreement_parties.html", context)


def performance_panel(user: User, agreement: Agreement) -> str:
    """Return the duties with what was delivered; empty text where no duty was agreed."""
    rows = performance(user, agreement)
    if not rows:
        return ""
    return render_to_string("figures/agreement_performance.html", {"rows": table_of(rows)["rows"]})


def table_of(rows: list[Performed], *, with_agreement: bool = False) -> dict[str, Any]:
    """Return duties as the one table macro takes them."""
    columns = [
        {"key": "year", "title": _("年度")},
        {"key": "text", "title": _("约定内容"), "wrap": True},
        {"key": "promised", "title": _("约定"), "align": "right"},
        {"key": "delivered", "title": _("已到位"), "align": "right", "help": _("对方已确认或无须确认的记录")},
        {"key": "reached", "title": _("完成率"), "align": "right"},
        {"key": "pending", "title": _("待对方确认"), "align": "right"},
    ]
    if with_agreement:
        columns.insert(1, {"key": "agreement", "title": _("协议")})
    return {"columns": columns, "rows": [_row(row) for row in rows]}


def _row(row: Performed) -> dict[str, Any]:
    duty, address = row.duty, reverse("duty-entries", args=[row.duty.pk])
    shares = [share for share in (row.amount_percent, row.quantity_percent) if share is not None]
    delivered: Any = _("未设对账口径")
    reached: Any = None
    if row.measured:
        delivered = {"text": _delivered(row), "url": address}
        least = min(shares, default=None)
        reached = least and {"text": formats.percent(least / 100), "tone": "good" if least >= FULL else "waiting"}
        reached = {"text": formats.percent(0), "tone": "warning"} if least == 0 else reached
    return {
        "row_url": reverse("pairing.duty.detail", args=[duty.pk]),
        "year": {"text": str(duty.year), "url": reverse("pairing.duty.detail", args=[duty.pk])},
        "agreement": duty.agreement.title,
        "text": duty.text,
        "promised": promised(duty),
        "delivered": delivered,
        "reached": reached,
        "pending": {"text": f"{row.pending:,}", "url": address} if row.pending else None,
    }


def promised(duty: Duty) -> str | None:
    """Return what a duty promises in words: money, a quantity, or both."""
    return " + ".join(_amounts(duty, duty.amount, duty.quantity)) or None


def _delivered(row: Performed) -> str:
    """What was delivered, in the terms of the promise; where it names none, whatever there is."""
    duty = row.duty
    amount = (row.amount or Decimal(0)) if duty.amount is not None else None
    quantity = (row.quantity or 0) if duty.quantity is not None else None
    if amount is None and quantity is None:
        return " + ".join(_amounts(duty, row.amount, row.quantity)) or _("%s 笔") % row.entries
    return " + ".join(_amounts(duty, amount, quantity))


def _amounts(duty: Duty, amount: Any, quantity: Any) -> list[str]:
    found = []
    if amount is not None:
        found.append(formats.money(amount))
    if quantity is not None:
        found.append(f"{Decimal(quantity).normalize():,f}{word_of(duty.unit)}")
    return found


def word_of(unit: str) -> str:
    """Return the word of a duty's unit."""
    if unit in PEOPLE:
        return str(PEOPLE[unit][1])
    if unit == ENTRY:
        return _("笔")
    if unit in UNITS:
        return unit_word(unit)
    words = UnitWords()
    return str(words[unit][0]) if unit in words else unit
