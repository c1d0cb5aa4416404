"""What can be recorded about people sent and received, and about courses."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

CATEGORY = Detail(
    name="category",
    title=_("人员类别"),
    kind="choice",
    choices=(("official", _("党政干部")), ("expert", _("专业技术人才")), ("mixed", _("干部人才（未分类）"))),
    required=True,
    synonyms=("类别",),
)
FIELD = Detail(name="field", title=_("专业"), synonyms=("专业领域",))
TERM = Detail(
    name="term",
    title=_("期限类型"),
    kind="choice",
    choices=(("posted", _("挂职、派驻")), ("short", _("短期"))),
)
POST = Detail(name="post", title=_("挂职职务"), synonyms=("职务",))
HOST = Detail(name="host", title=_("所在部门（科室）"), synonyms=("部门", "科室"))
MENTOR = Detail(name="mentor", title=_("帮带人"), synonyms=("带教人", "指导老师"))
UNTIL = Detail(name="until", title=_("期满日期"), kind="date", after=True)
POSTING = (CATEGORY, TERM, FIELD, POST, HOST, MENTOR, UNTIL)
SUBJECT = Detail(
    name="subject",
    title=_("培训内容"),
    kind="choice",
    choices=(
        ("cadres", _("干部人才能力提升")),
        ("ecommerce", _("电子商务")),
        ("livestream", _("直播带货")),
        ("technical", _("专业技术")),
        ("farming", _("种养技术")),
        ("marketing", _("营销")),
        ("other", _("其他")),
    ),
    required=True,
)
SIDES = ("area", "organisation")

SENT = EntryKind(
    name="talent.sent",
    title=_("选派干部人才"),
    workstream="talent",
    giver=SIDES,
    giver_title=_("派出单位"),
    receiver=SIDES,
    receiver_title=_("接收单位（地区）"),
    amount="none",
    quantity="none",
    details=POSTING,
    confirmed_by="receiver",
    people=True,
    help=_("一批记一条，日期填到岗那天；当年每人只记一次，短期往返记人次。受的表彰另记“表彰个人”。"),
)
RECEIVED = EntryKind(
    name="talent.received",
    title=_("接收干部人才"),
    workstream="talent",
    giver=SIDES,
    giver_title=_("接收学习锻炼的单位"),
    receiver=SIDES,
    receiver_title=_("来自单位（地区）"),
    amount="none",
    quantity="none",
    details=POSTING,
    confirmed_by="receiver",
    people=True,
    help=_("受援地区的人到本地挂职、跟岗、学习，日期填到岗那天。一对一帮带的写明帮带人。"),
)
COURSE = EntryKind(
    name="talent.course",
    title=_("培训班"),
    workstream="talent",
    unit="course",
    giver=SIDES,
    giver_title=_("主办单位"),
    receiver=SIDES,
    receiver_title=_("学员来自"),
    amount="optional",
    quantity="required",
    units=(("course", _("期（场）")),),
    details=(
        SUBJECT,
        Detail(name="topic", title=_("班次名称"), synonyms=("培训班名称", "班名")),
        Detail(
            name="mode",
            title=_("办班方式"),
            kind="choice",
            choices=(("on_site", _("现场")), ("remote", _("远程"))),
        ),
        Detail(name="place", title=_("地点")),
        Detail(
            name="sessions",
            title=_("课次"),
            kind="integer",
            help=_("一期上了几次课；每次课都点名的，人次最多为人数乘以课次。"),
        ),
    ),
    evidence=(_("签到表"),),
    people=True,
    sessions="sessions",
    help=_("一期一条；参训记人次，去重的人数另填。有名单的填名单，同一人参加几期只算一人。"),
)
VISIT = EntryKind(
    name="talent.expert_visit",
    title=_("专家走访指导"),
    workstream="talent",
    giver=SIDES,
    giver_title=_("组织单位"),
    receiver=("area",),
    receiver_title=_("走访地区"),
    amount="none",
    quantity="none",
    details=(FIELD,),
    needs=("persons",),
    help=_("人数为专家人数。"),
)
TRAINING = EntryKind(
    name="talent.training",
    title=_("群众技能培训"),
    workstream="talent",
    giver=SIDES,
    giver_title=_("组织单位"),
    receiver=("area",),
    receiver_title=_("受训群众所在地"),
    amount="none",
    quantity="none",
    details=(
        SUBJECT,
        Detail(
            name="audience",
            title=_("对象"),
            kind="choice",
            choices=(("villagers", _("贫困群众")), ("women", _("妇女")), ("disabled", _("残疾人"))),
            required=True,
        ),
    ),
    needs=("persons",),
)

KINDS = (SENT, RECEIVED, COURSE, VISIT, TRAINING)
