"""What can be recorded about work."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

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

KINDS = (FAIR, POSTS, INTENTION, PLACEMENT, WORK)
