"""Policy: the most specific place's value in force, periods that never overlap, seeds that never overwrite."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.queries import changes_of
from bangfu.kernel.policy import seeds
from bangfu.kernel.policy.actions import add_policy_document, change_policy, end_policy, set_policy
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.policy.models import PolicyValue
from bangfu.kernel.policy.queries import PolicyMissing, policy, policy_in_force, policy_lookup, policy_or_none
from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.rights.models import User
from bangfu.kernel.tests.people import COUNTY, ELSEWHERE, TOWNSHIP, VILLAGE, alice, auditor, mallory

pytestmark = pytest.mark.django_db
KEY = "kernel.evidence.photo_megabytes"
DAY = date(2030, 1, 1)


def test_most_specific_place_wins() -> None:
    user = alice()
    everywhere = policy(KEY, VILLAGE, DAY)
    set_policy(user, KEY, "7", area_code=COUNTY, valid_from=DAY)
    set_policy(user, KEY, "5", area_code=TOWNSHIP, valid_from=DAY)
    assert policy(KEY, VILLAGE, DAY) == 5
    assert policy(KEY, COUNTY, DAY) == 7
    assert policy(KEY, ELSEWHERE, DAY) == everywhere == 20
    assert policy(KEY, VILLAGE, date(2029, 12, 31)) == everywhere


def test_missing_value_says_what_to_set_and_where() -> None:
    with pytest.raises(PolicyMissing) as missing:
        policy(KEY, COUNTY, date(1990, 1, 1))
    assert KEY in missing.value.message
    assert COUNTY in missing.value.message
    assert policy_or_none(KEY, COUNTY, date(1990, 1, 1)) is None


def test_undeclared_key_is_an_error_of_the_program() -> None:
    with pytest.raises(KeyError):
        policy("no.such.key")


def test_overlapping_periods_of_one_place_are_refused() -> None:
    user = alice()
    set_policy(user, KEY, "7", area_code=COUNTY, valid_from=DAY)
    with pytest.raises(Conflict):
        set_policy(user, KEY, "8", area_code=COUNTY, valid_from=date(2031, 1, 1))
    with pytest.raises(Conflict):
        set_policy(user, KEY, "8", area_code=COUNTY, valid_from=date(2029, 1, 1), valid_to=DAY)
    assert policy(KEY, COUNTY, date(2031, 6, 1)) == 7
    set_policy(user, KEY, "8", area_code=COUNTY, valid_from=date(2029, 1, 1), valid_to=date(2029, 12, 31))
    assert policy(KEY, COUNTY, date(2029, 6, 1)) == 8


def test_a_new_value_can_end_the_open_one() -> None:
    user = alice()
    old = set_policy(user, KEY, "7", area_code=COUNTY, valid_from=DAY)
    set_policy(user, KEY, "8", area_code=COUNTY, valid_from=date(2031, 1, 1), supersede=True)
    old.refresh_from_db()
    assert old.valid_to == date(2030, 12, 31)
    assert policy(KEY, COUNTY, date(2030, 12, 31)) == 7
    assert policy(KEY, COUNTY, date(2031, 1, 1)) == 8


def test_only_inside_ones_place_and_with_the_permission() -> None:
    with pytest.raises(Denied):
        set_policy(mallory(), KEY, "1", area_code=COUNTY)
    with pytest.raises(Denied):
        set_policy(alice(), KEY, "1", area_code="")
    with pytest.raises(Denied):
        set_policy(auditor(), KEY, "1", area_code=COUNTY)
    assert not PolicyValue.objects.filter(area_code=COUNTY).exists()


def test_changes_are_kept_in_history() -> None:
    user = alice()
    row = set_policy(user, KEY, "7", area_code=COUNTY, valid_from=DAY)
    change_policy(user, row, value="9", reason="县里新文件")
    row.refresh_from_db()
    end_policy(user, row, last_day=date(2030, 6, 30), reason="不再执行")
    last, middle, first = changes_of(row)
    assert (first.before, first.after["value"]) == ({}, "7")
    assert (middle.before["value"], middle.after["value"], middle.reason) == ("7", "9", "县里新文件")
    assert last.after["valid_to"] == "2030-06-30"
    assert policy(KEY, COUNTY, date(2030, 7, 1)) == 20


def test_value_says_where_it_comes_from() -> None:
    user = alice()
    document = add_policy_document(user, title="某县通知", document_no="某政发〔2030〕1号")
    set_policy(user, KEY, "6", area_code=COUNTY, valid_from=DAY, document=document)
    found = policy_in_force(KEY, VILLAGE, DAY)
    assert (found.value, found.area_code, found.status) == (6, COUNTY, "in_force")
    assert "某政发〔2030〕1号" in found.document
    with pytest.raises(Conflict):
        add_policy_document(user, title="某县通知", document_no="某政发〔2030〕1号")


def test_lookup_reads_once(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    set_policy(alice(), KEY, "7", area_code=COUNTY, valid_from=DAY)
    with django_assert_num_queries(1):
        at = policy_lookup(KEY, DAY)
        assert [at(f"{VILLAGE}{n:03}") for n in range(100)] == [7] * 100
        assert at(ELSEWHERE) == 20


def test_a_change_is_seen_at_once() -> None:
    user = alice()
    assert policy(KEY, COUNTY) == 20
    set_policy(user, KEY, "7", area_code=COUNTY)
    assert policy(KEY, COUNTY) == 7


@pytest.mark.parametrize(
    ("type_", "text", "value"),
    [
        ("decimal", " 1.50 ", Decimal("1.50")),
        ("integer", "-3", -3),
        ("days", "15", 15),
        ("money", "6000.00", Decimal("6000.00")),
        ("boolean", "是", True),
        ("boolean", "false", False),
        ("choice", "a", "a"),
        ("table", '{"a": [1, 2.5]}', {"a": [1, Decimal("2.5")]}),
    ],
)
def test_types(type_: str, text: str, value: object) -> None:
    assert PolicyKey(name="k", title="参数", type=type_, choices={"a": "甲"}).parse(text) == value


@pytest.mark.parametrize(
    ("type_", "text"),
    [
        ("decimal", "NaN"),
        ("decimal", "1,000"),
        ("integer", "1.5"),
        ("days", "-1"),
        ("money", "1.005"),
        ("money", "Infinity"),
        ("boolean", "maybe"),
        ("choice", "b"),
        ("table", "3"),
        ("table", "{"),
    ],
)
def test_what_is_not_of_the_type_is_refused(type_: str, text: str) -> None:
    with pytest.raises(Refused):
        PolicyKey(name="k", title="参数", type=type_, choices={"a": "甲"}).parse(text)


def test_loading_seeds_again_changes_nothing() -> None:
    assert load_policies() == 0


def test_every_seed_has_a_source() -> None:
    assert not PolicyValue.objects.filter(set_by=None, document=None).exists()


def seeded_value() -> PolicyValue:
    return PolicyValue.objects.get(key=KEY, area_code="")


def test_seeds_repair_their_own_values_but_not_the_countys() -> None:
    row = seeded_value()
    PolicyValue.objects.filter(pk=row.pk).update(value="1")
    assert load_policies() == 1
    operator = User.objects.create(username="op", name="Op", is_operator=True)
    set_policy(operator, KEY, "33", valid_from=row.valid_from)
    assert load_policies() == 0
    assert seeded_value().value == "33"


def test_a_seed_of_a_period_the_county_has_set_is_left_out() -> None:
    row = seeded_value()
    start = row.valid_from
    row.delete()
    operator = User.objects.create(username="op", name="Op", is_operator=True)
    set_policy(operator, KEY, "33", valid_from=date(2020, 1, 1))
    assert load_policies() == 0
    assert not PolicyValue.objects.filter(key=KEY, valid_from=start).exists()


def test_a_seed_with_an_unknown_word_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    content = {"value": [{"key": KEY, "valid_form": DAY}]}
    monkeypatch.setattr(seeds, "seed_files", lambda _folder: [(Path("bad.toml"), content)])
    with pytest.raises(ImproperlyConfigured, match="valid_form"):
        load_policies()
