"""Natures of money name kinds that exist, each once; what is no help given is in none."""

from decimal import Decimal

from bangfu.figures.natures import BOUGHT, GIVEN, INVESTED, KINDS, NATURE_OF, sums_of
from bangfu.ledger.kinds import entry_kinds


def test_every_kind_named_exists_and_has_money() -> None:
    for kind in NATURE_OF:
        assert entry_kinds[kind].amount != "none", kind
    assert sum(len(kinds) for kinds in KINDS.values()) == len(NATURE_OF)


def test_what_is_signed_used_or_earned_is_no_help_given() -> None:
    for kind in ("market.agreement", "market.order", "industry.contract", "funds.project", "industry.income_raised"):
        assert kind not in NATURE_OF


def test_sums_stand_apart() -> None:
    told = sums_of([("market.purchase", Decimal(2)), ("exchange.wish", None), ("exchange.donation_goods", Decimal(3))])
    assert told == {GIVEN: Decimal(3), BOUGHT: Decimal(2), INVESTED: Decimal(0)}
