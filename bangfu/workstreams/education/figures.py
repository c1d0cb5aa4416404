"""What is measured about schooling."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, ratio, total
from bangfu.kernel.publishing.declared import PublicFigure

RAIN_DEW = total("amount", kind="education.rain_dew")
RAIN_DEW_PERSONS = total("persons", kind="education.rain_dew")
SCHOOLS = {"source": "pairings", "scheme": "school-school"}

FIGURES = (
    Figure(
        name="education.aid",
        title=_("学生资助资金"),
        unit="CNY",
        workstream="education",
        expression=total("amount", kind="education.aid"),
        by=("stage", "giver"),
    ),
    Figure(
        name="education.aid_times",
        title=_("学生资助人次"),
        unit="person_time",
        workstream="education",
        expression=total("person_times", kind="education.aid"),
        by=("stage",),
    ),
    Figure(
        name="education.state_aid_students",
        title=_("落实国家资助的学生"),
        unit="person",
        workstream="education",
        expression=total("persons", kind="education.state_aid"),
        by=("stage",),
    ),
    Figure(
        name="education.rain_dew",
        title=_("“雨露计划”补助资金"),
        unit="CNY",
        workstream="education",
        expression=RAIN_DEW,
        by=("term",),
    ),
    Figure(
        name="education.rain_dew_students",
        title=_("“雨露计划”补助人数"),
        unit="person",
        workstream="education",
        expression=RAIN_DEW_PERSONS,
        by=("term",),
    ),
    Figure(
        name="education.rain_dew_rate",
        title=_("“雨露计划”人均补助"),
        unit="CNY",
        workstream="education",
        expression=ratio(RAIN_DEW, RAIN_DEW_PERSONS),
        definition=_("补助资金除以人数；与补助标准不整除时，应核对人数或标准。"),
    ),
    Figure(
        name="education.teachers_sent",
        title=_("支教人次"),
        unit="person_time",
        workstream="education",
        expression=total("person_times", kind="education.teachers_sent"),
        by=("giver", "receiver"),
    ),
    Figure(
        name="education.teachers_received",
        title=_("接收跟岗培训的教师"),
        unit="person",
        workstream="education",
        expression=total("persons", kind="education.teachers_received"),
        by=("giver", "receiver"),
    ),
    Figure(
        name="education.facilities",
        title=_("援建教育设施"),
        unit="item",
        workstream="education",
        expression=total("quantity", kind="education.facility"),
        by=("facility", "giver"),
    ),
    Figure(
        name="education.participants",
        title=_("参与教育助学的人数"),
        unit="person",
        workstream="education",
        expression=total("persons", kind="education.participation"),
    ),
    Figure(
        name="education.schools_helping",
        title=_("结对帮扶的学校"),
        unit="organisation",
        workstream="education",
        expression=distinct("helper", **SCHOOLS),
    ),
    Figure(
        name="education.schools_helped",
        title=_("受助结对的学校"),
        unit="organisation",
        workstream="education",
        expression=distinct("recipient", **SCHOOLS),
    ),
)

PUBLIC_FIGURES = (
    PublicFigure(
        name="education.public.aid",
        figure="education.aid",
        order=50,
        how=_("发给学生的资助金，按实际发放的金额相加。"),
    ),
)
