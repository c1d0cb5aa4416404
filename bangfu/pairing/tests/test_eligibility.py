"""What a scheme demands is really evaluated: for proposals, for pairs by hand, and inside other pairs."""

from datetime import date
from typing import Any

import pytest

from bangfu.kernel.errors import Refused
from bangfu.pairing.actions import enrol, pair, propose
from bangfu.pairing.actions.schemes import change_scheme, make_scheme
from bangfu.pairing.models import Pairing, Scheme
from bangfu.pairing.queries import helpers_for, recipients_for
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.actions import (
    add_member,
    register_area,
    register_household,
    register_organisation,
    register_person,
    set_area_class,
    set_household_status,
)
from bangfu.parties.models import Area, Party, Person

DAY = date(2020, 3, 1)


def proposed(v: Villages, scheme: Scheme, area_code: str = COUNTY) -> set[tuple[int, int]]:
    """The pairs of a proposal."""
    rows = propose(v.operator, scheme=scheme, area_code=area_code, on=DAY).rows.filter(helper__isnull=False)
    return set(rows.values_list("helper_id", "recipient_id"))


def cadre(v: Villages, scheme: Scheme, name: str, **fields: Any) -> Person:
    """Somebody enrolled under a scheme."""
    person = register_person(v.operator, area_code=COUNTY, name=name, **fields)
    enrol(v.operator, scheme=scheme, party=person.party, county_code=COUNTY, valid_from=START)
    return person


def test_only_leaders_of_rank_may_help_where_rank_is_demanded(villages: Villages) -> None:
    rules = {"helper_rank_from": "county_deputy", "recipient_standing": ["registered"]}
    scheme = change_scheme(villages.county, villages.scheme, eligible=rules)
    homes = [villages.household(VILLAGE) for _n in range(2)]
    leader = cadre(villages, scheme, "区长", works_for=villages.unit, rank="county_head")
    clerk = cadre(villages, scheme, "科员", works_for=villages.unit, rank="staff")
    assert [row.party_id for row in helpers_for(scheme, COUNTY, DAY)] == [leader.pk]
    assert {helper for helper, _home in proposed(villages, scheme)} == {leader.pk}
    with pytest.raises(Refused, match="职级不低于"):
        pair(villages.county, scheme=scheme, helper=clerk.party, recipient=homes[0].party, valid_from=DAY)
    made = pair(
        villages.county, scheme=scheme, helper=clerk.party, recipient=homes[0].party, valid_from=DAY, reason="区委决定"
    )
    assert made.reason_in == "区委决定"


def test_attributes_of_households_and_their_members_decide(villages: Villages) -> None:
    low = villages.household(VILLAGE, attribute="minimum_living")
    ill = villages.household(VILLAGE)
    villages.household(VILLAGE)
    patient = register_person(villages.operator, area_code=VILLAGE, name="病人", health=["serious"])
    add_member(villages.operator, ill, person=patient, relation="son", on=START)

    def helped(**eligible: Any) -> set[int]:
        scheme = Scheme(recipient_kind="household", helper_kind="person", eligible=eligible)
        return set(recipients_for(scheme, COUNTY).values_list("pk", flat=True))

    assert helped(recipient_attribute=["minimum_living"]) == {low.pk}
    assert helped(recipient_health=["serious", "disabled"]) == {ill.pk}
    assert helped(recipient_health=["disabled"]) == set()


def test_age_school_and_work_decide_for_persons(villages: Villages) -> None:
    home = villages.household(VILLAGE)
    people = {}
    for name, born, schooling, labour in (
        ("学生", date(2009, 3, 1), "primary", "none"),
        ("青年", date(2002, 3, 2), "none", "ordinary"),
        ("老人", date(1950, 1, 1), "none", "weak"),
    ):
        person = register_person(
            villages.operator, area_code=VILLAGE, name=name, birth_date=born, schooling=schooling, labour=labour
        )
        add_member(villages.operator, home, person=person, relation="other", on=START)
        people[name] = person.pk

    def found(**eligible: Any) -> set[int]:
        scheme = Scheme(recipient_kind="person", helper_kind="person", eligible=eligible)
        return set(recipients_for(scheme, VILLAGE, DAY).values_list("pk", flat=True)) & set(people.values())

    assert found(recipient_pupil=True) == {people["学生"]}
    assert found(recipient_age_to=17) == {people["学生"], people["青年"]}  # 18 only tomorrow
    assert found(recipient_age_from=16, recipient_age_to=59, recipient_labour=["ordinary"]) == {people["青年"]}


