"""Propose, adjust, accept as one step, take the step back."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change, record_changes
from bangfu.kernel.history.models import Change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.pairing.assigner import Assignment, ProblemRefused, solve
from bangfu.pairing.models import Pairing, Proposal, ProposalRow, Scheme
from bangfu.pairing.proposing import problem_for
from bangfu.pairing.queries.sides import in_force
from bangfu.parties.models import Party
from bangfu.parties.queries import places_of

BATCH = 2000


@action("pairing.proposal.make")
def propose(actor: User, *, scheme: Scheme, area_code: str, on: date | None = None) -> Proposal:
    """Ask the assigner who should help whom in a place, and keep its answer for people to look at.

    Raises Refused when the rules contradict each other or nobody is eligible, saying which rules and whom.
    """
    require(actor, "pairing.proposal.make", area_code)
    day = on or timezone.localdate()
    try:
        assignment = solve(problem_for(scheme, area_code, day))
    except ProblemRefused as refused:
        raise Refused(str(refused)) from refused
    proposal = Proposal.objects.create(
        scheme=scheme,
        area_code=area_code,
        scheme_version=scheme.version,
        rules={"weights": scheme.weights, "eligible": scheme.eligible, "per_helper_max": scheme.per_helper_max},
        summary=_summary(assignment),
        made_by=actor,
    )
    ProposalRow.objects.bulk_create(_rows(proposal, assignment, _helpers_today(scheme, area_code, day)), BATCH)
    record_change(actor, "propose", proposal, after={"area_code": area_code, "scheme": scheme.name})
    return proposal


def _summary(assignment: Assignment) -> dict[str, Any]:
    load = assignment.load
    recipients = len(assignment.problem.recipients)
    return {
        "recipients": recipients,
        "paired": recipients - len(assignment.unpaired),
        "helpers": len(load),
        "helpers_used": int((load > 0).sum()),
        "load": {str(n): int((load == n).sum()) for n in sorted({int(v) for v in load})},
        "total_cost": int(assignment.cost),
        "optimal": bool(assignment.optimal),
        "gap": int(assignment.proof.gap),
        "method": assignment.proof.method,
    }


def _helpers_today(scheme: Scheme, area_code: str, on: date) -> dict[int, list[int]]:
    rows = Pairing.objects.filter(in_force(on), scheme=scheme, area_code__startswith=area_code)
    found: dict[int, list[int]] = defaultdict(list)
    for helper_id, recipient_id in rows.order_by("id").values_list("helper_id", "recipient_id"):
        found[recipient_id].append(helper_id)
    return found


def _rows(proposal: Proposal, assignment: Assignment, today: dict[int, list[int]]) -> list[ProposalRow]:
    problem = assignment.problem
    rows = []
    for arc in assignment.arcs.tolist():
        helper = int(problem.helpers.ids[problem.candidates.helper[arc]])
        recipient = int(problem.recipients.ids[problem.candidates.recipient[arc]])
        now = today.get(recipient, [])
        terms = {
            name: int(term[arc]) * int(problem.weights.get(name, 1)) for name, term in problem.candidates.terms.items()
        }
        rows.append(
            ProposalRow(
                proposal=proposal,
                recipient_id=recipient,
                helper_id=helper,
                current_id=helper if helper in now else (now[0] if now else None),
                cost=int(problem.cost[arc]),
                terms={
                    **{k: v for k, v in terms.items() if v},
                    **({"kept": -problem.keep_bonus} if helper in now else {}),
                },
            )
        )
    for recipient in assignment.unpaired_ids:
        now = today.get(int(recipient), [])
        rows.append(
            ProposalRow(
                proposal=proposal,
                recipient_id=int(recipient),
                current_id=now[0] if now else None,
                reason=_("没有符合条件且有余量的帮扶方"),
            )
        )
    return rows


@action("pairing.proposal.make")
def adjust(actor: User, row: ProposalRow, *, helper: Party | None) -> ProposalRow:
    """Put another helper (or nobody) into one row of an open proposal by hand."""
    proposal = _open_proposal(row.proposal_id)
    require(actor, "pairing.proposal.make", proposal.area_code)
    if helper is not None and helper.kind != proposal.scheme.helper_kind:
        raise Refused(_("这不是一个%(what)s。") % {"what": proposal.scheme.helper_words}, field="helper")
    if helper is not None and _over_capacity(proposal, helper.pk, row.pk):
        raise Refused(_("该帮扶方在本建议中已达上限。"), field="helper")
    row.helper, row.by_hand, row.reason = helper, True, ""
    row.save(update_fields=["helper", "by_hand", "reason"])
    Proposal.objects.filter(pk=proposal.pk).update(version=F("version") + 1)
    return row


def _over_capacity(proposal: Proposal, helper_id: int, row_id: int) -> bool:
    most = proposal.scheme.per_helper_max
    enrolment = proposal.scheme.enrolments.filter(party_id=helper_id, valid_to=None).first()
    if enrolment is not None and enrolment.capacity is not None:
        most = enrolment.capacity if most is None else min(most, enrolment.capacity)
    if most is None:
        return False
    return proposal.rows.filter(helper_id=helper_id).exclude(pk=row_id).count() >= most


def _open_proposal(pk: int) -> Proposal:
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=pk)
    if proposal.state != Proposal.State.OPEN:
        raise Conflict(_("这份建议现在是“%(state)s”，不能再改。") % {"state": proposal.get_state_display()})
    if proposal.scheme.version != proposal.scheme_version:
        raise Conflict(_("提出建议之后方案的规则改过了：请重新提出建议。"))
    return proposal


@action("pairing.proposal.accept")
def accept(actor: User, proposal: Proposal, *, on: date | None = None) -> int:
    """Make an open proposal the pairings in force from a day on, as one step; return how many pairings began.

    Pairs that stay are not touched. Raises Conflict when it is not open, when the scheme changed since, or when
    pairings of the place changed since it was made: two officers accepting at once cannot both succeed.
    """
    day = on or timezone.localdate()
    proposal = _open_proposal(proposal.pk)
    require(actor, "pairing.proposal.accept", proposal.area_code)
    today = list(
        Pairing.objects.select_for_update().filter(
            scheme=proposal.scheme, valid_to=None, area_code__startswith=proposal.area_code
        )
    )
    wanted = dict.fromkeys(
        proposal.rows.filter(helper__isnull=False).order_by("pk").values_list("helper_id", "recipient_id")
    )
    recipients = set(proposal.rows.values_list("recipient_id", flat=True))
    _refuse_stale(proposal, today)
    ending = [p for p in today if p.recipient_id in recipients and (p.helper_id, p.recipient_id) not in wanted]
    staying = {(p.helper_id, p.recipient_id) for p in today}
    began = _begin(proposal, [pair for pair in wanted if pair not in staying], day)
    _end(proposal, ending, day)
    record_changes(
        Change(
            actor=actor, action=verb, object_type=Pairing._meta.label_lower, object_id=p.pk, area_code=p.area_code,
            after={"helper": p.helper_id, "recipient": p.recipient_id}, batch=proposal.pk,
        )
        for verb, pairs in (("pair", began), ("end_pairing", ending))
        for p in pairs
    )  # fmt: skip
    proposal.state, proposal.accepted_by, proposal.accepted_at = Proposal.State.ACCEPTED, actor, timezone.now()
    proposal.version += 1
    proposal.save()
    return len(began)


def _refuse_stale(proposal: Proposal, today: list[Pairing]) -> None:
    """The proposal was compared with the pairings of its day; if others changed them, it must be made anew."""
    later = [p for p in today if p.proposal_id is not None and p.proposal_id > proposal.pk]
    if later:
        raise Conflict(_("提出建议之后已有别的建议被采用：请重新提出建议。"))


def _begin(proposal: Proposal, pairs: list[tuple[int, int]], day: date) -> list[Pairing]:
    places = places_of([recipient for _helper, recipient in pairs])
    return Pairing.objects.bulk_create(
        [
            Pairing(
                scheme=proposal.scheme,
                helper_id=helper,
                recipient_id=recipient,
                area_code=places[recipient],
                valid_from=day,
                reason_in=_("采用结对建议 %(n)s") % {"n": proposal.pk},
                proposal=proposal,
                batch=proposal.pk,
            )
            for helper, recipient in pairs
        ],
        batch_size=BATCH,
    )


def _end(proposal: Proposal, pairings: list[Pairing], day: date) -> None:
    for pairing in pairings:
        pairing.valid_to = max(day - timedelta(days=1), pairing.valid_from)
        pairing.reason_out = _("采用结对建议 %(n)s") % {"n": proposal.pk}
        pairing.batch = proposal.pk
        pairing.version += 1
    Pairing.objects.bulk_update(pairings, ["valid_to", "reason_out", "batch", "version"], batch_size=500)


@action("pairing.proposal.accept")
def undo_acceptance(actor: User, proposal: Proposal, *, reason: str) -> int:
    """Take an acceptance back: what began with it ends as if it had not been, what it ended is open again.

    Raises Conflict when it is not accepted or when help was already recorded under one of its pairings.
    """
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("scheme").get(pk=proposal.pk)
    require(actor, "pairing.proposal.accept", proposal.area_code)
    if proposal.state != Proposal.State.ACCEPTED:
        raise Conflict(_("只有已采用的建议可以撤销。"))
    if not reason.strip():
        raise Refused(_("请写明撤销原因。"), field="reason")
    began = Pairing.objects.select_for_update().filter(proposal=proposal)
    if began.exclude(valid_to=None).exists() or _pointed_at(began):
        raise Conflict(_("采用之后已有结对变动或帮扶记录，不能整批撤销。"))
    ids = list(began.values_list("pk", flat=True))
    record_changes(
        Change(
            actor=actor, action="undo_pairing", object_type=Pairing._meta.label_lower, object_id=pk,
            reason=reason, batch=proposal.pk,
        )
        for pk in ids
    )  # fmt: skip
    began.delete()
    Pairing.objects.filter(batch=proposal.pk, scheme=proposal.scheme).exclude(valid_to=None).update(
        valid_to=None, reason_out="", version=F("version") + 1
    )
    proposal.state = Proposal.State.UNDONE
    proposal.version += 1
    proposal.save()
    return len(ids)


def _pointed_at(began: Any) -> bool:
    """Whoever above points at a pairing keeps it: found through the models."""
    return any(
        relation.related_model._default_manager.filter(**{f"{relation.field.name}__in": began.values("pk")}).exists()
        for relation in Pairing._meta.related_objects
    )


@action("pairing.proposal.make")
def withdraw(actor: User, proposal: Proposal) -> Proposal:
    """Put an open proposal aside."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    require(actor, "pairing.proposal.make", proposal.area_code)
    if proposal.state != Proposal.State.OPEN:
        raise Conflict(_("这份建议已经处理过。"))
    proposal.state = Proposal.State.WITHDRAWN
    proposal.version += 1
    proposal.save()
    return proposal
