"""Whatever is edited in an exported file is what an import reports, and nothing else."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bangfu.kernel.imports.actions import stage_import
from bangfu.kernel.imports.exporting import export_register
from bangfu.parties.imports.tests.invented import households, write

EDITS = {
    "姓名": ("王新名", "李改名"),
    "文化程度": ("初中", "大专"),
    "务工月数": (11, 12),
    "联系电话": ("13700000001", "13700000002"),
    "民族": ("土家族", "回族"),
    "是否参加养老保险": ("是", "否"),
    "住址": ("新址一号", "新址二号"),
    "住房面积": (77.25, 99),
    "农户属性": ("低保户", "一般农户"),
    "主要燃料": ("煤炭", "沼气、电"),
    "工资性收入": (5.25, 80000),
    "开户银行": ("农村商业银行", "邮政储蓄银行"),
}
OF_HOUSEHOLD = {"住址", "住房面积", "农户属性", "主要燃料", "工资性收入", "开户银行"}


@pytest.fixture
def exported(take_in, actor, tmp_path):
    """An export of twelve households, as rows of what Excel shows."""
    take_in(households(12))
    path = tmp_path / "export.xlsx"
    export_register(actor, "persons", path)
    return pl.read_excel(path, infer_schema_length=0).to_dicts()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_random_edits_are_reported_exactly(exported, actor, tmp_path, data):
    rows = [dict(row) for row in exported]
    edits = data.draw(
        st.dictionaries(
            st.tuples(st.integers(0, len(rows) - 1), st.sampled_from(sorted(EDITS))), st.integers(0, 1), max_size=8
        )
    )
    wanted = set()
    for (place, column), choice in edits.items():
        homes = [n for n, row in enumerate(rows) if row["户编号"] == rows[place]["户编号"]]
        value = EDITS[column][choice]
        for n in homes if column in OF_HOUSEHOLD else [place]:
            rows[n][column] = value
        wanted.add((homes[0] + 2 if column in OF_HOUSEHOLD else place + 2, column))
    # the last of several edits of one household's cell holds, and one that gives what stood there changes nothing
    changed = {(row, column) for row, column in wanted if _differs(rows[row - 2][column], exported[row - 2][column])}
    run, _staged = stage_import(actor, "persons", write(tmp_path / "edited.xlsx", rows))
    assert run.errors == []
    assert {(d["row"], d["column"]) for d in run.differences} == changed
    assert (run.created, run.updated) == (0, len({row for row, _column in changed}))


def _differs(new: object, old: object) -> bool:
    if isinstance(new, int | float) and old is not None:
        return float(new) != float(str(old))
    return new != old
