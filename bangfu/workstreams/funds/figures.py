"""What is measured about public money and projects."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, share, total
from bangfu.kernel.publishing.declared import PublicFigure

SPECIAL = total("amount", kind="funds.special")
INDUSTRY = SPECIAL.over(category="industry")
STARTED = total("quantity", kind="funds.project")

FIGURES = (
    Figure(
        name="funds.special",
        headline=80,
        title=_("财政专项资金"),
        unit="CNY",
        workstream="funds",
        expression=SPECIAL,
        by=("category", "giver"),
    ),
    Figure(
        name="funds.special.industry",
        title=_("财政专项资金中的产业投入"),
        unit="CNY",
        workstream="funds",
        expression=INDUSTRY,
    ),
    Figure(
        name="funds.special.industry_share",
        title=_("产业投入占财政专项资金"),
        unit="percent",
        workstream="funds",
        expression=share(INDUSTRY, SPECIAL),
    ),
    Figure(
        name="funds.invested",
        title=_("建设投入"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.investment"),
        by=("category", "giver"),
        definition=_("已经投入建设的资金；年度安排不在内。"),
    ),
    Figure(
        name="funds.water",
        title=_("安全饮水投入"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.investment", category="water"),
    ),
    Figure(
        name="funds.resettlement",
        title=_("易地搬迁安置资金"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.resettlement"),
    ),
    Figure(
        name="funds.resettled_households",
        title=_("易地搬迁安置户数"),
        unit="household",
        workstream="funds",
        expression=total("households", kind="funds.resettlement"),
    ),
    Figure(
        name="funds.resettled_persons",
        title=_("易地搬迁安置人数"),
        unit="person",
        workstream="funds",
        expression=total("persons", kind="funds.resettlement"),
    ),
    Figure(
        name="funds.region",
        title=_("区域协作年度资金"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.region_fund"),
        by=("giver", "receiver"),
    ),
    Figure(
        name="funds.region_villages",
        title=_("区域协作资金帮扶的村"),
        unit="village",
        workstream="funds",
        expression=distinct("receiver", kind="funds.region_fund"),
    ),
    Figure(
        name="funds.fiscal",
        headline=90,
        title=_("财政帮扶资金"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.fiscal"),
        by=("route", "giver", "receiver"),
        definition=_("财政直接拨付与上解之和；社会募集的不在内。"),
    ),
    Figure(
        name="funds.dedicated",
        title=_("专门用途资金"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.dedicated"),
        by=("purpose", "giver"),
    ),
    Figure(
        name="funds.loans",
        title=_("小额信贷发放额"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.loan"),
        by=("giver",),
        definition=_("当期新发放的贷款；要还，不并入帮扶资金。"),
    ),
    Figure(
        name="funds.loan_households",
        title=_("获得小额信贷的农户"),
        unit="household",
        workstream="funds",
        expression=distinct("receiver", kind="funds.loan"),
    ),
    Figure(
        name="funds.projects",
        title=_("实施项目数"),
        unit="project",
        workstream="funds",
        expression=STARTED,
        by=("giver",),
    ),
    Figure(
        name="funds.projects_listed",
        title=_("入库项目数"),
        unit="project",
        workstream="funds",
        expression=total("quantity", kind="funds.project_listed"),
    ),
    Figure(
        name="funds.project_money",
        title=_("项目投入资金"),
        unit="CNY",
        workstream="funds",
        expression=total("amount", kind="funds.project"),
        by=("giver",),
    ),
    Figure(
        name="funds.project_villages",
        title=_("有项目实施的村"),
        unit="village",
        workstream="funds",
        expression=distinct("receiver", kind="funds.project"),
    ),
    Figure(
        name="funds.fiscal_years",
        title=_("拨付财政帮扶资金的年数"),
        unit="year",
        workstream="funds",
        expression=distinct("year", kind="funds.fiscal"),
        definition=_("有拨付记录的年份，一年只算一次。"),
    ),
    Figure(
        name="funds.project_rate",
        title=_("项目实施率"),
        unit="percent",
        workstream="funds",
        expression=share(STARTED, total("quantity", kind="funds.project_listed")),
        definition=_("实施项目个数占同期入库项目个数。"),
    ),
)

PUBLIC_FIGURES = (
    PublicFigure(
        name="funds.public.special",
        figure="funds.special",
        order=70,
        how=_("安排用于本地帮扶的财政专项资金，按文件安排的金额相加。"),
    ),
)
