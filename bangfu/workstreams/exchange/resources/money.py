"""Gifts of money, receipts, payouts and the lines of bank statements."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.parties.queries import party_id_of
from bangfu.workstreams.exchange import forms, forms_money
from bangfu.workstreams.exchange.actions import donations, payouts, statements
from bangfu.workstreams.exchange.models import Donation, Payout, Receipt, StatementLine
from bangfu.workstreams.exchange.permissions import (
    DONATION_MAKE,
    DONATION_RECORD,
    DONATION_REFUND,
    DONATION_VIEW,
    LINE_MATCH,
    LINE_VIEW,
    PAYOUT_APPROVE,
    PAYOUT_ASK,
    PAYOUT_PAY,
)
from bangfu.workstreams.exchange.queries.money import own_donations
from bangfu.workstreams.exchange.queries.text_hits import donations_as_told
from bangfu.workstreams.exchange.resources.samples_money import (
    sample_donation,
    sample_line,
    sample_payout,
    sample_receipt,
)

TONES = {
    "pledged": "waiting", "received": "good", "returning": "warning", "asked": "waiting", "approved": "waiting",
    "paid": "good", "open": "waiting", "matched": "good", "returned": "warning", "refused": "bad",
}  # fmt: skip


def _states(choices: list[tuple[str, Any]]) -> dict[str, tuple[Any, str]]:
    return {value: (label, TONES.get(value, "neutral")) for value, label in choices}


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _refund(actor: User, ids: list[int], *, reason: str) -> str:
    return _now("已登记退款 %(n)s 笔。") % {"n": donations.refund_donations(actor, ids, reason=reason)}


def _own_receipts(user: User) -> Q:
    party = party_id_of(user)
    return Q(donation__donor_id=party) if party is not None else Q(pk__in=[])


def _receipts() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("book")


DONATIONS = Resource(
    name="exchange.donation",
    title=_("捐赠款"),
    model=Donation,
    rows=donations_as_told,
    menu="exchange",
    under="exchange-money",
    menu_order=62,
    icon="cash",
    order=("area_code", "id"),
    own=own_donations,
    columns=(
        Column(name="reference", title=_("认捐编号")),
        Column(name="fund", title=_("基金"), path="purse__fund__name"),
        Column(name="appeal", title=_("众筹项目"), path="purse__appeal__title"),
        Column(name="earmark", title=_("定向用途"), path="purse__earmark", in_list=False),
        Column(name="area_code", title=_("地区"), kind="area", in_list=False),
        Column(name="donor", title=_("捐赠方"), path="donor_id", kind="party"),
        Column(name="donor_name", title=_("捐赠人")),
        Column(name="amount", title=_("金额（元）"), kind="money"),
        Column(name="refunded", title=_("已退（元）"), kind="money", in_list=False),
        Column(name="state", title=_("状态"), kind="state", states=_states(Donation.State.choices)),
        Column(name="pledged_on", title=_("认捐日期"), kind="date"),
        Column(name="received_on", title=_("到账日期"), kind="date"),
        Column(name="voucher", title=_("凭证号"), in_list=False),
        Column(name="anonymous", title=_("不公开姓名"), kind="boolean", in_list=False),
        Column(name="message", title=_("寄语"), path="told_message", in_list=False),
        Column(name="end_reason", title=_("原因"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="received_on", title=_("到账日期"), kind="date", more=True),
    ),
    search=(Search(path="reference"),),
    search_hint=_("认捐编号"),
    form=forms_money.DonationForm,
    create=donations.record_donation,
    acts=(
        Act(
            name="receive",
            title=_("登记到账"),
            run=donations.receive_donation,
            permission=DONATION_RECORD,
            form=forms_money.ReceiveForm,
            when=_in("pledged"),
            tone="good",
        ),
        Act(
            name="cancel",
            title=_("取消认捐"),
            run=donations.cancel_pledge,
            permission=DONATION_MAKE,
            form=forms.ReasonForm,
            when=_in("pledged"),
        ),
        Act(
            name="refund",
            title=_("登记退款"),
            run=donations.refund_donation,
            permission=DONATION_REFUND,
            form=forms_money.RefundForm,
            when=_in("received", "returning"),
            confirm=_("退款会冲销原记录、作废收据；原记录保留。"),
        ),
        Act(
            name="refund_many",
            title=_("批量登记退款"),
            run=_refund,
            permission=DONATION_REFUND,
            form=forms_money.RefundsForm,
            bulk=True,
        ),
    ),
    evidence=("document",),
    evidence_permission=DONATION_RECORD,
    empty=_("还没有捐赠款。"),
    sample=sample_donation,
)

RECEIPTS = Resource(
    name="exchange.receipt",
    title=_("捐赠收据"),
    model=Receipt,
    menu="exchange",
    under="exchange-money",
    menu_order=63,
    icon="receipt",
    order=("area_code", "id"),
    view_permission=DONATION_VIEW,
    rows=_receipts,
    own=_own_receipts,
    columns=(
        Column(name="year", title=_("年度"), path="book__year", kind="number"),
        Column(name="number", title=_("编号"), kind="number"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="donor", title=_("捐赠方"), path="donation__donor_id", kind="party"),
        Column(name="donor_name", title=_("捐赠人"), path="donation__donor_name"),
        Column(name="amount", title=_("金额（元）"), kind="money"),
        Column(name="issued_on", title=_("开具日期"), kind="date"),
        Column(name="voided_on", title=_("作废日期"), kind="date"),
        Column(name="void_reason", title=_("作废原因"), in_list=False),
    ),
    filters=(
        Filter(name="issued_on", title=_("开具日期"), kind="date"),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    version="",
    empty=_("还没有开具收据。"),
    sample=sample_receipt,
)

PAYOUTS = Resource(
    name="exchange.payout",
    title=_("爱心款拨付"),
    model=Payout,
    menu="exchange",
    under="exchange-money",
    menu_order=64,
    icon="cash",
    order=("area_code", "id"),
    columns=(
        Column(name="purpose", title=_("用途")),
        Column(name="fund", title=_("基金"), path="purse__fund__name"),
        Column(name="appeal", title=_("众筹项目"), path="purse__appeal__title"),
        Column(name="line", title=_("计划项"), path="line__title", in_list=False),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="beneficiary", title=_("受益方"), path="beneficiary_id", kind="party"),
        Column(name="payee", title=_("收款方"), in_list=False),
        Column(name="amount", title=_("金额（元）"), kind="money"),
        Column(name="state", title=_("状态"), kind="state", states=_states(Payout.State.choices)),
        Column(name="asked_on", title=_("申请日期"), kind="date"),
        Column(name="asked_by", title=_("申请人"), path="asked_by_id", kind="user", in_list=False),
        Column(name="approved_on", title=_("批准日期"), kind="date", in_list=False),
        Column(name="approved_by", title=_("批准人"), path="approved_by_id", kind="user", in_list=False),
        Column(name="paid_on", title=_("拨付日期"), kind="date"),
        Column(name="voucher", title=_("凭证号"), in_list=False),
        Column(name="private_text", title=_("内部说明"), in_list=False),
        Column(name="end_reason", title=_("原因"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="paid_on", title=_("拨付日期"), kind="date", more=True),
    ),
    form=forms_money.PayoutForm,
    create=payouts.ask_payout,
    acts=(
        Act(
            name="approve",
            title=_("批准"),
            run=payouts.approve_payout,
            permission=PAYOUT_APPROVE,
            when=_in("asked"),
            tone="good",
        ),
        Act(
            name="refuse",
            title=_("不予批准"),
            run=payouts.refuse_payout,
            permission=PAYOUT_APPROVE,
            form=forms.ReasonForm,
            when=_in("asked"),
        ),
        Act(
            name="pay",
            title=_("登记已拨付"),
            run=payouts.pay_payout,
            permission=PAYOUT_PAY,
            form=forms_money.PaidForm,
            when=_in("approved"),
            tone="good",
        ),
        Act(
            name="cancel",
            title=_("取消"),
            run=payouts.cancel_payout,
            permission=PAYOUT_ASK,
            form=forms.ReasonForm,
            when=_in("asked", "approved"),
        ),
        Act(
            name="return",
            title=_("拨付退回"),
            run=payouts.return_payout,
            permission=PAYOUT_PAY,
            form=forms.ReasonForm,
            when=_in("paid"),
            confirm=_("退回会冲销这笔资助，钱回到原来的资金账。"),
        ),
    ),
    evidence=("document", "photo"),
    evidence_permission=PAYOUT_ASK,
    empty=_("还没有拨付。"),
    sample=sample_payout,
)

LINES = Resource(
    name="exchange.statement_line",
    title=_("银行流水"),
    model=StatementLine,
    menu="exchange",
    under="exchange-money",
    menu_order=65,
    icon="files",
    order=("area_code", "id"),
    view_permission=LINE_VIEW,
    template="statements",
    columns=(
        Column(name="booked_on", title=_("入账日期"), kind="date"),
        Column(name="amount", title=_("金额（元）"), kind="money"),
        Column(name="payer", title=_("对方户名")),
        Column(name="account_end", title=_("对方账号末四位"), in_list=False),
        Column(name="remark", title=_("附言")),
        Column(name="serial", title=_("流水号"), in_list=False),
        Column(name="area_code", title=_("地区"), kind="area", in_list=False),
        Column(name="state", title=_("状态"), kind="state", states=_states(StatementLine.State.choices)),
        Column(name="by_hand", title=_("人工核对"), kind="boolean", in_list=False),
        Column(name="reason", title=_("说明"), in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="booked_on", title=_("入账日期"), kind="date"),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
    ),
    acts=(
        Act(
            name="aside",
            title=_("与捐赠无关"),
            run=statements.put_line_aside,
            permission=LINE_MATCH,
            form=forms.ReasonForm,
            when=_in("open"),
        ),
        Act(name="reopen", title=_("恢复待核对"), run=statements.reopen_line, permission=LINE_MATCH, when=_in("aside")),
    ),
    empty=_("还没有导入银行流水。"),
    sample=sample_line,
)
