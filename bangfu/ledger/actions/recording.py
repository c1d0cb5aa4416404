"""Recording by hand: one contribution, or a grid of them. What looks wrong is asked about before it is posted."""

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Refused
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.kernel.saying import saying
from bangfu.ledger.actions.posting import post_entries, refuse_repeated
from bangfu.ledger.drafts import Draft, complete
from bangfu.ledger.judging import Caution, told
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.ledger.queries.cautions import cautions_for
from bangfu.parties.models import Party


@action("ledger.entry.record")
def record_entry(actor: User, draft: Draft, *, accept_warnings: bool = False, reason: str = "") -> Entry:
    """Record one contribution by hand.

    Raises Refused with all faults, or with the warnings unless they are accepted (some only for a reason); Denied
    outside the actor's area. A draft with a ``source`` already in the book is answered with Conflict, so that a
    second click posts nothing.
    """
    _require_place(actor, draft)
    complete(draft)
    refuse_wrong_parties([draft])
    refuse_repeated([draft])
    [cautions] = cautions_for([draft])
    if cautions and not accept_warnings:
        raise Refused(cautions[0].message, field="accept_warnings", problems=told(cautions))
    if any(one.needs_reason for one in cautions) and not reason.strip():
        raise Refused(_("请写明照记的理由。"), field="reason", problems=told(cautions))
    _accept(draft, cautions, reason)
    [entry] = post_entries(actor, [draft])
    _ask([entry])
    return entry


@action("ledger.entry.record")
def record_entries(actor: User, drafts: Sequence[Draft], reasons: Sequence[str]) -> list[Entry]:
    """Record many contributions, all or none; a draft with cautions needs its reason.

    Raises Refused for the first draft that may not be recorded as it is, Denied outside the actor's area.
    """
    for draft in drafts:
        _require_place(actor, draft)
        complete(draft)
    refuse_wrong_parties(drafts)
    refuse_repeated(drafts)
    for number, (draft, cautions) in enumerate(zip(drafts, cautions_for(drafts), strict=True)):
        if cautions and not reasons[number].strip():
            message = _("第 %(n)s 行：%(what)s") % {"n": number + 1, "what": cautions[0].message}
            raise Refused(message, problems=told(cautions))
        _accept(draft, cautions, reasons[number])
    entries = post_entries(actor, drafts)
    _ask(entries)
    return entries


def refuse_wrong_parties(drafts: Sequence[Draft]) -> None:
    """Raise Refused for a party of a noun that may not stand on its side of the kind; one query for all."""
    ids = {party for draft in drafts for party in (draft.giver_id, draft.receiver_id) if party is not None}
    nouns = dict(Party.objects.filter(pk__in=ids).values_list("pk", "kind"))
    for draft in drafts:
        kind = entry_kinds[draft.kind]
        sides = (("giver", kind.giver, draft.giver_id), ("receiver", kind.receiver, draft.receiver_id))
        for side, allowed, party in sides:
            if party is not None and nouns.get(party) not in allowed:
                raise Refused(_("“%(kind)s”的这一方不能是这一类主体。") % {"kind": kind.title}, field=side)


def _accept(draft: Draft, cautions: Sequence[Caution], reason: str) -> None:
    draft.accepted = tuple((one.code, one.message) for one in cautions)
    draft.reason = reason.strip()[:400] if cautions else ""


def _ask(entries: Sequence[Entry]) -> None:
    """Tell those who act for an asked party that entries wait for their word: one notice, however many."""
    asked: dict[int, list[Entry]] = defaultdict(list)
    waiting = EntryStanding.objects.filter(
        pk__in=[entry.pk for entry in entries], state=EntryStanding.State.WAITING, party__isnull=False
    )
    by_id = {entry.pk: entry for entry in entries}
    for standing in waiting:
        asked[standing.party_id or 0].append(by_id[standing.pk])
    for party_id, theirs in asked.items():
        first, several = theirs[0], len(theirs) > 1
        notify(
            User.objects.filter(acts_for__party_id=party_id),
            title=saying("有 %(n)s 笔记录等您确认", n=len(theirs)) if several else saying("有一笔记录等您确认"),
            text=entry_kinds[first.kind].title,
            url="/ledger/waiting/" if several else f"/ledger/entry/{first.pk}/",
            key=f"ledger.waiting:{first.pk}",
        )


def may_record(actor: User, draft: Draft) -> bool:
    """Tell whether the actor may record this: either party for itself, an office at its places."""
    own = getattr(actor, "acts_for", None)
    if own is not None and own.party_id in (draft.giver_id, draft.receiver_id):
        return True
    scope = scope_of(actor, "ledger.entry.record")
    return bool(scope) and scope.covers(draft.area_code)


def _require_place(actor: User, draft: Draft) -> None:
    if not may_record(actor, draft):
        require(actor, "ledger.entry.record", draft.area_code)
