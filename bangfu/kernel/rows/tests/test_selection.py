"""What may be asked of a list, and what is answered to everything else."""

from datetime import datetime

import pytest
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.errors import Denied, Refused
from bangfu.kernel.resources import Column, Filter, Resource, Search, resources
from bangfu.kernel.rights.actions import operator
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.lookups import Unindexed
from bangfu.kernel.rows.selection import select
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, TOWNSHIP, alice, auditor, carol, person

pytestmark = pytest.mark.django_db
USERS, CHANGES, CODES = (resources[f"kernel.{name}"] for name in ("user", "change", "code"))


def names(actor: User, resource: Resource = USERS, **given: str | list[str]) -> list[str]:
    chosen = select(actor, resource, {n: v if isinstance(v, list) else [v] for n, v in given.items()})
    return [str(row) for row in chosen.ordered()]


@pytest.mark.parametrize(
    ("name", "value"),
    [("colour", "red"), ("is_active", "maybe"), ("area", "north"), ("sort", "password"), ("sort", "area_code")],
)
def test_what_a_list_does_not_know_is_refused(name: str, value: str) -> None:
    with pytest.raises(Refused) as refused:
        names(carol(), **{name: value})
    assert refused.value.field == name


def test_blanks_are_not_given() -> None:
    assert names(carol(), q=" ", is_active="", area="") == ["Carol"]


def test_an_area_narrows_what_one_may_see() -> None:
    admin = carol()
    for place in (COUNTY, TOWNSHIP, ELSEWHERE):
        User.objects.create(username=place, name=place, area_code=place)
    assert names(admin) == [COUNTY, "Carol", TOWNSHIP]
    assert names(admin, area=TOWNSHIP) == [TOWNSHIP]
    assert names(admin, area="99") == [COUNTY, "Carol", TOWNSHIP]  # what is above one's place holds one's place
    with pytest.raises(Denied):
        names(admin, area=ELSEWHERE)
    assert names(operator(), area=ELSEWHERE) == [ELSEWHERE]


def test_an_area_also_narrows_ones_own_rows() -> None:
    """Who reaches only their own rows does not get all of them back when asking for a place."""
    mine = Resource(
        name="kernel.user",
        title="",
        model=User,
        columns=(),
        own=lambda user: Q(name=user.name),
        view_permission="kernel.user.view",
        filters=USERS.filters,
    )
    admin = carol()
    User.objects.create(username="far", name="Carol", area_code=ELSEWHERE)
    scope = select(admin, mine, {"area": [COUNTY]})
    assert [user.username for user in scope.rows] == ["carol"]


def test_a_row_with_two_sides_is_seen_from_both() -> None:
    """The second place of a row counts as its first does for who reads; acting from there is a choice apart."""
    shared = Resource(
        name="kernel.user",
        title="",
        model=User,
        columns=(),
        view_permission="kernel.user.view",
        sides=("name",),  # stands for a further place
        filters=USERS.filters,
    )
    helper, stranger = carol(), person("mallory", "administrator", "990303")
    User.objects.create(username="helped", name=TOWNSHIP, area_code=ELSEWHERE)
    assert "helped" in [user.username for user in select(helper, shared, {}).rows]
    assert [user.username for user in select(helper, shared, {"area": [ELSEWHERE]}).rows] == ["helped"]
    assert "helped" not in [user.username for user in select(stranger, shared, {}).rows]
    with pytest.raises(Denied):
        select(stranger, shared, {"area": [ELSEWHERE]}).rows  # noqa: B018 - reading them is what is refused
    assert select(operator(), shared, {}).rows.filter(username="helped").exists()


