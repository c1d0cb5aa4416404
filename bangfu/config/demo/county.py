"""茅箭区's groups of parties, as its facts file names them."""

from __future__ import annotations

from bangfu.config.demo import maojian as plan
from bangfu.config.demo.names import words
from bangfu.config.demo.places import Place
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.models import Pairing
from bangfu.parties.actions import register_organisation
from bangfu.parties.models import Organisation

EMPLOYERS, MOBILE_EMPLOYERS = 253, 62
OFFICES = {
    "labour_office": "人力资源和社会保障局",
    "water_office": "水利和湖泊局",
    "relief_office": "扶贫办公室",
    "finance_office": "财政局",
    "education_office": "教育局",
    "insurance_office": "医疗保障局",
    "health_office": "卫生健康局",
    "civil_office": "民政局",
    "culture_house": "文化馆",
    "hospital": "人民医院",
}


def groups_of(actor: User, places: list[plan.Village], units: dict[str, list[Organisation]]) -> Place:
    """Return the groups: villages, offices, employers and the parties that single facts name."""
    place = Place(plan.COUNTY)
    place.groups = {name: [row.pk for row in rows] for name, rows in units.items()}
    place.add_areas("place", [plan.COUNTY])
    place.add_areas("townships", list(plan.TOWNSHIPS))
    place.add_areas("villages", [v.code for v in places])
    place.add_areas("xianan", ["421202"])
    codes = {v.name: v.code for v in places}
    place.add_areas("cooperation_villages", [codes["大坪村"], codes["康家村"]])
    place.add_areas("kangjia", [codes["康家村"]])
    place.add_areas("kazi", [codes["卡子村"]])
    place.groups["wudang_bio"] = [units["designated_units"][5].pk]
    by_name = {row.name: row.pk for row in units["budget_units"]}
    for group, name in OFFICES.items():
        place.groups[group] = [by_name[f"茅箭区{name}"]]
    single = {
        "tourism_association": ("茅箭区文化旅游协会", "association", plan.COUNTY),
        "commerce_school": ("阿里巴巴数据学院", "other", plan.COUNTY),
        "dapin": ("茅塔乡大坪福利院", "social_service", codes["大坪村"]),
    }
    for group, (name, kind, code) in single.items():
        place.groups[group] = [register_organisation(actor, area_code=code, name=name, kind=kind, rank="none").pk]
    stationed = Pairing.objects.filter(scheme__name="stationed-cadre").order_by("pk")
    place.groups["stationed"] = list(stationed.values_list("helper_id", flat=True))
    place.groups["stationed_villages"] = list(stationed.values_list("recipient_id", flat=True))
    place.groups["employers"] = _employers(actor)
    place.groups["mobile_employers"] = place.groups["employers"][:MOBILE_EMPLOYERS]
    return place


def _employers(actor: User) -> list[int]:
    names = [f"十堰{word}实业有限公司" for word, _n in zip(words(), range(EMPLOYERS), strict=False)]
    rows = [{"name": name, "kind": "private_enterprise", "rank": "none", "area_code": plan.COUNTY} for name in names]
    import_rows(actor, "organisations", rows)
    found = dict(Organisation.objects.filter(name__in=names).values_list("name", "party_id"))
    return [found[name] for name in names]
