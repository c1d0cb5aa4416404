"""Telling people with an account of what is new on a public list."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.errors import Refused
from bangfu.kernel.notices.actions import notify
from bangfu.kernel.publishing.declared import public_listings
from bangfu.kernel.rights.models import User
from bangfu.kernel.saying import saying
from bangfu.portal.models import Subscription
from bangfu.portal.queries.asking import asked_of, condition_of

MOST_EACH, LOOKED_AT = 20, 200


@transaction.atomic
def subscribe(actor: User, listing: str, query: str) -> Subscription:
    """Tell the user from now on of new rows that fit; twice is once. A user may have so many and no more."""
    declared = public_listings.get(listing)
    if declared is None or not declared.feed:
        raise Refused(_("这个栏目不能订阅。"))
    query = condition_of(declared, QueryDict(query))
    mine = Subscription.objects.filter(user=actor)
    if not mine.filter(listing=listing, query=query).exists() and mine.count() >= MOST_EACH:
        raise Refused(_("最多订阅 %(most)s 个条件，请先取消一些。") % {"most": MOST_EACH})
    row, _made = Subscription.objects.get_or_create(
        user=actor,
        listing=listing,
        query=query,
        defaults={"made_on": timezone.localdate(), "last": _newest(listing, query)},
    )
    return row


@transaction.atomic
def unsubscribe(actor: User, pk: int) -> None:
    """End one's own subscription."""
    Subscription.objects.filter(user=actor, pk=pk).delete()


def tell_subscribers(progress: Any) -> dict[str, int]:
    """Send each subscriber one notice of how many new rows fit, once a day."""
    told = 0
    for row in Subscription.objects.select_related("user").order_by("pk").iterator():
        with transaction.atomic():
            told += _tell(row)
    return {"told": told}


def _tell(row: Subscription) -> int:
    declared = public_listings.get(row.listing)
    if declared is None:
        return 0
    fresh = [one for one in _rows(row.listing, row.query) if int(one["id"]) > row.last]
    if not fresh:
        return 0
    Subscription.objects.filter(pk=row.pk).update(last=max(int(one["id"]) for one in fresh))
    title = saying("您订阅的“%(what)s”有 %(count)s 条新内容", what=declared.title, count=len(fresh))
    url = f"/public/{declared.address}/?{row.query}"
    return notify([row.user], title=title, url=url, key=f"portal.subscription:{row.pk}:{fresh[0]['id']}")


def _rows(listing: str, query: str) -> Any:
    return public_listings[listing].find(asked_of(public_listings[listing], QueryDict(query), limit=LOOKED_AT)).rows


def _newest(listing: str, query: str) -> int:
    return max((int(one["id"]) for one in _rows(listing, query)), default=0)
