"""What is measured about industry."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import count, distinct, total
from bangfu.figures.goals import goal, reached

PAID_IN = total("amount", kind="industry.investment")
REACHED = total("persons", kind="industry.investment")
PROJECTS = count(kind="industry.investment")
INVESTORS = distinct("giver", kind="industry.investment")

FIGURES = (
    Figure(
        name="industry.contracted",
        title=_("签约投资额"),
        unit="CNY",
        workstream="industry",
        expression=total("amount", kind="industry.contract"),
        by=("giver",),
        definition=_("签约额，不等于到位额。"),
    ),
    Figure(
        name="industry.paid_in",
        headline=100,
        title=_("到位投资额"),
        unit="CNY",
        workstream="industry",
        expression=PAID_IN,
        by=("stage", "giver", "receiver"),
    ),
    Figure(
        name="industry.paid_in.target",
        title=_("到位投资目标"),
        unit="CNY",
        workstream="industry",
        expression=goal("industry.paid_in"),
    ),
    Figure(
        name="industry.paid_in.reached",
        title=_("到位投资完成率"),
        unit="percent",
        workstream="industry",
        expression=reached("industry.paid_in", PAID_IN),
    ),
    Figure(
        name="industry.projects",
        title=_("投资项目数"),
        unit="project",
        workstream="industry",
        expression=PROJECTS,
        by=("stage", "giver"),
    ),
    Figure(
        name="industry.projects.new",
        title=_("新增落地项目数"),
        unit="project",
        workstream="industry",
        expression=PROJECTS.over(stage="new"),
    ),
    Figure(
        name="industry.projects.added",
        title=_("往年项目增资数"),
        unit="project",
        workstream="industry",
        expression=PROJECTS.over(stage="added"),
    ),
    Figure(
        name="industry.investors",
        title=_("投资企业数"),
        unit="organisation",
        workstream="industry",
        expression=INVESTORS,
        definition=_("企业每家只算一次；一家企业可有几个项目。"),
    ),
    Figure(
        name="industry.investors.target",
        title=_("投资企业数目标"),
        unit="organisation",
        workstream="industry",
        expression=goal("industry.investors"),
    ),
    Figure(
        name="industry.investment_persons",
        title=_("投资项目惠及人数"),
        unit="person",
        workstream="industry",
        expression=REACHED,
        by=("stage", "giver"),
    ),
    Figure(
        name="industry.investment_persons.target",
        title=_("投资项目惠及人数目标"),
        unit="person",
        workstream="industry",
        expression=goal("industry.investment_persons"),
    ),
    Figure(
        name="industry.villages",
        title=_("有产业带动的村"),
        unit="village",
        workstream="industry",
        expression=distinct("place", kind__in=("industry.base", "industry.benefit", "industry.investment")),
        definition=_("建有基地、有主体带动或有投资落地的村。"),
    ),
    Figure(
        name="industry.led_villages",
        title=_("有产业或企业带动的村"),
        unit="village",
        workstream="industry",
        expression=distinct(
            "place", kind__in=("industry.base", "industry.benefit", "industry.investment", "enterprises.benefit")
        ),
        definition=_("建有基地、有主体或企业带动、有投资落地的村；其余为产业空白村。"),
    ),
    Figure(
        name="industry.base_area",
        title=_("产业基地面积"),
        unit="mu",
        workstream="industry",
        expression=total("quantity", kind="industry.base", unit="mu"),
        by=("product", "giver"),
    ),
    Figure(
        name="industry.base_households",
        title=_("基地联结户数"),
        unit="household",
        workstream="industry",
        expression=total("households", kind="industry.base"),
        by=("product", "giver"),
    ),
    Figure(
        name="industry.base_persons",
        title=_("基地联结人数"),
        unit="person",
        workstream="industry",
        expression=total("persons", kind="industry.base"),
        by=("product", "giver"),
    ),
    Figure(
        name="industry.base_villages",
        title=_("有产业基地的村"),
        unit="village",
        workstream="industry",
        expression=distinct("place", kind="industry.base"),
        by=("product",),
    ),
    Figure(
        name="industry.base_townships",
        title=_("有产业基地的乡镇"),
        unit="township",
        workstream="industry",
        expression=distinct("township", kind="industry.base"),
        by=("product",),
    ),
    Figure(
        name="industry.benefit_households",
        title=_("产业带动户数"),
        unit="household",
        workstream="industry",
        expression=total("households", kind="industry.benefit"),
        by=("product", "outcome", "giver"),
    ),
    Figure(
        name="industry.benefit_persons",
        title=_("产业带动人数"),
        unit="person",
        workstream="industry",
        expression=total("persons", kind="industry.benefit"),
        by=("product", "outcome", "giver"),
    ),
    Figure(
        name="industry.income_raised",
        title=_("带动增收额"),
        unit="CNY",
        workstream="industry",
        expression=total("amount", kind="industry.income_raised"),
    ),
)
