"""How needs and claims are written in the tables of several pages."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.grids import Column, columns_of
from bangfu.kernel.remembered import RememberedEach
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may, scope_of
from bangfu.parties.queries import area_paths, names_of
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.models import Claim, Kind, Need, Unit
from bangfu.workstreams.exchange.permissions import NEED_VIEW
from bangfu.workstreams.exchange.queries.board import BoardRow, public_place

TOWNSHIP_UP = 6
KINDS, UNITS, URGENCIES = dict(Kind.choices), dict(Unit.choices), dict(Need.Urgency.choices)
URGENT = {0: None, 1: "waiting", 2: "bad"}
_places: RememberedEach[str, str] = RememberedEach(seconds=60)


def amount(quantity: Decimal, unit: str) -> str:
    """Return a quantity with its unit as people read it: 3 件, 1,200 元."""
    return f"{plain(quantity)} {UNITS.get(unit, unit)}"


def plain(quantity: Decimal) -> str:
    """Return a number with thousands separators and no more decimals than it has."""
    return format(quantity.normalize(), ",f")


def state_cell(row: Need | Claim) -> dict[str, str]:
    """Return a state as word and tone."""
    flow = NEED if isinstance(row, Need) else CLAIM
    tones = {state.name: state.tone or "neutral" for state in flow.states}
    return {"text": row.get_state_display(), "tone": tones.get(row.state, "warning")}


def board_rows(user: User, lines: Iterable[BoardRow]) -> list[dict[str, Any]]:
    """Return open needs in public words; places as exactly as the user may know them. At most one query."""
    rows = list(lines)
    reach = scope_of(user, NEED_VIEW)
    codes = [r.area_code if reach.covers(r.area_code) else public_place(r.area_code, r.band) for r in rows]
    places = _places.get_all(set(codes), lambda missing: area_paths(missing, top=TOWNSHIP_UP))
    words = _Words()
    return [words.line(row, places.get(code, "")) for row, code in zip(rows, codes, strict=True)]


class _Words:
    """What is the same for all lines of a page, looked up once: addresses and words of the language."""

    def __init__(self) -> None:
        self.address = reverse("exchange-board-need", args=[0])
        self.kinds = {value: str(word) for value, word in KINDS.items()}
        self.units = {value: str(word) for value, word in UNITS.items()}
        self.wish = _("心愿")
        self.urgencies: dict[int, Any] = {value: str(word) for value, word in URGENCIES.items()}
        self.urgencies |= {v: {"text": self.urgencies[v], "tone": tone} for v, tone in URGENT.items() if tone}

    def line(self, row: BoardRow, place: str) -> dict[str, Any]:
        """Return one line for the table."""
        address = self.address.replace("/0/", f"/{row.id}/")
        title = row.title if row.wave_id is None else f"{row.title}（{self.wish}）"
        return {
            "cells": (
                {"text": title, "url": address},
                self.kinds[row.kind],
                place,
                f"{plain(row.quantity - row.taken)} {self.units.get(row.unit, row.unit)}",
                None if row.value is None else formats.money(row.value),
                self.urgencies[row.urgency],
                row.needed_by.isoformat() if row.needed_by else None,
                row.published_on.isoformat() if row.published_on else None,
            ),
            "row_url": address,
        }


def board_columns() -> list[Column]:
    """Return the columns of the board, made once for each language."""
    return _board_columns(get_language())


@cache
def _board_columns(_language: str | None) -> list[Column]:
    columns: list[dict[str, Any]] = [
        {"key": "title", "title": _("需要什么"), "wrap": True},
        {"key": "kind", "title": _("类别")},
        {"key": "place", "title": _("地区")},
        {"key": "left", "title": _("还需"), "align": "right"},
        {"key": "value", "title": _("估价"), "align": "right"},
        {"key": "urgency", "title": _("紧急程度")},
        {"key": "by", "title": _("期望日期"), "phone": False},
        {"key": "on", "title": _("发布日期"), "phone": False},
    ]
    return columns_of(columns)


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
