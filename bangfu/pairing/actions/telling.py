"""Telling those concerned that pairings began or ended: numbers and an address, never a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE
from bangfu.kernel.notices.actions import holders_of, notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import Said, saying
from bangfu.pairing.models import Pairing, Proposal
from bangfu.parties.models import Person, UserParty

LISTED = "pairing.pairing.list"


def tell_accepted(actor: User, proposal: Proposal, began: list[Pairing], ended: list[Pairing]) -> int:
    """Tell helpers, their units, and the stations of villages and townships what changed for them."""
    return _tell(actor, proposal, began, ended, "accepted")


def tell_undone(actor: User, proposal: Proposal, began: list[Pairing], ended: list[Pairing]) -> int:
    """Tell the same people that it was taken back."""
    return _tell(actor, proposal, ended, began, "undone")


def _tell(actor: User, proposal: Proposal, began: list[Pairing], ended: list[Pairing], step: str) -> int:
    told = 0
    key = f"proposal:{proposal.pk}:{step}"
    for users, more, fewer in (*_by_party(began, ended), *_by_place(proposal, began, ended)):
        for user in users:
            if user.pk != actor.pk:
                told += _tell_one(user, proposal, more, fewer, step, key)
    return told


def _tell_one(user: User, proposal: Proposal, more: int, fewer: int, step: str, key: str) -> int:
    title = saying("结对有变动") if step == "accepted" else saying("结对变动已撤销")
    what = _what(f"{more:,}" if more else "", f"{fewer:,}" if fewer else "")
    text = saying("%(scheme)s：%(what)s。", scheme=saying(proposal.scheme.title), what=what)
    address = f"{reverse(LISTED)}?{urlencode({'scheme': proposal.scheme.name})}"
    return notify([user], title=title, text=text, url=address, key=key)


def _what(more: str, fewer: str) -> Said:
    if more and fewer:
        return saying("新结对 %(more)s 对，解除 %(fewer)s 对", more=more, fewer=fewer)
    return saying("新结对 %(n)s 对", n=more) if more else saying("解除 %(n)s 对", n=fewer)


def _by_party(began: list[Pairing], ended: list[Pairing]) -> Iterable[tuple[list[User], int, int]]:
    """Users who act for a helper, or for the unit helpers work for, with what begins and ends for them."""
    counts = [Counter(p.helper_id for p in pairs) for pairs in (began, ended)]
    helpers = set(counts[0]) | set(counts[1])
    acting: dict[int, list[User]] = defaultdict(list)
    for row in UserParty.objects.select_related("user").iterator():
        acting[row.party_id].append(row.user)
    for helper in sorted(helpers & acting.keys()):
        yield acting[helper], counts[0][helper], counts[1][helper]
    staff = Person.objects.filter(works_for_id__in=acting.keys()).values_list("pk", "works_for_id")
    units: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for person, unit in staff.iterator():
        if person in helpers:
            units[unit][0] += counts[0][person]
            units[unit][1] += counts[1][person]
    for unit, (more, fewer) in sorted(units.items()):
        yield acting[unit], more, fewer


def _by_place(proposal: Proposal, began: list[Pairing], ended: list[Pairing]) -> Iterable[tuple[list[User], int, int]]:
    """Stations of the villages and townships concerned, and of the county."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for side, pairs in enumerate((began, ended)):
        for pairing in pairs:
            for digits in (VILLAGE, TOWNSHIP):
                if len(pairing.area_code) >= digits:
                    counts[pairing.area_code[:digits]][side] += 1
    staffed = _staffed(counts)
    for place in sorted(staffed):
        role = "village" if len(place) == VILLAGE else "township"
        yield list(holders_of(role, place)), *counts[place]
    if len(began) + len(ended):
        yield list(holders_of("county", proposal.area_code[:6])), len(began), len(ended)


def _staffed(places: Iterable[str]) -> set[str]:
    """Those places where somebody holds a role: few, however many places there are."""
    from_grants = User.objects.filter(is_active=True, grants__role__in=("village", "township"))
    return set(places) & set(from_grants.values_list("grants__area_code", flat=True))
