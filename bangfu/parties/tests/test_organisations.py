"""Organisations, their codes and their other names."""

from datetime import date

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.history.models import Change
from bangfu.parties.actions import (
    add_alias,
    change_organisation,
    end_organisation,
    move_organisation,
    register_organisation,
)
from bangfu.parties.models import Organisation
from bangfu.parties.queries import organisations_visible_to, places_on
from bangfu.parties.rules.identity import credit_code_doubts
from bangfu.parties.tests.conftest import COUNTY, TOWNSHIP, VILLAGE, County

VALID = "91350100M000100Y43"


@pytest.fixture
def bureau(county: County) -> Organisation:
    return register_organisation(
        county.clerk, area_code=COUNTY, name="茅箭区财政局", kind="authority", rank="county", is_budget_unit=True
    )


@pytest.mark.parametrize(
    ("code", "rules"),
    [
        ("", []),
        (VALID, []),
        ("91110000101623741K", []),
        ("91350211M0000XUF46", ["credit_code.checksum"]),
        ("913501O0M000100Y43", ["credit_code.shape"]),
        ("9135", ["credit_code.shape"]),
    ],
)
def test_credit_codes(code: str, rules: list[str]) -> None:
    assert [d.rule for d in credit_code_doubts(code)] == rules


def test_a_doubtful_credit_code_is_recorded_with_the_reason(county: County) -> None:
    row = register_organisation(
        county.township,
        area_code=VILLAGE,
        name="岩屋茶叶合作社",
        kind="cooperative",
        credit_code="９1350211m0000xuf46",
        reason="营业执照如此",
    )
    assert row.credit_code == "91350211M0000XUF46"
    assert [d.rule for d in row.doubts] == ["credit_code.checksum"]
    assert Change.objects.get(action="register_organisation").reason == "营业执照如此〔统一社会信用代码校验位不符〕"


def test_a_credit_code_belongs_to_one(county: County, bureau: Organisation) -> None:
    change_organisation(county.clerk, bureau, credit_code=VALID)
    with pytest.raises(Conflict, match=VALID):
        register_organisation(county.clerk, area_code=COUNTY, name="另一局", kind="authority", credit_code=VALID)


def test_an_old_name_stays_findable(county: County, bureau: Organisation) -> None:
    renamed = change_organisation(county.clerk, bureau, name="茅箭区财政金融局")
    assert list(renamed.aliases.values_list("name", flat=True)) == ["茅箭区财政局"]
    add_alias(county.clerk, renamed, name="区财政局")
    for name in ("区财政局", "茅箭区财政金融局"):
        with pytest.raises(Conflict, match=name):
            add_alias(county.clerk, renamed, name=name)


def test_two_editors_of_one_organisation(county: County, bureau: Organisation) -> None:
    change_organisation(county.clerk, bureau, contact="张三")
    with pytest.raises(Conflict):
        change_organisation(county.clerk, bureau, contact="李四")


def test_an_organisation_is_not_its_own_superior(county: County, bureau: Organisation) -> None:
    with pytest.raises(Refused) as refused:
        change_organisation(county.clerk, bureau, superior=bureau)
    assert refused.value.field == "superior"


def test_moving_and_ending(county: County, bureau: Organisation) -> None:
    moved = move_organisation(county.clerk, bureau, area_code=TOWNSHIP, on=date(2020, 7, 1))
    assert (moved.area_code, places_on([bureau.pk], date(2020, 6, 30))) == (TOWNSHIP, {bureau.pk: COUNTY})
    ended = end_organisation(county.clerk, moved, on=date(2021, 1, 1), reason="机构改革")
    assert ended.valid_to == date(2021, 1, 1)
    with pytest.raises(Conflict, match="已于"):
        end_organisation(county.clerk, moved, on=date(2021, 1, 1), reason="机构改革")


def test_a_township_keeps_to_its_own(county: County, bureau: Organisation) -> None:
    with pytest.raises(Denied):
        change_organisation(county.township, bureau, contact="张三")
    with pytest.raises(Denied):
        register_organisation(county.village, area_code=VILLAGE, name="合作社", kind="cooperative")
    assert not organisations_visible_to(county.township).exists()
    assert organisations_visible_to(county.clerk).get() == bureau
    assert not organisations_visible_to(county.stranger).exists()
