"""Which figures of a text are claims, with which unit and bound."""

from decimal import Decimal

import pytest

from bangfu.reports.checker.check import check_text


def claims(text: str) -> list[tuple[str, str, str, str]]:
    return [(claim.text, f"{claim.value:.0f}", claim.unit, claim.bound) for claim in check_text(text).claims]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("有扶贫任务的6个乡镇35个村", [("6个", "6", "township", "exact"), ("35个", "35", "village", "exact")]),
        (
            "实施项目329个，带动500余户",
            [("329个", "329", "project", "exact"), ("500余户", "500", "household", "at_least")],
        ),
        ("线下专柜2家，供应商17家", [("2家", "2", "point", "exact"), ("17家", "17", "organisation", "exact")]),
        (
            "设立11个专项工作组、35个驻村工作队",
            [("11个", "11", "organisation", "exact"), ("35个", "35", "team", "exact")],
        ),
        (
            "近1700名干部，75%以上",
            [("近1700名", "1700", "person", "at_most"), ("75%以上", "75", "percent", "at_least")],
        ),
        ("订单量超20万，", [("超20万", "200000", "order", "at_least")]),
        ("公益性岗位2150个，其中护林员860个", [("2150个", "2150", "post", "exact"), ("860个", "860", "post", "exact")]),
        (
            "全区67家区直单位94名驻村干部，落实岗位120名",
            [
                ("67家", "67", "organisation", "exact"),
                ("94名", "94", "person", "exact"),
                ("120名", "120", "person", "exact"),
            ],
        ),
        ("近两成，翻两番", [("近两成", "20", "percent", "at_most"), ("翻两番", "4", "multiple", "exact")]),
        ("装机5.6万千瓦", [("5.6万千瓦", "56000", "kw", "exact")]),
        ("签约7家企业", [("7家", "7", "organisation", "exact")]),
        ("实现结对全覆盖", [("全覆盖", "100", "percent", "exact")]),
        ("億元：3.09億元、兩個社區", [("3.09億元", "309000000", "CNY", "exact"), ("兩個", "2", "community", "exact")]),
        ("３．５万人", [("３．５万人", "35000", "person", "exact")]),
    ],
)
def test_unit_and_bound(text: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert claims(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2020年6月19日至23日，第三批第一书记",
        "国开发〔2017〕6号，电话0739-7221234、13912345678",
        "“扶贫832”平台，“1+1+2”模式，落实两不愁三保障",
        "千方百计促增收，一心一意谋发展，十分满意",
        "九棵树村、三家子村、八里庄村",
        "“十四五”期间，前三季度，近五年",
        "一是加强领导；二是落实责任；（三）强化督查",
        "5A级景区，G60高速，国道318线，一户一策",
        "百企帮百村，万名党员进万家",
        "他今年62岁，三天两头下村",
        "数百人围观，几十户搬迁",
    ],
)
def test_what_is_no_claim(text: str) -> None:
    assert claims(text) == []


def test_names_are_listed_apart() -> None:
    result = check_text("落实“两不愁三保障”")
    assert [(name.text, int(name.value)) for name in result.names] == [("两不愁", 2), ("三保障", 3)]
    assert len(result.as_json(names_as_claims=True)["claims"]) == 2


def test_ranges_keep_both_ends() -> None:
    claim = check_text("每村安排10-20万元").claims[0]
    assert (claim.value, claim.upper, claim.bound) == (Decimal(100000), Decimal(200000), "at_least")


def test_offsets_count_characters_of_the_text_as_given() -> None:
    text = "帮助销售农产品，价值1350.8万\n— 12 —\n元，惠及 120 户。\r\n捐款捐物逾1800萬元"
    result = check_text(text)
    assert [claim.text for claim in result.claims] == ["1350.8万元", "120 户", "逾1800萬元"]
    for told in result.as_json()["claims"]:
        assert text[told["start"] : told["end"]] == told["text"]
    assert [claim.value for claim in result.claims] == [13508000, 120, 18000000]


def test_a_figure_with_two_points_is_reported_not_guessed() -> None:
    shape = check_text("投入12.3.4万元，惠及30户").as_json()
    assert [claim["text"] for claim in shape["claims"]] == ["30户"]
    assert shape["unreadable"][0]["text"] == "12.3.4万"


def test_what_a_claim_is_about() -> None:
    result = check_text("2020年，甘泉县投入专项资金500万元，其中产业资金300万元。")
    part = result.about[result.claims[1].id]
    assert part["parent"] == result.claims[0].id
    assert part["period"] == "2020年"
    assert part["place"] == "甘泉县"
    assert part["measure"] == "产业资金"