def test_days_are_both_included() -> None:
    admin, zone = carol(), timezone.get_default_timezone()
    for name, moment in (
        ("early", datetime(2026, 3, 5, 0, 0, tzinfo=zone)),
        ("late", datetime(2026, 3, 5, 23, 59, tzinfo=zone)),
    ):
        user = User.objects.create(username=name, name=name, area_code=COUNTY)
        User.objects.filter(pk=user.pk).update(created_at=moment)
    dated = Resource(
        name="kernel.user",
        title="",
        model=User,
        columns=(),
        order=("pk",),
        filters=(Filter(name="created", title="", path="created_at", kind="date"),),
    )
    assert names(admin, dated, created_from="2026-03-05", created_to="2026-03-05") == ["early", "late"]
    assert names(admin, dated, created_to="2026-03-04") == []
    assert names(admin, dated, created_from="2026-03-06") == ["Carol"]


@pytest.mark.parametrize("day", ["2026-02-30", "5 March", "2026-03"])
def test_a_day_that_does_not_exist_is_refused(day: str) -> None:
    with pytest.raises(Refused) as refused:
        names(auditor(), CHANGES, at_from=day)
    assert refused.value.field == "at_from"


def test_repeated_values_mean_any_of_them() -> None:
    admin = carol()
    User.objects.create(username="gone", name="Gone", area_code=COUNTY, is_active=False)
    assert names(admin, is_active="0") == ["Gone"]
    assert names(admin, is_active=["0", "1"]) == ["Carol", "Gone"]


@pytest.mark.parametrize("text", ["100%", "a_b", "a\\b", "'; --", "王"])
def test_a_search_takes_every_character_as_it_is(text: str) -> None:
    admin = carol()
    User.objects.create(username="x1", name=f"{text}后面", area_code=COUNTY)
    User.objects.create(username="x2", name="100x后面", area_code=COUNTY)
    assert names(admin, q=text) == [f"{text}后面"]


def test_a_search_is_bounded() -> None:
    with pytest.raises(Refused):
        names(carol(), q="王" * 201)


def test_where_nothing_is_searched_a_search_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        names(auditor(), CHANGES, q="x")
    assert refused.value.field == "q"


def test_an_exact_value_is_not_a_beginning() -> None:
    county, codes = alice(), CodeList.objects.create(name="t", title="T", status="background")
    for code in ("X71", "x7", "7"):
        Code.objects.create(code_list=codes, code=code, label=f"甲{code}")
    assert names(county, CODES, q="X71") == names(county, CODES, q="x 71") == ["X71 甲X71"]
    assert names(county, CODES, q="x7") == ["x7 甲x7"]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the planner of SQLite is what is tested")
def test_a_search_is_found_by_its_own_index() -> None:
    """SQLite would rather read a whole county in order than the few rows of one log-in name."""
    indexed = Resource(
        name="kernel.user", title="", model=User, columns=(), order=("area_code",), search=(Search(path="username"),)
    )
    chosen = select(carol(), indexed, {"q": ["u123"]})
    assert "username>?" in chosen.ordered().explain()
    assert '+"kernel_user"."area_code"' in str(chosen.rows.query)


def test_an_unindexed_column_has_its_own_value() -> None:
    user = carol()
    assert User.objects.alias(_place=Unindexed("area_code")).get(_place=COUNTY) == user


def test_values_hidden_in_part_can_neither_be_filtered_nor_sorted_nor_searched() -> None:
    """An administrator of one township who audits the county sees a column in the township only."""
    user = person("erin", "auditor", COUNTY)
    user.grants.create(role="administrator", area_code=TOWNSHIP, valid_from="2020-01-01")
    hidden = Resource(
        name="kernel.user",
        title="用户",
        model=User,
        columns=(
            Column(name="name", title="姓名"),
            Column(name="username", title="登录名", permission="kernel.user.change", sort=True),
        ),
        filters=(Filter(name="username", title="登录名", kind="text"),),
        search=(Search(path="username"), Search(path="name")),
    )
    for given in ({"username": ["erin"]}, {"sort": ["username"]}):
        with pytest.raises(Refused):
            select(user, hidden, given)
    assert not select(user, hidden, {"q": ["erin"]}).rows.exists()
    assert select(user, hidden, {"q": ["Erin"]}).rows.exists()
