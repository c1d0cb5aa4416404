"""Schemes as data: what ships, what contradicts itself, whose they are, and what they said when."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.pairing.actions import accept, enrol, pair, propose
from bangfu.pairing.actions.schemes import change_scheme, copy_scheme, end_scheme, make_scheme
from bangfu.pairing.models import Scheme
from bangfu.pairing.preferences import PREFERENCES
from bangfu.pairing.resources.schemes import _said
from bangfu.pairing.scheme_words import sentences
from bangfu.pairing.seeds import load_schemes, shipped_schemes
from bangfu.pairing.tests.conftest import COUNTY, START, VILLAGE, Villages

DAY = date(2020, 3, 1)
PLAIN: dict[str, Any] = {
    "name": "own", "title": "本县方案", "helper_kind": "organisation", "recipient_kind": "area", "helper_title": "单位",
    "recipient_title": "村",
}  # fmt: skip


def test_all_43_kinds_of_the_documents_ship_with_their_source(villages: Villages) -> None:
    rows = shipped_schemes()
    assert {row["number"] for row in rows if "number" in row} == {f"K{n:02d}" for n in range(1, 44)}
    assert not [row["name"] for row in rows if not (row["source"] and row["source_year"] and row["meaning"])]
    by_hand = [row for row in rows if not row.get("automatic", True)]
    assert by_hand
    assert all(row["by_hand_reason"] for row in by_hand)
    for scheme in Scheme.objects.all():
        assert len(sentences(scheme)) >= 4


def test_a_later_version_renews_what_ships_but_not_what_a_county_changed(villages: Villages) -> None:
    Scheme.objects.filter(name="mentor").update(title="旧名")
    Scheme.objects.filter(name="wish").update(title="本县叫法", version=2)
    assert load_schemes() == 0
    assert Scheme.objects.get(name="mentor").title == "一对一帮带"
    assert Scheme.objects.get(name="wish").title == "本县叫法"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"per_recipient_min": 3, "per_recipient_max": 2}, "per_recipient_max", "至少 3 个，却至多 2 个"),
        ({"per_helper_max": 0}, "per_helper_max", "上限为 0"),
        ({"full_coverage": True, "per_recipient_min": 0}, "full_coverage", "全覆盖"),
        ({"eligible": {"helper_rank_from": "county_deputy"}}, "helper_rank_from", "不适用于单位"),
        ({"eligible": {"helper_organisation": ["nonsense"]}}, "helper_organisation", "nonsense"),
        ({"eligible": {"colour": "red"}}, "eligible", "colour"),
        ({"eligible": {"other_county": True, "same_area": 9}}, "other_county", "自相矛盾"),
        ({"eligible": {"recipient_level": [6], "same_area": 9}}, "same_area", "没有哪一对"),
        ({"eligible": {"inside": "no-such"}}, "inside", "no-such"),
        ({"weights": {"beauty": 3}}, "weights", "beauty"),
        ({"weights": {"load": -1}}, "weight_load", "0 到"),
        (
            {"per_helper_min": 2, "capacity_classes": [{"class": "helper_unit_rank", "code": "county", "most": 1}]},
            "capacity_classes",
            "少于",
        ),
        ({"automatic": False}, "by_hand_reason", "原因"),
        ({"valid_from": date(2021, 1, 1), "valid_to": date(2020, 1, 1)}, "valid_to", "早于"),
        (
            {"recipient_kind": "person", "eligible": {"recipient_age_from": 60, "recipient_age_to": 17}},
            "recipient_age_to",
            "没有这样的人",
        ),
    ],
)
def test_rules_that_contradict_each_other_are_refused_in_words(
    villages: Villages, changes: dict[str, Any], field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        make_scheme(villages.county, **PLAIN | changes)
    assert refused.value.field == field
    assert not Scheme.objects.filter(name="own").exists()


def test_every_contradiction_is_told_at_once(villages: Villages) -> None:
    with pytest.raises(Refused) as refused:
        make_scheme(villages.county, **PLAIN, per_helper_max=0, full_coverage=True, per_recipient_min=0)
    assert len(refused.value.problems) == 1


def test_schemes_do_not_lie_inside_each_other(villages: Villages) -> None:
    outer = make_scheme(villages.county, **PLAIN)
    inner = make_scheme(villages.county, **PLAIN | {"name": "inner", "eligible": {"inside": "own"}})
    with pytest.raises(Refused, match="套在一起"):
        change_scheme(villages.county, outer, eligible={"inside": inner.name})


def test_a_countys_scheme_is_its_own(villages: Villages) -> None:
    made = make_scheme(villages.county, **PLAIN)
    assert made.area_code == COUNTY
    with pytest.raises(Denied):
        change_scheme(villages.stranger, made, title="别人的")
    with pytest.raises(Refused, match="别的县"):
        propose(villages.operator, scheme=made, area_code="420303")
    with pytest.raises(Refused, match="已有代号"):
        make_scheme(villages.county, **PLAIN)


def test_a_shared_scheme_that_others_use_is_copied_and_not_changed(villages: Villages) -> None:
    change_scheme(villages.county, villages.scheme, per_helper_max=6)  # nobody else uses it yet
    villages.helper(VILLAGE)
    with pytest.raises(Denied, match="复制一份"):
        change_scheme(villages.stranger, Scheme.objects.get(pk=villages.scheme.pk), per_helper_max=1)
    copied = copy_scheme(villages.stranger, Scheme.objects.get(pk=villages.scheme.pk), name="own-cadres", title="")
    changed = change_scheme(villages.stranger, copied, per_helper_max=1)
    assert (changed.number, changed.copied_from_id, changed.per_helper_max) == ("K06", villages.scheme.pk, 1)
    assert Scheme.objects.get(pk=villages.scheme.pk).per_helper_max == 6


def test_what_a_scheme_said_before_stays_known(villages: Villages) -> None:
    before = villages.scheme.per_helper_max
    change_scheme(villages.county, villages.scheme, per_helper_max=3, reason="区里决定")
    found = list(villages.scheme.versions.values_list("version", "rules__per_helper_max", "reason"))
    assert found == [(2, 3, "区里决定"), (1, before, "")]
    assert Change.objects.filter(action="change_scheme", reason="区里决定").count() == 1
    with pytest.raises(Conflict, match="他人修改"):
        change_scheme(villages.county, villages.scheme, per_helper_max=2)


def test_nothing_is_paired_under_a_scheme_that_ended(villages: Villages) -> None:
    home, helper = villages.household(VILLAGE), villages.helper(VILLAGE)
    proposal = propose(villages.county, scheme=villages.scheme, area_code=COUNTY, on=DAY)
    with pytest.raises(Refused, match="停用原因"):
        end_scheme(villages.county, villages.scheme, on=DAY, reason=" ")
    ended = end_scheme(villages.county, villages.scheme, on=DAY, reason="改为网格包户")
    with pytest.raises(Conflict):
        accept(villages.county, proposal, on=DAY)
    late = date(2020, 4, 1)
    with pytest.raises(Refused, match="停用"):
        propose(villages.county, scheme=ended, area_code=COUNTY, on=late)
    with pytest.raises(Refused, match="停用"):
        pair(villages.county, scheme=ended, helper=helper.party, recipient=home.party, valid_from=late)
    with pytest.raises(Refused, match="停用"):
        enrol(villages.county, scheme=ended, party=helper.party, county_code=COUNTY, valid_from=late)
    with pytest.raises(Conflict, match="停用"):
        end_scheme(villages.county, ended, on=late, reason="再停")


def test_what_is_paired_by_hand_is_not_proposed(villages: Villages) -> None:
    with pytest.raises(Refused, match="自愿"):
        propose(villages.county, scheme=Scheme.objects.get(name="wish"), area_code=COUNTY, on=START)


def test_a_changed_scheme_makes_an_open_proposal_stale(villages: Villages) -> None:
    villages.household(VILLAGE)
    villages.helper(VILLAGE)
    proposal = propose(villages.county, scheme=villages.scheme, area_code=COUNTY, on=DAY)
    change_scheme(villages.county, villages.scheme, eligible={"recipient_standing": ["ordinary"]})
    with pytest.raises(Conflict, match="规则"):
        accept(villages.county, proposal, on=DAY)


def test_a_scheme_is_told_in_sentences(villages: Villages) -> None:
    told = "".join(sentences(Scheme.objects.get(name="doctor-patient")))
    for words in ("正好 2 个", "医疗机构", "长期慢性病", "医院包片", "摘帽不摘帮扶"):
        assert words in told
    assert all(str(preference.title) for preference in PREFERENCES.values())


def test_shipped_schemes_are_listed_in_the_readers_language(db: None) -> None:
    load_schemes()
    title = "单位包联村"
    with translation.override("zh-hans"):
        assert _said("title")()[title] == title
    with translation.override("en"):
        assert _said("title")()[title].isascii()
