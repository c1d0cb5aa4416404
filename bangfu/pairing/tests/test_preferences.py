"""Every preference of a scheme changes who is proposed: given enough weight it outweighs another one."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.policy.actions import set_policy
from bangfu.pairing.actions import (
    change_enrolment,
    end_enrolment,
    end_pairing,
    freeze,
    pair,
    propose,
    release,
)
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.pairing.preferences import PREFERENCES
from bangfu.pairing.preferring import ROADS
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.models import Area, Household, Membership, Organisation, Party, Person

DAY = date(2020, 6, 1)
FAR_TOWNSHIP, FAR_COUNTY = "420302200201", "420303100201"
Prepare = Callable[[Villages, Household, Person, Person], None]


def skilled(_v: Villages, home: Household, _near: Person, other: Person) -> None:
    Household.objects.filter(pk=home.pk).update(main_cause="illness")
    Enrolment.objects.filter(party=other.party).update(skills=["illness"])
    Enrolment.objects.exclude(party=other.party).update(skills=["schooling"])


def elsewhere(place: str) -> Prepare:
    def prepare(v: Villages, home: Household, near: Person, other: Person) -> None:
        skilled(v, home, near, other)
        Enrolment.objects.filter(party=other.party).update(area_code=place)

    return prepare


def nearer(_v: Villages, home: Household, _near: Person, _other: Person) -> None:
    Area.objects.filter(code=VILLAGE).update(longitude="110.80", latitude="32.60")
    Area.objects.filter(code=NEXT_VILLAGE).update(longitude="110.90", latitude="32.60")
    Household.objects.filter(pk=home.pk).update(longitude="110.90", latitude="32.60")


def of_units_village(v: Villages, _home: Household, _near: Person, other: Person) -> None:
    unit = Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name="区林业局", kind="authority", area_code=COUNTY
    )
    Person.objects.filter(pk=other.pk).update(works_for=unit)
    scheme = Scheme.objects.filter(number="K01").first()
    pair(
        v.operator, scheme=scheme, helper=unit.party, recipient=Area.objects.get(code=VILLAGE).party,
        valid_from=START, reason="包联",
    )  # fmt: skip


def kin(v: Villages, home: Household, _near: Person, other: Person) -> None:
    old = v.household(NEXT_VILLAGE)
    Household.objects.filter(pk=old.pk).update(standing="ordinary")
    Household.objects.filter(pk=home.pk).update(split_from=old)
    Membership.objects.create(person=other, household=old, relation="head", valid_from=START)


def helped_last_year(v: Villages, home: Household, _near: Person, other: Person) -> None:
    began = pair(v.county, scheme=v.scheme, helper=other.party, recipient=home.party, valid_from=START, reason="去年")
    end_pairing(v.county, began, on=date(2020, 3, 1), reason="轮换")


def helps_today(v: Villages, home: Household, _near: Person, other: Person) -> None:
    pair(v.county, scheme=v.scheme, helper=other.party, recipient=home.party, valid_from=START, reason="去年")


VILLAGES_FIRST, SKILLS_FIRST = {"own_village": 5, "kept": 0, "weakest": 0}, {"skills": 5, "kept": 0, "weakest": 0}
CASES: list[tuple[str, Prepare, dict[str, int], bool]] = [
    ("skills", skilled, VILLAGES_FIRST, True),
    ("distance", nearer, VILLAGES_FIRST, True),
    ("unit_village", of_units_village, VILLAGES_FIRST, True),
    ("kinship", kin, VILLAGES_FIRST, True),
    ("former", helped_last_year, VILLAGES_FIRST, True),
    ("kept", helps_today, VILLAGES_FIRST, True),
    ("own_village", skilled, SKILLS_FIRST, False),
    ("township", elsewhere(FAR_TOWNSHIP), SKILLS_FIRST, False),
    ("county", elsewhere(FAR_COUNTY), SKILLS_FIRST, False),
]


@pytest.mark.parametrize(("name", "prepare", "base", "other_wins"), CASES, ids=[case[0] for case in CASES])
def test_a_preference_outweighs_another_when_it_weighs_more(
    villages: Villages, name: str, prepare: Prepare, base: dict[str, int], other_wins: bool
) -> None:
    home = villages.household(VILLAGE)
    near, other = villages.helper(VILLAGE), villages.helper(NEXT_VILLAGE)
    prepare(villages, home, near, other)
    assert asked(villages, base)[home.pk] == (near if other_wins else other).pk
    row = asked(villages, base | {name: 10})
    assert row[home.pk] == (other if other_wins else near).pk


def asked(v: Villages, weights: dict[str, int]) -> dict[int, int]:
    """Household → helper, as proposed under these weights."""
    v.scheme.weights = weights
    v.scheme.save()
    proposal = propose(v.county, scheme=v.scheme, area_code=COUNTY, on=DAY)
    assert proposal.summary["optimal"]
    return dict(proposal.rows.values_list("recipient_id", "helper_id"))


def test_load_spreads_and_the_weakest_come_first(villages: Villages) -> None:
    first, second = villages.household(VILLAGE), villages.household(VILLAGE)
    near = villages.helper(VILLAGE)
    villages.helper(NEXT_VILLAGE)
    assert set(asked(villages, {"own_village": 5}).values()) == {near.pk}
    assert len(set(asked(villages, {"own_village": 5, "load": 10}).values())) == 2
    Enrolment.objects.exclude(party=near.party).delete()
    Enrolment.objects.update(capacity=1)
    Household.objects.filter(pk=second.pk).update(area_code=NEXT_VILLAGE, attribute="minimum_living")
    assert asked(villages, {"own_village": 5, "weakest": 0}) == {first.pk: near.pk, second.pk: None}
    assert asked(villages, {"own_village": 5, "weakest": 1}) == {first.pk: None, second.pk: near.pk}


@pytest.mark.parametrize(
    ("member", "weighs"),
    [
        ({"disability_level": "1", "health": ["disabled"]}, True),
        ({"disability_level": "2", "health": ["disabled"]}, True),
        ({"disability_level": "3", "health": ["disabled"]}, False),
        ({"health": ["disabled"]}, False),
        ({"health": ["serious"]}, True),
        ({"health": ["chronic"]}, False),
        ({"minimum_living": True}, True),
    ],
)
def test_severe_disability_serious_illness_and_the_allowance_weigh(
    villages: Villages, member: dict[str, object], weighs: bool
) -> None:
    plain, weak = villages.household(VILLAGE), villages.household(NEXT_VILLAGE)
    near = villages.helper(VILLAGE, capacity=1)
    living = Person.objects.create(
        party=Party.objects.create(kind="person"), number="weak", name="成员", area_code=NEXT_VILLAGE, household=weak,
        **member,
    )  # fmt: skip
    assert living.household_id == weak.pk
    assert asked(villages, {"own_village": 5, "weakest": 1})[(weak if weighs else plain).pk] == near.pk


def test_all_preferences_are_tried_here() -> None:
    assert {case[0] for case in CASES} | {"load", "weakest"} == set(PREFERENCES)


def test_what_a_helper_can_take_changes_without_leaving(villages: Villages) -> None:
    helper = villages.helper(VILLAGE, capacity=1)
    row = Enrolment.objects.get(party=helper.party)
    changed = change_enrolment(villages.county, row, area_code=NEXT_VILLAGE, capacity=4, skills=["illness"])
    assert (changed.area_code, changed.capacity, changed.skills) == (NEXT_VILLAGE, 4, ["illness"])
    with pytest.raises(Denied):
        change_enrolment(villages.stranger, row, capacity=9)
    with pytest.raises(Refused, match="所属县"):
        change_enrolment(villages.county, row, area_code=FAR_COUNTY)
    end_enrolment(villages.county, row, on=DAY, reason="退休")
    with pytest.raises(Conflict, match="退出"):
        change_enrolment(villages.county, row, capacity=2)


def test_a_measured_road_counts_before_the_crow(villages: Villages) -> None:
    home = villages.household(VILLAGE)
    near, other = villages.helper(VILLAGE), villages.helper(NEXT_VILLAGE)
    Area.objects.filter(code=VILLAGE).update(longitude="110.80", latitude="32.60")
    Area.objects.filter(code=NEXT_VILLAGE).update(longitude="110.90", latitude="32.60")
    Household.objects.filter(pk=home.pk).update(longitude="110.90", latitude="32.60")
    weights = {"own_village": 5, "kept": 0, "distance": 1}
    assert asked(villages, weights)[home.pk] == other.pk  # the house stands in the other village, 9 km nearer
    table = json.dumps({NEXT_VILLAGE: {VILLAGE: 30}})
    set_policy(villages.operator, ROADS, table, area_code=COUNTY, valid_from=START, reason="实测")
    assert asked(villages, weights)[home.pk] == near.pk  # but the road to it is 30 km


def test_a_pair_is_kept_and_let_go_again(villages: Villages) -> None:
    home = villages.household(VILLAGE)
    near, other = villages.helper(VILLAGE), villages.helper(NEXT_VILLAGE)
    row = pair(villages.county, scheme=villages.scheme, helper=other.party, recipient=home.party, valid_from=START)
    weights = {"own_village": 100, "kept": 0}
    assert asked(villages, weights)[home.pk] == near.pk
    with pytest.raises(Refused, match="原因"):
        freeze(villages.county, row, reason=" ")
    with pytest.raises(Denied):
        freeze(villages.stranger, row, reason="亲如一家")
    freeze(villages.county, row, reason="亲如一家")
    with pytest.raises(Conflict, match="已经固定"):
        freeze(villages.county, row, reason="再固定")
    assert asked(villages, weights)[home.pk] == other.pk
    release(villages.county, row, reason="轮换")
    assert asked(villages, weights)[home.pk] == near.pk
    end_pairing(villages.county, row, on=DAY, reason="搬迁")
    with pytest.raises(Conflict, match="解除"):
        freeze(villages.county, row, reason="固定")
