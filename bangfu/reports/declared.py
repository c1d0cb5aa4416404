"""The reports that ship: overview, yearbook entry, panorama, mobilisation, cooperation, brief, with their chapters."""

from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from bangfu.figures.reporting import Report, ReportChapter

TEXTS = Path(__file__).parent / "chapters"
NOTHING = "{{时期}}，{{地区}}没有帮扶记录，暂无可以写入的内容。"

OVERVIEW = Report(
    name="overview",
    title=_("社会扶贫工作综述"),
    about=_("全年社会帮扶的总结：谁在帮、帮了什么、成效如何，各工作组一章。"),
    headline="{{地区}}{{词 社会帮扶}}工作综述",
    when_empty="{{截至}}，{{地区}}没有登记名册，{{时期}}也没有帮扶记录，暂无可以综述的内容。",
)
YEARBOOK = Report(
    name="yearbook",
    title=_("年鉴条目：对口帮扶"),
    about=_("支援方写给地方年鉴的条目，从概况到村企结对十二节。"),
    headline="{{地区}}年鉴（{{年份}}）：对口帮扶",
    when_empty=NOTHING,
    side="giver",
)
PANORAMA = Report(
    name="panorama",
    title=_("脱贫成效全景"),
    about=_("按农户关心的事写：帮扶对象、住房、上学、看病、就业、兜底保障。"),
    headline="{{地区}}脱贫成效全景",
    when_empty=NOTHING,
)
MOBILISATION = Report(
    name="mobilisation",
    title=_("社会动员专题"),
    about=_("网上对接、捐款捐物、邻里互助、医疗包片、消费帮扶做了什么。"),
    headline="{{地区}}{{词 社会帮扶}}专题",
    when_empty=NOTHING,
)
COOPERATION = Report(
    name="cooperation",
    title=_("区域协作专题"),
    about=_("协作双方的结对、资金、人才、市场往来，可只看一个伙伴地区。"),
    headline="{{地区}}{{词 协作帮扶}}专题",
    when_empty=NOTHING,
    side="giver",
)
BRIEF = Report(
    name="brief",
    title=_("帮扶工作简报"),
    about=_("一两页的月报或季报，报给领导和成员单位：本期、年初至今，都与上年比。"),
    headline="{{地区}}帮扶工作简报",
    when_empty=NOTHING,
    side="",
)

REPORTS = (OVERVIEW, YEARBOOK, PANORAMA, MOBILISATION, COOPERATION, BRIEF)
TITLES = {
    "yearbook": (
        ("01_overview", "概况", "governance"),
        ("02_talent", "人才交流", "talent"),
        ("03_publicity", "宣传", "publicity"),
        ("04_mobilisation", "社会动员", "exchange"),
        ("05_industry", "产业合作", "industry"),
        ("06_education", "教育", "education"),
        ("07_funds", "财政资金", "funds"),
        ("08_labour", "劳务协作", "labour"),
        ("09_consumption", "{{词 消费帮扶}}", "market"),
        ("10_culture", "文化旅游", "culture"),
        ("11_health", "健康", "health"),
        ("12_enterprises", "村企结对", "enterprises"),
    ),
    "panorama": (
        ("01_who", "帮扶对象", "parties"),
        ("02_housing", "安居与资金", "funds"),
        ("03_education", "教育", "education"),
        ("04_health", "健康", "health"),
        ("05_work", "就业与产业", "labour"),
        ("06_relief", "兜底与驻村", "monitoring"),
    ),
    "mobilisation": (
        ("01_platform", "网上对接", "exchange"),
        ("02_donations", "款物募集", "exchange"),
        ("03_neighbours", "互助与志智双扶", "culture"),
        ("04_health", "医疗包片", "health"),
        ("05_market", "{{词 消费帮扶}}与产业", "market"),
    ),
    "cooperation": (
        ("01_pairs", "结对与资金", "funds"),
        ("02_people", "人才交流", "talent"),
        ("03_grassroots", "基层结对", "governance"),
        ("04_market", "产业与消费", "market"),
    ),
    "brief": (
        ("01_summary", "本期概况", "parties"),
        ("02_monitoring", "防止返贫监测", "monitoring"),
        ("03_visits", "驻村与走访", "fieldwork"),
        ("04_month", "{{词 消费帮扶}}", "market"),
        ("05_money", "资金、项目与捐赠", "funds"),
        ("06_people", "就业、人才、教育和健康", "labour"),
        ("07_waiting", "对接与宣传", "exchange"),
        ("08_targets", "年度任务进度", "governance"),
    ),
}
MONEY_AND_GOODS = (
    "exchange.raised",
    ("exchange.donations.money", "exchange.donations.goods", "exchange.wish_money"),
)
LEVELS = ("above", "district", "new_media", "reports")
SENT = ("talent.sent", ("talent.sent.officials", "talent.sent.experts"))
SUMS: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "yearbook.talent": (SENT, ("talent.received", ("talent.received.officials", "talent.received.experts"))),
    "yearbook.publicity": (("publicity.items", tuple(f"publicity.items.{level}" for level in LEVELS)),),
    "yearbook.mobilisation": (MONEY_AND_GOODS,),
    "yearbook.industry": (("industry.projects", ("industry.projects.new", "industry.projects.added")),),
    "yearbook.labour": (("labour.placed", ("labour.placed.new", "labour.placed.returned")),),
    "yearbook.consumption": (("market.consumption", ("market.purchases", "market.facilitated_sales")),),
    "mobilisation.platform": (("exchange.needs_posted", ("exchange.needs_matched", "exchange.needs_open")),),
    "mobilisation.donations": (MONEY_AND_GOODS,),
    "cooperation.people": (SENT,),
}
OVERVIEW_CHAPTERS = (
    ReportChapter(
        name="reports.summary",
        of="overview",
        title="总体情况",
        workstream="parties",
        text=TEXTS / "summary.md",
        order=10,
    ),
    ReportChapter(
        name="reports.stationed",
        of="overview",
        title="驻村与结对帮扶",
        workstream="pairing",
        text=TEXTS / "stationed.md",
        order=20,
        sums=(("pairing.stationed_cadres", ("pairing.stationed_cadres.district", "pairing.stationed_cadres.higher")),),
    ),
)


def chapters() -> Iterator[ReportChapter]:
    """Yield the chapters of every report that ships here; other apps add theirs to the overview."""
    yield from OVERVIEW_CHAPTERS
    for report, rows in TITLES.items():
        for order, (stem, title, workstream) in enumerate(rows, start=1):
            yield ReportChapter(
                name=f"{report}.{stem[3:]}",
                of=report,
                title=title,
                workstream=workstream,
                text=TEXTS / report / f"{stem}.md",
                order=order * 10,
                sums=SUMS.get(f"{report}.{stem[3:]}", ()),
            )
