"""What is measured about publicity."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Measure, total

ITEMS = total("quantity", kind="publicity.item")
MATERIALS = total("quantity", kind="publicity.material")


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
    _items("publicity.items.above", _("市级以上媒体稿件"), ITEMS.over(level="above")),
    _items("publicity.items.district", _("县（区）级媒体稿件"), ITEMS.over(level="district")),
    _items("publicity.items.new_media", _("新媒体稿件"), ITEMS.over(level="new_media")),
    _items("publicity.items.reports", _("专报、简报稿件"), ITEMS.over(level="report")),
    Figure(
        name="publicity.materials",
        title=_("宣传品"),
        unit="item",
        workstream="publicity",
        expression=MATERIALS,
        by=("form",),
    ),
    Figure(
        name="publicity.leaflets",
        title=_("倡议书、传单"),
        unit="item",
        workstream="publicity",
        expression=MATERIALS.over(form="leaflet"),
    ),
    Figure(
        name="publicity.boards",
        title=_("户外广告"),
        unit="item",
        workstream="publicity",
        expression=MATERIALS.over(form="board"),
    ),
)
