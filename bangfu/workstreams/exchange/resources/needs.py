"""Rounds and needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import Act, Column, Filter, Menu, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Permission
from bangfu.workstreams.exchange import actions, forms
from bangfu.workstreams.exchange.flows import NEED, states_of
from bangfu.workstreams.exchange.models import Need, Wave
from bangfu.workstreams.exchange.permissions import NEED_CHECK, NEED_ENTER, NEED_REVIEW, READERS, WAVE_CHANGE
from bangfu.workstreams.exchange.queries.own import own_needs
from bangfu.workstreams.exchange.resources.samples import sample_need, sample_wave
from bangfu.workstreams.exchange.wording import doubts_of

EXCHANGE = Menu(name="exchange", title=_("社会动员"), order=44)
INSIDE = Permission(name="exchange.need.inside", title=_("查看求助方和内部说明"), roles=(*READERS, "household"))


def _in(*states: str) -> Callable[[Any], bool]:
    return lambda row: row.state in states


def _publish(actor: User, ids: list[int], *, on: date | None = None, seen: bool = False) -> str:
    return _now("已发布 %(n)s 条。") % {"n": actions.publish_needs(actor, ids, on=on, seen=seen)}


def _publish_one(actor: User, need: Need, *, seen: bool = False) -> None:
    actions.publish_needs(actor, [need.pk], seen=seen)


def _doubtful(need: Need) -> bool:
    return need.state == "reviewing" and bool(doubts_of(need))


def _check(actor: User, ids: list[int]) -> str:
    return _now("已核实 %(n)s 条。") % {"n": actions.check_needs(actor, ids)}


def _check_one(actor: User, need: Need) -> None:
    actions.check_needs(actor, [need.pk])


def _carry(actor: User, wave: Wave, *, into: int) -> str:
    return _now("已转入 %(n)s 个未实现的心愿。") % {"n": actions.carry_over(actor, wave, into=into)}


WAVES = Resource(
    name="exchange.wave",
    title=_("心愿轮次"),
    model=Wave,
    menu="exchange",
    under="exchange-desk",
    menu_order=35,
    icon="confetti",
    order=("area_code", "id"),
    columns=(
        Column(name="name", title=_("名称")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="opens_on", title=_("开始日期"), kind="date", sort=True),
        Column(name="closes_on", title=_("截止日期"), kind="date", sort=True),
        Column(name="cap", title=_("金额上限"), kind="money"),
        Column(name="per_household", title=_("每户个数"), kind="number"),
        Column(name="state", title=_("状态"), kind="choice"),
    ),
    filters=(Filter(name="state", title=_("状态")), Filter(name="area_code", title=_("地区"), kind="area")),
    form=forms.WaveForm,
    create=actions.open_wave,
    acts=(
        Act(
            name="close",
            title=_("结束本轮"),
            run=actions.close_wave,
            permission=WAVE_CHANGE,
            when=_in("open"),
            confirm=_("结束后不能再登记本轮心愿；已登记的照常办理。"),
        ),
        Act(
            name="carry",
            title=_("未实现的转入下一轮"),
            run=_carry,
            permission=WAVE_CHANGE,
            form=forms.CarryForm,
            when=_in("closed"),
        ),
    ),
    empty=_("还没有心愿轮次。"),
    sample=sample_wave,
)

NEEDS = Resource(
    name="exchange.need",
    title=_("需求"),
    model=Need,
    menu="exchange",
    under="exchange-desk",
    menu_order=31,
    icon="hand-stop",
    order=("area_code", "id"),
    own=own_needs,
    columns=(
        Column(name="title", title=_("需要什么")),
        Column(name="kind", title=_("类别"), kind="choice"),
        Column(name="area_code", title=_("地区"), kind="area", permission=INSIDE.name),
        Column(name="asker", title=_("求助方"), path="asker_id", kind="party", permission=INSIDE.name),
        Column(name="state", title=_("状态"), kind="state", states=states_of(NEED)),
        Column(name="quantity", title=_("数量"), kind="number"),
        Column(name="unit", title=_("单位"), kind="choice"),
        Column(name="taken", title=_("已认领"), kind="number"),
        Column(name="met", title=_("已收到"), kind="number", in_list=False),
        Column(name="value", title=_("估价（元）"), kind="money"),
        Column(name="urgency", title=_("紧急程度"), kind="choice"),
        Column(name="needed_by", title=_("期望日期"), kind="date", in_list=False),
        Column(name="category", title=_("用途"), kind="code", code_list="need_category", in_list=False),
        Column(name="band", title=_("受助对象"), kind="choice", in_list=False),
        Column(name="wave", title=_("心愿轮次"), path="wave__name", in_list=False),
        Column(name="group", title=_("可多方认领"), kind="boolean", in_list=False),
        Column(name="text", title=_("公开说明"), in_list=False),
        Column(name="private_text", title=_("内部说明"), in_list=False, permission=INSIDE.name),
        Column(name="entered_on", title=_("登记日期"), kind="date"),
        Column(name="published_on", title=_("发布日期"), kind="date", in_list=False),
        Column(name="matched_on", title=_("对接日期"), kind="date", in_list=False),
        Column(name="completed_on", title=_("完成日期"), kind="date", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="kind", title=_("类别")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="category", title=_("用途"), kind="code", code_list="need_category", more=True),
        Filter(name="urgency", title=_("紧急程度"), more=True),
        Filter(name="published_on", title=_("发布日期"), kind="date", more=True),
    ),
    search=(Search(path="title"),),
    search_hint=_("需要什么，从开头输入"),
    form=forms.NeedForm,
    create=actions.enter_need,
    change=actions.change_need,
    acts=(
        Act(
            name="submit",
            title=_("提交"),
            run=actions.submit_need,
            permission=NEED_ENTER,
            when=_in("draft"),
            tone="good",
        ),
        Act(
            name="check", title=_("核实无误"), run=_check_one, permission=NEED_CHECK, when=_in("checking"), tone="good"
        ),
        Act(name="check_many", title=_("批量核实"), run=_check, permission=NEED_CHECK, bulk=True),
        Act(
            name="publish",
            title=_("审核发布"),
            run=_publish_one,
            permission=NEED_REVIEW,
            when=lambda row: row.state == "reviewing" and not _doubtful(row),
            tone="good",
        ),
        Act(
            name="publish_seen",
            title=_("看过提示，发布"),
            run=_publish_one,
            permission=NEED_REVIEW,
            form=forms.SeenForm,
            when=_doubtful,
        ),
        Act(
            name="publish_many",
            title=_("批量发布"),
            run=_publish,
            permission=NEED_REVIEW,
            form=forms.PublishForm,
            bulk=True,
        ),
        Act(
            name="return",
            title=_("退回修改"),
            run=actions.return_need,
            permission=NEED_CHECK,
            form=forms.ReasonForm,
            when=_in("checking", "reviewing"),
        ),
        Act(
            name="refuse",
            title=_("不予通过"),
            run=actions.refuse_need,
            permission=NEED_CHECK,
            form=forms.ReasonForm,
            when=_in("checking", "reviewing"),
        ),
        Act(
            name="withdraw",
            title=_("撤回"),
            run=actions.withdraw_need,
            permission=NEED_ENTER,
            form=forms.ReasonForm,
            when=_in("draft", "checking", "reviewing", "published", "offline"),
        ),
        Act(
            name="list_again",
            title=_("重新上榜"),
            run=actions.list_again,
            permission=NEED_REVIEW,
            when=_in("offline"),
        ),
        Act(
            name="settle",
            title=_("按已认领的部分办结"),
            run=actions.settle_for_less,
            permission=NEED_REVIEW,
            form=forms.ReasonForm,
            when=lambda row: row.state in ("published", "offline") and row.taken > 0,
        ),
        Act(
            name="question",
            title=_("暂停核查"),
            run=actions.question_need,
            permission=NEED_REVIEW,
            when=_in("published", "offline", "claimed", "under_way", "delivered", "confirmed"),
        ),
        Act(name="clear", title=_("核查无误"), run=actions.clear_need, permission=NEED_REVIEW, when=_in("questioned")),
    ),
    template="needs",
    empty=_("还没有需求；村信息点登记后会出现在这里。"),
    sample=sample_need,
)
