"""Who sees which entries."""

from datetime import date

from bangfu.kernel.rights.models import Grant, User
from bangfu.ledger.actions import record_entry
from bangfu.ledger.queries import entries_visible_to
from bangfu.ledger.tests.conftest import COUNTY, STRANGE_COUNTY, Market, employ
from bangfu.parties.actions import register_organisation


def test_the_place_helped_the_place_that_gave_and_the_parties_see_it(market: Market) -> None:
    giver = register_organisation(market.operator, area_code=STRANGE_COUNTY, name="张湾企业", kind="private_enterprise")
    entry = record_entry(market.operator, market.draft(giver_id=giver.pk))
    own = employ("own", "unit", COUNTY, giver)
    for user in (market.county, market.stranger, market.selling_clerk, own, market.auditor):
        assert entries_visible_to(user).filter(pk=entry.pk).exists(), user
    assert not entries_visible_to(market.buying_clerk).exists()


def test_a_stranger_sees_nothing(market: Market) -> None:
    record_entry(market.county, market.draft())
    assert not entries_visible_to(market.stranger).exists()
    nobody = User.objects.create(username="nobody", name="nobody")
    assert not entries_visible_to(nobody).exists()
    Grant.objects.create(
        user=nobody, role="county", area_code=COUNTY, valid_from=date(2019, 1, 1), valid_to=date(2019, 12, 31)
    )
    assert not entries_visible_to(User.objects.get(pk=nobody.pk)).exists()
