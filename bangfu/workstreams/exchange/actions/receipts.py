"""Receipts for donations, numbered by county and year without gaps."""

from datetime import date

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import get_random_string

from bangfu.kernel.history.actions import record_change
from bangfu.kernel.rights.models import User
from bangfu.workstreams.exchange.actions.delivery import LETTERS
from bangfu.workstreams.exchange.actions.rows import create
from bangfu.workstreams.exchange.models import Donation, Receipt, ReceiptBook

COUNTY = 6


def issue_receipt(actor: User, donation: Donation) -> Receipt:
    """Issue the receipt for what is kept of a donation. Must run in the transaction of the change it proves."""
    today = timezone.localdate()
    book, number = next_number(donation.area_code[:COUNTY], today)
    row = Receipt(
        donation=donation,
        area_code=donation.area_code,
        book=book,
        number=number,
        code=get_random_string(16, LETTERS),
        amount=donation.kept,
        issued_on=today,
    )
    return create(actor, "issue_receipt", row)


def next_number(area_code: str, on: date) -> tuple[ReceiptBook, int]:
    """Take the next number of a county's book; others wait until this transaction ends, and it goes back with it."""
    book, _made = ReceiptBook.objects.get_or_create(area_code=area_code, year=on.year)
    ReceiptBook.objects.filter(pk=book.pk).update(last=F("last") + 1)
    book.refresh_from_db()
    return book, book.last


def void_receipt(actor: User, donation: Donation, reason: str) -> None:
    """Void the standing receipt of a donation; its number stays taken."""
    row = donation.receipts.select_for_update().filter(voided_on=None).first()
    if row is not None:
        row.voided_on, row.void_reason = timezone.localdate(), reason[:200]
        row.save(update_fields=["voided_on", "void_reason"])
        record_change(actor, "void_receipt", row, after={"voided_on": row.voided_on.isoformat()}, reason=reason)
