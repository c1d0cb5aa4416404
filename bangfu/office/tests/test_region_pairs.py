"""Region pairs: both sides see the same entries, agreements and indicators, each from its own; a stranger neither."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bangfu.figures.actions import state_target
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.ledger.actions import confirm_entry, record_entry, reverse_entry
from bangfu.ledger.drafts import Draft
from bangfu.ledger.models import Entry
from bangfu.office.tests.conftest import employ
from bangfu.pairing.actions import pair
from bangfu.pairing.actions.agreements import draft_agreement, sign_agreement
from bangfu.pairing.actions.duties import add_duty
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import register_area, register_organisation
from bangfu.parties.models import Area, Organisation

pytestmark = pytest.mark.django_db
EAST, WEST, TOWN, STRANGE = "120115", "620524", "620524101", "420303"
JULY = date(2020, 7, 15)


@dataclass(kw_only=True)
class Regions:
    """Two paired counties with their officers, and the units that give and receive."""

    east: User
    west: User
    town: User
    stranger: User
    helper: Area
    recipient: Area
    buyer: Organisation
    seller: Organisation
    pairing: Pairing

    @property
    def page(self) -> str:
        """The pair's address."""
        return f"/pairing/regions/{self.pairing.pk}/"

    def post(self, kind: str = "market.purchase", **given: Any) -> Entry:
        """Record something that 宝坻区 gave 武山县."""
        details = {"channel": "online", "platform": "fupin832", "certified": True}
        values: dict[str, Any] = {
            "happened_on": JULY,
            "area_code": WEST,
            "giver_id": self.buyer.pk,
            "receiver_id": self.seller.pk,
            "amount": Decimal(120_000),
            "details": details if kind == "market.purchase" else {},
        }
        return record_entry(operator(), Draft(kind=kind, **{**values, **given}))


@pytest.fixture
def regions(db: None) -> Regions:
    actor = operator()
    load_schemes()
    places = [(EAST, "宝坻区"), (WEST, "武山县"), (TOWN, "城关镇"), (STRANGE, "张湾区")]
    areas = {code: register_area(actor, code=code, name=name) for code, name in places}
    scheme = Scheme.objects.get(name="east-west")
    made = Regions(
        east=employ("east", "county", EAST),
        west=employ("west", "county", WEST),
        town=employ("town", "township", TOWN),
        stranger=employ("stranger", "county", STRANGE),
        helper=areas[EAST],
        recipient=areas[WEST],
        buyer=register_organisation(actor, name="宝坻区医院", kind="hospital", area_code=EAST),
        seller=register_organisation(actor, name="武山蔬菜合作社", kind="cooperative", area_code=WEST),
        pairing=pair(
            actor, scheme=scheme, helper=areas[EAST].party, recipient=areas[WEST].party, valid_from=date(2017, 1, 1)
        ),
    )
    made.post()
    people = {"amount": None, "persons": 13, "details": {"category": "official"}}
    made.post("talent.sent", giver_id=made.helper.pk, receiver_id=made.recipient.pk, **people)
    return made


def promise(regions: Regions) -> None:
    """Sign an agreement for a quarter of a million, and state what is wanted of the year."""
    row = draft_agreement(
        operator(),
        kind="annual",
        title="2020年度协作协议",
        helper=regions.helper.pk,
        recipient=regions.recipient.pk,
        valid_from=date(2020, 1, 1),
        valid_to=date(2020, 12, 31),
    )
    add_duty(operator(), row, year=2020, text="采购", measured_by="entry_kind:market.purchase", amount=Decimal(240_000))
    sign_agreement(operator(), row, signed_on=date(2020, 1, 5))
    period = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31), "document": "2020年任务书"}
    for place in (WEST, "62"):
        state_target(
            operator(),
            figure="market.consumption",
            area_code=place,
            giver_area_code=EAST,
            value=Decimal(480_000),
            **period,
        )


