"""Helpers of 茅箭区: cadres ready for households, stationed cadres, units for villages, and their pairings."""

from __future__ import annotations

from datetime import date

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.people import People
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions import accept, pair, propose
from bangfu.pairing.models import Pairing, Scheme
from bangfu.parties.actions import register_person
from bangfu.parties.models import Area, Organisation, Party, Person

SINCE = date(2018, 3, 1)
STATIONED_BY_DISTRICT, STATIONED_BY_OTHERS = 94, 25


def pair_everybody(
    actor: User, clerk: User, places: list[plan.Village], units: dict[str, list[Organisation]], people: People
) -> None:
    """Build units for villages, 1,648 helpers for households by the assigner, and 119 stationed cadres.

    The county's ``clerk`` does what lies within the county; ``actor`` what units of the city and province take part in.
    """
    areas = {a.code: a.party for a in Area.objects.select_related("party")}
    villages = [areas[v.code] for v in places]
    homes = _unit_villages(clerk, villages, units["units"])
    _enrolled(clerk, places, homes, people)
    scheme = Scheme.objects.get(name="cadre-household")
    accept(clerk, propose(clerk, scheme=scheme, area_code=plan.COUNTY, on=SINCE), on=SINCE)
    _stationed(actor, villages, units, people)
    _first_secretaries(actor, villages)
    _designated(actor, areas, units["designated_units"])


def _unit_villages(actor: User, villages: list[Party], units: list[Organisation]) -> dict[int, list[Organisation]]:
    """Every village gets a unit, and the units beyond 35 a second turn; return units by the place of a village."""
    scheme = Scheme.objects.get(name="unit-village")
    found: dict[int, list[Organisation]] = {}
    for number, unit in enumerate(units):
        place = number % len(villages)
        pair(actor, scheme=scheme, helper=unit.party, recipient=villages[place], valid_from=SINCE)
        found.setdefault(place, []).append(unit)
    return found


def _enrolled(actor: User, places: list[plan.Village], homes: dict[int, list[Organisation]], people: People) -> None:
    """Send the 1,648 cadres through the workbook of helpers that an office would send."""
    rows = []
    for place, village in enumerate(places):
        for number in range(village.helpers):
            one = people.one(56, 26, SINCE)
            rows.append(
                {
                    "name": one.name,
                    "id_number": one.id_number,
                    "sex": one.sex,
                    "phone": one.phone,
                    "unit": homes[place][number % len(homes[place])].name,
                    "post": "帮扶干部",
                    "scheme": "cadre-household",
                    "village_code": village.code,
                    "valid_from": SINCE,
                }
            )
    import_rows(actor, "helpers", rows)


def _staff(actor: User, unit: Organisation, people: People, post: str) -> Person:
    one = people.one(56, 26, SINCE)
    return register_person(
        actor,
        area_code=unit.area_code,
        name=one.name,
        sex=one.sex,
        id_number=one.id_number,
        phone=one.phone,
        works_for=unit,
        post=post,
    )


def _stationed(actor: User, villages: list[Party], units: dict[str, list[Organisation]], people: People) -> None:
    scheme = Scheme.objects.get(name="stationed-cadre")
    district, others = units["units"], [*units["designated_units"][1:3], *units["city_units"]]
    senders = [district[n % len(district)] for n in range(STATIONED_BY_DISTRICT)]
    senders += [others[n % len(others)] for n in range(STATIONED_BY_OTHERS)]
    for number, unit in enumerate(senders):
        person = _staff(actor, unit, people, post="驻村干部")
        recipient = villages[number % len(villages)]
        pair(actor, scheme=scheme, helper=person.party, recipient=recipient, valid_from=SINCE)


def _first_secretaries(actor: User, villages: list[Party]) -> None:
    """Make the first stationed cadre of 28 villages its first secretary."""
    scheme = Scheme.objects.get(name="first-secretary")
    stationed = Pairing.objects.filter(scheme__name="stationed-cadre").order_by("pk").select_related("helper")
    for row, village in zip(stationed[: plan.FIRST_SECRETARIES], villages, strict=False):
        pair(actor, scheme=scheme, helper=row.helper, recipient=village, valid_from=SINCE)


def _designated(actor: User, areas: dict[str, Party], units: list[Organisation]) -> None:
    scheme = Scheme.objects.get(name="designated-unit")
    for unit in units:
        pair(actor, scheme=scheme, helper=unit.party, recipient=areas[plan.COUNTY], valid_from=SINCE)
    villages = {area.name: area.party for area in Area.objects.filter(code__startswith="420302200", level=12)}
    linked = Scheme.objects.get(name="designated-village")
    for unit, village in zip(units[1:3], plan.KEY_VILLAGES[:2], strict=True):
        pair(actor, scheme=linked, helper=unit.party, recipient=villages[village], valid_from=SINCE)
    industry = Scheme.objects.get(name="designated-industry")
    village = Area.objects.get(code__startswith=plan.COUNTY, name="卡子村").party
    pair(actor, scheme=industry, helper=units[5].party, recipient=village, valid_from=SINCE, subject="中药材种植")
    helper = areas["421202"]
    region, of_region = Scheme.objects.get(name="region-pair"), Scheme.objects.get(name="region-village")
    pair(actor, scheme=region, helper=helper, recipient=areas[plan.COUNTY], valid_from=SINCE)
    for village in plan.KEY_VILLAGES[2:]:
        pair(actor, scheme=of_region, helper=helper, recipient=villages[village], valid_from=SINCE)
