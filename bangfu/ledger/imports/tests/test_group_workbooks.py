"""Each working group has a workbook of its kinds; rows of several kinds stand in it together and are judged at once."""

import pytest

from bangfu.kernel.imports.declared import templates
from bangfu.kernel.manifest import manifests
from bangfu.kernel.workbooks import write_template
from bangfu.ledger.imports.sheets import entries_sheet
from bangfu.ledger.kinds import entry_kinds, kinds_of
from bangfu.ledger.models import Entry
from bangfu.ledger.queries import verify_chains

pytestmark = pytest.mark.usefixtures("parties")
GROUPS = sorted({kind.workstream for kind in entry_kinds})
MIXED = [
    {"记录类型": "培训班", "发生日期": "2020-06-19", "提供方": "县教育局", "受助方": "河东村", "数量": 1,
     "培训内容": "种养技术", "班次名称": "茶叶班", "课次": 3, "惠及人数": 20, "惠及人次": 58},
    {"记录类型": "选派干部人才", "发生日期": "2020-07-01", "提供方": "县教育局", "受助方": "河西村", "惠及人数": 2,
     "人员类别": "专业技术人才", "挂职职务": "副校长", "期满日期": "2021-06-30"},
    {"记录类型": "专家走访指导", "发生日期": "2020-07-02", "提供方": "县教育局", "受助方": "河东村", "惠及人数": 4},
]  # fmt: skip


def numbered(count):
    """Rows of three kinds in turn, each with a receipt number."""
    return [MIXED[n % 3] | {"单据号": f"D{n}"} for n in range(count)]


def test_every_working_group_has_its_workbook():
    assert len(GROUPS) == 14
    for group in GROUPS:
        assert group in manifests
        sheet = templates[f"entries-{group}"].sheet()
        offered = {code for code, *_labels in sheet.column("kind").codes}
        assert offered == {kind.name for kind in kinds_of(group)}
        headings = {column.heading for column in sheet.columns}
        assert headings <= {c.heading for c in entries_sheet().columns} | {h for h in headings if "·明细" in h}


@pytest.mark.parametrize("group", GROUPS)
def test_the_empty_workbook_explains_each_kind(tmp_path, group):
    sheet = templates[f"entries-{group}"].sheet()
    write_template(tmp_path / "空表.xlsx", sheet)
    told = "\n".join(sheet.notes)
    assert all(str(kind.title) in told for kind in kinds_of(group))


def test_five_hundred_mixed_rows_are_judged_and_posted_at_once(take_in, offer, django_assert_max_num_queries):
    rows = numbered(500)
    with django_assert_max_num_queries(150):
        run = take_in(rows, "entries-talent")
    assert (run.created, Entry.objects.count()) == (500, 500)
    assert sorted(Entry.objects.order_by().values_list("kind", flat=True).distinct()) == [
        "talent.course", "talent.expert_visit", "talent.sent",
    ]  # fmt: skip
    again = offer(rows, "entries")
    assert (again.created, again.unchanged) == (0, 500)
    assert verify_chains()["broken"] == []


def test_faults_of_mixed_rows_are_at_their_columns(offer):
    rows = numbered(3)
    rows[0] |= {"惠及人次": 61}
    rows[1] |= {"期满日期": "2020-01-01"}
    rows[2] |= {"惠及人数": None}
    told = {(e["row"], e["column"]) for e in offer(rows, "entries-talent").errors}
    assert told == {(2, "惠及人次"), (3, "期满日期"), (4, "惠及人数")}


def test_another_groups_kind_is_refused(offer):
    [error] = offer([MIXED[0] | {"记录类型": "捐款"}], "entries-talent").errors
    assert error["column"] == "记录类型"


def test_a_groups_export_holds_its_kinds_and_comes_back_unchanged(take_in, offer, export):
    take_in(numbered(6), "entries-talent")
    gift = {"记录类型": "捐款", "发生日期": "2020-07-01", "提供方": "县教育局", "受助方": "河东村", "金额（元）": 500}
    take_in([gift], "entries-exchange")
    again = offer(export("entries-talent"), "entries-talent")
    assert (again.state, again.created, again.unchanged) == ("staged", 0, 6), again.errors
