"""What keeps a draft out and what is asked about: years, lists of people, rates, stages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bangfu.kernel.errors import Refused
from bangfu.kernel.policy.actions import set_policy
from bangfu.ledger.actions import record_entry
from bangfu.ledger.drafts import fit
from bangfu.ledger.kinds import EntryKind, Rate, entry_kinds
from bangfu.ledger.tests.conftest import COUNTY, Market
from bangfu.parties.models import Area

STAGES = [
    ("industry.investment", "industry.contract"),
    ("labour.placement", "labour.intention"),
    ("market.purchase", "market.order"),
    ("market.facilitated_sale", "market.order"),
    ("funds.project", "funds.project_listed"),
    ("funds.investment", "funds.special"),
]
APART = [
    ("market.purchase", "market.facilitated_sale"),
    ("exchange.donation_money", "exchange.donation_goods"),
    ("exchange.donation_goods", "exchange.donation_goods_counted"),
    ("governance.honour_person", "governance.honour_organisation"),
    ("talent.sent", "talent.received"),
]


def place(market: Market) -> int:
    """The party that the county is."""
    return Area.objects.get(code=COUNTY).party_id


def relief(market: Market, amount: str, persons: int, **details: Any) -> Any:
    """Minimum living allowance for some persons."""
    return market.draft(
        kind="monitoring.relief",
        receiver_id=place(market),
        amount=Decimal(amount),
        persons=persons,
        details={"item": "living", **details},
    )


@pytest.mark.parametrize(("later", "earlier"), STAGES)
def test_stages_of_one_thing_are_kinds_of_their_own(later: str, earlier: str) -> None:
    assert earlier in entry_kinds[later].follows


@pytest.mark.parametrize(("one", "other"), [*STAGES, *APART])
def test_what_must_be_apart_is_apart(one: str, other: str) -> None:
    assert one in entry_kinds
    assert other in entry_kinds
    assert str(entry_kinds[one].title) != str(entry_kinds[other].title)


@pytest.mark.parametrize("kind", list(entry_kinds), ids=lambda kind: kind.name)
def test_what_a_kind_names_is_declared(kind: EntryKind) -> None:
    assert set(kind.follows) <= {one.name for one in entry_kinds} - {kind.name}
    assert all(rate.count in ("persons", "person_times", "households", "quantity") for rate in kind.rates)
    assert all(kind.detail(name) for rate in kind.rates for name, _value in rate.where)


def test_a_gift_of_goods_without_a_value_is_told_where_it_belongs(market: Market) -> None:
    draft = market.draft(kind="exchange.donation_goods", amount=None, details={"goods": "大米"})
    assert [(f.field, "捐物（无折价）" in f.message) for f in fit(draft)] == [("amount", True)]


def test_a_year_long_past_is_a_slip(market: Market) -> None:
    assert [f.field for f in fit(market.draft(happened_on=date(1890, 6, 19)))] == ["happened_on"]


def test_somebody_listed_twice_is_caught_and_lists_count(market: Market) -> None:
    course = {"kind": "talent.course", "details": {"subject": "farming"}, "quantity": Decimal(1), "amount": None}
    twice = market.draft(**course, person_ids=(7, 8, 7))
    assert [f.field for f in fit(twice)] == ["people"]
    wrong = market.draft(**course, person_ids=(7, 8), persons=3)
    assert [f.field for f in fit(wrong)] == ["persons"]
    known = market.draft(**course, person_ids=(7, 8), person_times=5)
    assert (fit(known), known.persons) == ([], 2)


def test_an_entitlement_off_its_rate_needs_a_reason(market: Market) -> None:
    set_policy(
        market.operator, key="monitoring.living_rate", area_code=COUNTY, valid_from=date(2020, 1, 1), value="500"
    )
    assert record_entry(market.county, relief(market, "10000", 10, months=2)).amount == 10000
    with pytest.raises(Refused, match=r"500.*10,000") as refused:
        record_entry(market.county, relief(market, "9000", 20))
    assert refused.value.field == "accept_warnings"
    with pytest.raises(Refused) as refused:
        record_entry(market.county, relief(market, "9000", 20), accept_warnings=True)
    assert refused.value.field == "reason"
    entry = record_entry(market.county, relief(market, "9000", 20), accept_warnings=True, reason="两人月中退出")
    assert entry.cautions.get().reason == "两人月中退出"


def test_without_a_rate_nothing_is_asked(market: Market) -> None:
    assert record_entry(market.county, relief(market, "9000", 20)).pk


def test_a_rate_holds_only_for_its_details() -> None:
    rate = Rate(policy="x", where=(("item", "living"),))
    assert rate.applies({"item": "living"})
    assert not rate.applies({"item": "temporary"})


def test_an_amount_far_from_its_kind_is_asked_about(market: Market) -> None:
    for n in range(12):
        record_entry(market.county, market.draft(amount=Decimal(2000 + n)))
    for amount in ("20", "300000"):
        with pytest.raises(Refused, match="万元"):
            record_entry(market.county, market.draft(amount=Decimal(amount)))
    assert record_entry(market.county, market.draft(amount=Decimal("200"))).pk
