"""What pairing tells the platform."""

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.manifest import Manifest
from bangfu.kernel.policy.keys import PolicyKey
from bangfu.kernel.resources import Act, Column, Filter, Menu, Panel, Resource
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.roles import Permission
from bangfu.pairing import forms
from bangfu.pairing.actions import (
    change_enrolment,
    end_enrolment,
    end_pairing,
    enrol,
    freeze,
    pair,
    release,
    replace_helper,
)
from bangfu.pairing.actions.following import AFTER_REQUALIFYING, AFTER_SUCCESSION
from bangfu.pairing.agreements import AGREEMENT_FLOW, SCAN
from bangfu.pairing.agreements import KEYS as AGREEMENT_KEYS
from bangfu.pairing.agreements import PERMISSIONS as AGREEMENT_PERMISSIONS
from bangfu.pairing.agreements import VIEW as AGREEMENT_VIEW
from bangfu.pairing.deeds import DEEDS
from bangfu.pairing.districts import BORDERS
from bangfu.pairing.imports.declared import TEMPLATES
from bangfu.pairing.models import Enrolment, Pairing, Scheme
from bangfu.pairing.needs import NEED_WEIGHTS
from bangfu.pairing.panels import helpers_panel, plan_households_panel
from bangfu.pairing.preferring import ROADS, UNIT_STRENGTHS
from bangfu.pairing.queries.pairs import helped_households, own_pairings
from bangfu.pairing.queries.partners import PARTNERS, UNITS
from bangfu.pairing.reminders import REMINDERS
from bangfu.pairing.resources.agreements import AGREEMENTS, DUTIES
from bangfu.pairing.resources.proposals import PROPOSAL_ROWS, PROPOSALS
from bangfu.pairing.resources.schemes import SCHEME_PANELS, SCHEMES, sample_scheme
from bangfu.pairing.resources.teams import MEMBERS, TEAMS
from bangfu.pairing.resources.village_plans import VILLAGE_PLANS
from bangfu.pairing.team_panels import team_panel, village_team_panel
from bangfu.pairing.teams import KEYS as TEAM_KEYS
from bangfu.pairing.teams import PERMISSIONS as TEAM_PERMISSIONS
from bangfu.pairing.teams import VIEW as TEAM_VIEW
from bangfu.pairing.titles import enrolment_title, pairing_title
from bangfu.parties.models import Area, Organisation, Party
from bangfu.parties.registries import OwnHouseholds, PlaceFollower

READERS = ("county", "township", "village", "lead", "auditor", "helper", "unit", "partner")


def _pair(actor: User, *, scheme: str, helper: int, recipient: int, **fields: Any) -> Pairing:
    return pair(
        actor,
        scheme=Scheme.objects.get(name=scheme),
        helper=Party.objects.get(pk=helper),
        recipient=Party.objects.get(pk=recipient),
        **fields,
    )


_pair.permission = "pairing.pairing.change"  # type: ignore[attr-defined]


def _enrol(actor: User, *, scheme: str, party: int, **fields: Any) -> Enrolment:
    return enrol(actor, scheme=Scheme.objects.get(name=scheme), party=Party.objects.get(pk=party), **fields)


_enrol.permission = "pairing.enrolment.change"  # type: ignore[attr-defined]


def _replace(actor: User, row: Pairing, *, helper: int, on: date, reason: str) -> Pairing:
    return replace_helper(actor, row, helper=Party.objects.get(pk=helper), on=on, reason=reason)


def _sample_pairing(actor: User, area_code: str) -> Pairing:
    unit = Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=str(_("示例单位")), kind="enterprise", area_code=area_code
    )
    place = Area.objects.filter(code=area_code).first() or Area.objects.create(
        party=Party.objects.create(kind="area"), code=area_code, name=str(_("示例村")), level=len(area_code)
    )
    return pair(
        actor,
        scheme=sample_scheme(actor, area_code),
        helper=unit.party,
        recipient=place.party,
        valid_from=date(2020, 1, 1),
    )


def _sample_enrolment(actor: User, area_code: str) -> Enrolment:
    unit = Organisation.objects.create(
        party=Party.objects.create(kind="organisation"), name=str(_("示例单位")), kind="enterprise", area_code=area_code
    )
    return enrol(actor, scheme=sample_scheme(actor, area_code), party=unit.party, county_code=area_code[:6])


