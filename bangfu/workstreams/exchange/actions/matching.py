"""A batch of needs against all offers of a place: proposed, adjusted, accepted as one step, taken back as one step."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.flows.actions import advance_many, start_many
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.policy.queries import policy_in_force
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.workstreams.exchange.actions.claims import let_go, use_of
from bangfu.workstreams.exchange.actions.rows import (
    BATCH,
    change,
    change_many,
    create,
    create_many,
    locked,
    refuse_unless,
)
from bangfu.workstreams.exchange.flows import CLAIM, NEED
from bangfu.workstreams.exchange.limits import OBJECTIVE
from bangfu.workstreams.exchange.matching import Objective, candidates_of, first_come, outcome_of, solve
from bangfu.workstreams.exchange.matching.comparing import narrowed, reasons_of, remedies
from bangfu.workstreams.exchange.matching.rows import NeedRow, OfferRow
from bangfu.workstreams.exchange.matching.solving import Solved
from bangfu.workstreams.exchange.models import Claim, Match, Matching, Need, Offer
from bangfu.workstreams.exchange.permissions import MATCH_ACCEPT, MATCH_MAKE
from bangfu.workstreams.exchange.queries.matching import need_rows, offer_rows, synonym_groups

State = Matching.State
MOST_EXPLAINED = 5000
"""Needs up to which remedies are computed by solving anew; larger batches tell the reasons only."""


def propose_matching(actor: User, *, area_code: str) -> Matching:
    """Find the best allocation of all open needs of a place and keep it for somebody to look at. Nothing is claimed.

    Solving takes longer than others should wait for the database: only the answer is written in a transaction.
    Raises Refused where nothing is open or nothing offered, Denied outside the actor's area.
    """
    require(actor, MATCH_MAKE, area_code)
    needs, offers = need_rows(area_code), offer_rows(area_code)
    if not needs:
        raise Refused(_("榜上没有待认领的需求。"), field="area_code")
    if not offers:
        raise Refused(_("没有有效的爱心供给，请先登记。"), field="area_code")
    rule = policy_in_force(OBJECTIVE, area_code)
    objective, synonyms = Objective.of(rule.value), synonym_groups()
    solved = solve(candidates_of(needs, offers, objective, synonyms), objective)
    reasons = {needs[n].id: why for n, why in reasons_of(solved, needs, offers).items()}
    unmet = [row for row in needs if reasons.get(row.id) == "conditions"]
    reasons |= narrowed(unmet, offers, objective, synonyms) if unmet else {}
    summary = _summary(solved, needs, offers, objective, synonyms, reasons)
    made = Matching(
        area_code=area_code,
        objective={**rule.value, "source": rule.document},
        summary=summary,
        made_by=actor,
    )
    return _keep(actor, made, _matches(made, solved, needs, offers, reasons))


@action(MATCH_MAKE)
def _keep(actor: User, made: Matching, matches: list[Match]) -> Matching:
    require(actor, MATCH_MAKE, made.area_code)
    create(actor, "propose_matching", made)
    Match.objects.bulk_create(matches, batch_size=BATCH)
    return made


def _summary(
    solved: Solved,
    needs: list[NeedRow],
    offers: list[OfferRow],
    objective: Objective,
    synonyms: list[list[str]],
    reasons: dict[int, str],
) -> dict[str, Any]:
    best = outcome_of(solved.candidates, objective, solved.chosen)
    listed = outcome_of(solved.candidates, objective, first_come(solved.candidates))
    counts: dict[str, int] = {}
    for why in reasons.values():
        counts[why] = counts.get(why, 0) + 1
    return {
        "best": best.as_data(),
        "first_come": listed.as_data(),
        "offers": len(offers),
        "candidates": len(solved.candidates.need),
        "points": solved.points,
        "bound": solved.bound,
        "method": solved.method,
        "optimal": solved.optimal,
        "reasons": counts,
        "remedies": remedies(needs, offers, objective, synonyms, best.met) if len(needs) <= MOST_EXPLAINED else [],
    }


def _matches(
    made: Matching, solved: Solved, needs: list[NeedRow], offers: list[OfferRow], reasons: dict[int, str]
) -> list[Match]:
    candidates, score = solved.candidates, solved.candidates.score
    rows = [
        Match(
            matching=made,
            need_id=needs[candidates.need[arc]].id,
            offer_id=offers[candidates.offer[arc]].id,
            quantity=Decimal(needs[candidates.need[arc]].quantity).scaleb(-3),
            score=int(score[arc]),
            terms={name: int(term[arc]) for name, term in candidates.terms.items() if term[arc]},
        )
        for arc in solved.pairs.tolist()
    ]
    return rows + [Match(matching=made, need_id=pk, reason=why) for pk, why in reasons.items()]


@action(MATCH_MAKE)
def adjust_match(actor: User, match: Match, *, offer: int | None) -> Match:
    """Choose another offer for a need, or none, before the batch is accepted."""
    made = locked(match.matching)
    require(actor, MATCH_MAKE, made.area_code)
    refuse_unless(made.state == State.OPEN, _("这份匹配已经不能调整。"))
    row = Match.objects.select_for_update().select_related("need").get(pk=match.pk)
    before = {"offer": row.offer_id}
    row.offer_id, row.by_hand, row.score, row.terms, row.reason = offer, True, 0, {}, ""
    if offer is not None:
        chosen = Offer.objects.get(pk=offer)
        if chosen.state != Offer.State.OPEN:
            raise Refused(_("这项爱心供给已经用完或已失效。"), field="offer")
        row.quantity = row.need.left
        use = use_of(chosen, row.need, row.need.left)
        planned = made.matches.filter(offer=offer).exclude(pk=row.pk).select_related("need")
        used = sum((use_of(chosen, other.need, other.quantity or Decimal(0)) for other in planned), Decimal(0))
        if used + use > chosen.left:
            raise Refused(_("这项爱心供给只剩 %(left)s。") % {"left": (chosen.left - used).normalize()}, field="offer")
    row.save()
    record_change(actor, "adjust_match", made, before=before, after={"offer": offer, "need": row.need_id})
    return row


@action(MATCH_ACCEPT)
def accept_matching(actor: User, matching: Matching) -> int:
    """Turn a batch into claims, as one step; return how many.

    What somebody claimed meanwhile, or what an offer no longer holds, is left out and says so in its row.
    """
    made = locked(matching)
    require(actor, MATCH_ACCEPT, made.area_code)
    refuse_unless(made.state == State.OPEN, _("这份匹配已经采用或撤回。"))
    matches = list(made.matches.filter(offer__isnull=False).order_by("need_id"))
    needs = {
        n.pk: n for n in Need.objects.select_for_update().filter(pk__in=[m.need_id for m in matches]).order_by("pk")
    }
    offers = {
        o.pk: o for o in Offer.objects.select_for_update().filter(pk__in={m.offer_id for m in matches}).order_by("pk")
    }
    claims, skipped = [], []
    for match in matches:
        need, offer = needs[match.need_id], offers[match.offer_id or 0]
        why = _obstacle(need, offer, match)
        if why:
            match.skipped = why
            skipped.append(match)
        else:
            claims.append(_claim(actor, made, match, need, offer))
    Match.objects.bulk_update(skipped, ["skipped"], batch_size=BATCH)
    _place(actor, claims, needs, offers)
    change(actor, "accept_matching", made, state=State.ACCEPTED)
    return len(claims)


def _obstacle(need: Need, offer: Offer, match: Match) -> str:
    if need.state != "published" or need.left <= 0 or match.quantity != need.left:
        return _("需求已被认领或有改动")
    if offer.state != Offer.State.OPEN or use_of(offer, need, need.left) > offer.left:
        return _("供给已用完或已失效")
    if need.claims.filter(donor=offer.donor_id, state__in=("held", "claimed", "under_way", "delivered")).exists():
        return _("该爱心方已经认领了这个需求")
    return ""


def _claim(actor: User, made: Matching, match: Match, need: Need, offer: Offer) -> Claim:
    quantity = need.left
    use = use_of(offer, need, quantity)
    need.taken, need.state, need.matched_on = need.quantity, "claimed", need.matched_on or timezone.localdate()
    offer.used += use
    return Claim(
        need=need,
        donor_id=offer.donor_id,
        offer=offer,
        offer_used=use,
        matching=made,
        area_code=need.area_code,
        quantity=quantity,
        claimed_by=actor,
        claimed_at=timezone.now(),
        claimed_on=timezone.localdate(),
    )


def _place(actor: User, claims: list[Claim], needs: dict[int, Need], offers: dict[int, Offer]) -> None:
    if not claims:
        return
    create_many(actor, "claim_need", claims)
    start_many(actor, CLAIM.name, claims)
    taken = [needs[claim.need_id] for claim in claims]
    advance_many(actor, taken, "take", flow=NEED.name)
    change_many(actor, "claim_need", taken, ["taken", "state", "matched_on"])
    used = {claim.offer_id or 0: offers[claim.offer_id or 0] for claim in claims}
    change_many(actor, "use_offer", list(used.values()), ["used"])


@action(MATCH_MAKE)
def withdraw_matching(actor: User, matching: Matching) -> Matching:
    """Put a batch aside; nothing was claimed."""
    made = locked(matching)
    require(actor, MATCH_MAKE, made.area_code)
    refuse_unless(made.state == State.OPEN, _("这份匹配已经采用或撤回。"))
    return change(actor, "withdraw_matching", made, state=State.WITHDRAWN)


@action(MATCH_ACCEPT)
def undo_matching(actor: User, matching: Matching, *, reason: str) -> int:
    """Release the claims of an accepted batch, as one step; return how many.

    Raises Conflict when one of them has gone further than being claimed: then none is released.
    """
    made = locked(matching)
    require(actor, MATCH_ACCEPT, made.area_code)
    refuse_unless(made.state == State.ACCEPTED, _("这份匹配没有采用，不需要撤销。"))
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
    further = made.claims.exclude(state__in=("claimed", "released", "cancelled")).count()
    if further:
        raise Conflict(_("有 %(n)s 笔已经对接或送达，不能整批撤销；请逐笔释放。") % {"n": further})
    rows = list(made.claims.select_for_update().filter(state="claimed").order_by("need_id"))
    for row in rows:
        let_go(actor, row, "release", "released", reason)
    change(actor, "undo_matching", made, reason=reason, state=State.UNDONE)
    return len(rows)
