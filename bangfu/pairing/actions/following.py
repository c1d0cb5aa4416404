"""What pairs, agreements and teams do when the registers change: pass to a successor, end with the need."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import (
    Agreement,
    AgreementParty,
    Enrolment,
    Pairing,
    Scheme,
    Team,
    TeamMember,
    TeamUnit,
)
from bangfu.pairing.queries.exits import no_longer_eligible
from bangfu.parties.queries import names_of
from bangfu.parties.registries import Requalifying, Succession

DAY = timedelta(days=1)
MANY = 1000
KEPT = ("scheme_id", "helper_id", "recipient_id", "subject", "area_code", "frozen")


def pass_to_successor(actor: User, old: int, new: int, on: date) -> None:
    """Give all that one organisation does to the one that took its place, from a day on.

    Numbers of the schemes are not asked: whoever has too many afterwards is shown on the page of those to be paired
    anew. A pair the successor has already is not made twice.
    """
    names = names_of([old, new])
    reason = _("“%(old)s”并入“%(new)s”") % {"old": names.get(old, ""), "new": names.get(new, "")}
    _pass_enrolments(actor, old, new, on, reason)
    for side in ("helper", "recipient"):
        _pass_pairs(actor, side, old, new, on, reason)
    _pass_agreements(actor, old, new, reason)
    _pass_teams(actor, old, new, reason)


def _pass_enrolments(actor: User, old: int, new: int, on: date, reason: str) -> None:
    there = set(Enrolment.objects.filter(party_id=new, valid_to=None).values_list("scheme_id", flat=True))
    for row in Enrolment.objects.select_for_update().filter(party_id=old, valid_to=None).order_by("pk"):
        before = snapshot(row)
        row.valid_to, row.reason_out = max(on - DAY, row.valid_from), reason[:200]
        row.save()
        record_change(actor, "end_enrolment", row, before=before, after=snapshot(row), reason=reason)
        if row.scheme_id not in there:
            fresh = Enrolment.objects.create(
                scheme_id=row.scheme_id,
                party_id=new,
                county_code=row.county_code,
                area_code=row.area_code,
                capacity=row.capacity,
                skills=row.skills,
                valid_from=on,
            )
            record_change(actor, "enrol", fresh, after=snapshot(fresh), reason=reason)


def _pass_pairs(actor: User, side: str, old: int, new: int, on: date, reason: str) -> None:
    other = "recipient_id" if side == "helper" else "helper_id"
    own = f"{side}_id"
    there = set(Pairing.objects.filter(**{own: new}, valid_to=None).values_list("scheme_id", other, "subject"))
    for row in Pairing.objects.select_for_update().filter(**{own: old}, valid_to=None).order_by("pk"):
        end_quietly(actor, row, on - DAY, reason)
        if getattr(row, other) == new or (row.scheme_id, getattr(row, other), row.subject) in there:
            continue
        values = {name: getattr(row, name) for name in KEPT} | {own: new}
        fresh = Pairing.objects.create(**values, valid_from=max(on, row.valid_from), reason_in=reason[:200])
        record_change(actor, "pair", fresh, after=snapshot(fresh), reason=reason)


def _pass_agreements(actor: User, old: int, new: int, reason: str) -> None:
    """The successor joins agreements that still bind; the one that signed stays named."""
    binding = Agreement.objects.filter(state__in=(Agreement.State.DRAFT, Agreement.State.SIGNED))
    rows = AgreementParty.objects.filter(party_id=old, agreement__in=binding).select_related("agreement")
    for row in rows:
        _joined, made = AgreementParty.objects.get_or_create(
            agreement=row.agreement, party_id=new, defaults={"side": row.side}
        )
        if made:
            record_change(actor, "join_agreement", row.agreement, after={"party": new}, reason=reason)


def _pass_teams(actor: User, old: int, new: int, reason: str) -> None:
    for team in Team.objects.filter(units__organisation_id=old, ended_on=None).distinct():
        TeamUnit.objects.get_or_create(team=team, organisation_id=new)
        TeamUnit.objects.filter(team=team, organisation_id=old).delete()
        record_change(actor, "change_team_units", team, before={"unit": old}, after={"unit": new}, reason=reason)
    for member in TeamMember.objects.filter(unit_id=old, ended_on=None):
        before = snapshot(member)
        member.unit_id = new
        member.version += 1
        member.save()
        record_change(actor, "change_team_member", member, before=before, after=snapshot(member), reason=reason)


def end_with_need(actor: User, ids: Collection[int], on: date) -> None:
    """End the pairs of recipients whose need is over, under schemes whose pairs do not outlast it."""
    for scheme in Scheme.objects.filter(keeps_on_exit=False):
        rows = no_longer_eligible(scheme, "")
        # Of very many, an import's, the few pairs that no longer fit are sought among all.
        end_rows(actor, rows.filter(recipient_id__in=list(ids)) if len(ids) <= MANY else rows, on - DAY)


def end_rows(actor: User, rows: Iterable[Pairing], last_day: date) -> int:
    """End pairs because the recipients no longer meet the scheme; return how many."""
    count = 0
    for row in rows:
        end_quietly(actor, row, last_day, _("受助方已不符合方案条件，方案规定不再保持"))
        count += 1
    return count


def end_quietly(actor: User, row: Pairing, last_day: date, reason: str) -> None:
    """End a pair as the consequence of another step, whose permission was checked; never before it began."""
    before = snapshot(row)
    row.valid_to, row.reason_out = max(last_day, row.valid_from), reason.strip()[:200]
    row.version += 1
    row.save()
    record_change(actor, "end_pairing", row, before=before, after=snapshot(row), reason=reason)


AFTER_SUCCESSION = Succession(name="pairing", follow=pass_to_successor)
AFTER_REQUALIFYING = Requalifying(name="pairing", follow=end_with_need)
