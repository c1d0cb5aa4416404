"""The best allocation: what is alike, which conditions hold, what is fair, and how much more than first-come."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import numpy as np
import polars as pl
import pytest
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.matching import (
    accept_matching,
    adjust_match,
    propose_matching,
    undo_matching,
)
from bangfu.workstreams.exchange.matching import NeedRow, Objective, OfferRow, candidates_of, first_come, parts, solve
from bangfu.workstreams.exchange.matching.comparing import outcome_of, remedies
from bangfu.workstreams.exchange.matching.flow import by_flow
from bangfu.workstreams.exchange.matching.solving import by_integers, points_of
from bangfu.workstreams.exchange.models import Claim, Match, Matching, Need, Offer
from bangfu.workstreams.exchange.similarity import Likeness
from bangfu.workstreams.exchange.tests.conftest import COUNTY, NEXT_VILLAGE, VILLAGE, Place

PLAIN = Objective()


def need(pk: int, text: str = "轮椅", **given: Any) -> NeedRow:
    """A need of one piece."""
    usual = {"asker": pk, "area_code": VILLAGE, "kind": "article", "unit": "item", "quantity": 1000}
    return NeedRow(id=pk, text=text, **(usual | given))


def offer(pk: int, text: str = "轮椅", left: int = 1, **given: Any) -> OfferRow:
    """An offer of so many pieces in the county."""
    usual = {"donor": 900 + pk, "area_code": COUNTY, "kind": "article", "unit": "item", "left": left * 1000}
    return OfferRow(id=pk, text=text, **(usual | given))


def test_texts_are_alike_by_their_characters_and_synonyms() -> None:
    known = Likeness(["轮椅一辆", "想要棉被", "英语辅导"], ["代步轮椅", "棉被十床", "代步车"], [["轮椅", "代步车"]])
    alike = known.of(np.array([0, 1, 0, 2, 0]), np.array([0, 1, 2, 0, 1]))
    assert alike[0] > 0.3
    assert alike[1] > 0.35
    assert alike[2] > 0.9
    assert alike[3] == alike[4] == 0


def test_conditions_of_the_donor_are_honoured() -> None:
    needs = [need(1, standing="registered", value=300_00), need(2, standing="lifted", value=900_00)]
    for conditions, wanted in (
        ({}, {1, 2}),
        ({"standings": frozenset({"lifted"})}, {2}),
        ({"value_max": 500_00}, {1}),
        ({"places": ("420303",)}, set()),
        ({"kind": "service", "unit": "service"}, set()),
        ({"donor": 1}, {2}),
    ):
        found = candidates_of(needs, [offer(1, left=5, **conditions)], PLAIN)
        assert {needs[n].id for n in found.need} == wanted, conditions


def test_everybody_is_met_where_first_come_leaves_somebody_out() -> None:
    needs = [need(1, band="adult"), need(2, band="elder")]
    offers = [offer(1), offer(2, bands=frozenset({"adult"}))]
    found = candidates_of(needs, offers, PLAIN)
    solved = solve(found, PLAIN)
    assert (int(solved.chosen.sum()), int(first_come(found).sum())) == (2, 1)
    assert solved.optimal


def test_a_household_is_not_met_twice_before_another_once() -> None:
    needs = [need(1, asker=1, urgency=2), need(2, asker=1, urgency=2), need(3, asker=2)]
    solved = solve(candidates_of(needs, [offer(1, left=2)], PLAIN), PLAIN)
    met = {needs[n].asker for n in solved.candidates.need[solved.chosen]}
    assert met == {1, 2}


def test_meeting_one_more_outweighs_every_point() -> None:
    """A second need of a household costs 400 points and is worth 1: it is met all the same while there is enough."""
    small = Objective(base=1)
    needs = [need(1, asker=1), need(2, asker=1)]
    found = candidates_of(needs, [offer(1, left=2)], small)
    assert int(solve(found, small).chosen.sum()) == int(by_integers(found, small).chosen.sum()) == 2
    assert solve(found, small).points < int(found.score.sum())


def test_villages_share_what_is_short() -> None:
    needs = [need(n, area_code=VILLAGE if n < 4 else "420302100202") for n in range(6)]
    solved = solve(candidates_of(needs, [offer(1, left=4)], PLAIN), PLAIN)
    places = [needs[n].area_code for n in solved.candidates.need[solved.chosen]]
    assert sorted(places.count(code) for code in set(places)) == [2, 2]


def test_differing_amounts_are_solved_exactly() -> None:
    """A budget of 1,000 yuan: the two wishes of 500 and not the one of 700 that comes first."""
    needs = [need(1, wish=True, value=700_00), need(2, wish=True, value=500_00), need(3, wish=True, value=500_00)]
    budget = offer(1, "心愿资金", left=1000, kind="money", unit="CNY")
    found = candidates_of(needs, [budget], PLAIN)
    solved = solve(found, PLAIN)
    assert {needs[n].id for n in found.need[solved.chosen]} == {2, 3}
    assert (solved.method, solved.optimal) == ("integer_programme", True)
    assert int(first_come(found).sum()) == 1


def test_both_ways_of_solving_agree() -> None:
    random = np.random.default_rng(5)
    for _n in range(6):
        needs = [
            need(
                n,
                asker=int(random.integers(12)),
                area_code=f"42030210020{random.integers(3)}",
                urgency=int(random.integers(3)),
            )
            for n in range(20)
        ]
        offers = [offer(n, left=int(random.integers(1, 4))) for n in range(4)]
        found = candidates_of(needs, offers, PLAIN)
        flow = solve(found, PLAIN)
        whole = by_integers(found, PLAIN)
        assert flow.method == "min_cost_flow"
        assert flow.points == whole.points == points_of(found, PLAIN, flow.chosen)
        assert flow.points >= points_of(found, PLAIN, first_come(found))


def test_parts_solved_by_themselves_are_as_good_as_the_whole() -> None:
    """Three counties that nothing joins, one of them with a budget: each part is solved in its own way."""
    random = np.random.default_rng(9)
    needs, offers = [], []
    for county in ("420302", "420303", "420304"):
        for _n in range(15):
            village = f"{county}10020{random.integers(3)}"
            asker = int(village) * 10 + int(random.integers(4))
            needs.append(need(len(needs), asker=asker, area_code=village, urgency=int(random.integers(3))))
        offers += [offer(len(offers), left=int(random.integers(1, 5)), area_code=county) for _n in range(3)]
    flow = candidates_of(needs, offers, PLAIN)
    capacity = np.array([row.left // 1000 for row in offers])
    chosen, points = by_flow(flow, PLAIN, capacity)
    cut = solve(flow, PLAIN)
    assert (int(cut.chosen.sum()), cut.points, cut.optimal) == (int(chosen.sum()), points, True)
    assert points == points_of(flow, PLAIN, chosen) == by_integers(flow, PLAIN).points

    needs += [need(100 + n, area_code="420303100201", wish=True, value=n * 100_00) for n in (3, 4, 5)]
    offers.append(offer(50, "心愿资金", left=800, kind="money", unit="CNY", area_code="420303"))
    mixed = candidates_of(needs, offers, PLAIN)
    solved, whole = solve(mixed, PLAIN), by_integers(mixed, PLAIN)
    assert (solved.points, int(solved.chosen.sum())) == (whole.points, int(whole.chosen.sum()))
    assert (solved.method, solved.optimal) == ("integer_programme", True)


def test_small_parts_are_solved_together_and_large_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    counties = [f"4203{n:02d}" for n in range(10, 20)]
    needs = [need(n, area_code=f"{counties[n % 10]}100201") for n in range(30)]
    found = candidates_of(needs, [offer(n, left=2, area_code=code) for n, code in enumerate(counties)], PLAIN)
    plain = np.zeros(len(found.offers), dtype=bool)
    for least, pieces in ((3, 10), (4, 5), (1000, 1)):
        monkeypatch.setattr(parts, "PIECE", least)
        cut = list(parts.parts_of(found, plain))
        assert len(cut) == pieces
        assert sorted(np.concatenate(cut).tolist()) == list(range(30))
        assert solve(found, PLAIN).points == points_of(found, PLAIN, solve(found, PLAIN).chosen)


def test_what_would_have_met_more_is_counted() -> None:
    needs = [need(1), need(2, area_code="420303100201"), need(3, "棉被")]
    offers = [offer(1, left=3)]
    met = outcome_of(*_solved(needs, offers)).met
    assert met == 1
    assert {row["name"]: row["more"] for row in remedies(needs, offers, PLAIN, [], met)} == {"place": 1, "unlike": 1}


def _solved(needs: list[NeedRow], offers: list[OfferRow]) -> Any:
    solved = solve(candidates_of(needs, offers, PLAIN), PLAIN)
    return solved.candidates, PLAIN, solved.chosen


@pytest.fixture
def batch(place: Place) -> Matching:
    """Two needs and one wheelchair, matched."""
    place.published(title="轮椅", urgency=2)
    place.published(title="轮椅一辆", asker=place.school.pk)
    actions.make_offer(
        place.county,
        donor=place.firm.pk,
        area_code=COUNTY,
        kind="article",
        title="代步轮椅",
        quantity=Decimal(1),
        valid_from=timezone.localdate(),
    )
    return propose_matching(place.county, area_code=COUNTY)


def test_a_proposal_claims_nothing(place: Place, batch: Matching) -> None:
    assert not Claim.objects.exists()
    assert (batch.summary["best"]["met"], batch.summary["best"]["needs"]) == (1, 2)
    assert [m.need.urgency for m in batch.matches.filter(offer__isnull=False)] == [2]
    assert batch.matches.get(offer=None).reason == "used_up"


def test_accepting_is_one_step_and_can_be_taken_back(place: Place, batch: Matching) -> None:
    with pytest.raises(Denied):
        accept_matching(place.stranger, batch)
    assert accept_matching(place.county, batch) == 1
    claim = Claim.objects.get()
    assert (claim.state, claim.need.state, Offer.objects.get().used) == ("claimed", "claimed", 1)
    with pytest.raises(Conflict):
        accept_matching(place.county, batch)
    assert undo_matching(place.county, batch, reason="换一批") == 1
    assert (Offer.objects.get().used, Need.objects.filter(state="published").count()) == (0, 2)


def test_what_is_under_way_is_not_undone(place: Place, batch: Matching) -> None:
    accept_matching(place.county, batch)
    actions.record_contact(place.donor, Claim.objects.get())
    with pytest.raises(Conflict, match="逐笔"):
        undo_matching(place.county, batch, reason="换一批")


def test_what_was_claimed_meanwhile_is_left_out(place: Place, batch: Matching) -> None:
    match = batch.matches.get(offer__isnull=False)
    actions.claim_need(place.other_donor, Need.objects.get(pk=match.need_id))
    assert accept_matching(place.county, batch) == 0
    match.refresh_from_db()
    assert "已被认领" in match.skipped


def test_a_person_decides_otherwise(place: Place, batch: Matching) -> None:
    chosen, other = batch.matches.get(offer__isnull=False), batch.matches.get(offer=None)
    with pytest.raises(Refused, match="只剩 0"):
        adjust_match(place.county, other, offer=chosen.offer_id)
    offer_id = chosen.offer_id
    adjust_match(place.county, chosen, offer=None)
    adjust_match(place.county, other, offer=offer_id)
    accept_matching(place.county, batch)
    assert Claim.objects.get().need_id == other.need_id


def test_one_need_shows_who_could_meet_it(place: Place, batch: Matching, visit: Any) -> None:
    chosen = batch.matches.get(offer__isnull=False).need
    said = visit(place.township, f"/exchange/need/{chosen.pk}/").said
    assert "谁能帮" in said
    assert "代步轮椅" in said
    assert "内容相近" in said


def test_a_batch_is_leafed_through_narrowed_to_a_village_and_downloaded(
    place: Place, batch: Matching, visit: Any
) -> None:
    near = place.published(title="轮椅一辆")
    far = place.published(title="轮椅两辆", asker=place.next_home.pk, actor=place.county)
    Match.objects.bulk_create(
        Match(matching=batch, need=far if n % 2 else near, offer=None, reason="no_offer") for n in range(60)
    )
    address = f"/exchange/batch/{batch.pk}/"
    first = visit(place.county, f"{address}?show=unmet").content.decode().split("</thead>")[-1]
    assert first.count("<tr") == 25
    assert "第 2 /" in visit(place.county, f"{address}?show=unmet&page=2").said
    narrowed = visit(place.county, f"{address}?show=unmet&place={NEXT_VILLAGE}").said
    assert "轮椅两辆" in narrowed
    assert "轮椅一辆" not in narrowed
    assert "没有符合条件的" in visit(place.county, f"{address}?show=unmet&q=望远镜").said
    file = visit(place.county, f"{address}file/?show=unmet&place={NEXT_VILLAGE}")
    frame = pl.read_excel(BytesIO(b"".join(file.streaming_content)))
    assert set(frame[frame.columns[0]]) == {"轮椅两辆"}
    assert "李大山" not in frame.write_csv()
    assert visit(place.stranger, f"{address}file/").status_code == 404
