"""The rows of a grid: in which order, how they are called, and what narrows a figure to one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from bangfu.figures.computing import PARTNER, PLACES, Answer, next_level
from bangfu.figures.declared import Figure
from bangfu.figures.dimension_words import detail_of, labelled
from bangfu.figures.scoping import sources_of
from bangfu.figures.tables.asking import Asked
from bangfu.figures.tables.declared import By, ByArea, ByPartner, ByPeriod
from bangfu.kernel.areas_of import prefix_range
from bangfu.kernel.rights.models import User
from bangfu.parties.queries import area_names, areas_visible_to, children_of, existing_on

Split = ByArea | ByPartner | By | ByPeriod


@dataclass(frozen=True)
class RowKey:
    """One row to be filled: the part of each answer that belongs to it, its heading, and what its cells ask besides."""

    key: Any
    title: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    opens: bool = True


def dimension_of(rows: Split) -> str:
    """Return the dimension that answers are split by."""
    match rows:
        case ByArea():
            return rows.level or "area"
        case ByPartner():
            return PARTNER
        case By():
            return rows.dimension
        case ByPeriod():
            return rows.length


def keys_of(user: User, rows: Split, asked: Asked, answers: Sequence[Answer]) -> list[RowKey]:
    """Return the rows that answers give, and those that are there although nothing is recorded of them."""
    match rows:
        case ByArea():
            return _areas(user, rows, asked, answers)
        case ByPartner():
            return _partners(asked, answers)
        case By():
            return _values(rows, answers)
        case ByPeriod():
            return _periods(rows, asked, answers)


def _found(answers: Iterable[Answer]) -> list[Any]:
    return list(dict.fromkeys(part.key for one in answers for part in one.parts if part.told))


def _areas(user: User, rows: ByArea, asked: Asked, answers: Sequence[Answer]) -> list[RowKey]:
    length = PLACES.get(rows.level) or next_level(asked.place)
    found = [key for key in _found(answers) if key]
    registered = {} if rows.only == "filled" else dict(_registered(user, rows, asked, length))
    names = registered | area_names([key for key in found if key not in registered])
    filled = set(found)
    codes = sorted({*registered, *found}) if rows.only != "empty" else sorted(set(registered) - filled)
    keys = []
    for code in codes:
        whole = len(code) >= length
        title = names.get(code, code)
        keys.append(
            RowKey(
                code,
                title if whole else _("%(place)s（本级）") % {"place": title},
                {"place": code} if whole else {"place": code, "exact": "1"},
            )
        )
    if "" in _found(answers) or None in _found(answers):
        keys += [RowKey(key, _("未注明地区"), opens=False) for key in _found(answers) if not key]
    return keys


def _registered(user: User, rows: ByArea, asked: Asked, length: int) -> Iterable[tuple[str, str]]:
    visible = areas_visible_to(user)
    if rows.level:
        low, high = prefix_range(asked.place)
        inside = visible.filter(level=length, code__gte=low, **({"code__lt": high} if high else {}))
        places = existing_on(inside, asked.to)
    else:
        places = children_of(visible, asked.place, asked.to)
    return places.order_by("code").values_list("code", "name")


def _partners(asked: Asked, answers: Sequence[Answer]) -> list[RowKey]:
    """Return the places on the other side; what a place, or what it lies in, gives to itself is no cooperation."""
    found = sorted(key for key in _found(answers) if key and not _overlap(key, asked.place))
    names = area_names(found)
    return [RowKey(key, names.get(key, key), {"pair": key}) for key in found]


def _overlap(one: str, other: str) -> bool:
    return bool(other) and (one.startswith(other) or other.startswith(one))


def _values(rows: By, answers: Sequence[Answer]) -> list[RowKey]:
    titles = {part.key: title for one in answers for part, title in labelled(one) if part.entries}
    figure = answers[0].figure
    choices = choices_of(figure, rows.dimension)
    order = {code: place for place, (code, _title) in enumerate(choices)}
    titles = dict(choices) | titles
    first = {part.key: part.value or 0 for part in answers[0].parts}

    def place(key: Any) -> tuple[Any, ...]:
        if key in (None, ""):
            return (2, 0, "")
        if rows.order == "value":
            return (0, -first.get(key, 0), titles[key])
        return (0, order.get(key, len(order)), titles[key])

    opens = rows.dimension in figure.by
    return [
        RowKey(key, titles[key], {rows.dimension: str(key)} if key not in (None, "") else {}, opens and bool(key))
        for key in sorted(titles, key=place)
    ]


def choices_of(figure: Figure, dimension: str) -> list[tuple[str, str]]:
    """Return the fixed choice of a detail, in the order it is declared; empty for other dimensions."""
    source = sources_of(figure)[0]
    if source.dimension(dimension) is not None:
        return []
    detail = detail_of(source, dimension, figure.expression)
    return [(code, str(title)) for code, title in detail.choices] if detail is not None else []


def _periods(rows: ByPeriod, asked: Asked, answers: Sequence[Answer]) -> list[RowKey]:
    keys = sorted(key for key in _found(answers) if key is not None)
    if rows.length == "year":
        spans = [(date(year, 1, 1), date(year, 12, 31)) for year in keys]
        titles = [_("%(year)s 年") % {"year": year} for year in keys]
    else:
        spans = [(month, _month_end(month)) for month in keys]
        titles = [f"{month:%Y-%m}" for month in keys]
    return [
        RowKey(key, title, {"from": str(max(first, asked.from_ or first)), "to": str(min(last, asked.to))})
        for key, title, (first, last) in zip(keys, titles, spans, strict=True)
    ]


def _month_end(day: date) -> date:
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)
