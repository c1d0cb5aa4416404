"""What can be recorded about industry."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

STAGE = Detail(
    name="stage",
    title=_("项目类别"),
    kind="choice",
    choices=(("new", _("新增落地")), ("added", _("往年项目增资"))),
    required=True,
    synonyms=("新增或增资",),
)
PRODUCT = Detail(name="product", title=_("产业（产品）"), required=True, synonyms=("产业", "产品"))
PROJECT = Detail(name="project", title=_("项目名称"), synonyms=("项目",))
FIRMS = ("organisation", "household", "person")
LARGE = "ledger.large_amount"

CONTRACT = EntryKind(
    name="industry.contract",
    title=_("签约投资"),
    workstream="industry",
    giver_title=_("投资企业"),
    receiver=("area",),
    receiver_title=_("落地地区"),
    quantity="none",
    details=(PROJECT,),
    evidence=(_("投资协议"),),
    large_amount=LARGE,
    help=_("只是签约；到位后另记“到位投资”。"),
)
INVESTMENT = EntryKind(
    name="industry.investment",
    follows=("industry.contract",),
    title=_("到位投资"),
    workstream="industry",
    giver_title=_("投资企业"),
    receiver=("area",),
    receiver_title=_("落地地区"),
    quantity="none",
    details=(STAGE, PROJECT),
    evidence=(_("到位凭证"),),
    people=True,
    large_amount=LARGE,
    help=_("一个项目一年记一条；受益的建档立卡人数记在惠及人数。"),
)
BASE = EntryKind(
    name="industry.base",
    title=_("产业基地"),
    workstream="industry",
    unit="mu",
    giver=FIRMS,
    giver_title=_("经营主体"),
    receiver=("area",),
    receiver_title=_("基地所在村"),
    amount="none",
    quantity="required",
    units=(("mu", _("亩")),),
    details=(PRODUCT,),
    people=True,
    help=_("新建或提档升级的面积；户数、人数为联结的农户。"),
)
BENEFIT = EntryKind(
    name="industry.benefit",
    title=_("产业带动"),
    workstream="industry",
    giver=FIRMS,
    giver_title=_("带动主体"),
    receiver=("area",),
    receiver_title=_("受益村（乡镇）"),
    amount="none",
    quantity="none",
    details=(
        PRODUCT,
        Detail(
            name="outcome",
            title=_("成效"),
            kind="choice",
            choices=(("income", _("增收")), ("lifted", _("脱贫")), ("skills", _("掌握技能"))),
        ),
    ),
    people=True,
)
INCOME = EntryKind(
    name="industry.income_raised",
    title=_("带动增收"),
    workstream="industry",
    giver=(),
    receiver=("area",),
    receiver_title=_("增收地区"),
    quantity="none",
    people=True,
    help=_("农户收入增加额；不是投入，也不是捐赠。"),
)

KINDS = (CONTRACT, INVESTMENT, BASE, BENEFIT, INCOME)