PAIRINGS = Resource(
    name="pairing.pairing",
    title_of=pairing_title,
    title=_("结对"),
    model=Pairing,
    menu="pairing",
    menu_order=3,
    icon="link",
    order=("area_code", "id"),
    own=own_pairings,
    sides=("helper__area__code",),
    columns=(
        Column(name="scheme", title=_("方案"), path="scheme__title"),
        Column(name="helper", title=_("帮扶方"), path="helper_id", kind="party"),
        Column(name="recipient", title=_("受助方"), path="recipient_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="valid_from", title=_("起"), kind="date", sort=True),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="frozen", title=_("保持不变"), kind="boolean", in_list=False),
        Column(name="reason_in", title=_("结对原因"), in_list=False),
        Column(name="reason_out", title=_("解除原因"), in_list=False),
    ),
    filters=(
        Filter(
            name="scheme",
            title=_("方案"),
            path="scheme__name",
            choices=lambda _user: list(Scheme.objects.order_by("title").values_list("name", "title")),
        ),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="valid_from", title=_("起"), kind="date", more=True),
    ),
    form=forms.PairForm,
    create=_pair,
    acts=(
        Act(
            name="replace",
            title=_("更换帮扶方"),
            run=_replace,
            permission="pairing.pairing.change",
            form=forms.ReplaceForm,
            when=lambda row: row.valid_to is None,
        ),
        Act(
            name="freeze",
            title=_("固定不变"),
            run=freeze,
            permission="pairing.pairing.change",
            form=forms.ReasonForm,
            when=lambda row: row.valid_to is None and not row.frozen,
        ),
        Act(
            name="release",
            title=_("解除固定"),
            run=release,
            permission="pairing.pairing.change",
            form=forms.ReasonForm,
            when=lambda row: row.valid_to is None and row.frozen,
        ),
        Act(
            name="end",
            title=_("解除结对"),
            run=end_pairing,
            permission="pairing.pairing.change",
            form=forms.EndForm,
            when=lambda row: row.valid_to is None,
            tone="bad",
        ),
    ),
    empty=_("还没有结对。可在“结对分配”中一次提出全县建议，也可逐对登记。"),
    sample=_sample_pairing,
)

ENROLMENTS = Resource(
    name="pairing.enrolment",
    title_of=enrolment_title,
    title=_("帮扶力量"),
    model=Enrolment,
    menu="pairing",
    menu_order=4,
    icon="users",
    scope_field="county_code",
    order=("county_code", "id"),
    version="",
    columns=(
        Column(name="scheme", title=_("方案"), path="scheme__title"),
        Column(name="party", title=_("帮扶方"), path="party_id", kind="party"),
        Column(name="county_code", title=_("所属县（区）"), kind="area"),
        Column(name="area_code", title=_("帮扶村"), kind="area"),
        Column(name="capacity", title=_("最多帮扶数"), kind="number"),
        Column(name="skills", title=_("擅长解决"), kind="code", code_list="poverty_cause"),
        Column(name="valid_from", title=_("起"), kind="date"),
        Column(name="valid_to", title=_("止"), kind="date"),
        Column(name="reason_out", title=_("退出原因"), in_list=False),
    ),
    filters=(
        Filter(
            name="scheme",
            title=_("方案"),
            path="scheme__name",
            choices=lambda _user: list(Scheme.objects.order_by("title").values_list("name", "title")),
        ),
    ),
    form=forms.EnrolForm,
    create=_enrol,
    acts=(
        Act(
            name="change",
            title=_("修改村、上限和专长"),
            run=change_enrolment,
            permission="pairing.enrolment.change",
            form=forms.TermsForm,
            when=lambda row: row.valid_to is None,
        ),
        Act(
            name="end",
            title=_("退出帮扶"),
            run=end_enrolment,
            permission="pairing.enrolment.change",
            form=forms.EndForm,
            when=lambda row: row.valid_to is None,
            tone="bad",
        ),
    ),
    template="helpers",
    empty=_("还没有登记帮扶力量。可用 Excel 导入帮扶干部名单。"),
    sample=_sample_enrolment,
)

