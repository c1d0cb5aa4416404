"""Demands on all pairs together: they are data, they are kept, contradictions are told, and a gap is stated."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.pairing.actions import accept, adjust, enrol, pair, propose, restore
from bangfu.pairing.actions.proposals import effort_of
from bangfu.pairing.actions.schemes import change_scheme, make_scheme, take_over_scheme
from bangfu.pairing.models import Pairing, Proposal, Scheme
from bangfu.pairing.scheme_files import as_file
from bangfu.pairing.scheme_words import sentences
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.actions import register_organisation, register_person
from bangfu.parties.models import Household, Organisation, Person

DAY = date(2020, 3, 1)


def rule(v: Villages, *rules: dict[str, Any], **changes: Any) -> None:
    """Put side rules on the scheme of the fixture."""
    v.scheme.side_rules = list(rules)
    for name, value in changes.items():
        setattr(v.scheme, name, value)
    v.scheme.save()


def ask(v: Villages, **options: Any) -> Proposal:
    return propose(v.county, scheme=v.scheme, area_code=COUNTY, on=DAY, **options)


def of_unit(v: Villages, unit: Organisation, village: str, **fields: Any) -> Person:
    """One more helper, of another unit."""
    number = len(v.helpers) + 1
    person = register_person(v.operator, area_code=COUNTY, name=f"干部{number}", works_for=unit, **fields)
    enrol(v.operator, scheme=v.scheme, party=person.party, county_code=COUNTY, area_code=village, valid_from=START)
    v.helpers.append(person)
    return person


@pytest.fixture
def units(villages: Villages) -> tuple[Villages, Organisation]:
    """Two villages of four households; each has a helper of either unit, so that the cheapest mixes the units."""
    other = register_organisation(villages.operator, area_code=COUNTY, name="区林业局", kind="authority")
    for village in (VILLAGE, NEXT_VILLAGE):
        for _n in range(4):
            villages.household(village)
        villages.helper(village)
        of_unit(villages, other, village)
    return villages, other


def units_by_village(proposal: Proposal) -> dict[str, set[int]]:
    """The units whose people help in each village."""
    found: dict[str, set[int]] = {}
    for helper, recipient in proposal.rows.exclude(helper=None).values_list("helper_id", "recipient_id"):
        village = Household.objects.get(pk=recipient).area_code
        found.setdefault(village, set()).add(Person.objects.get(pk=helper).works_for_id)
    return found


def test_one_unit_for_a_village_changes_the_answer_and_is_proved(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    mixed = ask(villages)
    assert {len(of) for of in units_by_village(mixed).values()} == {2}
    rule(villages, {"rule": "units_in_area", "level": 12, "most": 1})
    proposal = ask(villages)
    assert {len(of) for of in units_by_village(proposal).values()} == {1}
    summary = proposal.summary
    assert (summary["paired"], summary["method"], summary["optimal"]) == (8, "cp_sat", True)
    assert summary["total_cost"] > mixed.summary["total_cost"]
    assert summary["side_rules"] == ["一个村（社区）由至多 1 个单位帮扶"]
    assert proposal.rules["side_rules"] == villages.scheme.side_rules
    assert accept(villages.county, proposal, on=DAY) == 8


def test_a_village_is_left_to_one_helper_and_a_helper_to_one_village(villages: Villages) -> None:
    for village in (VILLAGE, NEXT_VILLAGE):
        for _n in range(3):
            villages.household(village)
    for _n in range(2):
        villages.helper("")
    villages.scheme.weights = {"load": 4}
    rule(villages, {"rule": "areas_per_helper", "level": 12, "most": 1})
    proposal = ask(villages)
    places = {}
    for helper, recipient in proposal.rows.values_list("helper_id", "recipient_id"):
        places.setdefault(helper, set()).add(Household.objects.get(pk=recipient).area_code)
    assert [len(of) for of in places.values()] == [1, 1]


def test_at_most_so_many_of_a_class_for_each_helper(villages: Villages) -> None:
    for _n in range(4):
        villages.household(VILLAGE, attribute="minimum_living")
    for _n in range(2):
        villages.household(NEXT_VILLAGE)
    near, far = villages.helper(VILLAGE), villages.helper(NEXT_VILLAGE)
    rule(villages, {"rule": "class_per_helper", "class": "recipient_attribute:minimum_living", "most": 2})
    poor = {home.pk for home in villages.households[:4]}
    taken = [
        sum(1 for recipient in ask(villages).rows.filter(helper_id=one.pk).values_list("recipient_id", flat=True)
            if recipient in poor)
        for one in (near, far)
    ]  # fmt: skip
    assert taken == [2, 2]


def test_severely_disabled_is_a_degree_and_not_any_disability(villages: Villages) -> None:
    grave, light = villages.household(VILLAGE), villages.household(VILLAGE)
    for home, level in ((grave, "2"), (light, "4")):
        Person.objects.filter(pk=villages.helper(VILLAGE).pk).update(
            household=home, disability_level=level, health=["disabled"], area_code=VILLAGE
        )
    villages.scheme.enrolments.all().delete()
    villages.helper(VILLAGE, capacity=1)
    rule(villages, {"rule": "class_per_helper", "class": "recipient_disability:2", "most": 0})
    rows = dict(ask(villages).rows.values_list("recipient_id", "helper_id"))
    assert rows[grave.pk] is None
    assert rows[light.pk] is not None
    rule(villages)
    assert dict(ask(villages).rows.values_list("recipient_id", "helper_id"))[grave.pk] is not None  # the weakest first


def test_a_party_member_in_every_village(villages: Villages) -> None:
    for village in (VILLAGE, NEXT_VILLAGE):
        villages.household(village)
        villages.household(village)
        villages.helper(village)
    members = [of_unit(villages, villages.unit, VILLAGE, political="party") for _n in range(2)]
    rule(villages, {"rule": "class_per_area", "class": "helper_political:party", "level": 12, "least": 1})
    proposal = ask(villages)
    serving = proposal.rows.filter(helper_id__in=[one.pk for one in members]).values_list("recipient_id", flat=True)
    assert {Household.objects.get(pk=pk).area_code for pk in serving} == {VILLAGE, NEXT_VILLAGE}
    Person.objects.filter(pk__in=[one.pk for one in members]).update(political="masses")
    with pytest.raises(Refused, match="这一类一个也没有"):
        ask(villages)


def test_split_households_stay_with_one_helper_or_go_to_two(villages: Villages) -> None:
    old = villages.household(VILLAGE)
    young = villages.household(NEXT_VILLAGE)
    Household.objects.filter(pk=young.pk).update(split_from=old.pk)
    villages.helper(VILLAGE)
    villages.helper(NEXT_VILLAGE)
    rule(villages, {"rule": "split_together"})
    assert len(set(ask(villages).rows.values_list("helper_id", flat=True))) == 1
    Household.objects.filter(pk=young.pk).update(area_code=VILLAGE)
    rule(villages, {"rule": "split_apart"}, weights={"own_village": 100})
    assert len(set(ask(villages).rows.values_list("helper_id", flat=True))) == 2


def test_relatives_do_not_help_in_one_village(villages: Villages) -> None:
    for village in (VILLAGE, NEXT_VILLAGE):
        for _n in range(2):
            villages.household(village)
    home = villages.household(VILLAGE)
    Household.objects.filter(pk=home.pk).update(standing="ordinary")
    pair_of = [villages.helper(VILLAGE), villages.helper(VILLAGE)]
    Person.objects.filter(pk__in=[one.pk for one in pair_of]).update(household=home)
    rule(villages, {"rule": "relatives_apart", "level": 12})
    proposal = ask(villages)
    places = [
        {Household.objects.get(pk=pk).area_code for pk in
         proposal.rows.filter(helper_id=one.pk).values_list("recipient_id", flat=True)}
        for one in pair_of
    ]  # fmt: skip
    assert not places[0] & places[1]


def test_what_a_side_rule_costs_in_coverage_is_told(villages: Villages) -> None:
    for _n in range(3):
        villages.household(VILLAGE, attribute="minimum_living")
    villages.helper(VILLAGE)
    rule(villages, {"rule": "class_per_helper", "class": "recipient_attribute:minimum_living", "most": 2})
    summary = ask(villages).summary
    assert (summary["recipients"], summary["paired"]) == (3, 2)
    [[name, more]] = summary["remedy"]["rules"]
    assert (name, more) == ("每个帮扶干部帮至多 2 个“低保户”的农户", 1)
    assert summary["remedy"]["new_helpers"] == 0


def test_frozen_pairs_against_a_rule_are_named(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    for place, helper in enumerate(villages.helpers[:2]):
        pair(
            villages.county, scheme=villages.scheme, helper=helper.party,
            recipient=villages.households[place].party, valid_from=START, frozen=True,
        )  # fmt: skip
    rule(villages, {"rule": "units_in_area", "level": 12, "most": 1})
    with pytest.raises(
        Refused, match="固定不变的结对违反附加规则“一个村（社区）由至多 1 个单位帮扶”：涉及 户主1、户主2"
    ):
        ask(villages)


def test_little_time_leaves_a_stated_gap_and_too_little_is_refused(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    rule(villages, {"rule": "units_in_area", "level": 12, "most": 1})
    summary = ask(villages, time_limit=1).summary
    assert summary["gap"] == summary["total_cost"] - summary["bound"] >= 0
    assert effort_of(20) == pytest.approx(2)
    for seconds in (0, -1, 601):
        with pytest.raises(Refused, match="1 至 600 秒"):
            ask(villages, time_limit=seconds)


def test_a_choice_by_hand_may_not_break_a_side_rule(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    rule(villages, {"rule": "units_in_area", "level": 12, "most": 1})
    proposal = ask(villages)
    row = proposal.rows.order_by("pk").first()
    strange = Person.objects.exclude(works_for=Person.objects.get(pk=row.helper_id).works_for).filter(
        pk__in=[one.pk for one in villages.helpers]
    )[0]
    with pytest.raises(Refused, match="违反附加规则：一个村（社区）由至多 1 个单位帮扶"):
        adjust(villages.county, row, helper=strange.party)


def test_what_was_chosen_by_hand_goes_back_to_what_was_solved(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    proposal = ask(villages)
    row = proposal.rows.order_by("pk").first()
    solved = (row.helper_id, row.cost, row.terms)
    with pytest.raises(Conflict, match="没有人工调整过"):
        restore(villages.county, row)
    others = [one for one in villages.helpers if one.pk != row.helper_id]
    for helper in (others[0], others[1]):
        row = adjust(villages.county, row, helper=helper.party)
    assert row.by_hand
    assert adjust(villages.county, row, helper=others[1].party).helper_id == others[1].pk
    with pytest.raises(Denied):
        restore(villages.stranger, row)
    row = restore(villages.county, row)
    row.refresh_from_db()
    assert (row.helper_id, row.cost, row.terms, row.by_hand, row.solved) == (*solved, False, None)
    proposal.refresh_from_db()
    assert proposal.summary["by_hand"] == 0
    adjust(villages.county, row, helper=None)
    restore(villages.county, row)
    accept(villages.county, proposal, on=DAY)
    assert Pairing.objects.filter(helper_id=solved[0], recipient_id=row.recipient_id).exists()
    with pytest.raises(Conflict):
        restore(villages.county, row)


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([{"rule": "beauty"}], "第 1 条附加规则不认识"),
        ([{"rule": "split_together", "colour": 1}], "不认识"),
        (["text"], "不认识"),
        ([{"rule": "units_in_area", "most": 1}], "地区层级"),
        ([{"rule": "units_in_area", "level": 12}], "至多或至少几个"),
        ([{"rule": "units_in_area", "level": 12, "most": 0}], "上限为 0"),
        ([{"rule": "units_in_area", "level": 12, "least": 1}], "只设至多"),
        ([{"rule": "unit_per_area", "level": 12, "least": 3, "most": 2}], "至少 3 个，却至多 2 个"),
        ([{"rule": "unit_per_area", "level": 12, "most": "two"}], "整数"),
        ([{"rule": "class_per_helper", "most": 1}], "哪一类"),
        ([{"rule": "class_per_helper", "class": "helper_political:party", "most": 1}], "没有“helper_political:party”"),
        ([{"rule": "class_per_helper", "class": "recipient_level:12", "most": 1}], "没有“recipient_level:12”"),
        (
            [{"rule": "class_per_helper", "class": "recipient_minimum_living", "least": 9}],
            "每个帮扶方至多帮 5",
        ),
        ([{"rule": "split_together"}, {"rule": "split_apart"}], "自相矛盾"),
        ([{"rule": "split_together"}, {"rule": "split_together"}], "写了两次"),
        (
            [
                {"rule": "unit_per_area", "level": 12, "least": 3},
                {"rule": "unit_per_area", "level": 12, "most": 2},
            ],
            "互相矛盾：至少 3 个，又至多 2 个",
        ),
    ],
)
def test_side_rules_that_make_no_sense_are_refused_in_words(villages: Villages, rules: list[Any], words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        change_scheme(villages.county, villages.scheme, side_rules=rules)
    assert refused.value.field == "side_rules"


def test_side_rules_must_fit_the_parties(villages: Villages) -> None:
    with pytest.raises(Refused, match="不适用于这样的"):
        make_scheme(
            villages.county, name="own", title="x", helper_kind="organisation", recipient_kind="area",
            helper_title="单位", recipient_title="村", side_rules=[{"rule": "split_together"}],
        )  # fmt: skip


def test_rules_that_contradict_each_other_in_the_registers_are_named(units: tuple[Villages, Organisation]) -> None:
    villages, _other = units
    rule(
        villages,
        {"rule": "units_in_area", "level": 12, "most": 1},
        {"rule": "unit_per_area", "level": 12, "least": 1},
    )
    with pytest.raises(Refused, match="互相矛盾，无法同时满足：一个村（社区）由至多 1 个单位帮扶、同一单位在一个村"):
        ask(villages)


def test_side_rules_are_told_kept_in_versions_and_taken_along_in_files(villages: Villages) -> None:
    rules = [{"rule": "unit_per_area", "level": 12, "most": 2}, {"rule": "split_together"}]
    changed = change_scheme(villages.county, villages.scheme, side_rules=rules)
    assert (
        "放在一起还要做到：同一单位在一个村（社区）有至多 2 个帮扶干部；从一户分出的几户由同一帮扶干部帮扶。"
        in sentences(changed)
    )
    assert changed.versions.first().rules["side_rules"] == rules
    made = take_over_scheme(villages.county, content=as_file(changed).encode(), name="taken")
    assert Scheme.objects.get(pk=made.pk).side_rules == rules


def test_refusals_of_the_assigner_are_told_in_the_readers_language(villages: Villages) -> None:
    for _n in range(7):
        villages.household(VILLAGE)
    with translation.override("en"), pytest.raises(Refused, match="There is nobody who could help"):
        ask(villages)
    villages.scheme.per_helper_min = 7
    villages.scheme.save()
    villages.helper(VILLAGE)
    with translation.override("en"), pytest.raises(Refused) as refused:
        ask(villages)
    assert "contradict each other: 干部1" in refused.value.message
    rule(
        villages,
        {"rule": "class_per_area", "class": "helper_political:party", "level": 12, "least": 1},
        per_helper_min=0,
    )
    with (
        translation.override("en"),
        pytest.raises(Refused, match="demands at least 1, but there is nobody of that class"),
    ):
        ask(villages)
