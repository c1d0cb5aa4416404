"""The columns of the registers' workbooks, with the headings people really use."""

from django.utils import timezone

from bangfu.kernel.codelists.queries import all_codes, codes
from bangfu.kernel.workbooks import Code, Column, Sheet, Type

YEARS = (1900, 2100)


def coded(list_name: str) -> tuple[Code, ...]:
    """Return a code list in force today as a column wants it: code, label, synonyms."""
    return tuple((row.code, row.label, *row.synonyms) for row in codes(list_name, timezone.localdate()))


def ever_coded(list_name: str) -> tuple[Code, ...]:
    """Return a code list with the codes of all periods: registers hold what was true then.

    Each code stands once, under the label it has today or had last. A word that meant different codes at different
    times means today's.
    """
    today = timezone.localdate()
    rows = sorted(all_codes(list_name), key=lambda row: not row.holds(today))
    words: dict[str, str] = {}
    for row in rows:
        words.setdefault(row.label, row.code)
    for row in rows:
        for word in row.synonyms:
            words.setdefault(word, row.code)
    shown: dict[str, str] = {}
    for row in rows:
        shown.setdefault(row.code, row.label)
    order = dict.fromkeys(row.code for row in all_codes(list_name))
    return tuple(
        (code, shown[code], *(word for word, of in words.items() if of == code and word != shown[code]))
        for code in order
    )


def persons_sheet() -> Sheet:
    """Households with their members, one row a person; household columns may stand on the first row only."""
    return Sheet(
        columns=(*_household_columns(), *_person_columns()),
        title="农户与家庭成员",
        notes=(
            "一行一人；同一户的户信息写在任意一行即可，写在多行时必须一致。",
            "没有户编号时，从“户主”一行起到下一个“户主”之前算作一户。",
            "空白单元格表示“不变”，不会清除系统里已有的内容。",
            "带星号的号码（例如导出文件中的）表示“不变”。",
            "身份证号、银行账号请用文本格式，否则 Excel 会丢掉末尾几位。",
        ),
    )


def _household_columns() -> tuple[Column, ...]:
    first_year, last_year = YEARS
    return (
        Column("household_number", "户编号", ("户编码", "户号", "农户编号"), max_length=24),
        Column("village_code", "村代码", ("行政区划代码", "区划代码", "行政村代码", "所在村代码"), Type.AREA_CODE),
        Column("township", "乡镇", ("乡（镇）", "乡镇名称", "镇", "街道"), max_length=60),
        Column("village", "行政村", ("村", "村名称", "所在村", "村（社区）"), max_length=60),
        Column("address", "住址", ("家庭住址", "详细地址", "地址", "家庭地址"), max_length=120),
        Column("household_phone", "户联系电话", ("家庭联系电话", "户主电话", "户主联系电话"), Type.PHONE),
        Column("bank_name", "开户银行", ("开户行",), max_length=60),
        Column("bank_account", "银行账号", ("银行卡号", "一卡通账号", "账号"), Type.BANK_ACCOUNT),
        Column("standing", "户类型", ("农户类型", "户类别"), Type.CODE, codes=ever_coded("household_standing")),
        Column("standing_from", "户类型起始日期", ("识别日期", "纳入日期"), Type.DATE),
        Column("attribute", "农户属性", ("贫困户属性", "户属性"), Type.CODE, codes=ever_coded("household_attribute")),
        Column("identified_by", "识别标准", (), Type.CODE, codes=ever_coded("identified_by")),
        Column("main_cause", "主要致贫原因", ("致贫原因", "主要原因"), Type.CODE, codes=ever_coded("poverty_cause")),
        Column("other_causes", "其他致贫原因", ("次要致贫原因",), Type.CODES, codes=ever_coded("poverty_cause")),
        Column("member_count", "家庭人口", ("家庭人口数", "人口数", "家庭人数"), Type.INTEGER, minimum=1, maximum=60),
        Column("housing_area", "住房面积", ("住房面积(平方米)",), Type.QUANTITY, minimum=0),
        Column(
            "housing_structure", "住房结构", ("主要结构", "房屋结构"), Type.CODE, codes=ever_coded("housing_structure")
        ),
        Column("housing_year", "建房年份", ("建房年度",), Type.INTEGER, minimum=first_year, maximum=last_year),
        Column(
            "housing_safety", "住房安全等级", ("住房等级", "房屋等级"), Type.CODE, codes=ever_coded("housing_safety")
        ),
        Column("water", "饮水情况", ("饮水类型",), Type.CODE, codes=ever_coded("water")),
        Column("fuels", "主要燃料", ("燃料类型", "炊事燃料"), Type.CODES, codes=ever_coded("fuel")),
        Column("electricity", "是否通生活用电", ("通生活用电", "是否通电"), Type.BOOLEAN),
        Column("relocated", "是否易地扶贫搬迁", ("易地扶贫搬迁", "是否搬迁", "易地搬迁"), Type.BOOLEAN),
        Column("income_year", "收入年度", ("年度",), Type.INTEGER, minimum=first_year, maximum=last_year),
        Column("wages", "工资性收入", ("务工收入",), Type.MONEY, minimum=0),
        Column("business", "生产经营性收入", ("经营性收入", "家庭经营收入"), Type.MONEY, minimum=0),
        Column("property", "财产性收入", (), Type.MONEY, minimum=0),
        Column("transfers", "转移性收入", (), Type.MONEY, minimum=0),
        Column("costs", "生产经营性支出", ("生产经营费用支出", "经营费用"), Type.MONEY, minimum=0),
        Column("net_per_head", "人均纯收入", ("家庭人均纯收入", "年人均纯收入"), Type.MONEY),
    )


