"""What can be recorded about publicity."""

from django.utils.translation import gettext_lazy as _

from bangfu.ledger.kinds import Detail, EntryKind

ITEM = EntryKind(
    name="publicity.item",
    title=_("刊播稿件"),
    workstream="publicity",
    unit="article",
    giver_title=_("供稿单位"),
    receiver=("area",),
    receiver_title=_("报道地区"),
    amount="none",
    quantity="required",
    units=(("article", _("篇（条）")),),
    details=(
        Detail(
            name="level",
            title=_("媒体级别"),
            kind="choice",
            choices=(
                ("central", _("中央媒体")),
                ("provincial", _("省级媒体")),
                ("city", _("市级媒体")),
                ("above", _("市级以上媒体（未细分）")),
                ("district", _("县（区）级媒体")),
                ("new_media", _("新媒体")),
                ("report", _("专报、简报")),
            ),
            required=True,
        ),
        Detail(name="outlet", title=_("媒体"), synonyms=("发布平台",)),
        Detail(name="headline", title=_("标题")),
    ),
    evidence=(_("版面或链接"),),
    help=_("同一篇稿件在几家媒体刊发的，按刊发次数记。"),
)
MATERIAL = EntryKind(
    name="publicity.material",
    title=_("宣传品"),
    workstream="publicity",
    unit="copy",
    giver_title=_("制作单位"),
    receiver=("area",),
    receiver_title=_("发放地区"),
    amount="none",
    quantity="required",
    units=(("copy", _("份（块）")),),
    details=(
        Detail(
            name="form",
            title=_("形式"),
            kind="choice",
            choices=(("leaflet", _("倡议书、传单")), ("board", _("户外广告")), ("other", _("其他"))),
            required=True,
        ),
    ),
)

ROLE = Detail(
    name="role",
    title=_("称号"),
    kind="choice",
    choices=(
        ("image", _("社会扶贫形象大使")),
        ("sales", _("消费帮扶代言人")),
        ("tourism", _("文旅推介官")),
        ("other", _("其他")),
    ),
    required=True,
)
AMBASSADOR = EntryKind(
    name="publicity.ambassador",
    title=_("聘请形象大使、代言人"),
    workstream="publicity",
    giver=("area", "organisation"),
    giver_title=_("聘请单位（地区）"),
    receiver=("area",),
    receiver_title=_("代言地区"),
    amount="none",
    quantity="none",
    details=(
        ROLE,
        Detail(name="named", title=_("姓名"), synonyms=("大使姓名", "代言人姓名"), help=_("对外公布的名字。")),
        Detail(name="origin", title=_("籍贯或单位")),
        Detail(name="until", title=_("聘期至"), kind="date", after=True),
    ),
    evidence=(_("聘书"),),
    needs=("persons",),
    people=True,
    help=_("一人一条，日期填聘请那天；代言做了什么另记“代言活动”。"),
)
ENDORSEMENT = EntryKind(
    name="publicity.endorsement",
    title=_("代言活动"),
    workstream="publicity",
    unit="activity",
    giver=("organisation", "person", "area"),
    giver_title=_("组织单位"),
    receiver=("area",),
    receiver_title=_("代言地区"),
    amount="none",
    quantity="required",
    units=(("activity", _("次")),),
    details=(
        ROLE,
        Detail(name="named", title=_("姓名"), synonyms=("大使姓名", "代言人姓名")),
        Detail(
            name="form",
            title=_("形式"),
            kind="choice",
            choices=(
                ("livestream", _("直播")),
                ("film", _("宣传片、海报")),
                ("event", _("出席活动")),
                ("other", _("其他")),
            ),
            required=True,
        ),
    ),
    people=True,
    help=_("直播卖了多少另记销售；到场或观看的记人次。"),
)

KINDS = (ITEM, MATERIAL, AMBASSADOR, ENDORSEMENT)