def test_standings_and_classes_are_those_of_the_day(villages: Villages) -> None:
    home = villages.household(VILLAGE)
    set_household_status(villages.operator, home, value="lifted", on=date(2020, 6, 1))
    scheme = Scheme(recipient_kind="household", helper_kind="person", eligible={"recipient_standing": ["registered"]})
    assert recipients_for(scheme, COUNTY, DAY).count() == 1
    assert recipients_for(scheme, COUNTY, date(2020, 7, 1)).count() == 0


def test_patients_only_in_the_area_that_the_doctors_hospital_holds(villages: Villages) -> None:
    v = villages
    register_area(v.operator, code="420302200", name="茅塔乡")
    register_area(v.operator, code="420302200201", name="廖家村")
    hospitals = [register_organisation(v.operator, area_code=COUNTY, name=n, kind="hospital") for n in ("一院", "二院")]
    outer, scheme = Scheme.objects.get(name="hospital-townships"), Scheme.objects.get(name="doctor-patient")
    for hospital, code in zip(hospitals, ("420302100", "420302200"), strict=True):
        area = register_area_party(code)
        pair(v.operator, scheme=outer, helper=hospital.party, recipient=area, valid_from=START)
    doctors = [cadre(v, scheme, f"医生{n}", works_for=h) for n, h in enumerate(hospitals)]
    patients: dict[str, list[int]] = {VILLAGE: [], "420302200201": []}
    for village, found in patients.items():
        home = register_household(
            v.operator, area_code=village, head_name="户主", opened_on=START, standing="registered"
        )
        for n in range(2):
            person = register_person(v.operator, area_code=village, name=f"患者{n}", health=["chronic"])
            add_member(v.operator, home, person=person, relation="other", on=START)
            found.append(person.pk)
    wanted = {(doctors[0].pk, pk) for pk in patients[VILLAGE]} | {
        (doctors[1].pk, pk) for pk in patients["420302200201"]
    }
    assert proposed(v, scheme) == wanted
    stranger = Person.objects.get(pk=patients[VILLAGE][0])
    with pytest.raises(Refused, match="对子之内"):
        pair(v.county, scheme=scheme, helper=doctors[1].party, recipient=stranger.party, valid_from=DAY)


def register_area_party(code: str) -> Party:
    """The party of an area."""
    return Area.objects.get(code=code).party


def test_a_doctor_who_cannot_get_two_patients_is_told(villages: Villages) -> None:
    v = villages
    outer, scheme = Scheme.objects.get(name="hospital-townships"), Scheme.objects.get(name="doctor-patient")
    hospital = register_organisation(v.operator, area_code=COUNTY, name="一院", kind="hospital")
    pair(v.operator, scheme=outer, helper=hospital.party, recipient=register_area_party("420302100"), valid_from=START)
    cadre(v, scheme, "医生", works_for=hospital)
    home = v.household(VILLAGE)
    person = register_person(v.operator, area_code=VILLAGE, name="患者", health=["chronic"])
    add_member(v.operator, home, person=person, relation="other", on=START)
    with pytest.raises(Refused, match="最少帮扶数"):
        propose(v.operator, scheme=scheme, area_code=COUNTY, on=DAY)


def test_classes_of_helpers_have_their_own_limits(villages: Villages) -> None:
    v = villages
    rules = [{"class": "helper_rank", "code": "county_head", "most": 1}]
    scheme = change_scheme(v.county, v.scheme, capacity_classes=rules, per_helper_max=5)
    for _n in range(5):
        v.household(VILLAGE)
    leader = cadre(v, scheme, "区长", works_for=v.unit, rank="county_head")
    cadre(v, scheme, "科员", works_for=v.unit, rank="staff")
    counts = [helper for helper, _home in proposed(v, scheme)]
    assert (counts.count(leader.pk), len(counts)) == (1, 5)


