"""The columns of the workbook of helpers."""

from bangfu.kernel.workbooks import Column, Sheet, Type
from bangfu.pairing.models import Scheme
from bangfu.parties.imports.sheets import ever_coded

USUAL = "cadre-household"


def helpers_sheet() -> Sheet:
    """Helpers who are persons, one row each, with the unit that sends them and the village they are meant for."""
    schemes = tuple((s.name, s.title) for s in Scheme.objects.filter(helper_kind="person").order_by("name"))
    return Sheet(
        columns=(
            Column("name", "姓名", ("帮扶人姓名", "干部姓名", "帮扶责任人"), required=True, max_length=60),
            Column("id_number", "公民身份号码", ("身份证号", "身份证号码", "证件号码"), Type.ID_NUMBER),
            Column("person_number", "人编号", ("人编码",), max_length=24),
            Column("sex", "性别", (), Type.CODE, codes=ever_coded("sex")),
            Column("phone", "联系电话", ("手机号", "手机号码", "电话"), Type.PHONE),
            Column("unit", "工作单位", ("帮扶单位", "单位名称", "单位", "单位名称或信用代码"), max_length=120),
            Column("post", "职务", (), max_length=60),
            Column("rank", "职级", ("级别",), Type.CODE, codes=ever_coded("person_rank")),
            Column("scheme", "结对方案", ("方案",), Type.CODE, codes=schemes),
            Column("village_code", "帮扶村代码", ("村代码", "区划代码"), Type.AREA_CODE),
            Column("township", "帮扶乡镇", ("乡镇",), max_length=60),
            Column("village", "帮扶村", ("村", "行政村"), max_length=60),
            Column("capacity", "最多帮扶数", ("帮扶户数上限", "最多帮扶户数"), Type.INTEGER, minimum=0, maximum=1000),
            Column("skills", "擅长解决", ("专长", "特长"), Type.CODES, codes=ever_coded("poverty_cause")),
            Column("valid_from", "开始日期", ("登记日期", "起始日期"), Type.DATE),
        ),
        title="帮扶干部",
        notes=(
            "按公民身份号码或人编号认定是不是同一个人；都没有时按姓名和工作单位。",
            "不填“结对方案”即为“帮扶干部包联农户”。空白单元格、带星号的号码表示“不变”。",
            "“擅长解决”写能帮着解决的致贫原因，可写几个，如“因病、缺技术”；不写的按工作单位的专长。",
        ),
    )
