"""A need's way to the board, and what may stand on it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.flows.queries import current_state_of, steps_of
from bangfu.kernel.publishing.declared import Asked
from bangfu.kernel.rights.actions import operator
from bangfu.pairing.actions import enrol, pair
from bangfu.pairing.models import Scheme
from bangfu.pairing.seeds import load_schemes
from bangfu.parties.actions import register_person
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.daily import hand_over_unclaimed
from bangfu.workstreams.exchange.models import Need
from bangfu.workstreams.exchange.public_needs import NEEDS
from bangfu.workstreams.exchange.queries.board import Wanted, open_needs
from bangfu.workstreams.exchange.queries.public import find_needs, one_need
from bangfu.workstreams.exchange.tests.conftest import COUNTY, START, TOWN, VILLAGE, Place, employ


def test_what_the_village_point_enters_waits_for_review(place: Place) -> None:
    need = place.need()
    assert need.state == current_state_of(need, "exchange.need") == "reviewing"
    assert [step.state for step in steps_of(need)] == ["draft", "checking", "reviewing"]


def test_a_household_asks_and_the_village_checks(place: Place) -> None:
    house = employ("home", "household", VILLAGE, place.home)
    need = place.need(actor=house)
    assert need.state == "checking"
    with pytest.raises(Denied):
        actions.check_needs(house, [need.pk])
    assert actions.check_needs(place.village, [need.pk]) == 1
    assert Need.objects.get(pk=need.pk).state == "reviewing"


def test_nobody_asks_for_others_elsewhere(place: Place) -> None:
    house = employ("home", "household", VILLAGE, place.home)
    for who, asker in ((place.stranger, place.home), (place.village, place.next_home), (house, place.next_home)):
        with pytest.raises(Denied):
            place.need(actor=who, asker=asker.pk)


def test_a_stranger_neither_checks_nor_publishes(place: Place) -> None:
    need = place.need()
    for deed in (actions.publish_needs, actions.check_needs):
        with pytest.raises(Refused):
            deed(place.stranger, [need.pk])
    assert Need.objects.get(pk=need.pk).state == "reviewing"


@pytest.mark.parametrize("text", ["请打15412345678", "账号：6228480402564890018", "王建国家", "证号420302197001011232"])
def test_public_wording_reveals_nobody(place: Place, text: str) -> None:
    for field in ("title", "text"):
        with pytest.raises(Refused) as refused:
            place.need(**{field: text})
        assert refused.value.field == field
        assert "15412345678" not in refused.value.message
    assert place.need(private_text=text).private_text == text


def test_wording_is_read_again_before_publishing(place: Place) -> None:
    need = place.need()
    Need.objects.filter(pk=need.pk).update(text="电话15412345678")
    with pytest.raises(Refused):
        actions.publish_needs(place.township, [need.pk])


def test_a_refusal_and_a_return_have_reasons(place: Place) -> None:
    need = place.need()
    with pytest.raises(Refused):
        actions.refuse_need(place.township, need, reason=" ")
    assert actions.return_need(place.township, need, reason="请写清尺寸").state == "draft"
    assert actions.submit_need(place.village, Need.objects.get(pk=need.pk)).state == "reviewing"
    assert actions.refuse_need(place.township, Need.objects.get(pk=need.pk), reason="已有政策保障").state == "refused"


def test_units_go_with_kinds(place: Place) -> None:
    with pytest.raises(Refused) as refused:
        place.need(kind="money", unit="item")
    assert refused.value.field == "unit"
    assert place.need(kind="money", quantity=Decimal(3000), value=None).value == 3000


def test_a_claimed_need_keeps_what_was_claimed(place: Place) -> None:
    need = place.published()
    actions.claim_need(place.donor, need)
    with pytest.raises(Conflict, match="已有人认领"):
        actions.change_need(place.village, need, title="电动轮椅")
    changed = actions.change_need(place.village, need, title=need.title, private_text="住二楼")
    assert changed.private_text == "住二楼"


def test_a_published_need_is_changed_by_the_reviewer_only(place: Place) -> None:
    need = place.published()
    with pytest.raises(Conflict):
        actions.change_need(place.village, need, title="电动轮椅")
    assert actions.change_need(place.township, need, title="电动轮椅").title == "电动轮椅"
    with pytest.raises(Refused):
        actions.change_need(place.township, need, title="轮椅，电话15412345678")


def test_the_public_sees_only_the_allowed_columns(place: Place) -> None:
    need = place.published(private_text="患病在床", band="child", title="课外书")
    [row] = find_needs(Asked(places=(COUNTY,))).rows
    allowed = {column.name for column in NEEDS.columns} | {"id", "area_code", "day"}
    assert set(row) == allowed == set(one_need(str(need.pk), ("",)) or {})
    assert row["place"] == COUNTY
    adult = place.published(title="大米")
    assert (one_need(str(adult.pk), ("",)) or {})["place"] == TOWN
    assert VILLAGE not in str(find_needs(Asked()).rows)
    assert one_need(str(adult.pk), ("420303",)) is None
    actions.withdraw_need(place.village, adult, reason="不需要了")
    assert one_need(str(adult.pk), ("",)) is None


def test_the_board_is_filtered(place: Place) -> None:
    place.published(title="轮椅", urgency=2)
    place.published(title="棉被两床", kind="article", quantity=Decimal(2), value=Decimal(200))
    place.published(title="理发", kind="service", value=None)

    def titles(**asked: object) -> list[str]:
        return [need.title for need in open_needs(Wanted(**asked))]  # type: ignore[arg-type]

    assert titles(kind="service") == ["理发"]
    assert titles(text="棉被") == ["棉被两床"]
    assert titles(urgency=2) == ["轮椅"]
    assert titles(least=Decimal(100), most=Decimal(300)) == ["棉被两床"]
    assert titles(order="urgent")[0] == "轮椅"
    assert titles(area_code="420303") == []


def test_unclaimed_needs_go_to_the_paired_helper(place: Place) -> None:
    load_schemes()
    actor = operator()
    cadre = register_person(actor, area_code=COUNTY, name="沈文静", works_for=place.firm, phone="15499990000")
    scheme = Scheme.objects.get(name="cadre-household")
    enrol(actor, scheme=scheme, party=cadre.party, county_code=COUNTY, area_code=VILLAGE, valid_from=START)
    pair(actor, scheme=scheme, helper=cadre.party, recipient=place.home.party, valid_from=START)
    helper = employ("helper", "helper", COUNTY, cadre)
    need = place.published()
    last = need.unclaimed_until or date.min
    assert hand_over_unclaimed(actor, last) == 0
    assert hand_over_unclaimed(actor, last + timedelta(days=1)) == 1
    assert Need.objects.get(pk=need.pk).state == "offline"
    assert [n.text for n in helper.notices.all()] == [need.title]
    assert hand_over_unclaimed(actor, last + timedelta(days=1)) == 0
    with pytest.raises(Conflict):
        actions.claim_need(place.donor, Need.objects.get(pk=need.pk))
    offline = Need.objects.get(pk=need.pk)
    assert actions.claim_need(place.township, offline, donor=place.firm.pk).state == "claimed"


def test_the_period_on_the_board_begins_on_the_day_of_publishing(place: Place) -> None:
    need = place.need()
    day = timezone.localdate() - timedelta(days=10)
    actions.publish_needs(place.township, [need.pk], on=day)
    need.refresh_from_db()
    assert need.unclaimed_until == day + timedelta(days=30)
