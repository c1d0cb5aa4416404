"""The columns of the workbook of needs."""

from bangfu.kernel.workbooks import Column, Sheet, Type
from bangfu.parties.imports.sheets import ever_coded
from bangfu.workstreams.exchange.models import Kind, Need, Unit

URGENCIES = tuple((str(value), str(word)) for value, word in Need.Urgency.choices)


def needs_sheet() -> Sheet:
    """One row a need; who asks is named by household number, credit code, area code or name."""
    return Sheet(
        columns=(
            Column("number", "需求编号", ("编号",), Type.INTEGER, minimum=1),
            Column(
                "asker", "求助方", ("户编号", "户编码", "求助户", "学校", "求助方编号"), required=True, max_length=120
            ),
            Column("kind", "类别", ("需求类别",), Type.CODE, codes=_codes(Kind.choices)),
            Column("title", "需要什么", ("需求", "心愿", "微心愿", "需求名称"), required=True, max_length=60),
            Column("quantity", "数量", (), Type.QUANTITY, minimum=0),
            Column("unit", "单位", ("计量单位",), Type.CODE, codes=_codes(Unit.choices)),
            Column("value", "估价", ("金额", "心愿金额", "价值"), Type.MONEY, minimum=0),
            Column("urgency", "紧急程度", (), Type.CODE, codes=URGENCIES),
            Column("needed_by", "期望日期", ("截止日期",), Type.DATE),
            Column("wave", "心愿轮次", ("轮次",), max_length=60),
            Column("category", "用途", (), Type.CODE, codes=ever_coded("need_category")),
            Column("band", "受助对象", (), Type.CODE, codes=_codes(Need.Band.choices)),
            Column("group", "可多方认领", (), Type.BOOLEAN),
            Column("text", "公开说明", (), max_length=400),
            Column("private_text", "内部说明", ("备注",), max_length=600),
        ),
        title="需求",
        notes=(
            "求助方填户编号、单位信用代码、地区代码，或唯一的单位名称。",
            "“需要什么”和“公开说明”会公开：不能有姓名、电话、身份证号和银行账号。",
            "有需求编号的行是已登记的需求，导入不改动它；修改请在需求页上办理。",
        ),
    )


def _codes(choices: object) -> tuple[tuple[str, str], ...]:
    return tuple((str(value), str(word)) for value, word in choices)  # type: ignore[attr-defined]
