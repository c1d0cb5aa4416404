"""The one way register rows are written: locked, compared, checked, with a new version and a line of history."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from bangfu.kernel.ciphers import CipherField, canonical, encrypt, index_of
from bangfu.kernel.codelists.queries import all_codes
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.fields import ScaledDecimalField
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.parties.doubts import Doubt, reason_with
from bangfu.parties.models import Area, Household, Organisation, Person

Row = TypeVar("Row", Area, Household, Organisation, Person)
Values = dict[str, Any]


def locked(row: Row) -> Row:
    """Return the row as it is now, locked until the transaction ends."""
    return type(row)._default_manager.select_for_update().get(pk=row.pk)


def locked_all(model: type[Row], ids: Iterable[int]) -> dict[int, Row]:
    """Lock several rows in order of their ids, so that two people never wait for each other."""
    rows = model._default_manager.select_for_update().filter(pk__in=set(ids)).order_by("pk")
    return {row.pk: row for row in rows}


def unchanged(row: Row) -> Row:
    """Lock the row; raise Conflict when somebody else has changed it since the caller read it."""
    fresh = locked(row)
    if fresh.version != row.version:
        raise Conflict(_("“%(row)s”刚刚已被他人修改，您的修改没有保存。请刷新后重新填写。") % {"row": fresh})
    return fresh


def assign(row: Row, fields: Mapping[str, Any], known: Iterable[str]) -> None:
    """Set the fields; numbers kept encrypted are given in plain and sealed. Raises TypeError for an unknown field."""
    if unknown := fields.keys() - set(known):
        raise TypeError(f"{type(row).__name__} has no field {', '.join(sorted(unknown))} to set")
    for name, value in fields.items():
        if isinstance(row._meta.get_field(name), CipherField):
            seal(row, name, value or "")
        else:
            setattr(row, name, value)


def seal(row: Row, name: str, plain: str) -> None:
    """Store a number encrypted, beside its index."""
    text = canonical(plain)
    if index_of(text) != getattr(row, f"{name}_index"):
        setattr(row, name, encrypt(text))
        setattr(row, f"{name}_index", index_of(text))


def check_codes(row: Model, lists: Mapping[str, str], before: Values | None = None) -> None:
    """Refuse a code its list never had; what was already stored stays acceptable."""
    for name, list_name in lists.items():
        value = getattr(row, name)
        if before is not None and before.get(name) == value:
            continue
        known = {code.code for code in all_codes(list_name)}
        for code in value if isinstance(value, list) else [value]:
            if code and code not in known:
                words = {"title": title_of(row, name), "code": code}
                raise Refused(_("“%(title)s”没有代码“%(code)s”。") % words, field=name)


def create(
    actor: User, action: str, row: Row, *, reason: str = "", doubts: Iterable[Doubt] = (), batch: int | None = None
) -> Row:
    """Check and insert a row, and record it."""
    clean(row)
    row.save(force_insert=True)
    row.doubts = tuple(doubts)
    record_change(actor, action, row, after=snapshot(row), reason=reason_with(reason, row.doubts), batch=batch)
    return row


def change(
    actor: User, action: str, row: Row, before: Values, *, reason: str = "", doubts: Iterable[Doubt] = ()
) -> Row:
    """Check and save a row under a new version, and record what differs; without a difference nothing is written."""
    clean(row)
    row.doubts = tuple(doubts)
    after = state(row)
    if after == before:
        return row
    row.version += 1
    row.save()
    record_change(
        actor, action, row, before=_told(before), after=_told(after, before), reason=reason_with(reason, row.doubts)
    )
    return row


def state(row: Row) -> Values:
    """Return a row's values for comparison: as history keeps them, and the indexes of its sealed numbers."""
    indexes = {f"{f.name}_index": getattr(row, f"{f.name}_index") for f in _sealed(row)}
    return {k: v for k, v in snapshot(row).items() if k != "version"} | indexes


def clean(row: Row) -> None:
    """Raise Refused with every fault of the row's own fields; write numbers with their places, as they are stored."""
    try:
        row.clean_fields()
    except ValidationError as error:
        faults = [
            (name, f"{title_of(row, name)}：{text}") for name, texts in error.message_dict.items() for text in texts
        ]
        raise Refused("；".join(text for _name, text in faults), field=faults[0][0]) from error
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, Decimal):
            places = field.places if isinstance(field, ScaledDecimalField) else getattr(field, "decimal_places", 0)
            setattr(row, field.attname, value.quantize(Decimal(1).scaleb(-places)))


def title_of(row: Model | type[Model], name: str) -> str:
    """Return a column's words, for messages."""
    return str(getattr(row._meta.get_field(name), "verbose_name", name))


def _sealed(row: Row) -> list[CipherField]:
    return [f for f in row._meta.concrete_fields if isinstance(f, CipherField)]


def _told(values: Values, before: Values | None = None) -> Values:
    """Leave out the indexes; a number that changed only under its mask is said to have changed."""
    told = {k: v for k, v in values.items() if not k.endswith("_index")}
    for name in values.keys() - told.keys():
        field = name.removesuffix("_index")
        if before is not None and before[name] != values[name] and before[field] == values[field]:
            told[field] = _("%s（已更正）") % values[field]
    return told
