"""What the public site is given of appeals and funds: the declared columns, no names, families by county only."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from bangfu.kernel.publishing.declared import Asked
from bangfu.portal.actions import publish_notice
from bangfu.workstreams.exchange import public
from bangfu.workstreams.exchange.actions import donations, funds, payouts
from bangfu.workstreams.exchange.models import Appeal
from bangfu.workstreams.exchange.public_use import appeals_of, use_of_appeal
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


def test_the_use_of_one_appeal_s_money_stands_against_its_plan(place: Place, appeal: Appeal) -> None:
    today = timezone.localdate()
    assert list(appeals_of(COUNTY)) == [(str(appeal.pk), appeal.title)]
    assert list(appeals_of(STRANGE_COUNTY)) == []
    rows = list(use_of_appeal(COUNTY, date(today.year, 1, 1), today, str(appeal.pk)))
    told = [(r["side"], r["item"], r["planned"], r["period"], r["amount"]) for r in rows]
    assert told[0] == ("received", "", appeal.target, 5000, 5000)
    assert ("used", "图书", appeal.purse.lines.get(title="图书").amount, 1200, 1200) in told
    assert told[-1] == ("left", "", None, None, 3800)
    later = today + timedelta(days=1)
    assert next(iter(use_of_appeal(COUNTY, later, later, str(appeal.pk))))["period"] == 0
    assert list(use_of_appeal(STRANGE_COUNTY, today, today, str(appeal.pk))) == []
    notice = publish_notice(
        place.county,
        template="exchange.appeal_use",
        area_code=COUNTY,
        subject=str(appeal.pk),
        period_from=date(today.year, 1, 1),
        period_to=today,
        title="阅览室资金使用公告",
    )
    assert notice.count == len(rows)
    assert not {"卡子", "爱心实业", "内部"} & {
        word for word in ("卡子", "爱心实业", "内部") if word in str(notice.rows)
    }


def test_what_went_back_is_told_and_not_left(place: Place, appeal: Appeal) -> None:
    today = timezone.localdate()
    donations.refund_donation(place.county, appeal.purse.donations.get(), amount=Decimal(1000), reason="多付")
    told = {r["side"]: r["amount"] for r in use_of_appeal(COUNTY, today, today, str(appeal.pk)) if r["side"] != "used"}
    assert told == {"received": 5000, "refunded": 1000, "left": 2800}


def test_an_appeal_is_told_with_plan_and_use(place: Place, appeal: Appeal) -> None:
    [row] = public.public_appeals(Asked(places=(COUNTY,))).rows
    assert (row["place"], row["raised"], row["used"], row["share"]) == (TOWN, 5000, 1200, Decimal("0.5"))
    one = public.public_appeal(str(appeal.pk), ("",))
    assert one is not None
    assert "图书：计划 5,000.00 元，已批或已付 1,200.00 元" in one["plan"]
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
    assert one["earmarks"] == "高中：300.00 元"


def test_the_office_sees_the_sum_raised_in_yuan(place: Place, appeal: Appeal, visit: Any) -> None:
    assert "5,000.00元" in visit(place.county, f"/exchange/appeal/{appeal.pk}/").said


def test_vouchers_are_read_by_the_county_alone(place: Place, appeal: Appeal, visit: Any) -> None:
    payouts.pay_payout(
        place.county,
        payouts.approve_payout(
            place.county,
            payouts.ask_payout(
                place.village, purse=appeal.purse.pk, line=appeal.purse.lines.get(title="图书").pk,
                beneficiary=place.school.pk, amount=Decimal(300), purpose="书签",
            ),
        ),
        voucher="转账凭7788",
    )  # fmt: skip
    assert "转账凭7788" in visit(place.county, f"/exchange/appeals/{appeal.pk}/").said
    said = visit(place.stranger, f"/exchange/appeals/{appeal.pk}/").said
    assert "书签" in said
    assert "转账凭7788" not in said
