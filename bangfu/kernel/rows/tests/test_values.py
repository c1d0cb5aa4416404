"""Values as pages, files and programs get them; hidden ones are nowhere."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import Model

from bangfu.kernel.ciphers import encrypt
from bangfu.kernel.codelists.models import Code, CodeList
from bangfu.kernel.history.actions import record_change
from bangfu.kernel.resources import Column, Resource, resources
from bangfu.kernel.rights.models import User
from bangfu.kernel.rows.history import action_title, history_visible_to
from bangfu.kernel.rows.values import NamesOfPage, Reading, cells, columns_of_values, exported, masked, reading_of, told
from bangfu.kernel.rows.visibility import Seen
from bangfu.kernel.tests.people import COUNTY, TOWNSHIP, carol, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sexes() -> None:
    """A code list of two."""
    codes = CodeList.objects.create(name="t.sex", title="性别", status="confirmed")
    for code, label in (("1", "男"), ("2", "女")):
        Code.objects.create(code_list=codes, code=code, label=label)


def shown(column: Column, value: object, model: type[Model] = User) -> tuple[object, object, object]:
    """The value on a page, in a file and in the API."""
    resource = Resource(name="kernel.user", title="", model=model, columns=(column,))
    reading = Reading(resource, (Seen(column),), (column.source,), (1,), None)
    values = columns_of_values(reading, [(1, value)])
    names = NamesOfPage(reading, values)
    api = told(column, values[0], names)
    return cells(column, values[0], names)[0], exported(column, values[0], names)[0], {k: v[0] for k, v in api.items()}


def test_money_and_numbers() -> None:
    page, file, api = shown(Column(name="amount", title="金额", kind="money"), Decimal("67519100.00"))
    assert page == {"text": "6,751.91万元", "title": "67,519,100.00 元"}
    assert (file, api) == (Decimal("67519100.00"), {"amount": "67519100.00"})
    assert shown(Column(name="n", title="", kind="number"), 12345) == ("12,345", 12345, {"n": 12345})


def test_dates_are_local() -> None:
    moment = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)
    page, file, api = shown(Column(name="at", title="", kind="datetime"), moment)
    assert (page, file) == ("2026-03-05 04:30", datetime(2026, 3, 5, 4, 30))  # noqa: DTZ001 - a sheet has no zones
    assert api == {"at": "2026-03-05T04:30:00+08:00"}
    assert shown(Column(name="on", title="", kind="date"), date(2026, 3, 5)) == (
        "2026-03-05", date(2026, 3, 5), {"on": "2026-03-05"},
    )  # fmt: skip


def test_words_stand_for_codes_states_and_truths() -> None:
    state = Column(name="s", title="", kind="state", states={"a": ("甲", "good")})
    assert shown(state, "a") == ({"text": "甲", "tone": "good"}, "甲", {"s": "a", "s_label": "甲"})
    assert shown(state, "z")[0] == {"text": "z", "tone": "neutral"}  # what nobody declared is shown as it is stored
    assert shown(Column(name="b", title="", kind="boolean"), False) == ("否", "否", {"b": False})
    assert shown(Column(name="c", title="", kind="code", code_list="t.sex"), None) == (
        None,
        None,
        {"c": None, "c_label": None},
    )


def test_lists_of_codes_are_joined() -> None:
    column = Column(name="c", title="", kind="code", code_list="t.sex")
    page, file, api = shown(column, ["1", "2"])
    assert page == file == api["c_label"] == "男、女"
    assert api["c"] == ["1", "2"]


def test_users_are_named_in_one_query(django_assert_num_queries: object) -> None:
    users = [person(f"p{n}", "county", COUNTY) for n in range(5)]
    column = Column(name="actor", title="", kind="user")
    reading = Reading(resources["kernel.change"], (Seen(column),), ("actor",), (1,), None)
    rows = [(n, user.pk) for n, user in enumerate(users)]
    with django_assert_num_queries(1):  # type: ignore[operator]
        values = columns_of_values(reading, rows)
        names = NamesOfPage(reading, values)
    assert cells(column, values[0], names) == ["P0", "P1", "P2", "P3", "P4"]


def test_what_cannot_be_deciphered_says_so() -> None:
    resource = Resource(name="kernel.user", title="", model=User, columns=())
    column = Column(name="username", title="", kind="masked")
    assert masked(resource, column, "13900001111") == "*" * 11  # a column kept in clear is hidden altogether
    assert masked(resource, column, "") == ""
    assert encrypt("13900001111") not in masked(resource, column, encrypt("13900001111"))


@pytest.fixture
def half() -> tuple[User, Resource]:
    """An auditor of a county who is administrator of one township, and a column only administrators see."""
    user = person("erin", "auditor", COUNTY)
    user.grants.create(role="administrator", area_code=TOWNSHIP, valid_from="2020-01-01")
    columns = (
        Column(name="username", title="登录名"),
        Column(name="name", title="姓名", permission="kernel.user.change"),
    )
    return user, Resource(name="kernel.user", title="用户", model=User, columns=columns)


def test_a_column_seen_in_part_is_blank_elsewhere(half: tuple[User, Resource]) -> None:
    user, resource = half
    User.objects.create(username="near", name="Near", area_code=TOWNSHIP)
    User.objects.create(username="other", name="Other", area_code=f"{COUNTY}102")
    reading = reading_of(user, resource, lambda _column: True)
    rows = list(User.objects.filter(area_code__startswith=COUNTY).order_by("pk").values_list("pk", *reading.paths))
    assert columns_of_values(reading, rows) == [["erin", "near", "other"], [None, "Near", None]]


def test_a_column_seen_nowhere_is_left_out(half: tuple[User, Resource]) -> None:
    reading = reading_of(person("fred", "auditor", COUNTY), half[1], lambda _column: True)
    assert [column.name for column in reading.columns] == ["username"]


def test_history_shows_what_the_columns_show(half: tuple[User, Resource]) -> None:
    user, resource = half
    other = User.objects.create(username="other", name="Other", area_code=f"{COUNTY}102")
    record_change(
        carol(), "change_user", other, before={"name": "Old", "username": "o"}, after={"name": "New", "username": "p"}
    )
    there = history_visible_to(user, resource, other, other.area_code)[0]
    assert [(d.label, d.before, d.after) for d in there.differences] == [("登录名", "o", "p")]
    assert (there.title, there.hidden) == ("修改用户", 1)
    here = history_visible_to(user, resource, other, TOWNSHIP)[0]
    assert {d.after for d in here.differences} == {"New", "p"}


def test_an_action_is_called_as_it_was_declared() -> None:
    users = resources["kernel.user"]
    assert [action_title(users, name) for name in ("create_user", "change_user", "reset_password")] == [
        "新增",
        "修改",
        "重置密码",
    ]
    assert action_title(users, "link_evidence") == "添加文件"
