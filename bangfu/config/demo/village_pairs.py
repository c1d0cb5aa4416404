"""茅箭区's pairs of villages beside units and cadres: work teams, area leaders, five roles, clinics, a city hospital.

Roles are held by the members of the village's work team, so that team and pairs tell the same. How many leaders hold an
area is not said: there are as many as the teams have.
"""

from __future__ import annotations

from datetime import date

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions import pair
from bangfu.pairing.models import Pairing, Scheme, TeamMember
from bangfu.parties.actions import register_organisation
from bangfu.parties.models import Area, Organisation, Party

SINCE = date(2018, 3, 1)
LEADER = "county_leader"
SUBJECTS = {
    LEADER: "包片县级领导",
    "township_cadre": "乡镇包村干部",
    "village_committee": "村“两委”干部",
    "team_member": "驻村工作队队员",
    "helper_cadre": "结对帮扶干部",
}


def build_village_pairs(actor: User, places: list[plan.Village]) -> None:
    """Pair every village with the unit that leads its team, its leader, its clinic, and somebody for each role."""
    schemes = {scheme.name: scheme for scheme in Scheme.objects.all()}
    rows = Area.objects.filter(code__in=[v.code for v in places]).select_related("party")
    areas = {area.code: area.party for area in rows}
    roles, units, clinics = _roles(), _units(), _clinics(actor, places)
    for code, party in areas.items():
        leader = roles[code][LEADER]
        pair(actor, scheme=schemes["work-team"], helper=units[code], recipient=party, valid_from=SINCE)
        pair(actor, scheme=schemes["leader-villages"], helper=leader, recipient=party, valid_from=SINCE)
        pair(actor, scheme=schemes["clinic-village"], helper=clinics[code], recipient=party, valid_from=SINCE)
        for role, subject in SUBJECTS.items():
            member = roles[code][role]
            pair(actor, scheme=schemes["task-force"], helper=member, recipient=party, valid_from=SINCE, subject=subject)
    _hospitals(actor, schemes["hospital-centre"])


def _roles() -> dict[str, dict[str, Party]]:
    """Village → role → the first who holds it today."""
    found: dict[str, dict[str, Party]] = {}
    members = TeamMember.objects.filter(ended_on=None, team__ended_on=None).select_related("team", "person__party")
    for member in members.order_by("pk"):
        found.setdefault(member.team.area_code, {}).setdefault(member.role, member.person.party)
    return found


def _units() -> dict[str, Party]:
    """Village → the first unit that is paired with it."""
    found: dict[str, Party] = {}
    rows = Pairing.objects.filter(scheme__name="unit-village", area_code__startswith=plan.COUNTY)
    for row in rows.select_related("helper").order_by("pk"):
        found.setdefault(row.area_code, row.helper)
    return found


def _clinics(actor: User, places: list[plan.Village]) -> dict[str, Party]:
    rows = [
        {"name": f"{village.name}卫生室", "kind": "hospital", "rank": "village", "area_code": village.code}
        for village in places
    ]
    import_rows(actor, "organisations", rows)
    found = Organisation.objects.filter(kind="hospital", area_code__in=[village.code for village in places])
    return {row.area_code: row.party for row in found.select_related("party")}


def _hospitals(actor: User, scheme: Scheme) -> None:
    """太和医院 helps the district's hospital and one centre of community health."""
    centre = register_organisation(
        actor, area_code=plan.COUNTY, name="十堰经济技术开发区社区服务中心", kind="hospital", rank="township"
    )
    giver = Organisation.objects.get(name="太和医院")
    for helped in (Organisation.objects.get(name="茅箭区人民医院"), centre):
        pair(actor, scheme=scheme, helper=giver.party, recipient=helped.party, valid_from=SINCE)
