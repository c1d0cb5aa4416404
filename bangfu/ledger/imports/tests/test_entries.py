"""Entries of every kind in and out, each posted once."""

from decimal import Decimal

import pytest

from bangfu.kernel.imports.actions import undo_import
from bangfu.ledger.imports.sheets import detail_columns, entries_sheet
from bangfu.ledger.kinds import entry_kinds
from bangfu.ledger.models import Entry, EntryStanding, SuspectedDouble
from bangfu.ledger.queries import verify_chains
from bangfu.parties.imports.tests.invented import COUNTY, TOWNSHIP, VILLAGES, clerk, write

ROWS = [
    {"记录类型": "采购", "发生日期": "2020-06-19", "采购单位": "县教育局", "供应商": "青石镇小学",
     "金额（元）": "1,234.50",
     "渠道": "线上", "平台": "“扶贫832”平台", "认定产品": "是", "产品": "香菇", "发票号": "FP0001", "备注": "第一批"},
    {"记录类型": "捐款", "发生日期": "2020年7月1日", "采购单位": "11990101MB0000001A", "供应商": "N000001",
     "金额（元）": "0.3万元", "捐赠用途": "助学"},
    {"记录类型": "捐款", "发生日期": "2020年7月1日", "采购单位": "11990101MB0000001A", "供应商": "N000001",
     "金额（元）": "0.3万元", "捐赠用途": "助学"},
    {"记录类型": "捐物（无折价）", "发生日期": "2020-07-02", "采购单位": "县教育局", "供应商": "河东村", "数量": 12.5,
     "计量单位": "箱", "物资名称": "图书", "惠及人数": 30},
]  # fmt: skip
pytestmark = pytest.mark.usefixtures("parties")


def test_every_detail_of_every_kind_has_a_column():
    headings = {column.heading for column in entries_sheet().columns}
    shared = detail_columns()
    for kind in entry_kinds:
        for detail in kind.details:
            assert any(shares.details.get(kind.name) == detail for shares in shared)
    assert {shares.column.heading for shares in shared} <= headings


def test_entries_are_posted_and_come_back_unchanged(take_in, offer, export):
    run = take_in(ROWS, "entries")
    assert (run.created, Entry.objects.filter(batch=run.pk).count()) == (4, 4)
    assert [one["after"] for one in run.differences] == [
        "示例县教育局 → 青石镇小学，1,234.50 元",
        "示例县教育局 → 甲1一，3,000.00 元",
        "示例县教育局 → 甲1一，3,000.00 元",
        "示例县教育局 → 河东村，12.5 箱，30 人",
    ]
    bought = Entry.objects.get(source="FP0001")
    assert (bought.amount, bought.kind) == (Decimal("1234.50"), "market.purchase")
    assert bought.details == {"channel": "online", "platform": "fupin832", "certified": True, "product": "香菇"}
    assert bought.area_code == TOWNSHIP
    given = Entry.objects.get(kind="exchange.donation_goods_counted")
    assert (given.quantity, given.unit, given.area_code, given.persons) == (Decimal("12.5"), "box", VILLAGES[0], 30)
    assert sorted(Entry.objects.filter(kind="exchange.donation_money").values_list("amount", flat=True)) == [3000, 3000]
    again = offer(export("entries"), "entries")
    assert (again.state, again.created, again.unchanged) == ("staged", 0, 4), again.errors
    assert verify_chains()["broken"] == []


def test_the_same_file_twice_posts_nothing_twice(take_in, tmp_path):
    path = write(tmp_path / "entries.xlsx", ROWS)
    take_in(path, "entries")
    again = take_in(path, "entries")
    assert (again.created, again.unchanged, Entry.objects.count()) == (0, 4, 4)
    third = take_in([*ROWS, ROWS[2]], "entries")
    assert (third.created, third.unchanged) == (1, 4)


