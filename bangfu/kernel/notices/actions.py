"""Telling people something inside the application."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from bangfu.kernel.areas_of import parents
from bangfu.kernel.notices.models import Level, Notice
from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.saying import Words, original, stored

BATCH = 1000


def notify(
    users: Iterable[User],
    *,
    title: Words,
    text: Words | str = "",
    url: str = "",
    level: str = Level.INFO,
    key: str = "",
) -> int:
    """Tell users something; return how many notices there are to make.

    Each reads it in their own language: sentences are made with ``saying``, and a ``text`` that is a plain string is
    what a person wrote. With a ``key`` (say ``"case:17:due:2026-03-01"``) each user gets it once, however often it is
    sent.
    """
    if isinstance(title, str):
        raise TypeError("a title is said by the program, and told in each reader's language: make it with saying()")
    said = {"title": stored(title), **({} if isinstance(text, str) else {"text": stored(text)})}
    told = {"title": original(title)[:120], "text": original(text)[:600], "said": said}
    notices = [
        Notice(user=user, url=url, level=level, key=key, **told)
        for user in {user.pk: user for user in users if user.is_active}.values()
    ]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=bool(key))
    return len(notices)


def notify_role(
    role: str,
    area_code: str,
    *,
    title: Words,
    text: Words | str = "",
    url: str = "",
    level: str = Level.INFO,
    key: str = "",
    above: bool = False,
) -> int:
    """Tell everybody who holds a role over exactly this place today; with ``above``, over any place around it too."""
    return notify(holders_of(role, area_code, above=above), title=title, text=text, url=url, level=level, key=key)


def holders_of(role: str, area_code: str, *, above: bool = False) -> Iterable[User]:
    """Return the active users who hold a role over a place today."""
    today = timezone.localdate()
    places = [area_code, *(["", *parents(area_code)] if above else [])]
    grants = Grant.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), valid_from__lte=today)
    holders = grants.filter(role=role, area_code__in=places).values("user")
    return User.objects.filter(pk__in=holders, is_active=True).order_by("pk")


def mark_read(user: User, ids: Iterable[int] | None = None) -> int:
    """Mark a user's own notices as read, those given or all; return how many were unread."""
    unread = Notice.objects.filter(user=user, read_at=None)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())
