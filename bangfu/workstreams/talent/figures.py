"""What is measured about people sent and received, and about courses."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import Measure, distinct, total


def _postings(name: str, title: str, measure: Measure, unit: str = "person") -> Figure:
    return Figure(
        name=name,
        title=title,
        unit=unit,
        workstream="talent",
        expression=measure,
        by=("category", "term", "field", "giver", "receiver"),
    )


SENT, RECEIVED = total("persons", kind="talent.sent"), total("persons", kind="talent.received")
COURSES = total("quantity", kind="talent.course", unit="course")

FIGURES = (
    _postings("talent.sent", _("选派干部人才"), SENT),
    _postings("talent.sent.officials", _("选派党政干部"), SENT.over(category="official")),
    _postings("talent.sent.experts", _("选派专业技术人才"), SENT.over(category="expert")),
    _postings("talent.received", _("接收干部人才"), RECEIVED),
    _postings("talent.received.officials", _("接收党政干部"), RECEIVED.over(category="official")),
    _postings("talent.received.experts", _("接收专业技术人才"), RECEIVED.over(category="expert")),
    _postings(
        "talent.received.person_times",
        _("接收学习锻炼人次"),
        total("person_times", kind="talent.received"),
        "person_time",
    ),
    _postings("talent.sent.posted", _("选派挂职、派驻人员"), SENT.over(term="posted")),
    _postings("talent.received.mentored", _("有帮带人的挂职、跟岗人员"), RECEIVED.over(mentor__isnull=False)),
    Figure(
        name="talent.courses",
        title=_("培训班期数"),
        unit="course",
        workstream="talent",
        expression=COURSES,
        by=("subject", "giver", "receiver"),
    ),
    Figure(
        name="talent.trainee_times",
        headline=110,
        title=_("培训人次"),
        unit="person_time",
        workstream="talent",
        expression=total("person_times", kind="talent.course"),
        by=("subject", "giver", "receiver"),
        definition=_("各期参训人次之和，不是去重的人数。"),
    ),
    Figure(
        name="talent.trainees",
        title=_("培训人数"),
        unit="person",
        workstream="talent",
        expression=total("persons", kind="talent.course"),
        by=("subject", "giver", "receiver"),
        definition=_("只算填了去重人数的培训班。"),
    ),
    Figure(
        name="talent.trainees_listed",
        title=_("有名单的培训人数"),
        unit="person",
        workstream="talent",
        expression=distinct("person", kind="talent.course"),
        by=("subject", "giver", "receiver"),
        definition=_("按名单逐人去重：参加几期的只算一人。没有名单的人数不在内，无从去重。"),
    ),
    Figure(
        name="talent.course_sessions",
        title=_("培训课次"),
        unit="session",
        workstream="talent",
        expression=total("sessions", kind="talent.course"),
        by=("subject", "mode", "giver"),
        definition=_("只算填了课次的培训班。"),
    ),
    Figure(
        name="talent.experts_visiting",
        title=_("走访指导的专家"),
        unit="person",
        workstream="talent",
        expression=total("persons", kind="talent.expert_visit"),
        by=("field", "giver"),
    ),
    Figure(
        name="talent.villagers_trained",
        title=_("接受技能培训的群众"),
        unit="person",
        workstream="talent",
        expression=total("persons", kind="talent.training"),
        by=("subject", "audience", "giver"),
    ),
)
