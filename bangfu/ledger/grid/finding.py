"""Parties and places as they stand in cells: only those the clerk may look up."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from bangfu.kernel.ciphers import index_of
from bangfu.kernel.rights.models import User
from bangfu.kernel.workbooks.identifiers import ID_PATTERN
from bangfu.parties.codes import HEAD
from bangfu.parties.queries.visible import (
    areas_findable_by,
    households_visible_to,
    organisations_findable_by,
    persons_visible_to,
)

HEAD_OF = Case(When(relation=HEAD, then=F("household_id")), default=None)
PICKED = re.compile(r"^(\d+) +\S")


@dataclass(frozen=True)
class Found:
    """A party: its number, its kind and where it is; of a person the household, where it is its head."""

    party_id: int
    noun: str
    place: str
    head_of: int | None = None


def apart(found: Collection[Found]) -> list[Found]:
    """Return the parties of one name without heads whose household is among them: they mean the same."""
    homes = {one.party_id for one in found if one.noun == "household"}
    return [one for one in found if one.head_of is None or one.head_of not in homes]


def parties_found(user: User, texts: Collection[str]) -> dict[str, list[Found]]:
    """Return for each text the parties it may mean: picked from the suggestions, by number or code, or by name.

    One query for each kind of party, whatever the number of texts. A text that means nothing is left out; what is
    picked or a code means one party, a name may mean several.
    """
    wanted = set(texts)
    picked = {text: int(match[1]) for text in wanted if (match := PICKED.match(text))}
    plain = wanted - picked.keys()
    indexes = {index: text for text in plain if re.match(ID_PATTERN, text.upper()) and (index := index_of(text))}
    by_key: dict[object, list[Found]] = {}
    for noun, rows, place, names, condition in _sources(user, plain, indexes):
        reading = rows.filter(condition | Q(pk__in=picked.values()))
        head = HEAD_OF if noun == "person" else Value(None, IntegerField())
        for pk, area_code, head_of, *keys in reading.values_list("pk", place, head, *names):
            found = Found(pk, noun, area_code, head_of)
            for key in {pk, *(indexes.get(key, key) for key in keys if key)}:
                by_key.setdefault(key, []).append(found)
    found = {text: by_key[pk] for text, pk in picked.items() if pk in by_key}
    return found | {text: by_key[text] for text in plain if text in by_key}


def _sources(
    user: User, plain: set[str], indexes: dict[str, str]
) -> list[tuple[str, QuerySet, str, tuple[str, ...], Q]]:
    return [
        (
            "organisation",
            organisations_findable_by(user),
            "area_code",
            ("name", "credit_code"),
            Q(name__in=plain) | Q(credit_code__in=plain - {""}),
        ),
        ("area", areas_findable_by(user), "code", ("name", "code"), Q(name__in=plain) | Q(code__in=plain)),
        (
            "household",
            households_visible_to(user),
            "area_code",
            ("head_name", "number"),
            Q(head_name__in=plain) | Q(number__in=plain),
        ),
        (
            "person",
            persons_visible_to(user),
            "area_code",
            ("name", "number", "id_number_index"),
            Q(name__in=plain) | Q(number__in=plain) | Q(id_number_index__in=indexes),
        ),
    ]


def places_found(user: User, texts: Collection[str]) -> dict[str, list[str]]:
    """Return for each text the codes of the places it may mean: ``code name`` as suggested, a code, or a name."""
    firsts = {text: text.split()[0] for text in texts}
    wanted = set(firsts.values()) | set(texts)
    rows = areas_findable_by(user).filter(Q(code__in=wanted) | Q(name__in=wanted)).values_list("code", "name")
    codes, names = set(), {}
    for code, name in rows:
        codes.add(code)
        names.setdefault(name, []).append(code)
    return {text: [first] if first in codes else names.get(text, []) for text, first in firsts.items()}
