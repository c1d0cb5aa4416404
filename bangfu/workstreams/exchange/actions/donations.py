"""Gifts of money: pledged, received with a receipt and an entry in the ledger, given back by a reversing entry."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from bangfu.kernel.actions import action
from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.formats import exact_yuan
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.objects import require_on
from bangfu.kernel.rights.scope import may, require
from bangfu.kernel.saying import saying
from bangfu.ledger.actions import post_entry, reverse_posted
from bangfu.ledger.drafts import Draft
from bangfu.parties.queries import party_id_of
from bangfu.workstreams.exchange.actions import purses
from bangfu.workstreams.exchange.actions.delivery import LETTERS
from bangfu.workstreams.exchange.actions.receipts import issue_receipt, void_receipt
from bangfu.workstreams.exchange.actions.rows import change, create, locked, refuse_unless
from bangfu.workstreams.exchange.actions.text_hits import look_at_message, refuse_telling_with_money
from bangfu.workstreams.exchange.limits import PLEDGE_MOST
from bangfu.workstreams.exchange.models import Appeal, Donation, Fund, Purse
from bangfu.workstreams.exchange.payments import payment_ways, ways_offered
from bangfu.workstreams.exchange.permissions import DONATION_MAKE, DONATION_RECORD, DONATION_REFUND

State = Donation.State


@action(DONATION_MAKE)
def pledge(
    actor: User,
    purse: Purse,
    *,
    amount: Decimal,
    donor: int | None = None,
    donor_name: str = "",
    anonymous: bool = False,
    message: str = "",
    way: str = "bank",
) -> Donation:
    """Promise money to a fund or an appeal. It counts when it comes, not before.

    ``donor`` is the actor's own party; offices record others, by party or by name. Raises Refused for an appeal that
    takes no more, for more of one's own than it still lacks or than is pledged without the office, Denied for another's
    party.
    """
    own = party_id_of(actor)
    giver = donor or (None if donor_name.strip() else own)
    if giver is None and not donor_name.strip():
        raise Refused(_("请填写捐赠方。"), field="donor")
    if giver != own or giver is None:
        require(actor, DONATION_RECORD, purse.area_code)
    if way not in {one.name for one in ways_offered()}:
        raise Refused(_("没有这种付款方式。"), field="way")
    if giver is not None and giver == purse.keeper_id:
        raise Refused(_("款项管理单位不能捐给自己管理的账户。"), field="donor")
    _require_open(purse)
    refuse_telling_with_money(purse, message)
    row = Donation(
        purse=purse,
        area_code=purse.area_code,
        donor_id=giver,
        donor_name=donor_name.strip(),
        anonymous=anonymous,
        message=message.strip(),
        amount=amount,
        way=way,
        reference=get_random_string(8, LETTERS),
        pledged_on=timezone.localdate(),
        made_by=actor,
    )
    if amount <= 0:
        raise Refused(_("金额必须大于零。"), field="amount")
    if giver == own and giver is not None:
        _require_of_use(purse, amount)
    made = create(actor, "record_donation", row)
    look_at_message(made)
    return made


def _require_of_use(purse: Purse, amount: Decimal) -> None:
    """Refuse more than an appeal still lacks, and what is so much that it is rather a slip of the keys."""
    if purse.appeal is not None and amount > (lacking := purse.appeal.target - purse.raised):
        said = _("这个项目还差 %(lacking)s 筹满，最多认捐这么多；余下的请看看别的项目。")
        raise Refused(said % {"lacking": exact_yuan(lacking)}, field="amount")
    most = policy_or_none(PLEDGE_MOST, purse.area_code, timezone.localdate())
    if most is not None and amount > most:
        said = _("网上一笔最多认捐 %(most)s；更多的请与经办人联系，到账后由其登记。")
        raise Refused(said % {"most": exact_yuan(most)}, field="amount")


def _require_open(purse: Purse) -> None:
    appeal, fund = purse.appeal, purse.fund
    if appeal is not None:
        today = timezone.localdate()
        refuse_unless(appeal.state == Appeal.State.OPEN and today <= appeal.closes_on, _("这个众筹项目不在筹款中。"))
        refuse_unless(purse.raised < appeal.target, _("这个众筹项目已筹满，谢谢您；请看看别的项目。"))
    elif fund is not None:
        refuse_unless(fund.state == Fund.State.OPEN, _("这个基金已经结束。"))


@action(DONATION_RECORD)
def receive_donation(actor: User, donation: Donation, *, on: date | None = None, voucher: str = "") -> Donation:
    """The money of a pledge came: count it, issue the receipt, post it to the ledger. Second time: Conflict."""
    row = locked(donation)
    require(actor, DONATION_RECORD, row.area_code)
    return received(actor, row, on or timezone.localdate(), voucher)


def settle(actor: User, donation: Donation) -> Donation:
    """Ask the way of payment whether the money of one's own pledge came; Refused while it has not."""
    require_on(actor, DONATION_MAKE, donation)
    settlement = payment_ways[donation.way].port.settled(donation)
    if settlement is None:
        raise Refused(_("还没有到账；银行转账以流水核对为准。"))
    return _settled(actor, donation, settlement.on, settlement.voucher)


@action(DONATION_MAKE)
def _settled(actor: User, donation: Donation, on: date, voucher: str) -> Donation:
    return received(actor, locked(donation), on, voucher)


