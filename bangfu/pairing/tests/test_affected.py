"""A helper leaves, a unit is restructured, a village merges: who must be paired anew is found at once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from bangfu.kernel.errors import Denied, Refused
from bangfu.pairing.actions import end_enrolment, follow_recipients, hand_over, pair
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.queries.affected import (
    affected_count,
    helper_gone,
    last_helpers,
    lost,
    overloaded,
    recipient_gone,
    unit_gone,
)
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.actions import (
    close_household,
    end_organisation,
    merge_areas,
    register_organisation,
    set_area_class,
)
from bangfu.parties.models import Area, Household, Person


def settle(v: Villages, homes: int, helpers: int) -> None:
    for _n in range(homes):
        v.household(VILLAGE)
    for _n in range(helpers):
        v.helper(VILLAGE)


def join(v: Villages, helper: int, home: int) -> Pairing:
    return pair(
        v.county, scheme=v.scheme, helper=v.helpers[helper].party, recipient=v.households[home].party, valid_from=START
    )


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def test_who_lost_a_helper_is_found_at_once_even_before_the_last_day(villages: Villages) -> None:
    settle(villages, 2, 1)
    join(villages, 0, 0)
    assert affected_count(villages.scheme, COUNTY) == 0
    last_day = timezone.localdate() + timedelta(days=30)
    end_enrolment(villages.county, villages.helpers[0].party.enrolments.get(), on=last_day, reason="调离")
    assert [home.pk for home in lost(villages.scheme, COUNTY)] == [villages.households[0].pk]
    assert last_helpers(villages.scheme, [villages.households[0].pk])[villages.households[0].pk].reason_out == "调离"
    assert affected_count(villages.scheme, COUNTY) == 1  # the second never had anybody: a gap, not a loss


def test_a_helper_who_died_or_whose_unit_closed_is_found(villages: Villages) -> None:
    settle(villages, 2, 2)
    first, second = join(villages, 0, 0), join(villages, 1, 1)
    Person.objects.filter(pk=villages.helpers[0].pk).update(died_on=yesterday())
    assert list(helper_gone(villages.scheme, COUNTY)) == [first]
    assert not unit_gone(villages.scheme, COUNTY).exists()
    end_organisation(villages.operator, villages.unit, on=yesterday(), reason="机构改革")
    assert list(unit_gone(villages.scheme, COUNTY)) == [second]
    assert affected_count(villages.scheme, COUNTY) == 2


def test_all_of_a_helper_is_handed_over_or_nothing(villages: Villages) -> None:
    settle(villages, 4, 2)
    for home in range(3):
        join(villages, 0, home)
    join(villages, 1, 3)
    args = {"scheme": villages.scheme, "area_code": COUNTY, "on": date(2020, 6, 1), "reason": "单位合并"}
    old, new = villages.helpers[0].party, villages.helpers[1].party
    villages.scheme.per_helper_max = 3
    villages.scheme.save()
    with pytest.raises(Refused, match="至多帮扶 3"):
        hand_over(villages.county, old=old, new=new, **args)
    assert Pairing.objects.filter(helper=old, valid_to=None).count() == 3
    with pytest.raises(Denied):
        hand_over(villages.stranger, old=old, new=new, **args)
    villages.scheme.per_helper_max = 5
    villages.scheme.save()
    assert hand_over(villages.county, old=old, new=new, **args) == 3
    assert set(Pairing.objects.filter(valid_to=None).values_list("helper_id", flat=True)) == {new.pk}
    assert set(Pairing.objects.filter(helper=old).values_list("valid_to", flat=True)) == {date(2020, 5, 31)}


def test_a_merged_village_keeps_its_unit_and_helpers_their_village(villages: Villages) -> None:
    settle(villages, 1, 1)
    join(villages, 0, 0)
    scheme = Scheme.objects.get(name="unit-village")
    areas = {code: Area.objects.get(code=code) for code in (VILLAGE, NEXT_VILLAGE)}
    for area in areas.values():
        set_area_class(villages.operator, area, value="task", valid_from=START)
    other = register_organisation(villages.operator, area_code=COUNTY, name="区水利局", kind="authority")
    for unit, code in ((villages.unit, VILLAGE), (other, NEXT_VILLAGE)):
        pair(villages.operator, scheme=scheme, helper=unit.party, recipient=areas[code].party, valid_from=START)
    merge_areas(villages.operator, [areas[VILLAGE]], areas[NEXT_VILLAGE], on=date(2020, 6, 1))
    assert Enrolment.objects.get(party_id=villages.helpers[0].pk).area_code == NEXT_VILLAGE
    assert affected_count(villages.scheme, COUNTY) == 0  # households moved with their helpers
    assert [row.recipient_id for row in recipient_gone(scheme, COUNTY)] == [areas[VILLAGE].pk]
    assert follow_recipients(villages.county, scheme=scheme, area_code=COUNTY) == (1, 0)
    now = Pairing.objects.filter(scheme=scheme, valid_to=None)
    assert set(now.values_list("helper_id", "recipient_id")) == {
        (villages.unit.pk, areas[NEXT_VILLAGE].pk),
        (other.pk, areas[NEXT_VILLAGE].pk),
    }
    ended = Pairing.objects.get(scheme=scheme, recipient=areas[VILLAGE].party)
    assert ended.valid_to == date(2020, 5, 31)
    assert follow_recipients(villages.county, scheme=scheme, area_code=COUNTY) == (0, 0)


def test_a_closed_household_frees_its_helper(villages: Villages) -> None:
    settle(villages, 1, 1)
    row = join(villages, 0, 0)
    home = Household.objects.get(pk=villages.households[0].pk)
    close_household(villages.operator, home, on=date(2020, 6, 1), reason_out="moved_out", closed_reason="整户迁出")
    assert list(recipient_gone(villages.scheme, COUNTY)) == [row]
    assert follow_recipients(villages.county, scheme=villages.scheme, area_code=COUNTY) == (0, 1)
    assert not Pairing.objects.filter(valid_to=None).exists()


def test_too_many_for_one_helper_is_seen(villages: Villages) -> None:
    settle(villages, 2, 1)
    join(villages, 0, 0)
    join(villages, 0, 1)
    assert not overloaded(villages.scheme, COUNTY)
    villages.scheme.per_helper_max = 1
    assert [row["load"] for row in overloaded(villages.scheme, COUNTY)] == [2]
