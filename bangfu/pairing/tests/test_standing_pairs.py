"""What a proposal makes of how things stand: time taken elsewhere, helpers nobody enrolled, the fewest moves."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import Grant, User
from bangfu.pairing.actions import (
    accept,
    adjust,
    end_enrolment,
    end_pairing,
    pair,
    propose,
    undo_acceptance,
)
from bangfu.pairing.models import Pairing, Proposal
from bangfu.pairing.tests.conftest import COUNTY, NEXT_VILLAGE, START, VILLAGE, Villages
from bangfu.parties.actions import register_person
from bangfu.parties.models import UserParty

DAY, LATER = date(2020, 3, 1), date(2020, 4, 1)


def settle(v: Villages, here: int, there: int, helpers_here: int, helpers_there: int) -> None:
    """Households and helpers in both villages."""
    for village, homes, helpers in ((VILLAGE, here, helpers_here), (NEXT_VILLAGE, there, helpers_there)):
        for _n in range(homes):
            v.household(village)
        for _n in range(helpers):
            v.helper(village)


def join(v: Villages, helper: int, home: int, *, frozen: bool = False) -> Pairing:
    """Pair one of the helpers with one of the households."""
    return pair(
        v.county,
        scheme=v.scheme,
        helper=v.helpers[helper].party,
        recipient=v.households[home].party,
        valid_from=START,
        frozen=frozen,
    )


def ask(v: Villages, place: str = COUNTY, *, steady: bool = False) -> Proposal:
    return propose(v.county, scheme=v.scheme, area_code=place, on=DAY, steady=steady)


def chosen(proposal: Proposal) -> dict[int, int | None]:
    return dict(proposal.rows.values_list("recipient_id", "helper_id"))


def test_time_given_to_another_village_is_not_given_twice(villages: Villages) -> None:
    settle(villages, 5, 5, 0, 0)
    villages.helper(VILLAGE)
    for home in range(5, 9):
        join(villages, 0, home)
    proposal = ask(villages, VILLAGE)
    assert sum(helper is not None for helper in chosen(proposal).values()) == 1
    accept(villages.county, proposal, on=DAY)
    assert Pairing.objects.filter(valid_to=None).count() == 5


def test_a_helper_nobody_enrolled_keeps_its_household_and_gets_no_other(villages: Villages) -> None:
    settle(villages, 3, 0, 1, 0)
    guest = register_person(villages.operator, area_code=COUNTY, name="客座", works_for=villages.unit)
    pair(
        villages.county,
        scheme=villages.scheme,
        helper=guest.party,
        recipient=villages.households[0].party,
        valid_from=START,
    )
    found = chosen(ask(villages))
    assert [found[home.pk] for home in villages.households] == [guest.pk, *[villages.helpers[0].pk] * 2]


def test_a_steady_proposal_moves_nobody_but_those_without(villages: Villages) -> None:
    settle(villages, 2, 2, 1, 1)
    settle(villages, 0, 0, 0, 1)
    for helper, home in ((0, 2), (1, 0), (1, 1), (2, 3)):  # as far from ideal as can be
        join(villages, helper, home)
    end_enrolment(villages.county, villages.helpers[2].party.enrolments.get(), on=date(2020, 2, 1), reason="退休")
    before = dict(Pairing.objects.filter(valid_to=None).values_list("recipient_id", "helper_id"))
    steady = chosen(ask(villages, steady=True))
    assert {home: steady[home] for home in before} == before
    assert steady[villages.households[3].pk] is not None
    assert any(helper != before.get(home) for home, helper in chosen(ask(villages)).items() if home in before)


def test_several_helpers_of_one_household_all_stay_where_the_scheme_allows_them(villages: Villages) -> None:
    villages.scheme.per_recipient_max = None
    villages.scheme.save()
    settle(villages, 1, 0, 2, 0)
    join(villages, 0, 0)
    join(villages, 1, 0)
    proposal = ask(villages)
    assert set(proposal.rows.values_list("helper_id", flat=True)) == {h.pk for h in villages.helpers}
    assert accept(villages.county, proposal, on=DAY) == 0


def test_an_older_proposal_accepted_meanwhile_makes_a_newer_one_stale(villages: Villages) -> None:
    settle(villages, 2, 0, 2, 0)
    older, newer = ask(villages), ask(villages)
    accept(villages.county, older, on=DAY)
    with pytest.raises(Conflict, match="别的建议被采用"):
        accept(villages.county, newer, on=DAY)


def test_what_changed_since_is_named(villages: Villages) -> None:
    settle(villages, 2, 0, 2, 0)
    kept = join(villages, 0, 0)
    proposal = ask(villages)
    end_pairing(villages.county, kept, on=date(2020, 2, 1), reason="搬迁")
    with pytest.raises(Conflict, match="户主1"):
        accept(villages.county, proposal, on=DAY)
    proposal = ask(villages)
    helper = proposal.rows.filter(recipient_id=villages.households[0].pk).get().helper_id
    leaver = next(h for h in villages.helpers if h.pk == helper)
    end_enrolment(villages.county, leaver.party.enrolments.get(), on=date(2020, 2, 1), reason="退休")
    with pytest.raises(Conflict, match=leaver.name):
        accept(villages.county, proposal, on=DAY)


def test_less_time_than_when_it_was_proposed_is_noticed(villages: Villages) -> None:
    settle(villages, 3, 0, 1, 0)
    proposal = ask(villages)
    villages.helpers[0].party.enrolments.update(capacity=2)
    with pytest.raises(Conflict, match="上限"):
        accept(villages.county, proposal, on=DAY)
    assert not Pairing.objects.exists()


def test_a_change_by_hand_counts_its_cost_and_knows_who_may(villages: Villages) -> None:
    settle(villages, 2, 0, 1, 1)
    proposal = ask(villages)
    row = proposal.rows.order_by("pk").first()
    moved = adjust(villages.county, row, helper=villages.helpers[1].party)
    assert moved.terms["own_village"] == moved.cost == villages.scheme.weights["own_village"]
    proposal.refresh_from_db()
    assert proposal.summary["by_hand"] == moved.cost - villages.scheme.weights["load"]
    adjust(villages.county, moved, helper=villages.helpers[0].party)
    proposal.refresh_from_db()
    assert proposal.summary["by_hand"] == 0
    stranger = register_person(villages.operator, area_code=COUNTY, name="路人", works_for=villages.unit)
    with pytest.raises(Refused, match="帮扶力量"):
        adjust(villages.county, moved, helper=stranger.party)


def test_a_helper_is_not_put_twice_with_one_household(villages: Villages) -> None:
    villages.scheme.per_recipient_min = villages.scheme.per_recipient_max = 2
    villages.scheme.save()
    settle(villages, 1, 0, 2, 0)
    proposal = ask(villages)
    first, second = proposal.rows.order_by("pk")
    with pytest.raises(Refused, match="已帮扶这一户"):
        adjust(villages.county, first, helper=second.helper)


def test_those_concerned_are_told_without_names(villages: Villages) -> None:
    settle(villages, 1, 0, 1, 0)
    station = User.objects.create(username="station", name="station")
    Grant.objects.create(user=station, role="village", area_code=VILLAGE, valid_from=START)
    users = {"station": station}
    for name, party in (("helper", villages.helpers[0].party), ("unit", villages.unit.party)):
        users[name] = User.objects.create(username=name, name=name)
        UserParty.objects.create(user=users[name], party=party)
    proposal = ask(villages)
    accept(villages.county, proposal, on=DAY)
    told = Notice.objects.filter(title__contains="结对")
    assert {users[name].pk for name in users} <= set(told.values_list("user_id", flat=True))
    assert not any("户主" in notice.title + notice.text for notice in told)
    undo_acceptance(villages.county, proposal, reason="名单有误")
    assert Notice.objects.filter(user=users["helper"], title__contains="撤销").exists()


def test_an_acceptance_stays_when_one_of_its_pairs_was_changed(villages: Villages) -> None:
    settle(villages, 2, 0, 1, 0)
    proposal = ask(villages)
    accept(villages.county, proposal, on=DAY)
    end_pairing(villages.county, Pairing.objects.first(), on=LATER, reason="搬迁")
    with pytest.raises(Conflict, match="1 对已经变动"):
        undo_acceptance(villages.county, proposal, reason="名单有误")


def test_the_smallest_change_is_part_of_the_answer(villages: Villages) -> None:
    settle(villages, 7, 0, 1, 0)
    summary = ask(villages).summary
    assert summary["paired"] == 5
    assert summary["remedy"]["raises"] == [[villages.helpers[0].pk, 5, 6]]
    assert summary["remedy"]["newcomers"] == [[VILLAGE, 1, 1]]


def test_a_refusal_speaks_of_people_by_name_and_says_how_many_are_needed(villages: Villages) -> None:
    settle(villages, 6, 0, 0, 0)
    with pytest.raises(Refused, match="至少需要 2 个"):
        ask(villages)
    villages.scheme.per_helper_min = 7
    villages.scheme.save()
    villages.helper(VILLAGE)
    with pytest.raises(Refused, match="自相矛盾：干部1"):
        ask(villages)
