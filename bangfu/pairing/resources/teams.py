"""Work teams and their members in lists, details and forms."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.codelists.queries import label
from bangfu.kernel.resources import Act, Column, Filter, Resource
from bangfu.pairing.actions import teams as acts
from bangfu.pairing.forms import teams as forms
from bangfu.pairing.models import Team, TeamMember
from bangfu.pairing.queries.teams import own_members, own_teams, with_completeness
from bangfu.pairing.resources.samples import sample_member, sample_team
from bangfu.pairing.teams import CHANGE, ROLE_LIST, VIEW

STANDINGS = {
    "complete": (_("齐员"), "good"),
    "incomplete": (_("缺员"), "bad"),
    "dissolved": (_("已撤出"), "neutral"),
}


def _member_title(member: TeamMember) -> str:
    return f"{member.person} {label(ROLE_LIST, member.role)}"


def _there(row: Team | TeamMember) -> bool:
    return row.ended_on is None


TEAMS = Resource(
    name="pairing.team",
    title=_("驻村工作队"),
    model=Team,
    rows=lambda: with_completeness(Team.objects.all()),
    menu="pairing",
    menu_order=51,
    under="teams",
    icon="users-group",
    order=("area_code", "id"),
    own=own_teams,
    columns=(
        Column(name="village", title=_("驻点村"), path="village_id", kind="party"),
        Column(name="area_code", title=_("地区"), kind="area"),
        Column(name="standing", title=_("状态"), kind="state", states=STANDINGS),
        Column(name="members_now", title=_("在队人数"), kind="number"),
        Column(name="starts_on", title=_("进驻日期"), kind="date"),
        Column(name="term_until", title=_("任期至"), kind="date"),
        Column(name="ended_on", title=_("撤出日期"), kind="date", in_list=False),
        Column(name="reason_out", title=_("撤出原因"), in_list=False),
    ),
    filters=(
        Filter(
            name="standing",
            title=_("状态"),
            choices=lambda _user: [(name, word) for name, (word, _tone) in STANDINGS.items()],
        ),
        Filter(name="area_code", title=_("地区"), kind="area"),
        Filter(name="term_until", title=_("任期至"), kind="date", more=True),
    ),
    form=forms.TeamForm,
    create=acts.form_team,
    acts=(
        Act(
            name="join",
            title=_("添加队员"),
            run=acts.join_team,
            permission=CHANGE,
            form=forms.JoinForm,
            when=_there,
            tone="good",
        ),
        Act(
            name="send-unit",
            title=_("添加派出单位"),
            run=acts.send_unit,
            permission=CHANGE,
            form=forms.UnitForm,
            when=_there,
        ),
        Act(
            name="dissolve",
            title=_("撤出"),
            run=acts.dissolve_team,
            permission=CHANGE,
            form=forms.DissolveForm,
            when=_there,
            tone="bad",
        ),
    ),
    evidence=("photo", "document"),
    evidence_permission=CHANGE,
    empty=_("还没有驻村工作队。点“新增”，选驻点村。"),
    sample=sample_team,
)

MEMBERS = Resource(
    name="pairing.member",
    title=_("工作队成员"),
    model=TeamMember,
    title_of=_member_title,
    view_permission=VIEW,
    menu="pairing",
    menu_order=52,
    under="teams",
    icon="user-check",
    scope_field="team__area_code",
    order=("team__area_code", "team_id", "id"),
    own=own_members,
    columns=(
        Column(name="person", title=_("姓名"), path="person_id", kind="party"),
        Column(name="role", title=_("角色"), kind="code", code_list=ROLE_LIST),
        Column(name="village", title=_("驻点村"), path="team__village_id", kind="party"),
        Column(name="unit", title=_("派出单位"), path="unit_id", kind="party"),
        Column(name="starts_on", title=_("到任日期"), kind="date"),
        Column(name="term_until", title=_("任期至"), kind="date"),
        Column(name="ended_on", title=_("离任日期"), kind="date"),
        Column(name="reason_out", title=_("离任原因"), in_list=False),
        Column(name="area_code", title=_("地区"), path="team__area_code", kind="area", in_list=False),
    ),
    filters=(
        Filter(name="role", title=_("角色"), kind="code", code_list=ROLE_LIST),
        Filter(name="area_code", title=_("地区"), path="team__area_code", kind="area"),
        Filter(name="term_until", title=_("任期至"), kind="date"),
        Filter(name="ended_on", title=_("离任日期"), kind="date", more=True),
    ),
    acts=(
        Act(
            name="rotate",
            title=_("轮换"),
            run=acts.rotate_member,
            permission=CHANGE,
            form=forms.RotateForm,
            when=_there,
        ),
        Act(
            name="extend",
            title=_("延长任期"),
            run=acts.extend_term,
            permission=CHANGE,
            form=forms.ExtendForm,
            when=_there,
        ),
        Act(
            name="leave",
            title=_("离任"),
            run=acts.leave_team,
            permission=CHANGE,
            form=forms.LeaveForm,
            when=_there,
            tone="bad",
        ),
    ),
    empty=_("还没有队员。队员在工作队的页面里添加。"),
    sample=sample_member,
)
