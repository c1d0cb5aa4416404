"""Targets: completion and excess are different figures; growth is measured from a stated base."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from bangfu.figures.actions import state_target, withdraw_target
from bangfu.figures.computing import Question, compute
from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Expression, count
from bangfu.figures.goals import exceeded, goal, grown, reached, times
from bangfu.figures.models import Target
from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.rights.actions import grant_role, operator
from bangfu.kernel.rights.models import User
from bangfu.parties.actions import register_area

YEAR = {"starts_on": date(2020, 1, 1), "ends_on": date(2020, 12, 31)}
PLACES = count(source="areas")
NAME = "market.sales"


@pytest.fixture
def actor(db: None) -> User:
    """The operator, in a county that has three places."""
    user = operator()
    for code, name in (("42", "湖北省"), ("4203", "十堰市"), ("420302", "茅箭区")):
        register_area(user, code=code, name=name)
    return user


def stated(actor: User, value: str, **fields: Any) -> Target:
    """State a target of the year for the county."""
    given = {"figure": NAME, "area_code": "42", "document": "责任书", **YEAR, **fields}
    return state_target(actor, value=Decimal(value), **given)


def value(expression: Expression, to: date = date(2020, 12, 31)) -> Any:
    """Compute an expression for the province and the year."""
    figure = Figure(name="x", title="x", unit="percent", workstream="x", expression=expression)
    return compute(figure, Question(area_code="42", from_=date(2020, 1, 1), to=to)).value


def test_completion_and_excess_differ_by_a_hundred(actor: User) -> None:
    stated(actor, "2")
    assert value(reached(NAME, PLACES)) == 150
    assert value(exceeded(NAME, PLACES)) == 50


def test_growth_and_multiple_are_measured_from_the_stated_base(actor: User) -> None:
    stated(actor, "2.5", use="base")
    assert value(grown(NAME, PLACES)) == 20
    assert value(times(NAME, PLACES)) == Decimal("1.2")
    assert value(reached(NAME, PLACES)) is None


def test_a_target_counts_where_its_period_ends_inside(actor: User) -> None:
    stated(actor, "2")
    assert value(goal(NAME), to=date(2020, 6, 30)) == 0


def test_one_target_a_place_and_period(actor: User) -> None:
    stated(actor, "2")
    with pytest.raises(Conflict):
        stated(actor, "3")
    stated(actor, "3", ends_on=date(2020, 6, 30))


def test_only_declared_figures_have_targets(actor: User) -> None:
    with pytest.raises(Refused):
        stated(actor, "2", figure="market.nothing")


def test_a_stranger_states_nothing_here(actor: User) -> None:
    stranger = User.objects.create(username="stranger", name="外县")
    grant_role(actor, user=stranger, role="county", area_code="430525")
    with pytest.raises(Denied):
        stated(User.objects.get(pk=stranger.pk), "2", area_code="420302")


def test_a_target_taken_back_counts_no_more(actor: User) -> None:
    withdraw_target(actor, stated(actor, "2"), reason="指标调整")
    assert value(goal(NAME)) == 0
