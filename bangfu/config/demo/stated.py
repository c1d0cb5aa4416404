"""What a facts file says of the market's tables, of targets, and of people on a register, through actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bangfu.config.demo.places import Place
from bangfu.config.demo.staff import Staff
from bangfu.figures.actions import CHANGE, state_target
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.ledger.drafts import Draft
from bangfu.parties.models import Area, Membership
from bangfu.workstreams.market import actions as market
from bangfu.workstreams.market.models import Product, Sku

VILLAGE = 12


def build_targets(actor: User, office: User, facts: Mapping[str, Any]) -> None:
    """State the targets and bases of a facts file: the office those of its own place, ``actor`` those of others."""
    for row in facts.get("targets", ()):
        state_target(
            office if may(office, CHANGE, row["area"]) else actor,
            use=row.get("use", "target"),
            figure=row["figure"],
            area_code=row["area"],
            giver_area_code=row.get("giver_area", ""),
            starts_on=row["from"],
            ends_on=row["to"],
            value=Decimal(row["value"]),
            document=row["document"],
            note=row.get("note", ""),
        )


def build_market(actor: User, facts: Mapping[str, Any], place: Place) -> None:
    """Screen, certify and list what the ``[market]`` table says, and bring sales points to their stage."""
    stated = facts.get("market", {})
    if "screened" in stated:
        _suppliers(actor, stated, place)
    for row in stated.get("points", ()):
        _points(actor, row, place)


def _suppliers(actor: User, stated: Mapping[str, Any], place: Place) -> None:
    certified = place.groups[stated["suppliers"]]
    for pk in place.groups[stated["screened"]]:
        result = "suitable" if pk in certified else "unsuitable"
        market.screen(actor, organisation=pk, screened_on=stated["screened_on"], result=result)
    each, over = divmod(stated["products"], len(certified))
    products = [
        _products(actor, pk, number, each + (1 if number < over else 0), stated) for number, pk in enumerate(certified)
    ]
    for listing in stated["listings"]:
        chosen = [p for group in products[listing["from_supplier"] :][: listing["suppliers"]] for p in group]
        market.list_skus(
            actor, _skus(actor, chosen, listing), platform=listing["platform"], listed_on=stated["certified_on"]
        )


def _products(actor: User, organisation: int, number: int, count: int, stated: Mapping[str, Any]) -> list[Product]:
    """Certify one supplier with so many products; suppliers begin at different goods of the list."""
    on = stated["certified_on"]
    applied = market.apply_for_certification(actor, organisation=organisation, applied_on=stated["screened_on"])
    supplier = market.certify_supplier(
        actor, market.check_supplier(actor, applied), level=stated["level"], certified_on=on
    )
    goods = stated["goods"]
    names = [goods[(number + n) % len(goods)] for n in range(count)]
    return [market.register_product(actor, supplier=supplier.pk, name=name, certified_on=on) for name in names]


def _skus(actor: User, products: Sequence[Product], listing: Mapping[str, Any]) -> list[int]:
    """Give the products exactly so many specifications as a platform lists, and return their ids."""
    weights = listing["specifications"]
    wanted: dict[int, list[str]] = defaultdict(list)
    for number in range(listing["skus"]):
        wanted[number % len(products)].append(weights[number // len(products)])
    found: list[int] = []
    for number, specifications in wanted.items():
        known = set(products[number].skus.values_list("specification", flat=True))
        if fresh := [text for text in specifications if text not in known]:
            market.add_skus(actor, products[number], specifications=fresh)
        rows = Sku.objects.filter(product=products[number], specification__in=specifications)
        found += rows.values_list("pk", flat=True)
    return found


def _points(actor: User, row: Mapping[str, Any], place: Place) -> None:
    areas = place.area_codes(row["areas"]) if "areas" in row else [row.get("area", place.code)] * row["count"]
    for number, code in enumerate(areas[: row.get("count", len(areas))], start=1):
        point = market.plan_point(
            actor,
            name=row["name"].format(number),
            kind=row["kind"],
            online=row.get("online", False),
            area_code=code,
            planned_on=row["planned_on"],
        )
        if "determined_on" in row:
            market.determine_point(actor, point, on=row["determined_on"])
        if "opened_on" in row:
            market.open_point(actor, point, on=row["opened_on"])


def post_listed(staff: Staff, name: str, facts: Mapping[str, Any], place: Place) -> int:
    """Post entries that list persons of the register, one a village: people at work, people insured."""
    drafts: list[Draft] = []
    for number, fact in enumerate(facts.get("listed", ())):
        chosen = _listed(place.code, fact)
        drafts += _by_village(f"demo:{name}:listed:{number}", fact, chosen, place)
    return staff.post(drafts)


def _listed(code: str, fact: Mapping[str, Any]) -> list[tuple[int, str]]:
    """Return persons on the register on the fact's last day with their village; those of working age where asked."""
    rows = Membership.objects.filter(
        registered=True, valid_from__lte=fact["to"], valid_to=None, person__area_code__startswith=code
    )
    if "ages" in fact:
        youngest, oldest = fact["ages"]
        born = (fact["to"].replace(year=fact["to"].year - oldest), fact["to"].replace(year=fact["to"].year - youngest))
        rows = rows.filter(person__birth_date__range=born)
    found = list(rows.order_by("person_id").values_list("person_id", "person__area_code"))
    first = fact.get("skip", 0)
    return found[first : first + fact["persons"]]


def _by_village(source: str, fact: Mapping[str, Any], chosen: list[tuple[int, str]], place: Place) -> list[Draft]:
    if len(chosen) != fact["persons"]:
        raise ValueError(f"{fact['kind']}: the register has {len(chosen)} of {fact['persons']} persons")
    villages: dict[str, list[int]] = defaultdict(list)
    for person, code in chosen:
        villages[code[:VILLAGE]].append(person)
    areas = dict(Area.objects.filter(code__in=villages).values_list("code", "party_id"))
    givers = place.groups[fact["givers"]] if "givers" in fact else ()
    return [
        Draft(
            kind=fact["kind"],
            happened_on=fact["to"],
            area_code=code,
            source=f"{source}:{code}",
            giver_id=givers[0] if givers else None,
            receiver_id=areas[code],
            amount=Decimal(str(fact["each"])) * len(persons) if "each" in fact else None,
            persons=len(persons),
            details=dict(fact.get("details", {})),
            person_ids=tuple(persons),
        )
        for code, persons in villages.items()
    ]
