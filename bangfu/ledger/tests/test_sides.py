"""Two counties over one gift: who recorded takes back, the other side objects, and both are told."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from bangfu.kernel.errors import Conflict, Denied
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import (
    confirm_entry,
    dispute_entry,
    post_entries,
    post_entry,
    record_entry,
    reverse_batch,
    reverse_entry,
    reverse_posted,
)
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry, EntryStanding
from bangfu.ledger.queries.recorders import may_dispute, may_reverse, objected_to
from bangfu.ledger.tests.conftest import COUNTY, TOWNSHIP, Market, employ
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Organisation

PARTNER = "120115"


@pytest.fixture
def giver(market: Market) -> Organisation:
    register_area(market.operator, code=PARTNER, name="宝坻区")
    return register_organisation(market.operator, area_code=PARTNER, name="宝坻区医院", kind="hospital")


@pytest.fixture
def partner(giver: Organisation) -> User:
    return employ("partner", "partner", PARTNER)


@pytest.fixture
def clerk(giver: Organisation) -> User:
    return employ("clerk", "unit", PARTNER, giver)


def gift(market: Market, giver: Organisation, **changes: Any) -> Draft:
    """A purchase of the partner's hospital from the county's supplier."""
    return market.draft(giver_id=giver.pk, **changes)


def told(user: User) -> list[tuple[str, str]]:
    """What the user was told, oldest first."""
    return list(Notice.objects.filter(user=user).order_by("pk").values_list("title", "text"))


def test_what_the_partner_recorded_the_receiving_county_only_disputes(
    market: Market, giver: Organisation, partner: User, clerk: User
) -> None:
    entry = record_entry(clerk, gift(market, giver))
    with pytest.raises(Denied, match="提出异议"):
        reverse_entry(market.county, entry.pk, reason="不是我们收的")
    for stranger in (market.stranger, market.buying_clerk, market.auditor):
        with pytest.raises(Denied) as refused:
            reverse_entry(stranger, entry.pk, reason="x")
        assert stranger is not market.stranger or "记账" not in refused.value.message
    dispute_entry(market.county, entry.pk, note="数量不对")
    for user in (clerk, partner):
        assert told(user) == [("有一笔记录被提出异议", "数量不对")]
        assert list(objected_to(user)) == [entry]
    assert not objected_to(market.stranger).exists()
    assert not told(market.stranger)
    mirror = reverse_entry(partner, entry.pk, reason="重记")
    with pytest.raises(Conflict):
        reverse_entry(clerk, entry.pk, reason="重记")
    title = f"记录 {entry.pk} 已由记录 {mirror.pk} 冲销"
    for user in (clerk, market.county, market.selling_clerk):
        assert told(user)[-1] == (title, "重记")
    assert title not in [one for one, _text in told(partner)], "who did it is not told"
    assert not objected_to(partner).exists()


def test_who_recorded_takes_it_back_and_nobody_elses(market: Market, giver: Organisation, clerk: User) -> None:
    mine = record_entry(clerk, gift(market, giver))
    theirs = record_entry(market.county, gift(market, giver, amount=Decimal(77)))
    assert may_reverse(clerk, mine)
    assert not may_reverse(clerk, theirs), "the county recorded it for its own place"
    reverse_entry(clerk, mine.pk, reason="金额写错")
    reverse_entry(market.county, theirs.pk, reason="重复")
    assert set(EntryStanding.objects.values_list("state", flat=True)) == {"reversed"}


def test_the_command_lines_record_is_the_givers_where_the_giver_has_an_office(
    market: Market, giver: Organisation
) -> None:
    entry = record_entry(market.operator, gift(market, giver))
    assert may_reverse(market.county, entry), "nobody here answers for the giver's place"
    partner = employ("late", "county", PARTNER)
    assert may_reverse(partner, entry)
    assert not may_reverse(market.county, entry)
    within = record_entry(market.operator, market.draft())
    assert may_reverse(market.county, within)
    assert not may_reverse(partner, within)


def test_what_was_recorded_from_above_counts_as_the_places_own(market: Market, partner: User) -> None:
    entry = record_entry(market.county, market.draft(area_code=TOWNSHIP))
    town = employ("town", "township", TOWNSHIP)
    assert may_reverse(town, entry)
    village = employ("village", "village", f"{TOWNSHIP}201")
    assert not may_reverse(village, entry)


def test_where_nobody_is_asked_the_county_may_still_object(market: Market, giver: Organisation, clerk: User) -> None:
    with transaction.atomic():
        entry = post_entry(clerk, gift(market, giver, kind="market.agreement", details={}))
    EntryStanding.objects.filter(pk=entry.pk).update(state="recorded", party=None, due_on=None)
    entry = Entry.objects.get(pk=entry.pk)
    assert may_dispute(market.county, entry)
    assert not may_dispute(market.stranger, entry)
    assert not may_dispute(clerk, entry)
    dispute_entry(market.county, entry.pk, note="没有签")
    with pytest.raises(Conflict):
        dispute_entry(market.county, entry.pk, note="没有签")
    confirm_entry(market.county, entry.pk, note="查到了")
    own = record_entry(market.operator, market.draft(amount=Decimal(9)))
    EntryStanding.objects.filter(pk=own.pk).update(state="recorded", party=None)
    assert not may_dispute(market.county, Entry.objects.get(pk=own.pk)), "its own book: it reverses"


def test_a_batch_of_the_other_side_stays_and_one_notice_tells_of_a_whole_batch(
    market: Market, giver: Organisation, clerk: User, partner: User
) -> None:
    with transaction.atomic():
        post_entries(clerk, [gift(market, giver, amount=Decimal(n), source=f"b:{n}") for n in (5, 6, 7)], batch=8)
    with pytest.raises(Denied):
        reverse_batch(market.county, 8, reason="x")
    assert reverse_batch(partner, 8, reason="文件发错") == 3
    assert told(market.county) == [("有 3 笔记录被冲销", "文件发错")]
    assert reverse_batch(partner, 8, reason="文件发错") == 0
    assert len(told(market.county)) == 1


def test_what_a_record_posted_is_taken_back_by_that_record_alone(
    market: Market, giver: Organisation, clerk: User
) -> None:
    with transaction.atomic():
        entry = post_entry(clerk, gift(market, giver, source="exchange.donation:17"))
    assert not may_reverse(clerk, entry), "a donor does not reverse the posting of a receipt"
    with transaction.atomic():
        reverse_posted(market.county, entry.pk, reason="退款")
    assert EntryStanding.objects.get(pk=entry.pk).state == "reversed"
    assert entry.area_code == COUNTY
