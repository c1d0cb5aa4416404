"""A helper leaves, a unit is restructured, a village merges: tell the county at once and have a proposal ready."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date

from django.urls import reverse
from django.utils.http import urlencode

from bangfu.kernel.areas_of import TOWNSHIP, VILLAGE
from bangfu.kernel.jobs.actions import enqueue
from bangfu.kernel.jobs.models import Job, JobState
from bangfu.kernel.notices.actions import holders_of, notify
from bangfu.kernel.rights.models import User
from bangfu.kernel.rights.scope import may
from bangfu.kernel.saying import saying
from bangfu.office.proposing import PROPOSE
from bangfu.pairing.models import Scheme
from bangfu.pairing.queries.affected import affected_count, concerned_pairs, touched_by
from bangfu.parties.models import UserParty
from bangfu.parties.registries import Parting

MAKE = "pairing.proposal.make"


def follow(actor: User, ids: Collection[int], on: date) -> None:
    """Tell the county's officers whom it concerns, and let the smallest new proposal be worked out behind."""
    schemes = Scheme.objects.in_bulk()
    for scheme_id, county in touched_by(ids):
        scheme = schemes[scheme_id]
        count = affected_count(scheme, county)
        if count:
            key = f"affected:{scheme_id}:{county}:{min(ids)}:{on.isoformat()}"
            tell(scheme, county, count, key)
            tell_concerned(actor, scheme, county, ids, key)
            repropose(actor, scheme, county)


def tell(scheme: Scheme, county: str, count: int, key: str) -> None:
    """Tell the officers of a county how many must be paired anew, and where they stand."""
    address = affected_address(scheme.name, county)
    values = {"scheme": saying(scheme.title), "n": count, "who": saying(scheme.recipient_title)}
    text = saying("%(scheme)s：%(n)s 个%(who)s需要重新结对。", **values)
    notify(holders_of("county", county), title=saying("需要重新结对"), text=text, url=address, key=key)


def tell_concerned(actor: User, scheme: Scheme, county: str, ids: Collection[int], key: str) -> None:
    """Tell the helpers of those pairs, and the stations of their villages and townships: numbers, never a name."""
    pairs = concerned_pairs(scheme, county, ids)
    helpers = Counter(helper for helper, _place in pairs)
    places = Counter(place[:digits] for _helper, place in pairs for digits in (VILLAGE, TOWNSHIP) if place[:digits])
    told: list[tuple[User, int]] = [
        (acting.user, helpers[acting.party_id])
        for acting in UserParty.objects.filter(party_id__in=helpers).select_related("user")
    ]
    for place, count in sorted(places.items()):
        role = "village" if len(place) == VILLAGE else "township"
        told += [(user, count) for user in holders_of(role, place)]
    address = f"{reverse('pairing.pairing.list')}?{urlencode({'scheme': scheme.name})}"
    for user, count in told:
        if user.pk != actor.pk:
            values = {"scheme": saying(scheme.title), "n": count}
            text = saying("%(scheme)s：与您有关的 %(n)s 对要重新安排，县里定下来以后再通知。", **values)
            notify([user], title=saying("结对要重新安排"), text=text, url=address, key=key)


def repropose(actor: User, scheme: Scheme, county: str) -> Job | None:
    """Have a proposal worked out that moves nobody without need; none where one waits or people pair by hand."""
    if not scheme.automatic or not may(actor, MAKE, county):
        return None
    args = {"scheme": scheme.name, "place": county, "steady": True}
    if Job.objects.filter(kind=PROPOSE.name, args=args, state=JobState.QUEUED).exists():
        return None
    return enqueue(actor, PROPOSE.name, area_code=county, **args)


def affected_address(scheme: str, place: str) -> str:
    """Return the page of those who must be paired anew."""
    return f"{reverse('pairing-affected')}?{urlencode({'scheme': scheme, 'place': place})}"


AFTER_PARTING = Parting(name="office.pairing", follow=follow)