def test_what_a_helper_holds_elsewhere_takes_up_capacity(villages: Villages) -> None:
    v = villages
    helper = v.helper(VILLAGE, capacity=2)
    far, near = v.household(NEXT_VILLAGE), [v.household(VILLAGE) for _n in range(3)]
    pair(v.county, scheme=v.scheme, helper=helper.party, recipient=far.party, valid_from=START)
    assert len(proposed(v, v.scheme, VILLAGE)) == 1
    assert len(near) == 3


def test_a_subject_is_asked_for_and_taken_once(villages: Villages) -> None:
    v = villages
    register = register_area_party(VILLAGE)
    set_area_class(v.operator, register.area, value="task", valid_from=START)
    scheme = Scheme.objects.get(name="task-force")
    first, second = v.helper(VILLAGE), v.helper(VILLAGE)
    given: dict[str, Any] = {"scheme": scheme, "recipient": register, "valid_from": DAY}
    for subject, words in (("", "请写明角色"), ("队长", "角色应为")):
        with pytest.raises(Refused, match=words):
            pair(v.county, helper=first.party, subject=subject, **given)
    pair(v.county, helper=first.party, subject="乡镇包村干部", **given)
    with pytest.raises(Refused, match="已经有人"):
        pair(v.county, helper=second.party, subject="乡镇包村干部", **given)
    pair(v.county, helper=first.party, subject="结对帮扶干部", **given)
    assert Pairing.objects.filter(scheme=scheme).count() == 2


def test_open_to_all_means_units_and_persons(villages: Villages) -> None:
    v = villages
    scheme, home = Scheme.objects.get(name="wish"), v.household(VILLAGE)
    with pytest.raises(Refused, match="不适用"):
        pair(v.county, scheme=scheme, helper=home.party, recipient=v.household(VILLAGE).party, valid_from=DAY)
    pair(v.county, scheme=scheme, helper=v.unit.party, recipient=home.party, valid_from=DAY, subject="一张书桌")
    with pytest.raises(Refused, match="至多 1 个"):
        pair(
            v.county, scheme=scheme, helper=v.helper(VILLAGE).party, recipient=home.party, valid_from=DAY, subject="书"
        )


def test_kin_skills_and_last_years_helper_are_preferred(villages: Villages) -> None:
    v = villages
    homes = [v.household(VILLAGE, main_cause=cause) for cause in ("illness", "schooling")]
    scheme = make_scheme(
        v.county, name="skilled", title="专长", helper_kind="person", recipient_kind="household", helper_title="干部",
        recipient_title="户", per_recipient_max=1, per_helper_max=1, weights={"skills": 10},
    )  # fmt: skip
    hospital = register_organisation(v.operator, area_code=COUNTY, name="一院", kind="hospital")
    teacher = register_person(v.operator, area_code=COUNTY, name="教师", works_for=v.unit)
    doctor = register_person(v.operator, area_code=COUNTY, name="医生", works_for=hospital)
    enrol(v.county, scheme=scheme, party=teacher.party, county_code=COUNTY, skills=["schooling"], valid_from=START)
    enrol(v.county, scheme=scheme, party=doctor.party, county_code=COUNTY, skills=["illness"], valid_from=START)
    assert proposed(v, scheme) == {(doctor.pk, homes[0].pk), (teacher.pk, homes[1].pk)}
    ended = pair(v.county, scheme=scheme, helper=teacher.party, recipient=homes[0].party, valid_from=START)
    Pairing.objects.filter(pk=ended.pk).update(valid_to=date(2020, 2, 1))
    scheme = change_scheme(v.county, scheme, weights={"skills": 10, "former": 100})
    assert (teacher.pk, homes[0].pk) in proposed(v, scheme)
    add_member(v.operator, homes[1], person=teacher, relation="son", on=START)
    scheme = change_scheme(v.county, scheme, weights={"kinship": 100})
    assert (teacher.pk, homes[0].pk) in proposed(v, scheme)  # nobody is given the household they live in
