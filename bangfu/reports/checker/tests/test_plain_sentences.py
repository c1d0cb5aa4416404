"""Contradictions that a plain sentence states, and sentences that only look like one."""

import pytest

from bangfu.reports.checker.check import check_text


def conflicts(text: str) -> list[str]:
    return [found.formula for found in check_text(text).relations if found.verdict == "conflict"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("医疗队员18人，其中内科7人、外科6人、儿科4人、中医2人。", "7 + 6 + 4 + 2 = 19"),
        ("村里有水井46眼，其中机井19眼、手压井16眼、大口井14眼。", "19 + 16 + 14 = 49"),
        ("援助资金4500万元，其中天津3200万元、上海1500万元。", "3200万元 + 1500万元 = 4700万元"),
        (
            "捐赠380万元，其中药品160万元，衣被120万元，图书75万元，文具40万元。",
            "160万元 + 120万元 + 75万元 + 40万元 = 395万元",
        ),
        ("互派教师34人，其中城区到农村16人，农村到城区21人。", "16 + 21 = 37"),
        ("改造危房1364户，其中修缮820户，其余410户重建。", "820 + 410 = 1230"),
    ],
)
def test_parts_of_one_cut_are_not_more_than_their_whole(text: str, formula: str) -> None:
    assert conflicts(text) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "参加义诊的680人次，其中老年人410人次、妇女360人次、儿童95人次。",
        "干部120人，其中党员98人、女性41人、本科以上77人。",
        "帮扶车间28个，其中规模以上6个，吸纳脱贫人口10人以上的17个，获省级示范称号的9个。",
        "受灾农户320户，其中房屋受损85户，农田受损260户，既有房屋又有农田受损的25户。",
        "机组4人、乘客68人，其中外国公民15人、本国公民57人。",
        "医护人员40人，其中医生22人、骨干医生19人。",
        "到位资金3.2亿元，其中财政2.1亿元、社会0.7亿元、企业0.39亿元。",
    ],
)
def test_parts_of_several_cuts_may_be(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("两年共投入资金860万元，2019年投入380万元，2020年投入460万元。", "380万元 + 460万元 = 840万元"),
        ("甲村种植茶叶1200亩，乙村种植茶叶860亩，两村共种植茶叶2160亩。", "1200 + 860 = 2060"),
        ("向三个县分别捐赠20万元、30万元、25万元，共捐赠85万元。", "20万元 + 30万元 + 25万元 = 75万元"),
        ("一等奖5名，二等奖10名，三等奖20名，共表彰45名。", "5 + 10 + 20 = 35"),
        (
            "总额2400万元，分三年拨付，2018年700万元，2019年800万元，2020年1000万元。",
            "700万元 + 800万元 + 1000万元 = 2500万元",
        ),
        ("第一季度4场、岗位1200个，第二季度6场、岗位1850个，上半年共10场、3150个岗位。", "1200 + 1850 = 3050"),
        ("春季捐书6200册，秋季捐书4850册，全年共捐书11500册。", "6200 + 4850 = 11050"),
    ],
)
def test_a_total_that_says_what_it_holds_is_their_sum(text: str, formula: str) -> None:
    assert conflicts(text) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "一等奖3名、二等奖5名、三等奖8名，共有120名选手参赛。",
        "2018年以来累计投入4200万元，2019年投入1300万元，2020年投入1500万元。",
        "下达资金2650万元，分两批，第一批1500万元，第二批1150万元，已支出2300万元。",
        "今年对东盟、欧盟分别进出口1.07万亿元、1.02万亿元，对共建国家合计进出口3.36万亿元。",
        "两年共投入1200余万元，2019年投入560万元，2020年投入680万元。",
        "甲村20户、乙村35户等，全县共82户。",
        "2019年建成10个，2020年建成12个，目前累计建成80个。",
    ],
)
def test_a_total_of_more_than_the_list_contradicts_nothing(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("举办夜校24期，每期35人，累计培训960人次。", "35 × 24 = 840"),
        ("开设班次18个，每班45人，共培训820人。", "45 × 18 = 810"),
        ("公益岗位安置1500人，每人每月600元，全年发放1180万元。", "600元 × 1500 × 12月 = 1080万元"),
        ("平均每个乡镇有驻村干部15人，全县18个乡镇共有驻村干部290人。", "290 ÷ 18 = 16.1111"),
        ("队员平均每月驻村24天，全年累计驻村318天。", "24 × 12月 = 288"),
    ],
)
def test_a_product_whose_factors_stand_side_by_side_is_exact(text: str, formula: str) -> None:
    assert conflicts(text) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "举办夜校24期，每期35人，共有620人参加。",
        "每班45人左右，12个班共528人。",
        "每人每月500元，共120人，全年实际发放58.4万元。",
        "每人每月500元，共120人，上半年发放36万元。",
        "平均每个村有合作社3家，全镇14个村共有合作社45家。",
        "土鸡每只80元，鸡蛋每枚2元，销售土鸡3000只、鸡蛋5万枚，收入34万元。",
        "每周五天四夜驻村，每月不少于20天，全年不少于220天。",
    ],
)
def test_means_and_repeated_occasions_leave_room(text: str) -> None:
    assert conflicts(text) == []


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("2020年建成车间46个，比2019年增加12个，2019年为32个。", "46 − 32 = 14"),
        ("参训学员780人，较上年减少65人，上年参训815人。", "815 − 65 = 750"),
        ("贫困村52个，已出列48个，还有6个未出列。", "48 + 6 = 54"),
        ("发放口罩5万只，已使用3.2万只，剩余2.8万只。", "50000 − 32000 = 18000"),
        ("今年销售额是去年的2.5倍，去年为320万元，今年达到780万元。", "780万元 ÷ 320万元 = 2.4375倍"),
        ("资金来源中，中央占45%，省级占35%，市县占25%。", "45% + 35% + 25% = 105%"),
        ("受训人员中女性占55%，男性占35%。", "55% + 35% = 90%"),
    ],
)
def test_a_change_a_rest_and_shares_fit_the_figures_beside_them(text: str, formula: str) -> None:
    assert conflicts(text) == [formula]


@pytest.mark.parametrize(
    "text",
    [
        "脱贫户820户，比上年减少35户，其中自然减少12户。",
        "今年建成46个，比去年增加12个，去年完成投资32亿元。",
        "今年建成46个，其中省级5个，比去年增加14个，去年为32个。",
        "资金500万元，上年结转60万元，已支出420万元，结余140万元。",
        "建学校48所，已建成40所，还有6所在建。",
        "今年招工410人，是2018年的2倍多，2018年为196人。",
        "贫困户致贫原因中，因病占42%，因残占13%，因学占15%，缺技术占38%。",
        "满意度构成：对住房满意的占96%，对饮水满意的占94%，对教育满意的占98%。",
        "学历结构：小学占36.2%，初中占41.5%，高中占22.4%。",
        "党员中女性占25%，代表中男性占35%。",
    ],
)
def test_changes_rests_and_shares_of_something_else_contradict_nothing(text: str) -> None:
    assert conflicts(text) == []


def test_figures_are_no_list_of_names() -> None:
    notes = [found.formula for found in check_text("其中内科7人、外科6人、儿科4人、中医2人。").relations]
    assert notes == []
    named = check_text("年初，省委宣传部、省林业局、恒进科技3家单位到村帮扶。").relations
    assert [found.formula for found in named] == ["列名3项"]
