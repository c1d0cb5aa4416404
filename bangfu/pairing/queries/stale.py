"""Whether a proposal can still be accepted: what changed since it was made, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

import numpy as np
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Conflict
from bangfu.pairing.models import Enrolment, Pairing, Proposal
from bangfu.pairing.proposing import capacities
from bangfu.pairing.queries.sides import below, helpers_for, recipients_for
from bangfu.pairing.queries.today import today_in
from bangfu.parties.queries import names_of

SHOWN = 5


def require_as_it_was(proposal: Proposal, wanted: Collection[tuple[int, int]], on: date) -> list[Pairing]:
    """Return the pairings of today, locked. Raises Conflict with all that changed since the proposal was made."""
    today = list(
        Pairing.objects.select_for_update()
        .filter(below(proposal.area_code), scheme=proposal.scheme, valid_to=None)
        .order_by("pk")
    )
    problems = [*_pairs_changed(proposal, today, on), *_people_changed(proposal, wanted, today, on)]
    if problems:
        said = "；".join(problems)
        raise Conflict(_("%(what)s。请重新提出建议。") % {"what": said}, problems=tuple(problems))
    return today


def _pairs_changed(proposal: Proposal, today: list[Pairing], on: date) -> list[str]:
    then = proposal.rules.get("today")
    if then is None or today_in(proposal.scheme, proposal.area_code, on).fingerprint() == then:
        return []
    if any(p.proposal_id is not None and p.proposal.accepted_at > proposal.made_at for p in _accepted(today)):
        return [_("提出建议之后已有别的建议被采用")]
    rows = proposal.rows.exclude(current=None).values_list("current_id", "recipient_id")
    now = {(p.helper_id, p.recipient_id) for p in today}
    changed = {recipient for _helper, recipient in now.symmetric_difference(rows)}
    if not changed:
        return [_("提出建议之后有结对的固定状态或日期改过")]
    return [_("提出建议之后有 %(n)s 个受助方的结对变了：%(who)s") % {"n": len(changed), "who": _named(sorted(changed))}]


def _accepted(today: list[Pairing]) -> list[Pairing]:
    proposals = Proposal.objects.exclude(accepted_at=None).in_bulk({p.proposal_id for p in today if p.proposal_id})
    for pairing in today:
        if pairing.proposal_id in proposals:
            pairing.proposal = proposals[pairing.proposal_id]
    return [p for p in today if p.proposal_id in proposals]


def _people_changed(
    proposal: Proposal, wanted: Collection[tuple[int, int]], today: list[Pairing], on: date
) -> list[str]:
    """Helpers who left or have less time, and recipients who are gone, since the proposal was made."""
    scheme = proposal.scheme
    staying = {(p.helper_id, p.recipient_id) for p in today}
    new = [pair for pair in wanted if pair not in staying]
    own = dict(helpers_for(scheme, proposal.area_code, on).values_list("party_id", "capacity"))
    limits = capacities(scheme, np.array(list(own), dtype=np.int64), list(own.values()))
    ready = dict(zip(own, limits.tolist(), strict=True))
    said = []
    if ready or Enrolment.objects.filter(scheme=scheme).exists():
        absent = sorted({helper for helper, _recipient in new if helper not in ready})
        if absent:
            said.append(_("拟安排的帮扶方已退出或离开：%(who)s") % {"who": _named(absent)})
        if over := _over(proposal, wanted, today, ready):
            said.append(_("帮扶方的上限调低了，或已在别处结对：%(who)s") % {"who": _named(over)})
    listed = set(recipients_for(scheme, proposal.area_code, on).values_list("pk", flat=True))
    if lost := sorted({recipient for _helper, recipient in new if recipient not in listed}):
        said.append(_("受助方已销户、迁出或不再符合条件：%(who)s") % {"who": _named(lost)})
    return said


def _over(
    proposal: Proposal, wanted: Collection[tuple[int, int]], today: list[Pairing], ready: dict[int, int]
) -> list[int]:
    """Helpers who would have more than they may, counting those they help outside the proposal."""
    most = proposal.scheme.per_helper_max
    recipients = {recipient for _helper, recipient in wanted}
    load = Counter(helper for helper, _recipient in wanted)
    began = {helper for helper, recipient in wanted}
    others = Pairing.objects.filter(scheme=proposal.scheme, valid_to=None).exclude(below(proposal.area_code))
    load.update(pk for pk in others.values_list("helper_id", flat=True).iterator() if pk in began)
    load.update(p.helper_id for p in today if p.recipient_id not in recipients and p.helper_id in began)
    before = Counter(p.helper_id for p in today)
    found = []
    for helper, count in load.items():
        limit = ready.get(helper, most)
        if limit is not None and count > max(limit, before[helper]):
            found.append(helper)
    return sorted(found)


def _named(ids: list[int]) -> str:
    names = names_of(ids[:SHOWN])
    shown = "、".join(names.get(pk, str(pk)) for pk in ids[:SHOWN])
    return shown if len(ids) <= SHOWN else _("%(names)s 等 %(n)s 个") % {"names": shown, "n": len(ids)}
