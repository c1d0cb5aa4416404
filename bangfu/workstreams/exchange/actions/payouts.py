"""Money of a purse for somebody: asked for, approved by another, paid with a voucher, published."""

from datetime import date
from decimal import Decimal

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
from bangfu.parties.models import Household
from bangfu.parties.queries import noun_of
from bangfu.workstreams.exchange.actions import purses
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.models import Appeal, BudgetLine, Payout, Purse
from bangfu.workstreams.exchange.permissions import PAYOUT_APPROVE, PAYOUT_ASK, PAYOUT_PAY
from bangfu.workstreams.exchange.wording import refuse_revealing, telling_of

State = Payout.State


@action(PAYOUT_ASK)
def ask_payout(
    actor: User,
    *,
    purse: int,
    beneficiary: int,
    amount: Decimal,
    purpose: str,
    line: int | None = None,
    payee: str = "",
    private_text: str = "",
) -> Payout:
    """Ask for money of a purse for somebody in the actor's area. Nothing is set aside before it is approved.

    Money of an appeal is asked for by a line of its published plan. Raises Refused for a revealing purpose, a line of
    another plan, or more than the line holds.
    """
    held = Purse.objects.select_related("appeal", "fund").get(pk=purse)
    place = noun_of(beneficiary).area_code
    require(actor, PAYOUT_ASK, place)
    if not place.startswith(held.area_code[:6]):
        raise Refused(_("受益方不在这笔资金的使用地区。"), field="beneficiary")
    chosen = _line(held, line)
    if amount <= 0:
        raise Refused(_("金额必须大于零。"), field="amount")
    if chosen is not None and chosen.used + amount > chosen.amount:
        left = chosen.amount - chosen.used
        raise Refused(_("计划的这一项只剩 %(left)s 元。") % {"left": left}, field="amount")
    refuse_revealing(telling_of([beneficiary])[beneficiary], purpose=purpose)
    row = Payout(
        purse=held,
        line=chosen,
        area_code=place,
        beneficiary_id=beneficiary,
        payee=payee.strip(),
        purpose=purpose.strip(),
        private_text=private_text.strip(),
        amount=amount,
        asked_on=timezone.localdate(),
        asked_by=actor,
    )
    create(actor, "ask_payout", row)
    notify_role(
        "county",
        row.area_code[:6],
        title=saying("有爱心款拨付申请等待审批"),
        text=row.purpose,
        url=f"/exchange/payout/{row.pk}/",
        key=f"exchange.payout:{row.pk}",
        above=True,
    )
    return row


def _line(purse: Purse, line: int | None) -> BudgetLine | None:
    if line is None:
        if purse.appeal_id is not None:
            raise Refused(_("众筹款按公布的计划使用，请选择计划项。"), field="line")
        return None
    chosen = purse.lines.filter(pk=line).first()
    if chosen is None:
        raise Refused(_("这一项不在这笔资金的计划里。"), field="line")
    return chosen


@action(PAYOUT_APPROVE)
def approve_payout(actor: User, payout: Payout) -> Payout:
    """Approve a payout and set its money aside, all or nothing. Who asked does not approve.

    Raises Conflict where the balance or the line of the plan does not hold so much: of two at the same second one is
    told so.
    """
    row = locked(payout)
    require(actor, PAYOUT_APPROVE, row.area_code)
    refuse_unless(row.state == State.ASKED, _("这笔拨付不在待审批状态。"))
    if row.asked_by_id == actor.pk and not actor.is_operator:
        raise Denied(_("不能审批自己提出的拨付，请由另一位经办人审批。"))
    appeal = row.purse.appeal
    if appeal is not None:
        usable = appeal.state == Appeal.State.REACHED or (
            appeal.state == Appeal.State.OPEN and appeal.mode == Appeal.Mode.KEEP
        )
        refuse_unless(usable, _("这个众筹项目的钱现在不能使用：达到目标、筹款结束后才能拨付。"))
    purses.commit(row.purse_id, row.amount, row.line_id)
    fields = {"approved_on": timezone.localdate(), "approved_by": actor}
    return change(actor, "approve_payout", row, state=State.APPROVED, **fields)


