"""What can be recorded about work."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey
from bangfu.ledger.kinds import Detail, EntryKind, Rate

FORM = Detail(
    name="form",
    title=_("招聘会形式"),
    kind="choice",
    choices=(("online", _("网络专场")), ("mobile", _("流动招聘会")), ("on_site", _("现场招聘会"))),
    required=True,
    synonyms=("形式", "招聘形式"),
)
DESTINATION = Detail(
    name="destination",
    title=_("务工去向"),
    kind="choice",
    choices=(
        ("nearby", _("县（区）内就近")),
        ("in_province", _("县（区）外省内")),
        ("other_province", _("省外")),
        ("partner", _("协作地区")),
    ),
    required=True,
    synonyms=("去向", "就业地"),
)
REGISTERED = Detail(name="registered", title=_("建档立卡户"), kind="boolean", required=True, synonyms=("是否建档立卡",))
NEW = Detail(
    name="standing",
    title=_("就业情形"),
    kind="choice",
    choices=(("new", _("新增就业")), ("returned", _("返岗复工"))),
    required=True,
)

FAIR = EntryKind(
    name="labour.fair",
    title=_("招聘会"),
    workstream="labour",
    unit="session",
    giver_title=_("主办单位"),
    receiver=("area",),
    receiver_title=_("举办地"),
    amount="none",
    quantity="required",
    units=(("session", _("场（站）")),),
    details=(FORM,),
    evidence=(_("现场照片"),),
    people=True,
    help=_("一场或一站记一条；到场人数记在惠及人数。"),
)
POSTS = EntryKind(
    name="labour.posts_offered",
    title=_("提供岗位"),
    workstream="labour",
    unit="post",
    giver_title=_("用人单位"),
    receiver=("area",),
    receiver_title=_("面向地区"),
    amount="none",
    quantity="required",
    units=(("post", _("个岗位")),),
    details=(FORM,),
    help=_("一家单位在一场招聘会记一条。"),
)
INTENTION = EntryKind(
    name="labour.intention",
    title=_("达成就业意向"),
    workstream="labour",
    giver_title=_("主办单位"),
    receiver=("area", "household", "person"),
    receiver_title=_("求职者所在地"),
    amount="none",
    quantity="none",
    details=(FORM, REGISTERED),
    needs=("persons",),
    help=_("意向不是就业；到岗后另记“实现就业”。"),
)
PLACEMENT = EntryKind(
    name="labour.placement",
    follows=("labour.intention",),
    title=_("实现就业"),
    workstream="labour",
    giver_title=_("帮助就业的单位"),
    receiver=("area", "household", "person"),
    receiver_title=_("劳动力所在地"),
    amount="none",
    quantity="none",
    details=(DESTINATION, NEW),
    evidence=(_("劳动合同或到岗证明"),),
    needs=("persons",),
)
WORK = EntryKind(
    name="labour.work",
    title=_("务工登记"),
    workstream="labour",
    giver=(),
    receiver=("area",),
    receiver_title=_("劳动力所在村"),
    amount="none",
    quantity="none",
    details=(DESTINATION,),
    people=True,
    help=_("逐人登记在外或就近务工；同一人在一个统计期只算一人。"),
)

ITEMS = (
    ("transport", _("务工交通补贴")),
    ("public_post", _("公益性岗位补贴")),
    ("training", _("培训补贴")),
    ("stable", _("稳岗补贴")),
    ("hiring", _("用人单位吸纳就业补贴")),
    ("intermediary", _("职业介绍补贴")),
    ("other", _("其他")),
)
SUBSIDY = EntryKind(
    name="labour.subsidy",
    title=_("就业补贴"),
    workstream="labour",
    giver_title=_("发放单位"),
    receiver=("area", "household", "person", "organisation"),
    receiver_title=_("发放对象（地区）"),
    quantity="none",
    details=(
        Detail(name="item", title=_("项目"), kind="choice", choices=ITEMS, required=True),
        Detail(name="months", title=_("月数"), kind="integer", help=_("按月发放的填几个月；不填按一次。")),
    ),
    evidence=(_("发放表"),),
    needs=("persons",),
    people=True,
    large_amount="ledger.large_amount",
    rates=tuple(
        Rate(policy=f"labour.{item}_rate", where=(("item", item),), times="months")
        for item in ("transport", "public_post", "hiring", "intermediary")
    ),
    help=_("发给劳动者或用人单位的补贴；金额应等于标准乘以人数和月数，不等的写明理由。"),
)

KINDS = (FAIR, POSTS, INTENTION, PLACEMENT, WORK, SUBSIDY)
RATES = tuple(
    PolicyKey(
        name=f"labour.{item}_rate",
        title=title,
        type="money",
        unit=unit,
        help=_("记“就业补贴”时，金额应等于标准乘以人数（和月数）；不等的要写明理由。"),
    )
    for item, title, unit in (
        ("transport", _("务工交通补贴标准"), _("元/人·次")),
        ("public_post", _("公益性岗位补贴标准"), _("元/人·月")),
        ("hiring", _("用人单位吸纳就业补贴标准"), _("元/人")),
        ("intermediary", _("职业介绍补贴标准"), _("元/人")),
    )
)
