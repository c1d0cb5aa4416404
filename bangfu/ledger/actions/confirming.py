"""The other side says whether it happened, of one entry or of many at once."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import scope_of
from bangfu.ledger.actions.telling import tell_of_dispute
from bangfu.ledger.actions.words import chain_words
from bangfu.ledger.models import Confirmation, Entry, EntryStanding
from bangfu.ledger.queries.recorders import CONFIRM_FOR, Recorders, speaks, told_of

BATCH = 1000
OPEN = {
    "confirmed": (EntryStanding.State.WAITING, EntryStanding.State.DISPUTED),
    "disputed": (EntryStanding.State.WAITING, EntryStanding.State.RECORDED),
}


@action("ledger.entry.confirm")
def confirm_entry(actor: User, entry_id: int, *, note: str = "") -> Confirmation:
    """Confirm an entry for the side that is asked; a disputed one may be confirmed later.

    Raises Denied for anybody else, Conflict when it is confirmed or reversed already.
    """
    return _say_one(actor, entry_id, "confirmed", note)


@action("ledger.entry.confirm")
def dispute_entry(actor: User, entry_id: int, *, note: str) -> Confirmation:
    """Dispute an entry, saying why. It stays in the book and is counted apart until settled."""
    _require_words(note)
    return _say_one(actor, entry_id, "disputed", note)


@action("ledger.entry.confirm")
def confirm_entries(actor: User, entry_ids: Collection[int], *, note: str = "") -> int:
    """Confirm many entries set-wise; return how many. Those that wait for nobody any more are passed over.

    Raises Denied, and confirms none, when the actor does not speak for one of them.
    """
    return len(_say(actor, entry_ids, "confirmed", note))


@action("ledger.entry.confirm")
def dispute_entries(actor: User, entry_ids: Collection[int], *, note: str) -> int:
    """Dispute many entries for one reason, set-wise; return how many."""
    _require_words(note)
    return len(_say(actor, entry_ids, "disputed", note))


def _require_words(note: str) -> None:
    if not note.strip():
        raise Refused(_("请写明异议内容。"), field="note")


def _say_one(actor: User, entry_id: int, verdict: str, note: str) -> Confirmation:
    said = _say(actor, [entry_id], verdict, note)
    if said:
        return said[0]
    standing = EntryStanding.objects.get(pk=entry_id)
    if standing.state == verdict == EntryStanding.State.DISPUTED:
        raise Conflict(_("您已经提出过异议，请等待处理。"))
    raise Conflict(_("这笔记录现在是“%(state)s”，不需要确认。") % {"state": standing.get_state_display()})


def _say(actor: User, entry_ids: Collection[int], verdict: str, note: str) -> list[Confirmation]:
    ids, said = sorted(set(entry_ids)), []
    for start in range(0, len(ids), BATCH):
        said += _say_batch(actor, ids[start : start + BATCH], verdict, note.strip())
    if verdict == "disputed" and said:
        tell_of_dispute(actor, [_told(confirmation.entry) for confirmation in said], note.strip(), said[0].pk)
    return said


def _say_batch(actor: User, ids: Sequence[int], verdict: str, note: str) -> list[Confirmation]:
    standings = list(EntryStanding.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    entries = {e.pk: e for e in Entry.objects.select_related("posted_by").filter(pk__in=ids)}
    _require_side(actor, standings, entries)
    open_ = [s for s in standings if s.state in OPEN[verdict] and not entries[s.pk].reverses_id]
    EntryStanding.objects.filter(pk__in=[s.pk for s in open_]).update(state=verdict)
    now = timezone.now()
    said = [
        Confirmation(entry=entries[s.pk], verdict=verdict, party_id=s.party_id, by=actor, at=now, note=note)
        for s in open_
    ]
    return Confirmation.objects.bulk_create(chain_words(said))


def _require_side(actor: User, standings: Sequence[EntryStanding], entries: dict[int, Entry]) -> None:
    """Raise Denied unless the actor answers for the other side of each. Nobody confirms what they recorded."""
    rows = {pk: told_of(entry) for pk, entry in entries.items()}
    recorders = Recorders.of(rows.values())
    for standing in standings:
        row = rows[standing.pk]
        if speaks(actor, standing, row, recorders):
            continue
        if row["posted_by_id"] == actor.pk and scope_of(actor, CONFIRM_FOR).covers(row["area_code"]):
            raise Denied(_("不能确认自己记的账，请由对方或另一位经办人确认。"))
        raise Denied(_("这笔记录不由您确认。"))


def _told(entry: Entry) -> dict[str, Any]:
    names = ("posted_by_id", "area_code", "giver_area_code", "giver_id", "receiver_id")
    return {"id": entry.pk, **{name: getattr(entry, name) for name in names}}