@action(PAYOUT_APPROVE)
def refuse_payout(actor: User, payout: Payout, *, reason: str) -> Payout:
    """Do not approve a payout, saying why."""
    row = locked(payout)
    require(actor, PAYOUT_APPROVE, row.area_code)
    refuse_unless(row.state == State.ASKED, _("这笔拨付不在待审批状态。"))
    return _ended(actor, row, "refuse_payout", State.REFUSED, reason)


@action(PAYOUT_ASK)
def cancel_payout(actor: User, payout: Payout, *, reason: str) -> Payout:
    """Give up a payout before it is paid; what was set aside is free again."""
    row = locked(payout)
    require(actor, PAYOUT_ASK, row.area_code)
    refuse_unless(row.state in (State.ASKED, State.APPROVED), _("这笔拨付已经办结。"))
    if row.state == State.APPROVED:
        purses.uncommit(row.purse_id, row.amount, row.line_id)
    return _ended(actor, row, "cancel_payout", State.CANCELLED, reason)


@action(PAYOUT_PAY)
def pay_payout(actor: User, payout: Payout, *, voucher: str, on: date | None = None) -> Payout:
    """Record that an approved payout was paid: voucher number and day. The help is posted to the ledger."""
    row = locked(payout)
    require(actor, PAYOUT_PAY, row.area_code)
    refuse_unless(row.state == State.APPROVED, _("这笔拨付还没有批准，或已办结。"))
    if not voucher.strip():
        raise Refused(_("请填写付款凭证号。"), field="voucher")
    day = on or timezone.localdate()
    if not (row.approved_on or day) <= day <= timezone.localdate():
        raise Refused(_("拨付日期应在批准之后、今天之前。"), field="on")
    purses.pay(row.purse_id, row.amount)
    entry = post_entry(actor, draft_of_payout(row, day))
    return change(actor, "pay_payout", row, state=State.PAID, paid_on=day, voucher=voucher.strip(), entry=entry.pk)


def draft_of_payout(row: Payout, on: date) -> Draft:
    """Return the ledger's entry for a payment."""
    home = Household.objects.filter(pk=row.beneficiary_id).exists()
    return Draft(
        kind="exchange.fund_aid",
        happened_on=on,
        area_code=row.area_code,
        source=f"exchange.payout:{row.pk}",
        giver_id=row.purse.keeper_id,
        receiver_id=row.beneficiary_id,
        amount=row.amount,
        households=1 if home else None,
        household_ids=(row.beneficiary_id,) if home else (),
        details={"fund": str(row.purse)[:100], "account": row.purse.account, "use": row.purpose},
    )


@action(PAYOUT_PAY)
def return_payout(actor: User, payout: Payout, *, reason: str) -> Payout:
    """A payment came back (a wrong account, say): its entry is reversed and the money can be used again."""
    row = locked(payout)
    require(actor, PAYOUT_PAY, row.area_code)
    refuse_unless(row.state == State.PAID and row.entry is not None, _("只有已拨付的款能退回。"))
    purses.take_back(row.purse_id, row.amount, row.line_id)
    reverse_posted(actor, row.entry or 0, reason=_("拨付退回：%(why)s") % {"why": reason})
    return _ended(actor, row, "return_payout", State.RETURNED, reason)


def _ended(actor: User, row: Payout, deed: str, state: str, reason: str) -> Payout:
    if not reason.strip():
        raise Refused(_("请写明原因。"), field="reason")
    fields = {"ended_on": timezone.localdate(), "end_reason": reason.strip()[:200]}
    return change(actor, deed, row, reason=reason, state=state, **fields)
