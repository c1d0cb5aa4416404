"""Counting money in and out of a purse: each a single conditional statement, so that no balance is ever negative.

The condition is decided by the database at the moment of writing. For use inside actions, which check rights.
"""

from decimal import Decimal

from django.db.models import F, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.errors import Conflict
from bangfu.kernel.fields import MoneyField
from bangfu.workstreams.exchange.models import BudgetLine, Purse

SHORT = gettext_lazy("余额不足：钱可能刚被批给别处，请刷新后再看。")


def fen(amount: Decimal) -> Value:
    """Return an amount as an expression in the fen in which its column is kept."""
    return Value(amount, output_field=MoneyField())


def receive(purse_id: int, amount: Decimal) -> None:
    """Count money that came."""
    Purse.objects.filter(pk=purse_id).update(received=F("received") + fen(amount), version=F("version") + 1)


def give_back(purse_id: int, amount: Decimal) -> None:
    """Count money given back to a donor; raise Conflict where it is spent or promised."""
    free = _with_balance(purse_id, amount)
    if not free.update(refunded=F("refunded") + fen(amount), version=F("version") + 1):
        raise Conflict(str(SHORT))


def commit(purse_id: int, amount: Decimal, line_id: int | None = None) -> None:
    """Set money aside for a payout, and its line of the plan; raise Conflict where either does not hold so much."""
    free = _with_balance(purse_id, amount)
    if not free.update(committed=F("committed") + fen(amount), version=F("version") + 1):
        raise Conflict(str(SHORT))
    if line_id is not None:
        within = BudgetLine.objects.filter(pk=line_id, purse=purse_id, amount__gte=F("used") + fen(amount))
        if not within.update(used=F("used") + fen(amount)):
            raise Conflict(_("超出公布的使用计划中这一项的金额；请先公布调整后的计划。"))


def uncommit(purse_id: int, amount: Decimal, line_id: int | None = None) -> None:
    """Free money that was set aside."""
    _moved(Purse.objects.filter(pk=purse_id, committed__gte=fen(amount)).update(committed=F("committed") - fen(amount)))
    _free_line(line_id, amount)


def pay(purse_id: int, amount: Decimal) -> None:
    """Count as paid what was set aside."""
    aside = Purse.objects.filter(pk=purse_id, committed__gte=fen(amount))
    _moved(aside.update(committed=F("committed") - fen(amount), paid=F("paid") + fen(amount), version=F("version") + 1))


def take_back(purse_id: int, amount: Decimal, line_id: int | None = None) -> None:
    """Count a payment that came back."""
    _moved(Purse.objects.filter(pk=purse_id, paid__gte=fen(amount)).update(paid=F("paid") - fen(amount)))
    _free_line(line_id, amount)


def _with_balance(purse_id: int, amount: Decimal):  # type: ignore[no-untyped-def]
    bound = F("refunded") + F("committed") + F("paid") + fen(amount)
    return Purse.objects.filter(pk=purse_id, received__gte=bound)


def _free_line(line_id: int | None, amount: Decimal) -> None:
    if line_id is not None:
        _moved(BudgetLine.objects.filter(pk=line_id, used__gte=fen(amount)).update(used=F("used") - fen(amount)))


def _moved(rows: int) -> None:
    if rows != 1:
        raise Conflict(str(SHORT))
