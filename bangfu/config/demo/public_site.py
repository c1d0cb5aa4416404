"""The demonstration's public site: open counties, a notice, letters with and without an answer, a donor who asks.

All of it carries today's dates and goes through the same actions as a visitor's or a clerk's.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from bangfu.kernel.rights.models import User
from bangfu.portal import actions
from bangfu.portal.actions.letters import keep_letter
from bangfu.portal.sites import sections
from bangfu.workstreams.exchange.models import Appeal

SITES = (
    ("430525", "洞口帮扶网", "村里提出、村信息点核实的心愿都在这里。认领一个，或者转给愿意帮忙的人。"),
    ("420302", "茅箭区社会帮扶", "全区帮扶的成效和公示公告；有意见建议，写给我们。"),
)
LINE = "12317"  # the national line for complaints on poverty alleviation, from the documents' time
BOARD = "430525"
MONEY = WATCHED = "420302"
LETTERS = (
    ("suggestion", "希望多发布助学心愿", "开学前能不能集中发布一批书包、文具的心愿，方便单位一起认领。",
     "已安排各村信息点在开学前两周集中登记助学心愿，欢迎认领。", True),
    ("question", "认领后多久能联系上", "认领了一个取暖器的心愿，想知道什么时候能送过去。",
     "认领后村信息点会先征求求助人同意，一般三天内联系您；七天没有对接，心愿会重新上榜。", True),
    ("thanks", "感谢送来的轮椅", "轮椅收到了，老人现在能到院子里晒太阳。",
     "收到您的来信我们很高兴，已转告爱心企业。", True),
    ("complaint", "有个心愿的数量写得不对", "榜上有一条写着要十床棉被，应该是两床吧？", "", False),
    ("suggestion", "网站的字能不能再大一点", "老人看手机费劲，希望字大一些。",
     "页面最下面有“大字”，点一下就会变大。", True),
    ("question", "个人能不能认领", "我不是企业，个人可以认领吗？怎么注册？", "", False),
)  # fmt: skip


def build_public_site(actor: User, offices: Mapping[str, User]) -> dict[str, int]:
    """Open the sites, publish notices, keep letters and answer most of them; return how many there are.

    ``offices`` are the counties' officers by area code.
    """
    for code, name, note in SITES:
        actions.set_site(actor, area_code=code, open_=True, shown=list(sections()), name=name, hotline=LINE, note=note)
    today = timezone.localdate()
    actions.publish_notice(
        offices[BOARD],
        template="exchange.wishes",
        area_code=BOARD,
        period_from=date(today.year, 1, 1),
        period_to=today,
        title=f"{today.year} 年爱心需求办理情况公告",
        line=LINE,
    )
    actions.publish_notice(
        offices[MONEY],
        template="funds.money",
        area_code=MONEY,
        period_from=date(2020, 1, 1),
        period_to=date(2020, 12, 31),
        title="2020 年帮扶资金安排和使用公告",
        line=LINE,
    )
    actions.publish_notice(
        offices[MONEY],
        template="funds.projects",
        area_code=MONEY,
        period_from=date(2020, 1, 1),
        period_to=date(2020, 12, 31),
        title="2020 年帮扶项目实施公告",
        line=LINE,
    )
    appeal = Appeal.objects.filter(area_code__startswith=BOARD, purse__paid__gt=0).order_by("pk").first()
    if appeal is not None:
        actions.publish_notice(
            offices[BOARD],
            template="exchange.appeal_use",
            area_code=BOARD,
            subject=str(appeal.pk),
            period_from=date(today.year, 1, 1),
            period_to=today,
            title=f"“{appeal.title}”资金使用公告",
            line=LINE,
        )
    for kind, title, text, answer, shown in LETTERS:
        letter, _code = keep_letter(area_code=BOARD, kind=kind, title=title, text=text)
        if answer:
            actions.answer_letter(offices[BOARD], letter, answer=answer, shown=shown)
    actions.apply_for_account(
        address="demonstration",
        kind="firm",
        name="雪峰山茶业",
        credit_code="91430525MA4L0DEM0X",
        contact="经理",
        phone="15400001234",
        area_code=BOARD,
        username="xuefeng",
        password="demo-bangfu-2020",  # noqa: S106 - never opened: the application waits for review
    )
    return {"letters": len(LETTERS), "sites": len(SITES)}


def publish_numbers(actor: User) -> None:
    """Publish how many households were taken in this year and how many left, by township."""
    today = timezone.localdate()
    actions.publish_notice(
        actor,
        template="monitoring.numbers",
        area_code=WATCHED,
        period_from=date(today.year, 1, 1),
        period_to=today,
        title=f"{today.year} 年监测对象纳入和风险消除情况公告",
        line=LINE,
    )
