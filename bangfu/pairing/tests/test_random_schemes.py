"""Whatever a scheme demands, a proposal keeps it: random registers and rules against a plain reading of both."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.pairing.assigner import ProblemRefused
from bangfu.pairing.models import Enrolment, Scheme
from bangfu.pairing.proposing import question_for, solved
from bangfu.parties.models import Area, Household, Organisation, Party, Person

pytestmark = pytest.mark.django_db
DAY = date(2020, 3, 1)
COUNTY = "420302"
VILLAGES = ("420302100201", "420302100202", "420302200201")
RANKS = ("county_head", "section_head", "staff")
ATTRIBUTES = ("general_poor", "minimum_living")

helper = st.tuples(st.sampled_from(RANKS), st.sampled_from(VILLAGES), st.sampled_from([None, 0, 1, 2]))
home = st.tuples(st.sampled_from(VILLAGES), st.sampled_from(ATTRIBUTES))
rules = st.fixed_dictionaries(
    {},
    optional={
        "helper_rank_from": st.sampled_from(["county_deputy", "section_head"]),
        "recipient_attribute": st.just(["minimum_living"]),
        "same_area": st.sampled_from([9, 12]),
    },
)


def put(kind: str) -> Party:
    """A party of a kind."""
    return Party.objects.create(kind=kind)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    helpers=st.lists(helper, min_size=1, max_size=5),
    homes=st.lists(home, min_size=1, max_size=7),
    eligible=rules,
    most=st.sampled_from([None, 1, 2]),
    of_heads=st.sampled_from([None, 0, 1]),
)
def test_no_pair_breaks_a_condition_and_nobody_is_over_the_limit(helpers, homes, eligible, most, of_heads, db) -> None:
    for model in (Enrolment, Person, Household, Organisation, Area):
        model.objects.all().delete()
    classes = [] if of_heads is None else [{"class": "helper_rank", "code": "county_head", "most": of_heads}]
    scheme = Scheme.objects.create(
        name=f"random-{Scheme.objects.count()}", title="x", helper_kind="person", recipient_kind="household",
        helper_title="x", recipient_title="x", per_recipient_max=1, per_helper_max=most, eligible=eligible,
        capacity_classes=classes, weights={"load": 3, "own_village": 10},
    )  # fmt: skip
    people, where, limit = {}, {}, {}
    for number, (rank, village, capacity) in enumerate(helpers):
        person = Person.objects.create(
            party=put("person"), number=f"{scheme.name}-{number}", name="x", area_code=COUNTY, rank=rank
        )
        Enrolment.objects.create(
            scheme=scheme, party=person.party, county_code=COUNTY, area_code=village, capacity=capacity, valid_from=DAY
        )
        people[person.pk], where[person.pk] = rank, village
        general = of_heads if rank == "county_head" and of_heads is not None else most
        limit[person.pk] = min(x for x in (general, capacity, len(homes)) if x is not None)
    rows = {}
    for number, (village, attribute) in enumerate(homes):
        made = Household.objects.create(
            party=put("household"), number=f"{scheme.name}-h{number}", area_code=village, attribute=attribute
        )
        rows[made.pk] = (village, attribute)

    def may(person: int, household: int) -> bool:
        higher = {"county_deputy": ("county_head",), "section_head": ("county_head", "section_head")}
        length = eligible.get("same_area", 0)
        return (
            people[person] in higher.get(eligible.get("helper_rank_from"), RANKS)
            and rows[household][1] in eligible.get("recipient_attribute", ATTRIBUTES)
            and where[person][:length] == rows[household][0][:length]
        )

    try:
        answer = solved(question_for(scheme, COUNTY, DAY))
    except ProblemRefused:
        assert not any(may(p, h) and limit[p] for p in people for h in rows)
        return
    found = [(int(pair.helper), int(pair.recipient)) for pair in answer.pairs()]
    assert all(may(*pair) for pair in found)
    for person in people:
        assert sum(1 for p, _h in found if p == person) <= limit[person]
    left = set(rows) - {h for _p, h in found}
    spare = {p for p in people if sum(1 for q, _h in found if q == p) < limit[p]}
    assert not any(may(p, h) for p in spare for h in left)
