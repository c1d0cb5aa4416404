"""What numbers and relations tell, apart from any database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from bangfu.parties.queries import age_on
from bangfu.parties.rules.identity import (
    born_on,
    disability_number_doubts,
    id_number_doubts,
    phone_doubts,
    sex_in,
)
from bangfu.parties.rules.kinship import Kin, relation_to

BODY = "42030219700307123"
VALID = BODY + ric.calc_check_digit(BODY + "0")


def rules(doubts: list) -> list[str]:
    return [d.rule for d in doubts]


def test_an_id_number_tells_birth_and_sex() -> None:
    assert (born_on(VALID), sex_in(VALID)) == (date(1970, 3, 7), "1")
    assert (born_on("420302197013071230"), sex_in("42")) == (None, "")


@pytest.mark.parametrize(
    ("number", "sex", "birth", "found"),
    [
        ("", "", None, []),
        (VALID, "1", date(1970, 3, 7), []),
        (VALID, "2", date(1970, 3, 8), ["birth_date.id_number", "sex.id_number"]),
        (VALID, "9", None, []),
        ("420302700307123", "", None, ["id_number.shape"]),
    ],
)
def test_id_numbers(number: str, sex: str, birth: date | None, found: list[str]) -> None:
    assert rules(id_number_doubts(number, sex, birth)) == found


@given(st.integers(0, 16), st.integers(1, 9))
def test_any_wrong_digit_is_noticed(place: int, by: int) -> None:
    digit = (int(VALID[place]) + by) % 10
    wrong = f"{VALID[:place]}{digit}{VALID[place + 1 :]}"
    assert {"id_number.checksum", "id_number.shape"} & set(rules(id_number_doubts(wrong)))


@pytest.mark.parametrize("phone", ["", "13812345678", "07198765432", "0719-8765432", "8765432"])
def test_telephones(phone: str) -> None:
    assert phone_doubts(phone) == []
    assert rules(phone_doubts("1381234567")) == ["phone.shape"]


def test_a_disability_number_begins_with_the_id_number() -> None:
    assert disability_number_doubts(f"{VALID}43", VALID) == []
    assert rules(disability_number_doubts(f"{VALID}43", "420302197003071000")) == ["disability_number.id_number"]


@pytest.mark.parametrize(
    ("head", "sex", "member", "member_sex", "relation"),
    [
        ("spouse", "2", "head", "1", "spouse"),
        ("spouse", "2", "father", "1", "husbands_parent"),
        ("spouse", "1", "mother", "2", "wifes_parent"),
        ("spouse", "2", "wifes_parent", "2", "mother"),
        ("spouse", "2", "daughter_in_law", "2", "daughter_in_law"),
        ("son", "1", "head", "1", "father"),
        ("son", "1", "spouse", "2", "mother"),
        ("daughter", "2", "son", "1", "sibling"),
        ("son", "1", "grandchild", "1", "other"),
        ("son", "1", "head", "", "other"),
        ("father", "1", "head", "2", "daughter"),
        ("mother", "2", "spouse", "2", "daughter_in_law"),
        ("father", "1", "mother", "2", "spouse"),
        ("daughter_in_law", "2", "head", "1", "husbands_parent"),
        ("son_in_law", "1", "spouse", "2", "wifes_parent"),
        ("wifes_parent", "2", "head", "1", "son_in_law"),
        ("sibling", "1", "father", "1", "father"),
        ("grandchild", "1", "head", "1", "grandparent"),
        ("other", "1", "head", "1", "other"),
    ],
)
def test_who_is_what_to_the_new_head(head: str, sex: str, member: str, member_sex: str, relation: str) -> None:
    assert relation_to(Kin(head, sex), Kin(member, member_sex)) == relation


def test_age_is_full_years() -> None:
    assert age_on(date(2010, 6, 2), date(2020, 6, 1)) == 9
    assert age_on(date(2010, 6, 1), date(2020, 6, 1)) == 10
    assert age_on(date(2012, 2, 29), date(2013, 2, 28)) == 0
    assert age_on(None, date(2020, 6, 1)) is None
    assert age_on(date(2021, 1, 1), date(2020, 6, 1)) is None
