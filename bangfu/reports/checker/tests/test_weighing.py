"""Relations by weight of evidence: what is expected, what fits by chance, what is a slip, and what is none."""

from pathlib import Path

import pytest

from bangfu.reports.checker.check import check_text, read_text, relations_of
from bangfu.reports.checker.tables import table
from bangfu.reports.checker.weighing import again, differences, means, rates, runs, slips, within

TEXTS = Path(__file__).parent / "texts"
_RIGHT = [line.replace("⏎", "\n") for line in (TEXTS / "right_sentences.txt").read_text("utf-8").splitlines()]
_MODULES = {"share": rates, "growth": rates, "mean": means, "difference": differences, "run": runs}


def told(text: str) -> list[tuple[str, str, str]]:
    return [(found.kind, found.verdict, found.formula) for found in check_text(text).relations]


@pytest.mark.parametrize("kind", _MODULES)
def test_every_sign_has_a_weight_and_no_weight_is_without_a_sign(kind: str) -> None:
    module, weights = _MODULES[kind], table("weights")
    for prefix in ("", "close_"):
        assert tuple(weights[prefix + kind]["signs"]) == module.FEATURES
        assert tuple(weights[prefix + kind]["none"]) == module.NONE_FEATURES
    names = (*module.FEATURES, *(f"none_{sign}" for sign in module.NONE_FEATURES), *slips.FEATURES)
    assert tuple(weights[f"slip_{kind}"]["signs"]) == names
    assert kind in weights["limits"]


def test_repeats_and_parts_have_their_weights() -> None:
    weights = table("weights")
    assert tuple(weights["again"]["signs"]) == again.FEATURES
    assert tuple(weights["altered"]["signs"]) == again.ALTERED_FEATURES
    assert tuple(weights["within"]["signs"]) == within.FEATURES
    assert tuple(weights["within"]["none"]) == within.NONE_FEATURES


@pytest.mark.parametrize("text", _RIGHT, ids=range(len(_RIGHT)))
def test_right_sentences_are_not_accused(text: str) -> None:
    assert not [found.formula for found in check_text(text).relations if found.verdict == "conflict"]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        (
            "全年资金2,613.5万元，其中管理费用118.4万元。\n助学项目惠及5,200人。\n资金的47.8%给了助学，共1,248万元。",
            "1248万元 ÷ 2613.5万元 × 100 = 47.7521%",
        ),
        (
            "材料9.88万元；投工210个，一个工120元，2.52万元；再修一口池3.6万元，拢共16万元。",
            "9.88万元 + 2.52万元 + 3.6万元",
        ),
        ("务工16,940人。\n帮扶车间58家。\n目标16,500人，务工人数超了440人。", "16940 − 16500 = 440"),
        ("亩均干茶80公斤，6.3万亩共产5,040吨。", "63000"),
        (
            "6个乡镇排查问题184个，整改152个，整改率82.6%。发放问卷420份，回收408份。没有销号的32个问题已明确责任人。",
            "152 + 32 = 184",
        ),
        ("今年每箱割蜜16斤，总共736斤，一斤卖60元，进账4.4万多元。", "60元 × 736 = 4.416万元"),
        ("3.6公里土路铺成了水泥路，一公里造价40万元，144万元里有一半来自协作资金。", "40万元 × 3.6 = 144万元"),
        ("新建冷库4座，单座库容600立方米，总库容2400立方米。", "600 × 4 = 2400"),
        ("进修19人，每人6个月，合计114人月。", "6 × 19 = 114"),
        ("春季补助412人，秋季补助438人，全年850人次。", "412 + 438 = 850"),
        ("对口帮扶学校16所。派出教师41人次，16所学校全部结对，结对覆盖率100%。", "16 ÷ 16 × 100 = 100%"),
    ],
)
def test_what_is_expected_is_found_where_it_stands(text: str, formula: str) -> None:
    assert any(formula in one and verdict != "conflict" for _, verdict, one in told(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("用工742人，脱贫户419人，监测户63人，一般农户250人。", "419 + 63 + 250 = 732"),
        ("投资380万元，协作资金给了240万元，村集体自筹85万元，剩下65万元贷款。", "240万元 + 85万元 + 65万元 = 390万元"),
        ("每人400元，发放7,820人，支出321.8万元。", "400元 × 7820 = 3128000元"),
        ("学员月薪由3600元升至4860元，增长25.9%。", "(4860元 − 3600元) ÷ 3600元 = 35%"),  # of what it grew to
    ],
)
def test_a_slip_of_one_digit_is_told(text: str, wrong: str) -> None:
    assert [formula for _, verdict, formula in told(text) if verdict == "conflict"] == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "全年互访38批次、412人次。召开联席会议3次。甲区来访21批次236人次。乙县回访17批次176人次，平均每批10.8人次。",
        "人均收入9386元，上年同期为8798元，名义增长6.7%，扣除价格因素实际增长6.1%。",
        "公用经费96.4万元，上年为99.5万元，压减3.1%，主要是推行无纸化办公，印刷费减少2.7万元。",
        "免费手术586名，每例费用4200元，由慈善会和医保共同承担，其中慈善会承担70.3万元。",
        "卫生院13日说，3月以来全县义诊惠及群众2896人。\n另有消息。\n卫生院11日公布，3月1日以来全县义诊惠及群众2869人。",
    ],
)
def test_what_figures_elsewhere_or_words_explain_is_not_accused(text: str) -> None:
    assert not [one for one in told(text) if one[1] == "conflict"]


def test_a_list_of_different_things_is_no_sum() -> None:
    text = "生产总值完成186.4亿元，增长9.3%；财政收入完成27.5亿元，增长12.4%；投资完成144.6亿元，增长18.7%。"
    assert not [one for one in told(text) if one[1] == "conflict"]


def test_a_row_with_its_own_subtotal_is_not_added_up() -> None:
    text = "在工坊里干活的1286名妇女中，脱贫户547名，监测户98名，两者合起来645名。"
    assert not [one for one in told(text) if one[1] == "conflict"]
    assert ("sum", "consistent", "547 + 98 = 645") in told(text)


def test_a_total_behind_a_running_number_is_the_total() -> None:
    table_text = "序号|项目类别|资金（万元）\n1|产业|46\n2|基建|31\n3|全镇|5\n|合计|82\n"
    assert ("sum", "consistent", "46万元 + 31万元 + 5万元 = 82万元") in told(table_text)


def test_the_weights_add_to_what_grammar_finds() -> None:
    text = (TEXTS / "r02.txt").read_text("utf-8")
    by_grammar = relations_of(read_text(text), weighing=False)
    everything = relations_of(read_text(text))
    assert len(everything) > len(by_grammar)
    assert {found.key for found in by_grammar} <= {found.key for found in everything}


def test_the_same_text_is_judged_alike_every_time() -> None:
    text = (TEXTS / "q06.txt").read_text("utf-8")
    assert told(text) == told(text)
