"""The words that papers set around the values, by paper; those of ``common`` stand on all of them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel import formats
from bangfu.reports.papers.wanted import Wanted

COMMON = {
    "head": _("户主"),
    "persons": _("家庭人口"),
    "place": _("住址"),
    "number": _("户编号"),
    "standing": _("户类型"),
    "helpers": _("帮扶责任人"),
    "helper_columns": (_("姓名（单位）"), _("身份"), _("自何时起")),
    "received": _("得到的帮扶"),
    "received_columns": (_("日期"), _("内容"), _("提供方")),
    "no_helper": _("尚未确定帮扶责任人，请与村委会联系。"),
    "no_help": _("还没有登记的帮扶。"),
}
CARD = {
    "title": _("帮扶明白卡"),
    "foot": _("对帮扶有意见或有新的困难，请找帮扶责任人或村委会；登录后扫码可核对每一笔。"),
}
CARD_WITHOUT_CODE = CARD | {"foot": _("对帮扶有意见或有新的困难，请找帮扶责任人或村委会。")}
HANDBOOK = {
    "title": _("帮扶手册"),
    "foot": _("含个人信息，由帮扶责任人保管，不得拍照转发。"),
    "opened": _("建档日期"),
    "members": _("成员"),
    "member_columns": (_("姓名"), _("与户主关系"), _("性别"), _("年龄")),
    "statuses": _("身份变化"),
    "status_columns": (_("起"), _("止"), _("户类型")),
    "incomes": _("收入（元）"),
    "income_columns": (
        _("年度"),
        _("工资性"),
        _("经营性"),
        _("财产性"),
        _("转移性"),
        _("经营支出"),
        _("纯收入"),
        _("人均纯收入"),
    ),
    "visits": _("走访与帮扶记录"),
    "visit_columns": (_("日期"), _("走访或帮扶内容"), _("帮扶人签字"), _("农户签字")),
    "nothing": _("没有登记。"),
}
VISIT = {
    "title": _("入户走访表"),
    "foot": _("含个人信息，用完交村信息点保管。只记与帮扶有关的情况，不要求农户配合拍照。"),
    "phone": _("联系电话"),
    "members": _("成员"),
    "member_columns": (_("姓名"), _("与户主关系"), _("年龄"), _("劳动能力或在校")),
    "lately": _("近期帮扶"),
    "asked": _("走访情况"),
    "questions": (
        _("收入和务工有没有变化"),
        _("看病、住院和医保报销"),
        _("孩子上学"),
        _("住房和饮水"),
        _("产业和农产品销售"),
        _("应得的补助是否到账"),
        _("困难和需要帮助的事"),
        _("商定的办法、谁办、何时办"),
    ),
    "signed": (_("走访人"), _("农户"), _("走访日期")),
}
COMPARISON = {
    "title": _("信息核对表"),
    "foot": _("含个人信息，用完交村信息点保管。与实际相同的打√，不同的写在右边或下方空格；没有变化的不用重抄。"),
    "facts": _("户信息"),
    "fact_columns": (_("项目"), _("登记册"), _("相同"), _("现在是")),
    "members": _("成员信息（不同的写在下方空格，新增成员写在末行）"),
    "member_columns": (
        _("姓名"),
        _("与户主关系"),
        _("性别"),
        _("证件号"),
        _("民族"),
        _("文化程度"),
        _("在校"),
        _("劳动能力"),
        _("务工"),
        _("医保"),
        _("养老"),
    ),
    "health": _("健康"),
    "signed": (_("核对人"), _("农户"), _("核对日期")),
}
NOTICE = {
    "columns": (_("序号"), _("户主"), _("村组"), _("家庭人口"), _("类别")),
    "intro": _("现将下列农户予以公示，请村民监督。"),
    "scan": _("扫码反映，不用登录"),
}
OF_PAPER = {"card": CARD, "handbook": HANDBOOK, "visit": VISIT, "comparison": COMPARISON, "notice": NOTICE}


def words_of(wanted: Wanted) -> dict[str, Any]:
    """Return the words of a paper in the language in force; lazy ones, for ``json.dumps(…, default=str)``."""
    printed = _now("打印于 %(day)s") % {"day": formats.day(wanted.on)}
    own = OF_PAPER[wanted.paper] if wanted.base or wanted.paper != "card" else CARD_WITHOUT_CODE
    return {**COMMON, **own, "printed": printed}
