"""The arithmetic between figures: each kind, each verdict."""

from decimal import Decimal

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.relations.finding import Relation


def relations(text: str, kind: str) -> list[Relation]:
    return [found for found in check_text(text).relations if found.kind == kind]


@pytest.mark.parametrize(
    ("kind", "verdict", "text"),
    [
        ("sum", "consistent", "务工3408人，其中省外255人，省内402人，就近2751人。"),
        ("sum", "conflict", "务工3408人，其中省外务工255人，省内务工402人，就近务工2761人。"),
        ("sum", "consistent", "甲县73个贫困村、乙县20个贫困村，共93个贫困村。"),
        ("sum", "rounding", "总投资4.21亿元，其中中央资金2.106亿元，省级资金2.113亿元。"),
        ("sum", "consistent", "总收入28.6万元，总支出19.3万元，结余9.3万元。"),
        ("ratio", "truncation", "专项资金17895万元，其中产业资金6379万元，占比35.64%。"),
        ("ratio", "consistent", "应参保1200人，实际参保1182人，参保率98.5%。"),
        ("ratio", "conflict", "实施改造560户，已竣工504户，竣工率95%。"),
        ("growth", "consistent", "产值由320万元增加到480万元，增长50%。"),
        ("growth", "conflict", "就业由200人增加到260人，增长36%。"),
        ("growth", "consistent", "务工3408人，同比增长5.12%。"),
        ("growth", "rounding", "共有275人就业，总数是2019年总数的3倍。"),
        ("growth", "consistent", "发生率由14.6%下降到0.3%，下降14.3个百分点。"),
        ("completion", "consistent", "目标任务为5500万元。消费扶贫完成10858.2万元，完成目标任务的197.42%。"),
        ("completion", "consistent", "年度目标为600万元，募集1418.21万元，超过目标136.37%。"),
        ("completion", "conflict", "全年任务450万元，实际完成540万元，完成任务的102%。"),
        ("product", "consistent", "补贴2400头，每头500元，共发放120万元。"),
        ("product", "conflict", "为428名学生发放助学金，每人1500元，共46.2万元。"),
        ("product", "consistent", "为7129名贫困人口代缴医保，支付补贴178.23万元。"),
        ("product", "conflict", "完成167人“雨露计划”申报，发放补助资金26.55万元。"),
        ("product", "consistent", "收益分配360万元，惠及1200户，户均3000元。"),
        ("subset", "consistent", "达成意向95人，其中贫困户58人。"),
        ("subset", "conflict", "达成意向95人，其中贫困户158人。"),
        ("repeat", "consistent", "全区2402户贫困户。干部联系2402户贫困户。"),
        ("repeat", "conflict", "全镇共有脱贫户1246户。为全镇1264户脱贫户落实政策。"),
    ],
)
def test_kind_and_verdict(kind: str, verdict: str, text: str) -> None:
    assert verdict in [found.verdict for found in relations(text, kind)]


def test_an_unstated_target_leaves_two_readings() -> None:
    found = relations("募集款物1418.21万元，超过目标任务136.37%。", "completion")[0]
    assert found.verdict == "ambiguous"
    assert [round(reading.value / 10000) for reading in found.readings] == [600, 1040]


def test_of_several_actuals_the_one_with_a_whole_target_is_named() -> None:
    text = "帮助275名劳动力就业，其中返岗56人，新增219人，完成年度任务的811%。"
    found = relations(text, "completion")[0]
    assert found.verdict == "ambiguous"
    assert Decimal(27) in [reading.value for reading in found.readings]


def test_a_formula_shows_the_scale_of_the_text() -> None:
    found = relations("专项资金17895万元，其中产业资金6379万元，占比35.64%。", "ratio")[0]
    assert found.formula.startswith("6379万元 ÷ 17895万元")
    assert found.computed == Decimal("35.646829")


def test_one_list_may_be_counted_in_two_units() -> None:
    text = "脱贫393户1924人，其中东村200户1000人，西村193户924人。"
    assert [found.verdict for found in relations(text, "sum")] == ["consistent", "consistent"]


def test_tables_are_summed_by_row_and_column() -> None:
    text = (
        "| 乡镇 | 合计（户） | 脱贫户（户） | 监测户（户） |\n|---|---|---|---|\n"
        "| 甲 | 12 | 8 | 4 |\n| 乙 | 9 | 6 | 3 |\n| 合计 | 22 | 14 | 7 |"
    )
    verdicts = [found.verdict for found in relations(text, "sum")]
    assert verdicts.count("consistent") == 4
    assert verdicts.count("conflict") == 2


def test_a_column_of_rates_is_checked_row_by_row() -> None:
    text = (
        "| 镇 | 任务（户） | 完成（户） | 完成率（%） |\n|---|---|---|---|\n"
        "| 甲 | 20 | 15 | 75 |\n| 乙 | 40 | 30 | 75 |\n| 丙 | 50 | 30 | 65 |"
    )
    assert [found.verdict for found in relations(text, "ratio")] == ["consistent", "consistent", "conflict"]


@pytest.mark.parametrize(
    "text",
    [
        "干部1200人，其中女干部380人，党员210人。",
        "投入5000万元，其中产业2000万元，基础设施1000万元，教育等其他支出若干。",
        "走访520户，每户发放慰问金500元和价值200元的物资，合计36.4万元。",
        "采购896.4万元，其中慰问品512.6万元、食材383.8万元，比去年增加96.4万元，增长12.05%。",
        "余额1.87亿元，较年初增加1700万元，其中新发放6400万元，收回4700万元。",
        "规模53.9万亿元，较上年增长3.7万亿元，对增长的贡献率达66.45%。",
    ],
)
def test_no_conflict_where_a_reading_saves_it(text: str) -> None:
    assert "conflict" not in [found.verdict for found in check_text(text).relations]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("募集爱心捐款近千万元。全县共收到爱心捐款336万元。", []),
        ("募集爱心捐款近千万元。全县共收到爱心捐款956.3万元。", ["1000万元 ≈ 956.3万元"]),
        ("投入帮扶资金1.68亿元。全县投入帮扶资金16843.2万元。", ["1.68亿元 ≈ 16843.2万元"]),
        ("筹集资金1.3亿多元。全县筹集资金1.344亿元。", ["1.3亿元 ≈ 1.344亿元"]),
    ],
)
def test_a_round_figure_is_taken_for_an_exact_one_only_near_it(text: str, found: list[str]) -> None:
    assert [one.formula for one in relations(text, "repeat")] == found
