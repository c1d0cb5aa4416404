"""Measure words of the field, shares told side by side, and signs before a figure."""

import pytest

from bangfu.reports.checker.check import check_text


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("安装100瓦路灯", 100, "watt"),
        ("架设线路35杆公里", 35, "pole_km"),
        ("光缆120皮长公里", 120, "cable_km"),
        ("开挖土石3.2万方", 32_000, "cubic_metre"),
        ("浇筑混凝土560方", 560, "cubic_metre"),
        ("新建厂房2400平", 2400, "square_metre"),
        ("蓄水300m3", 300, "cubic_metre"),
        ("飞防作业1200亩·次", 1200, "mu_time"),
        ("接种疫苗3.5万剂次", 35_000, "dose"),
        ("发放兽药5万头份", 50_000, "dose"),
        ("增加学位3560个", 3560, "place_offered"),
        ("提供1200学位", 1200, "place_offered"),
        ("投入挖机86台班", 86, "machine_shift"),
        ("派出36人月", 36, "person_month"),
        ("双向6车道", 6, "lane"),
        ("开通100兆宽带", 100, "megabit"),
        ("车流6.9万辆次", 69_000, "time"),
        ("提交3000字报告", 3000, "character"),
        ("装机20MWp", 20, "mw"),
        ("年发电3.2GWh", 3.2, "gwh"),
        ("投入3亿人民币", 300_000_000, "CNY"),
        ("投入300万RMB", 3_000_000, "CNY"),
        ("完成投资1亿2千3百万元", 123_000_000, "CNY"),
        ("完成投资2千3百5十万元", 23_500_000, "CNY"),
        ("每万人拥有医生25.6名", 25.6, "person"),
        ("同比-3.2%", -3.2, "percent"),
    ],
)
def test_measure_words(text: str, value: float, unit: str) -> None:
    assert [(float(claim.value), claim.unit) for claim in check_text(f"{text}。").claims] == [(value, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "三方签订协议",
        "第三方评估",
        "双方共建",
        "三平台一中心",
        "一字一句",
        "五排山村",
        "一杯水",
        "大碗茶",
        "两担心",
        "余下的人年满51岁",
    ],
)
def test_other_words_measure_nothing(text: str) -> None:
    assert check_text(f"{text}。").claims == []


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("三次产业结构为3.9∶59.5∶36.6。", ["3.9", "59.5", "36.6"]),
        ("三次产业结构由8.1:45.2:46.7调整为7.5:46.0:46.5。", ["8.1", "45.2", "46.7", "7.5", "46.0", "46.5"]),
        ("产业结构比为12：40：48。", ["12", "40", "48"]),
        ("三次产业占比３.9比59.5比36.6。", ["３.9", "59.5", "36.6"]),
        ("三次产业结构为3.9∶59.5∶37.9。", ["3.9", "59.5", "37.9"]),
        ("线上线下占比60:40。", ["60", "40"]),
    ],
)
def test_shares_side_by_side_are_per_cent(text: str, parts: list[str]) -> None:
    result = check_text(text)
    assert [(claim.text, claim.unit) for claim in result.claims] == [(part, "percent") for part in parts]
    assert [text[claim.start : claim.end] for claim in result.claims] == parts


@pytest.mark.parametrize("text", ["男女比例为1:3。", "会议9:30开始。", "以3:1获胜。", "配比1:2:3。"])
def test_other_proportions_are_no_claims(text: str) -> None:
    assert check_text(text).claims == []


def test_shares_side_by_side_are_held_against_the_amounts() -> None:
    text = "生产总值100亿元，其中第一产业3.9亿元，第二产业59.5亿元，第三产业36.6亿元，三次产业结构为3.9:59.5:36.6。"
    assert sum(found.kind == "ratio" and found.verdict == "consistent" for found in check_text(text).relations) == 3
