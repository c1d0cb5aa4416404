"""An appeal's way: drafted with a plan, reviewed, open until its day, then used or given back, then closed."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.notices.actions import notify_role
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import require
from bangfu.kernel.saying import saying
from bangfu.ledger.actions import post_entry, reverse_posted
from bangfu.ledger.drafts import Draft
from bangfu.parties.queries import noun_of
from bangfu.workstreams.exchange.actions.funds import require_keeper
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.models import Appeal, BudgetLine, Donation, Purse
from bangfu.workstreams.exchange.permissions import APPEAL_CHANGE, APPEAL_REVIEW
from bangfu.workstreams.exchange.wording import refuse_revealing, telling_of

State = Appeal.State
Plan = Sequence[tuple[str, Decimal]]
EARLY = (State.DRAFT, State.REVIEWING)
CHANGING = ("title", "text", "target", "mode", "closes_on")


@action(APPEAL_CHANGE)
def draft_appeal(
    actor: User,
    *,
    title: str,
    text: str,
    beneficiary: int,
    keeper: int,
    target: Decimal,
    mode: str,
    closes_on: date,
    plan: Plan,
) -> Appeal:
    """Draft an appeal with the plan of how its money is to be used: lines of words and CNY that add up to the target.

    Raises Refused for a revealing public wording or a plan that does not add up, Denied outside the actor's area.
    """
    noun = noun_of(beneficiary)
    require(actor, APPEAL_CHANGE, noun.area_code)
    require_keeper(keeper)
    row = Appeal(
        title=title.strip(),
        text=text.strip(),
        area_code=noun.area_code,
        beneficiary_id=beneficiary,
        keeper_id=keeper,
        target=target,
        mode=mode,
        closes_on=closes_on,
        made_by=actor,
    )
    _check(row, plan)
    create(actor, "draft_appeal", row)
    purse = create(actor, "open_purse", Purse(appeal=row, area_code=row.area_code))
    _plan(purse, plan)
    return row


def _check(row: Appeal, plan: Plan) -> None:
    if row.closes_on <= timezone.localdate():
        raise Refused(_("截止日期应在今天之后。"), field="closes_on")
    if sum((amount for _title, amount in plan), Decimal(0)) != row.target:
        raise Refused(_("使用计划各项之和应等于目标金额。"), field="plan")
    about = telling_of([row.beneficiary_id])[row.beneficiary_id]
    refuse_revealing(about, title=row.title, text=row.text, plan="\n".join(title for title, _amount in plan))


def _plan(purse: Purse, plan: Plan) -> None:
    purse.lines.all().delete()
    BudgetLine.objects.bulk_create([BudgetLine(purse=purse, title=title, amount=amount) for title, amount in plan])


@action(APPEAL_CHANGE)
def change_appeal(actor: User, appeal: Appeal, *, plan: Plan | None = None, **fields: Any) -> Appeal:
    """Change an appeal that is not published yet; beneficiary and keeper stay."""
    row = locked(appeal)
    require(actor, APPEAL_CHANGE, row.area_code)
    refuse_unless(row.state in EARLY, _("已发布的众筹不能再改；公众是按原来的说明捐的款。"))
    kept = {name: fields[name] for name in CHANGING if name in fields}
    for name, value in kept.items():
        setattr(row, name, value)
    lines = plan if plan is not None else list(row.purse.lines.values_list("title", "amount"))
    _check(row, lines)
    _plan(row.purse, lines)
    return change(actor, "change_appeal", locked(appeal), **kept)


@action(APPEAL_CHANGE)
def submit_appeal(actor: User, appeal: Appeal) -> Appeal:
    """Ask for an appeal to be published."""
    row = locked(appeal)
    require(actor, APPEAL_CHANGE, row.area_code)
    refuse_unless(row.state == State.DRAFT, _("这个众筹项目不在草稿状态。"))
    notify_role(
        "county",
        row.area_code[:6],
        title=saying("有众筹项目等待审核"),
        text=row.title,
        url=f"/exchange/appeals/{row.pk}/",
        key=f"exchange.appeal:{row.pk}:{row.version}",
        above=True,
    )
    return change(actor, "submit_appeal", row, state=State.REVIEWING)


@action(APPEAL_REVIEW)
def publish_appeal(actor: User, appeal: Appeal) -> Appeal:
    """Open an appeal to the public and post what it asks for. Whoever drafted it does not publish it."""
    row = locked(appeal)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state == State.REVIEWING, _("这个众筹项目不在待审核状态。"))
    if row.made_by_id == actor.pk and not actor.is_operator:
        raise Denied(_("不能审核自己登记的众筹，请由另一位经办人审核。"))
    _check(row, list(row.purse.lines.values_list("title", "amount")))
    today = timezone.localdate()
    entry = post_entry(
        actor,
        Draft(
            kind="exchange.crowdfunding_posted",
            happened_on=today,
            area_code=row.area_code,
            source=f"exchange.appeal:{row.pk}",
            receiver_id=row.beneficiary_id,
            amount=row.target,
            details={"platform": _("本系统")},
        ),
    )
    return change(actor, "publish_appeal", row, state=State.OPEN, published_on=today, entry=entry.pk)


@action(APPEAL_REVIEW)
def refuse_appeal(actor: User, appeal: Appeal, *, reason: str) -> Appeal:
    """Do not publish an appeal, saying why."""
    row = locked(appeal)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state == State.REVIEWING, _("这个众筹项目不在待审核状态。"))
    return change(actor, "refuse_appeal", row, reason=reason, state=State.REFUSED, result=reason)


@action(APPEAL_REVIEW)
def withdraw_appeal(actor: User, appeal: Appeal, *, reason: str) -> Appeal:
    """Take an appeal back, saying why; what was given goes back to the donors, and its posting is reversed."""
    row = locked(appeal)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state in (*EARLY, State.OPEN), _("筹款已经结束，不能撤回。"))
    refuse_unless(row.purse.committed == row.purse.paid == 0, _("已有拨付，不能撤回；请按结束办理。"))
    if row.entry:
        reverse_posted(actor, row.entry, reason=reason)
    return _give_all_back(actor, row, "withdraw_appeal", State.WITHDRAWN, reason)


def _give_all_back(actor: User, row: Appeal, deed: str, state: str, reason: str) -> Appeal:
    """End an appeal without use of its money: pledges end, what came waits to be refunded."""
    today = timezone.localdate()
    for donation in row.purse.donations.select_for_update().filter(state__in=("pledged", "received")):
        if donation.state == Donation.State.PLEDGED:
            gone = {"state": Donation.State.CANCELLED, "ended_on": today, "end_reason": reason[:200]}
            change(actor, "cancel_pledge", donation, reason=reason, **gone)
        else:
            change(actor, "return_donation", donation, reason=reason, state=Donation.State.RETURNING)
    return change(actor, deed, row, reason=reason, state=state, ended_on=today, result=reason[:400])


@action(APPEAL_REVIEW)
def end_appeal(actor: User, appeal: Appeal) -> Appeal:
    """End an appeal before its day: the target is reached, or no more is expected."""
    row = locked(appeal)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state == State.OPEN, _("这个众筹项目不在筹款中。"))
    return ended(actor, row)


def ended(actor: User, row: Appeal) -> Appeal:
    """End an appeal, locked by the caller: its money is used, or goes back where all or nothing was promised."""
    purse = Purse.objects.get(appeal=row)
    if row.mode == Appeal.Mode.ALL and purse.raised < row.target:
        early = row.closes_on >= timezone.localdate()
        told = _("提前结束，没有达到目标金额，捐款全部退回。") if early else _("到期未达到目标金额，捐款全部退回。")
        return _give_all_back(actor, row, "fail_appeal", State.FAILED, told)
    if purse.raised == 0:
        return _give_all_back(actor, row, "fail_appeal", State.FAILED, _("筹款结束，没有收到捐款。"))
    return change(actor, "reach_appeal", row, state=State.REACHED, ended_on=timezone.localdate())


def end_appeals(actor: User, on: date) -> int:
    """End the appeals whose last day is over; return how many. For the daily job."""
    rows = Appeal.objects.select_for_update().filter(state=State.OPEN, closes_on__lt=on).order_by("closes_on", "pk")
    return len([ended(actor, row) for row in rows[:200]])


@action(APPEAL_REVIEW)
def close_appeal(actor: User, appeal: Appeal, *, result: str) -> Appeal:
    """Close an appeal whose money is all used or given back, telling the public what came of it."""
    row = locked(appeal)
    require(actor, APPEAL_REVIEW, row.area_code)
    refuse_unless(row.state in (State.REACHED, State.FAILED), _("筹款结束后才能办结。"))
    purse = row.purse
    refuse_unless(purse.balance == 0 and purse.committed == 0, _("还有余额、待拨付或待退款，不能办结。"))
    refuse_revealing(telling_of([row.beneficiary_id])[row.beneficiary_id], result=result)
    return change(actor, "close_appeal", row, state=State.CLOSED, closed_on=timezone.localdate(), result=result.strip())
