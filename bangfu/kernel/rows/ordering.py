"""The order of a list, and where one row stands in it: paging by position without counting rows before it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import connections
from django.db.models import F, Q, QuerySet

from bangfu.kernel.rows.lookups import Unindexed
from bangfu.kernel.rows.visibility import field_at


@dataclass(frozen=True)
class Key:
    """One column of an order. ``read`` is the path its value is read by, where it is not the path it is sorted by."""

    path: str
    descending: bool = False
    read: str = ""

    @classmethod
    def of(cls, text: str) -> "Key":
        """Read ``name`` or ``-name``."""
        return cls(text.removeprefix("-"), text.startswith("-"))

    @property
    def text(self) -> str:
        """As ``order_by`` takes it."""
        return f"-{self.path}" if self.descending else self.path

    def reversed(self) -> "Key":
        """The other direction."""
        return replace(self, descending=not self.descending)


Order = tuple[Key, ...]


def total_order(model: Any, texts: Sequence[str]) -> Order:
    """Return the order with each column once and the primary key last, so that no two rows are equal."""
    keys: dict[str, Key] = {}
    primary = {"pk", model._meta.pk.name, model._meta.pk.attname}
    for key in map(Key.of, texts):
        if key.path in primary:
            return (*keys.values(), Key("pk", key.descending))
        keys.setdefault(key.path, key)
    last_descending = bool(keys) and next(reversed(keys.values())).descending
    return (*keys.values(), Key("pk", last_descending))


def ordered(rows: QuerySet[Any], order: Order) -> QuerySet[Any]:
    """Sort rows."""
    return rows.order_by(*(key.text for key in order))


def unindexed(rows: QuerySet[Any], order: Order) -> tuple[QuerySet[Any], Order]:
    """Return rows and order such that no index of the order is used to find the rows."""
    aliases = {f"_key{n}": Unindexed(F(key.path)) for n, key in enumerate(order)}
    return rows.alias(**aliases), tuple(Key(f"_key{n}", key.descending, read=key.path) for n, key in enumerate(order))


def beyond(rows: QuerySet[Any], order: Order, pk: Any) -> QuerySet[Any] | None:
    """Return the rows after that one in the order; None when it is not among them (any more).

    The row's own values are read here and never travel in an address, where they might be personal data.
    """
    values = rows.filter(pk=pk).values_list(*(key.read or key.path for key in order)).first()
    if values is None:
        return None
    nulls_first = connections[rows.db].features.order_by_nulls_first
    condition = Q(pk__in=[])
    equal = Q()
    for key, value in zip(order, values, strict=True):
        condition |= equal & _strictly_after(rows, key, value, nulls_first)
        equal &= Q(**{f"{key.path}__isnull": True}) if value is None else Q(**{key.path: value})
    return rows.filter(_not_before(rows, order[0], values[0], nulls_first), condition)


def _strictly_after(rows: QuerySet[Any], key: Key, value: Any, nulls_first: bool) -> Q:
    nulls_come_last = nulls_first == key.descending
    if value is None:
        return Q(pk__in=[]) if nulls_come_last else Q(**{f"{key.path}__isnull": False})
    after = Q(**{f"{key.path}__{'lt' if key.descending else 'gt'}": value})
    if nulls_come_last and _may_be_null(rows, key):
        after |= Q(**{f"{key.path}__isnull": True})
    return after


def _not_before(rows: QuerySet[Any], key: Key, value: Any, nulls_first: bool) -> Q:
    """What the whole condition implies of its first column, said apart so that an index can begin there."""
    if value is None or ((nulls_first == key.descending) and _may_be_null(rows, key)):
        return Q()
    return Q(**{f"{key.path}__{'lte' if key.descending else 'gte'}": value})


def _may_be_null(rows: QuerySet[Any], key: Key) -> bool:
    path = key.read or key.path
    field = field_at(rows.model, path)
    return field is None or field.null or "__" in path
