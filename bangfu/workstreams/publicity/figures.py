"""What is measured about publicity."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Measure, distinct, total

ITEMS = total("quantity", kind="publicity.item")
MATERIALS = total("quantity", kind="publicity.material")
ABOVE = ("central", "provincial", "city", "above")


def _items(name: str, title: str, measure: Measure) -> Figure:
    return Figure(
        name=name,
        title=title,
        unit="article",
        workstream="publicity",
        expression=measure,
        by=("level", "outlet", "giver"),
    )


FIGURES = (
    _items("publicity.items", _("刊播稿件"), ITEMS),
    _items("publicity.items.above", _("市级以上媒体稿件"), ITEMS.over(level__in=ABOVE)),
    _items("publicity.items.central", _("中央媒体稿件"), ITEMS.over(level="central")),
    _items("publicity.items.provincial", _("省级媒体稿件"), ITEMS.over(level="provincial")),
    _items("publicity.items.district", _("县（区）级媒体稿件"), ITEMS.over(level="district")),
    _items("publicity.items.new_media", _("新媒体稿件"), ITEMS.over(level="new_media")),
    _items("publicity.items.reports", _("专报、简报稿件"), ITEMS.over(level="report")),
    Figure(
        name="publicity.materials",
        title=_("宣传品"),
        unit="number",
        workstream="publicity",
        expression=MATERIALS,
        by=("form",),
    ),
    Figure(
        name="publicity.leaflets",
        title=_("倡议书、传单"),
        unit="copy",
        workstream="publicity",
        expression=MATERIALS.over(form="leaflet"),
    ),
    Figure(
        name="publicity.boards",
        title=_("户外广告"),
        unit="board",
        workstream="publicity",
        expression=MATERIALS.over(form="board"),
    ),
    Figure(
        name="publicity.ambassadors",
        title=_("形象大使、代言人"),
        unit="person",
        workstream="publicity",
        expression=total("persons", kind="publicity.ambassador"),
        by=("role", "named", "giver"),
        definition=_("各次聘请的人数相加；同一人几次受聘的几次都算。"),
    ),
    Figure(
        name="publicity.ambassadors_named",
        title=_("公布了姓名的形象大使、代言人"),
        unit="person",
        workstream="publicity",
        expression=distinct("named", kind="publicity.ambassador"),
        by=("role", "giver"),
        definition=_("按姓名去重；没有写姓名的不在内。"),
    ),
    Figure(
        name="publicity.endorsements",
        title=_("代言活动"),
        unit="activity",
        workstream="publicity",
        expression=total("quantity", kind="publicity.endorsement"),
        by=("role", "form", "named", "giver"),
    ),
)
