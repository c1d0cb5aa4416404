"""Tables that draw on several working groups: summaries, what a region or unit gave, and whether numbers agree."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure, figures
from bangfu.figures.reporting import ReportChapter, report_chapters
from bangfu.figures.tables.declared import (
    Ask,
    By,
    ByPartner,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Rule,
    Table,
)
from bangfu.kernel.manifest import manifests
from bangfu.reports.template.nodes import ChartTag, FigureTag, NamesTag, TableTag
from bangfu.reports.template.parsing import parse, tags_of


def chapter_lines() -> tuple[Line, ...]:
    """Return a heading for each chapter of the overview and a line for each figure its text asks."""
    lines: list[Line] = []
    for chapter in sorted((c for c in report_chapters if c.of == "overview"), key=lambda c: (c.order, c.name)):
        lines.append(Line(_group(chapter.workstream), (None,)))
        lines += [Line(figures[code].title, (code,), level=1) for code in codes_of(chapter)]
    return tuple(lines)


def codes_of(chapter: ReportChapter) -> list[str]:
    """Return the figures a chapter's text asks, each once, in order."""
    codes: list[str] = []
    for tag in tags_of(parse(chapter.read())):
        if isinstance(tag, FigureTag | NamesTag):
            codes.append(tag.code)
        elif isinstance(tag, TableTag | ChartTag):
            codes += tag.codes
    return list(dict.fromkeys(codes))


def section_lines() -> tuple[Line, ...]:
    """Return a heading for each working group and a line for each of its figures: the sections of a yearbook."""
    groups: dict[str, list[Figure]] = {}
    for figure in figures:
        groups.setdefault(figure.workstream, []).append(figure)
    ordered = sorted(groups, key=lambda name: manifests[name].order if name in manifests else 100)
    lines: list[Line] = []
    for name in ordered:
        lines.append(Line(_group(name), (None,)))
        lines += [Line(figure.title, (figure.name,), level=1) for figure in groups[name]]
    return tuple(lines)


def sum_lines() -> tuple[Line, ...]:
    """Return each figure that chapters say is the sum of others, with its parts below."""
    lines: list[Line] = []
    for chapter in report_chapters:
        for whole, parts in chapter.sums:
            lines.append(Line(figures[whole].title, (whole, parts)))
            lines += [Line(figures[part].title, (None, part), level=1) for part in parts]
    return tuple(lines)


def _group(name: str) -> str:
    return str(manifests[name].title) if name in manifests else name


def _summary(title: str, money: str | None, households: str | None, persons: str | None, times: str | None) -> Line:
    return Line(title, tuple(Ask(code, ever=True) if code else None for code in (money, households, persons, times)))


