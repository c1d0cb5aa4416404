"""What the ledger tells the platform."""

from datetime import date
from decimal import Decimal
from secrets import token_hex
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.evidence.kinds import DOCUMENT, PHOTO, EvidencePurpose
from bangfu.kernel.manifest import Manifest, manifests
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.resources import Act, Column, Filter, Menu, Page, Panel, Resource, Search
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Permission
from bangfu.kernel.titles import TitlesOf
from bangfu.ledger import forms
from bangfu.ledger.actions import (
    change_campaign,
    confirm_entry,
    dispute_entry,
    post_entry,
    register_campaign,
    reverse_entry,
)
from bangfu.ledger.closing_declared import CLOSING_DECLARED
from bangfu.ledger.deeds import DEEDS
from bangfu.ledger.doubles_declared import DOUBLES_DECLARED
from bangfu.ledger.drafts import Draft
from bangfu.ledger.imports.declared import TEMPLATES
from bangfu.ledger.kinds import UnitWords, entry_kinds
from bangfu.ledger.models import Campaign, Entry
from bangfu.ledger.panels import campaign_panel, course_of, entry_panel, received_panel
from bangfu.ledger.queries import own_entries
from bangfu.ledger.queries.campaigns import campaigns_at
from bangfu.ledger.queries.recorders import may_dispute, may_reverse
from bangfu.ledger.standings import STATES
from bangfu.parties.models import Organisation, Party

OFFICES = ("county", "township", "village", "lead")
SIDES = ("unit", "helper", "partner")


def _confirm(actor: User, entry: Entry, *, note: str = "") -> None:
    confirm_entry(actor, entry.pk, note=note)


def _dispute(actor: User, entry: Entry, *, note: str) -> None:
    dispute_entry(actor, entry.pk, note=note)


def _reverse(actor: User, entry: Entry, *, reason: str) -> Entry:
    return reverse_entry(actor, entry.pk, reason=reason)


def _state_of(entry: Any) -> str:
    return str(entry.standing.state)


def _workstreams() -> list[tuple[str, Any]]:
    names = dict.fromkeys(kind.workstream for kind in entry_kinds)
    return [(name, manifests[name].title if name in manifests else name) for name in names]


def _sample_entry(actor: User, area_code: str) -> Entry:
    """One entry of the first declared kind between two organisations, for the shared tests."""
    kind = next(k for k in entry_kinds if "organisation" in k.giver and "organisation" in k.receiver)
    parties = [
        Organisation.objects.create(
            party=Party.objects.create(kind="organisation"), name=name, kind="enterprise", area_code=area_code
        ).party_id
        for name in (_("示例采购单位"), _("示例供应商"))
    ]
    required = {d.name: d.choices[0][0] if d.choices else "1" for d in kind.details if d.required}
    with transaction.atomic():
        return post_entry(
            actor,
            Draft(
                kind=kind.name,
                happened_on=date(2020, 6, 19),
                area_code=area_code,
                giver_id=parties[0],
                receiver_id=parties[1],
                amount=Decimal("1200.50") if kind.amount != "none" else None,
                quantity=Decimal(3) if kind.quantity == "required" else None,
                **dict.fromkeys(kind.needs, 2),
                details=required,
            ),
        )


def _sample_campaign(actor: User, area_code: str) -> Campaign:
    return register_campaign(
        actor, name=f"{_('示例活动')} {token_hex(3)}", area_code=area_code, starts_on=date(2020, 10, 17)
    )


