"""Taking entries back by entries with negative numbers; the first stay readable."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions.writing import ATTRIBUTES, BATCH, Row, as_posted, insert, write_entries
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry, EntryHousehold, EntryPerson, EntryStanding
from bangfu.ledger.queries.closings import Closed, closed_for, hold_open

SAID = (
    "kind", "happened_on", "area_code", "giver_id", "receiver_id", "giver_area_code", "pairing_id", "campaign_id",
    "amount", "quantity", "unit", "bound", "persons", "person_times", "households", "details",
)  # fmt: skip
NEGATED = ("amount", "quantity", "persons", "person_times", "households")


@action("ledger.entry.reverse")
def reverse_entry(actor: User, entry_id: int, *, reason: str) -> Entry:
    """Post the entry that takes another back: same day and parties, negative numbers. The first stays readable.

    Where the period in which the first counted is closed, the reversal counts in the next.
    Raises Conflict when it was reversed before, Refused without a reason or for a reversal itself.
    """
    original = Entry.objects.select_related("standing").get(pk=entry_id)
    require(actor, "ledger.entry.reverse", original.area_code)
    if not reason.strip():
        raise Refused(_("请写明冲销原因。"), field="reason")
    if original.reverses_id is not None:
        raise Refused(_("冲销记录本身不能再冲销；请重新记一笔。"))
    standing = EntryStanding.objects.select_for_update().get(pk=original.pk)
    if standing.state == EntryStanding.State.REVERSED:
        raise Conflict(_("这笔记录已经冲销过。"))
    hold_open()
    row = {name: getattr(original, name) for name in ATTRIBUTES}
    reversal = _reversal(actor, row, reason, closed_for([_counted(row)]), timezone.now())
    write_entries([reversal])
    standing.state = EntryStanding.State.REVERSED
    standing.save(update_fields=["state"])
    insert(EntryStanding, [_standing(reversal)])
    return as_posted(reversal)


def _counted(row: Mapping[str, Any]) -> tuple[str, str, date]:
    return row["area_code"], row["workstream"], row["counted_on"]


def _reversal(actor: User, original: Row, reason: str, closed: Closed, now: datetime) -> Row:
    negated = {name: None if original[name] is None else -original[name] for name in NEGATED}
    return {
        **original,
        **negated,
        "id": None,
        "source": f"reverses:{original['id']}",
        "counted_on": closed.counted_on(_counted(original)),
        "note": reason.strip(),
        "posted_by_id": actor.pk,
        "posted_at": now,
        "reverses_id": original["id"],
        "batch": None,
    }


def _standing(row: Row) -> Row:
    state = EntryStanding.State.REVERSED.value
    return {"entry_id": row["id"], "state": state, "party_id": None, "area_code": row["area_code"], "due_on": None}


def draft_again(entry: Entry, reason: str) -> Draft:
    """Return a draft that says what a reversed entry said, for one that was reversed by mistake."""
    return Draft(
        **{name: getattr(entry, name) for name in SAID},
        source=f"again:{entry.pk}",
        note=reason,
        person_ids=tuple(EntryPerson.objects.filter(entry=entry).values_list("person_id", flat=True)),
        household_ids=tuple(EntryHousehold.objects.filter(entry=entry).values_list("household_id", flat=True)),
    )


@action("ledger.entry.reverse")
def reverse_batch(actor: User, batch: int, *, reason: str) -> int:
    """Reverse every entry of an import that is not reversed yet, set-wise; return how many.

    Raises Refused without a reason, Denied when any of them lies outside the actor's area: then none is reversed.
    """
    if not reason.strip():
        raise Refused(_("请写明冲销原因。"), field="reason")
    standings = EntryStanding.objects.select_for_update().filter(entry__batch=batch, entry__reverses=None)
    waiting = list(standings.exclude(state=EntryStanding.State.REVERSED).values_list("pk", flat=True))
    originals = Entry.objects.filter(batch=batch, reverses=None, reversed_by=None).order_by("pk")
    rows: list[Row] = list(originals.values(*ATTRIBUTES))
    for area_code in {row["area_code"] for row in rows}:
        require(actor, "ledger.entry.reverse", area_code)
    hold_open()
    closed, now = closed_for([_counted(row) for row in rows]), timezone.now()
    reversals = [_reversal(actor, row, reason, closed, now) for row in rows]
    write_entries(reversals)
    for start in range(0, len(waiting), BATCH):
        EntryStanding.objects.filter(pk__in=waiting[start : start + BATCH]).update(state=EntryStanding.State.REVERSED)
    insert(EntryStanding, [_standing(row) for row in reversals])
    return len(reversals)
