"""Keeping and taking back explanations of findings."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require, scope_of
from bangfu.reports.explaining import Subject
from bangfu.reports.models import Explanation
from bangfu.reports.permissions import EXPLAIN

SHORTEST = 4  # characters: enough to say why


@action(EXPLAIN)
def explain_finding(actor: User, *, area_code: str, subject: Subject, reason: str) -> Explanation:
    """Keep why a finding is as it should be, for the office of a place.

    Raises Refused for a reason that says nothing, Conflict when the finding has been explained already.
    """
    require(actor, EXPLAIN, area_code)
    if len(reason := reason.strip()) < SHORTEST:
        raise Refused(_("请写明为什么没有问题，至少 %(n)s 个字。") % {"n": SHORTEST}, field="reason")
    fields = {"area_code": area_code, "key": subject.key, "words": subject.words, "verdict": subject.verdict}
    try:
        with transaction.atomic():
            row = Explanation.objects.create(**fields, reason=reason[:300], accepted_by=actor)
    except IntegrityError as error:
        raise Conflict(_("这一处已经有人说明过。")) from error
    record_change(actor, "explain_finding", row, after={"words": row.words}, reason=row.reason)
    return row


@action(EXPLAIN)
def revoke_explanation(actor: User, explanation: Explanation, *, reason: str) -> Explanation:
    """Take an explanation back, with a reason: the finding is shown again. Raises Conflict when it was before."""
    require(actor, EXPLAIN, explanation.area_code)
    if not reason.strip():
        raise Refused(_("请填写撤回的原因。"), field="reason")
    if not Explanation.objects.filter(pk=explanation.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise Conflict(_("这条说明已经撤回。"))
    record_change(actor, "revoke_explanation", explanation, after={"words": explanation.words}, reason=reason.strip())
    explanation.refresh_from_db()
    return explanation


def explanations_at(area_code: str) -> dict[str, Explanation]:
    """Return the explanations in force at the office of a place, by key."""
    rows = Explanation.objects.filter(area_code=area_code, revoked_at=None).select_related("accepted_by")
    return {row.key: row for row in rows} if area_code else {}


def office_of(user: User, area_code: str = "") -> str:
    """Return the place whose explanations a user reads: the one compared with, else the first of their own."""
    if area_code:
        return area_code
    return next((prefix for prefix in scope_of(user, EXPLAIN).prefixes if prefix), "")
