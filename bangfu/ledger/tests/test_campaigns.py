"""A campaign rolls up its own entries and those of the events inside it."""

from datetime import date
from decimal import Decimal

from django.test import Client

from bangfu.ledger.actions import record_entry, register_campaign, reverse_entry
from bangfu.ledger.queries.campaigns import campaign_sums
from bangfu.ledger.tests.conftest import COUNTY, Market

DAY = date(2020, 10, 17)


def test_a_campaign_adds_up_its_events(client: Client, market: Market) -> None:
    month = register_campaign(market.county, name="消费扶贫月", area_code=COUNTY, starts_on=DAY)
    fair = register_campaign(market.county, name="展销会", area_code=COUNTY, starts_on=DAY, parent=month)
    record_entry(market.county, market.draft(campaign_id=month.pk))
    record_entry(market.county, market.draft(campaign_id=fair.pk, amount=Decimal(700)))
    wrong = record_entry(market.county, market.draft(campaign_id=fair.pk, amount=Decimal(900)))
    record_entry(market.county, market.draft(amount=Decimal(5000)))
    reverse_entry(market.county, wrong.pk, reason="记错")
    [sums] = campaign_sums(market.county, month)
    assert (sums["kind"], sums["entries"], sums["amount"]) == ("market.purchase", 2, Decimal("1900.50"))
    assert campaign_sums(market.stranger, month) == []
    client.force_login(market.county)
    page = client.get(f"/ledger/campaign/{month.pk}/").content.decode()
    assert "1,900.50" in page
    assert client.get(f"/ledger/entry/?kind=market.purchase&campaign={month.pk}").status_code == 200