ENTRIES = Resource(
    name="ledger.entry",
    title=_("帮扶记录"),
    model=Entry,
    menu="ledger",
    menu_order=10,
    icon="book",
    order=("-happened_on", "-id"),
    own=own_entries,
    sides=("giver_area_code",),
    version="",
    columns=(
        Column(name="happened_on", title=_("日期"), kind="date", sort=True),
        Column(name="kind", title=_("类型"), kind="state", states=TitlesOf(entry_kinds)),
        Column(name="giver", title=_("提供方"), path="giver_id", kind="party"),
        Column(name="receiver", title=_("受助方"), path="receiver_id", kind="party"),
        Column(name="amount", title=_("金额"), kind="money", sort=True),
        Column(name="quantity", title=_("数量"), kind="number"),
        Column(name="unit", title=_("单位"), kind="state", states=UnitWords()),
        Column(name="area_code", title=_("受益地区"), kind="area"),
        Column(name="giver_area_code", title=_("提供方地区"), kind="area", in_list=False),
        Column(name="state", title=_("状态"), path="standing__state", kind="state", states=STATES),
        Column(name="counted_on", title=_("计入日期"), kind="date", in_list=False),
        Column(name="persons", title=_("惠及人数"), kind="number", in_list=False),
        Column(name="person_times", title=_("惠及人次"), kind="number", in_list=False),
        Column(name="households", title=_("惠及户数"), kind="number", in_list=False),
        Column(name="campaign", title=_("所属活动"), path="campaign__name", in_list=False),
        Column(name="note", title=_("说明"), in_list=False),
        Column(name="posted_by", title=_("记账人"), path="posted_by_id", kind="user", in_list=False),
        Column(name="posted_at", title=_("记账时间"), kind="datetime", in_list=False),
        Column(name="chain", title=_("链"), in_list=False),
        Column(name="sequence", title=_("链内序号"), kind="number", in_list=False),
        Column(name="hash", title=_("校验值"), in_list=False, in_export=False),
    ),
    filters=(
        Filter(name="kind", title=_("类型"), choices=lambda _user: [(k.name, k.title) for k in entry_kinds]),
        Filter(name="area_code", title=_("受益地区"), kind="area"),
        Filter(name="giver_area_code", title=_("提供方地区"), kind="area"),
        Filter(name="workstream", title=_("工作组"), choices=lambda _user: _workstreams(), more=True),
        Filter(
            name="campaign",
            title=_("所属活动"),
            path="campaign_id",
            choices=lambda user: [(str(pk), name) for pk, name in campaigns_at(user).values_list("pk", "name")[:200]],
        ),
        Filter(name="happened_on", title=_("日期"), kind="date"),
        Filter(
            name="state",
            title=_("状态"),
            path="standing__state",
            choices=lambda _user: [(value, word) for value, (word, _tone) in STATES.items()],
        ),
    ),
    search=(Search(path="source", kind="exact"),),
    search_hint=_("来源编号"),
    acts=(
        Act(
            name="confirm",
            title=_("确认"),
            run=_confirm,
            permission="ledger.entry.confirm",
            form=forms.NoteForm,
            when=lambda e: _state_of(e) in ("waiting", "disputed"),
            tone="good",
        ),
        Act(
            name="dispute",
            title=_("提出异议"),
            run=_dispute,
            permission="ledger.entry.confirm",
            allowed=may_dispute,
            form=forms.DisputeForm,
            when=lambda e: e.reverses_id is None and _state_of(e) in ("waiting", "recorded"),
        ),
        Act(
            name="reverse",
            title=_("冲销"),
            run=_reverse,
            permission="ledger.entry.reverse",
            allowed=may_reverse,
            form=forms.ReasonForm,
            when=lambda e: e.reverses_id is None and _state_of(e) != "reversed",
            confirm=_("冲销会另记一笔相反的记录，原记录保留。确定吗？"),
            tone="bad",
        ),
    ),
    happened=course_of,
    evidence=("invoice", "photo", "document"),
    evidence_permission="ledger.entry.record",
    empty=_("还没有帮扶记录。点“记一笔”，或用 Excel 批量导入。"),
    sample=_sample_entry,
)

CAMPAIGNS = Resource(
    name="ledger.campaign",
    title=_("活动"),
    model=Campaign,
    menu="ledger",
    menu_order=20,
    icon="calendar-event",
    order=("-starts_on", "-id"),
    columns=(
        Column(name="name", title=_("活动名称")),
        Column(name="theme", title=_("主题")),
        Column(name="parent", title=_("属于哪个活动"), path="parent__name"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="starts_on", title=_("起"), kind="date", sort=True),
        Column(name="ends_on", title=_("止"), kind="date"),
    ),
    filters=(
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(
            name="parent",
            title=_("属于哪个活动"),
            path="parent_id",
            choices=lambda user: [(str(pk), name) for pk, name in campaigns_at(user).values_list("pk", "name")[:200]],
            more=True,
        ),
    ),
    search=(Search(path="name"),),
    form=forms.CampaignForm,
    create=register_campaign,
    change=change_campaign,
    empty=_("还没有活动。扶贫日、消费扶贫月、招聘会等在这里登记，记账时选用。"),
    sample=_sample_campaign,
)

