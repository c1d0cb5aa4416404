"""How needs and claims are written in the tables of several pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of
from bangfu.parties.queries import area_paths, names_of
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Kind, Need, Unit
from bangfu.workstreams.exchange.permissions import NEED_VIEW
from bangfu.workstreams.exchange.queries.board import public_place

TOWNSHIP_UP = 6
KINDS, UNITS, URGENCIES = dict(Kind.choices), dict(Unit.choices), dict(Need.Urgency.choices)
URGENT = {0: None, 1: "waiting", 2: "bad"}


def amount(quantity: Decimal, unit: str) -> str:
    """Return a quantity with its unit as people read it: 3 件, 1,200 元."""
    number = format(quantity.normalize(), ",f")
    return f"{number} {UNITS.get(unit, unit)}"


def state_cell(row: Need | Claim) -> dict[str, str]:
    """Return a state as word and tone."""
    flow = NEED if isinstance(row, Need) else CLAIM
    tones = {state.name: state.tone or "neutral" for state in flow.states}
    return {"text": row.get_state_display(), "tone": tones.get(row.state, "warning")}


def board_rows(user: User, needs: Iterable[Need]) -> list[dict[str, Any]]:
    """Return open needs in public words; places as exactly as the user may know them. A fixed number of queries."""
    rows = list(needs)
    reach = scope_of(user, NEED_VIEW)
    codes = {r.pk: r.area_code if reach.covers(r.area_code) else public_place(r.area_code, r.band) for r in rows}
    places = area_paths(set(codes.values()), top=TOWNSHIP_UP)
    return [_board_row(row, places.get(codes[row.pk], "")) for row in rows]


def _board_row(row: Need, place: str) -> dict[str, Any]:
    urgency: Any = str(URGENCIES[row.urgency])
    if URGENT[row.urgency]:
        urgency = {"text": urgency, "tone": URGENT[row.urgency]}
    address = reverse("exchange-board-need", args=[row.pk])
    title = f"{row.title}（{_('心愿')}）" if row.wave_id else row.title
    return {
        "cells": (
            {"text": title, "url": address},
            str(KINDS[row.kind]),
            place,
            amount(row.left, row.unit),
            None if row.value is None else formats.money(row.value),
            urgency,
            row.needed_by.isoformat() if row.needed_by else None,
            row.published_on.isoformat() if row.published_on else None,
        ),
        "row_url": address,
    }


def board_columns() -> list[dict[str, Any]]:
    """Return the columns of the board."""
    return [
        {"key": "title", "title": _("需要什么"), "wrap": True},
        {"key": "kind", "title": _("类别")},
        {"key": "place", "title": _("地区")},
        {"key": "left", "title": _("还需"), "align": "right"},
        {"key": "value", "title": _("估价"), "align": "right"},
        {"key": "urgency", "title": _("紧急程度")},
        {"key": "by", "title": _("期望日期"), "phone": False},
        {"key": "on", "title": _("发布日期"), "phone": False},
    ]


def desk_rows(user: User, needs: Iterable[Need]) -> list[dict[str, Any]]:
    """Return needs as the offices see them, with who asks; three queries."""
    rows = list(needs)
    names, places = names_of({r.asker_id for r in rows}), area_paths({r.area_code for r in rows}, top=9)
    return [
        {
            "cells": (
                {"text": row.title, "url": reverse("exchange.need.detail", args=[row.pk])},
                names.get(row.asker_id, ""),
                places.get(row.area_code, ""),
                dict(Kind.choices)[row.kind],
                amount(row.quantity, row.unit),
                None if row.value is None else formats.money(row.value),
                row.get_urgency_display(),
                state_cell(row),
                row.entered_on.isoformat(),
            ),
            "row_id": str(row.pk),
        }
        for row in rows
    ]


def desk_columns() -> list[dict[str, Any]]:
    """Return the columns of the desk's tables of needs."""
    return [
        {"key": "title", "title": _("需要什么"), "wrap": True},
        {"key": "asker", "title": _("求助方")},
        {"key": "place", "title": _("地区")},
        {"key": "kind", "title": _("类别")},
        {"key": "quantity", "title": _("数量"), "align": "right"},
        {"key": "value", "title": _("估价"), "align": "right"},
        {"key": "urgency", "title": _("紧急程度")},
        {"key": "state", "title": _("状态")},
        {"key": "on", "title": _("登记日期")},
    ]


def claim_rows(user: User, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    """Return claims with donor and need; two queries."""
    rows = list(claims)
    names = names_of({r.donor_id for r in rows})
    return [
        {
            "cells": (
                {"text": row.need.title, "url": reverse("exchange.claim.detail", args=[row.pk])},
                names.get(row.donor_id, ""),
                amount(row.quantity, row.need.unit),
                state_cell(row),
                row.claimed_on.isoformat(),
            ),
        }
        for row in rows
    ]


def claim_columns() -> list[dict[str, Any]]:
    """Return the columns of tables of claims."""
    return [
        {"key": "need", "title": _("需求"), "wrap": True},
        {"key": "donor", "title": _("认领方")},
        {"key": "quantity", "title": _("数量"), "align": "right"},
        {"key": "state", "title": _("状态")},
        {"key": "on", "title": _("认领日期")},
    ]


def may_claim_for(user: User, need: Need) -> bool:
    """Tell whether somebody may claim a need for donors without a log-in."""
    return may(user, "exchange.claim.make_for", need.area_code)
