"""Marked texts: what belongs together is found, altered figures are caught, nothing true is called wrong."""

from pathlib import Path

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.scoring import RelationScore, alterations, is_caught, marked, score_relations

RELATED = Path(__file__).parent / "related"


@pytest.mark.parametrize(("group", "share"), [("a", 0.94), ("b", 0.95), ("c", 0.88), ("d", 0.88), ("e", 0.9)])
def test_most_relations_are_found_and_none_is_accused(group: str, share: float) -> None:
    counts = RelationScore()
    for path in RELATED.glob(f"{group}*.txt"):
        score_relations(marked(path), counts)
    assert counts.found >= share * counts.wanted
    assert counts.right_verdicts >= 0.97 * counts.found
    assert counts.false_conflicts == 0


def test_more_than_half_of_the_altered_figures_are_caught() -> None:
    outcomes = [is_caught(*one) for path in sorted(RELATED.glob("*.txt")) for one in alterations(marked(path))]
    assert sum(outcomes) >= 0.55 * len(outcomes)


def conflicts(text: str) -> list[str]:
    return [found.formula for found in check_text(text).relations if found.verdict == "conflict"]


def test_a_table_that_is_wrong_in_one_row_is_told() -> None:
    head = "| 乡镇 | 本月销售额（万元） | 上月销售额（万元） | 增长率 | 占比 |\n| --- | --- | --- | --- | --- |\n"
    rows = "| 甲镇 | 420 | 400 | 5% | 35% |\n| 乙镇 | 300 | 240 | 25% | 25% |\n| 丙镇 | 480 | 320 | 50% | 40% |\n"
    text = head + rows + "| 合计 | 1200 | 960 | 25% | 100% |\n"
    assert conflicts(text) == []
    assert len(conflicts(text.replace("| 25% | 25% |", "| 52% | 25% |"))) == 1
    assert len(conflicts(text.replace("| 25% | 25% |", "| 25% | 52% |"))) == 1


def test_a_mean_of_one_thing_is_not_held_to_the_money_of_another() -> None:
    assert conflicts("预算单位采购264万元，占22%；直播60场，场均8万元。") == []
    assert conflicts("专柜300万元，直播60场，场均8万元。") == []
    assert conflicts("发放补助资金372万元，惠及465户，户均8200元。") != []


def test_cases_are_no_money() -> None:
    claims = check_text("其中：资金闲置14个、1985万元。").claims
    assert [claim.unit for claim in claims] == ["item", "CNY"]


@pytest.mark.parametrize("text", ["医保报销2023.56万元。", "户均2.8人。", "每戶平均2.8人，較上年度成長12.5%。"])
def test_figures_that_look_like_something_else(text: str) -> None:
    assert check_text(text).claims


def test_a_target_of_nothing_is_no_division() -> None:
    assert conflicts("计划完成0户，完成计划的100%；截至12月实际完成5户。") == []


def test_an_excess_is_no_vague_figure() -> None:
    claims = check_text("超额3600万元完成任务。").claims
    assert [claim.bound for claim in claims] == ["exact"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("收集问题8 640件。", 8640), ("发布需求12 480个。", 12480), ("未消除风险209户均已落实措施。", 209)],
)
def test_figures_with_spaces_and_before_jun(text: str, value: int) -> None:
    assert [claim.value for claim in check_text(text).claims] == [value]


def test_a_mean_is_not_the_whole_of_a_part() -> None:
    assert conflicts("吸纳2580人就业，每个车间平均30人，其中贫困劳动力1032人，占比40%。") == []


def test_a_part_with_a_share_of_its_own_is_not_the_whole_of_the_next() -> None:
    assert conflicts("因病致贫401户，占监测户总数的48%；因学96户，占11.5%。") == []


def test_last_years_figure_is_the_base_of_the_growth() -> None:
    assert conflicts("现有供应商285家。去年同期，供应商为228家，一年间增加57家，增长25%。") == []


def test_a_single_pair_that_does_not_fit_is_told_apart_from_chance() -> None:
    assert conflicts("全县18个乡镇中，15个实现全覆盖，占23.3%。") == ["15 ÷ 18 × 100 = 83.3333%"]
