"""The office's lists: letters, applications, notices, and what was stopped on its way out."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.seeds import load_policies
from bangfu.kernel.publishing.declared import public_listings
from bangfu.kernel.resources import Act, Column, Filter, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.kernel.titles import TitlesOf
from bangfu.portal import actions
from bangfu.portal.actions.joining import read_phone
from bangfu.portal.actions.letters import keep_letter, read_contact
from bangfu.portal.flows import APPLICATION, LETTER, states_of
from bangfu.portal.forms import AnswerForm, ReasonForm
from bangfu.portal.models import Application, Letter, PublicNotice, WithheldRow
from bangfu.portal.permissions import APPLICATION_SETTLE, LETTER_ANSWER, NOTICE_CHANGE

MENU = "public"


def _in(*states: str):  # type: ignore[no-untyped-def]
    return lambda row: row.state in states


def sample_letter(actor: User, area_code: str) -> Letter:
    """A suggestion as a visitor sends it."""
    load_policies()
    made, _code = keep_letter(
        area_code=area_code, kind="suggestion", title=str(_("示例建议")), text=str(_("希望多发布助学需求。"))
    )
    return made


def _title_of_withheld(row: WithheldRow) -> str:
    listing = public_listings.get(row.listing)
    return f"{listing.title if listing else row.listing} {row.row}"


def sample_withheld(actor: User, area_code: str) -> WithheldRow:
    """A row that was stopped."""
    return WithheldRow.objects.create(
        listing="exchange.need",
        row=str(WithheldRow.objects.count() + 1),
        area_code=area_code,
        found="phone",
        columns=str(_("说明")),
        first_seen=date(2020, 6, 1),
    )


def sample_notice(actor: User, area_code: str) -> PublicNotice:
    """A notice that hangs today."""
    today = timezone.localdate()
    return PublicNotice.objects.create(
        template="exchange.wishes",
        channel="web",
        title=str(_("示例公告")),
        area_code=area_code,
        period_from=date(today.year, 1, 1),
        period_to=today,
        begins_on=today,
        ends_on=today + timedelta(days=10),
        published_by=actor,
    )


LETTERS = Resource(
    name="portal.letter",
    title=_("投诉建议"),
    model=Letter,
    menu=MENU,
    menu_order=30,
    icon="inbox",
    order=("area_code", "id"),
    columns=(
        Column(name="number", title=_("编号")),
        Column(name="kind", title=_("类别"), kind="choice"),
        Column(name="title", title=_("标题")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=states_of(LETTER)),
        Column(name="sent_on", title=_("提交日期"), kind="date"),
        Column(name="answer_by", title=_("答复期限"), kind="date", sort=True),
        Column(name="text", title=_("内容"), in_list=False, in_export=False),
        Column(name="about", title=_("所涉页面"), in_list=False),
        Column(name="contact", title=_("联系电话"), kind="masked", in_list=False, in_export=False),
        Column(name="answer", title=_("答复"), in_list=False),
        Column(name="answered_on", title=_("答复日期"), kind="date", in_list=False),
        Column(name="answered_by", title=_("答复人"), path="answered_by_id", kind="user", in_list=False),
        Column(name="shown", title=_("公开答复"), kind="boolean", in_list=False),
        Column(name="satisfied", title=_("满意"), kind="boolean", in_list=False),
    ),
    filters=(
        Filter(name="state", title=_("状态")),
        Filter(name="kind", title=_("类别")),
        Filter(name="area", title=_("地区"), path="area_code", kind="area"),
        Filter(name="answer_by", title=_("答复期限"), kind="date", more=True),
    ),
    search=(Search(path="number", kind="exact"),),
    search_hint=_("编号"),
    acts=(
        Act(
            name="accept",
            title=_("受理"),
            run=actions.accept_letter,
            permission=LETTER_ANSWER,
            when=_in("received"),
            tone="good",
        ),
        Act(
            name="answer",
            title=_("答复"),
            run=actions.answer_letter,
            permission=LETTER_ANSWER,
            form=AnswerForm,
            when=_in("received", "accepted"),
            tone="good",
        ),
        Act(
            name="decline",
            title=_("不予受理"),
            run=actions.decline_letter,
            permission=LETTER_ANSWER,
            form=ReasonForm,
            when=_in("received"),
        ),
        Act(
            name="contact",
            title=_("看联系电话"),
            run=read_contact,
            permission=LETTER_ANSWER,
            form=ReasonForm,
            when=lambda row: bool(row.contact),
        ),
    ),
    empty=_("还没有投诉建议。"),
    sample=sample_letter,
)

APPLICATIONS = Resource(
    name="portal.application",
    title=_("爱心方注册"),
    model=Application,
    menu=MENU,
    menu_order=40,
    icon="user",
    order=("area_code", "id"),
    columns=(
        Column(name="name", title=_("单位名称或姓名")),
        Column(name="kind", title=_("身份"), kind="choice"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="state", title=_("状态"), kind="state", states=states_of(APPLICATION)),
        Column(name="sent_on", title=_("申请日期"), kind="date"),
        Column(name="credit_code", title=_("统一社会信用代码"), in_list=False),
        Column(name="contact", title=_("联系人"), in_list=False),
        Column(name="phone", title=_("手机号"), kind="masked", in_list=False, in_export=False),
        Column(name="username", title=_("登录名"), in_list=False),
        Column(name="wanted", title=_("想认领的"), in_list=False),
        Column(name="settled_on", title=_("审核日期"), kind="date", in_list=False),
        Column(name="reason", title=_("未通过原因"), in_list=False),
        Column(name="party", title=_("对应主体"), path="party_id", kind="party", in_list=False),
    ),
    filters=(Filter(name="state", title=_("状态")), Filter(name="kind", title=_("身份"))),
    acts=(
        Act(
            name="approve",
            title=_("通过"),
            run=actions.approve_application,
            permission=APPLICATION_SETTLE,
            when=_in("waiting"),
            confirm=_("通过后可以登录并认领。名册里有同一信用代码的单位会直接对应上。"),
            tone="good",
        ),
        Act(
            name="refuse",
            title=_("不通过"),
            run=actions.refuse_application,
            permission=APPLICATION_SETTLE,
            form=ReasonForm,
            when=_in("waiting"),
        ),
        Act(
            name="phone",
            title=_("看手机号"),
            run=read_phone,
            permission=APPLICATION_SETTLE,
            form=ReasonForm,
            when=lambda row: bool(row.phone),
        ),
    ),
    empty=_("还没有人申请注册。"),
)

NOTICES = Resource(
    name="portal.notice",
    title=_("公示公告"),
    model=PublicNotice,
    menu=MENU,
    under="portal-publish",
    menu_order=21,
    icon="clipboard-list",
    order=("area_code", "-id"),
    columns=(
        Column(name="title", title=_("标题")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(
            name="channel",
            title=_("公开方式"),
            kind="state",
            states={"web": (_("网上"), ""), "board": (_("村务公开栏"), "")},
        ),
        Column(name="count", title=_("条数"), kind="number"),
        Column(name="begins_on", title=_("公示起"), kind="date"),
        Column(name="ends_on", title=_("公示止"), kind="date"),
        Column(name="withdrawn_on", title=_("撤下日期"), kind="date"),
        Column(name="period_from", title=_("数据起"), kind="date", in_list=False),
        Column(name="period_to", title=_("数据止"), kind="date", in_list=False),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="line", title=_("监督电话"), in_list=False),
        Column(name="reason", title=_("撤下原因"), in_list=False),
        Column(name="published_by", title=_("发布人"), path="published_by_id", kind="user", in_list=False),
    ),
    filters=(Filter(name="area", title=_("地区"), path="area_code", kind="area"),),
    acts=(
        Act(
            name="withdraw",
            title=_("撤下"),
            run=actions.withdraw_notice,
            permission=NOTICE_CHANGE,
            form=ReasonForm,
            when=lambda row: row.withdrawn_on is None and row.ends_on >= timezone.localdate(),
            tone="danger",
        ),
    ),
    empty=_("还没有公示公告。点“发布公示公告”开始。"),
    sample=sample_notice,
)

WITHHELD = Resource(
    name="portal.withheld",
    title_of=_title_of_withheld,
    title=_("拦下的内容"),
    model=WithheldRow,
    menu=MENU,
    under="portal-publish",
    menu_order=22,
    icon="alert-triangle",
    order=("area_code", "id"),
    columns=(
        Column(name="listing", title=_("栏目"), kind="state", states=TitlesOf(public_listings)),
        Column(name="row", title=_("编号")),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="found", title=_("含有")),
        Column(name="columns", title=_("所在栏")),
        Column(name="first_seen", title=_("拦下日期"), kind="date"),
    ),
    empty=_("没有被拦下的内容。"),
    sample=sample_withheld,
)
