"""What the public site is given of appeals and funds: the declared columns, no names, families by county only."""

from decimal import Decimal
from typing import Any

import pytest

from bangfu.kernel.publishing.declared import Asked
from bangfu.workstreams.exchange import public
from bangfu.workstreams.exchange.actions import funds, payouts
from bangfu.workstreams.exchange.models import Appeal
from bangfu.workstreams.exchange.tests.conftest import COUNTY, STRANGE_COUNTY, TOWN, Place
from bangfu.workstreams.exchange.tests.test_money import give, keeper, published  # noqa: F401


@pytest.fixture
def appeal(place: Place, keeper: Any) -> Appeal:  # noqa: F811
    """The school's appeal, open, with money used."""
    row = published(place, keeper)
    give(place, row.purse, 5000)
    asked = payouts.ask_payout(
        place.village, purse=row.purse.pk, line=row.purse.lines.get(title="图书").pk, beneficiary=place.school.pk,
        amount=Decimal(1200), purpose="图书一批", private_text="内部",
    )  # fmt: skip
    payouts.approve_payout(place.county, asked)
    payouts.pay_payout(place.county, asked, voucher="P")
    return row


def test_an_appeal_is_told_with_plan_and_use(place: Place, appeal: Appeal) -> None:
    [row] = public.public_appeals(Asked(places=(COUNTY,))).rows
    assert (row["place"], row["raised"], row["used"], row["share"]) == (TOWN, 5000, 1200, Decimal("0.5"))
    one = public.public_appeal(str(appeal.pk), ("",))
    assert one is not None
    assert "图书 5,000.00 / 1,200.00" in one["plan"]
    assert "图书一批 1,200.00" in one["spent"]
    assert not {"卡子", "爱心实业", "内部"} & {word for word in ("卡子", "爱心实业", "内部") if word in str(one)}
    assert public.public_appeal(str(appeal.pk), (STRANGE_COUNTY,)) is None
    assert public.public_appeal("x", ("",)) is None
    assert [pk for pk, _day in public.public_appeal_keys(("",), 0, 10)] == [appeal.pk]


def test_a_draft_is_not_public(place: Place, appeal: Appeal) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(state="draft")
    assert public.public_appeals(Asked()).total == 0
    assert public.public_appeal(str(appeal.pk), ("",)) is None


def test_an_appeal_for_a_family_is_told_of_by_county_only(place: Place, appeal: Appeal) -> None:
    Appeal.objects.filter(pk=appeal.pk).update(beneficiary=place.home.pk)
    [row] = public.public_appeals(Asked(places=(COUNTY,))).rows
    assert row["place"] == COUNTY
    assert public.public_appeals(Asked(places=(TOWN,))).total == 0


def test_a_fund_is_told_with_its_sums(place: Place, keeper: Any) -> None:  # noqa: F811
    fund = funds.open_fund(place.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")
    funds.add_earmark(place.county, fund, earmark="高中")
    give(place, fund.purses.get(earmark="高中"), 300)
    [row] = public.public_funds(Asked()).rows
    assert (row["raised"], row["balance"], row["paid"]) == (300, 300, 0)
    one = public.public_fund(str(fund.pk), ("",))
    assert one is not None
    assert one["earmarks"] == "高中 300.00"


def test_the_office_sees_the_sum_raised_in_yuan(place: Place, appeal: Appeal, visit: Any) -> None:
    assert "5,000.00元" in visit(place.county, f"/exchange/appeal/{appeal.pk}/").said