manifest = Manifest(
    name="pairing",
    title=_("结对帮扶"),
    order=30,
    provides=(
        DEEDS,
        Menu(name="pairing", title=_("结对帮扶"), order=20),
        Permission(name="pairing.pairing.view", title=_("查看结对"), roles=READERS),
        Permission(name="pairing.pairing.change", title=_("办理结对"), roles=("county", "township")),
        Permission(name="pairing.pairing.export", title=_("导出结对"), roles=("county", "township", "auditor")),
        Permission(
            name="pairing.enrolment.view", title=_("查看帮扶力量"), roles=("county", "township", "lead", "auditor")
        ),
        Permission(name="pairing.enrolment.change", title=_("登记帮扶力量"), roles=("county",)),
        Permission(name="pairing.enrolment.import", title=_("导入帮扶力量"), roles=("county",)),
        Permission(name="pairing.enrolment.export", title=_("导出帮扶力量"), roles=("county", "auditor")),
        Permission(name="pairing.scheme.view", title=_("查看结对方案"), roles=READERS),
        Permission(name="pairing.scheme.change", title=_("维护结对方案"), roles=("county",)),
        Permission(name="pairing.proposal.view", title=_("查看结对建议"), roles=("county", "township", "auditor")),
        Permission(name="pairing.proposal.make", title=_("提出结对建议"), roles=("county", "township")),
        Permission(name="pairing.proposal.accept", title=_("采用结对建议"), roles=("county",)),
        PolicyKey(
            name=NEED_WEIGHTS,
            title=_("困难程度权重"),
            type="table",
            help=_(
                "农户属性代码 → 权重；也可用“member_健康状况代码”“disability_残疾等级”和"
                "“minimum_living_member”（有成员享受低保）。帮扶力量不足时权重大的先安排。"
            ),
        ),
        PolicyKey(
            name=UNIT_STRENGTHS,
            title=_("单位专长"),
            type="table",
            help=_("单位类型代码 → 擅长解决的致贫原因代码；没有登记个人专长的帮扶方按其单位。"),
        ),
        PolicyKey(
            name=ROADS,
            title=_("道路里程"),
            type="table",
            help=_("地区代码 → 另一地区代码 → 公里数（往返相同，只写一次）；“距离”偏好先用它，没有写的按直线。"),
        ),
        PolicyKey(
            name=BORDERS,
            title=_("相邻地区"),
            type="table",
            help=_("地区代码 → 与之相邻的地区代码；划成连片的片区时用。"),
        ),
        OwnHouseholds(name="pairing", households=helped_households),
        PlaceFollower(name="pairing.pairing", rows=Pairing.objects.all, party="recipient_id"),
        PlaceFollower(name="pairing.enrolment", rows=Enrolment.objects.all, party="party_id", moves=False),
        PlaceFollower(
            name="pairing.enrolment.county",
            rows=Enrolment.objects.all,
            party="party_id",
            area="county_code",
            moves=False,
        ),
        PAIRINGS,
        ENROLMENTS,
        SCHEMES,
        PROPOSALS,
        PROPOSAL_ROWS,
        *SCHEME_PANELS,
        Panel(
            name="pairing.helpers",
            of="parties.household",
            title=_("帮扶责任人"),
            render=helpers_panel,
            permission="pairing.pairing.view",
            order=10,
        ),
        Panel(
            name="pairing.plan_households",
            of="pairing.agreement",
            title=_("受益户名单"),
            render=plan_households_panel,
            permission=AGREEMENT_VIEW,
            order=35,
        ),
        *TEAM_PERMISSIONS,
        *TEAM_KEYS,
        TEAMS,
        MEMBERS,
        Panel(
            name="pairing.team",
            of="pairing.team",
            title=_("队员和派出单位"),
            render=team_panel,
            permission=TEAM_VIEW,
            order=10,
        ),
        Panel(
            name="pairing.village_team",
            of="parties.area",
            title=_("驻村工作队"),
            render=village_team_panel,
            permission=TEAM_VIEW,
            order=40,
        ),
        *AGREEMENT_PERMISSIONS,
        *AGREEMENT_KEYS,
        SCAN,
        AGREEMENT_FLOW,
        AGREEMENTS,
        DUTIES,
        VILLAGE_PLANS,
        AFTER_SUCCESSION,
        AFTER_REQUALIFYING,
        REMINDERS,
        PARTNERS,
        UNITS,
        *TEMPLATES,
    ),
)
