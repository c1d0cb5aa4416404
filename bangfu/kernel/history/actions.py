"""Writing history: by hand inside an action, or set-wise inside an import."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model

from bangfu.kernel.ciphers import CipherField, IndexField
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User

BATCH = 2000


def snapshot(obj: Model, fields: Iterable[str] | None = None) -> dict[str, Any]:
    """Return an object's values as history keeps them: numbers as text, identifying numbers masked."""
    wanted = set(fields) if fields is not None else None
    values: dict[str, Any] = {}
    for field in obj._meta.concrete_fields:
        if field.primary_key or isinstance(field, IndexField):
            continue
        if wanted is not None and field.name not in wanted:
            continue
        value = field.value_from_object(obj)
        if isinstance(field, CipherField):
            value = field.masked(value)
        elif isinstance(value, Decimal):
            value = str(value)
        elif isinstance(value, date | datetime):
            value = value.isoformat()
        values[field.name] = value
    return values


def record_change(
    actor: User | None,
    action: str,
    obj: Model,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
    batch: int | None = None,
) -> Change | None:
    """Record what an action did to one object; only the fields that differ are kept.

    With no ``before`` it is a creation; with neither, a deed without a change of fields (an unmasking, say).
    Returns None when before and after are equal.
    """
    if before is not None and after is not None:
        differing = {k for k in before.keys() | after.keys() if before.get(k) != after.get(k)}
        if not differing:
            return None
        before = {k: before.get(k) for k in sorted(differing)}
        after = {k: after.get(k) for k in sorted(differing)}
    return Change.objects.create(
        actor=actor,
        action=action,
        object_type=obj._meta.label_lower,
        object_id=obj.pk,
        area_code=getattr(obj, "area_code", "") or "",
        before=before or {},
        after=after or {},
        reason=reason,
        batch=batch,
    )


def record_changes(changes: Iterable[Change]) -> int:
    """Record many changes at once, for set-wise work; return how many."""
    return len(Change.objects.bulk_create(changes, batch_size=BATCH))
