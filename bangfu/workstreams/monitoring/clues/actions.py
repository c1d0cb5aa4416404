"""What people do with clues: report one, send it to a village, take it up, find it false, end it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.actions import record_change, snapshot
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, scope_of
from bangfu.kernel.saying import saying
from bangfu.parties.models import Household
from bangfu.parties.queries.visible import households_visible_to
from bangfu.workstreams.monitoring.channels import Channel
from bangfu.workstreams.monitoring.clues.models import Clue, ClueFact, FalsePositive
from bangfu.workstreams.monitoring.permissions import CLUE_ASSIGN, CLUE_DISMISS, CLUE_REPORT
from bangfu.workstreams.monitoring.policy_keys import VISIT_DAYS

BY_HAND = (Channel.HOUSEHOLD, Channel.CADRE, Channel.DEPARTMENT, Channel.OVERSIGHT, Channel.LINKED)


@action(CLUE_REPORT)
def report_clue(
    actor: User,
    *,
    household: int,
    channel: str,
    text: str,
    risk: str = "",
    since: date | None = None,
    sensitive: bool = False,
) -> Clue:
    """Note what a household said, a cadre saw, or another channel brought; it joins the household's open clue.

    Raises Denied for a household the actor may not see, Conflict where the same words are there already.
    """
    row = households_visible_to(actor).filter(pk=household).first()
    if row is None or not _may_report(actor, row):
        raise Denied(_("没有这户，或它不在您的管辖范围内。"), field="household")
    if channel not in BY_HAND:
        raise Refused(_("这一渠道的线索由筛查产生，不能手工登记。"), field="channel")
    if not text.strip():
        raise Refused(_("请写明情况。"), field="text")
    today = timezone.localdate()
    if since is not None and since > today:
        raise Refused(_("发生时间不能在今天之后。"), field="since")
    clue = Clue.objects.select_for_update().filter(household=row, state__in=Clue.UNFINISHED).first()
    before = snapshot(clue) if clue else None
    if clue is None:
        clue = Clue(household=row, area_code=row.area_code, channel=channel, raised_on=today)
    else:
        clue.version += 1
    clue.facts_count += 1
    clue.sensitive = clue.sensitive or sensitive
    clue.save()
    _add_fact(clue, channel=channel, text=text.strip(), risk=risk, since=since or today, sensitive=sensitive, on=today)
    record_change(actor, "report_clue", clue, before=before, after=snapshot(clue))
    return clue


def _may_report(actor: User, household: Household) -> bool:
    scope = scope_of(actor, CLUE_REPORT)
    return scope.covers(household.area_code) or scope.own


def _add_fact(clue: Clue, *, on: date, **fields: Any) -> ClueFact:
    key = sha256(f"{clue.household_id}|{fields['channel']}|{fields['text']}".encode()).hexdigest()
    if clue.facts.filter(key=key).exists():
        raise Conflict(_("同样的情况已经登记过。"), field="text")
    return ClueFact.objects.create(
        clue=clue, household=clue.household, area_code=clue.area_code, key=key, found_on=on, seen_on=on, **fields
    )


@action(CLUE_ASSIGN)
def assign_clues(actor: User, ids: Sequence[int], *, to: int | None = None, due_on: date | None = None) -> str:
    """Send open clues to their villages, or to one user who may see them; those sent already keep their term."""
    found = list(Clue.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
    today = timezone.localdate()
    if due_on is not None and due_on < today:
        raise Refused(_("核查期限不能在今天之前。"), field="due_on")
    user = _receiver(to, found)
    sent = 0
    for clue in found:
        require_on(actor, CLUE_ASSIGN, clue)
        if clue.state == Clue.State.OPEN:
            _assign(actor, clue, user, today, due_on)
            sent += 1
    if user is not None and sent:
        text = saying("%(count)s 条风险线索待核查。", count=sent)
        key = f"clues:{user.pk}:{today}"
        notify([user], title=saying("风险线索已派给您"), text=text, url="/monitoring/clue/", key=key)
    return _("已派出 %(sent)s 条，%(rest)s 条此前已派出或已处理。") % {"sent": sent, "rest": len(found) - sent}


def _receiver(to: int | None, clues: Sequence[Clue]) -> User | None:
    if to is None:
        return None
    user = User.objects.filter(pk=to, is_active=True).first()
    if user is None or not all(may(user, CLUE_REPORT, clue.area_code) for clue in clues):
        raise Refused(_("此人不能核查这些线索所在的地方。"), field="to")
    return user


def _assign(actor: User, clue: Clue, user: User | None, today: date, due_on: date | None) -> None:
    days = policy_or_none(VISIT_DAYS, clue.area_code, today)
    term = due_on or (today + timedelta(days=days) if days is not None else None)
    _change(actor, "assign_clue", clue, state=Clue.State.ASSIGNED, assigned_to=user, assigned_on=today, due_on=term)


@action(CLUE_DISMISS)
def dismiss_clue(actor: User, clue: Clue, *, reason: str) -> Clue:
    """Find a clue to be no sign of risk, saying why: its facts are not raised again under the same keys."""
    row = _locked(clue)
    require_on(actor, CLUE_DISMISS, row)
    if row.state not in (Clue.State.OPEN, Clue.State.ASSIGNED):
        raise Conflict(_("这条线索已经处理过，或已进入核查程序。"))
    if not reason.strip():
        raise Refused(_("请写明误报的原因。"), field="reason")
    today = timezone.localdate()
    facts = row.facts.values_list("key", flat=True)
    known = set(FalsePositive.objects.filter(key__in=facts).values_list("key", flat=True))
    FalsePositive.objects.bulk_create(
        FalsePositive(
            key=key,
            household_id=row.household_id,
            area_code=row.area_code,
            clue=row,
            reason=reason.strip(),
            decided_by=actor,
            decided_on=today,
        )
        for key in facts
        if key not in known
    )
    return _change(
        actor, "dismiss_clue", row, reason, state=Clue.State.DISMISSED, ended_on=today, reason=reason.strip()
    )


@action(CLUE_DISMISS)
def reopen_clue(actor: User, clue: Clue, *, reason: str) -> Clue:
    """Take back a finding of false, saying why. Refused while the household has another open clue."""
    row = _locked(clue)
    require_on(actor, CLUE_DISMISS, row)
    if row.state != Clue.State.DISMISSED:
        raise Conflict(_("只有认定为误报的线索可以恢复。"))
    if Clue.objects.filter(household=row.household_id, state__in=Clue.UNFINISHED).exists():
        raise Conflict(_("这户已有未处理完的线索，请在那一条里继续。"))
    FalsePositive.objects.filter(clue=row).delete()
    return _change(actor, "reopen_clue", row, reason, state=Clue.State.OPEN, ended_on=None, reason="")


@action(CLUE_REPORT)
def take_up_clue(actor: User, clue: Clue) -> Clue:
    """Note that a case has been opened from a clue; whoever opens the case calls this in the same transaction."""
    row = _locked(clue)
    require_on(actor, CLUE_REPORT, row)
    if row.state not in (Clue.State.OPEN, Clue.State.ASSIGNED):
        raise Conflict(_("这条线索已经处理过，或已进入核查程序。"))
    return _change(actor, "take_up_clue", row, state=Clue.State.TAKEN_UP)


@action(CLUE_REPORT)
def end_clue(actor: User, clue: Clue, *, reason: str = "") -> Clue:
    """Note that the case of a clue has come to its end; facts settled with it are not raised again."""
    row = _locked(clue)
    require_on(actor, CLUE_REPORT, row)
    if row.state != Clue.State.TAKEN_UP:
        raise Conflict(_("这条线索没有进入核查程序。"))
    return _change(actor, "end_clue", row, reason, state=Clue.State.ENDED, ended_on=timezone.localdate())


def _locked(clue: Clue) -> Clue:
    return Clue.objects.select_for_update().get(pk=clue.pk)


def _change(actor: User, deed: str, clue: Clue, why: str = "", **fields: Any) -> Clue:
    before = snapshot(clue)
    for name, value in fields.items():
        setattr(clue, name, value)
    clue.version += 1
    clue.save()
    record_change(actor, deed, clue, before=before, after=snapshot(clue), reason=why)
    return clue
