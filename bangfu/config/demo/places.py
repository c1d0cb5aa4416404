"""Places and organisations of a facts file, through the same workbooks and actions as everybody's.

``[[areas]]`` and ``[[organisations]]`` make groups of parties by name, which ``[[pairings]]`` (pairs.py) and
``[[entries]]`` use.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bangfu.config.demo.names import words
from bangfu.config.demo.registers import import_rows
from bangfu.kernel.rights.models import User
from bangfu.parties.models import Area, Organisation


@dataclass
class Place:
    """Groups of parties by name, and the codes of the areas they are or are seated in."""

    code: str
    groups: dict[str, list[int]] = field(default_factory=dict)
    codes: dict[int, str] = field(default_factory=dict)

    def add_areas(self, group: str, codes: Sequence[str]) -> None:
        """Add registered areas to a group, in the order of the codes."""
        found = dict(Area.objects.filter(code__in=codes).values_list("code", "party_id"))
        self.groups.setdefault(group, []).extend(found[code] for code in codes)
        self.codes |= {pk: code for code, pk in found.items()}

    def area_codes(self, group: str) -> list[str]:
        """Return the codes of a group of areas."""
        return [self.codes[pk] for pk in self.groups[group]]


def build_place(actor: User, facts: Mapping[str, Any]) -> Place:
    """Register the places and organisations of a facts file."""
    place = Place(facts["code"])
    _areas(actor, facts, place)
    _organisations(actor, facts, place)
    return place


def _areas(actor: User, facts: Mapping[str, Any], place: Place) -> None:
    known = set(Area.objects.values_list("code", flat=True))
    coined = words()
    parents: dict[str, list[str]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for entry in facts["areas"]:
        if "of" in entry:  # the first of another group
            parents[entry["group"]] = parents[entry["of"]][: entry["count"]]
            continue
        codes = []
        for code, name in _coded(entry, parents, coined):
            codes.append(code)
            row = {"code": code, "name": name}
            if "class" in entry:
                row |= {"classes": [entry["class"]], "class_from": entry["class_from"]}
            if code not in known:
                rows[code] = row
        parents.setdefault(entry["group"], []).extend(codes)
    import_rows(actor, "areas", sorted(rows.values(), key=lambda row: len(row["code"])))
    for group, codes in parents.items():
        place.add_areas(group, codes)


def _coded(
    entry: Mapping[str, Any], parents: Mapping[str, list[str]], coined: Iterator[str]
) -> Iterator[tuple[str, str]]:
    """Yield codes with names: given ones, or names numbered below the areas of another group in turn."""
    if "codes" in entry:
        yield from entry["codes"].items()
        return
    above = parents[entry["under"]]
    for number, name in enumerate(_names(entry, coined)):
        yield f"{above[number % len(above)]}{entry['first'] + number // len(above):03d}", name


def _names(entry: Mapping[str, Any], coined: Iterator[str]) -> list[str]:
    """Return the names a text gives, then as many invented ones as are missing."""
    given = list(entry.get("names", ()))
    missing = entry.get("count", len(given)) - len(given)
    return given + [entry["pattern"].format(next(coined)) for _n in range(missing)]


def _organisations(actor: User, facts: Mapping[str, Any], place: Place) -> None:
    coined = words()
    named: dict[str, list[str]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for entry in facts.get("organisations", ()):
        if "of" in entry:  # the first of another group
            named[entry["group"]] = named[entry["of"]][: entry["count"]]
            continue
        names = _names(entry, coined)
        named.setdefault(entry["group"], []).extend(names)
        seats = place.area_codes(entry["seats"]) if "seats" in entry else [entry["area"]]
        for number, name in enumerate(names):
            rows.setdefault(
                name,
                {
                    "name": name,
                    "kind": entry["kind"],
                    "rank": entry.get("rank", "none"),
                    "is_budget_unit": entry.get("budget_unit", False),
                    "area_code": seats[number % len(seats)],
                },
            )
    if not rows:
        return
    import_rows(actor, "organisations", list(rows.values()))
    stored = Organisation.objects.filter(name__in=rows).values_list("name", "party_id", "area_code")
    found = {name: pk for name, pk, _code in stored}
    place.codes |= {pk: code for _name, pk, code in stored}
    for group, names in named.items():
        place.groups[group] = [found[name] for name in names]
