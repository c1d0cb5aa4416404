"""The sheet of a household register, and files as people send them."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from openpyxl import Workbook

from bangfu.kernel.workbooks import Column, Sheet, Type

Rows = Iterable[Iterable[object]]


@pytest.fixture
def register() -> Sheet:
    return Sheet(
        (
            Column("household", "户编号", ("户号",), required=True),
            Column("name", "姓名", ("成员姓名", "户主姓名"), required=True, max_length=10),
            Column("id", "证件号码", ("身份证号", "身份证号码"), Type.ID_OR_DISABILITY),
            Column("sex", "性别", type=Type.CODE, codes=(("1", "男"), ("2", "女", "女性"))),
            Column("health", "健康状况", type=Type.CODES, codes=(("1", "健康"), ("2", "长期慢性病"), ("4", "残疾"))),
            Column("since", "识别日期", ("识别时间",), Type.DATE),
            Column("income", "纯收入", ("家庭纯收入",), Type.MONEY),
            Column("land", "耕地面积", type=Type.QUANTITY, minimum=0),
            Column("party", "是否党员", type=Type.BOOLEAN),
            Column("account", "银行账号", type=Type.BANK_ACCOUNT),
        ),
        title="家庭成员",
    )


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Path]:
    """Write rows to an .xlsx file from cell A1; `merge` lists ranges."""

    def write(rows: Rows, merge: Iterable[str] = (), name: str = "register.xlsx") -> Path:
        book = Workbook()
        for row in rows:
            book.active.append(list(row))
        for span in merge:
            book.active.merge_cells(span)
        book.save(tmp_path / name)
        return tmp_path / name

    return write
