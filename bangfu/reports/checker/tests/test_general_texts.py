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


def test_shares_of_one_list_have_one_whole() -> None:
    text = (
        "县财政投入衔接资金2.4亿元，比2020年的2.1亿元增长14.3%，其中产业1.32亿元，占55%，"
        "基础设施8400万元，占35%，其他2400万元，占11%。"
    )
    assert conflicts(text) == ["2400万元 ÷ 2.4亿元 × 100 = 10%"]
    assert conflicts(text.replace("11%", "10%")) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (
            "带动就业近1800人，完成协议目标的128%（协议目标为1,400人）。",
            "1800 ÷ 1400 × 100 = 128.5714%",
        ),
        ("产品217个、供应商68家，同比分别增长24.7%和15.3%，而上年分别为174个和59家。", "(68 − 59) ÷ 59 = 15.2542%"),
        ("产业142个，占全部项目的61.2%；基础90个，占38.8%。全部项目232个。", "142 ÷ 232 × 100 = 61.2069%"),
        ("满意率98.5%，比上年提高1.3个百分点，上年为97.2%。", "98.5% − 97.2% = 1.3个百分点"),
        ("就业人数翻了一番，达到1,036人，去年为518人。", "1036 ÷ 518 = 2倍"),
        ("改造三分之二已完工，剩余127户，共计381户。", "(381 − 127) ÷ 381 × 100 = 66.6667%"),
        ("到账率91.2%，未到账88万元，计划到账1000万元。", "(1000万元 − 88万元) ÷ 1000万元 × 100 = 91.2%"),
        ("到位资金10.3亿元，同比增长15%以上，去年为8.9亿元。", "(10.3亿元 − 8.9亿元) ÷ 8.9亿元 = 15.7303%"),
        ("五年来，收入由8450元增长到13210元，年均增长约9.3%。", "(13210元 ÷ 8450元)^(1/5) − 1 = 9.3476%"),
        ("五天带动销售2140万元，日均428万元。", "2140万元 ÷ 5 = 428万元"),
        ("2.86万名学生，每生每天5元，供餐100天，支出1430万元。", "5元 × 28600 × 100天 = 1430万元"),
    ],
)
def test_bases_behind_in_brackets_and_in_lists(text: str, formula: str) -> None:
    assert formula in [found.formula for found in check_text(text).relations if found.verdict != "conflict"]


def test_one_altered_share_of_a_list_is_told() -> None:
    text = "务工23568人，其中省外9827人、省内县外6341人、县内7400人，分别占41.7%、26.9%、33.4%。"
    assert conflicts(text) == ["7400 ÷ 23568 × 100 = 31.3985%"]


def test_a_caption_is_no_claim() -> None:
    assert [claim.text for claim in check_text("表1 各乡镇情况\n见图2。销售额翻了近一番。").claims] == ["翻了近一番"]


def test_places_are_names_of_places() -> None:
    about = check_text("各乡镇共选派驻村工作队96支。在永登县投入35万元，大川镇建车间3个。").about
    assert [what["place"] for what in about.values()] == [None, "永登县", "大川镇"]


def test_a_text_that_leaves_its_table_is_told() -> None:
    head = "| 乡镇 | 采购额（万元） | 供应商（家） |\n| --- | --- | --- |\n"
    body = "| 东河镇 | 320.5 | 12 |\n| 西坪乡 | 395.4 | 17 |\n| 合计 | 715.9 | 29 |\n"
    assert conflicts(head + body + "\n全县采购额达715.9万元，供应商28家。") == ["28 ≠ 29"]
    assert conflicts(head + body + "\n全县采购额达715.9万元，供应商29家。") == []


@pytest.mark.parametrize(
    "text",
    [
        "抽调36人组成9个考核组，每组4人，对全县118支驻村工作队、362名队员进行了半年考核。",
        "每组4人，检查工作队118支，共362名。",
        "派出单位半年未到村的6家，经费未按每村5万元足额拨付的8家，欠拨27万元。",
        "经费每村5万元，检查单位8家，拨付41万元。",
        "经费未按每家5万元拨付的8家，拨付41万元。",
        "有703户，其中务工54户、其他37户，两类共占12.4%。",
        "服务对象703户中，享受低保512户、特困供养46户，两类共占总户数的74.4%。",
    ],
)
def test_a_rate_or_a_share_of_something_else_contradicts_nothing(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("考核队12支，每支4人，共49人。", "4 × 12 = 48"),
        ("检查单位8家，经费每家5万元，拨付41万元。", "5万元 × 8 = 40万元"),
        ("服务对象703户中，享受低保512户，占72.3%。", "512 ÷ 703 × 100 = 72.8307%"),
    ],
)
def test_a_rate_or_a_share_of_the_thing_counted_still_contradicts(text: str, formula: str) -> None:
    assert conflicts(text) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "服务860人次，比上年的720人次增加两成左右。",
        "服务860人次，比上年的720人次增加19.4%。",
        "由720人次增加到860人次，增加两成左右。",
        "由720人次增加到860人次，增加19.4%。",
    ],
)
def test_growth_is_held_against_what_is_called_the_base(text: str) -> None:
    formulas = [found.formula for found in check_text(text).relations if found.kind == "growth"]
    assert formulas == ["(860 − 720) ÷ 720 = 19.4444%"]


@pytest.mark.parametrize("text", ["参加860人次，较上年的720人次减少一成。", "由720人次到860人次，减少一成六。"])
def test_base_and_figure_are_not_exchanged(text: str) -> None:
    assert not [found for found in check_text(text).relations if "÷ 860" in found.formula]


def test_a_rate_of_growth_is_over_what_was_there_before_the_change() -> None:
    more = check_text("人均收入13960元，比上年增加1260元，增长10%左右。").relations
    assert "1260元 ÷ (13960元 − 1260元) = 9.9213%" in [found.formula for found in more]


def test_a_table_may_be_set_with_wide_spaces() -> None:
    head = "乡镇　　工作队　优秀　优秀率\n"
    text = head + "城关镇　14　6　42.9%\n三岔镇　25　8　32.0%\n油坊乡　18　4　24.2%\n合　计　57　18　31.6%\n"
    assert conflicts(text) == ["4 ÷ 18 × 100 = 22.2222%"]
    assert "14 + 25 + 18 = 57" in [found.formula for found in check_text(text).relations]


def test_wide_spaces_in_running_text_part_no_cells() -> None:
    assert conflicts("【概况】　2023年　全县　14　户。\n【就业】　2022年　全县　25　户。\n") == []