def test_a_file_is_taken_back_by_reversing_and_can_be_posted_anew(actor, take_in):
    run = take_in(ROWS, "entries")
    undo_import(actor, run, reason="文件选错了")
    assert Entry.objects.count() == 8
    assert set(EntryStanding.objects.values_list("state", flat=True)) == {"reversed"}
    assert sum(Entry.objects.exclude(amount=None).values_list("amount", flat=True)) == 0
    again = take_in(ROWS, "entries")
    assert again.created == 4
    assert Entry.objects.filter(source="FP0001~2").exists()
    assert take_in(ROWS, "entries").unchanged == 4
    assert verify_chains()["broken"] == []


def test_a_dry_run_posts_nothing(offer):
    assert offer(ROWS, "entries").created == 4
    assert not Entry.objects.exists()


def test_each_row_counts_once(offer):
    take = offer([*ROWS, {**ROWS[0], "发生日期": "9月32日"}], "entries")
    assert (take.rows, take.rejected, take.created, take.unchanged) == (len(ROWS) + 1, 1, len(ROWS), 0)
    assert {one["row"] for one in take.differences}.isdisjoint(one["row"] for one in take.errors)


@pytest.mark.parametrize(
    ("place", "change", "column"),
    [
        (0, {"采购单位": "没有的单位"}, "采购单位"),
        (0, {"采购单位": None}, "采购单位"),
        (0, {"供应商": "县教育局"}, "供应商"),
        (0, {"金额（元）": None}, "金额（元）"),
        (0, {"金额（元）": -5}, "金额（元）"),
        (0, {"发生日期": "2199-01-01"}, "发生日期"),
        (0, {"渠道": None}, "渠道"),
        (0, {"渠道": "天上"}, "渠道"),
        (0, {"物资名称": "书"}, "物资名称"),
        (0, {"记录类型": "施舍"}, "记录类型"),
        (3, {"金额（元）": 5}, "金额（元）"),
        (3, {"供应商": "远山村"}, "供应商"),
    ],
)
def test_faults_are_located(offer, place, change, column):
    rows = [dict(row) for row in ROWS]
    rows[place] |= change
    run = offer(rows, "entries", by=clerk("county", COUNTY))
    assert [(e["row"], e["column"]) for e in run.errors] == [(place + 2, column)], run.errors


def test_another_content_under_a_posted_number_is_refused(take_in, offer):
    take_in(ROWS, "entries")
    [error] = offer([ROWS[0] | {"金额（元）": 99}], "entries").errors
    assert (error["column"], "已经记过账" in error["message"]) == ("金额（元）", True)


def test_taking_back_asks_the_database_no_more_often_for_more_rows(actor, take_in, django_assert_max_num_queries):
    rows = [ROWS[1] | {"发票号": f"SJ{number}"} for number in range(150)]
    run = take_in(rows, "entries")
    with django_assert_max_num_queries(40):
        undo_import(actor, run, reason="文件选错了")
    assert Entry.objects.count() == 300


def test_what_may_be_a_double_is_told_and_waits_for_a_decision(offer, take_in):
    gift = {
        "记录类型": "捐款",
        "发生日期": "2020-07-01",
        "捐赠方": "县教育局",
        "受赠方": "N000001",
        "金额（元）": "3000",
    }
    take_in([{**gift, "单据号": "A1"}], "entries")
    rows = [{**gift, "单据号": "A2", "发生日期": "2020-07-03"}, {**gift, "单据号": "A3", "照记的理由": "第二次捐款"}]
    run = offer(rows, "entries")
    assert ["同一笔" in told["message"] for told in run.warnings] == [True, True], run.warnings
    take_in(rows, "entries")
    verdicts = SuspectedDouble.objects.order_by("second__source").values_list("second__source", "verdict", "reason")
    assert list(verdicts) == [("A2", "open", ""), ("A3", "different", "第二次捐款")]


def test_a_reason_written_later_does_not_post_the_row_again(take_in):
    take_in(ROWS, "entries")
    assert take_in([{**row, "照记的理由": "核对过"} for row in ROWS], "entries").unchanged == 4
