"""People and pairings of a facts file, through the same workbooks and actions as everybody's.

``[[homes]]`` makes households with a head, ``[[staff]]`` makes people who work for organisations; both give groups of
persons (and households) by name, all invented. ``[[pairings]]`` pairs two groups in turn, or in runs of neighbours;
with ``proposed = true`` the helpers stand ready and the assigner decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bangfu.config.demo.people import People
from bangfu.config.demo.places import Place
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.pairing.actions import accept, enrol, pair, propose
from bangfu.pairing.models import Scheme
from bangfu.parties.actions import register_person
from bangfu.parties.models import Household, Organisation, Party, Person


def build_pairs(actor: User, facts: Mapping[str, Any], place: Place, people: People) -> None:
    """Register the people of a facts file and pair all groups that it names, in its order."""
    for entry in facts.get("homes", ()):
        _homes(actor, entry, place, people)
    for entry in facts.get("staff", ()):
        _staff(actor, entry, place, people)
    schemes = {scheme.name: scheme for scheme in Scheme.objects.all()}
    for entry in facts.get("pairings", ()):
        if entry.get("proposed"):
            _proposed(actor, schemes[entry["scheme"]], entry, place)
        else:
            _paired(actor, schemes[entry["scheme"]], entry, place)


def _homes(actor: User, entry: Mapping[str, Any], place: Place, people: People) -> None:
    """Import households of one person in the villages of a group, so many in each, or so many in all."""
    villages = place.area_codes(entry["villages"])
    count = entry["each"] * len(villages) if "each" in entry else entry["count"]
    since = entry["from"]
    rows = []
    for number in range(count):
        one = people.one(72, 32, since)
        rows.append(
            {
                "household_number": f"{entry['numbered']}{number + 1:06d}",
                "village_code": villages[number % len(villages)],
                "standing": "registered",
                "standing_from": since,
                "attribute": "minimum_living_poor",
                "main_cause": "illness",
                "member_count": 1,
                "relation": "head",
                "name": one.name,
                "sex": one.sex,
                "id_number": one.id_number,
                "birth_date": one.birth_date,
                "health": entry.get("health", ["healthy"]),
            }
        )
    import_rows(actor, "persons", rows)
    numbers = [row["household_number"] for row in rows]
    homes = dict(Household.objects.filter(number__in=numbers).values_list("number", "party_id"))
    heads = dict(Person.objects.filter(household__number__in=numbers).values_list("household__number", "party_id"))
    place.groups[entry["group"]] = [homes[number] for number in numbers]
    place.groups[f"{entry['group']}_heads"] = [heads[number] for number in numbers]


def _staff(actor: User, entry: Mapping[str, Any], place: Place, people: People) -> None:
    """Register people of organisations; under a scheme they stand ready in the counties named, in turn."""
    units = Organisation.objects.in_bulk(place.groups[entry["units"]])
    scheme = Scheme.objects.get(name=entry["scheme"]) if "scheme" in entry else None
    found: list[int] = []
    first: list[int] = []
    for pk, count in zip(place.groups[entry["units"]], _each(entry, len(units)), strict=True):
        first.append(len(found))
        for _n in range(count):
            person = _person(actor, units[pk], entry, people)
            if scheme is not None:
                county = entry["counties"][len(found) % len(entry["counties"])]
                enrol(actor, scheme=scheme, party=person.party, county_code=county, valid_from=entry["from"])
            found.append(person.pk)
    place.groups[entry["group"]] = found
    place.groups[f"{entry['group']}_first"] = [found[number] for number in first]


def _each(entry: Mapping[str, Any], units: int) -> Sequence[int]:
    each = entry["each"]
    return each if isinstance(each, list) else [each] * units


def _person(actor: User, unit: Organisation, entry: Mapping[str, Any], people: People) -> Person:
    one = people.one(56, 28, entry["from"])
    return register_person(
        actor,
        area_code=unit.area_code,
        name=one.name,
        sex=one.sex,
        id_number=one.id_number,
        phone=one.phone,
        works_for=unit,
        post=entry["post"],
        rank=entry.get("rank", ""),
    )


def _proposed(actor: User, scheme: Scheme, entry: Mapping[str, Any], place: Place) -> None:
    day = entry["from"]
    accept(actor, propose(actor, scheme=scheme, area_code=entry.get("area", place.code), on=day), on=day)


def _paired(actor: User, scheme: Scheme, entry: Mapping[str, Any], place: Place) -> None:
    helpers, recipients = place.groups[entry["helpers"]], place.groups[entry["recipients"]]
    parties = Party.objects.in_bulk({*helpers, *recipients})
    for helper, recipient in _couples(helpers, recipients, runs=entry.get("runs", False)):
        pair(
            actor,
            scheme=scheme,
            helper=parties[helper],
            recipient=parties[recipient],
            valid_from=entry["from"],
            subject=entry.get("subject", ""),
        )


def _couples(helpers: Sequence[int], recipients: Sequence[int], *, runs: bool) -> Iterator[tuple[int, int]]:
    """Yield pairs in turn; in runs, each helper gets recipients that stand beside each other, the first ones more."""
    if runs:
        each, over = divmod(len(recipients), len(helpers))
        bounds = [0]
        for number in range(len(helpers)):
            bounds.append(bounds[-1] + each + (number < over))
        for helper, start, end in zip(helpers, bounds, bounds[1:], strict=False):
            yield from ((helper, recipient) for recipient in recipients[start:end])
        return
    for number in range(max(len(helpers), len(recipients))):
        yield helpers[number % len(helpers)], recipients[number % len(recipients)]
