"""Taking entries back by entries with negative numbers; the first stay readable."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions.telling import tell_of_reversal
from bangfu.ledger.actions.writing import ATTRIBUTES, BATCH, Row, as_posted, insert, write_entries
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry, EntryHousehold, EntryPerson, EntryStanding
from bangfu.ledger.queries.closings import Closed, closed_for, hold_open
from bangfu.ledger.queries.recorders import Recorders, may_reverse

SAID = (
    "kind", "happened_on", "area_code", "giver_id", "receiver_id", "giver_area_code", "pairing_id", "campaign_id",
    "amount", "quantity", "unit", "bound", "persons", "person_times", "households", "details",
)  # fmt: skip
NEGATED = ("amount", "quantity", "persons", "person_times", "households")


@action("ledger.entry.reverse")
def reverse_entry(actor: User, entry_id: int, *, reason: str) -> Entry:
    """Post the entry that takes another back: same day and parties, negative numbers. The first stays readable.

    The side that recorded it takes it back: who did, or an office over the place it was recorded from. Where the
    period in which the first counted is closed, the reversal counts in the next.
    Raises Denied for the other side, Conflict when it was reversed before, Refused without a reason or for a reversal
    itself.
    """
    original = Entry.objects.get(pk=entry_id)
    if not may_reverse(actor, original):
        require_seen(actor, original)
        raise Denied(_("这笔记录由对方记账，只有记账的一方能冲销；与事实不符的，请提出异议。"))
    return reverse_posted(actor, entry_id, reason=reason)


def require_seen(actor: User, entry: Entry) -> None:
    """Raise Denied in words that tell nothing of an entry outside the actor's area."""
    scope = require(actor, "ledger.entry.view")
    if not (scope.covers(entry.area_code) or scope.covers(entry.giver_area_code)):
        require(actor, "ledger.entry.reverse", entry.area_code)


def reverse_posted(actor: User, entry_id: int, *, reason: str) -> Entry:
    """Take back, in the transaction of the record that posted it, what that record stands for.

    The caller has checked the actor's rights over the record. Raises as ``reverse_entry`` does.
    """
    original = Entry.objects.get(pk=entry_id)
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
    tell_of_reversal(actor, [row], reason.strip(), reversal["id"])
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

    Raises Refused without a reason, Denied when the other side recorded any of them: then none is reversed.
    """
    rows: list[Row] = list(_of_batch(batch).values(*ATTRIBUTES))
    recorders = Recorders.of(rows)
    if not all(recorders.may_reverse(actor, row) for row in rows):
        raise Denied(_("这一批里有不由您记账的记录，不能冲销。"))
    return reverse_posted_batch(actor, batch, reason=reason)


def reverse_posted_batch(actor: User, batch: int, *, reason: str) -> int:
    """Take back what the records of an import posted, set-wise; the caller has checked the actor's rights over them."""
    if not reason.strip():
        raise Refused(_("请写明冲销原因。"), field="reason")
    standings = EntryStanding.objects.select_for_update().filter(entry__batch=batch, entry__reverses=None)
    waiting = list(standings.exclude(state=EntryStanding.State.REVERSED).values_list("pk", flat=True))
    rows: list[Row] = list(_of_batch(batch).values(*ATTRIBUTES))
    hold_open()
    closed, now = closed_for([_counted(row) for row in rows]), timezone.now()
    reversals = [_reversal(actor, row, reason, closed, now) for row in rows]
    write_entries(reversals)
    for start in range(0, len(waiting), BATCH):
        EntryStanding.objects.filter(pk__in=waiting[start : start + BATCH]).update(state=EntryStanding.State.REVERSED)
    insert(EntryStanding, [_standing(row) for row in reversals])
    if reversals:
        tell_of_reversal(actor, rows, reason.strip(), reversals[0]["id"])
    return len(reversals)


def _of_batch(batch: int) -> QuerySet[Entry]:
    return Entry.objects.filter(batch=batch, reverses=None, reversed_by=None).order_by("pk")
