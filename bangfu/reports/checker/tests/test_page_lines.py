"""What belongs to the page and not to the text: numbers, heads and feet between the halves of a figure."""

import pytest

from bangfu.reports.checker.check import check_text
from bangfu.reports.checker.page_lines import page_lines

HEAD = "茅箭区2023年社会扶贫工作总结"
PAGES = [
    "2023年，全区坚持精准帮扶，组织各级各部门深入一线开展帮扶工作，全年共投入帮扶资金1350.8万",
    "元，惠及脱贫户2386户8211人，其中产业帮扶资金900万元、就业帮扶资金450.8",
    "万元。下一步将继续加大投入力度，确保各项政策落到实处。",
]


@pytest.mark.parametrize(
    "page",
    [
        "{head}\n{body}\n- {number} -\n",
        "{head} 第{number}页\n{body}\n",
        "{body}\n{head}    {number}\n",
        "{number}  {head}\n{body}\n",
        "{body}\n第{number}页 共3页\n",
    ],
)
def test_a_figure_goes_on_behind_the_head_of_the_next_page(page: str) -> None:
    text = "".join(page.format(head=HEAD, body=body, number=number) for number, body in enumerate(PAGES, start=1))
    result = check_text(text)
    assert [claim.text for claim in result.claims] == ["1350.8万元", "2386户", "8211人", "900万元", "450.8万元"]
    assert [found.verdict for found in result.relations if found.kind == "sum"] == ["consistent"]
    assert text[result.claims[0].start :].startswith("1350.8万")
    assert text[: result.claims[0].end].endswith("元")


def test_the_title_stays_and_other_lines_too() -> None:
    text = f"{HEAD}\n一季度培训120人\n{HEAD} 2\n二季度培训130人\n{HEAD} 3\n三季度培训140人\n"
    assert [text[start:end] for start, end in page_lines(text)] == [f"{HEAD} 2", f"{HEAD} 3"]
    assert [claim.text for claim in check_text(text).claims] == ["120人", "130人", "140人"]


@pytest.mark.parametrize("line", ["主要做法", "联系人：张三，电话略。", "完成一百二十户改造，效果良好。"])
def test_lines_that_come_again_in_the_text_are_no_heads(line: str) -> None:
    assert page_lines(f"{line}\n甲\n{line}\n乙\n{line}\n") == []