def test_both_sides_see_the_same_and_a_stranger_nothing(regions, visit):
    promise(regions)
    confirm_entry(regions.west, Entry.objects.get(kind="market.purchase").pk)
    for user, side in ((regions.east, "从帮扶方看"), (regions.west, "从受助方看")):
        said = visit(user, regions.page).said
        for words in ("宝坻区 → 武山县", side, "12.00万元", "2020年度协作协议", "50.0%", "25.0%", "选派干部人才", "13"):
            assert words in said, (user, words)
        assert "宝坻区 → 武山县" in visit(user, "/pairing/regions/").said
        assert "武山蔬菜合作社" in visit(user, f"{regions.page}entries/?kind=market.purchase&year=2020").said
    for user in (regions.stranger, regions.town):
        assert visit(user, regions.page).status_code == 404
        assert visit(user, f"{regions.page}entries/").status_code == 404
        assert "还没有县（区）之间的结对" in visit(user, "/pairing/regions/").said


def test_an_agreement_that_ran_out_is_on_todays_list_of_both_sides(regions, visit):
    promise(regions)
    address = "/pairing/agreement/?standing=signed&amp;standing=expired&amp;valid_to_to=2020-12-31"
    for user in (regions.east, regions.west):
        assert address in visit(user, "/").content.decode()
        assert "2020年度协作协议" in visit(user, address.replace("&amp;", "&")).said
    assert "已到期未办结的协议" not in visit(regions.stranger, "/").said


def test_the_helper_also_sees_what_it_promised_to_several(regions, visit):
    promise(regions)
    assert "几地合计" in visit(regions.east, regions.page).said
    assert "几地合计" not in visit(regions.west, regions.page).said


def test_the_lists_filter_by_the_pair_from_either_side(regions, visit):
    grower = register_organisation(operator(), name="城关菜场", kind="cooperative", area_code=WEST)
    regions.post(giver_id=regions.seller.pk, receiver_id=grower.pk, amount=Decimal(7))  # within 武山县
    asked = f"area_code={WEST}&giver_area_code={EAST}"
    for user in (regions.east, regions.west):
        answer = visit(user, f"/api/ledger/entry/?{asked}").json()
        assert answer["count"] == 2
    assert visit(regions.east, "/api/ledger/entry/").json()["count"] == 2
    assert visit(regions.west, "/api/ledger/entry/").json()["count"] == 3
    assert visit(regions.stranger, f"/api/ledger/entry/?{asked}").status_code == 403
    for user, place, other, side in ((regions.east, EAST, WEST, "giver"), (regions.west, WEST, EAST, "")):
        said = visit(user, f"/figures/market.consumption/?place={place}&pair={other}&side={side}&year=2020").said
        assert "12.00万元" in said


def test_targets_filter_by_the_pair_from_either_side(regions, visit):
    promise(regions)
    asked = f"area_code={WEST}&giver_area_code={EAST}"
    for user in (regions.east, regions.west):
        assert visit(user, f"/api/figures/target/?{asked}").json()["count"] == 1
    assert visit(regions.stranger, f"/api/figures/target/?{asked}").status_code == 403


def test_the_receiver_disputes_what_the_giver_recorded_and_the_giver_reverses_it(regions, visit):
    entry = Entry.objects.get(kind="market.purchase")
    page, reverse_at = f"/ledger/entry/{entry.pk}/", f"/ledger/entry/{entry.pk}/act/reverse/"
    assert "act/reverse/" not in visit(regions.west, page).content.decode()
    assert "由记账的一方冲销" in visit(regions.west, page).said
    for user, status in ((regions.west, 403), (regions.town, 404), (regions.stranger, 404)):
        assert visit(user, reverse_at, post={"reason": "不是我们收的"}).status_code == status
    visit(regions.west, f"/ledger/entry/{entry.pk}/act/dispute/", post={"note": "数量不对"})
    assert "数量不对" in visit(regions.east, "/notices/").said
    assert "受援方有异议的帮扶记录" in visit(regions.east, "/").said
    listed = visit(regions.east, "/ledger/waiting/?state=objected")
    assert "数量不对" in listed.said
    assert page in listed.content.decode()
    assert "数量不对" not in visit(regions.stranger, "/ledger/waiting/?state=objected").said
    assert "数量不对" in visit(regions.east, page).said
    assert visit(regions.east, reverse_at, post={"reason": "记错了", "_key": "k1"}).status_code == 302
    assert visit(regions.east, reverse_at, post={"reason": "记错了", "_key": "k1"}).status_code == 302
    mirror = Entry.objects.get(reverses=entry)
    for user in (regions.east, regions.west):
        told = visit(user, page)
        assert f"由记录 {mirror.pk} 冲销" in told.said
        assert "记错了" in told.said
    assert f"记录 {entry.pk} 已由记录 {mirror.pk} 冲销" in visit(regions.west, "/notices/").said
    assert visit(regions.stranger, page).status_code == 404


