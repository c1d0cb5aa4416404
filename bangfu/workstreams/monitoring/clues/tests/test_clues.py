"""What people do with clues, and what they may see of them."""

from __future__ import annotations

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.notices.models import Notice
from bangfu.kernel.rights.models import User
from bangfu.workstreams.monitoring.clues.actions import (
    assign_clues,
    dismiss_clue,
    end_clue,
    reopen_clue,
    report_clue,
    take_up_clue,
)
from bangfu.workstreams.monitoring.clues.models import Clue, FalsePositive
from bangfu.workstreams.monitoring.clues.queries import clues_visible_to, facts_visible_to
from bangfu.workstreams.monitoring.screening.tests.conftest import (  # noqa: F401 - fixtures
    COUNTY,
    NEXT,
    STRANGE,
    TOWNSHIP,
    VILLAGE,
    MakeHome,
    actor,
    county,
    employed,
    home,
)


@pytest.fixture
def clue(county: User, home: MakeHome) -> Clue:  # noqa: F811
    return report_clue(county, household=home().pk, channel="cadre", text="户主住院", risk="illness", sensitive=True)


def test_reports_on_one_household_are_one_clue(clue: Clue, county: User) -> None:  # noqa: F811
    village = employed("village", "village", VILLAGE)
    again = report_clue(village, household=clue.household_id, channel="household", text="房屋漏水", risk="housing")
    assert (again.pk, again.facts_count, again.channel) == (clue.pk, 2, "cadre")
    with pytest.raises(Conflict):
        report_clue(village, household=clue.household_id, channel="household", text="房屋漏水")


def test_an_assigned_clue_has_a_term_and_its_checker_is_told(clue: Clue, county: User) -> None:  # noqa: F811
    village = employed("village", "village", VILLAGE)
    assign_clues(county, [clue.pk], to=village.pk)
    clue.refresh_from_db()
    assert clue.state == "assigned"
    assert clue.assigned_on is not None
    assert clue.due_on is not None
    assert (clue.due_on - clue.assigned_on).days == 3
    assert "住院" not in "".join(f"{n.title}{n.text}" for n in Notice.objects.filter(user=village))
    assert Notice.objects.filter(user=village).exists()


def test_nobody_is_sent_where_they_may_not_go(clue: Clue, county: User) -> None:  # noqa: F811
    with pytest.raises(Refused):
        assign_clues(county, [clue.pk], to=employed("other", "village", NEXT).pk)


def test_a_false_clue_has_a_reason_and_can_be_reopened(clue: Clue, county: User) -> None:  # noqa: F811
    with pytest.raises(Refused):
        dismiss_clue(county, clue, reason=" ")
    dismiss_clue(county, clue, reason="已有保险")
    assert FalsePositive.objects.count() == 1
    with pytest.raises(Conflict):
        dismiss_clue(county, clue, reason="再点一次")
    assert reopen_clue(county, clue, reason="保险拒赔").state == "open"
    assert not FalsePositive.objects.exists()


def test_a_clue_is_taken_up_once_and_ends_with_its_case(clue: Clue, county: User) -> None:  # noqa: F811
    take_up_clue(county, clue)
    with pytest.raises(Conflict):
        take_up_clue(county, clue)
    with pytest.raises(Conflict):
        dismiss_clue(county, clue, reason="太晚了")
    assert end_clue(county, clue).state == "ended"


def test_a_village_does_not_find_clues_false(clue: Clue) -> None:
    with pytest.raises(Denied):
        dismiss_clue(employed("village", "village", VILLAGE), clue, reason="不想查")


def test_a_stranger_sees_and_does_nothing(clue: Clue) -> None:
    stranger = employed("stranger", "county", STRANGE)
    assert not clues_visible_to(stranger).exists()
    for attempt in (
        lambda: assign_clues(stranger, [clue.pk]),
        lambda: dismiss_clue(stranger, clue, reason="x"),
        lambda: report_clue(stranger, household=clue.household_id, channel="cadre", text="x"),
    ):
        with pytest.raises(Denied):
            attempt()


def test_who_may_not_see_health_sees_that_there_is_something(clue: Clue) -> None:
    lead = employed("lead", "lead", COUNTY)
    [told] = facts_visible_to(lead, clue)
    assert (told["in_full"], told["text"], told["risk"]) == (False, "", "")
    [told] = facts_visible_to(employed("township", "township", TOWNSHIP), clue)
    assert (told["in_full"], told["text"]) == (True, "户主住院")
