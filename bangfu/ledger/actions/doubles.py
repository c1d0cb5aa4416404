"""Deciding whether two entries are the same gift."""

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.ledger.actions.noting import keep_pairs
from bangfu.ledger.actions.posting import reverse_entry
from bangfu.ledger.models import EntryStanding, SuspectedDouble
from bangfu.ledger.queries.doubles import limits_at

BATCH = 1000
Verdict = SuspectedDouble.Verdict


@action("ledger.entry.reverse")
def find_doubles(actor: User, *, area_code: str = "") -> int:
    """Look through the whole book of a place once more, after the policy changed; return how many pairs are new."""
    require(actor, "ledger.entry.reverse", area_code)
    limits = limits_at(area_code)
    if limits is None:
        raise Refused(_("这里没有设置重复记录的判断标准，请先在“政策参数”中设置。"))
    return keep_pairs(limits, actor, {}, area_code=area_code)


@action("ledger.entry.reverse")
def decide_double(
    actor: User, suspicion_id: int, *, same: bool, reason: str, reverse: int | None = None
) -> SuspectedDouble:
    """Settle a pair for good. *Same* reverses one entry, the later one unless ``reverse`` names the other.

    Raises Refused without a reason, Conflict when it was settled before or one entry was reversed meanwhile.
    """
    pair = SuspectedDouble.objects.select_for_update().get(pk=suspicion_id)
    require(actor, "ledger.entry.reverse", pair.area_code)
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


@action("ledger.entry.reverse")
def keep_apart(actor: User, suspicion_ids: Sequence[int], *, reason: str) -> int:
    """Decide of many pairs at once that they are not the same; return how many."""
    if not reason.strip():
        raise Refused(_("请写明判断的理由。"), field="reason")
    pairs = list(SuspectedDouble.objects.select_for_update().filter(pk__in=suspicion_ids, verdict=Verdict.OPEN))
    for area_code in {pair.area_code for pair in pairs}:
        require(actor, "ledger.entry.reverse", area_code)
    for pair in pairs:
        before = snapshot(pair)
        pair.verdict, pair.reason, pair.by, pair.at = Verdict.DIFFERENT, reason.strip()[:400], actor, timezone.now()
        record_change(actor, "decide_double", pair, before=before, after=snapshot(pair))
    SuspectedDouble.objects.bulk_update(pairs, ["verdict", "reason", "by", "at"], batch_size=BATCH)
    return len(pairs)
