"""A file is taken whole or not at all, and every fault is located."""

import random

import pytest

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.imports.actions import apply_import
from bangfu.kernel.imports.models import ImportRun
from bangfu.parties.imports.tests.invented import (
    COUNTY,
    OTHER_TOWNSHIP,
    STRANGE_VILLAGE,
    TOWNSHIP,
    VILLAGES,
    clerk,
    household,
    households,
    stored,
)
from bangfu.parties.models import Area, Household, Person

FAULTS = (
    ("性别", "不详"),
    ("公民身份号码", "99010119800101"),
    ("务工月数", "十五"),
    ("与户主关系", "邻居"),
    ("联系电话", "1380013800"),
)


def test_forty_errors_in_ten_thousand_rows_are_located(offer, actor):
    rows = households(3400)[:10_000]
    places = random.Random(40).sample(range(10_000), 40)
    wanted = set()
    for nth, place in enumerate(sorted(places)):
        column, value = FAULTS[nth % len(FAULTS)]
        if rows[place]["与户主关系"] == "户主" and column == "与户主关系":
            column, value = "性别", "不详"
        rows[place][column] = value
        wanted.add((place + 2, column, value))
    run = offer(rows)
    assert {(e["row"], e["column"]) for e in run.errors} == {(row, column) for row, column, _value in wanted}
    open_ones = {(e["row"], e["value"]) for e in run.errors if e["column"] in ("性别", "务工月数", "与户主关系")}
    assert open_ones == {(row, value) for row, column, value in wanted if column in ("性别", "务工月数", "与户主关系")}
    kept = {e["value"] for e in run.errors}
    assert "9901****01" in kept  # an ID number is not kept in plain, a wrong one neither
    assert not kept & {"99010119800101", "1380013800"}
    assert all(e["message"] for e in run.errors)
    assert (run.rows, run.rejected, run.state) == (10_000, 40, ImportRun.State.REFUSED)
    with pytest.raises(Conflict):
        apply_import(actor, run)
    assert not Household.objects.exists()


def test_two_of_one_name_in_a_household_need_numbers(offer):
    rows = household(1, size=3)
    for row in rows:
        row["公民身份号码"] = ""
        row["人编号"] = ""
    rows[2]["姓名"] = rows[1]["姓名"]
    run = offer(rows)
    assert {(e["row"], e["column"]) for e in run.errors} == {(3, "姓名"), (4, "姓名")}
    assert not Person.objects.exists()


def test_a_household_that_could_not_be_found_again_is_not_made(offer):
    rows = household(1, size=2)
    for row in rows:
        row["户编号"] = row["公民身份号码"] = row["人编号"] = ""
    run = offer(rows)
    assert [(e["row"], e["column"]) for e in run.errors] == [(2, "户编号")]
    assert not Household.objects.exists()


def test_a_dry_run_changes_nothing(offer, take_in):
    rows = households(6)
    take_in(rows)
    before = stored(versions=True)
    rows[0]["住址"] = "另一处"
    assert offer(rows).updated == 1
    assert stored(versions=True) == before


@pytest.mark.parametrize(
    ("change", "column", "words"),
    [
        ({"村代码": "990101101299"}, "村代码", "没有这个村（地区）代码"),
        ({"村代码": TOWNSHIP}, "村代码", "不是村一级"),
        ({"村代码": None}, "村代码", "必须填写村代码"),
        ({"收入年度": None}, "工资性收入", "没有“收入年度”"),
        ({"与户主关系": "配偶"}, "与户主关系", "没有户主"),
        ({"公民身份号码": "990101299901010018"}, "公民身份号码", "在今天之后"),
    ],
)
def test_a_household_that_cannot_stand_is_refused(offer, change, column, words):
    rows = household(1)
    rows[0] |= change
    if "收入年度" in change:
        del rows[0]["收入年度"]
    run = offer(rows)
    assert [(e["row"], e["column"]) for e in run.errors][:1] == [(2, column)]
    assert words in run.errors[0]["message"]