def received(actor: User, row: Donation, on: date, voucher: str) -> Donation:
    """Take in the money of a pledge, locked by the caller.

    Money for an appeal that has ended meanwhile is taken in and waits to be refunded: it lies on the account.
    """
    refuse_unless(row.state == State.PLEDGED, _("这笔捐赠已登记到账或已取消。"))
    if not on <= timezone.localdate():
        raise Refused(_("到账日期不能在今天之后。"), field="on")
    purses.receive(row.purse_id, row.amount)
    entry = post_entry(actor, draft_of(row, row.amount, on))
    late = row.purse.appeal is not None and row.purse.appeal.state in ("failed", "withdrawn", "closed")
    fields = {"received_on": on, "voucher": voucher.strip()[:60], "entry": entry.pk}
    change(actor, "receive_donation", row, state=State.RETURNING if late else State.RECEIVED, **fields)
    receipt = issue_receipt(actor, row)
    if row.donor_id:
        notify(
            User.objects.filter(acts_for__party_id=row.donor_id),
            title=saying("捐款已到账，收据已开具"),
            text=saying("%(what)s，收据编号 %(number)s", what=str(row.purse), number=receipt.full_number),
            url=f"/exchange/donation/{row.pk}/",
            key=f"exchange.donation:{row.pk}",
        )
    return row


def draft_of(row: Donation, amount: Decimal, on: date, part: int = 1) -> Draft:
    """Return the ledger's entry for what is kept of a donation; ``part`` numbers what is posted anew after a refund."""
    known = row.donor_id is not None
    return Draft(
        kind="exchange.donation_money" if known else "exchange.donation_public",
        happened_on=on,
        area_code=row.area_code,
        source=f"exchange.donation:{row.pk}" if part == 1 else f"exchange.donation:{row.pk}:{part}",
        giver_id=row.donor_id,
        receiver_id=row.purse.keeper_id,
        amount=amount,
        details={"use": str(row.purse)[:100], "account": row.purse.account},
        confirmed=_("到账凭证"),
    )


@action(DONATION_RECORD)
def record_donation(
    actor: User,
    *,
    purse: int,
    amount: Decimal,
    on: date | None = None,
    donor: int | None = None,
    donor_name: str = "",
    anonymous: bool = False,
    message: str = "",
    voucher: str = "",
) -> Donation:
    """Record a gift that already came (cash, a cheque): pledge and arrival in one step."""
    row = Purse.objects.select_related("appeal", "fund").get(pk=purse)
    require(actor, DONATION_RECORD, row.area_code)
    given = {"donor": donor, "donor_name": donor_name, "anonymous": anonymous, "message": message}
    made = pledge(actor, row, amount=amount, **given)  # type: ignore[arg-type]
    return received(actor, locked(made), on or timezone.localdate(), voucher)


@action(DONATION_MAKE)
def cancel_pledge(actor: User, donation: Donation, *, reason: str) -> Donation:
    """Take back a pledge whose money did not come: its donor, or the office."""
    row = locked(donation)
    if party_id_of(actor) is None or party_id_of(actor) != row.donor_id:
        require(actor, DONATION_RECORD, row.area_code)
    refuse_unless(row.state == State.PLEDGED, _("已到账的捐款不能取消，只能退款。"))
    ended = {"ended_on": timezone.localdate(), "end_reason": reason.strip()}
    return change(actor, "cancel_pledge", row, reason=reason, state=State.CANCELLED, **ended)


@action(DONATION_REFUND)
def refund_donation(
    actor: User, donation: Donation, *, reason: str, amount: Decimal | None = None, voucher: str = ""
) -> Donation:
    """Record that money went back to its donor: all of it, or a part.

    The receipt is voided and the entry reversed; what remains is posted and receipted anew. Raises Conflict where the
    purse has spent or promised the money, Refused for more than is kept.
    """
    row = locked(donation)
    require(actor, DONATION_REFUND, row.area_code)
    refuse_unless(row.state in (State.RECEIVED, State.RETURNING), _("这笔捐款不在可退款的状态。"))
    back = row.kept if amount is None else amount
    if not 0 < back <= row.kept:
        raise Refused(_("退款金额应大于零、不超过 %(kept)s 元。") % {"kept": row.kept}, field="amount")
    purses.give_back(row.purse_id, back)
    if row.entry is None:
        raise Conflict(_("这笔捐款没有记账，不能退款。"))
    reverse_posted(actor, row.entry, reason=_("退款：%(why)s") % {"why": reason})
    void_receipt(actor, row, _("退款：%(why)s") % {"why": reason})
    fields = {"refunded": row.refunded + back, "voucher": voucher.strip()[:60] or row.voucher}
    if back == row.kept:
        ended = {"state": State.REFUNDED, "ended_on": timezone.localdate(), "end_reason": reason[:200], "entry": None}
        return change(actor, "refund_donation", row, reason=reason, **fields, **ended)
    change(actor, "refund_donation", row, reason=reason, **fields)
    part = 1 + row.receipts.count()
    entry = post_entry(actor, draft_of(row, row.kept, row.received_on or timezone.localdate(), part))
    Donation.objects.filter(pk=row.pk).update(entry=entry.pk, version=F("version") + 1)
    issue_receipt(actor, row)
    row.refresh_from_db()
    return row


@action(DONATION_REFUND)
def refund_donations(actor: User, ids: Iterable[int], *, reason: str) -> int:
    """Record that what waits to be refunded went back, all of the given or none; return how many."""
    rows = Donation.objects.filter(pk__in=list(ids), state=State.RETURNING).order_by("pk")
    return len([refund_donation(actor, row, reason=reason) for row in rows])


def may_record(user: User, purse: Purse) -> bool:
    """Tell whether somebody records the gifts of others to a purse."""
    return may(user, DONATION_RECORD, purse.area_code)
