"""What is measured about work."""

from django.utils.translation import gettext_lazy as _

from bangfu.figures.declared import Figure
from bangfu.figures.expressions import distinct, total
from bangfu.figures.goals import base, goal, grown, reached, times
from bangfu.kernel.publishing.declared import PublicFigure

WORKERS = distinct("person", kind="labour.work")
PLACED = total("persons", kind="labour.placement")
PLACED_NEW = PLACED.over(standing="new")
INTENTIONS = total("persons", kind="labour.intention")

FIGURES = (
    Figure(
        name="labour.fairs",
        title=_("招聘会场次"),
        unit="session",
        workstream="labour",
        expression=total("quantity", kind="labour.fair"),
        by=("form", "giver", "campaign"),
    ),
    Figure(
        name="labour.visitors",
        title=_("招聘会到场人数"),
        unit="person",
        workstream="labour",
        expression=total("persons", kind="labour.fair"),
        by=("form", "campaign"),
        definition=_("各场到场人数之和；同一人到两场算两次。"),
    ),
    Figure(
        name="labour.employers",
        title=_("提供岗位的单位数"),
        unit="organisation",
        workstream="labour",
        expression=distinct("giver", kind="labour.posts_offered"),
        by=("form", "campaign"),
    ),
    Figure(
        name="labour.posts",
        title=_("提供岗位数"),
        unit="post",
        workstream="labour",
        expression=total("quantity", kind="labour.posts_offered"),
        by=("form", "giver", "campaign"),
    ),
    Figure(
        name="labour.intentions",
        title=_("达成就业意向人数"),
        unit="person",
        workstream="labour",
        expression=INTENTIONS,
        by=("form", "registered", "campaign"),
        definition=_("意向不是就业。"),
    ),
    Figure(
        name="labour.intentions.registered",
        title=_("达成就业意向的建档立卡人数"),
        unit="person",
        workstream="labour",
        expression=INTENTIONS.over(registered=True),
        by=("form", "campaign"),
    ),
    Figure(
        name="labour.placed",
        headline=70,
        title=_("实现就业人数"),
        unit="person",
        workstream="labour",
        expression=PLACED,
        by=("destination", "standing", "giver", "campaign"),
        definition=_("新增就业与返岗复工之和。"),
    ),
    Figure(
        name="labour.placed.new",
        title=_("新增就业人数"),
        unit="person",
        workstream="labour",
        expression=PLACED_NEW,
        by=("destination", "campaign"),
    ),
    Figure(
        name="labour.placed.returned",
        title=_("返岗复工人数"),
        unit="person",
        workstream="labour",
        expression=PLACED.over(standing="returned"),
        by=("destination", "campaign"),
    ),
    Figure(
        name="labour.placed.new.target",
        title=_("新增就业目标"),
        unit="person",
        workstream="labour",
        expression=goal("labour.placed.new"),
    ),
    Figure(
        name="labour.placed.base",
        title=_("实现就业人数基数"),
        unit="person",
        workstream="labour",
        expression=base("labour.placed"),
    ),
    Figure(
        name="labour.placed.new.reached",
        title=_("新增就业完成率"),
        unit="percent",
        workstream="labour",
        expression=reached("labour.placed.new", PLACED_NEW),
        definition=_("新增就业人数占目标的百分比；完成目标为 100%。"),
    ),
    Figure(
        name="labour.placed.multiple",
        title=_("实现就业人数为基数的倍数"),
        unit="multiple",
        workstream="labour",
        expression=times("labour.placed", PLACED),
    ),
    Figure(
        name="labour.workers",
        title=_("务工人数"),
        unit="person",
        workstream="labour",
        expression=WORKERS,
        by=("destination",),
        definition=_("有务工登记的人，每人只算一次；只算逐人登记的。"),
    ),
    Figure(
        name="labour.workers.base",
        title=_("务工人数基数"),
        unit="person",
        workstream="labour",
        expression=base("labour.workers"),
        definition=_("已登记的上年务工人数。"),
    ),
    Figure(
        name="labour.workers.growth",
        title=_("务工人数增长"),
        unit="percent",
        workstream="labour",
        expression=grown("labour.workers", WORKERS),
        definition=_("与所列基数相比；没有基数则没有值。"),
    ),
    Figure(
        name="labour.subsidies",
        title=_("就业补贴"),
        unit="CNY",
        workstream="labour",
        expression=total("amount", kind="labour.subsidy"),
        by=("item", "giver"),
    ),
    Figure(
        name="labour.subsidised",
        title=_("领取就业补贴的人数"),
        unit="person",
        workstream="labour",
        expression=total("persons", kind="labour.subsidy"),
        by=("item", "giver"),
        definition=_("各笔发放人数相加；一人领几项的各项都算。"),
    ),
)

PUBLIC_FIGURES = (
    PublicFigure(
        name="labour.public.placed",
        figure="labour.placed",
        order=40,
        how=_("通过帮扶新找到工作和返回岗位的人，按每次记下的人数相加。"),
    ),
)