def test_what_came_back_and_visits_stand_apart(regions, visit):
    regions.post(
        "governance.delegation",
        giver_id=regions.recipient.pk,
        receiver_id=regions.helper.pk,
        area_code=EAST,
        amount=None,
        quantity=Decimal(1),
    )
    for user in (regions.east, regions.west):
        said = visit(user, regions.page).said
        assert "互访考察" in said
        assert "共 1 次" in said
        assert "1 次" in said
        assert "1 visit" not in said
        assert "互访考察" in visit(user, f"{regions.page}entries/?back=1").said


def test_what_was_only_signed_is_no_help_yet(regions, visit):
    regions.post("market.agreement", amount=Decimal(5_000_000))
    said = visit(regions.west, regions.page).said
    assert "512.00万元" not in said
    assert "消费帮扶 12.00万元" in said


def test_money_of_different_natures_is_never_added(regions, visit):
    given = {"giver_id": regions.helper.pk, "receiver_id": regions.recipient.pk}
    regions.post("exchange.donation_money", amount=Decimal(30_000), **given, details={})
    said = visit(regions.east, regions.page).said
    assert "无偿资金和物资 3.00万元" in said
    assert "消费帮扶 12.00万元" in said
    assert "15.00万元" not in said


def test_reversed_entries_are_not_counted(regions, visit):
    reverse_entry(operator(), Entry.objects.filter(kind="market.purchase").get().pk, reason="重复")
    assert "12.00万元" not in visit(regions.west, regions.page).said


def test_an_empty_pair_says_what_to_do(regions, visit):
    other = pair(
        operator(),
        scheme=regions.pairing.scheme,
        helper=regions.helper.party,
        recipient=Area.objects.get(code=STRANGE).party,
        valid_from=JULY,
    )
    said = visit(regions.east, f"/pairing/regions/{other.pk}/").said
    assert "还没有帮扶记录" in said
    assert "还没有双方签订的协议" in said
    assert visit(regions.west, f"/pairing/regions/{other.pk}/").status_code == 404


def test_what_is_asked_wrongly_is_refused(regions, visit):
    assert visit(regions.east, f"{regions.page}?year=next").status_code == 422


def test_a_designated_unit_is_a_pair_too(regions, visit):
    scheme = Scheme.objects.get(name="designated-unit")
    made = pair(
        operator(),
        scheme=scheme,
        helper=regions.buyer.party,
        recipient=regions.recipient.party,
        valid_from=JULY,
        reason="市级文件确定",
    )
    said = visit(regions.west, f"/pairing/regions/{made.pk}/").said
    assert "宝坻区医院 → 武山县" in said
    assert "12.00万元" in said
    assert visit(regions.stranger, f"/pairing/regions/{made.pk}/").status_code == 404


def test_the_page_costs_the_same_for_many_entries(regions, visit):
    visit(regions.west, regions.page)

    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            visit(regions.west, regions.page)
        return len(asked)

    before = queries()
    for number in range(8):
        regions.post(amount=Decimal(5_000 + number))
    assert queries() <= before


def test_the_pages_stand_in_every_language(regions, visit, speak):
    for language in ("zh-hans", "zh-hant", "en"):
        for address in ("/pairing/regions/", regions.page, f"{regions.page}entries/"):
            assert visit(speak(regions.west, language), address).status_code == 200
