"""Adding entries to the book. Nothing else ever writes to it but reversing."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions.noting import note_doubles
from bangfu.ledger.actions.words import chain_words
from bangfu.ledger.actions.writing import BATCH, Row, as_posted, insert, write_entries
from bangfu.ledger.drafts import Draft, complete
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import AcceptedCaution, Confirmation, Entry, EntryHousehold, EntryPerson, EntryStanding
from bangfu.ledger.queries.closings import Closed, closed_for, hold_open
from bangfu.ledger.queries.late import at_of
from bangfu.parties.queries import places_of

CONFIRM_DAYS = "ledger.confirm_days"
State = EntryStanding.State


def post_entry(actor: User, draft: Draft) -> Entry:
    """Post one entry inside the transaction of the change it records; the caller has checked the actor's rights."""
    [entry] = post_entries(actor, [draft])
    return entry


def post_entries(actor: User, drafts: Sequence[Draft], *, batch: int | None = None) -> list[Entry]:
    """Post many entries set-wise: all or nothing, in a few statements whatever their number.

    What happened in a closed period counts in the next open one. Raises RuntimeError outside a transaction, Refused
    for a draft that does not fit its kind, Conflict for a source that posted the same kind before.
    """
    for draft in drafts:
        complete(draft)
    entries = [as_posted(row) for row in _posted(actor, drafts, batch)]
    for entry in entries:
        entry.posted_by = actor
    return entries


def post_judged(actor: User, drafts: Sequence[Draft], *, batch: int | None = None) -> int:
    """Post drafts as ``post_entries`` does which ``fit`` completed and found no fault in; return how many."""
    return len(_posted(actor, drafts, batch))


def _posted(actor: User, drafts: Sequence[Draft], batch: int | None) -> list[Row]:
    if not connection.in_atomic_block:
        raise RuntimeError("entries are posted in the transaction of the change they record")
    for draft in drafts:
        draft.source = draft.source or f"hand:{uuid.uuid4()}"
    refuse_repeated(drafts)
    _fill_places(drafts)
    hold_open()
    closed, now = closed_for([at_of(draft) for draft in drafts]), timezone.now()
    rows = [_row(actor, draft, batch, closed, now) for draft in drafts]
    write_entries(rows)
    _link_people(rows, drafts)
    insert(EntryStanding, _standings(actor, rows, drafts, now))
    _keep_cautions(rows, drafts)
    if rows:
        reasons = {row["id"]: draft.reason for row, draft in zip(rows, drafts, strict=True) if draft.reason}
        note_doubles(actor, (rows[0]["id"], rows[-1]["id"]), rows[0]["area_code"], reasons)
    return rows


def _keep_cautions(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    accepted = [
        {"entry_id": row["id"], "code": code, "message": message[:400], "reason": draft.reason}
        for row, draft in zip(rows, drafts, strict=True)
        for code, message in draft.accepted
    ]
    insert(AcceptedCaution, accepted)


def refuse_repeated(drafts: Sequence[Draft]) -> None:
    """Raise Conflict for a source that posted the same kind before, in the book or among the drafts."""
    sources: dict[str, set[str]] = defaultdict(set)
    for draft in drafts:
        if not draft.source:
            continue
        if draft.source in sources[draft.kind]:
            raise Conflict(_("同一来源“%(source)s”在本批中出现了两次。") % {"source": draft.source})
        sources[draft.kind].add(draft.source)
    for kind, wanted in sources.items():
        names = sorted(wanted)
        for start in range(0, len(names), BATCH):
            found = Entry.objects.filter(kind=kind, source__in=names[start : start + BATCH])
            if (taken := found.order_by().values_list("source", flat=True).first()) is not None:
                raise Conflict(_("这笔记录已经记过账（来源 %(source)s），没有重复记账。") % {"source": taken})


def _fill_places(drafts: Sequence[Draft]) -> None:
    """The giver's place, where it was not stated, is where the giver is."""
    wanted = {d.giver_id for d in drafts if d.giver_id is not None and not d.giver_area_code}
    places = places_of(wanted) if wanted else {}
    for draft in drafts:
        if not draft.giver_area_code and draft.giver_id is not None:
            draft.giver_area_code = places.get(draft.giver_id, "")


def _row(actor: User, draft: Draft, batch: int | None, closed: Closed, now: datetime) -> Row:
    return {
        "id": None,
        "kind": draft.kind,
        "workstream": entry_kinds[draft.kind].workstream,
        "source": draft.source,
        "giver_id": draft.giver_id,
        "receiver_id": draft.receiver_id,
        "area_code": draft.area_code,
        "giver_area_code": draft.giver_area_code,
        "pairing_id": draft.pairing_id,
        "campaign_id": draft.campaign_id,
        "happened_on": draft.happened_on,
        "counted_on": closed.counted_on(at_of(draft)),
        "posted_at": now,
        "posted_by_id": actor.pk,
        "amount": draft.amount,
        "quantity": draft.quantity,
        "unit": draft.unit,
        "bound": draft.bound,
        "persons": draft.persons,
        "person_times": draft.person_times,
        "households": draft.households,
        "details": draft.details,
        "note": draft.note,
        "reverses_id": None,
        "batch": batch,
    }


def _link_people(rows: Sequence[Row], drafts: Sequence[Draft]) -> None:
    both = list(zip(rows, drafts, strict=True))
    insert(EntryPerson, [{"entry_id": row["id"], "person_id": p, "times": 1} for row, d in both for p in d.person_ids])
    insert(EntryHousehold, [{"entry_id": row["id"], "household_id": h} for row, d in both for h in d.household_ids])


def _standings(actor: User, rows: Sequence[Row], drafts: Sequence[Draft], now: datetime) -> list[Row]:
    """Ask the other side of each, unless the kind wants no confirmation or the asked side recorded it itself.

    The word of a side that had confirmed before is kept with it.
    """
    own = getattr(actor, "acts_for", None)
    sides = {kind.name: f"{kind.confirmed_by}_id" for kind in entry_kinds if kind.confirmed_by}
    days: dict[str, date | None] = {}
    found: list[Row] = []
    said: list[tuple[Row, int, str]] = []
    for row, draft in zip(rows, drafts, strict=True):
        side, place = sides.get(row["kind"]), row["area_code"]
        party_id = None if side is None else row[side]
        asked = party_id is not None and not (own and own.party_id == party_id)
        if asked and place not in days:
            days[place] = _due_on(place)
        due_on, state = (days[place], State.WAITING) if asked else (None, State.RECORDED)
        if asked and draft.confirmed:
            due_on, state = None, State.CONFIRMED
            said.append((row, party_id, draft.confirmed))
        party_id = party_id if asked else None
        found.append(
            {"entry_id": row["id"], "state": state.value, "party_id": party_id, "area_code": place, "due_on": due_on}
        )
    words = [
        Confirmation(entry=as_posted(row), verdict="confirmed", party_id=party_id, by=actor, at=now, note=how)
        for row, party_id, how in said
    ]
    Confirmation.objects.bulk_create(chain_words(words), batch_size=BATCH)
    return found


def _due_on(area_code: str) -> date | None:
    days = policy_or_none(CONFIRM_DAYS, area_code)
    return None if days is None else timezone.localdate() + timedelta(days=int(days))
