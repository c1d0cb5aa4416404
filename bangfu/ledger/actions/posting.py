"""Adding entries to the book. Nothing else ever writes to it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions.noting import note_doubles
from bangfu.ledger.actions.words import chain_words
from bangfu.ledger.chains import GENESIS, chain_code, link_hash
from bangfu.ledger.drafts import Draft, complete
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import AcceptedCaution, Chain, Confirmation, Entry, EntryHousehold, EntryPerson, EntryStanding
from bangfu.ledger.queries.closings import Closed, closed_for, hold_open
from bangfu.ledger.queries.late import at_of
from bangfu.parties.queries import places_of

BATCH = 1000
CONFIRM_DAYS = "ledger.confirm_days"


def post_entry(actor: User, draft: Draft) -> Entry:
    """Post one entry inside the transaction of the change it records; the caller has checked the actor's rights."""
    [entry] = post_entries(actor, [draft])
    return entry


def post_entries(actor: User, drafts: Sequence[Draft], *, batch: int | None = None) -> list[Entry]:
    """Post many entries set-wise: all or nothing, in a few statements whatever their number.

    What happened in a closed period counts in the next open one. Raises RuntimeError outside a transaction, Refused
    for a draft that does not fit its kind, Conflict for a source that posted the same kind before.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("post_entries must run in the transaction of the change it records")
    for draft in drafts:
        complete(draft)
        draft.source = draft.source or f"hand:{uuid.uuid4()}"
    refuse_repeated(drafts)
    _fill_places(drafts)
    hold_open()
    closed = closed_for([at_of(draft) for draft in drafts])
    entries = _linked([_entry_of(actor, draft, batch, closed) for draft in drafts])
    entries = Entry.objects.bulk_create(entries, batch_size=BATCH)
    _link_people(entries, drafts)
    standings = [_standing(entry) for entry in entries]
    _take_words(actor, standings, drafts)
    EntryStanding.objects.bulk_create(standings, batch_size=BATCH)
    _keep_cautions(entries, drafts)
    note_doubles(entries, {e.pk: d.reason for e, d in zip(entries, drafts, strict=True) if d.reason})
    return entries


def _take_words(actor: User, standings: Sequence[EntryStanding], drafts: Sequence[Draft]) -> None:
    """Keep the word of a side that had confirmed before the entry was posted."""
    said = [
        (standing, draft.confirmed)
        for standing, draft in zip(standings, drafts, strict=True)
        if draft.confirmed and standing.state == EntryStanding.State.WAITING
    ]
    for standing, _how in said:
        standing.state, standing.due_on = EntryStanding.State.CONFIRMED, None
    now = timezone.now()
    words = [
        Confirmation(entry=s.entry, verdict="confirmed", party_id=s.party_id, by=actor, at=now, note=how)
        for s, how in said
    ]
    Confirmation.objects.bulk_create(chain_words(words), batch_size=BATCH)


def _keep_cautions(entries: Sequence[Entry], drafts: Sequence[Draft]) -> None:
    accepted = [
        AcceptedCaution(entry=entry, code=code, message=message[:400], reason=draft.reason)
        for entry, draft in zip(entries, drafts, strict=True)
        for code, message in draft.accepted
    ]
    AcceptedCaution.objects.bulk_create(accepted, batch_size=BATCH)


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
            if (taken := found.values_list("source", flat=True).first()) is not None:
                raise Conflict(_("这笔记录已经记过账（来源 %(source)s），没有重复记账。") % {"source": taken})


def _fill_places(drafts: Sequence[Draft]) -> None:
    """The giver's place, where it was not stated, is where the giver is."""
    wanted = {d.giver_id for d in drafts if d.giver_id is not None and not d.giver_area_code}
    places = places_of(wanted) if wanted else {}
    for draft in drafts:
        if not draft.giver_area_code and draft.giver_id is not None:
            draft.giver_area_code = places.get(draft.giver_id, "")


def _entry_of(actor: User, draft: Draft, batch: int | None, closed: Closed) -> Entry:
    return Entry(
        kind=draft.kind,
        workstream=entry_kinds[draft.kind].workstream,
        source=draft.source,
        giver_id=draft.giver_id,
        receiver_id=draft.receiver_id,
        area_code=draft.area_code,
        giver_area_code=draft.giver_area_code,
        pairing_id=draft.pairing_id,
        campaign_id=draft.campaign_id,
        happened_on=draft.happened_on,
        counted_on=closed.counted_on(at_of(draft)),
        posted_at=timezone.now(),
        posted_by=actor,
        amount=draft.amount,
        quantity=draft.quantity,
        unit=draft.unit,
        bound=draft.bound,
        persons=draft.persons,
        person_times=draft.person_times,
        households=draft.households,
        details=draft.details,
        note=draft.note,
        batch=batch,
    )


def _linked(entries: Sequence[Entry]) -> list[Entry]:
    """Append entries to their chains; the heads stay locked until the transaction ends."""
    by_chain: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_chain[chain_code(entry.area_code)].append(entry)
    for code in sorted(by_chain):
        Chain.objects.get_or_create(code=code, defaults={"hash": GENESIS})
        head = Chain.objects.select_for_update().get(code=code)
        for entry in by_chain[code]:
            head.length += 1
            entry.chain, entry.sequence, entry.previous_hash = code, head.length, head.hash
            entry.hash = head.hash = link_hash(head.hash, _hashed_values(entry))
        head.save(update_fields=["length", "hash"])
    return list(entries)


