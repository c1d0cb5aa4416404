"""What is measured about firms and villages."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, share, total

PAIRED = {"source": "pairings", "scheme": "enterprise-village"}
DEEP = {"recipient_class": "deep_poor"}

FIGURES = (
    Figure(
        name="enterprises.households",
        title=_("企业带动户数"),
        unit="household",
        workstream="enterprises",
        expression=total("households", kind="enterprises.benefit"),
        by=("mode", "giver"),
        definition=_("登记的户数之和；没有逐户名单，可能有重复。"),
    ),
    Figure(
        name="enterprises.paired_enterprises",
        title=_("与村结对的企业"),
        unit="organisation",
        workstream="enterprises",
        expression=distinct("helper", **PAIRED),
    ),
    Figure(
        name="enterprises.paired_villages",
        title=_("有企业结对的村"),
        unit="village",
        workstream="enterprises",
        expression=distinct("recipient", **PAIRED),
    ),
    Figure(
        name="enterprises.chamber_villages",
        title=_("工商联、商会结对的村"),
        unit="village",
        workstream="enterprises",
        expression=distinct("recipient", source="pairings", scheme__in=("federation-village", "chamber-village")),
    ),
    Figure(
        name="enterprises.deep_villages_covered",
        title=_("深度贫困村企业结对覆盖率"),
        unit="percent",
        workstream="enterprises",
        expression=share(
            distinct("recipient", **PAIRED, **DEEP),
            distinct("village", source="village_classes", **{"class": "deep_poor"}),
        ),
    ),
)