def _person_columns() -> tuple[Column, ...]:
    return (
        Column("person_number", "人编号", ("人编码", "成员编号"), max_length=24),
        Column("name", "姓名", ("成员姓名", "家庭成员姓名"), required=True, max_length=60),
        Column(
            "relation", "与户主关系", ("与户主的关系", "关系"), Type.CODE, required=True, codes=ever_coded("relation")
        ),
        Column("sex", "性别", (), Type.CODE, codes=ever_coded("sex")),
        Column(
            "id_number", "公民身份号码", ("身份证号", "身份证号码", "证件号码", "居民身份证号"), Type.ID_OR_DISABILITY
        ),
        Column("birth_date", "出生日期", ("出生年月日",), Type.DATE),
        Column("disability_number", "残疾证号", ("残疾人证号",), Type.DISABILITY_NUMBER),
        Column("disability_level", "残疾等级", ("残疾级别",), Type.CODE, codes=ever_coded("disability_level")),
        Column("phone", "联系电话", ("手机号", "手机号码", "电话", "本人电话"), Type.PHONE),
        Column("ethnicity", "民族", (), Type.CODE, codes=ever_coded("ethnicity")),
        Column("political", "政治面貌", (), Type.CODE, codes=ever_coded("political")),
        Column("education", "文化程度", ("学历",), Type.CODE, codes=ever_coded("education")),
        Column("schooling", "在校生状况", ("在校状况", "在校情况"), Type.CODE, codes=ever_coded("schooling")),
        Column("health", "健康状况", ("身体状况",), Type.CODES, codes=ever_coded("health")),
        Column("labour", "劳动能力", ("劳动技能",), Type.CODE, codes=ever_coded("labour")),
        Column("work_area", "务工区域", ("务工地点", "务工状况"), Type.CODE, codes=ever_coded("work_area")),
        Column("work_months", "务工月数", ("务工时间", "务工时间(月)"), Type.INTEGER, minimum=0, maximum=12),
        Column("medical_insured", "是否参加基本医疗保险", ("基本医疗保险", "新农合", "医保"), Type.BOOLEAN),
        Column("pension_insured", "是否参加养老保险", ("养老保险", "基本养老保险"), Type.BOOLEAN),
        Column("minimum_living", "是否享受低保", ("低保", "享受低保"), Type.BOOLEAN),
        Column("registered", "户籍在本户", ("是否户籍人口",), Type.BOOLEAN),
        Column("living", "共同生活", ("是否共同生活",), Type.BOOLEAN),
    )


def areas_sheet() -> Sheet:
    """Places, one row each, from county to village group; villages with their classes."""
    return Sheet(
        columns=(
            Column("code", "区划代码", ("代码", "行政区划代码", "统计用区划代码"), Type.AREA_CODE, required=True),
            Column("name", "名称", ("地区名称", "区划名称", "村名称"), required=True, max_length=60),
            Column("urban_rural", "城乡分类", ("城乡分类代码",), Type.CODE, codes=ever_coded("urban_rural")),
            Column("longitude", "经度", (), Type.DECIMAL, places=6, minimum=-180, maximum=180),
            Column("latitude", "纬度", (), Type.DECIMAL, places=6, minimum=-90, maximum=90),
            Column("classes", "村类别", ("类别", "贫困村类别"), Type.CODES, codes=ever_coded("area_class")),
            Column("class_from", "类别起始日期", ("认定日期",), Type.DATE, help="新增的类别从这一天起；不填为今天。"),
            Column("valid_from", "启用日期", ("成立日期",), Type.DATE),
            Column("valid_to", "撤销日期", (), Type.DATE),
            Column("successor", "并入地区代码", ("现区划代码", "继承地区代码"), Type.AREA_CODE),
        ),
        title="地区",
        notes=(
            "代码位数决定层级：县 6 位，乡镇 9 位，村 12 位，村民小组 15 位；末尾的零会自动去掉。",
            "上级地区须已登记，或在同一份表里。空白单元格表示“不变”。",
            "“村类别”填写现有的全部类别；去掉的类别到昨天为止。",
        ),
    )


def organisations_sheet() -> Sheet:
    """Organisations, one row each."""
    return Sheet(
        columns=(
            Column("name", "单位名称", ("名称", "单位", "企业名称"), required=True, max_length=120),
            Column("credit_code", "统一社会信用代码", ("社会信用代码", "信用代码"), Type.CREDIT_CODE),
            Column("aliases", "别名", ("曾用名", "简称"), max_length=400, help="多个用“、”隔开。"),
            Column("kind", "单位类型", ("类型", "单位性质"), Type.CODE, codes=ever_coded("organisation_kind")),
            Column("rank", "隶属层级", ("层级",), Type.CODE, codes=ever_coded("organisation_rank")),
            Column("is_budget_unit", "预算单位", ("是否预算单位",), Type.BOOLEAN),
            Column("superior", "上级单位", ("主管单位", "上级单位名称或代码"), max_length=120),
            Column("area_code", "所在地代码", ("区划代码", "所在地区划代码"), Type.AREA_CODE),
            Column("contact", "联系人", (), max_length=40),
            Column("phone", "联系电话", ("电话",), Type.PHONE),
            Column("valid_from", "成立日期", (), Type.DATE),
        ),
        title="单位",
        notes=(
            "先按统一社会信用代码，再按单位名称或别名认定是不是同一个单位。",
            "空白单元格表示“不变”；带星号的电话表示“不变”。",
        ),
    )
