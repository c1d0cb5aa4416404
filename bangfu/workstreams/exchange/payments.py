"""How money reaches a purse: a port, and the ways that come with Bangfu.

Bangfu records money and never moves it. A way tells a donor what to do, and may know by itself that the money came.
Others are declared in a manifest: an adapter for a county's payment service implements ``PaymentPort``.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from bangfu.kernel.manifest import registry_of
from bangfu.workstreams.exchange.models import Donation


@dataclass(frozen=True)
class Settlement:
    """Money that came: the day and the voucher number of the bank or service."""

    on: date
    voucher: str


class PaymentPort(Protocol):
    """What a way of paying must be able to do."""

    def advice(self, donation: Donation) -> str:
        """Return in words what the donor does now."""
        ...

    def settled(self, donation: Donation) -> Settlement | None:
        """Return the money that came for a pledge; None where it has not, or the way cannot know."""
        ...


@dataclass(frozen=True, kw_only=True)
class PaymentWay:
    """A declared way of paying. ``demo`` ones are offered in a demonstration only."""

    name: str
    title: str | Promise
    port: PaymentPort
    demo: bool = False


class BankTransfer:
    """A transfer to the keeper's account; it is known from the bank's statement."""

    def advice(self, donation: Donation) -> str:
        """Name the words by which the statement will be matched."""
        return _("请转账到款项管理单位的对公账户，附言填写“%(reference)s”；银行流水核对后开具收据。") % {
            "reference": donation.reference
        }

    def settled(self, donation: Donation) -> Settlement | None:
        """Nothing: the statement tells."""
        return None


class Sandbox:
    """Pretends that the money came at once. For the demonstration; no money exists."""

    def advice(self, donation: Donation) -> str:
        """Tell that nothing is paid."""
        return _("这是示范系统：点“模拟支付”即视为到账，没有真实付款。")

    def settled(self, donation: Donation) -> Settlement | None:
        """Say that it came today."""
        return Settlement(timezone.localdate(), f"SANDBOX-{donation.reference}")


payment_ways = registry_of(PaymentWay)
PAYMENTS = (
    PaymentWay(name="bank", title=gettext_lazy("银行转账"), port=BankTransfer()),
    PaymentWay(name="sandbox", title=gettext_lazy("模拟支付（示范）"), port=Sandbox(), demo=True),
)


def ways_offered() -> list[PaymentWay]:
    """Return the ways a donor may choose here."""
    return [way for way in payment_ways if settings.DEMO or not way.demo]
