"""Deciding whether two entries are the same gift."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions.noting import common_place, keep_pairs
from bangfu.ledger.actions.posting import post_entry
from bangfu.ledger.actions.reversing import draft_again, reverse_entry
from bangfu.ledger.models import Entry, EntryStanding, SuspectedDouble
from bangfu.ledger.queries.doubles import limits_at

BATCH = 1000
Verdict = SuspectedDouble.Verdict


@action("ledger.double.decide")
def find_doubles(actor: User, *, area_code: str = "") -> int:
    """Look through the whole book of a place once more, after the policy changed; return how many pairs are new."""
    require(actor, "ledger.double.decide", area_code)
    limits = limits_at(area_code)
    if limits is None:
        raise Refused(_("这里没有设置重复记录的判断标准，请先在“政策参数”中设置。"))
    return keep_pairs(limits, actor, {}, area_code=area_code)


@action("ledger.double.decide")
def decide_double(
    actor: User, suspicion_id: int, *, same: bool, reason: str, reverse: int | None = None
) -> SuspectedDouble:
    """Settle a pair for good. *Same* reverses one entry, the later one unless ``reverse`` names the other.

    Raises Refused without a reason, Conflict when it was settled before or one entry was reversed meanwhile.
    """
    pair = SuspectedDouble.objects.select_for_update().get(pk=suspicion_id)
    require(actor, "ledger.double.decide", pair.area_code)
    if not reason.strip():
        raise Refused(_("请写明判断的理由。"), field="reason")
    if pair.verdict != Verdict.OPEN:
        raise Conflict(_("这一对已经判断为“%(verdict)s”。") % {"verdict": pair.get_verdict_display()})
    before = snapshot(pair)
    if same:
        _reverse_one(actor, pair, reverse or pair.second_id, reason.strip())
    pair.verdict = Verdict.SAME if same else Verdict.DIFFERENT
    pair.reason, pair.by, pair.at = reason.strip()[:400], actor, timezone.now()
    pair.save(update_fields=["verdict", "reason", "by", "at"])
    record_change(actor, "decide_double", pair, before=before, after=snapshot(pair))
    return pair


def _reverse_one(actor: User, pair: SuspectedDouble, entry_id: int, reason: str) -> None:
    both = (pair.first_id, pair.second_id)
    if entry_id not in both:
        raise Refused(_("只能冲销这两笔中的一笔。"), field="reverse")
    if EntryStanding.objects.filter(pk__in=both, state=EntryStanding.State.REVERSED).exists():
        raise Conflict(_("其中一笔已经冲销，不用再判断。"))
    kept = both[0] if entry_id == both[1] else both[1]
    reverse_entry(actor, entry_id, reason=_("与记录 %(id)s 是同一笔：%(reason)s") % {"id": kept, "reason": reason})


@action("ledger.double.decide")
def keep_apart(actor: User, suspicion_ids: Sequence[int], *, reason: str) -> int:
    """Decide of many pairs at once that they are not the same; return how many."""
    if not reason.strip():
        raise Refused(_("请写明判断的理由。"), field="reason")
    pairs = list(SuspectedDouble.objects.select_for_update().filter(pk__in=suspicion_ids, verdict=Verdict.OPEN))
    for area_code in {pair.area_code for pair in pairs}:
        require(actor, "ledger.double.decide", area_code)
    for pair in pairs:
        before = snapshot(pair)
        pair.verdict, pair.reason, pair.by, pair.at = Verdict.DIFFERENT, reason.strip()[:400], actor, timezone.now()
        record_change(actor, "decide_double", pair, before=before, after=snapshot(pair))
    SuspectedDouble.objects.bulk_update(pairs, ["verdict", "reason", "by", "at"], batch_size=BATCH)
    return len(pairs)


def suspect_doubles(pairs: Sequence[tuple[int, int]]) -> int:
    """Put pairs that a register found beside each other on the list to be decided; return how many are new.

    For registers that know more than amount and day (what was asked for, by whom); the caller has checked rights.
    """
    ordered = {(min(pair), max(pair)) for pair in pairs}
    entries = Entry.objects.in_bulk({pk for pair in ordered for pk in pair})
    known = set(
        SuspectedDouble.objects.filter(second__in={new for _old, new in ordered}).values_list("first_id", "second_id")
    )
    made = [
        SuspectedDouble(first_id=old, second_id=new, area_code=common_place(entries[old], entries[new]))
        for old, new in sorted(ordered - known)
    ]
    SuspectedDouble.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=True)
    return len(made)


@action("ledger.double.decide")
def reopen_double(actor: User, suspicion_id: int, *, reason: str) -> SuspectedDouble:
    """Take a decision back. What was reversed as *same* is posted anew, as it was; the pair waits for a decision.

    Raises Refused without a reason, Conflict for a pair that is still open.
    """
    pair = SuspectedDouble.objects.select_for_update().select_related("first", "second").get(pk=suspicion_id)
    require(actor, "ledger.double.decide", pair.area_code)
    if not reason.strip():
        raise Refused(_("请写明撤销判断的理由。"), field="reason")
    if pair.verdict == Verdict.OPEN:
        raise Conflict(_("这一对还没有判断。"))
    before = snapshot(pair)
    if pair.verdict == Verdict.SAME:
        _post_anew(actor, pair, reason.strip())
    pair.verdict, pair.reason, pair.by, pair.at = Verdict.OPEN, reason.strip()[:400], actor, timezone.now()
    pair.save(update_fields=["first", "second", "verdict", "reason", "by", "at"])
    record_change(actor, "reopen_double", pair, before=before, after=snapshot(pair))
    return pair


def _post_anew(actor: User, pair: SuspectedDouble, reason: str) -> None:
    """Post the reversed one of a pair again; the pair then names the new entry, which is the later."""
    both = (pair.first, pair.second)
    gone = next((e for e in both if EntryStanding.objects.get(pk=e.pk).state == EntryStanding.State.REVERSED), None)
    if gone is None:
        return
    kept = both[1] if gone is both[0] else both[0]
    fresh = post_entry(actor, draft_again(gone, reason))
    SuspectedDouble.objects.filter(first=kept, second=fresh).exclude(pk=pair.pk).delete()
    pair.first, pair.second = kept, fresh
