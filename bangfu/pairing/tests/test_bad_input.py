"""Whatever is wrong with rules or registers, a proposal says so in words, and for whom."""

from __future__ import annotations

import pytest

from bangfu.kernel.errors import Refused
from bangfu.pairing.actions import propose
from bangfu.pairing.models import Proposal
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.models import Household, Person


def ask(v: Villages) -> Proposal:
    return propose(v.county, scheme=v.scheme, area_code=COUNTY, on=START.replace(year=2021))


def demand(v: Villages, **rules: object) -> None:
    """Change the scheme of the fixture without a look at it."""
    for name, value in rules.items():
        setattr(v.scheme, name, value)
    v.scheme.save()


def test_which_condition_leaves_no_helper_is_told(villages: Villages) -> None:
    villages.household(VILLAGE)
    villages.helper(VILLAGE)
    villages.helper(VILLAGE)
    demand(villages, eligible={"helper_rank_from": "county_deputy", "recipient_standing": ["registered"]})
    with pytest.raises(Refused, match="不要求“职级不低于”，就有 2 个帮扶干部"):
        ask(villages)


def test_which_condition_leaves_nobody_to_be_helped_is_told(villages: Villages) -> None:
    villages.household(VILLAGE)
    villages.helper(VILLAGE)
    demand(villages, eligible={"recipient_attribute": ["destitute"], "recipient_standing": ["registered"]})
    with pytest.raises(Refused, match="没有待结对的帮扶对象；不要求“农户属性”，就有 1 个农户"):
        ask(villages)


def test_which_conditions_leave_no_pair_are_told(villages: Villages) -> None:
    villages.household(VILLAGE)
    villages.helper(NEXT_VILLAGE)
    demand(villages, eligible={"same_area": 12})
    with pytest.raises(Refused, match="双方放在一起要符合：双方须在同一村"):
        ask(villages)


@pytest.mark.parametrize("most", [0, None])
def test_no_capacity_is_told(villages: Villages, most: int | None) -> None:
    villages.household(VILLAGE)
    villages.helper(VILLAGE, capacity=0)
    demand(villages, per_helper_max=most)
    with pytest.raises(Refused, match="可帮扶数均为 0"):
        ask(villages)


def test_people_who_seem_to_be_listed_twice_are_named(villages: Villages) -> None:
    homes = [villages.household(VILLAGE), villages.household(VILLAGE)]
    helpers = [villages.helper(VILLAGE), villages.helper(VILLAGE), villages.helper(VILLAGE)]
    assert ask(villages).summary["twice"] == []
    index = Person.objects.get(pk=helpers[0].pk).phone_index
    Person.objects.filter(pk__in=[one.pk for one in helpers[:2]]).update(name="张三", phone_index=index)
    Household.objects.filter(pk__in=[home.pk for home in homes]).update(head_name="李四", phone_index=index)
    assert ask(villages).summary["twice"] == [helpers[0].pk, homes[0].pk]
