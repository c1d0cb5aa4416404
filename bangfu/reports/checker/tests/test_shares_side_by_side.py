"""Shares told side by side make up a hundred."""

import pytest

from bangfu.reports.checker.check import check_text


def found(text: str) -> list[tuple[str, str]]:
    return [(one.verdict, one.formula) for one in check_text(text).relations if one.kind == "sum"]


@pytest.mark.parametrize(
    ("last", "verdict"), [("36.6", "consistent"), ("36.5", "rounding"), ("36.9", "conflict"), ("39.6", "conflict")]
)
@pytest.mark.parametrize("between", [":", "：", "∶"])
def test_shares_of_one_run_make_up_a_hundred(last: str, verdict: str, between: str) -> None:
    text = f"三次产业结构为3.9∶59.5∶{last}。".replace("∶", between)
    assert found(text) == [(verdict, "100% − 3.9% − 59.5% = 36.6%")]


def test_two_runs_make_up_a_hundred_each() -> None:
    text = "三次产业结构由8.1:45.2:46.7调整为7.5:46.0:46.8。"
    assert found(text) == [
        ("consistent", "100% − 8.1% − 45.2% = 46.7%"),
        ("conflict", "100% − 7.5% − 46% = 46.5%"),
    ]


def test_a_wrong_sum_is_told_in_words() -> None:
    notes = [one.note for one in check_text("三次产业结构为3.9∶59.5∶36.9。").relations]
    assert notes == ["各部分之和为100.3%"]
