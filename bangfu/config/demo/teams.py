"""茅箭区's 35 work teams: the five kinds of members that its published text names, and 28 first secretaries.

Who stands in them is invented; the stationed cadres (94 of district units, 25 of higher ones) are those of the
pairings, each in the team of the village they are stationed in. Terms are invented, too.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.helpers import SINCE
from bangfu.config.demo.people import People
from bangfu.kernel.policy.actions import set_policy
from bangfu.kernel.policy.models import PolicyDocument
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions.teams import form_team, join_team, rotate_member
from bangfu.pairing.models import Pairing, Team
from bangfu.pairing.teams import ROLES
from bangfu.parties.actions import register_person
from bangfu.parties.models import Area

FIVE = ("county_leader", "township_cadre", "village_committee", "team_member", "helper_cadre")
TERM, PAST_TERM, ROTATED_ON = date(2027, 2, 28), date(2026, 2, 28), date(2019, 3, 1)
ROTATIONS, OVER_TERM = 3, 5


def build_teams(actor: User, places: list[plan.Village], people: People) -> int:
    """Form a team in every village and fill its roles; return how many members joined."""
    document = PolicyDocument.objects.create(
        title="茅箭区脱贫攻坚村级工作队（五类成员）", issuer="茅箭区", note="2020年公开材料", status="in_force"
    )
    needed = json.dumps(dict.fromkeys(FIVE, 1))
    set_policy(actor, ROLES, needed, area_code=plan.COUNTY, valid_from=SINCE, document=document)
    areas = Area.objects.in_bulk([v.code for v in places], field_name="code")
    units, stationed, secretaries, helpers = (
        _paired(name) for name in ("unit-village", "stationed-cadre", "first-secretary", "cadre-household")
    )
    leaders = {code: _one(actor, people, plan.COUNTY, "区领导", rank="county_deputy") for code in plan.TOWNSHIPS}
    joined = 0
    for number, village in enumerate(places):
        team = form_team(
            actor,
            village=areas[village.code].pk,
            starts_on=SINCE,
            units=units[village.code],
            term_until=TERM,
        )
        people_of = {
            "county_leader": [leaders[village.township]],
            "township_cadre": [_one(actor, people, village.township, "包村干部")],
            "village_committee": [_one(actor, people, village.code, "村“两委”干部")],
            "team_member": stationed[village.code],
            "first_secretary": secretaries.get(village.code, []),
            "helper_cadre": helpers[village.code][:1],
        }
        if number < ROTATIONS:
            _rotated(actor, team, people, people_of["team_member"].pop())
        term = PAST_TERM if len(places) - number <= OVER_TERM else TERM
        joined += _fill(actor, team, people_of, term)
    return joined


def _fill(actor: User, team: Team, people_of: dict[str, list[int]], term: date) -> int:
    for role, ids in people_of.items():
        for person in ids:
            join_team(actor, team, person=person, role=role, starts_on=SINCE, term_until=term)
    return sum(len(ids) for ids in people_of.values())


def _rotated(actor: User, team: Team, people: People, person: int) -> None:
    """Let somebody else have had the place of a stationed cadre for the first year."""
    former = _one(actor, people, plan.COUNTY, "驻村干部")
    first = join_team(actor, team, person=former, role="team_member", starts_on=SINCE, term_until=ROTATED_ON)
    rotate_member(actor, first, person=person, on=ROTATED_ON, reason="期满轮换")


def _paired(scheme: str) -> dict[str, list[int]]:
    """Return village → who helps it (or a household in it) under a scheme, each once, in the order of pairing."""
    found: dict[str, dict[int, None]] = {}
    rows = Pairing.objects.filter(scheme__name=scheme, area_code__startswith=plan.COUNTY).order_by("pk")
    for code, helper in rows.values_list("area_code", "helper_id"):
        found.setdefault(code[:12], {})[helper] = None
    return {code: list(ids) for code, ids in found.items()}


def _one(actor: User, people: People, area_code: str, post: str, rank: str = "") -> int:
    one: Any = people.one(56, 26, SINCE)
    return register_person(
        actor, area_code=area_code, name=one.name, sex=one.sex, id_number=one.id_number, phone=one.phone, post=post,
        rank=rank,
    ).pk  # fmt: skip
