"""A campaign rolls up its own entries and those of the events inside it, at any depth, and never turns in a circle."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from bangfu.kernel.errors import Refused
from bangfu.ledger.actions import change_campaign, record_entry, register_campaign, reverse_entry
from bangfu.ledger.models import Campaign
from bangfu.ledger.queries.campaigns import campaign_sums
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, Market

DAY = date(2020, 10, 17)


def campaign(market: Market, name: str, parent: Campaign | None = None) -> Campaign:
    return register_campaign(market.county, name=name, area_code=COUNTY, starts_on=DAY, parent=parent)


def test_a_campaign_adds_up_its_events(client: Client, market: Market) -> None:
    month = campaign(market, "消费扶贫月")
    fair = campaign(market, "展销会", month)
    stall = campaign(market, "第一展区", fair)
    record_entry(market.county, market.draft(campaign_id=month.pk))
    record_entry(market.county, market.draft(campaign_id=fair.pk, amount=Decimal(700)))
    record_entry(market.county, market.draft(campaign_id=stall.pk, amount=Decimal(50)))
    wrong = record_entry(market.county, market.draft(campaign_id=fair.pk, amount=Decimal(900)))
    record_entry(market.county, market.draft(amount=Decimal(5000)))
    reverse_entry(market.county, wrong.pk, reason="记错")
    [sums] = campaign_sums(market.county, month)
    assert (sums["kind"], sums["entries"], sums["amount"]) == ("market.purchase", 3, Decimal("1950.50"))
    assert campaign_sums(market.stranger, month) == []
    client.force_login(market.county)
    page = client.get(f"/ledger/campaign/{month.pk}/").content.decode()
    assert "1,950.50" in page
    assert "展销会" in page
    assert "750.00" in page
    assert client.get(f"/ledger/entry/?kind=market.purchase&campaign={stall.pk}").status_code == 200


def test_the_form_puts_a_campaign_into_another(client: Client, market: Market) -> None:
    month = campaign(market, "消费扶贫月")
    client.force_login(market.county)
    given = {"name": "展销会", "area_code": COUNTY, "starts_on": "2020-10-17", "parent": month.pk, "_key": "k"}
    assert "消费扶贫月" in client.get("/ledger/campaign/new/").content.decode()
    assert client.post("/ledger/campaign/new/", given).status_code == 302
    fair = Campaign.objects.get(name="展销会")
    assert fair.parent == month
    edit = client.get(f"/ledger/campaign/{fair.pk}/edit/").content.decode()
    assert f'value="{month.pk}" selected' in edit


def test_a_campaign_lies_neither_in_itself_nor_elsewhere(market: Market) -> None:
    month = campaign(market, "消费扶贫月")
    fair = campaign(market, "展销会", month)
    for wrong in (fair, month):
        with pytest.raises(Refused, match="不能属于它自己"):
            change_campaign(market.county, month, parent=wrong)
    far = register_campaign(market.operator, name="外地活动", area_code=STRANGE_COUNTY, starts_on=DAY)
    with pytest.raises(Refused, match="没有这个上级活动"):
        change_campaign(market.county, month, parent=far)
    with pytest.raises(Refused, match="别的地区"):
        change_campaign(market.operator, month, parent=far)
    assert change_campaign(market.county, fair, parent=None).parent is None