def _hashed_values(entry: Entry) -> dict[str, Any]:
    return {field.attname: getattr(entry, field.attname) for field in Entry._meta.concrete_fields}


def _link_people(entries: Sequence[Entry], drafts: Sequence[Draft]) -> None:
    persons = [EntryPerson(entry=e, person_id=p) for e, d in zip(entries, drafts, strict=True) for p in d.person_ids]
    homes = [
        EntryHousehold(entry=e, household_id=h) for e, d in zip(entries, drafts, strict=True) for h in d.household_ids
    ]
    EntryPerson.objects.bulk_create(persons, batch_size=BATCH)
    EntryHousehold.objects.bulk_create(homes, batch_size=BATCH)


def _standing(entry: Entry) -> EntryStanding:
    """Ask the other side, unless the kind wants no confirmation or the asked side recorded it itself."""
    kind = entry_kinds[entry.kind]
    party_id = {"giver": entry.giver_id, "receiver": entry.receiver_id}.get(kind.confirmed_by)
    own = getattr(entry.posted_by, "acts_for", None)
    asked = party_id is not None and entry.reverses_id is None and not (own and own.party_id == party_id)
    state = EntryStanding.State.WAITING if asked else EntryStanding.State.RECORDED
    if entry.reverses_id is not None:
        state = EntryStanding.State.REVERSED
    return EntryStanding(
        entry=entry,
        state=state,
        party_id=party_id if asked else None,
        area_code=entry.area_code,
        due_on=_due_on(entry) if asked else None,
    )


def _due_on(entry: Entry) -> date | None:
    days = policy_or_none(CONFIRM_DAYS, entry.area_code, timezone.localdate())
    return None if days is None else timezone.localdate() + timedelta(days=int(days))


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
    entry = _reversal(actor, original, reason, closed_for([_counted(original)]))
    [entry] = Entry.objects.bulk_create(_linked([entry]))
    standing.state = EntryStanding.State.REVERSED
    standing.save(update_fields=["state"])
    EntryStanding.objects.create(entry=entry, state=EntryStanding.State.REVERSED, area_code=entry.area_code)
    return entry


def _counted(entry: Entry) -> tuple[str, str, date]:
    return entry.area_code, entry.workstream, entry.counted_on


def _reversal(actor: User, original: Entry, reason: str, closed: Closed) -> Entry:
    copied = {
        f.attname: getattr(original, f.attname) for f in Entry._meta.concrete_fields if f.attname not in _NOT_COPIED
    }
    negated = {name: None if (value := getattr(original, name)) is None else -value for name in _NEGATED}
    return Entry(
        **copied | negated,
        source=f"reverses:{original.pk}",
        counted_on=closed.counted_on(_counted(original)),
        note=reason.strip(),
        posted_by=actor,
        posted_at=timezone.now(),
        reverses=original,
    )


def draft_again(entry: Entry, reason: str) -> Draft:
    """Return a draft that says what a reversed entry said, for one that was reversed by mistake."""
    return Draft(
        **{name: getattr(entry, name) for name in _SAID},
        source=f"again:{entry.pk}",
        note=reason,
        person_ids=tuple(EntryPerson.objects.filter(entry=entry).values_list("person_id", flat=True)),
        household_ids=tuple(EntryHousehold.objects.filter(entry=entry).values_list("household_id", flat=True)),
    )


_SAID = (
    "kind", "happened_on", "area_code", "giver_id", "receiver_id", "giver_area_code", "pairing_id", "campaign_id",
    "amount", "quantity", "unit", "bound", "persons", "person_times", "households", "details",
)  # fmt: skip
_NEGATED = ("amount", "quantity", "persons", "person_times", "households")
_NOT_COPIED = {
    "id", "source", "counted_on", "note", "posted_by_id", "posted_at", "reverses_id", "chain", "sequence",
    "previous_hash", "hash", "batch",
}  # fmt: skip


@action("ledger.entry.reverse")
def reverse_batch(actor: User, batch: int, *, reason: str) -> int:
    """Reverse every entry of an import that is not reversed yet, set-wise; return how many.

    Raises Refused without a reason, Denied when any of them lies outside the actor's area: then none is reversed.
    """
    if not reason.strip():
        raise Refused(_("请写明冲销原因。"), field="reason")
    standings = EntryStanding.objects.select_for_update().filter(entry__batch=batch, entry__reverses=None)
    waiting = list(standings.exclude(state=EntryStanding.State.REVERSED).values_list("pk", flat=True))
    originals = list(Entry.objects.filter(batch=batch, reverses=None, reversed_by=None).order_by("pk"))
    for area_code in {original.area_code for original in originals}:
        require(actor, "ledger.entry.reverse", area_code)
    hold_open()
    closed = closed_for([_counted(original) for original in originals])
    entries = _linked([_reversal(actor, original, reason, closed) for original in originals])
    entries = Entry.objects.bulk_create(entries, batch_size=BATCH)
    for start in range(0, len(waiting), BATCH):
        EntryStanding.objects.filter(pk__in=waiting[start : start + BATCH]).update(state=EntryStanding.State.REVERSED)
    EntryStanding.objects.bulk_create([_standing(entry) for entry in entries], batch_size=BATCH)
    return len(entries)
