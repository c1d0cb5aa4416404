"""茅箭区's village teams of five roles, work teams, area leaders, clinics, and the hospital that helps two others.

The texts give 35 teams and name their roles; how many leaders hold an area is not said: six stand here, one for each
township. All people are invented.
"""

from __future__ import annotations

from datetime import date

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.people import People
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions import pair
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.actions import register_organisation, register_person
from bangfu.parties.models import Organisation, Party, Person

SINCE = date(2018, 3, 1)
LEADER, TOWNSHIP_CADRE, COMMITTEE, STATIONED, HELPER = (
    "包片县级领导", "乡镇包村干部", "村“两委”干部", "驻村工作队队员", "结对帮扶干部",
)  # fmt: skip


def build_village_teams(
    actor: User,
    places: list[plan.Village],
    areas: dict[str, Party],
    units: dict[int, list[Organisation]],
    people: People,
) -> None:
    """Give every village a work team, a leader of its area, a clinic, and a team of the five roles."""
    schemes = {scheme.name: scheme for scheme in Scheme.objects.all()}
    leaders = _leaders(actor, people)
    stationed, helpers = _one_each("stationed-cadre"), _one_each("cadre-household")
    clinics = _clinics(actor, places)
    for place, village in enumerate(places):
        party = areas[village.code]
        leader = leaders[village.township]
        pair(actor, scheme=schemes["work-team"], helper=units[place][0].party, recipient=party, valid_from=SINCE)
        pair(actor, scheme=schemes["leader-villages"], helper=leader, recipient=party, valid_from=SINCE)
        pair(actor, scheme=schemes["clinic-village"], helper=clinics[village.code], recipient=party, valid_from=SINCE)
        team = {
            LEADER: leader,
            TOWNSHIP_CADRE: _person(actor, people, village.township, "乡镇包村干部"),
            COMMITTEE: _person(actor, people, village.code, "村党支部书记"),
            STATIONED: stationed[village.code],
            HELPER: helpers[village.code],
        }
        for role, member in team.items():
            pair(actor, scheme=schemes["task-force"], helper=member, recipient=party, valid_from=SINCE, subject=role)
    _hospitals(actor, schemes["hospital-centre"])


def _leaders(actor: User, people: People) -> dict[str, Party]:
    """One leader of the district for each township."""
    return {code: _person(actor, people, plan.COUNTY, "区级领导", rank="county_deputy") for code in plan.TOWNSHIPS}


def _person(actor: User, people: People, area_code: str, post: str, rank: str = "") -> Party:
    one = people.one(56, 30, SINCE)
    person: Person = register_person(
        actor, area_code=area_code, name=one.name, sex=one.sex, id_number=one.id_number, phone=one.phone, post=post,
        rank=rank,
    )  # fmt: skip
    return person.party


def _one_each(scheme: str) -> dict[str, Party]:
    """The first helper of a scheme in each village."""
    found: dict[str, Party] = {}
    rows = Pairing.objects.filter(scheme__name=scheme, area_code__startswith=plan.COUNTY).select_related("helper")
    for row in rows.order_by("pk"):
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
