"""Ten thousand figures on a page: bounded work, linear in the length."""

import time

import pytest

from bangfu.reports.checker.check import check_text


@pytest.mark.parametrize(
    "piece",
    [
        "共{0}人，其中甲县{1}人、乙县{2}人，占{1}%；",
        "任务{0}人，完成{1}人，完成任务的{2}%。",
        "{0}户、",
        "“a.b",
        "一二三万亿",
    ],
)
def test_time_grows_with_length_only(piece: str) -> None:
    def seconds(count: int) -> float:
        text = "".join(piece.format(100 + number % 800, number % 97 + 1, number % 89 + 1) for number in range(count))
        start = time.process_time()
        check_text(text)
        return time.process_time() - start

    seconds(50)
    short, long = seconds(200), seconds(1600)
    assert long < 24 * short + 0.5


def test_ten_thousand_figures() -> None:
    start = time.process_time()
    result = check_text("".join(f"第{number % 97}组{number}户、" for number in range(1, 10_001)))
    assert len(result.claims) == 10_000
    assert time.process_time() - start < 20
