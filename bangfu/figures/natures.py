"""What kind of money an entry tells of. Sums of different natures are shown side by side and never added.

A gift and its use are the same money told twice; a purchase is paid for goods; an investment stays the investor's; what
people earned or saved came of help and is none itself. A kind that is not listed has no nature and counts in no sum.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GIVEN, BOUGHT, INVESTED = "given", "bought", "invested"
WORDS: Mapping[str, Promise] = {GIVEN: _("无偿资金和物资"), BOUGHT: _("消费帮扶"), INVESTED: _("到位投资")}
KINDS: Mapping[str, tuple[str, ...]] = {
    GIVEN: (
        "education.aid",
        "education.facility",
        "exchange.adoption",
        "exchange.donation_goods",
        "exchange.donation_money",
        "exchange.donation_public",
        "exchange.fund_aid",
        "exchange.wish",
        "funds.fiscal",
        "funds.region_fund",
        "health.medicine",
    ),
    BOUGHT: ("exchange.sale_helped", "market.facilitated_sale", "market.purchase"),
    INVESTED: ("industry.investment",),
}
NATURE_OF: Mapping[str, str] = {kind: nature for nature, kinds in KINDS.items() for kind in kinds}


def sums_of(amounts: Iterable[tuple[str, Decimal | None]]) -> dict[str, Decimal]:
    """Return nature → CNY of kinds with their amounts; every nature is there, at nothing if need be."""
    found = dict.fromkeys(WORDS, Decimal(0))
    for kind, amount in amounts:
        if kind in NATURE_OF:
            found[NATURE_OF[kind]] += amount or 0
    return found
