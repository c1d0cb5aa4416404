"""Figures of coverage: by scheme, class, place and day, open to the list of gaps."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, share

ALL, PAIRED = count(source="coverage"), count(source="coverage", paired=True)
READY = distinct("enrolment", source="readiness")
LOADED = distinct("enrolment", source="readiness", loaded=True)
BY = ("scheme", "class")

COVERAGE_FIGURES = (
    Figure(
        name="pairing.recipients",
        title=_("应结对的受助方"),
        unit="party",
        workstream="pairing",
        expression=ALL,
        by=BY,
        definition=_("各方案按自己的资格条件应有帮扶方的农户、个人、单位和地区；同一受助方在几个方案里各算一次。"),
    ),
    Figure(
        name="pairing.recipients_paired",
        title=_("已结对的受助方"),
        unit="party",
        workstream="pairing",
        expression=PAIRED,
        by=BY,
        definition=_("当日有方案规定个数（至少一个）帮扶方的受助方。"),
    ),
    Figure(
        name="pairing.recipients_unpaired",
        title=_("未结对的受助方"),
        unit="party",
        workstream="pairing",
        expression=count(source="coverage", paired=False),
        by=BY,
        definition=_("应结对而没有帮扶方，或帮扶方不足方案规定个数的受助方；点开即是缺口名单。"),
    ),
    Figure(
        name="pairing.coverage",
        title=_("结对覆盖率"),
        unit="percent",
        workstream="pairing",
        expression=share(PAIRED, ALL),
        by=BY,
        definition=_("已结对的受助方占应结对的受助方；没有应结对的，不计覆盖率。"),
    ),
    Figure(
        name="pairing.full_coverage",
        title=_("须全覆盖方案的结对覆盖率"),
        unit="percent",
        workstream="pairing",
        expression=share(
            count(source="coverage", must_cover=True, paired=True), count(source="coverage", must_cover=True)
        ),
        by=BY,
        definition=_("只算方案规定必须全部结对（100%）的受助方。"),
    ),
    Figure(
        name="pairing.helpers_ready",
        title=_("登记的帮扶方"),
        unit="party",
        workstream="pairing",
        expression=READY,
        by=BY,
        definition=_("当日在方案中登记的帮扶方；同一帮扶方在几个方案里各算一次。"),
    ),
    Figure(
        name="pairing.helpers_idle",
        title=_("尚未安排的帮扶方"),
        unit="party",
        workstream="pairing",
        expression=distinct("enrolment", source="readiness", loaded=False),
        by=BY,
        definition=_("已登记、当日没有结对的帮扶方。"),
    ),
    Figure(
        name="pairing.helpers_use",
        title=_("帮扶方安排率"),
        unit="percent",
        workstream="pairing",
        expression=share(LOADED, READY),
        by=BY,
        definition=_("登记的帮扶方中当日有结对的占比。"),
    ),
    Figure(
        name="pairing.helpers_active",
        title=_("在帮的帮扶方"),
        unit="party",
        workstream="pairing",
        expression=distinct("helper", source="pairings"),
        by=("scheme",),
        definition=_("当日至少有一对结对的帮扶方，不论是否登记。"),
    ),
    Figure(
        name="pairing.recipients_helped",
        title=_("有人帮的受助方"),
        unit="party",
        workstream="pairing",
        expression=distinct("recipient", source="pairings"),
        by=("scheme",),
        definition=_("当日至少有一对结对的受助方，不论是否还符合方案条件；可从帮扶方所在地查看。"),
    ),
)
