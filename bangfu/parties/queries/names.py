"""Names of parties of any kind, many at once."""

from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from bangfu.kernel.areas_of import TOWNSHIP
from bangfu.kernel.rights.models import User
from bangfu.parties.codes import HEAD
from bangfu.parties.models import Area, Household, Organisation, Party, Person
from bangfu.parties.models.party import PartyKind
from bangfu.parties.queries.areas import area_paths
from bangfu.parties.queries.visible import (
    areas_findable_by,
    households_visible_to,
    organisations_findable_by,
    persons_visible_to,
)

CHUNK, TAIL = 5000, 4
Noun = Area | Organisation | Household | Person
NOUNS: dict[PartyKind, type[Noun]] = {
    PartyKind.AREA: Area,
    PartyKind.ORGANISATION: Organisation,
    PartyKind.HOUSEHOLD: Household,
    PartyKind.PERSON: Person,
}
PLACED = ((Household, "area_code"), (Person, "area_code"), (Organisation, "area_code"), (Area, "code"))
NUMBERED = (
    (Household, "area_code", "number"),
    (Person, "area_code", "number"),
    (Organisation, "area_code", "credit_code"),
    (Area, "code", "code"),
)
NAMED = ((Household, "head_name"), (Person, "name"), (Organisation, "name"), (Area, "name"))


def names_of(party_ids: Collection[int | None]) -> dict[int, str]:
    """Return party id → name, at most one query a kind (for 5000 ids); a household's is its head's, or its number.

    Unknown ids are left out. The names are for rows the caller may already show.
    """
    found = _looked_up(party_ids, NAMED)
    if unnamed := [pk for pk, name in found.items() if not name]:
        found |= Household.objects.filter(pk__in=unnamed).values_list("pk", "number")
    return found


def places_of(party_ids: Collection[int | None]) -> dict[int, str]:
    """Return party id → area code of where it is today, at most one query a kind (for 5000 ids)."""
    return _looked_up(party_ids, PLACED)


def _looked_up(party_ids: Collection[int | None], sources: Iterable[tuple[type[Model], str]]) -> dict[int, str]:
    found: dict[int, str] = {}
    for chunk in _chunks({pk for pk in party_ids if pk is not None}):
        left = set(chunk)
        for model, column in sources:
            if left:
                found |= model._default_manager.filter(pk__in=left).values_list("pk", column)
                left -= found.keys()
    return found


def noun_of(party_id: int) -> Noun:
    """Return the register row behind a party; raise Party.DoesNotExist for a number nobody has."""
    kind = PartyKind(Party.objects.values_list("kind", flat=True).get(pk=party_id))
    return NOUNS[kind]._default_manager.get(pk=party_id)


def find_parties(user: User, text: str, limit: int = 10, kinds: Collection[str] = ()) -> list[tuple[int, str]]:
    """Return ``(party id, name)`` of findable parties whose name begins with a text, or with this id or code.

    ``kinds`` are those looked for (default all).
    """
    text = text.strip()
    if not text:
        return []
    found: list[tuple[int, str]] = []
    sources = {
        PartyKind.ORGANISATION: (organisations_findable_by, "name", Q(credit_code=text)),
        PartyKind.AREA: (areas_findable_by, "name", Q(code=text)),
        PartyKind.HOUSEHOLD: (households_visible_to, "head_name", Q(number=text)),
        PartyKind.PERSON: (persons_visible_to, "name", Q(number=text)),
    }
    for kind, (visible_to, column, named) in sources.items():
        if kinds and kind not in kinds:
            continue
        rows = visible_to(user)
        if text.isdigit():
            found.extend(rows.filter(Q(pk=int(text)) | named).values_list("pk", column)[:limit])
        elif len(found) < limit:
            matching = rows.filter(**{f"{column}__prefix": text}).order_by(column).values_list("pk", column)
            found.extend(matching[: limit - len(found)])
    return found


def find_choices(user: User, text: str, limit: int = 10, kinds: Collection[str] = ()) -> list[tuple[int, str]]:
    """Return what ``find_parties`` finds, to choose from: a household and its head stand there once.

    Whose name is typed means the household, and the person only where households are not looked for, or by number.
    """
    found = find_parties(user, text, limit, kinds)
    ids = [pk for pk, _name in found]
    twice = Person.objects.filter(pk__in=ids, household__in=ids, relation=HEAD).values_list("pk", flat=True)
    heads = set() if text.strip().isdigit() else set(twice)
    return [(pk, name) for pk, name in found if pk not in heads]


def telling_apart(party_ids: Collection[int]) -> dict[int, str]:
    """Return party id → what tells it from another of the same name: noun, place, end of its number. Six queries."""
    found: dict[int, str] = {}
    for model, code, number in NUMBERED:
        rows = model._default_manager.filter(pk__in=party_ids).values_list("pk", code, number)
        kept = {pk: (place, str(shown or "")[-TAIL:]) for pk, place, shown in rows}
        places = area_paths([place for place, _shown in kept.values()], top=TOWNSHIP)
        noun = _("户主和全家") if model is Household else str(model._meta.verbose_name)
        for pk, (place, end) in kept.items():
            tail = _("编号末尾 %(end)s") % {"end": end} if end else ""
            found[pk] = "，".join(filter(None, (noun, places.get(place, ""), tail)))
    return found


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
