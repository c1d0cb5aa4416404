"""A text claims the same in traditional characters, in full-width figures, with spaces and in broken lines."""

import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from opencc import OpenCC  # type: ignore[import-untyped] # it has no types

from bangfu.reports.checker.check import check_text

_TEXT = (Path(__file__).parent / "texts/p04.txt").read_text("utf-8")
_WIDTH = 34


def _full_width(text: str) -> str:
    return re.sub(r"[0-9.%]", lambda match: chr(ord(match[0]) + 0xFEE0), text)


def _spaced(text: str) -> str:
    return re.sub(r"(\d)([一-鿿])", r"\1 \2", re.sub(r"([一-鿿])(\d)", r"\1 \2", text))


def _narrow(text: str) -> str:
    return text.translate(str.maketrans("，；：（）", ",;:()"))


def _broken(text: str) -> str:
    lines = [line[i : i + _WIDTH] for line in text.splitlines() for i in range(0, max(1, len(line)), _WIDTH)]
    return "\n".join(lines)


def _claims(text: str) -> list[tuple[Decimal, str, str]]:
    return [(claim.value, claim.unit, claim.bound) for claim in check_text(text).claims]


@pytest.mark.parametrize(
    "written",
    [_narrow, OpenCC("s2t").convert, OpenCC("s2tw").convert, OpenCC("s2hk").convert, _full_width, _spaced, _broken],
    ids=["narrow_stops", "traditional", "taiwan", "hong_kong", "full_width", "spaced", "broken_lines"],
)
def test_the_same_claims_however_it_is_written(written: Callable[[str], str]) -> None:
    assert _claims(written(_TEXT)) == _claims(_TEXT)


@pytest.mark.parametrize(
    "text", ["比上年全县农村居民增速高出了17.\n1%，位居全市前列", "比上年全县农村居民增速高出了17\n.1%，位居全市前列"]
)
def test_a_figure_broken_at_its_point_is_one(text: str) -> None:
    assert [claim.value for claim in check_text(text).claims] == [Decimal("17.1")]


def test_a_figure_broken_in_an_uneven_line_is_one() -> None:
    claims = check_text("全年销售2500万元，其中线上13\n40.13万元，线下1159.87万元。").claims
    assert [claim.value for claim in claims] == [25_000_000, Decimal("13401300"), Decimal("11598700")]


@pytest.mark.parametrize("text", ["各乡镇完成情况\n龙头镇13\n40.5万元", "资金安排如下，见附件2\n24.5万元用于产业"])
def test_numbers_of_tables_and_labels_stay_apart(text: str) -> None:
    assert [claim.value for claim in check_text(text).claims] in ([Decimal(405_000)], [Decimal(245_000)])