SUMMARY = Table(
    name="T02",
    title=_("帮扶措施历年累计情况表"),
    workstream="reports",
    parts=(
        Grid(
            head=_("措施"),
            rows=Fixed(
                (
                    _summary(_("财政专项资金"), "funds.special", None, None, None),
                    _summary(_("安全饮水投入"), "funds.water", None, None, None),
                    _summary(
                        _("易地搬迁安置"),
                        "funds.resettlement",
                        "funds.resettled_households",
                        "funds.resettled_persons",
                        None,
                    ),
                    _summary(_("学生资助"), "education.aid", None, None, "education.aid_times"),
                    _summary(_("“雨露计划”"), "education.rain_dew", None, "education.rain_dew_students", None),
                    _summary(_("参保补贴"), "health.premium", None, "health.insured", None),
                    _summary(_("救助兜底"), "monitoring.relief", None, None, "monitoring.care_times"),
                    _summary(_("产业投资"), "industry.paid_in", None, "industry.investment_persons", None),
                    _summary(
                        _("产业带动"),
                        "industry.income_raised",
                        "industry.benefit_households",
                        "industry.benefit_persons",
                        None,
                    ),
                    _summary(_("务工就业"), None, None, "labour.workers", None),
                    _summary(_("消费帮扶"), "market.consumption", None, None, None),
                    _summary(_("认定产品销售"), "market.sales", None, None, None),
                    _summary(_("社会捐助"), "exchange.donations", None, None, "exchange.donation_person_times"),
                    _summary(_("区域协作资金"), "funds.region", None, None, None),
                    _summary(_("财政帮扶资金"), "funds.fiscal", None, None, None),
                )
            ),
            columns=(
                Plain("money", _("金额")),
                Plain("households", _("户数")),
                Plain("persons", _("人数")),
                Plain("times", _("人次")),
            ),
        ),
    ),
    notes=(_("从有记录起累计到截止日；各项措施的户数、人数互有重叠，不能相加。"),),
)
OVERVIEW = Table(
    name="T03",
    title=_("综述所用数字表"),
    workstream="reports",
    parts=(
        Grid(
            head=_("章节和指标"),
            rows=Fixed(chapter_lines, filled=True),
            columns=(Plain("value", _("数值")),),
        ),
    ),
    notes=(_("与“报告”里的社会扶贫工作综述同一口径；报告可封存、打印。"),),
)
YEARBOOK = Table(
    name="T04",
    title=_("年鉴分节数字表"),
    workstream="reports",
    parts=(
        Grid(
            head=_("分节和指标"),
            rows=Fixed(section_lines, filled=True),
            columns=(Plain("value", _("数值")),),
        ),
    ),
    notes=(_("每个工作组一节，列出本期有记录的全部指标。"),),
)
UNITS = Table(
    name="T13",
    title=_("定点帮扶单位工作情况表"),
    workstream="reports",
    parts=(
        Grid(
            head=_("定点帮扶单位"),
            rows=By("giver", within="designated"),
            columns=(
                Column("pairing.designated_units", _("定点单位"), key="designated", by="helper", disjoint=True),
                Column("fieldwork.linked_villages", _("联系村"), by="helper"),
                Column("market.designated_purchases", _("购买"), _("消费帮扶")),
                Column("market.designated_sales", _("帮助销售"), _("消费帮扶")),
                Column("talent.trainee_times", _("培训")),
                Column("industry.benefit_households", _("产业带动")),
                Column("exchange.donations", _("捐款捐物")),
            ),
        ),
    ),
)
REGIONS = Table(
    name="T14",
    title=_("区域协作分地区情况表"),
    workstream="reports",
    parts=(
        Grid(
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("funds.fiscal", _("财政帮扶资金"), _("资金")),
                Column("funds.region", _("区域协作年度资金"), _("资金")),
                Column("exchange.donations", _("社会捐助"), _("资金")),
                Column("industry.paid_in", _("企业到位投资"), _("资金")),
                Column("talent.sent", _("选派"), _("干部人才")),
                Column("talent.received", _("接收"), _("干部人才")),
                Column("talent.trainee_times", _("培训人次"), _("干部人才")),
                Column("funds.projects", _("实施项目")),
                Column("labour.placed", _("就业")),
                Column("market.consumption", _("消费帮扶")),
                Column("enterprises.paired_villages", _("企业结对村"), disjoint=True),
                Column("governance.delegations", _("互访")),
            ),
        ),
    ),
    notes=(
        _("帮扶方口径列受援地区，受援方口径列帮扶地区。"),
        _("上解上级统筹的资金不分到受援地区，见帮扶资金拨付情况表。"),
    ),
)
QUALITY = Table(
    name="T46",
    title=_("数据质量核对表"),
    workstream="reports",
    parts=(
        Grid(
            title=_("总数与分项之和"),
            head=_("指标"),
            rows=Fixed(sum_lines, filled=True),
            columns=(
                Plain("whole", _("总数")),
                Plain("parts", _("分项（之和）")),
                Derived("difference", _("差额"), "-", "whole", "parts"),
            ),
        ),
        Grid(
            title=_("“雨露计划”按标准核对"),
            head=_("学期"),
            rows=By("term"),
            columns=(
                Column("education.rain_dew_students", _("补助人数")),
                Rule("rate", _("每人每学期标准"), "education.rain_dew_rate", unit="yuan"),
                Derived("due", _("按标准应发"), "*", "education.rain_dew_students", "rate", unit="CNY"),
                Column("education.rain_dew", _("实发"), key="paid"),
                Derived("off", _("实发减应发"), "-", "paid", "due", unit="CNY", total=False),
            ),
        ),
        Grid(
            title=_("记录的核实情况"),
            head=_("状态"),
            rows=By("state"),
            columns=(Column("ledger.entries", _("记录")), Column("ledger.amount", _("金额"))),
        ),
        Grid(
            title=_("数字的精确程度"),
            head=_("精确程度"),
            rows=By("bound"),
            columns=(Column("ledger.entries", _("记录")), Column("ledger.amount", _("金额"))),
        ),
        Grid(
            title=_("重名的单位"),
            head=_("名称"),
            rows=By("name"),
            columns=(Column("parties.namesakes", _("重名单位")),),
        ),
    ),
    notes=(_("差额不为零时，有记录没有写明分项、一笔计入两项，或人数、标准与金额对不上。"),),
)
TABLES = (SUMMARY, OVERVIEW, YEARBOOK, UNITS, REGIONS, QUALITY)
