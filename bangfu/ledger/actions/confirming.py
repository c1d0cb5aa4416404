"""The other side says whether it happened."""

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.ledger.models import Confirmation, Entry, EntryStanding


@action("ledger.entry.confirm")
def confirm_entry(actor: User, entry_id: int, *, note: str = "") -> Confirmation:
    """Confirm an entry for the side that is asked; a disputed one may be confirmed later.

    Raises Denied for anybody else, Conflict when it is confirmed or reversed already.
    """
    return _say(actor, entry_id, "confirmed", note)


@action("ledger.entry.confirm")
def dispute_entry(actor: User, entry_id: int, *, note: str) -> Confirmation:
    """Dispute an entry, saying why. It stays in the book and is counted apart until settled."""
    if not note.strip():
        raise Refused(_("请写明异议内容。"), field="note")
    confirmation = _say(actor, entry_id, "disputed", note)
    entry = confirmation.entry
    notify(
        [entry.posted_by],
        title=_("有一笔记录被提出异议"),
        text=note.strip(),
        url=f"/ledger/entry/{entry.pk}/",
        key=f"ledger.disputed:{confirmation.pk}",
    )
    return confirmation


def _say(actor: User, entry_id: int, verdict: str, note: str) -> Confirmation:
    standing = EntryStanding.objects.select_for_update().get(pk=entry_id)
    entry = Entry.objects.select_related("posted_by").get(pk=entry_id)
    _require_side(actor, entry, standing)
    if standing.state not in (EntryStanding.State.WAITING, EntryStanding.State.DISPUTED):
        raise Conflict(_("这笔记录现在是“%(state)s”，不需要确认。") % {"state": standing.get_state_display()})
    if standing.state == verdict:
        raise Conflict(_("您已经提出过异议，请等待处理。"))
    standing.state = verdict
    standing.save(update_fields=["state"])
    return Confirmation.objects.create(
        entry=entry, verdict=verdict, party_id=standing.party_id, by=actor, note=note.strip()
    )


def _require_side(actor: User, entry: Entry, standing: EntryStanding) -> None:
    """The party that is asked answers for itself; its place's office may answer for a party without a log-in.

    Nobody confirms what they recorded themselves.
    """
    own = getattr(actor, "acts_for", None)
    if own is not None and own.party_id == standing.party_id:
        return
    if standing.party_id is not None and may(actor, "ledger.entry.confirm_for", entry.area_code):
        if entry.posted_by_id == actor.pk:
            raise Denied(_("不能确认自己记的账，请由对方或另一位经办人确认。"))
        return
    raise Denied(_("这笔记录不由您确认。"))