manifest = Manifest(
    name="ledger",
    title=_("帮扶账本"),
    order=40,
    provides=(
        DEEDS,
        Menu(name="ledger", title=_("帮扶账本"), order=30),
        Permission(
            name="ledger.entry.view", title=_("查看帮扶记录"), roles=(*OFFICES, *SIDES, "auditor", "department")
        ),
        Permission(name="ledger.entry.record", title=_("记账"), roles=(*OFFICES, *SIDES)),
        Permission(name="ledger.entry.change", title=_("补充凭证"), roles=(*OFFICES, *SIDES)),
        Permission(name="ledger.entry.confirm", title=_("确认帮扶记录"), roles=(*OFFICES, *SIDES)),
        Permission(
            name="ledger.entry.confirm_for", title=_("代辖区内受助方确认"), roles=("county", "township", "village")
        ),
        Permission(name="ledger.entry.reverse", title=_("冲销本方记的账"), roles=(*OFFICES, *SIDES)),
        Permission(
            name="ledger.entry.reverse_for",
            title=_("冲销辖区内单位记的账"),
            roles=("county", "township", "lead", "partner"),
        ),
        Permission(
            name="ledger.entry.export", title=_("导出帮扶记录"), roles=("county", "township", "lead", "auditor")
        ),
        Permission(name="ledger.entry.import", title=_("导入帮扶记录"), roles=("county", "township", "lead")),
        Permission(name="ledger.campaign.view", title=_("查看活动"), roles=(*OFFICES, *SIDES, "auditor")),
        Permission(name="ledger.campaign.change", title=_("维护活动"), roles=("county", "township", "lead")),
        PolicyKey(name="ledger.confirm_days", title=_("对方确认期限"), type="days", unit=_("天")),
        PolicyKey(
            name="ledger.large_amount",
            title=_("大额提醒线（疑似万元写成元）"),
            type="money",
            unit=_("元"),
            help=_("单笔金额超过它时，记账前再问一次单位。"),
        ),
        PolicyKey(
            name="ledger.earliest_year",
            title=_("最早年份"),
            type="integer",
            unit=_("年"),
            help=_("发生日期早于这一年的不能记账。"),
        ),
        PolicyKey(
            name="ledger.unusual_factor",
            title=_("金额异常提醒倍数"),
            type="integer",
            unit=_("倍"),
            help=_("比本地同类记录最大的一笔大这么多倍，或比最小的小这么多倍，记账前再问一次。"),
        ),
        PolicyKey(
            name="ledger.double_days",
            title=_("疑似重复：相隔天数"),
            type="days",
            unit=_("天"),
            help=_("双方和金额相同、日期相差不超过这些天的，提醒可能是同一笔。"),
        ),
        PolicyKey(
            name="ledger.double_least",
            title=_("疑似重复：起点金额"),
            type="money",
            unit=_("元"),
            help=_("低于它的不提醒。"),
        ),
        EvidencePurpose(name="invoice", title=_("发票或收据"), accepts=(PHOTO, DOCUMENT)),
        Page(
            name="ledger-record",
            title=_("记一笔"),
            menu="ledger",
            icon="edit",
            permission="ledger.entry.record",
            order=5,
            pinned=True,
        ),
        Page(
            name="ledger-waiting",
            title=_("待我确认"),
            menu="ledger",
            icon="checks",
            permission="ledger.entry.confirm",
            order=6,
        ),
        Page(
            name="ledger-doubles",
            title=_("疑似重复"),
            menu="ledger",
            icon="copy",
            permission="ledger.double.decide",
            order=60,
        ),
        ENTRIES,
        CAMPAIGNS,
        Panel(
            name="ledger.received",
            of="parties.household",
            title=_("得到的帮扶"),
            render=received_panel,
            permission="ledger.entry.view",
            order=30,
        ),
        *CLOSING_DECLARED,
        *DOUBLES_DECLARED,
        Panel(
            name="ledger.campaign_sums",
            of="ledger.campaign",
            title=_("合计"),
            render=campaign_panel,
            permission="ledger.entry.view",
            order=10,
        ),
        Panel(
            name="ledger.behind",
            of="ledger.entry",
            title=_("明细与意见"),
            render=entry_panel,
            permission="ledger.entry.view",
            order=10,
        ),
        *TEMPLATES,
    ),
)
