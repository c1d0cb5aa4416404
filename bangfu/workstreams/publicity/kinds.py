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
                ("above", _("市级以上媒体")),
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

KINDS = (ITEM, MATERIAL)
