"""What reports of other offices taught: their units, lists and tables, and what they do not contradict."""

import pytest

from bangfu.reports.checker.check import CheckResult, check_text


def conflicts(text: str) -> list[str]:
    return [found.formula for found in check_text(text).relations if found.verdict == "conflict"]


def figures(result: CheckResult) -> list[tuple[str, float, str]]:
    return [(claim.text, float(claim.value), claim.unit) for claim in result.claims]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("采购农产品2 187.4万元。", 21_874_000, "CNY"),
        ("货运周转量31.2亿吨公里。", 3.12e9, "ton_km"),
        ("旅客周转量8.4亿人公里。", 8.4e8, "passenger_km"),
        ("啤酒产量6.5万千升。", 65_000, "kilolitre"),
        ("家禽存栏4120百羽。", 412_000, "item"),
        ("新装变压器63万千伏安。", 630_000, "kva"),
        ("来了200号人。", 200, "person"),
        ("全年开工31个。", 31, "project"),
        ("63个由县妇联兜底。", 63, "item"),
        ("帮助42个村发展集体经济项目。", 42, "village"),
        ("返乡创业实体，到3月底有318个。", 318, "organisation"),
    ],
)
def test_units_of_other_reports(text: str, value: float, unit: str) -> None:
    assert [(found[1], found[2]) for found in figures(check_text(text))] == [(value, unit)]


def test_figures_of_a_list_share_the_unit_of_the_last() -> None:
    assert figures(check_text("比重分别回落2.3和1.7个百分点。")) == [
        ("2.3", 2.3, "percentage_point"),
        ("1.7个百分点", 1.7, "percentage_point"),
    ]


@pytest.mark.parametrize(
    "text", ["专业4S店投入运营。", "十四届三次会议召开。", "考核排后三位的乡镇。", "收入保持两位数增长。"]
)
def test_names_and_ranks_claim_nothing(text: str) -> None:
    assert check_text(text).claims == []


def test_a_table_set_with_spaces_is_read() -> None:
    rows = "              计划投资    实际到位    到位率\n产业项目      8000        6000        75.0%\n"
    rows += "就业项目      1200        900         75.0%\n总    计      9200        6900        75.0%\n"
    result = check_text("投入情况（单位：万元）\n" + rows)
    assert [claim.value for claim in result.claims][:2] == [80_000_000, 60_000_000]
    assert {found.kind for found in result.relations} >= {"sum", "ratio"}


def test_a_column_that_others_divide_is_told_where_it_is_wrong() -> None:
    head = "| 乡镇 | 已务工（人） | 省外 | 县外 | 县内 |\n| --- | --- | --- | --- | --- |\n"
    rows = [(900, 400, 300, 200), (810, 410, 250, 150), (720, 300, 220, 200), (640, 240, 200, 200)]
    body = "".join(
        f"| {name}镇 | {a} | {b} | {c} | {d} |\n" for name, (a, b, c, d) in zip("甲乙丙丁", rows, strict=True)
    )
    assert conflicts(head + body) == []
    assert len(conflicts((head + body).replace("| 720 |", "| 750 |"))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "前三季度新设主体2470.6万户，其中企业743.2万户，个体工商户1716.1万户。",
        "两项指数分别为52.3%、51.1%，较上月分别上升1.4和0.9个百分点。",
        "航线从1条增加到22条，发货量增长了10倍。",
        "签约项目109个，其中投资5亿元以上的93个，制造业项目占69%。",
        "机上有68名乘客和4名机组人员，其中15名外国公民。",
        "对甲、乙、丙三地分别出口4.7亿元、3.2亿元和1.5亿元。",
        "年运量5000列，较2021年新增660列，同比增长15.2%。",
        "参加6个项目获得6枚奖牌，共10枚。",
    ],
)
def test_what_does_not_contradict_is_not_accused(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "干部6人、专技人才82人，合计81人，完成协议数80人。",
        "到位9600万元，占全年资金1.6亿元的68%。",
        "五年来，投入资金38.6亿元，年均7.12亿元。",
        "龙头企业396家，较上年的198家翻了两番。",
        "队员216名，其中省派24名、市派51名、县派211名，第一书记92名。",
        "公益岗位96个，月工资600元，年支出691.2万元。",
    ],
)
def test_certain_slips_are_told(text: str) -> None:
    assert conflicts(text) != []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("公益岗位1500个，每人每月600元，全年补贴1080万元。", "product"),
        ("车间原来有52个，去年关停7个，新建4个，现在是49个。", "sum"),
        ("暗访12个村，5个村脱岗，超过四成。", "ratio"),
        ("保费每人60元，补助一半，就是30元。", "ratio"),
        ("茶园16.5万亩，产量6930吨，亩产42公斤。", "product"),
    ],
)
def test_figures_as_people_tell_them(text: str, kind: str) -> None:
    assert kind in {found.kind for found in check_text(text).relations}


def test_a_column_of_means_is_not_added_up() -> None:
    head = "| 小区 | 户数（户） | 人数（人） | 户均人口 |\n| --- | --- | --- | --- |\n"
    body = "| 甲 | 100 | 400 | 4.0 |\n| 乙 | 200 | 840 | 4.2 |\n| 合计 | 300 | 1240 | 4.1 |\n"
    assert conflicts(head + body) == []


def test_a_step_of_a_rate_is_no_part_of_a_total() -> None:
    text = "发给省内1200人、24万元，600元档的3000人、180万元，800元档的500人、40万元，合计244.1万元。"
    assert conflicts(text) == []


def test_tenths_are_too_rough_for_a_slip() -> None:
    assert conflicts("十个渠道里，食堂和工会占了大头，两项占了六成。") == []


def test_a_group_without_figures_behind_it_breaks_nothing() -> None:
    assert conflicts("在86个单位中，推进各项工作。") == []
