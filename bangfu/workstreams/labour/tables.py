"""The tables of the working group."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.tables.declared import (
    By,
    ByPartner,
    Column,
    Derived,
    Fixed,
    Grid,
    Line,
    Plain,
    Table,
)

WORKERS = Table(
    name="T28",
    title=_("务工就业情况表"),
    workstream="labour",
    parts=(
        Grid(
            title=_("按去向"),
            head=_("务工去向"),
            rows=By("destination"),
            columns=(
                Column("labour.workers", _("务工人数")),
                Derived("share", _("占比"), "of_total", "labour.workers"),
            ),
        ),
        Grid(
            title=_("比上年"),
            head=_("指标"),
            rows=Fixed((Line(_("务工人数"), ("labour.workers", "labour.workers.base")),)),
            columns=(
                Plain("now", _("本期")),
                Plain("base", _("上年（基数）")),
                Derived("growth", _("增长"), "over", "now", "base"),
            ),
        ),
    ),
    notes=(_("同一人在一个统计期只算一次，合计按人去重；基数取已登记的上年数。"),),
)

FAIRS = Table(
    name="T29",
    title=_("招聘会情况表"),
    workstream="labour",
    parts=(
        Grid(
            title=_("按形式"),
            head=_("招聘会形式"),
            rows=By("form"),
            columns=(
                Column("labour.fairs", _("场（站）次")),
                Column("labour.employers", _("提供岗位的单位")),
                Column("labour.posts", _("岗位")),
                Column("labour.visitors", _("到场人数")),
                Column("labour.intentions", _("达成意向")),
                Column("labour.intentions.registered", _("其中：建档立卡")),
                Derived("fill", _("意向占岗位"), "%", "labour.intentions", "labour.posts", total=False),
            ),
        ),
        Grid(
            title=_("按活动"),
            head=_("活动"),
            rows=By("campaign", within="labour.employers"),
            columns=(
                Column("labour.fairs", _("场（站）次")),
                Column("labour.employers", _("提供岗位的单位")),
                Column("labour.posts", _("岗位")),
                Column("labour.visitors", _("到场人数")),
                Column("labour.intentions", _("达成意向")),
                Column("labour.placed", _("实现就业")),
                Derived("fill", _("就业占岗位"), "%", "labour.placed", "labour.posts", total=False),
            ),
        ),
    ),
    notes=(_("意向不是就业；在几场招聘会提供岗位的单位只算一次；不经招聘会的就业见 T30。"),),
)
COOPERATION = Table(
    name="T30",
    title=_("劳务协作情况表"),
    workstream="labour",
    parts=(
        Grid(
            title=_("按劳动力所在地"),
            head=_("地区"),
            rows=ByPartner(),
            columns=(
                Column("labour.placed.returned", _("返岗复工")),
                Column("labour.placed.new", _("新增就业")),
                Column("labour.placed", _("合计")),
                Column("labour.placed.new.target", _("新增就业目标")),
                Derived("reached", _("新增就业完成率"), "%", "labour.placed.new", "labour.placed.new.target"),
                Column("labour.placed.base", _("上年就业（基数）")),
                Derived("multiple", _("为上年的倍数"), "/", "labour.placed", "labour.placed.base", unit="multiple"),
            ),
        ),
        Grid(
            title=_("按去向"),
            head=_("务工去向"),
            rows=By("destination"),
            columns=(
                Column("labour.placed.returned", _("返岗复工")),
                Column("labour.placed.new", _("新增就业")),
                Column("labour.placed", _("合计")),
            ),
        ),
        Grid(
            title=_("就业补贴"),
            head=_("项目"),
            rows=By("item"),
            columns=(
                Column("labour.subsidies", _("发放金额")),
                Column("labour.subsidised", _("发放人数（各笔相加）")),
            ),
        ),
    ),
)
TABLES = (WORKERS, FAIRS, COOPERATION)