def test_two_heads_are_refused(offer):
    rows = household(1)
    rows[1]["与户主关系"] = "户主"
    [error] = offer(rows).errors
    assert "有 2 位户主" in error["message"]


def test_an_ended_village_is_refused(offer):
    Area.objects.filter(code=VILLAGES[0]).update(valid_to="2021-01-01")
    [error] = offer(household(1)).errors
    assert "已经撤销或合并" in error["message"]


def test_contradictory_household_cells_are_refused_where_they_stand(offer):
    rows = household(1)
    rows[2]["住址"] = "别处"
    [error] = offer(rows).errors
    assert (error["row"], error["column"], error["value"]) == (4, "住址", "别处")
    assert "第 2 行" in error["message"]


def test_one_person_stands_in_a_file_once(offer):
    rows = household(1) + household(2)
    rows[4]["公民身份号码"] = rows[1]["公民身份号码"]
    [error] = offer(rows).errors
    assert (error["row"], error["column"]) == (6, "公民身份号码")


def test_rows_before_the_first_head_belong_to_no_household(offer):
    rows = [household(9)[1], *household(1, numbered=False)]
    rows[0]["户编号"] = None
    [error] = [e for e in offer(rows).errors if e["row"] == 2]
    assert "看不出属于哪一户" in error["message"]


def test_households_without_numbers_begin_with_their_head(take_in):
    take_in(households(7, numbered=False))
    assert Household.objects.count() == 7
    assert list(Household.objects.order_by("party_id").values_list("member_count", flat=True)) == [2, 3, 4, 5, 1, 2, 3]
    assert set(Household.objects.values_list("head_name", flat=True)) == {f"甲{n}一" for n in range(1, 8)}


def test_a_township_cannot_write_in_another(offer):
    rows = household(1, village=VILLAGES[0]) + household(2, village=VILLAGES[2])
    run = offer(rows, by=clerk("township", TOWNSHIP))
    assert [(e["row"], e["column"]) for e in run.errors] == [(5, "村代码")]
    assert "管辖范围" in run.errors[0]["message"]


def test_a_strangers_household_is_refused_and_not_described(offer, take_in):
    take_in(household(1, village=VILLAGES[2]))
    rows = household(1, village=VILLAGES[2])
    rows[0] |= {"住址": "新住址", "村代码": None, "银行账号": None}
    run = offer(rows, by=clerk("township", TOWNSHIP))
    assert {e["row"] for e in run.errors} == {2, 3, 4}
    person = Person.objects.get(name="甲1一")
    told = str(run.errors) + str(run.warnings) + str(run.differences)
    assert "一组1号" not in told
    assert person.number not in told


def test_the_place_asked_for_bounds_the_file(offer):
    rows = household(1, village=VILLAGES[0]) + household(2, village=VILLAGES[2])
    assert [e["row"] for e in offer(rows, area=OTHER_TOWNSHIP).errors] == [2]
    assert [e["row"] for e in offer(household(1, village=STRANGE_VILLAGE), area=COUNTY).errors] == [2]


def test_who_may_not_import_is_denied(offer):
    with pytest.raises(Denied):
        offer(household(1), by=clerk("auditor", COUNTY))


def test_a_mask_that_was_typed_over_is_refused(take_in, offer):
    take_in(household(1))
    rows = household(1)
    rows[0]["公民身份号码"] = "990101********9999"
    [error] = offer(rows).errors
    assert (error["row"], error["column"]) == (2, "公民身份号码")


def test_a_file_without_the_columns_is_refused(offer, tmp_path):
    with pytest.raises(Refused, match="缺少必需的列"):
        offer([{"户编号": "1", "住址": "x", "开户银行": "y"}])
    (tmp_path / "x.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Refused):
        offer(tmp_path / "x.xlsx")


def test_total_lines_are_left_out(take_in):
    rows = [*household(1), {"姓名": "合计", "家庭人口": 3}]
    assert take_in(rows).rows == 3
