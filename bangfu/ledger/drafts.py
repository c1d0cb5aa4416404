"""A contribution before it is posted: its fields, and what must and should hold of them."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.ledger.judging import Fault, cautions_of, faults_of, told, typed_details
from bangfu.ledger.kinds import EntryKind, entry_kinds


@dataclass(kw_only=True)
class Draft:
    """What somebody wants to record. Money is CNY, people are persons, households or person-times.

    ``confirmed`` tells how the side that is asked has already said so in the record that posts this (a signed paper,
    a code): such an entry does not ask again. Empty where nobody has.
    ``accepted`` are the cautions (code and message) that somebody saw, ``reason`` why it is recorded all the same.
    """

    kind: str
    happened_on: date
    area_code: str
    source: str = ""
    giver_id: int | None = None
    receiver_id: int | None = None
    giver_area_code: str = ""
    pairing_id: int | None = None
    campaign_id: int | None = None
    amount: Decimal | None = None
    quantity: Decimal | None = None
    unit: str = ""
    bound: str = "exact"
    persons: int | None = None
    person_times: int | None = None
    households: int | None = None
    details: dict[str, Any] = field(default_factory=dict)
    note: str = ""
    person_ids: tuple[int, ...] = ()
    household_ids: tuple[int, ...] = ()
    confirmed: str = ""
    accepted: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def kind_of(name: str) -> EntryKind:
    """Return the declared kind, or refuse an unknown one by naming it."""
    kind = entry_kinds.get(name)
    if kind is None:
        raise Refused(_("没有名为“%(kind)s”的记录类型。") % {"kind": name}, field="kind")
    return kind


def complete(draft: Draft) -> tuple[Draft, list[str]]:
    """Check a draft against its kind; return it completed, with warnings that do not stop it.

    Raises Refused with every fault found at once in ``problems``.
    """
    kind = kind_of(draft.kind)
    faults = fit(draft)
    if faults:
        message = faults[0].message if len(faults) == 1 else _("有 %(n)s 处需要改正。") % {"n": len(faults)}
        raise Refused(message, field=faults[0].field if len(faults) == 1 else None, problems=told(faults))
    return draft, list(told(cautions_of(kind, draft)))


def fit(draft: Draft, today: date | None = None) -> list[Fault]:
    """Complete a draft by its kind, in place, and return every fault it has; Refused for an unknown kind.

    Who judges many asks once what ``today`` is.
    """
    kind = kind_of(draft.kind)
    if draft.person_ids and draft.persons is None:
        draft.persons = len(set(draft.person_ids))
    faults = faults_of(kind, draft, today)
    draft.details, more = typed_details(kind, draft.details, draft.happened_on)
    if not draft.unit:
        draft.unit = "" if kind.unit == "CNY" else kind.unit
    return [*faults, *more]
