"""How public values are written, and rows as cards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bangfu.kernel import formats
from bangfu.kernel.codelists.queries import labels
from bangfu.kernel.policy.queries import policy
from bangfu.kernel.publishing.declared import PublicColumn, PublicListing
from bangfu.portal.limits import SMALLEST
from bangfu.portal.queries.places import place_names


def text_of(column: PublicColumn, value: Any, names: Mapping[str, str], area_code: str = "") -> str:
    """Return a value as everybody reads it; empty where there is none."""
    if value in (None, ""):
        return ""
    if column.kind == "money":
        return formats.money(value)
    if column.kind == "percent":
        return formats.percent(value)
    if column.kind == "date":
        return formats.day(value if isinstance(value, date) else date.fromisoformat(str(value)))
    if column.kind == "area":
        return names.get(str(value), "")
    if column.kind == "choice":
        return str(column.words.get(value, ""))
    if column.kind == "code":
        return labels(column.code_list).get(str(value), "")
    if column.kind == "number":
        return _number(column, value, area_code)
    return str(value)


def _number(column: PublicColumn, value: Any, area_code: str) -> str:
    unit = f" {column.unit}" if column.unit else ""
    if column.small and 0 < value < (smallest := policy(SMALLEST, area_code)):
        return _("少于 %(number)s") % {"number": smallest} + unit
    return formats.number(value) + unit


def cards(listing: PublicListing, rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rows as cards: heading, text, tags, amount, share, and the other columns of the list as facts."""
    names = names_in(listing.columns, rows)
    return [_card(listing, row, names) for row in rows]


def names_in(columns: Iterable[PublicColumn], rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of all places in the rows, at one go."""
    areas = [column.name for column in columns if column.kind == "area"]
    return place_names({str(row.get(name) or "") for row in rows for name in areas})


def _card(listing: PublicListing, row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    card: dict[str, Any] = {
        "url": reverse("portal-row", args=[listing.address, row["id"]]),
        "heading": "",
        "text": "",
        "tags": [],
        "amount": None,
        "share": None,
        "facts": [],
    }
    for column in listing.columns:
        shown = text_of(column, row[column.name], names, row["area_code"])
        if not shown or (not column.in_list and column.role == "fact"):
            continue
        if column.role in ("heading", "text"):
            card[column.role] = shown
        elif column.role == "tag":
            card["tags"].append(shown)
        elif column.role == "share":
            card["share"] = {"title": column.title, "value": float(row[column.name]), "text": shown}
        elif column.role == "amount":
            card["amount"] = {"title": column.title, "text": shown}
        else:
            card["facts"].append((column.title, shown))
    return card


def facts(listing: PublicListing, row: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """Return the columns of one row that its heading, text and tags do not tell, with their titles, for its page."""
    names = names_in(listing.columns, [row])
    told = [(c.title, text_of(c, row[c.name], names, row["area_code"])) for c in listing.columns if _is_fact(c)]
    return [(title, text) for title, text in told if text]


def _is_fact(column: PublicColumn) -> bool:
    return column.role not in ("heading", "text", "tag", "share")


def table(
    columns: Sequence[PublicColumn], rows: Sequence[Mapping[str, Any]], totals: Sequence[str] = (), area_code: str = ""
) -> dict[str, Any]:
    """Return a notice as a table of texts, with its totals.

    Where exactly one number of a column is too small to tell, the total would tell it: then the total is left out.
    Where no row says anything, there is no total: nothing recorded is not a recorded zero.
    """
    names = names_in(columns, rows)
    body = [[text_of(c, row.get(c.name), names, area_code) for c in columns] for row in rows]
    foot = [_total(column, rows, area_code) if column.name in totals else "" for column in columns] if totals else []
    return {
        "heads": [(c.title, c.kind in ("number", "money", "percent")) for c in columns],
        "rows": body,
        "foot": foot,
    }


def _total(column: PublicColumn, rows: Sequence[Mapping[str, Any]], area_code: str) -> str:
    values = [row[column.name] for row in rows if row.get(column.name) not in (None, "")]
    if not values:
        return ""
    if column.small:
        smallest = policy(SMALLEST, area_code)
        if sum(1 for value in values if 0 < value < smallest) == 1:
            return _("不列合计")
    return text_of(column, sum(_amount(column, value) for value in values), {}, area_code)


def _amount(column: PublicColumn, value: Any) -> Any:
    return formats.Decimal(str(value)) if column.kind == "money" else value
